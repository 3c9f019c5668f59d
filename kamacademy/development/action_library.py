"""The library of plan actions as a plan needs it: one action with its place, or all by competency."""

from dataclasses import dataclass

from kamacademy.content.library import Library
from kamacademy.development.documents import ActionSet, LibraryAction

# On the job first: a plan is mostly tried at work, some of it with others, the least by study.
KIND_ORDER = ("job", "others", "study")
KIND_WORDS = {"job": "On the job", "others": "With others", "study": "Study"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One library action with its competency and the revision it was read from."""

    action: LibraryAction
    competency: str
    revision_id: int


def entries_by_competency(library: Library) -> dict[str, list[Entry]]:
    """Every action of the library by competency code, on-the-job actions first."""
    return {
        found.competency: [
            Entry(one, found.competency, library.revision_id("actions", slug))
            for one in sorted(found.actions, key=lambda one: KIND_ORDER.index(one.kind))
        ]
        for slug, found in library.all(ActionSet, "actions").items()
    }


def find_entry(library: Library, library_id: str | None) -> Entry | None:
    """The library action of that name, or None."""
    entries = (one for found in entries_by_competency(library).values() for one in found)
    return next((one for one in entries if one.action.id == library_id), None)
