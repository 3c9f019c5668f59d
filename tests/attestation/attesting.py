"""Attestations by one call, made through the operations that the pages use."""

from collections.abc import Mapping
from datetime import date, timedelta

from kamacademy.access import Function
from kamacademy.attestation import operations
from kamacademy.coaching import operations as coaching
from kamacademy.coaching.models import Observation
from kamacademy.competency.evidence import Context
from kamacademy.content.queries import current_release_id
from kamacademy.guide.activity import Activity
from kamacademy.people.models import Person
from kamacademy.people.queries import active_people_with
from kamacademy.rater.models import Certification
from kamacademy.visit.models import PlannedVisit
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)
BASIS = "Calibration of 12 Oct 2026"
LEVELS: Mapping[str, int | None] = {"C03a": 3, "C09a": 4}


def certified(
    person: Person, *, valid_from: date = TODAY - 200 * DAY, valid_until: date = TODAY + 100 * DAY
) -> Certification:
    """A certificate, entered by an administrator."""
    by = next(iter(active_people_with(Function.ADMINISTRATOR)), None) or World().administrator()
    return operations.certify(person, valid_from=valid_from, valid_until=valid_until, basis=BASIS, by=by, at=NOW)


def announced(
    learner: Person,
    rater: Person,
    *,
    on: date = TODAY,
    focus: tuple[str, ...] = tuple(LEVELS),
    days_before: int = 3,
) -> PlannedVisit:
    """An attestation announced some days before."""
    return operations.announce(
        learner, rater, planned_on=on, activity=Activity.DISCOVERY, focus=focus, begins="10:20",
        at=NOW - (TODAY - on) - days_before * DAY,
    )  # fmt: skip


def attesting(
    learner: Person, rater: Person, levels: Mapping[str, int | None] = LEVELS, *, on: date = TODAY
) -> Observation:
    """A draft of an announced attestation with everything rated."""
    visit, at = announced(learner, rater, on=on, focus=tuple(levels)), NOW - (TODAY - on)
    made = coaching.begin(
        learner, rater, activity=Activity.DISCOVERY, complexity=Context.USUAL, observed_on=on,
        indicators=visit.focus, release_id=current_release_id(), account_alias="North 11", planned_visit=visit, at=at,
    )  # fmt: skip
    for indicator, level in levels.items():
        line = f"Line of {indicator}" if level else None
        coaching.rate(made, indicator, level=level, evidence_line=line, at=at)
    return made


def attested(
    learner: Person, rater: Person, levels: Mapping[str, int | None] = LEVELS, *, on: date = TODAY
) -> Observation:
    """A signed attestation."""
    made = attesting(learner, rater, levels, on=on)
    return operations.sign_and_share(made, edition=made.edition, at=NOW - (TODAY - on), today=on)
