"""How a level is drawn and worded: never surer than it is known, and never with a decimal or a percentage."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamacademy.competency.certainty import Certainty, certainty
from kamacademy.competency.chance_words import Likelihood, in_ten, likelihood
from kamacademy.competency.estimation import Estimate, Standing
from kamacademy.competency.level_line import level_line
from kamacademy.competency.missing import Missing, missing
from kamacademy.competency.words import (
    attested_words,
    basis_words,
    chance_words,
    knowledge_words,
    lacks_words,
    range_words,
    self_gap_words,
    standing_words,
    target_words,
)
from tests.competency.known import (
    ANYTHING,
    CLEAR_1,
    CLEAR_3,
    LEANING_2,
    LEANING_3,
    LIKELY_2,
    LIKELY_3,
    LIKELY_5,
    NAMES,
    ONCE,
    UNSEEN,
    known,
)

# Chances


@pytest.mark.parametrize(
    ("chance", "word", "words"),
    [
        (1.0, "clearly", "more than 95 in 100"),
        (0.95, "clearly", "more than 95 in 100"),
        (0.9499, "very likely", "about 9 in 10"),
        (0.85, "very likely", "about 9 in 10"),
        (0.84, "very likely", "about 8 in 10"),
        (0.8, "very likely", "about 8 in 10"),
        (0.7999, "leaning, not yet secure", "nearly 8 in 10"),
        (0.74, "leaning, not yet secure", "about 7 in 10"),
        (0.5, "leaning, not yet secure", "about 5 in 10"),
        (0.4999, "not shown yet", "nearly 5 in 10"),
        (0.44, "not shown yet", "about 4 in 10"),
        (0.06, "not shown yet", "about 1 in 10"),
        (0.05, "not shown yet", "fewer than 5 in 100"),
        (0.0, "not shown yet", "fewer than 5 in 100"),
    ],
)
def test_a_chance_has_a_word_and_a_tenth(chance: float, word: str, words: str) -> None:
    assert likelihood(chance) == word
    assert in_ten(chance) == words


@given(st.floats(0, 1))
def test_nothing_is_certain_and_no_tenth_contradicts_its_word(chance: float) -> None:
    words = in_ten(chance)
    assert "10 in 10" not in words
    assert " 0 in" not in words
    tenth = re.search(r"about (\d) in 10", words)
    if tenth is not None:
        assert (int(tenth[1]) >= 8) == (likelihood(chance) is Likelihood.VERY_LIKELY)
        assert (int(tenth[1]) >= 5) == (likelihood(chance) is not Likelihood.NOT_SHOWN)


# The level


@pytest.mark.parametrize(
    ("estimate", "words", "chance", "range_"),
    [
        (UNSEEN, "Not seen yet", "", ""),
        (ONCE, "Not enough evidence yet", "", ""),
        (known(CLEAR_3), "Clearly Proficient or above", "more than 95 in 100", "Range Proficient to Advanced"),
        (known(LIKELY_3), "Very likely Proficient or above", "about 9 in 10", "Range Developing to Advanced"),
        (known(LEANING_3), "Leaning to Proficient, not yet secure", "about 7 in 10", "Range Developing to Advanced"),
        (known(CLEAR_1), "Clearly Aware", "more than 95 in 100", "Range Aware"),
        (known(LIKELY_5), "Very likely Role model", "about 9 in 10", "Range Advanced to Role model"),
    ],
)
def test_a_level_is_worded_as_surely_as_it_is_known(estimate: Estimate, words: str, chance: str, range_: str) -> None:
    assert standing_words(estimate, NAMES) == words
    assert chance_words(estimate) == chance
    assert range_words(estimate, NAMES) == range_


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (UNSEEN, "No chance to observe so far"),
        (ONCE, "1 visit of the 3 needed, latest 3 weeks ago"),
        (known(), "6 visits, 3 observers (1 certified), latest 3 weeks ago"),
        (known(certified=3), "6 visits, 3 observers (all certified), latest 3 weeks ago"),
        (known(certified=0), "6 visits, 3 observers (none certified), latest 3 weeks ago"),
        (known(raters=1), "6 visits, 1 observer, certified, latest 3 weeks ago"),
        (known(raters=1, certified=0), "6 visits, 1 observer, not certified, latest 3 weeks ago"),
    ],
)
def test_what_a_level_rests_on(estimate: Estimate, words: str) -> None:
    assert basis_words(estimate) == words


def test_the_attested_view_in_words() -> None:
    assert attested_words(UNSEEN, NAMES) == "Nothing attested yet"
    assert attested_words(ONCE, NAMES) == "1 occasion of the 3 needed, latest 3 weeks ago"
    assert attested_words(known(visits=3), NAMES) == (
        "Clearly Proficient or above: 3 occasions, 3 observers (1 certified), latest 3 weeks ago"
    )


@given(
    st.lists(st.floats(0.01, 1), min_size=5, max_size=5),
    st.sampled_from([None, 1, 2, 3, 4, 5]),
    st.sampled_from([None, 1, 2, 3, 4, 5]),
    st.integers(1, 9),
    st.sampled_from([None, False, True]),
    st.sampled_from([None, 0.1, 0.6, 0.9]),
)
def test_no_sentence_has_a_decimal_or_a_percentage(
    shares: list[float], target: int | None, held: int | None, visits: int, check: bool | None, knows: float | None
) -> None:
    chances = tuple(one / sum(shares) for one in shares)
    found = known(chances, target=target, held=held, visits=visits, check=check, knows=knows)
    said = [
        standing_words(found, NAMES), chance_words(found), range_words(found, NAMES), basis_words(found),
        target_words(found, NAMES), knowledge_words(found), level_line(found, NAMES).label,
    ]  # fmt: skip
    assert not re.search(r"\d\.\d|%|per ?cent", " ".join(said))


# How it is drawn


@pytest.mark.parametrize(
    ("estimate", "drawn"),
    [
        (UNSEEN, Certainty.UNKNOWN),
        (ONCE, Certainty.UNKNOWN),
        (known(LIKELY_3, held=3), Certainty.SURE),
        (known(LIKELY_2), Certainty.SURE),
        (known(LIKELY_3, raters=1), Certainty.LEANING),
        (known(LIKELY_3), Certainty.LEANING),
        (known(LIKELY_3, held=3, check=False), Certainty.LEANING),
        (known(LIKELY_2, check=False), Certainty.SURE),
        (known(LEANING_3, target=None), Certainty.GUESS),
        (known(LEANING_2, target=None), Certainty.LEANING),
        (known(ANYTHING), Certainty.GUESS),
        (known(LIKELY_2, latest=date(2025, 11, 20)), Certainty.SURE),
        (known(LIKELY_2, latest=date(2025, 11, 19)), Certainty.GUESS),
    ],
)
def test_a_level_is_drawn_no_surer_than_it_is(estimate: Estimate, drawn: Certainty) -> None:
    if estimate.chances == LEANING_2:
        assert (estimate.low, estimate.high) == (1, 2)
    assert certainty(estimate) is drawn


def test_segment_k_is_level_k_and_the_flag_stands_where_the_target_begins() -> None:
    line = level_line(known((0.0, 0.15, 0.8, 0.05, 0.0), target=4), NAMES)
    assert (line.low, line.width, line.at, line.target) == (22, 36, 50, 60)
    assert line.label == (
        "Very likely Proficient or above (about 9 in 10). Range Developing to Proficient. Target Advanced."
    )


def test_below_three_visits_there_is_nothing_but_the_flag() -> None:
    line = level_line(ONCE, NAMES)
    assert (line.low, line.width, line.at, line.target) == (None, None, None, 40)
    assert line.kind is Certainty.UNKNOWN
    assert line.label == "Not enough evidence yet. Target Proficient."


def test_without_a_target_there_is_no_flag() -> None:
    line = level_line(known(CLEAR_1, target=None), NAMES)
    assert (line.at, line.target) == (10, None)
    assert line.label == "Clearly Aware (more than 95 in 100). Range Aware. No target for the job role."


# The target, and what is missing


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (known(target=None), ""),
        (ONCE, ""),
        (known(held=3), "At the target, Proficient, by the rule."),
        (known(LIKELY_2), "The target, Proficient, is not shown yet (about 1 in 10)."),
        (
            known(LEANING_3),
            "The target, Proficient, is reached and not yet secure. Missing: more certainty.",
        ),
        (
            known(held=3, latest=date(2026, 5, 1), check=False),
            "The target, Proficient, is reached and not yet secure. "
            "Missing: a visit in the last six months and the knowledge check passed.",
        ),
        (
            known(LEANING_2, held=3),
            "The target, Proficient, was reached before and is not lost; what was seen since leans lower. "
            "Missing: more certainty.",
        ),
        (
            known(LEANING_2, held=3, check=False),
            "The target, Proficient, was reached before and is not lost; what was seen since leans lower. "
            "Missing: more certainty and the knowledge check passed.",
        ),
    ],
)
def test_the_target_in_words(estimate: Estimate, words: str) -> None:
    assert target_words(estimate, NAMES) == words


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (UNSEEN, "three visits by two observers, one of them certified"),
        (ONCE, "two more visits, one of them by a second observer who is certified"),
        (known(LEANING_3, visits=1, raters=1), "two more visits, one of them by a second observer"),
        (known(LEANING_3, visits=2, raters=1), "one more visit by a second observer"),
        (known(LEANING_3, visits=2, raters=2, certified=0), "one more visit by a certified observer"),
        (known(LEANING_3, visits=2, raters=2, check=False), "one more visit, and the knowledge check passed"),
        (known(CLEAR_3, raters=1, certified=0), "a second observer who is certified"),
        (known(CLEAR_3, certified=0), "a certified observer"),
        (known(LIKELY_2, raters=1), "a second observer and more certainty"),
        (known(held=3, check=True, knows=0.1), "the knowledge check passed again"),
    ],
)
def test_what_is_missing_says_by_whom(estimate: Estimate, words: str) -> None:
    assert lacks_words(estimate) == words


def test_attested_occasions_are_called_attested_visits() -> None:
    assert lacks_words(UNSEEN, "attested visit") == "three attested visits by two observers, one of them certified"


@given(
    st.lists(st.floats(0.01, 1), min_size=5, max_size=5),
    st.integers(1, 5),
    st.sampled_from([None, 1, 2, 3, 4, 5]),
    st.integers(3, 9),
    st.integers(1, 3),
    st.integers(0, 1),
    st.sampled_from([date(2026, 5, 1), date(2026, 11, 1)]),
    st.sampled_from([None, False, True]),
    st.sampled_from([None, 0.1, 0.6]),
)
def test_nothing_is_missing_exactly_at_the_target(
    shares: list[float], target: int, held: int | None, visits: int, raters: int, certified: int, latest: date,
    check: bool | None, knows: float | None,
) -> None:  # fmt: skip
    chances = tuple(one / sum(shares) for one in shares)
    found = known(
        chances, target=target, held=held, visits=visits, raters=raters, certified=certified, latest=latest,
        check=check, knows=knows,
    )  # fmt: skip
    assert (missing(found) == ()) == (found.standing is Standing.AT_TARGET)
    assert Missing.VISITS not in missing(found)


# Knowledge and the own view


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (known(), ""),
        (
            known(check=False),
            "The knowledge check for this competency is not passed yet; the level counts as secure only with it.",
        ),
        (known(check=True), "The knowledge check is passed."),
        (
            known(check=True, knows=0.6),
            "The knowledge check is passed. From the checks passed and all answers since, the standard is probably "
            "held, not yet securely (about 6 in 10).",
        ),
        (
            known(check=True, knows=0.2),
            "The knowledge check is passed, but later answers make it very likely that the standard is no longer held; "
            "passing it again settles that.",
        ),
        (
            known(knows=0.97),
            "No check is asked for here. From the checks passed and all answers since, the standard is clearly held "
            "(more than 95 in 100). Knowledge never lifts a level.",
        ),
    ],
)
def test_knowledge_has_a_line_of_its_own(estimate: Estimate, words: str) -> None:
    assert knowledge_words(estimate) == words


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (None, ""),
        (3, "The self-rating agrees with what others saw."),
        (4, "The self-rating is a level higher than what others saw: worth a word together."),
        (1, "The self-rating is two levels lower than what others saw: worth a word together."),
    ],
)
def test_a_self_rating_is_only_ever_a_gap_in_words(own: int | None, words: str) -> None:
    assert self_gap_words(own, known()) == words
    assert self_gap_words(own, ONCE) == ""
