"""How plans stand in groups of people, in counts that point at nobody. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamacademy.board.attention import Attention
from kamacademy.board.reason import LATE, STANDING_STILL, WAITING, Kind
from kamacademy.small_groups import SMALLEST_GROUP, Step, are_all_open, band_range, band_words, counted_steps

HEADS = ("People", "No plan", "Waits for the coach", "Overdue, or review due", "Standing still", "All quiet")
UNNAMED, ALL_TEAMS = "Without a team", "All teams"
# So many teams without any plan stand among the others; more are folded into a line below.
MOST_WITHOUT = 5


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One team, or the people of one coach. `steps` are the counts under `HEADS`, None in a group below five."""

    name: str
    steps: list[Step] | None

    @property
    def has_no_plans(self) -> bool:
        """Whether it is known that nobody there has a plan."""
        return self.steps is not None and self.steps[1].is_number and self.steps[0].figure == self.steps[1].figure


def counts_of(found: Sequence[Attention]) -> list[int]:
    """How many of some people stand under each of `HEADS`; somebody may be counted under several."""
    given = [{reason.kind for reason in one.reasons} for one in found]
    kinds = (frozenset({Kind.NO_PLAN}), WAITING, LATE, STANDING_STILL)
    under = [sum(1 for own in given if not own.isdisjoint(some)) for some in kinds]
    return [len(found), *under, sum(1 for own in given if not own)]


def group_row(name: str, found: Sequence[Attention]) -> GroupRow:
    """A group's counts as they may stand beside each other.

    Groups have nobody in common, so that no count can be taken from another group's.
    """
    if len(found) < SMALLEST_GROUP:
        return GroupRow(name, None)
    return GroupRow(name, counted_steps(list(zip(HEADS, counts_of(found), strict=True)), len(found)))


def group_rows(groups: Mapping[str, Sequence[Attention]]) -> list[GroupRow]:
    """Every group in order of name."""
    return [group_row(name, found) for name, found in sorted(groups.items())]


def whole_row(name: str, groups: Mapping[str, Sequence[Attention]]) -> GroupRow:
    """All groups together, above their rows: a number only where no group's can be worked out from it."""
    everyone = [one for found in groups.values() for one in found]
    row = group_row(name, everyone)
    if row.steps is None:
        return row
    parts = [(group_row("", found).steps, counts_of(found)) for found in groups.values()]
    counts, steps = [sum(own) for own in zip(*(own for _, own in parts), strict=True)], [row.steps[0]]
    for place, step in enumerate(row.steps[1:], start=1):
        hidden = [(given, own) for given, own in parts if given is None or not given[place].is_number]
        left = sum(own[place] for _, own in hidden)
        ranges = [
            band_range(own[place], own[0]) if given is not None else (0, SMALLEST_GROUP - 1) for given, own in hidden
        ]
        is_safe = left == 0 or (left >= SMALLEST_GROUP and are_all_open(left, ranges))
        steps.append(step if is_safe else Step(step.words, band_words(counts[place], counts[0]), is_number=False))
    return GroupRow(name, steps)


def folded(groups: Sequence[GroupRow]) -> tuple[Sequence[GroupRow], Sequence[GroupRow]]:
    """The groups for the table, and those to fold below it: the ones without any plan, where they are many."""
    without = [one for one in groups if one.has_no_plans and one.name != ALL_TEAMS]
    if len(without) <= MOST_WITHOUT:
        return groups, ()
    return [one for one in groups if one not in without], without
