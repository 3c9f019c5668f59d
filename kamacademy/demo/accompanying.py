"""Second observers in the story: asked for, coming along, and what their ratings showed. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kamacademy.demo.acts import Act, Observe, Seen
from kamacademy.demo.chance import later_workday, moment
from kamacademy.demo.planning import ALIKE, APART
from kamacademy.demo.rating import ChooseSecond, DrawPair, RateAsSecond, SayOfPair
from kamacademy.demo.together import PlanVisit
from kamacademy.demo.visits import HIGHEST_WRITTEN, Written
from kamacademy.demo.words import Book

# Visits ahead, with who comes along; for one of them nobody is chosen yet.
AHEAD_WITH: Mapping[str, str | None] = {"mira-ahead": "ingrid", "jonas-ahead": None}
FAR_APART = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A planned visit that was drawn, and who comes along."""

    plan: PlanVisit
    second: str | None

    def acts(self) -> Iterator[Act]:
        """The draw soon after the visit was planned; a colleague is chosen the next working day."""
        name = self.plan.key
        yield DrawPair(at=self.plan.at + timedelta(minutes=3), by="calendar", visit=name)
        if self.second is not None:
            at = moment(later_workday(self.plan.at.date(), 1), 8, 30)
            yield ChooseSecond(at=at, by=self.plan.coach, visit=name, second=self.second)


def accompany(acts: Iterable[Act], notes: Mapping[str, Observe], *, book: Book, written: Written) -> Iterator[Act]:
    """Everything about second observers; `acts` are those told so far, `notes` the coaching notes by their keys."""
    plans = {act.key: act for act in acts if isinstance(act, PlanVisit)}
    for name, whom in AHEAD_WITH.items():
        yield from Drawn(plans[name], whom).acts()
    for name, second in (ALIKE | APART).items():
        note = notes[name]
        assert note.planned is not None, name
        plan = plans[note.planned]
        yield from Drawn(plan, second).acts()
        seen = seen_by_second(note, plan, book, written, is_apart=name in APART)
        yield RateAsSecond(at=on_day(note.at.date()), by=second, visit=plan.key, seen=seen)
        if name in APART:
            at = moment(later_workday(note.at.date(), 1), 12, 50)
            yield SayOfPair(at=at, by=second, visit=plan.key, words=book.talk.pair["second"])


def on_day(day: date) -> datetime:
    """The evening of a visit, when its note is shared."""
    return moment(day, 17, 45)


def seen_by_second(note: Observe, plan: PlanVisit, book: Book, written: Written, *, is_apart: bool) -> tuple[Seen, ...]:
    """What the second observer saw of the focus: the same levels, or the first of them two levels apart."""
    assert plan.focus is not None
    levels = {one.indicator: one.level for one in note.seen}
    first = next(one for one in plan.focus if levels[one])
    found = []
    for indicator in plan.focus:
        level = levels[indicator]
        if level is not None and is_apart and indicator == first:
            level = level + FAR_APART if level + FAR_APART <= HIGHEST_WRITTEN else level - FAR_APART
        if level is None:
            found.append(Seen(indicator, None, None))
        else:
            found.append(written.seen(f"second of {note.key}", indicator, level, book))
    return tuple(found)
