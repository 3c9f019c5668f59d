"""What the page of all plans shows and offers to show, and how counts of groups point at nobody."""

from datetime import date

import pytest

from kamacademy.board.attention import Attention
from kamacademy.board.care import InCare
from kamacademy.board.page import Board, board_of
from kamacademy.board.plan_counts import HEADS, group_row, group_rows, whole_row
from kamacademy.board.reason import Kind, Reason
from kamacademy.guide.documents import CadenceRow
from kamacademy.people.job_roles import JobRole
from kamacademy.people.market import Market

RHYTHM = CadenceRow(
    name="Somebody", job_roles=("SK",), observed_least=1, observed_most=2, debrief="The same day", plan_talk_weeks=6,
    longest_days=45,
)  # fmt: skip


def needing(name: str, *kinds: Kind, key: int = 1) -> Attention:
    reasons = tuple(Reason(kind, "Why", date(2026, 11, 1), "Look", "/") for kind in kinds)
    return Attention(key, name, 1, reasons)


def person(name: str, *kinds: Kind, key: int) -> InCare:
    return InCare(
        id=key, name=name, initials="XX", job_role=JobRole.SK, job_role_name="Somebody", market=Market.US,
        rhythm=RHYTHM, last_observed=None, is_coach=False, attention=needing(name, *kinds, key=key),
    )  # fmt: skip


CARE = [
    person("Ada", key=1),
    person("Ben", Kind.OVERDUE, Kind.STILL, key=2),
    person("Cy", Kind.HANDED_IN, Kind.OVERDUE, key=3),
    person("Dora", Kind.NO_PLAN, key=4),
]


def names(shown: Board) -> list[str]:
    return [one.name for one in shown.people]


def test_all_are_shown_heaviest_first_with_the_quiet_last() -> None:
    shown = board_of(CARE, None)
    assert names(shown) == ["Cy", "Ben", "Dora", "Ada"]
    assert shown.asking == 3
    assert [(one.key, one.words, one.count) for one in shown.chips] == [
        (None, "All", 4), ("handed-in", "Handed in", 1), ("overdue", "Overdue", 2), ("no-plan", "No plan", 1),
        ("still", "Standing still", 1), ("quiet", "All quiet", 1),
    ]  # fmt: skip
    assert [one.key for one in shown.chips if one.is_chosen] == [None]


@pytest.mark.parametrize(
    ("show", "wanted"), [("overdue", ["Cy", "Ben"]), ("quiet", ["Ada"]), ("no-plan", ["Dora"]), ("still", ["Ben"])]
)
def test_a_chip_shows_everybody_with_that_reason(show: str, wanted: list[str]) -> None:
    shown = board_of(CARE, show)
    assert names(shown) == wanted
    assert [one.key for one in shown.chips if one.is_chosen] == [show]
    assert next(one.count for one in shown.chips if one.key == show) == len(wanted)


@pytest.mark.parametrize("show", ["talk-due", "nonsense", ""])
def test_what_nobody_has_or_nobody_knows_shows_all(show: str) -> None:
    assert names(board_of(CARE, show)) == ["Cy", "Ben", "Dora", "Ada"]


def test_nobody_is_an_empty_board() -> None:
    shown = board_of([], None)
    assert (shown.people, shown.asking, [one.count for one in shown.chips]) == ([], 0, [0])


def figures(found: list[Attention]) -> list[str] | None:
    steps = group_row("North", found).steps
    return [one.figure for one in steps] if steps is not None else None


def test_a_group_below_five_is_not_counted() -> None:
    four = [needing(f"N{key}", Kind.NO_PLAN) for key in range(4)]
    assert figures(four) is None
    assert figures([*four, needing("N5", Kind.NO_PLAN)]) == ["5", "5", "0", "0", "0", "0"]


def test_counts_that_point_at_somebody_are_bands_or_not_shown() -> None:
    eleven = [needing(f"N{key}", Kind.OVERDUE) for key in range(6)]
    eleven += [needing("N6", Kind.HANDED_IN), *(needing(f"N{key}") for key in range(7, 11))]
    assert HEADS[3:] == ("Overdue, or review due", "Standing still", "All quiet")
    assert figures(eleven) == ["11", "0", "under a quarter", "6", "0", "a quarter to a half"]
    seven = [needing(f"N{key}", *((Kind.OVERDUE,) if key < 2 else ())) for key in range(7)]
    assert figures(seven) == ["7", "0", "0", "not shown", "0", "not shown"]


def test_every_reason_of_a_coach_is_counted_under_a_head() -> None:
    heads = {
        Kind.NO_PLAN: 1, Kind.HANDED_IN: 2, Kind.SIGNATURE: 2, Kind.REVIEW_WRITTEN: 2, Kind.OVERDUE: 3,
        Kind.REVIEW_DUE: 3, Kind.UNANSWERED: 4, Kind.NOTHING_OPEN: 4, Kind.STILL: 4, Kind.TALK_DUE: 4,
    }  # fmt: skip
    for kind, place in heads.items():
        found = figures([needing(f"N{key}", kind) for key in range(5)])
        assert found is not None
        assert [number for number, figure in enumerate(found) if figure == "5"] == [0, place]


def test_groups_come_in_order_of_name() -> None:
    assert [one.name for one in group_rows({"West": [], "East": []})] == ["East", "West"]


def whole(**groups: tuple[int, int]) -> list[str]:
    """The row over groups, each of so many people of whom so many have no plan; the others are quiet."""
    made = {
        name: [needing(f"{name}{key}", *((Kind.NO_PLAN,) if key < without else ())) for key in range(people)]
        for name, (people, without) in groups.items()
    }
    steps = whole_row("All teams", made).steps
    assert steps is not None
    return [one.figure for one in steps]


def test_all_groups_together_show_what_no_group_may() -> None:
    assert whole(North=(7, 3), South=(7, 3), West=(7, 0))[:2] == ["21", "6"], "two are not shown: neither is known"
    assert figures([needing("N", Kind.NO_PLAN)] * 3 + [needing("N")] * 4) == [
        "7", "not shown", "0", "0", "0", "not shown",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "groups"),
    [
        ("one group alone is left over", {"North": (12, 6), "South": (12, 0), "West": (12, 9)}),
        ("fewer than five are left over", {"North": (12, 6), "South": (12, 1), "West": (12, 1)}),
        ("a group below five is one of the two", {"North": (12, 6), "South": (12, 0), "West": (3, 2)}),
        ("the bands of the two add up in one way", {"North": (12, 6), "South": (12, 2), "West": (12, 8)}),
    ],
)
def test_no_group_is_worked_out_from_the_whole(why: str, groups: dict[str, tuple[int, int]]) -> None:
    assert not whole(**groups)[1].isdecimal(), why


def test_what_every_group_shows_the_whole_may_show_too() -> None:
    assert whole(North=(12, 6), South=(12, 0))[:3] == ["24", "6", "0"]
