"""What a change of a note touched: its versions beside each other, part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamacademy.coaching.models import Observation

NOTHING_WRITTEN = "Nothing written."
NOT_OBSERVED = "Not observed: no chance to see it."


@dataclass(frozen=True, slots=True)
class RatedPart:
    """One indicator as the coach rated it; level None is "not observed"."""

    indicator: str
    level: int | None
    evidence_line: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """Everything of a note that may be changed in its first 48 hours."""

    ratings: tuple[RatedPart, ...]
    strength: str | None
    improve: str | None

    def rating(self, indicator: str) -> RatedPart:
        """The rating of one indicator."""
        return next(one for one in self.ratings if one.indicator == indicator)


@dataclass(frozen=True, slots=True)
class Kept:
    """A version as it stood until somebody replaced it."""

    number: int
    by_name: str
    at: datetime
    body: Body


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part of a note before and after, in words."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a note: who made it, when, and what became different."""

    number: int
    by_name: str
    at: datetime
    parts: tuple[PartChange, ...]


def body_of(observation: "Observation") -> Body:
    """A note as it stands now."""
    rated = tuple(RatedPart(one.indicator, one.level, one.evidence_line) for one in observation.ratings)
    return Body(rated, observation.strength, observation.improve)


def as_kept(body: Body) -> dict[str, Any]:  # Any: JSON
    """A body as it is stored."""
    return {
        "ratings": [asdict(one) for one in body.ratings],
        "strength": body.strength,
        "improve": body.improve,
    }


def as_body(kept: Mapping[str, Any]) -> Body:  # Any: JSON, written by `as_kept` alone
    """A stored body read back."""
    return Body(tuple(RatedPart(**one) for one in kept["ratings"]), kept["strength"], kept["improve"])


def differences(
    before: Body, after: Body, *, names: Mapping[str, str], sentences: Mapping[str, Sequence[str]]
) -> tuple[PartChange, ...]:
    """What differs, in the note's order. `names` and `sentences` (for levels 1 to 5) are those of its indicators."""
    found = []
    for old in before.ratings:
        new, name = after.rating(old.indicator), names[old.indicator]
        if old.level != new.level:
            of_level = sentences[old.indicator]
            found.append(
                PartChange(f"{name}: level", level_words(old.level, of_level), level_words(new.level, of_level))
            )
        if old.evidence_line != new.evidence_line:
            found.append(PartChange(f"{name}: what was said or done", said(old.evidence_line), said(new.evidence_line)))
    if before.strength != after.strength:
        found.append(PartChange("One strength", said(before.strength), said(after.strength)))
    if before.improve != after.improve:
        found.append(PartChange("One thing to improve", said(before.improve), said(after.improve)))
    return tuple(found)


def changes(
    kept: Sequence[Kept], now: Body, *, names: Mapping[str, str], sentences: Mapping[str, Sequence[str]]
) -> list[Change]:
    """Every change of a note, newest first, from its earlier versions in order and the note as it stands now."""
    followed = [*(one.body for one in kept), now][1:]
    return [
        Change(one.number, one.by_name, one.at, differences(one.body, after, names=names, sentences=sentences))
        for one, after in zip(kept, followed, strict=True)
    ][::-1]


def level_words(level: int | None, sentences: Sequence[str]) -> str:
    """A level with its sentence."""
    return NOT_OBSERVED if level is None else f"Level {level}. {sentences[level - 1]}"


def said(words: str | None) -> str:
    """Words, or that there are none."""
    return words or NOTHING_WRITTEN
