"""How many actions that fell due were done in time with evidence, for K22 Plan follow-through. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.kpi.calculated import Counted
from kamacademy.kpi.subjects import Subject

STRETCHES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Promised:
    """An action by its first due date, and the person to whom it counts: the learner, or the coach.

    `done_on` is the day on which it was handed in, None while it is not accepted.
    """

    person_id: int
    due_on: date
    done_on: date | None
    stretch: int | None

    @property
    def is_kept(self) -> bool:
        """Whether it was done by the first due date and accepted."""
        return self.done_on is not None and self.done_on <= self.due_on


def followed(promised: Iterable[Promised]) -> dict[Subject, Counted]:
    """The counts of each person to whom actions count."""
    by_person: dict[int, list[Promised]] = defaultdict(list)
    for one in promised:
        by_person[one.person_id].append(one)
    return {
        Subject(learner_id=person): Counted(sum(one.is_kept for one in some), len(some), stretch_words(some))
        for person, some in by_person.items()
    }


def stretch_words(promised: Sequence[Promised]) -> str:
    """How far the actions reached, since easy ones are easily done."""
    each = ", ".join(str(sum(one.stretch == level for one in promised)) for level in STRETCHES)
    unmarked = sum(one.stretch is None for one in promised)
    return f"stretch 1, 2 and 3: {each} actions{f'; {unmarked} not marked' if unmarked else ''}."
