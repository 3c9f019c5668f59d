"""Tags make a line of evidence, and phrases stand before one's own words."""

import pytest

from kamacademy.coaching.sentences import Written, fitting, with_tags, written
from kamacademy.guide.documents import Phrase

PHRASES = ["You waited, and she spoke.", "You asked why."]


@pytest.mark.parametrize(
    ("tags", "line", "whole"),
    [
        ([], None, None),
        ([], "She waited.", "She waited."),
        (["Asked who else must agree"], None, "Asked who else must agree."),
        (["Asked who else", "What now?"], "She waited.", "Asked who else. What now? She waited."),
        (["Asked who else"], "Asked who else. She waited.", "Asked who else. She waited."),
    ],
)
def test_tags_become_sentences_before_the_line(tags: list[str], line: str | None, whole: str | None) -> None:
    assert with_tags(tags, line) == whole


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        (None, Written(None, None)),
        ("Own words.", Written(None, "Own words.")),
        ("You asked why.", Written("You asked why.", None)),
        ("You asked why. And then?", Written("You asked why.", "And then?")),
    ],
)
def test_a_text_is_taken_apart_as_it_was_put_together(text: str | None, apart: Written) -> None:
    assert written(text, PHRASES) == apart
    assert apart.whole == text


def test_phrases_about_the_focus_come_first_and_those_about_others_not_at_all() -> None:
    phrases = [
        Phrase(words="Any."), Phrase(words="About C03a.", indicator="C03a"), Phrase(words="C05a.", indicator="C05a")
    ]  # fmt: skip
    assert fitting(phrases, ["C03a"]) == ["About C03a.", "Any."]
