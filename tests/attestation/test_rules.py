"""When an announcement is in time, what may be copied, and what exactly is signed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kamacademy.attestation.copying import copied, refuse_unfit
from kamacademy.attestation.record import content_of
from kamacademy.attestation.rules import MayNotBeCopied, is_announced_in_time, is_settled
from kamacademy.coaching.models import Observation, Rating
from kamacademy.competency.evidence import Purpose
from kamacademy.rater.models import Certification
from kamacademy.records.signature import canonical
from kamacademy.visit.models import PlannedVisit

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TODAY = AT.date()
DAY = timedelta(days=1)


def observation(
    *ratings: Rating, shared_at: datetime | None = AT - 30 * DAY, purpose: Purpose = Purpose.DEVELOPMENT
) -> Observation:
    return Observation(
        learner_id=1, coach_id=2, release_id=3, purpose=purpose.value, observed_on=TODAY - 31 * DAY,
        activity="discovery-meeting", complexity="usual", account_alias="North 11", shared_at=shared_at,
        strength="You asked.", ratings=list(ratings) or [rating()],
    )  # fmt: skip


def rating(indicator: str = "C03a", level: int | None = 3, line: str | None = "Asked who decides") -> Rating:
    return Rating(indicator=indicator, level=level, evidence_line=line, is_rated=True)


def refusal(found: Observation, *, is_rater: bool = True) -> str:
    with pytest.raises(MayNotBeCopied) as error:
        refuse_unfit(found, is_rater=is_rater, today=TODAY, at=AT)
    return str(error.value)


@pytest.mark.parametrize(("days", "in_time"), [(-1, False), (0, False), (1, True), (30, True)])
def test_an_attestation_is_announced_a_day_before(days: int, in_time: bool) -> None:
    assert is_announced_in_time(TODAY, TODAY + days * DAY) is in_time


def test_a_note_is_settled_once_48_hours_have_passed() -> None:
    assert not is_settled(AT - timedelta(hours=48), AT)
    assert is_settled(AT - timedelta(hours=48, seconds=1), AT)


def test_a_copy_takes_only_ratings_with_a_level_and_a_line() -> None:
    full, unseen, bare = rating("C03a"), rating("C03b", None, "No chance"), rating("C09a", 4, None)
    assert copied(observation(full, unseen, bare)) == [full]


def test_a_note_that_fits_is_not_refused() -> None:
    refuse_unfit(observation(), is_rater=True, today=TODAY, at=AT)
    refuse_unfit(observation(shared_at=datetime(2024, 11, 20, 0, 1, tzinfo=UTC)), is_rater=True, today=TODAY, at=AT)


def test_each_reason_against_a_copy_has_its_sentence() -> None:
    assert "attestation already" in refusal(observation(purpose=Purpose.ATTESTATION))
    assert "Only a shared note" in refusal(observation(shared_at=None))
    assert "more than 24 months old" in refusal(observation(shared_at=datetime(2024, 11, 19, 23, 59, tzinfo=UTC)))
    assert "48 hours" in refusal(observation(shared_at=AT - DAY))
    assert "certified on the day of the visit" in refusal(observation(), is_rater=False)
    assert "a level and a line" in refusal(observation(rating(line=None), rating("C03b", None)))


@pytest.mark.parametrize(
    ("ended_on", "day", "holds"),
    [
        (None, date(2026, 1, 1), True),
        (None, date(2026, 12, 31), True),
        (None, date(2025, 12, 31), False),
        (None, date(2027, 1, 1), False),
        (date(2026, 6, 1), date(2026, 5, 31), True),
        (date(2026, 6, 1), date(2026, 6, 1), False),
        (date(2026, 1, 1), date(2026, 1, 1), False),
        (date(2028, 1, 1), date(2027, 1, 1), False),
    ],
)
def test_a_certificate_holds_from_the_first_to_the_last_day_unless_ended(
    ended_on: date | None, day: date, holds: bool
) -> None:
    found = Certification(valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31), ended_on=ended_on)
    assert found.holds_on(day) is holds


def signed_bytes(**changed: object) -> bytes:
    """What is signed under an observation, some of whose parts are changed."""
    found = observation(rating(), rating("C03b", None, None), purpose=Purpose.ATTESTATION)
    visit = PlannedVisit(id=9, made_at=AT, planned_on=TODAY, focus=["C03a", "C03b"])
    for name, value in changed.items():
        if name.startswith("rating_"):
            setattr(found.ratings[0], name.removeprefix("rating_"), value)
        elif name.startswith("visit_"):
            setattr(visit, name.removeprefix("visit_"), value)
        else:
            setattr(found, name, value)
    return canonical(content_of(found, visit))


@pytest.mark.parametrize(
    "changed",
    [
        {"rating_level": 4},
        {"rating_level": None},
        {"rating_indicator": "C03b"},
        {"rating_evidence_line": "Asked"},
        {"strength": "You asked twice."},
        {"improve": "Wait."},
        {"agreed_action": "Try it"},
        {"agreed_indicator": "C03a"},
        {"agreed_library_id": "a-1"},
        {"agreed_due_on": TODAY},
        {"account_alias": "North 12"},
        {"observed_on": TODAY},
        {"activity": "negotiation"},
        {"complexity": "complex"},
        {"proposition_fit": "yes"},
        {"learner_id": 5},
        {"coach_id": 5},
        {"release_id": 5},
        {"visit_id": 5},
        {"visit_planned_on": TODAY + DAY},
        {"visit_made_at": AT + DAY},
        {"visit_focus": ["C03a"]},
    ],
    ids=str,
)
def test_every_part_that_decides_is_signed(changed: dict[str, object]) -> None:
    assert signed_bytes(**changed) != signed_bytes()


def test_what_comes_later_is_no_part_of_what_is_signed() -> None:
    later: dict[str, object] = {
        "learner_view": "I saw it so", "acknowledged_at": AT, "rating_self_level": 2, "rating_is_self_rated": True,
        "visit_cancelled_at": AT,
    }  # fmt: skip
    assert signed_bytes(**later) == signed_bytes()
