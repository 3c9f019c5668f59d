"""A lesson's Markdown as sentences to be judged: its paragraphs and list items in plain words, and where links lead."""

from collections.abc import Iterator
from dataclasses import dataclass

from kamacademy.curriculum.lesson import DIRECTIVE, headings_of, reader


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or list item in plain words, with its line from 0. `is_told` is False for the cells of a table."""

    words: str
    line: int
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class LinkUse:
    """Where a link leads, with its line from 0."""

    href: str
    line: int


def passages(markdown: str) -> Iterator[Passage]:
    """Every paragraph, list item and cell, without headings and without the lines that place a card or a question."""
    tokens, line = reader().parse(markdown), 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        line = token.map[0] if token.map else line
        if token.type != "inline" or before is None or before.type == "heading_open":
            continue
        words = "".join(
            child.content if child.type in ("text", "code_inline") else " " for child in token.children or ()
            if child.type in ("text", "code_inline", "softbreak", "hardbreak")
        )  # fmt: skip
        if words.strip() and not DIRECTIVE.match(words.strip()):
            yield Passage(" ".join(words.split()), line, is_told=before.type not in ("th_open", "td_open"))


def links(markdown: str) -> Iterator[LinkUse]:
    """Every link of the text."""
    line = 0
    for token in reader().parse(markdown):
        line = token.map[0] if token.map else line
        for child in token.children or ():
            if child.type == "link_open":
                yield LinkUse(str(child.attrGet("href") or ""), line)


def anchors(markdown: str) -> set[str]:
    """The names of the second-level headings, to which a link inside the lesson may lead."""
    return {heading.anchor for heading in headings_of(reader().parse(markdown))}
