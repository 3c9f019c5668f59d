"""The items a meeting talks about first, and the table over which coaches are compared with each other."""

from kamacademy.calibration.comparison import Pair
from kamacademy.calibration.discussion import complete_table, items, most_spread
from kamacademy.calibration.documents import CASE, CalibrationCase
from kamacademy.calibration.own_report import rated_cases
from kamacademy.calibration.report import event_report
from kamacademy.content.documents import Drafts

V01 = "v01-the-saturday-chairs"


def some_cases(drafts: Drafts) -> dict[str, CalibrationCase]:
    """Two shipped cases."""
    found = {draft.slug: case for draft, case in drafts.contents(CASE, CalibrationCase)}
    return {slug: found[slug] for slug in sorted(found)[:2]}


def test_an_item_says_how_the_levels_fell_and_names_nobody(drafts: Drafts) -> None:
    cases = some_cases(drafts)
    given = [Pair(V01, "C03a", level, 3) for level in (2, 3, 3, None)]
    (one, *rest) = items(cases, given)
    assert (one.counts, one.unknown, one.n, one.reference) == ((0, 1, 2, 0, 0), 1, 3, 3)
    assert one.words == "1 gave level 2, 2 gave level 3; 1 person could not tell"
    assert [item.n for item in rest] == [0] * 5
    assert rest[0].words == ""


def test_the_widest_spread_comes_first_then_the_distance_from_the_reference(drafts: Drafts) -> None:
    cases = some_cases(drafts)
    v02 = sorted(cases)[1]
    given = [
        *(Pair(V01, "C03a", level, 3) for level in (2, 4)),
        *(Pair(V01, "C09b", level, 1) for level in (1, 5)),
        *(Pair(V01, "C12b", level, 2) for level in (4, 4)),
        *(Pair(v02, "C03a", level, 1) for level in (2, 2)),
        *(Pair(v02, "C06a", level, 2) for level in (2, 2)),
    ]
    found = most_spread(items(cases, given))
    assert [(one.case[:3], one.indicator) for one in found] == [("v01", "C09b"), ("v01", "C03a"), ("v01", "C12b")]
    assert most_spread(items(cases, given[-2:])) == []


def test_only_items_with_a_level_from_everybody_are_compared() -> None:
    one = [Pair("a", "C03a", 1, 1), Pair("a", "C09b", 2, 1), Pair("b", "C03a", 4, 4)]
    other = [Pair("a", "C03a", 2, 1), Pair("a", "C09b", None, 1), Pair("b", "C03a", 5, 4)]
    assert complete_table([one, other]) == [[1, 2], [4, 5]]
    assert complete_table([]) == []


def test_one_coach_alone_agrees_with_nobody() -> None:
    pairs = [Pair("a", "C03a", 1, 1), Pair("b", "C03a", 4, 4)]
    assert event_report({1: pairs}, 5).together is None
    found = event_report({1: pairs, 2: pairs}, 5).together
    assert found is not None
    assert (found.raters, found.items) == (2, 2)
    assert found.alpha is not None
    assert found.alpha.value == 1


def test_an_own_report_says_how_each_level_lies_to_the_reference(drafts: Drafts) -> None:
    cases = some_cases(drafts)
    given = {(V01, "C03a"): (3, "He asked why"), (V01, "C09b"): (3, None), (V01, "C12b"): (None, None)}
    (one,) = rated_cases([V01], cases, given)
    assert [item.words for item in one.items] == [
        "The same level.",
        "2 levels above the reference.",
        "You could not tell.",
    ]
    assert one.items[0].own_reason == "He asked why"
    assert one.words == "1 of 3 the same"
