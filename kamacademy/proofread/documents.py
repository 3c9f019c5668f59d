"""Sentences that may stand in several places, as content; beside them runs everything that a machine can read."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from kamacademy.content.documents import Closed, DocumentType, Drafts, Words
from kamacademy.content.problems import Problem
from kamacademy.content.reading import read_yaml
from kamacademy.proofread.checks import text_findings
from kamacademy.proofread.repeats import repeats
from kamacademy.proofread.sentences import alike

HOUSE_PHRASES = "house-phrases"


class HousePhrase(Closed):
    """A sentence that is the same wherever it stands, and why."""

    words: Words
    why: Words


class HousePhrases(Closed):
    """All of them."""

    title: Words
    phrases: Annotated[tuple[HousePhrase, ...], Field(min_length=1)]


def findings(drafts: Drafts) -> Iterable[Problem]:
    """What a machine finds when it reads everything."""
    house = [one for _, found in drafts.contents(HOUSE_PHRASES, HousePhrases) for one in found.phrases]
    yield from text_findings(drafts)
    yield from repeats(drafts, {alike(one.words) for one in house})


DOCUMENT_TYPES = (
    DocumentType(
        HOUSE_PHRASES,
        HousePhrases,
        r"curricula/(?P<name>house-phrases)\.yaml",
        "{name}",
        read_yaml,
        read_over=findings,
    ),
)
