"""What came after notes were read: changes, answers, disputes, notes opened to a later coach. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from kamacademy.demo.acts import Act, AnswerNote, Observe
from kamacademy.demo.chance import later_workday, moment, workday
from kamacademy.demo.company import BY_KEY
from kamacademy.demo.together import AmendNote, OpenNotes, Reply, Say, Settle
from kamacademy.demo.visits import HIGHEST_WRITTEN, Written
from kamacademy.demo.words import Book, ThreadWords


def talk_about(notes: Mapping[str, Observe], *, today: date, book: Book, written: Written) -> Iterator[Act]:
    """Everything that was said about the notes, which are given by their keys."""
    yield from changed(notes[book.talk.changed.note], book, written)
    for words in book.talk.threads:
        yield from thread(notes[words.note], words)
    opened = book.talk.opened
    at = moment(workday(today - timedelta(days=opened.days_ago)), 18, 5)
    yield OpenNotes(
        at=at, by=opened.learner, notes=opened.notes, coach=BY_KEY[opened.learner].coach_at(opened.days_ago)
    )


def changed(note: Observe, book: Book, written: Written) -> Iterator[Act]:
    """The coach puts one rating right the same evening; the learner looks again."""
    old = next(one for one in note.seen if one.level)
    assert old.level is not None
    level = old.level + 1 if old.level < HIGHEST_WRITTEN else old.level - 1
    seen = written.seen(note.learner, old.indicator, level, book)
    yield AmendNote(
        at=moment(note.at.date(), 19, 40), by=note.by, note=note.key, seen=seen,
        improve=book.talk.changed.improve,
    )  # fmt: skip
    again = moment(later_workday(note.at.date(), 2), 19, 30)
    yield AnswerNote(at=again, by=note.learner, visit=note.key, levels=None, words=None)


def thread(note: Observe, words: ThreadWords) -> Iterator[Act]:
    """An answer or a dispute about the lowest rating, three days after the visit; the reply; the end."""
    day = note.at.date()
    _, lowest = min((one.level, one.indicator) for one in note.seen if one.level)
    about = (lowest,) if words.is_dispute else ()
    yield Say(at=moment(later_workday(day, 3), 19, 10), by=note.learner, note=note.key, words=words.words, about=about)
    if words.reply:
        yield Reply(at=moment(later_workday(day, 7), 12, 40), by=note.by, note=note.key, words=words.reply)
    if words.is_settled:
        yield Settle(at=moment(later_workday(day, 9), 18, 10), by=note.learner, note=note.key)
