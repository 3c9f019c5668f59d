"""Why a level is what it is, in words."""

from dataclasses import replace
from datetime import date

import pytest

from kamacademy.competency.documents import Competency
from kamacademy.competency.evidence import Kind, Purpose, View
from kamacademy.competency.ledger import LedgerEntry
from kamacademy.competency.occasions import Occasion
from kamacademy.competency.why import (
    Direction,
    direction,
    effect_words,
    levels_after,
    levels_words,
    occasion_lines,
    run_words,
    why,
)
from kamacademy.content.documents import Drafts
from tests.competency.known import NAMES, ONCE, TODAY, known

ANNA, BEN = 2, 3


@pytest.fixture(scope="module")
def competency(drafts: Drafts) -> Competency:
    return next(one for _, one in drafts.contents("competency", Competency) if one.code == "C03")


def entry(
    number: int, rater: int, *, kind: Kind = Kind.OBSERVED, purpose: Purpose = Purpose.DEVELOPMENT, is_open: bool = True
) -> LedgerEntry:
    return LedgerEntry(
        id=number, competency="C03", indicator="C03a", kind=kind, purpose=purpose, level=3, score=None, score_max=None,
        passed=None, rater_id=rater, rater_name=None if kind is Kind.PEER else "Anna Berg",
        happened_on=date(2026, 10, number), context=None,
        visit=f"{'peer' if kind is Kind.PEER else 'observation'}-{number}", source_type="observation", source_id=number,
        source_ref=None, valid_until=None, title="Discovery", account_alias=None, note=None, is_open=is_open,
    )  # fmt: skip


def occasion(day: int, rater: int, visit: str | None = None, **levels: int) -> Occasion:
    return Occasion(date(2026, 10, day), visit or f"observation-{day}", rater, tuple((levels or {"C03a": 3}).items()))


@pytest.mark.parametrize(
    ("levels", "way", "words"),
    [
        (0.0, Direction.HARDLY, "Hardly moves the level"),
        (0.0999, Direction.HARDLY, "Hardly moves the level"),
        (-0.0999, Direction.HARDLY, "Hardly moves the level"),
        (0.1, Direction.UP, "Holds the level up a little"),
        (-0.2499, Direction.DOWN, "Pulls the level down a little"),
        (0.25, Direction.UP, "Holds the level up by about half a level"),
        (-0.6, Direction.DOWN, "Pulls the level down by about half a level"),
        (0.75, Direction.UP, "Holds the level up by about a level"),
        (-1.3, Direction.DOWN, "Pulls the level down by about a level and a half"),
        (1.75, Direction.UP, "Holds the level up by two levels or more"),
        (3.9, Direction.UP, "Holds the level up by two levels or more"),
    ],
)
def test_an_effect_is_said_roughly(levels: float, way: Direction, words: str) -> None:
    assert (direction(levels), effect_words(levels)) == (way, words)


def test_levels_say_what_they_were_given_for() -> None:
    names = {"C03a": "Discovery conversations", "C03b": "Shared profile"}
    assert levels_words(occasion(1, ANNA, C03a=3, C03b=3), names, NAMES) == (
        "Proficient for “Discovery conversations” and “Shared profile”"
    )
    assert levels_words(occasion(1, ANNA, C03a=2, C03b=4), names, NAMES) == (
        "Developing for “Discovery conversations” and Advanced for “Shared profile”"
    )
    assert levels_words(Occasion(TODAY, "a", ANNA, (("", 3),)), names, NAMES) == "Proficient"


def test_occasions_come_newest_first_and_say_who_and_what(competency: Competency) -> None:
    entries = [
        entry(9, ANNA, purpose=Purpose.ATTESTATION), entry(5, ANNA, is_open=False), entry(2, BEN, kind=Kind.PEER)
    ]  # fmt: skip
    moved = [(occasion(2, BEN, "peer-2"), -0.5), (occasion(5, ANNA), 0.0), (occasion(9, ANNA), 0.5)]
    lines = occasion_lines(moved, {date(2026, 10, 9): "Proficient"}, entries, competency, NAMES, TODAY)
    assert [(one.happened_on.day, one.who, one.is_attested) for one in lines] == [
        (9, "Anna Berg", True),
        (5, "Anna Berg", False),
        (2, "one of several colleagues", False),
    ]
    assert [one.level_after for one in lines] == ["After it: Proficient", *["After it: no level yet"] * 2]
    assert lines[0].what == "Observed: Discovery"
    assert lines[0].age == "6 weeks ago"
    assert [one.link and one.link.id for one in lines] == [9, None, None]


def test_colleagues_of_one_round_come_as_mixed_in_the_ledger_and_not_by_key(competency: Competency) -> None:
    keys = (8, 2, 5)
    entries = [
        replace(entry(9, rater, kind=Kind.PEER), id=30 - place, level=place + 2) for place, rater in enumerate(keys)
    ]
    # As the filter has them: one day and one round, by the rater's key.
    moved = [(occasion(9, key, "peer-9", C03a=keys.index(key) + 2), 0.0) for key in sorted(keys)]
    lines = occasion_lines(moved, {}, entries, competency, NAMES, TODAY)
    assert [one.levels.split()[0] for one in lines] == ["Developing", "Proficient", "Advanced"]


def test_before_three_visits_no_level_is_said_to_have_been_there() -> None:
    # Two raters of one visit are one visit.
    seen = [occasion(1, ANNA), occasion(2, ANNA, "a"), occasion(2, BEN, "a"), occasion(3, ANNA)]
    middles = [(date(2026, 10, 1), 2), (date(2026, 10, 2), 3), (date(2026, 10, 3), 4)]
    assert levels_after(seen, middles, NAMES) == {date(2026, 10, 3): "Advanced"}


def test_the_rule_and_the_comparison_used_are_named() -> None:
    assert run_words(None).startswith("observers not yet compared with each other")
    assert run_words(date(2026, 11, 19)) == "observers as compared on 19 Nov 2026"
    found = why(known(held=3), View.ATTESTED, (), NAMES, None)
    assert (found.rule, found.is_attested) == ("grid-1", True)
    assert found.basis_words == "6 occasions, 3 observers (1 certified), latest 3 weeks ago"
    assert why(ONCE, View.DEVELOPMENT, (), NAMES, None).basis_words.startswith("1 visit of the 3 needed")


def test_the_attested_view_says_of_knowledge_whether_the_check_is_passed_and_no_more() -> None:
    """Of all that was answered it knows the passed checks alone, and would say too much of the rest."""
    passed = known(check=True, knows=0.97)
    assert why(passed, View.ATTESTED, (), NAMES, None).knowledge_words == "The knowledge check is passed."
    assert "all answers since" in why(passed, View.DEVELOPMENT, (), NAMES, None).knowledge_words
    assert why(known(knows=0.97), View.ATTESTED, (), NAMES, None).knowledge_words == ""
