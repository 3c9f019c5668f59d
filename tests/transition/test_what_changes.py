"""What a change of role changes besides targets: measures, programmes, who may rate."""

from datetime import date

import pytest

from kamacademy.competency.documents import Competency, Framework
from kamacademy.content.documents import Drafts
from kamacademy.curriculum.documents import Assignment, Programme
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.rules import may_carry
from kamacademy.people.job_roles import JobRole
from kamacademy.transition.what_changes import WhatChanges, rating_words, what_changes

STARTS, AVAILABLE = date(2027, 1, 4), date(2026, 5, 1)


@pytest.fixture(scope="module")
def framework(drafts: Drafts) -> Framework:
    found = drafts.of("framework")[0].content
    assert isinstance(found, Framework)
    return found


@pytest.fixture(scope="module")
def competencies(drafts: Drafts) -> dict[str, Competency]:
    return {one.code: one for _, one in drafts.contents("competency", Competency)}


def between(drafts: Drafts, now: JobRole, then: JobRole, *programmes: Programme) -> WhatChanges:
    """What changes by the shipped content."""
    framework = drafts.of("framework")[0].content
    assert isinstance(framework, Framework)
    kpis = [one for _, one in drafts.contents("kpi", Kpi)]
    return what_changes(
        framework,
        {one.code: one for _, one in drafts.contents("competency", Competency)},
        (now, then),
        kpis=([one for one in kpis if may_carry(one, now)], [one for one in kpis if may_carry(one, then)]),
        programmes=programmes or [one for _, one in drafts.contents("programme", Programme)],
        starts_on=STARTS,
        available_on=AVAILABLE,
    )


def test_measures_end_begin_and_stay(drafts: Drafts) -> None:
    found = between(drafts, JobRole.REP, JobRole.SK)
    ends, begins, stays = ({one.code for one in some} for some in (found.kpis_end, found.kpis_begin, found.kpis_stay))
    of_rep, of_sk = (
        {one.code for _, one in drafts.contents("kpi", Kpi) if role in one.roles} for role in ("REP", "SK")
    )
    assert (ends, begins, stays) == (of_rep - of_sk, of_sk - of_rep, of_rep & of_sk)
    assert begins
    assert found.scope_then.startswith("Coordinates people and information")


def test_a_programme_is_due_counted_from_the_first_day_in_the_role(drafts: Drafts) -> None:
    (only,) = between(drafts, JobRole.REP, JobRole.SK).programmes
    # Ninety days from 4 January 2027.
    assert (only.title, only.due_on, only.is_new) == ("Account-management mindset", date(2027, 4, 4), False)


def test_a_programme_for_one_role_alone_begins_or_ends_with_it(drafts: Drafts) -> None:
    shipped = drafts.contents("programme", Programme)[0][1]
    assignment = Assignment(job_roles=("SK",), due_days=30)
    small_k = shipped.model_copy(update={"title": "Small-k", "assign": assignment})
    (begun,) = between(drafts, JobRole.REP, JobRole.SK, small_k).programmes
    assert (begun.title, begun.due_on, begun.is_new) == ("Small-k", date(2027, 2, 3), True)
    left = between(drafts, JobRole.SK, JobRole.REP, small_k)
    assert (left.programmes, left.programmes_end) == ((), ("Small-k",))


def test_only_a_change_across_the_line_says_who_may_rate(
    framework: Framework, competencies: dict[str, Competency]
) -> None:
    assert rating_words(framework, competencies, JobRole.REP, JobRole.SK) == ""
    assert rating_words(framework, competencies, JobRole.MSL, JobRole.NAV) == ""
    to_medical = rating_words(framework, competencies, JobRole.SK, JobRole.MSL)
    for code in ("C07", "C10", "C13"):
        assert competencies[code].short_name in to_medical
    assert competencies["C06"].short_name not in to_medical
    assert "no measure that speaks of selling" in to_medical
    assert "may rate everything" in rating_words(framework, competencies, JobRole.MSL, JobRole.SK)
