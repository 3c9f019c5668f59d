"""The rule of thumb about lines of evidence."""

from datetime import date, timedelta

import pytest

from kamacademy.content.queries import library
from kamacademy.craft.line_hints import is_long, line_hints, names_act
from kamacademy.craft.notes import CraftNote, CraftRating
from kamacademy.guide.queries import phrases_in
from tests.world import World

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "line",
    [
        "Asked who else must agree, then waited.",
        "“If stays fall, you lose twice?”",
        "The pharmacist corrected one of the steps.",
        "Who else decides?",
        "Told the director 'not this year' and stopped.",
        "Wrote the date down.",
        "Summed up.",
    ],
)
def test_words_said_or_an_act_are_found(line: str) -> None:
    assert names_act(line)


@pytest.mark.parametrize(
    "line",
    [
        "Good rapport with the customer",
        "Very motivated",
        "Strong meeting, indeed a hundred per cent",
        "The customer's need was clear",
        "Needs more structure",
    ],
)
def test_praise_and_judgement_are_not(line: str) -> None:
    assert not names_act(line)


def test_a_line_is_long_from_sixty_words_on() -> None:
    assert not is_long("word " * 59)
    assert is_long("word " * 60)


def test_every_tag_that_coaches_are_given_names_an_act(world: World) -> None:
    tags = [tag for found in phrases_in(library()).tags.values() for tag in found]
    assert len(tags) > 100
    assert [tag for tag in tags if not names_act(tag)] == []


def test_the_newest_three_notes_are_named_once_each() -> None:
    notes = [
        CraftNote(key, 1, f"Name {key}", TODAY - timedelta(days=key), TODAY, True, False, None) for key in range(1, 6)
    ]
    ratings = [CraftRating(note.id, indicator, 3, "Good") for note in notes for indicator in ("C03a", "C09a")]
    ratings += [CraftRating(2, "C01a", 3, "Asked twice. " * 40), CraftRating(3, "C01a", 2, None)]
    ratings.append(CraftRating(99, "C01a", 2, "Good"))
    found = line_hints(notes, ratings)
    assert (found.lines, found.without_act, found.long) == (11, 10, 1)
    assert [one.note.id for one in found.newest] == [1, 2, 3]
