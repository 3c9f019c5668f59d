"""Commitments made after a module, shared with the coach, and answered when they are asked about. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from kamacademy.commitment.asking import ASKED_AFTER_DAYS, Kept
from kamacademy.commitment.lines import Kind, Line
from kamacademy.demo.acts import Act, BeginModule, React, TakeCheck
from kamacademy.demo.chance import later_workday, moment
from kamacademy.demo.pledge_words import PledgeWords


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutModule(Act):
    """Something done about what a learner committed to after a module."""

    module: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit(AboutModule):
    """A learner commits to something after a module; `shared` are the lines that the coach may read."""

    lines: tuple[Line, ...]
    shared: tuple[Kind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAgain(Act):
    """The calendar asks everybody whose commitments are due to be asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SayHowKept(AboutModule):
    """A learner says after so many days how each line was kept, the hours a month released, and perhaps a line."""

    after_days: int
    said: tuple[tuple[Kind, Kept, float | None, str | None], ...]


def pledge_acts(learner: str, pledges: Sequence[PledgeWords], studied: Iterable[Act]) -> Iterator[Act]:
    """Each commitment on the working day after its module was over, asked about and answered a day or two later."""
    over = {act.module: act.at.date() for act in studied if isinstance(act, TakeCheck | React | BeginModule)}
    for number, words in enumerate(one for one in pledges if one.learner == learner):
        made_on, module = later_workday(over[words.module], 1), words.module
        lines = tuple(Line(kind, one.words, one.hours) for kind, one in words.lines.items())
        shared = tuple(kind for kind, one in words.lines.items() if one.is_shared)
        yield Commit(at=moment(made_on, 17, 5 * number), by=learner, module=module, lines=lines, shared=shared)
        for days in ASKED_AFTER_DAYS:
            asked_on = made_on + timedelta(days=days)
            yield AskAgain(at=moment(asked_on, 10), by="calendar")
            if days in words.answers:
                said = tuple((kind, one.kept, one.hours, one.words) for kind, one in words.answers[days].items())
                at = moment(later_workday(asked_on, 1), 12, 5 * number)
                yield SayHowKept(at=at, by=learner, module=module, after_days=days, said=said)
