"""An author's short text as paragraphs and lists, ready for a template that escapes every word."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

BlockKind = Literal["p", "ul", "ol"]
MARK = re.compile(r"(?:-|(?P<number>\d+)\.)\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, which has one entry, or a list with its entries in order."""

    kind: BlockKind
    entries: tuple[str, ...]


@lru_cache(maxsize=256)
def blocks(text: str) -> tuple[Block, ...]:
    """The text's blocks: blank lines part them, and lines that begin `- ` or `1. ` make a list."""
    found: list[tuple[BlockKind, list[str]]] = []
    is_open = False
    for line in (one.strip() for one in text.splitlines()):
        mark = MARK.match(line)
        kind: BlockKind = "p" if mark is None else "ol" if mark.group("number") else "ul"
        if not line:
            is_open = False
        elif mark is not None and is_open and found[-1][0] == kind:
            found[-1][1].append(line[mark.end() :])
        elif mark is not None:
            found.append((kind, [line[mark.end() :]]))
            is_open = True
        elif is_open:
            found[-1][1][-1] += f" {line}"
        else:
            found.append(("p", [line]))
            is_open = True
    return tuple(Block(kind, tuple(entries)) for kind, entries in found)
