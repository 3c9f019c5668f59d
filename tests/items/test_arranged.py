"""Ordering, matching, categorising and judgement: partial answers kept, parts marked as worked by hand."""

from itertools import permutations

import pytest

from kamacademy.items.item import LineState, NotAnAnswer
from kamacademy.items.variant import Variant
from tests.items.examples import item, marked

PLAIN = Variant(7)


# Four steps make six pairs.
@pytest.mark.parametrize(
    ("places", "pairs", "right"),
    [
        ([1, 2, 3, 4], 6, 4),
        ([1, 3, 2, 4], 5, 2),
        ([4, 3, 2, 1], 0, 0),
        ([2, 1, 4, 3], 4, 0),
        ([1, 2, None, None], 1, 2),
        ([1, 1, 3, 4], 5, 3),
    ],
)
def test_ordering_counts_pairs_in_the_right_order(places: list[int | None], pairs: int, right: int) -> None:
    asked = item("ex-ordering")
    mark = marked(asked, {"places": places})
    assert mark.share == pytest.approx(pairs / 6)
    assert (sum(mark.parts), mark.is_right) == (right, pairs == 6)
    exact = marked(item("ex-ordering", rule="exact"), {"places": places})
    assert exact.share == (1.0 if pairs == 6 else 0.0)


def test_two_steps_at_one_place_are_in_no_order_whatever_the_key() -> None:
    # A corrected question may turn the order round; the key that was kept decides.
    mark = item("ex-ordering").mark({"places": [1, 1, 3, 4]}, PLAIN, {"places": [4, 3, 2, 1]})
    assert (mark.share, mark.parts) == (0.0, (False, False, False, False))


def test_ordering_is_never_shown_in_the_right_order_by_chance() -> None:
    asked = item("ex-ordering")
    right = [step.text for step in asked.steps]
    shown = [[row.text for row in asked.ask(Variant(seed)).rows] for seed in range(200)]
    assert right not in shown
    assert len({tuple(one) for one in shown}) > 15


def test_a_step_moves_up_and_down_by_buttons_alone() -> None:
    asked = item("ex-ordering")
    given = None
    for _ in range(20):
        page = asked.ask(PLAIN, given)
        texts = [row.text for row in page.rows]
        wrong = next((at for at, step in enumerate(asked.steps) if texts[at] != step.text), None)
        if wrong is None:
            break
        code = page.rows[texts.index(asked.steps[wrong].text)].name[-1]
        sent = {row.name: [row.code] for row in page.rows}
        given = asked.read({**sent, "shown": [page.shown], "move": [f"{code}:up"]}, PLAIN)
    assert marked(asked, given).is_right


def test_moving_the_first_step_up_changes_nothing() -> None:
    asked = item("ex-ordering")
    page = asked.ask(PLAIN)
    code = page.rows[0].name[-1]
    given = asked.read({"shown": [page.shown], "move": [f"{code}:up"]}, PLAIN)
    assert [row.text for row in asked.ask(PLAIN, given).rows] == [row.text for row in page.rows]


@pytest.mark.parametrize(("move", "shown"), [("z:up", "abcd"), ("a:over", "abcd"), ("a:up", "abc"), ("a:up", "")])
def test_a_move_that_the_page_does_not_offer_is_refused(move: str, shown: str) -> None:
    with pytest.raises(NotAnAnswer, match="cannot be moved"):
        item("ex-ordering").read({"shown": [shown], "move": [move]}, PLAIN)


def test_ordering_keeps_half_an_order_and_says_what_is_open() -> None:
    asked = item("ex-ordering")
    assert asked.missing(asked.read({"place-a": ["2"]}, PLAIN)) == "3 steps without a place."
    assert asked.missing({"places": [1, 1, 3, 4]}) == "Two steps have place 1."
    assert asked.missing({"places": [1, 1, 3, 3]}) == "Places 1 and 3 are given twice."
    assert asked.missing({"places": [1, 2, 3, 4]}) is None
    for bad in ("0", "5", "x", "1.5", "²"):
        with pytest.raises(NotAnAnswer, match="from 1 to 4"):
            asked.read({"place-a": [bad]}, PLAIN)
    with pytest.raises(NotAnAnswer, match="Give the steps their places first"):
        asked.read({}, PLAIN)


def test_ordering_is_explained_in_the_right_order() -> None:
    asked, given = item("ex-ordering"), {"places": [1, 3, 2, None]}
    explained = asked.review(PLAIN, given, marked(asked, given))
    assert [(line.answer, line.verdict) for line in explained.lines] == [
        ("1", "Right place"), ("2", "You gave it place 3"), ("3", "You gave it place 2"), ("4", "No place given"),
    ]  # fmt: skip
    assert explained.note == "1 of 4 steps at the right place. 2 of 6 pairs stand in the right order."


def test_matching_counts_each_pair() -> None:
    asked = item("ex-matching")
    assert marked(asked, {"choices": [0, 1, 2]}).share == 1.0
    mark = marked(asked, {"choices": [0, 3, None]})
    assert mark.share == pytest.approx(1 / 3)
    assert (mark.choice, mark.parts) == ("ad-", (True, False, False))


def test_matching_stands_shuffled_even_where_options_keep_their_order() -> None:
    asked = item("ex-matching")
    sides = {
        (tuple(row.text for row in page.rows), tuple(choice.text for choice in page.choices))
        for page in (asked.ask(Variant(seed), None, None) for seed in range(40))
    }
    assert len(sides) > 20


def test_what_the_page_sends_does_not_tell_which_belong_together() -> None:
    asked = item("ex-matching")
    same = [
        sum(name[-1] == codes[0] for name, codes in asked.form({"choices": [0, 1, 2]}, Variant(seed)).items())
        for seed in range(60)
    ]
    assert 0 < sum(same) < 120


def test_rows_are_kept_one_by_one() -> None:
    asked = item("ex-categorise")
    name = asked.fields(PLAIN)[1]
    given = asked.read({name: [asked.form({"choices": [None, 1, None, None]}, PLAIN)[name][0]]}, PLAIN)
    assert given == {"choices": [None, 1, None, None]}
    assert asked.missing(given) == "3 lines without an answer."
    with pytest.raises(NotAnAnswer, match="at least one line"):
        asked.read({}, PLAIN)
    with pytest.raises(NotAnAnswer, match="no such answer"):
        asked.read({name: ["q"]}, PLAIN)


def test_categories_keep_their_order_and_things_are_shuffled() -> None:
    asked = item("ex-categorise")
    pages = [asked.ask(Variant(seed)) for seed in range(20)]
    assert {tuple(choice.text for choice in page.choices) for page in pages} == {("Fact", "Reading")}
    assert len({tuple(row.text for row in page.rows) for page in pages}) > 10


def test_rows_are_explained_with_what_belongs_to_them() -> None:
    asked, given = item("ex-categorise"), {"choices": [0, 0, None, 1]}
    explained = asked.review(PLAIN, given, marked(asked, given))
    assert [(line.state, line.answer, line.verdict) for line in explained.lines] == [
        (LineState.RIGHT, "Fact", "Right"),
        (LineState.WRONG, "Reading", "You chose: Fact"),
        (LineState.OPEN, "Fact", "No answer"),
        (LineState.RIGHT, "Reading", "Right"),
    ]
    assert explained.note == "2 of 4 right."


# The experts' values are 2, 0, -1, -2. Best is worth (v + 2) / 4, worst (2 - v) / 4.
@pytest.mark.parametrize(
    ("best", "worst", "share"),
    [(0, 3, 1.0), (0, 2, 0.875), (1, 3, 0.75), (3, 0, 0.0), (1, 2, 0.625), (0, None, 0.5), (None, 3, 0.5)],
)
def test_judgement_scales_both_picks(best: int | None, worst: int | None, share: float) -> None:
    picks = {name: place for name, place in (("best", best), ("worst", worst)) if place is not None}
    mark = marked(item("ex-judgement", hard_stop=False), picks)
    assert mark.share == pytest.approx(share)
    assert mark.is_right == (share == 1)


def test_judgement_names_both_picks_in_its_code() -> None:
    assert marked(item("ex-judgement"), {"best": 0, "worst": 3}).choice == "best=a;worst=d"
    assert marked(item("ex-judgement"), {"worst": 3}).choice == "best=-;worst=d"


def test_best_and_worst_cannot_be_the_same() -> None:
    asked = item("ex-judgement")
    with pytest.raises(NotAnAnswer, match="cannot be the same") as refusal:
        asked.read({"best": ["a"], "worst": ["a"]}, PLAIN)
    assert refusal.value.field == "worst"
    assert asked.missing({"best": 1}) == "Choose the worst way to act as well."
    assert asked.missing({"worst": 1}) == "Choose the best way to act as well."
    assert asked.missing({"best": 1, "worst": 2}) is None


def test_judgement_is_explained_from_best_to_worst() -> None:
    asked, given = item("ex-judgement"), {"best": 0, "worst": 2}
    explained = asked.review(PLAIN, given, marked(asked, given))
    assert [(line.answer, line.verdict) for line in explained.lines] == [
        ("best, very good", "Your pick for best"), ("neither good nor bad", ""), ("poor", "Your pick for worst"),
        ("worst, very poor", ""),
    ]  # fmt: skip
    assert explained.note == "Experts: three compliance leads, October 2026"


def test_every_order_of_three_steps_by_pairs() -> None:
    asked = item("ex-ordering")
    three = asked.model_copy(update={"steps": asked.steps[:3]})
    shares = sorted(round(3 * (marked(three, {"places": list(one)}).share or 0)) for one in permutations((1, 2, 3)))
    assert shares == [0, 1, 1, 2, 2, 3]
