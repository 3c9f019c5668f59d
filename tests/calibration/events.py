"""Calibration events by one call."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

from kamacademy.calibration import operations, queries
from kamacademy.calibration.given import Given
from kamacademy.calibration.models import CalibrationEvent, CalibrationSeat
from kamacademy.people.models import Person
from tests.world import NOW, World

WEEK = timedelta(days=7)
Level = Callable[[int], int | None]


def the_reference(level: int) -> int | None:
    """What an expert gives."""
    return level


def one_lower(level: int) -> int | None:
    """A level too strict."""
    return max(level - 1, 1)


def all_cases(world: World) -> list[str]:
    """Every published case."""
    return list(queries.cases_in(world.library()))


def levels_asked(event: CalibrationEvent) -> int:
    """How many levels the cases of an event ask for together."""
    return sum(len(case.ratings) for case in queries.cases_of(event).values())


def made(
    world: World,
    coaches: Collection[Person],
    *,
    by: Person | None = None,
    cases: Collection[str] | None = None,
    opens_on: date = NOW.date(),
    at: datetime = NOW,
) -> CalibrationEvent:
    """An event of a week on every published case."""
    return operations.make_event(
        "Calibration, autumn", opens_on=opens_on, closes_on=opens_on + WEEK, cases=cases or all_cases(world),
        coaches=coaches, by=by or world.learning_team(), seed=11, at=at,
    )  # fmt: skip


def seat_of(event: CalibrationEvent, person: Person) -> CalibrationSeat:
    """Somebody's seat."""
    found = queries.seat_at(event.id, person.id)
    assert found is not None
    return found


def rate_case(seat: CalibrationSeat, slug: str, level: Level = the_reference, *, at: datetime = NOW) -> None:
    """Rate one case by its references."""
    case = queries.cases_of(seat.event)[slug]
    given = [Given(one.indicator, level(one.reference), None) for one in case.ratings]
    operations.rate(seat, slug, given, at=at)


def rate_all(seat: CalibrationSeat, level: Level = the_reference, *, at: datetime = NOW) -> None:
    """Rate every case, and finish."""
    for slug in seat.cases:
        rate_case(seat, slug, level, at=at)
    operations.finish(seat, at=at)


def held(world: World, *coaches: Person, level: Level = the_reference, at: datetime = NOW) -> CalibrationEvent:
    """An event that all have finished and that is closed."""
    owner = world.learning_team()
    event = made(world, coaches, by=owner, opens_on=at.date(), at=at)
    for one in coaches:
        rate_all(seat_of(event, one), level, at=at)
    operations.close(event, by=owner, at=at)
    return event
