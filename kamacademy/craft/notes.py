"""Notes, ratings and promises as the measures of coaching see them. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Promise:
    """An action agreed in a note. `first_due_on` is the day first promised, `due_on` where it stands after moves.

    `state` is that of the plan action: proposed, open, done or dropped.
    """

    first_due_on: date
    due_on: date
    state: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class CraftNote:
    """A shared coaching note. `promise` is None where nothing with a date was agreed.

    `is_visit` is false for a role-play, which is practice; `is_planned` says that a planned visit led to it.
    """

    id: int
    learner_id: int
    learner_name: str
    observed_on: date
    shared_on: date
    is_visit: bool
    is_planned: bool
    promise: Promise | None

    @property
    def days_to_share(self) -> int:
        """Days from the visit until the learner could read the note; 0 is the same day."""
        return max(0, (self.shared_on - self.observed_on).days)


@dataclass(frozen=True, slots=True)
class CraftRating:
    """One indicator of a note. `level` is None for not observed; `line` says what was said or done, if anything."""

    note_id: int
    indicator: str
    level: int | None
    line: str | None
