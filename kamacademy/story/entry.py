"""What a story is told in: entries with their lines, what each is about, and where it leads. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What happened; the value is the icon beside the words."""

    LEARNING = "book"
    CHECK = "mortarboard"
    PLAN = "list-check"
    VISIT = "binoculars"
    WORK = "file-earmark-text"
    COLLEAGUES = "people"
    RESULT = "graph-up"
    LEVEL = "sliders"
    COMMITMENT = "flag"
    ROLE = "person"


KIND_WORDS = {
    Kind.LEARNING: "Learning",
    Kind.CHECK: "Check",
    Kind.PLAN: "Plan",
    Kind.VISIT: "Visit",
    Kind.WORK: "Work",
    Kind.COLLEAGUES: "Colleagues",
    Kind.RESULT: "Result",
    Kind.LEVEL: "Levels",
    Kind.COMMITMENT: "Commitment",
    Kind.ROLE: "Job role",
}
# Within a day what was learned comes before what was tried, seen and measured, as the loop goes.
ORDER = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Link:
    """Where an entry leads, for a reader who may follow."""

    endpoint: str
    values: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of an entry. `about` are the codes of competencies; None where it concerns all of them."""

    words: str
    about: frozenset[str] | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened on a day. `about` are the codes of competencies; None where it concerns all of them."""

    on: date
    kind: Kind
    title: str
    lines: tuple[Line, ...] = ()
    about: frozenset[str] | None = None
    link: Link | None = None
    is_attested: bool = False

    @property
    def kind_words(self) -> str:
        """What kind of thing happened."""
        return KIND_WORDS[self.kind]


def concerns(about: frozenset[str] | None, competency: str) -> bool:
    """Whether something speaks of a competency: by its code, or because it concerns all of them."""
    return about is None or competency in about


def narrowed(entries: Iterable[Entry], competency: str | None) -> list[Entry]:
    """The entries that speak of one competency, each with those of its lines that do; all of them for None."""
    if competency is None:
        return list(entries)
    found = []
    for one in entries:
        lines = tuple(line for line in one.lines if concerns(line.about, competency))
        if concerns(one.about, competency) and (lines or not one.lines):
            found.append(replace(one, lines=lines))
    return found


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Entries by day, the newest first; those of one day in reverse of the order in which the loop goes."""
    return sorted(entries, key=lambda one: (one.on, ORDER.index(one.kind)), reverse=True)
