"""The clock of a timed sitting: how long a person has, until when answers count, and the words for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kamacademy.wording import counted

# An answer given in the last second may still be on its way.
GRACE = timedelta(seconds=30)


class AllowanceReason(StrEnum):
    """Why a person has extra time, as a code that tells nothing about health."""

    AGREED_ADJUSTMENT = "agreed-adjustment"
    ASSISTIVE_TECHNOLOGY = "assistive-technology"
    SECOND_LANGUAGE = "second-language"
    TEMPORARY = "temporary"


REASON_WORDS = {
    AllowanceReason.AGREED_ADJUSTMENT: "Adjustment agreed with the employer",
    AllowanceReason.ASSISTIVE_TECHNOLOGY: "Uses assistive technology",
    AllowanceReason.SECOND_LANGUAGE: "Works in a second language",
    AllowanceReason.TEMPORARY: "Temporary circumstances",
}


@dataclass(frozen=True, slots=True)
class Allowance:
    """Extra time in percent of the limit, from a first to a last day; no last day means until further notice."""

    percent_extra: int
    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """True from the first to the last day, both included."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def limit_seconds(minutes: int | None, allowances: tuple[Allowance, ...], day: date) -> int | None:
    """Seconds that a person has, with the largest allowance in force on the day; None for a paper without a clock."""
    if minutes is None:
        return None
    extra = max((one.percent_extra for one in allowances if one.holds_on(day)), default=0)
    return -(-minutes * 60 * (100 + extra) // 100)


def is_over(closes_at: datetime | None, at: datetime) -> bool:
    """Whether answers no longer count: after the end of the time and the grace for the network."""
    return closes_at is not None and at > closes_at + GRACE


def seconds_left(closes_at: datetime, at: datetime) -> int:
    """Whole seconds until the end; 0 afterwards."""
    return max(0, int((closes_at - at).total_seconds()))


def left_words(seconds: int) -> str:
    """How much time is left, in minutes while there are several: about 12 minutes, less than a minute."""
    if seconds <= 0:
        return "no time"
    return f"about {counted(round(seconds / 60), 'minute')}" if seconds >= 60 else "less than a minute"


def limit_words(seconds: int) -> str:
    """A limit in words: 40 minutes, 37 minutes 30 seconds."""
    minutes, rest = divmod(seconds, 60)
    parts = [counted(minutes, "minute")] if minutes else []
    return " ".join([*parts, counted(rest, "second")] if rest else parts)


def time_spent(before: float | None, shown_at: datetime | None, saved_at: datetime | None, at: datetime) -> float:
    """Seconds that a question has lain before a person so far. At most an hour is added for one save.

    Counted from when the page was shown, or from the last save of the same page if that was later.
    """
    since = max((one for one in (shown_at, saved_at) if one is not None), default=at)
    return round((before or 0.0) + min(max((at - since).total_seconds(), 0.0), 3600.0), 1)
