"""Commitments as their page shows them: each line with its three questions and what was said. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kamacademy.commitment.asking import KEPT_WORDS, Question, Standing, may_change, open_question, questions
from kamacademy.commitment.hours import Released, Stopped, released
from kamacademy.commitment.lines import KIND_WORDS, Kind
from kamacademy.wording import counted, day, number

if TYPE_CHECKING:
    from kamacademy.commitment.models import Commitment, CommitmentAnswer, Pledge


@dataclass(frozen=True, slots=True)
class Reply:
    """One of the three questions about one commitment, with what was answered."""

    question: Question
    answer: "CommitmentAnswer | None"

    @property
    def words(self) -> str:
        """The answer, or why there is none."""
        if self.answer is not None:
            return KEPT_WORDS[self.answer.how]
        return {
            Standing.AHEAD: f"Asked on {day(self.question.asked_on)}",
            Standing.OPEN: f"Open until {day(self.question.open_until)}",
        }.get(self.question.standing, "No answer")


@dataclass(frozen=True, slots=True)
class Card:
    """One commitment with its answers."""

    commitment: "Commitment"
    replies: Sequence[Reply]

    @property
    def kind_words(self) -> str:
        """Stop, start or continue."""
        return KIND_WORDS[self.commitment.sort]


@dataclass(frozen=True, slots=True)
class PledgePage:
    """All commitments after one module. `open` is the question that can be answered today, if there is one."""

    pledge: "Pledge"
    cards: Sequence[Card]
    open: Question | None
    may_change: bool


def pledge_page(pledge: "Pledge", today: date, shown: Iterable["Commitment"] | None = None) -> PledgePage:
    """The commitments after one module on a day; all of them, or only some that are shown."""
    answered = pledge.answered
    asked = questions(pledge.made_on, answered, today)
    return PledgePage(
        pledge=pledge,
        cards=[card(one, asked) for one in (pledge.commitments if shown is None else shown)],
        open=open_question(pledge.made_on, answered, today),
        may_change=may_change(pledge.made_on, today),
    )


def card(commitment: "Commitment", asked: Sequence[Question]) -> Card:
    """One commitment beside the three questions."""
    answers = {one.after_days: one for one in commitment.answers}
    return Card(commitment, tuple(Reply(one, answers.get(one.after_days)) for one in asked))


def released_by(pledges: Iterable["Pledge"]) -> Released:
    """The hours a month that somebody's commitments released, as they say."""
    return released(
        Stopped(one.hours, [answer.hours for answer in one.answers])
        for pledge in pledges
        for one in pledge.commitments
        if one.sort is Kind.STOP
    )


def released_words(found: Released) -> str:
    """The sum in a sentence or two; empty where no commitment to stop was asked about yet."""
    unsaid = f" For {counted(found.unsaid, 'commitment')} no hours were given." if found.unsaid else ""
    if found.hours is None:
        return f"No hours were given yet for what you stopped.{unsaid}" if found.unsaid else ""
    planned = f"; {hours_words(found.planned)} were planned" if found.planned is not None else ""
    given = counted(found.counted, "commitment")
    return f"{hours_words(found.hours)} a month released, by your latest answer to {given}{planned}.{unsaid}"


def hours_words(hours: float) -> str:
    """4 hours, 1 hour, 2.5 hours."""
    return f"{number(hours)} {'hour' if hours == 1 else 'hours'}"
