"""Attestations signed, waiting and announced, and notes copied with consent. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from kamacademy.competency.evidence import Context
from kamacademy.demo.acts import Act, Agreement, AnswerNote, Observe
from kamacademy.demo.chance import later_workday, moment, workday, workday_ahead
from kamacademy.demo.company import BRANNOCK, KESTREL, NORLUND
from kamacademy.demo.together import Announce, AnswerCopy, AskToCopy
from kamacademy.demo.visits import Written
from kamacademy.demo.words import Book
from kamacademy.guide.activity import Activity

SIGNED_DAYS_AGO, ANNOUNCED_BEFORE = 45, 9
WORKDAYS_AHEAD = 6


def attest(notes: Mapping[str, Observe], *, today: date, book: Book, written: Written) -> Iterator[Act]:
    """Everything about attestations; `notes` are the coaching notes by their keys."""
    yield from signed(today, book, written)
    yield from unsigned(today, book, written)
    yield announced(today)
    for copy in book.talk.copies:
        asked, note = workday(today - timedelta(days=copy.days_ago)), notes[copy.note]
        yield AskToCopy(at=moment(asked, 12, 50), by=note.by, note=copy.note, reason=copy.reason)
        answered = moment(later_workday(asked, 2), 18, 50)
        yield AnswerCopy(at=answered, by=note.learner, note=copy.note, is_agreed=copy.is_agreed)


def signed(today: date, book: Book, written: Written) -> Iterator[Act]:
    """Priya's, by Daniel: announced, seen, signed and answered."""
    day = workday(today - timedelta(days=SIGNED_DAYS_AGO))
    focus = (written.seen("priya", "C08b", 4, book), written.seen("priya", "C08a", 3, book))
    yield Announce(
        at=moment(workday(day - timedelta(days=ANNOUNCED_BEFORE)), 12, 30), by="daniel", key="priya-announced",
        learner="priya", coach="daniel", planned_on=day, begins="13:00", activity=Activity.NEGOTIATION,
        account=KESTREL, focus=tuple(one.indicator for one in focus),
    )  # fmt: skip
    yield Observe(
        at=moment(day, 15, 5), by="daniel", key="priya-attested", learner="priya", activity=Activity.NEGOTIATION,
        complexity=Context.COMPLEX, account=KESTREL, seen=focus, agreement=None, planned="priya-announced",
        strength=book.talk.attested["strength"], improve=book.talk.attested["improve"],
    )  # fmt: skip
    levels = tuple((one.indicator, one.level) for one in focus)
    at = moment(later_workday(day, 1), 18, 20)
    yield AnswerNote(at=at, by="priya", visit="priya-attested", levels=levels, words=None)


def unsigned(today: date, book: Book, written: Written) -> Iterator[Act]:
    """Mateo's, by Ingrid: announced, seen on the last workday, and not yet signed."""
    day = workday(today - timedelta(days=1))
    focus = (written.seen("mateo", "C07b", 3, book), written.seen("mateo", "C10b", 3, book))
    yield Announce(
        at=moment(workday(day - timedelta(days=ANNOUNCED_BEFORE)), 12, 35), by="ingrid", key="mateo-announced",
        learner="mateo", coach="ingrid", planned_on=day, begins="09:00", activity=Activity.TEAM, account=BRANNOCK,
        focus=tuple(one.indicator for one in focus),
    )  # fmt: skip
    yield Observe(
        at=moment(day, 11, 5), by="ingrid", key="mateo-unsigned", learner="mateo", activity=Activity.TEAM,
        complexity=Context.USUAL, account=BRANNOCK, seen=focus, planned="mateo-announced", is_shared=False,
        agreement=Agreement(book.indicators["C10b"].action, "C10b", today + timedelta(days=32), None),
        strength=book.indicators["C10b"].strength, improve=book.indicators["C07b"].stretch,
    )  # fmt: skip


def announced(today: date) -> Announce:
    """Chiara's, by Daniel, in the coming days."""
    return Announce(
        at=moment(workday(today - timedelta(days=5)), 12, 45), by="daniel", key="chiara-announced", learner="chiara",
        coach="daniel", planned_on=workday_ahead(today, WORKDAYS_AHEAD), begins="10:00",
        activity=Activity.PLAN_REVIEW, account=NORLUND, focus=("C07a", "C10b"),
    )  # fmt: skip
