"""Laws that hold for every kind: reading and writing, order, partial answers, better answers."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamacademy.items.documents import Item
from kamacademy.items.item import Given, Mark, NotAnAnswer
from kamacademy.items.variant import Variant
from tests.items.examples import bank, case, item, tables

IDS = [one.id for one in bank().all_items]
SEEDS = st.integers(0, 2**31 - 1)
# A busy machine is no broken law.
patient = settings(max_examples=60, deadline=None)


def variant_of(asked: Item, seed: int) -> Variant:
    """A variant, in its case where the question stands in one."""
    in_case = asked.id in {one.id for one in case().items}
    return asked.variant(seed, case().variant(seed, tables()) if in_case else None)


def answers(asked: Item) -> st.SearchStrategy[Given]:
    """Any answer that a form could bring, whole or not."""
    match asked.kind:
        case "single":
            return st.fixed_dictionaries({"choice": st.integers(0, len(asked.options) - 1)})
        case "multiple":
            return st.fixed_dictionaries(
                {"choices": st.sets(st.integers(0, len(asked.options) - 1), min_size=1).map(sorted)}
            )
        case "true_false":
            sure = st.sampled_from(["guess", "fairly", "sure"])
            return st.fixed_dictionaries({"answer": st.booleans()}, optional={"confidence": sure})
        case "numeric":
            return st.floats(-1000, 1000).map(lambda one: {"text": f"{one:.3f}", "value": float(f"{one:.3f}")})
        case "short_text" | "open":
            return st.fixed_dictionaries({"text": st.sampled_from(["formulary", "fromulary", "drug list", "budget"])})
        case "ordering":
            place = st.one_of(st.none(), st.integers(1, len(asked.steps)))
            some = st.lists(place, min_size=len(asked.steps), max_size=len(asked.steps)).filter(any)
            return st.fixed_dictionaries({"places": some})
        case "judgement":
            two = st.permutations(range(len(asked.options))).map(lambda one: {"best": one[0], "worst": one[1]})
            return st.one_of(two, st.fixed_dictionaries({"best": st.integers(0, 3)}))
    rows, choices = len(asked.parts_in_file()), len(asked.choices_in_file())
    choice = st.one_of(st.none(), st.integers(0, choices - 1))
    some = st.lists(choice, min_size=rows, max_size=rows).filter(lambda one: any(place is not None for place in one))
    return st.fixed_dictionaries({"choices": some})


def mark_of(asked: Item, answer: Given | None, variant: Variant) -> Mark:
    return asked.mark(answer, variant, asked.key(variant))


@pytest.mark.parametrize("item_id", IDS)
@patient
@given(data=st.data(), seed=SEEDS)
def test_what_a_form_sends_is_read_back_as_the_same_answer(item_id: str, data: st.DataObject, seed: int) -> None:
    asked = item(item_id)
    answer, variant = data.draw(answers(asked)), variant_of(asked, seed)
    assert asked.read(asked.form(answer, variant), variant) == answer


@pytest.mark.parametrize("item_id", IDS)
@patient
@given(data=st.data(), seed=SEEDS)
def test_marks_survive_storing_and_lie_in_their_range(item_id: str, data: st.DataObject, seed: int) -> None:
    asked = item(item_id)
    answer, variant = data.draw(answers(asked)), variant_of(asked, seed)
    mark, key = mark_of(asked, answer, variant), asked.key(variant)
    stored = Variant(seed, json.loads(json.dumps(dict(variant.values))))
    assert asked.mark(json.loads(json.dumps(answer)), stored, json.loads(json.dumps(key))) == mark
    if mark.share is not None:
        assert -1 <= mark.share <= 1
        assert mark.is_right == (mark.share == 1)


@pytest.mark.parametrize("item_id", IDS)
@patient
@given(data=st.data(), seed=SEEDS, one=SEEDS, other=SEEDS)
def test_the_order_shown_changes_neither_mark_nor_content(
    item_id: str, data: st.DataObject, seed: int, one: int, other: int
) -> None:
    asked = item(item_id)
    answer, variant = data.draw(answers(asked)), variant_of(asked, seed)
    mark = mark_of(asked, answer, variant)
    first, second = asked.ask(variant, answer, one), asked.ask(variant, answer, other)
    assert sorted(map(repr, first.choices)) == sorted(map(repr, second.choices))
    assert sorted(map(repr, first.rows)) == sorted(map(repr, second.rows))
    lines = [asked.review(variant, answer, mark, seed).lines for seed in (one, other)]
    assert sorted(map(repr, lines[0])) == sorted(map(repr, lines[1]))


@pytest.mark.parametrize("item_id", IDS)
@patient
@given(seed=SEEDS)
def test_no_answer_is_worth_nothing_and_can_be_explained(item_id: str, seed: int) -> None:
    asked = item(item_id)
    variant = variant_of(asked, seed)
    mark = mark_of(asked, None, variant)
    assert (mark.share, mark.is_right) == (0.0, False)
    assert asked.review(variant, None, mark, seed).stem
    with pytest.raises(NotAnAnswer):
        asked.read({}, variant)


@patient
@given(data=st.data(), seed=SEEDS)
def test_one_more_row_right_never_scores_less(data: st.DataObject, seed: int) -> None:
    asked = item(data.draw(st.sampled_from(["ex-matching", "ex-categorise"])))
    answer, variant = data.draw(answers(asked)), variant_of(asked, seed)
    place = data.draw(st.integers(0, len(asked.parts_in_file()) - 1))
    better = list(answer["choices"])
    better[place] = asked.key(variant)["right"][place]
    assert mark_of(asked, {"choices": better}, variant).share >= mark_of(asked, answer, variant).share


@patient
@given(data=st.data(), rule=st.sampled_from(["all_or_nothing", "per_option", "right_minus_wrong"]))
def test_one_more_option_rightly_ticked_never_scores_less(data: st.DataObject, rule: str) -> None:
    asked = item("ex-multiple", rule=rule)
    answer, variant = data.draw(answers(asked)), variant_of(asked, 1)
    right, ticked = asked.key(variant)["right"], set(answer["choices"])
    place = data.draw(st.integers(0, len(asked.options) - 1))
    better = ticked | {place} if place in right else ticked - {place}
    assert mark_of(asked, {"choices": sorted(better)}, variant).share >= mark_of(asked, answer, variant).share


@patient
@given(data=st.data())
def test_swapping_two_neighbours_into_order_never_scores_less(data: st.DataObject) -> None:
    asked = item("ex-ordering")
    places = list(data.draw(st.permutations(range(1, len(asked.steps) + 1))))
    wrong = [at for at in range(1, len(places) + 1) if at < len(places) and places.index(at) > places.index(at + 1)]
    before = mark_of(asked, {"places": list(places)}, Variant(1)).share
    for at in wrong[:1]:
        one, other = places.index(at), places.index(at + 1)
        places[one], places[other] = at + 1, at
        assert mark_of(asked, {"places": places}, Variant(1)).share > before


@patient
@given(data=st.data())
def test_a_better_pick_never_scores_less(data: st.DataObject) -> None:
    asked = item("ex-judgement", hard_stop=False)
    pick = st.integers(0, len(asked.options) - 1)
    best, worst, other = data.draw(pick), data.draw(pick), data.draw(pick)
    if asked.options[other].value >= asked.options[best].value:
        better = mark_of(asked, {"best": other, "worst": worst}, Variant(1)).share
        assert better >= mark_of(asked, {"best": best, "worst": worst}, Variant(1)).share


@pytest.mark.parametrize("item_id", IDS)
@patient
@given(seed=SEEDS, text=st.text(max_size=30))
def test_any_form_is_read_or_refused_in_words(item_id: str, seed: int, text: str) -> None:
    asked = item(item_id)
    variant = variant_of(asked, seed)
    names = ["choice", "choices", "answer", "confidence", "number", "words", "best", "worst", "shown", "move"]
    names += [row.name for row in asked.ask(variant).rows]
    refused = ""
    try:
        answer = asked.read({name: [text] for name in names}, variant)
        asked.review(variant, answer, mark_of(asked, answer, variant), seed)
    except NotAnAnswer as refusal:
        refused, answer = refusal.message, refusal.kept
    assert not refused or refused.endswith(".")
    assert asked.ask(variant, answer, seed).stem
