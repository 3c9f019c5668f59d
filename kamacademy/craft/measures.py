"""What a coach's notes say about the coaching, in counts: what was seen, agreed and shared, and what followed. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from kamacademy.craft.notes import CraftNote, CraftRating, Promise
from kamacademy.development.plan import RUNNING, State

# A share of fewer says more than is known, and points at somebody.
SMALLEST_GROUP = 5
# With two people each could tell what the other's ratings did.
FEWEST_PEOPLE = 3
VISITS_COMPARED = 3


@dataclass(frozen=True, slots=True)
class Part:
    """So many of a whole."""

    count: int
    whole: int


def with_behaviour(notes: Sequence[CraftNote], ratings: Sequence[CraftRating]) -> Part:
    """Of the notes that give a level, those in which at least one level has a line of what was said or done."""
    kept = {one.id for one in notes}
    levels = [one for one in ratings if one.level is not None and one.note_id in kept]
    return Part(len({one.note_id for one in levels if one.line}), len({one.note_id for one in levels}))


def with_action(notes: Sequence[CraftNote]) -> Part:
    """The notes in which one action with a date was agreed."""
    return Part(sum(1 for one in notes if one.promise), len(notes))


@dataclass(frozen=True, slots=True)
class Sharing:
    """How long learners waited: days of each note in order, the median of them (the lower of two), the same day."""

    days: tuple[int, ...]
    half_within: int
    same_day: int


def sharing(notes: Sequence[CraftNote]) -> Sharing | None:
    """How long learners waited for their notes; None without a note."""
    days = sorted(one.days_to_share for one in notes)
    return Sharing(tuple(days), median_low(days), days.count(0)) if days else None


@dataclass(frozen=True, slots=True)
class FollowThrough:
    """What became of the actions whose first date has come. A moved date stays in the count: it was promised once.

    `in_time` counts those of `done` that were done by the first date; `waiting` those that no place of the plan was
    free for; `people` those with whom they were agreed.
    """

    due: int
    done: int
    in_time: int
    moved: int
    still_open: int
    waiting: int
    dropped: int
    people: int


def follow_through(notes: Sequence[CraftNote], today: date) -> FollowThrough:
    """What became of the actions agreed in some notes whose first date is today or before."""
    agreed = [(one.learner_id, one.promise) for one in notes if one.promise and one.promise.first_due_on <= today]
    due = [promise for _, promise in agreed]
    done = [one for one in due if one.state == State.DONE]
    still_open = [one for one in due if one.state in RUNNING]
    moved = [one for one in still_open if one.due_on > one.first_due_on]
    return FollowThrough(
        due=len(due),
        done=len(done),
        in_time=sum(1 for one in done if is_in_time(one)),
        moved=len(moved),
        still_open=len(still_open) - len(moved),
        waiting=sum(1 for one in due if one.state == State.PROPOSED),
        dropped=sum(1 for one in due if one.state == State.DROPPED),
        people=len({learner for learner, _ in agreed}),
    )


def is_in_time(promise: Promise) -> bool:
    """Whether an action was done by the day first promised."""
    return promise.done_on is not None and promise.done_on <= promise.first_due_on


@dataclass(frozen=True, slots=True)
class Change:
    """How the third rating of an indicator compares with the first, over people and indicators seen on three visits."""

    higher: int
    same: int
    lower: int
    people: int

    @property
    def cases(self) -> int:
        """How many pairs of a person and an indicator are compared."""
        return self.higher + self.same + self.lower


def change(notes: Sequence[CraftNote], ratings: Sequence[CraftRating]) -> Change:
    """The third rating against the first of each indicator that the coach saw on three visits of one person.

    Always the third, however many follow, so that a case is counted once and never moves.
    """
    order = {one.id: (one.observed_on, one.id) for one in notes}
    learners = {one.id: one.learner_id for one in notes}
    levels: dict[tuple[int, str], list[int]] = defaultdict(list)
    for one in sorted((one for one in ratings if one.note_id in order), key=lambda one: order[one.note_id]):
        if one.level is not None:
            levels[learners[one.note_id], one.indicator].append(one.level)
    seen = {key: found[:VISITS_COMPARED] for key, found in levels.items() if len(found) >= VISITS_COMPARED}
    steps = [found[-1] - found[0] for found in seen.values()]
    return Change(
        higher=sum(1 for step in steps if step > 0),
        same=steps.count(0),
        lower=sum(1 for step in steps if step < 0),
        people=len({learner for learner, _ in seen}),
    )
