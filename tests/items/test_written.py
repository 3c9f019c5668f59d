"""Numbers, short text and open answers: read as people type, marked by stated rules."""

import pytest

from kamacademy.items.item import NotAnAnswer
from kamacademy.items.numeric import number_in
from kamacademy.items.short_text import Accepted
from kamacademy.items.slips import distance, slips_between
from kamacademy.items.variant import Variant
from tests.items.examples import item, marked

PLAIN = Variant(7)
# (12,400 - 11,000) x 5,000 is 7.0 million.
FIGURES = Variant(7, {"people": 5000, "spend": 11000, "benchmark": 12400, "gap": 7.0, "one_person": 1400})


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0.13666666666667", 0.13666666666667),  # copied from a calculator
        ("7.2", 7.2), (" 7.2 ", 7.2), ("-3", -3), ("−3", -3), ("+4", 4), (".5", 0.5), ("7.", 7),
        ("11,400", 11400), ("11 400", 11400), ("11\u00a0400", 11400), ("1,204,500.25", 1204500.25),
        ("$7.2", 7.2), ("€ 7", 7), ("7.2 million dollars", 7.2), ("7.2 Million Dollars", 7.2), ("$-3", -3),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(typed: str, value: float) -> None:
    assert number_in(typed, "million dollars") == value


@pytest.mark.parametrize("typed", ["7,2", "7,25", "1.204,5", "0,0005"])
def test_a_comma_for_decimals_is_explained(typed: str) -> None:
    with pytest.raises(NotAnAnswer, match="Use a point for decimals") as refusal:
        number_in(typed, "percent")
    assert refusal.value.kept == {"text": typed}


@pytest.mark.parametrize("typed", ["seven", "7.2.1", "1e3", "nan", "inf", "1,2,3", "٣", "7 8", "-", "$", "12,34,567"])
def test_what_is_no_number_is_explained(typed: str) -> None:
    with pytest.raises(NotAnAnswer, match="not a number in percent"):
        number_in(typed, "percent")


def test_percent_signs_belong_to_percents() -> None:
    assert number_in("7.2 %", "percent") == 7.2
    with pytest.raises(NotAnAnswer, match="in million dollars, not in percent"):
        number_in("7.2 %", "million dollars")


@pytest.mark.parametrize(
    ("value", "share", "choice"),
    [
        (7.0, 1, "right"),
        (7.05, 1, "right"),
        (6.95, 1, "right"),
        (7.0500001, 0, "other"),
        (6.94, 0, "other"),
        (0.007, 0, "near1"),
        (0.05, 0, "near1"),
    ],
)
def test_a_number_counts_within_its_tolerance_and_slips_are_recognised(value: float, share: int, choice: str) -> None:
    mark = marked(item("ex-numeric"), {"text": str(value), "value": value}, FIGURES)
    assert (mark.share, mark.choice) == (share, choice)


def test_a_tolerance_in_percent_is_of_the_answer() -> None:
    asked = item("ex-numeric")
    percent = asked.model_copy(update={"tolerance": type(asked.tolerance)(percent=1)})
    assert percent.key(FIGURES) == {"value": 7.0, "low": 6.93, "high": 7.07, "near": [0.007]}


def test_a_near_miss_is_told_what_went_wrong() -> None:
    asked = item("ex-numeric")
    given = {"text": "0.007", "value": 0.007}
    explained = asked.review(FIGURES, given, marked(asked, given, FIGURES))
    assert explained.note == "Off by a factor of a thousand. Check thousands against millions."
    assert explained.given == "0.007 million dollars"
    assert explained.right == "7.0 million dollars, give or take 0.05"
    assert explained.rationale.startswith("12,400 less 11,000 is 1,400 a person; times 5,000 people")


def test_what_was_typed_is_shown_again_as_it_was_typed() -> None:
    asked = item("ex-numeric")
    with pytest.raises(NotAnAnswer) as refusal:
        asked.read({"number": ["7,2"]}, FIGURES)
    assert asked.ask(FIGURES, refusal.value.kept).words == "7,2"
    with pytest.raises(NotAnAnswer, match="Write a number first"):
        asked.read({"number": ["  "]}, FIGURES)
    with pytest.raises(NotAnAnswer, match="too long"):
        asked.read({"number": ["1" * 5000]}, FIGURES)


# By hand and from the definition of optimal string alignment; "ca" to "abc" is 3 there and 2 unrestricted.
@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "abc", 3), ("formulary", "formulary", 0), ("formulery", "formulary", 1), ("fromulary", "formulary", 1),
     ("formularry", "formulary", 1), ("ormulary", "formulary", 1), ("ca", "abc", 3), ("kitten", "sitting", 3)],
)  # fmt: skip
def test_the_distance_between_words(one: str, other: str, edits: int) -> None:
    assert distance(one, other) == edits
    assert distance(other, one) == edits


@pytest.mark.parametrize(
    ("given", "accepted", "slips"),
    [
        ("Value-Based  care", "value based care", 0),
        ("valuebased care", "value-based care", 0),
        ("Cáfe", "cafe", 0),
        ("STRASSE", "straße", 0),
        ("P & T", "P&T", 0),
        ("formulery", "formulary", 1),
        ("hospitl formulery", "hospital formulary", 2),
        ("cast", "cost", None),
        ("hospital the formulary", "hospital formulary", None),
        ("340b", "340a", None),
    ],
)
def test_what_does_not_count_and_what_is_a_slip(given: str, accepted: str, slips: int | None) -> None:
    assert slips_between(given, accepted) == slips


@pytest.mark.parametrize(
    ("typed", "share", "choice"),
    [
        ("Formulary", 1, "accepted1"),
        ("fromulary", 1, "accepted1"),
        ("hospital-formulary", 1, "accepted2"),
        ("hospitl formulery", 0, "other"),
        ("drug list", 0.5, "accepted3"),
        ("budget", 0, "other"),
    ],
)
def test_short_text_by_its_accepted_forms(typed: str, share: float, choice: str) -> None:
    mark = marked(item("ex-short"), {"text": typed})
    assert (mark.share, mark.choice, mark.is_right) == (share, choice, share == 1)


def test_the_right_answer_is_not_said_twice_for_its_article() -> None:
    words = ("list price", "the list price", "the tariff")
    asked = item("ex-short", accepted=tuple(Accepted(text=one) for one in words))
    given = {"text": "budget"}
    assert asked.review(PLAIN, given, marked(asked, given)).right == "list price or the tariff"


def test_without_slips_every_letter_counts() -> None:
    assert marked(item("ex-short", slips=0), {"text": "formulery"}).share == 0.0


def test_short_text_says_its_rule_and_refuses_nothing_and_too_much() -> None:
    asked = item("ex-short")
    assert "One typing slip in long words is forgiven." in asked.ask(PLAIN).help
    for typed in ("", "  ", "?!"):
        with pytest.raises(NotAnAnswer, match="Write your answer first"):
            asked.read({"words": [typed]}, PLAIN)
    with pytest.raises(NotAnAnswer, match="up to 120 are enough"):
        asked.read({"words": ["a" * 121]}, PLAIN)


def test_an_open_answer_waits_for_a_person_unless_it_is_empty() -> None:
    asked = item("ex-open")
    given = asked.read({"words": ["Dear Dr Amari,\r\nmay I ask you"]}, PLAIN)
    assert given == {"text": "Dear Dr Amari,\nmay I ask you"}
    mark = marked(asked, given)
    assert (mark.share, mark.is_right, mark.choice) == (None, None, None)
    assert marked(asked, None).share == 0.0
    assert asked.review(PLAIN, given, mark).note == "This answer waits for a person to mark it."


def test_an_open_answer_over_its_limit_is_kept_and_told_by_how_much() -> None:
    asked = item("ex-open", words_max=10)
    given = asked.read({"words": ["word " * 12]}, PLAIN)
    assert asked.missing(given) == "Shorten this by 2 words: the limit is 10, and no more will be marked."
    assert asked.missing({"text": "word " * 10}) is None
    with pytest.raises(NotAnAnswer, match="longer than 20,000 characters"):
        asked.read({"words": ["a" * 20_001]}, PLAIN)
