"""The rules of calibrating, each with the sentence that says how to go on. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from kamacademy.wording import counted, day

# Six cases are the fewest that show five levels without telling by their number which come next. A case asks for two to
# four levels and a certificate for thirty, so fourteen leave room for some "cannot tell".
FEWEST_CASES, USUAL_CASES = 6, 14
FEWEST_COMPETENCIES = 4
# Long enough to find three hours in, short enough to be remembered.
USUAL_TIME = timedelta(days=14)
LONGEST_DAYS_OPEN, LONGEST_DAYS_AHEAD = 92, 366
LONGEST_REASON = 300
# Who saw the reference remembers it; after so long a case counts anew.
FORGOTTEN_AFTER = timedelta(days=365)
CASES_A_QUARTER = 2
# Whoever is certified in the last weeks of a quarter begins with the next.
FEWEST_DAYS_LEFT = 28
REMIND_DAYS = 14
# Twenty-four months.
COUNTS_FOR = timedelta(days=730)
CERTIFIED_DAYS = 365
# A certificate may be renewed so many days before it ends.
RENEWAL_DAYS = 60


class EventKind(StrEnum):
    """A meeting of several coaches, or the two cases of every quarter."""

    EVENT = "event"
    QUARTERLY = "quarterly"


class State(StrEnum):
    """Where an event stands; worked out of its days, never stored."""

    TO_COME = "to come"
    OPEN = "open"
    CLOSED = "closed"


class CalibrationRule(Exception):
    """A rule of calibrating was broken; the message says what to do."""


class TooFewCases(CalibrationRule):
    """An event shows every level, and more than a few competencies."""


class NoSuchCase(CalibrationRule):
    """Only what is published can be rated."""

    def __init__(self) -> None:
        super().__init__("One of these cases is not published. Choose from the list once more.")


class DaysOutOfOrder(CalibrationRule):
    """An event opens today or later, and closes within a quarter."""


class NobodyInvited(CalibrationRule):
    """An event without coaches calibrates nobody."""

    def __init__(self) -> None:
        super().__init__("Invite at least one coach.")


class NotForThem(CalibrationRule):
    """Coaches are calibrated, by cases whose references they cannot look up, and each once at an event."""


class EventClosed(CalibrationRule):
    """What is closed stays as it is."""

    def __init__(self) -> None:
        super().__init__("This event is closed. Nothing can be rated or changed in it any more.")


class NotOpenYet(CalibrationRule):
    """Everybody begins on the same day."""

    def __init__(self, opens_on: date) -> None:
        super().__init__(f"This event opens on {day(opens_on)}. Your cases wait until then.")


class FinishedAlready(CalibrationRule):
    """What was handed in stays."""

    def __init__(self) -> None:
        super().__init__("You have finished, so your ratings stay as they are.")


class Unfinished(CalibrationRule):
    """Every indicator of every case has an answer before one finishes."""

    def __init__(self, missing: int) -> None:
        super().__init__(f"{counted(missing, 'case')} still without your ratings. Rate them, then finish.")


class TooEarlyToClose(CalibrationRule):
    """Who still rates may do so until the closing day."""

    def __init__(self, waiting: int, closes_on: date) -> None:
        words = f"{counted(waiting, 'coach', 'coaches')} still rating."
        super().__init__(f"{words} Close when all have finished, or on {day(closes_on)}.")


class NotReady(CalibrationRule):
    """Only who meets the rule is certified by it."""


def refuse_days(opens_on: date, closes_on: date, today: date) -> None:
    """Raise DaysOutOfOrder for days that make no event."""
    if opens_on < today:
        raise DaysOutOfOrder("Let it open today or later.")
    if opens_on > today + timedelta(days=LONGEST_DAYS_AHEAD):
        raise DaysOutOfOrder("Let it open within a year.")
    if closes_on < opens_on:
        raise DaysOutOfOrder("Let it close on the day it opens or later.")
    if (closes_on - opens_on).days > LONGEST_DAYS_OPEN:
        raise DaysOutOfOrder(f"Let it close within {LONGEST_DAYS_OPEN} days of opening, or nobody hurries.")


def counts_since(today: date) -> date:
    """The first day of the 24 months whose ratings count."""
    return today - COUNTS_FOR


def may_renew(until: date, today: date) -> bool:
    """Whether a certificate that ends with a day can be followed by the next: in its last weeks only."""
    return (until - today).days <= RENEWAL_DAYS
