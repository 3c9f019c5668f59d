"""How a level is drawn and worded: never surer than the evidence."""

from datetime import date

import pytest

from kamacademy.competency.certainty import Certainty, certainty
from kamacademy.competency.estimation import Estimate
from kamacademy.competency.level_line import level_line
from kamacademy.competency.words import basis_words, gap_words, range_words, settle_words, standing_words

TODAY = date(2026, 11, 20)
NAMES = ("Aware", "Developing", "Proficient", "Advanced", "Role model")


def found(
    level: int | None = 3,
    *,
    target: int | None = 3,
    low: int | None = None,
    high: int | None = None,
    visits: int = 6,
    raters: int = 3,
    latest: date | None = date(2026, 10, 29),
    check: bool | None = None,
) -> Estimate:
    return Estimate("C03", target, level, low or level, high or level, visits, raters, latest, check)


UNSEEN = found(None, visits=0, raters=0, latest=None)
ONCE = found(None, visits=1, raters=1)


@pytest.mark.parametrize(
    ("estimate", "drawn"),
    [
        (UNSEEN, Certainty.UNKNOWN),
        (ONCE, Certainty.UNKNOWN),
        (found(3), Certainty.SURE),
        (found(2, low=1, high=2), Certainty.SURE),
        (found(3, raters=1), Certainty.LEANING),
        (found(3, check=False), Certainty.LEANING),
        (found(2, check=False), Certainty.SURE),
        (found(3, low=2, high=4), Certainty.LEANING),
        (found(3, low=1, high=4), Certainty.GUESS),
        (found(3, latest=date(2025, 11, 20)), Certainty.SURE),
        (found(3, latest=date(2025, 11, 19)), Certainty.GUESS),
    ],
)
def test_a_level_is_drawn_no_surer_than_it_is(estimate: Estimate, drawn: Certainty) -> None:
    assert certainty(estimate, TODAY) is drawn


def test_segment_k_is_level_k_and_the_flag_stands_where_the_target_begins() -> None:
    line = level_line(found(3, low=2, high=3, target=4), TODAY, NAMES)
    assert (line.low, line.width, line.at, line.target) == (22, 36, 50, 60)
    assert line.label == "Proficient. Visits from Developing to Proficient. Target Advanced."


def test_below_three_visits_there_is_nothing_but_the_flag() -> None:
    line = level_line(ONCE, TODAY, NAMES)
    assert (line.low, line.width, line.at, line.target) == (None, None, None, 40)
    assert line.kind is Certainty.UNKNOWN


def test_without_a_target_there_is_no_flag() -> None:
    line = level_line(found(1, target=None), TODAY, NAMES)
    assert (line.at, line.target) == (10, None)
    assert line.label == "Aware. No target for the job role."


@pytest.mark.parametrize(
    ("estimate", "standing", "basis"),
    [
        (UNSEEN, "Not seen yet", "No chance to observe so far"),
        (ONCE, "Not enough evidence yet", "1 visit of the 3 needed, latest 3 weeks ago"),
        (found(3), "Proficient", "6 visits, 3 people, latest 3 weeks ago"),
        (found(3, raters=1), "Proficient, not yet secure", "6 visits, 1 person, latest 3 weeks ago"),
        (found(4, low=1, high=4), "Perhaps Advanced", "6 visits, 3 people, latest 3 weeks ago"),
    ],
)
def test_words_say_what_is_known_and_what_it_rests_on(estimate: Estimate, standing: str, basis: str) -> None:
    assert standing_words(estimate, TODAY, NAMES) == standing
    assert basis_words(estimate, TODAY) == basis


def test_a_range_is_worded_only_where_visits_differ() -> None:
    assert range_words(found(3), NAMES) == ""
    assert range_words(found(3, low=2, high=4), NAMES) == "Visits from Developing to Advanced"


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (UNSEEN, "Three visits where it can be seen, by two people between them."),
        (ONCE, "Two more visits where it can be seen, one of them by a second person."),
        (found(None, visits=2, raters=1), "One more visit where it can be seen, by a second person."),
        (found(None, visits=2, raters=2), "One more visit where it can be seen."),
        (found(3, raters=1), "One visit seen by a second person."),
        (found(3, raters=1, check=False), "One visit seen by a second person and the knowledge check passed."),
        (found(3, check=False), "The knowledge check passed."),
        (
            found(3, low=1, high=4),
            "One or two more visits, since those so far lie between Aware and Advanced.",
        ),
        (found(3, latest=date(2025, 6, 1)), "One fresh visit, since the latest is more than a year old."),
        (found(3), "Nothing: the target is reached, and more than one person has seen it."),
        (found(3, target=None), "Nothing has to be settled: the job role has no target here."),
    ],
)
def test_the_best_next_evidence_is_named(estimate: Estimate, words: str) -> None:
    assert settle_words(estimate, TODAY, NAMES) == words


def test_a_known_gap_is_moved_by_showing_the_next_level() -> None:
    assert "the target is Advanced" in settle_words(found(2, target=4), TODAY, NAMES)


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
    assert gap_words(own, found(3)) == words
    assert gap_words(own, ONCE) == ""
