"""What changed between two sets of documents."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What happened to a document."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One changed document; `lines` is a unified diff, empty for added and removed files."""

    path: str
    change: Change
    lines: tuple[str, ...] = ()


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[DocumentChange]:
    """Compare two sets of texts by path, in order of path."""
    found = []
    for path in sorted(before.keys() | after.keys()):
        if path not in before:
            found.append(DocumentChange(path, Change.ADDED))
        elif path not in after:
            found.append(DocumentChange(path, Change.REMOVED))
        elif before[path] != after[path]:
            found.append(DocumentChange(path, Change.CHANGED, unified(before[path], after[path])))
    return found


def unified(before: str, after: str) -> tuple[str, ...]:
    """A unified diff without the two file-name lines."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    return tuple(lines)[2:]
