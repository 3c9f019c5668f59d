"""Sentences that need no typing: tags that make a line of evidence, and starter phrases before one's own words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kamacademy.guide.documents import Phrase


@dataclass(frozen=True, slots=True)
class Written:
    """What a note says in one place: a starter phrase or none, and what was written after it."""

    phrase: str | None
    own: str | None

    @property
    def whole(self) -> str | None:
        """Both as one text, or None for nothing."""
        return " ".join(one for one in (self.phrase, self.own) if one) or None


def with_tags(tags: Sequence[str], line: str | None) -> str | None:
    """The tags as sentences, then the line; a tag that the line holds already is not said twice."""
    sentences = [ended(tag) for tag in tags if tag not in (line or "")]
    return " ".join([*sentences, *([line] if line else [])]) or None


def ended(sentence: str) -> str:
    """With a full stop, unless it ends already."""
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def written(text: str | None, phrases: Sequence[str]) -> Written:
    """A text taken apart again into the phrase it begins with and the rest."""
    found = next((one for one in phrases if text is not None and text.startswith(one)), None)
    if found is None or text is None:
        return Written(None, text)
    return Written(found, text[len(found) :].strip() or None)


def fitting(phrases: Sequence[Phrase], focus: Collection[str]) -> list[str]:
    """The phrases about the indicators in focus, then those that fit any."""
    about = [one.words for one in phrases if one.indicator in focus]
    return [*about, *(one.words for one in phrases if one.indicator is None)]
