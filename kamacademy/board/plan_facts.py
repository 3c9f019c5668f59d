"""What the database says of a person's running plan, as the rule of what needs attention takes it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.development.plan import RUNNING, State


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """An action that is proposed, open or handed in. `returned_*`: the newest return, also of one handed in again."""

    id: int
    title: str
    state: State
    due_on: date
    proposed_on: date
    where_tried: str | None = None
    handed_in_on: date | None = None
    returned_on: date | None = None
    returned_because: str | None = None

    @property
    def is_handed_in(self) -> bool:
        """Whether it waits for the coach's word."""
        return self.state is State.HANDED_IN


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A running plan. `review_by` wrote the review that waits to be confirmed, on `review_written_on`.

    `coach_signed_on` is None too where that coach has left and the learner had not signed. `moved_on` is the newest
    day of its history, its check-ins, evidence and reviews; `spoken_on` the newest check-in or held review, or the
    day the plan began.
    """

    id: int
    first_agreed_on: date | None
    learner_signed_on: date | None
    coach_signed_on: date | None
    review_due_on: date | None
    review_by: int | None
    review_written_on: date | None
    moved_on: date
    spoken_on: date
    actions: tuple[ActionFacts, ...] = ()

    def in_state(self, *states: State) -> list[ActionFacts]:
        """The actions in one of some states, soonest due first."""
        return sorted((one for one in self.actions if one.state in states), key=lambda one: (one.due_on, one.id))

    @property
    def running(self) -> int:
        """How many of the three places are in use."""
        return len(self.in_state(*RUNNING))

    @property
    def may_be_signed(self) -> bool:
        """Whether there is something that both have not signed: the rule of `agreeing.agreement` on a plan."""
        if self.learner_signed_on and self.coach_signed_on:
            return False
        waiting = {State.PROPOSED, *RUNNING} if self.first_agreed_on is None else {State.PROPOSED}
        return any(one.state in waiting for one in self.actions)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person with the running plan, None without one. `closed_on`: the newest closed plan's last day.

    `learns`: takes modules and may have a plan; a coach may have people in care who only coach or lead.

    `talk_weeks` may pass between two talks about the plan; None where the rhythm of the job role sets nothing.
    """

    id: int
    name: str
    plan: PlanFacts | None
    closed_on: date | None
    talk_weeks: int | None
    learns: bool = True


@dataclass(frozen=True, slots=True)
class NextDay:
    """The next day that the plan names, and what is on it."""

    on: date
    words: str


def next_day(plan: PlanFacts | None, today: date) -> NextDay | None:
    """The soonest day from today on: an open action's, or the review's."""
    if plan is None:
        return None
    days = [NextDay(one.due_on, f"“{one.title}”") for one in plan.in_state(State.OPEN) if one.due_on >= today]
    if plan.review_due_on is not None and plan.review_due_on >= today:
        days.append(NextDay(plan.review_due_on, "the review"))
    return min(days, key=lambda one: one.on, default=None)


def titled(actions: Sequence[ActionFacts]) -> str:
    """One action by its title, several by their number, as the beginning of a sentence."""
    return f"“{actions[0].title}”" if len(actions) == 1 else f"{len(actions)} actions"
