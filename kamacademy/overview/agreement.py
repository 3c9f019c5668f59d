"""The last action that a learner agreed with a coach, and what became of it. Pure."""

from dataclasses import dataclass
from datetime import date

from kamacademy.development.plan import State
from kamacademy.wording import day


@dataclass(frozen=True, slots=True)
class Agreement:
    """An action of a shared note. `state` is the plan action's, None where the plan has none; `done_on` its day."""

    learner_id: int
    title: str
    indicator: str
    agreed_on: date
    due_on: date
    state: str | None
    done_on: date | None

    @property
    def is_done(self) -> bool:
        """Whether the plan says that it was done."""
        return self.state == State.DONE

    def is_late(self, today: date) -> bool:
        """Whether it is still to be done and its day has passed."""
        return self.state in (State.OPEN, State.PROPOSED) and self.due_on < today

    def state_words(self, today: date) -> str:
        """Done on 3 Nov 2026; due 20 Nov 2026; overdue since 1 Nov 2026; handed in; dropped; waits for a place."""
        if self.is_done:
            return f"Done on {day(self.done_on)}" if self.done_on else "Done"
        if self.state == State.DROPPED:
            return "Dropped from the plan"
        if self.state == State.HANDED_IN:
            return "Handed in; it waits for the coach’s word"
        if self.is_late(today):
            return f"Overdue since {day(self.due_on)}"
        if self.state == State.PROPOSED:
            return f"Waits for a place in the plan, due {day(self.due_on)}"
        return f"Due {day(self.due_on)}"
