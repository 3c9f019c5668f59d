"""Readiness in counts, the gate first, and never a percentage."""

from datetime import date

import pytest

from kamacademy.competency.documents import Competency, Framework
from kamacademy.competency.estimation import Estimate
from kamacademy.competency.readiness import readiness
from kamacademy.content.documents import Drafts
from tests.competency.known import CLEAR_3, LEANING_3, UNSEEN, known

GATE = "C12"


@pytest.fixture(scope="module")
def framework(drafts: Drafts) -> Framework:
    found = drafts.of("framework")[0].content
    assert isinstance(found, Framework)
    return found


@pytest.fixture(scope="module")
def competencies(drafts: Drafts) -> dict[str, Competency]:
    return {one.code: one for _, one in drafts.contents("competency", Competency)}


def all_of(framework: Framework, one: Estimate, **other: Estimate) -> dict[str, Estimate]:
    return {code: other.get(code, one) for code in framework.codes}


HELD = known(CLEAR_3, held=3)


def test_both_views_are_counted_over_the_competencies_with_a_target(
    framework: Framework, competencies: dict[str, Competency]
) -> None:
    development = all_of(framework, known(LEANING_3), C01=HELD, C03=HELD, C08=known(CLEAR_3, target=None))
    attested = all_of(framework, UNSEEN, C03=HELD, C08=known(CLEAR_3, target=None))
    found = readiness(framework, competencies, development, attested)
    assert (found.at_target, found.attested, found.targets) == (2, 1, 12)
    assert found.words == "2 of 12 at target in coaching, 1 attested"
    none = readiness(framework, competencies, all_of(framework, UNSEEN), all_of(framework, UNSEEN))
    assert none.words == "0 of 13 at target in coaching, none attested"


def test_the_gate_goes_by_the_attested_view_alone(framework: Framework, competencies: dict[str, Competency]) -> None:
    attested = all_of(framework, UNSEEN, C12=known(LEANING_3, visits=1, raters=1, check=False))
    gate = readiness(framework, competencies, all_of(framework, HELD), attested).gate
    assert gate is not None
    assert (gate.competency.code, gate.is_open) == (GATE, False)
    assert gate.words == (
        "closed until it is at target in the attested view. Missing: two more attested visits, one of them by a second "
        "observer, and the knowledge check passed."
    )


def test_an_open_gate_says_how_long_it_stays_open(framework: Framework, competencies: dict[str, Competency]) -> None:
    attested = all_of(framework, UNSEEN, C12=known(CLEAR_3, held=3, latest=date(2026, 10, 31), check=True))
    gate = readiness(framework, competencies, all_of(framework, UNSEEN), attested).gate
    assert gate is not None
    assert gate.is_open
    assert gate.words == "open; a newer attestation or accepted work by 30 Apr 2027 at the latest keeps it open."


def test_a_job_role_without_a_target_there_has_no_gate(
    framework: Framework, competencies: dict[str, Competency]
) -> None:
    attested = all_of(framework, HELD, C12=known(CLEAR_3, target=None))
    assert readiness(framework, competencies, attested, attested).gate is None
