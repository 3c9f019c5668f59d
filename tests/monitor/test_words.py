"""The sentences, read aloud: no decimals, no percent, never more than is known."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamacademy.monitor.advice import KEEP_ON, REFRESHER, SECOND, WHOLE_SCALE, advice
from kamacademy.monitor.figures import Severity, severity
from kamacademy.monitor.page import own_page, owners_sheet, second_words, sheet
from kamacademy.monitor.words import (
    Linked,
    amount,
    drift_words,
    severity_words,
    signs,
    unknown_severity_words,
    unlinked_words,
    use_words,
)
from tests.monitor.measures import measured, quarters
from tests.monitor.measures import signs as kept


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        (0.0, ""),
        (0.12, ""),
        (-0.13, "a quarter of a level"),
        (0.5, "half a level"),
        (0.75, "three quarters of a level"),
        (1.2, "one level"),
        (1.5, "one and a half levels"),
        (-2.0, "two levels"),
        (3.0, "more than two levels"),
    ],
)
def test_a_difference_is_said_in_quarters_of_a_level(levels: float, words: str) -> None:
    assert amount(levels) == words


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Severity(0.0, -0.05, 0.05), "Neither stricter nor more lenient than the others."),
        (
            Severity(0.1, -0.3, 0.5),
            "In line with the others as far as can be said: likely between a quarter of a level more lenient and half "
            "a level stricter.",
        ),
        (
            Severity(0.02, -0.05, 0.2),
            "In line with the others as far as can be said: likely between no difference and a quarter of a level "
            "stricter.",
        ),
        (
            Severity(0.5, 0.24, 0.76),
            "About half a level stricter than the others, likely between a quarter of a level and three quarters of a "
            "level.",
        ),
        (
            Severity(-0.5, -0.8, -0.1),
            "About half a level more lenient than the others, likely between hardly anything and three quarters of a "
            "level.",
        ),
        (Severity(0.1, 0.05, 0.2), "A little stricter than the others, likely between hardly anything and a quarter of "
        "a level."),
        (Severity(0.5, 0.45, 0.55), "About half a level stricter than the others, and this is well known."),
    ],
)  # fmt: skip
def test_severity_in_words(one: Severity, words: str) -> None:
    assert severity_words(one) == words


@given(st.floats(-3, 3), st.floats(0.01, 2))
def test_no_sentence_about_severity_has_a_figure(middle: float, half: float) -> None:
    words = severity_words(Severity(middle, middle - half, middle + half))
    assert not re.search(r"\d|%", words)
    assert words.endswith(".")
    assert ("stricter" in words or middle - half < -0.125 or "lenient" not in words) or middle < 0


def test_why_nothing_is_said() -> None:
    assert unknown_severity_words(1).startswith("Nobody else has rated the same people or the same cases")
    assert unknown_severity_words(3).startswith("Only 2 other raters rated the same people or cases.")
    few = sheet(measured(ratings=29))
    assert few.severity_words == "29 ratings in 24 months; from 30 on there is something to say."
    assert few.severity is None
    assert not few.signs


def test_nothing_stands_out_of_an_unremarkable_rater() -> None:
    one = sheet(measured())
    assert one.asks_words == ""
    assert [sign.words for sign in one.signs] == [
        "Levels vary about as much as people, indicators and chance explain.",
        "Level 3 most often: 20 of 60 ratings.",
        "The levels of one visit differ about as much as with others.",
        "Steady over 4 quarters.",
    ]
    assert advice(measured(), severity(measured())) == [KEEP_ON]


def test_what_stands_out_is_named_and_comes_with_something_to_do() -> None:
    one = measured(
        kept(levels=(0, 2, 56, 2, 0), spread_squares=1.0, quarters=quarters(-0.3, -0.3, -0.3, 0.5, 0.9, 1.0)),
        mean=1.2, infit=0.3,
    )  # fmt: skip
    assert sheet(one).asks_words == "severity, consistency, use of the levels, within one visit and over time"
    assert [sign.asks for sign in signs(one)] == [True] * 4
    told = advice(one, severity(one))
    assert told[:2] == [REFRESHER, SECOND]
    assert WHOLE_SCALE in told
    assert len(told) == len(set(told)) <= 4


def test_a_rater_whom_nothing_links_is_asked_for_a_second_observer() -> None:
    assert advice(measured(linked=1), None) == [SECOND]


def test_levels_never_given_are_said() -> None:
    assert use_words((0, 3, 5, 2, 0)) == "Level 3 most often: 5 of 10 ratings. Never levels 1 or 5."
    assert use_words((1, 3, 5, 2, 0)).endswith("Never level 5.")


def test_drift_says_which_way_and_since_when() -> None:
    up = measured(kept(quarters=quarters(-0.3, -0.3, -0.3, 0.9, 0.9, 1.0)))
    # Against -0.3 before: 0 0.36 0.61 0.82 off, limits 0.22 0.31 and so on; the fourth quarter is the first beyond.
    assert drift_words(up) == "Levels have come out higher than before, beyond chance, since Q4 2025."
    assert drift_words(measured(kept(quarters=quarters(0.1, 0.2)))) == "Too few quarters to say."


def test_groups_that_nothing_links_are_said_once() -> None:
    east, west = Linked(("East",), 3), Linked(("North", "Team West"), 9)
    assert unlinked_words([]) is None
    assert unlinked_words([west]) is None
    assert unlinked_words([west, east]) == (
        "Team East and the rest share no rated person and no calibration case, so that their levels are not "
        "comparable. A calibration event links them."
    )
    assert unlinked_words([Linked((), 1), west]) == (
        "A group of 1 rater and the rest share no rated person and no calibration case, so that their levels are not "
        "comparable. A calibration event links them."
    )
    many = unlinked_words([west, *(Linked((f"T{number}",), 1) for number in range(4))])
    assert many is not None
    assert many.startswith("5 groups of raters share no rated person")


def test_the_owner_may_compare_two_and_a_rater_only_among_five() -> None:
    one = measured(linked=3, mean=0.9)
    assert owners_sheet(one).severity is not None
    assert sheet(one).severity is None


def test_the_own_page_leaves_out_runs_of_which_nothing_can_be_said() -> None:
    days = [date(2026, 10, 31), date(2026, 9, 30), date(2026, 8, 31)]
    page = own_page(measured(), list(zip(days, [measured(), measured(ratings=8), measured(linked=2)], strict=True)))
    assert [on for on, _ in page.earlier] == [days[0]]
    assert page.advice == (KEEP_ON,)
    assert own_page(measured(ratings=3), []).advice == ()


@pytest.mark.parametrize(
    ("held", "asked", "done", "words"),
    [
        (0, 2, 0, "no visit was held."),
        (120, 14, 9, "9 visits of 120 held had a second observer, asked for on 14. One in ten would be 12 visits."),
        (95, 12, 1, "1 visit of 95 held had a second observer, asked for on 12. One in ten would be 10 visits."),
        (40, 5, 4, "4 visits of 40 held had a second observer, asked for on 5. That is the tenth that keeps the "
         "figures honest, or more."),
    ],
)  # fmt: skip
def test_second_observers_are_counted_beside_a_tenth(held: int, asked: int, done: int, words: str) -> None:
    assert second_words(held, asked, done) == words
