"""Single and multiple choice and statements: read, marked by hand-worked rules, explained."""

import pytest

from kamacademy.items.item import LineState, NotAnAnswer
from kamacademy.items.variant import Variant
from tests.items.examples import item, marked

PLAIN = Variant(7)


def test_a_single_choice_is_right_or_wrong() -> None:
    asked = item("ex-single")
    assert (marked(asked, {"choice": 1}).share, marked(asked, {"choice": 1}).is_right) == (1.0, True)
    assert (marked(asked, {"choice": 0}).share, marked(asked, {"choice": 0}).choice) == (0.0, "a")
    assert marked(asked, None).share == 0.0


def test_the_key_that_was_kept_decides_and_not_the_file() -> None:
    asked = item("ex-single")
    assert asked.mark({"choice": 2}, PLAIN, {"right": 2}).is_right
    assert not asked.mark({"choice": 1}, PLAIN, {"right": 2}).is_right


def test_an_empty_or_foreign_choice_is_no_answer() -> None:
    asked = item("ex-single")
    for form, words in (({}, "Choose one"), ({"choice": [""]}, "Choose one"), ({"choice": ["z"]}, "no such answer")):
        with pytest.raises(NotAnAnswer, match=words) as refusal:
            asked.read(form, PLAIN)
        assert refusal.value.field == "choice"


def test_what_the_page_sends_does_not_tell_the_place_in_the_file() -> None:
    asked = item("ex-single")
    sent = {seed: asked.form({"choice": 1}, Variant(seed))["choice"][0] for seed in range(30)}
    assert set(sent.values()) == {"a", "b", "c"}


def test_a_single_choice_is_explained_option_by_option() -> None:
    asked, given = item("ex-single"), {"choice": 0}
    lines = asked.review(PLAIN, given, marked(asked, given)).lines
    assert [(line.state, line.verdict) for line in lines] == [
        (LineState.WRONG, "Your answer"), (LineState.RIGHT, "Right answer"), (LineState.PLAIN, ""),
    ]  # fmt: skip
    assert lines[1].rationale == "The committee votes on each request for the formulary."


# Two of four options are right: positions 0 and 1.
@pytest.mark.parametrize(
    ("rule", "ticked", "share"),
    [
        ("all_or_nothing", [0, 1], 1.0),
        ("all_or_nothing", [0], 0.0),
        ("per_option", [0, 1], 1.0),
        ("per_option", [0], 0.75),
        ("per_option", [0, 2], 0.5),
        ("per_option", [2, 3], 0.0),
        ("per_option", [0, 1, 2, 3], 0.5),
        ("right_minus_wrong", [0, 1], 1.0),
        ("right_minus_wrong", [0], 0.5),
        ("right_minus_wrong", [0, 1, 2], 0.5),
        ("right_minus_wrong", [0, 2, 3], 0.0),
        ("right_minus_wrong", [0, 1, 2, 3], 0.0),
    ],
)
def test_multiple_choice_by_its_rule(rule: str, ticked: list[int], share: float) -> None:
    mark = marked(item("ex-multiple", rule=rule), {"choices": ticked})
    assert mark.share == pytest.approx(share)
    assert mark.is_right == (ticked == [0, 1])


def test_multiple_choice_wants_at_least_one_tick() -> None:
    asked = item("ex-multiple")
    with pytest.raises(NotAnAnswer, match="Tick at least one"):
        asked.read({}, PLAIN)
    with pytest.raises(NotAnAnswer, match="no such answer"):
        asked.read({"choices": ["a", "q"]}, PLAIN)


def test_multiple_choice_is_explained() -> None:
    asked, given = item("ex-multiple"), {"choices": [0, 2]}
    explained = asked.review(PLAIN, given, marked(asked, given))
    assert [line.verdict for line in explained.lines] == [
        "You ticked it, right",
        "Right, not ticked",
        "You ticked it",
        "",
    ]
    assert explained.note == "2 of 4 answers rightly ticked or left."


# By hand: 1 - 2(1 - p)^2 where right, 1 - 2p^2 where wrong; p is 0.5, 0.75, 1. The statement is false.
@pytest.mark.parametrize(
    ("answer", "confidence", "share"),
    [
        (False, "guess", 0.5),
        (False, "fairly", 0.875),
        (False, "sure", 1.0),
        (True, "guess", 0.5),
        (True, "fairly", -0.125),
        (True, "sure", -1.0),
    ],
)
def test_a_statement_by_the_quadratic_rule(answer: bool, confidence: str, share: float) -> None:
    mark = marked(item("ex-true-false", rule="quadratic"), {"answer": answer, "confidence": confidence})
    assert mark.share == pytest.approx(share)
    assert mark.is_right is not answer
    assert mark.choice == f"{str(answer).lower()}/{confidence}"


def test_who_says_what_they_believe_does_best_on_average() -> None:
    # Who is right three times in four gains most by saying "fairly sure".
    asked = item("ex-true-false", rule="quadratic")

    def gain(confidence: str) -> float:
        right, wrong = (marked(asked, {"answer": one, "confidence": confidence}).share for one in (False, True))
        assert right is not None
        assert wrong is not None
        return 0.75 * right + 0.25 * wrong

    assert gain("fairly") > max(gain("guess"), gain("sure"))


def test_a_statement_is_right_or_wrong_whatever_the_confidence_by_the_plain_rule() -> None:
    asked = item("ex-true-false")
    assert marked(asked, {"answer": False, "confidence": "guess"}).share == 1.0
    assert marked(asked, {"answer": True, "confidence": "sure"}).share == 0.0


def test_half_of_an_answer_to_a_statement_is_kept_and_the_other_half_asked_for() -> None:
    asked = item("ex-true-false")
    assert asked.missing(asked.read({"answer": ["true"]}, PLAIN)) == "Say how sure you are as well."
    only_sure = asked.read({"confidence": ["sure"]}, PLAIN)
    assert asked.missing(only_sure) == "Choose true or false as well."
    assert marked(asked, only_sure).share == 0.0
    with pytest.raises(NotAnAnswer, match="true or false, and how sure"):
        asked.read({"answer": [""]}, PLAIN)


def test_a_statement_may_be_true_by_its_figures() -> None:
    asked = item("ex-true-false", answer="gap > 10")
    assert asked.key(Variant(1, {"gap": 11})) == {"answer": True}
    assert asked.key(Variant(1, {"gap": 10})) == {"answer": False}


def test_a_hard_stop_gives_no_partial_credit() -> None:
    assert marked(item("ex-multiple", hard_stop=True), {"choices": [0]}).share == 0.0
    assert marked(item("ex-multiple", hard_stop=True), {"choices": [0, 1]}).share == 1.0
    assert marked(item("ex-judgement"), {"best": 0, "worst": 2}).share == 0.0
    assert marked(item("ex-judgement", hard_stop=False), {"best": 0, "worst": 2}).share == pytest.approx(0.875)
