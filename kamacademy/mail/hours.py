"""When a reader wants letters: their own time zone, the hours in which none comes, the day of the digest."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

MONDAY = 0
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_QUIET = timedelta(hours=16)
# A letter that had to wait is of use at least as long after the quiet hours, so that none is lost to them.
USE_AFTER_QUIET = timedelta(hours=4)
# Continents and oceans; the rest of the names are old ones for the same places.
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@dataclass(frozen=True, slots=True)
class Hours:
    """A reader's own hours. `quiet_from` and `quiet_until` are both None, or times of day that may span midnight.

    `digest_weekday` counts from 0 for Monday.
    """

    zone: ZoneInfo
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_weekday: int = MONDAY

    def own_time(self, at: datetime) -> datetime:
        """A moment as the reader's clock shows it."""
        return at.astimezone(self.zone)

    def own_day(self, at: datetime) -> date:
        """The reader's day at a moment."""
        return self.own_time(at).date()

    def end_of(self, day: date) -> datetime:
        """The moment at which a day ends for the reader."""
        return datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC)

    def after_quiet(self, at: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours in which it lies."""
        if self.quiet_from is None or self.quiet_until is None:
            return at
        here = self.own_time(at)
        now, day = here.time(), here.date()
        if self.quiet_from < self.quiet_until:
            is_quiet = self.quiet_from <= now < self.quiet_until
        else:
            is_quiet = now >= self.quiet_from or now < self.quiet_until
        if not is_quiet:
            return at
        if now >= self.quiet_until:
            day += timedelta(days=1)
        # Where the clock is put back, an hour comes twice; `fold` keeps to the one that is running.
        return datetime.combine(day, self.quiet_until, self.zone).replace(fold=here.fold).astimezone(UTC)


def quiet_length(start: time, end: time) -> timedelta:
    """How long quiet hours last, from 0 to below 24 hours; an end before the start is on the next day."""
    return timedelta(minutes=(minutes(end) - minutes(start)) % (24 * 60))


def minutes(moment: time) -> int:
    """Minutes since midnight."""
    return moment.hour * 60 + moment.minute


def still_of_use(useful_until: datetime | None, posted_at: datetime, leaves_at: datetime) -> datetime | None:
    """Until when a letter is of use that leaves at some moment; longer than planned where it had to wait."""
    if useful_until is None or leaves_at <= posted_at:
        return useful_until
    return max(useful_until, leaves_at + USE_AFTER_QUIET)


@cache
def zones_by_region() -> dict[str, tuple[str, ...]]:
    """Names of time zones (IANA) in order of region and place; UTC stands alone.

    From the list that comes with tzdata: `zoneinfo` itself finds them by opening every file of the system's.
    """
    names = sorted(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
    found = {region: tuple(one for one in names if one.startswith(f"{region}/")) for region in REGIONS}
    return {"Everywhere": ("UTC",), **found}


@cache
def zone_names() -> frozenset[str]:
    """Every time zone that may be chosen."""
    return frozenset(name for names in zones_by_region().values() for name in names)


def place(zone: str) -> str:
    """A time zone's place in words: Europe/Zurich is Zurich, America/New_York is New York."""
    return zone.partition("/")[2].replace("_", " ").replace("/", ", ") or zone
