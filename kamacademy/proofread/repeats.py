"""Sentences that stand twice. Pure."""

from collections.abc import Collection, Iterator

from kamacademy.content.documents import Drafts
from kamacademy.content.problems import Problem, Severity
from kamacademy.proofread.sentences import alike, plain, sentences
from kamacademy.proofread.texts import Said, texts

# Shorter ones, such as "Ask who decides.", are bound to come again, and nobody minds them.
FEWEST_WORDS = 8
LONGEST_SHOWN = 80


def repeats(drafts: Drafts, allowed: Collection[str]) -> Iterator[Problem]:
    """A warning at the second place of every sentence that is not allowed to stand twice. `allowed` as from `alike`."""
    first: dict[str, Said] = {}
    for said in texts(drafts):
        for sentence in sentences(plain(said.words)):
            key = alike(sentence)
            if key.count(" ") + 1 < FEWEST_WORDS or key in allowed:
                continue
            before = first.setdefault(key, said)
            if before is not said:
                yield repeated(said, before, sentence)


def repeated(said: Said, before: Said, sentence: str) -> Problem:
    """That a sentence stood elsewhere already."""
    shown = sentence if len(sentence) <= LONGEST_SHOWN else f"{sentence[:LONGEST_SHOWN].rsplit(' ', 1)[0]} …"
    line, _ = before.place
    words = f"“{shown}” stands in {before.draft.path}:{line} already; say it in another way, or make it a house phrase"
    return Problem(said.draft.path, *said.place, words, Severity.WARNING)
