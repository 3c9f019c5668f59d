"""Authored files become closed, typed documents; everything wrong with them is found at once, with its place.

A feature declares its documents as pydantic models on `Closed`, says in a `DocumentType` which files hold them, and
adds a check over all documents for what one file alone cannot show, such as a reference to another.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kamacademy.content.findings import findings
from kamacademy.content.problems import Problem, Severity, UnreadableFile
from kamacademy.content.reading import Location, Places, Reading, text_problems

Model = TypeVar("Model", bound="Closed")
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
CompetencyCode = Annotated[str, StringConstraints(pattern=r"^C\d\d$")]
IndicatorId = Annotated[str, StringConstraints(pattern=r"^C\d\d[ab]$")]
KpiCode = Annotated[str, StringConstraints(pattern=r"^K\d\d$")]
LevelNumber = Annotated[int, Field(ge=1, le=5)]


class Closed(BaseModel):
    """Parent of every document: an unknown key is an error, nothing is coerced, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Image(Closed):
    """A drawing of our own, set into the page so that it follows light and dark."""

    svg: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One authored file, read and typed, not yet published."""

    kind: str
    slug: str
    path: str
    text: str
    content: Closed
    places: Places

    def problem(self, location: Location, message: str, severity: Severity = Severity.PROBLEM) -> Problem:
        """A problem at a location of this file."""
        return self.places.problem(location, message, severity)


class Drafts:
    """All authored files of one set."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._by_key = {(draft.kind, draft.slug): draft for draft in drafts}

    def __iter__(self) -> Iterator[Draft]:
        return iter(self._by_key.values())

    def has(self, kind: str, slug: str) -> bool:
        """Whether a document is in the set."""
        return (kind, slug) in self._by_key

    def of(self, kind: str) -> list[Draft]:
        """Every draft of one kind, in order of path."""
        return sorted((draft for draft in self if draft.kind == kind), key=lambda draft: draft.path)

    def contents(self, kind: str, model: type[Model]) -> list[tuple[Draft, Model]]:
        """Every draft of one kind with its typed content."""
        return [(draft, draft.content) for draft in self.of(kind) if isinstance(draft.content, model)]

    def slugs(self, kind: str) -> set[str]:
        """The slugs of one kind."""
        return {slug for found, slug in self._by_key if found == kind}


@dataclass(frozen=True)
class DocumentType:
    """One kind of document: which files hold it, how they are read and what is checked over the whole set.

    `pattern` is a regular expression over the path with named groups, and `slug` a format over those groups. `due`
    gives warnings that depend on the day, such as a review date that has passed. `read_over` gives what only an author
    wants to know, such as a sentence that stands twice; the command asks for it, a release does not.
    """

    kind: str
    model: type[Closed]
    pattern: str
    slug: str
    read: Callable[[str, str], Reading]
    check: Callable[[Drafts], Iterable[Problem]] = lambda drafts: ()
    due: Callable[[Drafts, date], Iterable[Problem]] = lambda drafts, today: ()
    read_over: Callable[[Drafts], Iterable[Problem]] = lambda drafts: ()

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern)

    def slug_of(self, path: str) -> str | None:
        """The slug of a path, or None where the path is not of this kind."""
        found = self.expression.fullmatch(path)
        return self.slug.format(**found.groupdict()) if found else None


# Kept, so that who checks again after changing one file waits for one file.
@lru_cache(maxsize=1024)
def read_file(document_type: DocumentType, path: str, text: str) -> tuple[Draft | None, Sequence[Problem]]:
    """One file as a draft, or everything that is wrong with it."""
    slug = document_type.slug_of(path)
    assert slug is not None, path
    problems = text_problems(path, text)
    try:
        reading = document_type.read(path, text.removeprefix("\ufeff").replace("\r\n", "\n"))
        content = document_type.model.model_validate(reading.values)
    except UnreadableFile as error:
        return None, [*problems, *error.problems]
    except ValidationError as error:
        return None, [*problems, *findings(error, reading.places)]
    return Draft(document_type.kind, slug, path, text, content, reading.places), problems


def read_all(
    types: Sequence[DocumentType], files: Mapping[str, str], unreadable: Sequence[Problem] = ()
) -> tuple[Drafts, list[Problem]]:
    """Every file of a set as drafts, and every problem in them, sorted by place.

    The checks over the whole set run even when some files have problems of their own, so that an author sees all;
    they are told only of the files that could be read. `unreadable` are problems of files that are not even text.
    """
    drafts: list[Draft] = []
    problems = list(unreadable)
    paths = sorted({*files, *(problem.path for problem in unreadable)})
    unread: set[tuple[str, str]] = set()
    for path in paths:
        document_type = next((one for one in types if one.slug_of(path) is not None), None)
        if document_type is None:
            problems.append(Problem(path, 1, 1, "does not belong here: no kind of document has this place or name"))
            continue
        draft, found = read_file(document_type, path, files[path]) if path in files else (None, ())
        problems.extend(found)
        if draft is not None:
            drafts.append(draft)
        else:
            unread.add((document_type.kind, document_type.slug_of(path) or ""))
    problems.extend(repeated_slugs(drafts))
    whole = Drafts(drafts)
    for document_type in types:
        problems.extend(one for one in document_type.check(whole) if not may_be_unread(one, unread))
    return whole, sorted(set(problems))


def repeated_slugs(drafts: Iterable[Draft]) -> Iterator[Problem]:
    """Two files of one kind may not have one name: addresses and references would not tell them apart."""
    first: dict[tuple[str, str], str] = {}
    for draft in drafts:
        key = (draft.kind, draft.slug)
        if key in first:
            yield Problem(draft.path, 1, 1, f"the name `{draft.slug}` is already used by {first[key]}")
        first.setdefault(key, draft.path)


# What files hold many of, by the word for one.
HELD_IN = {"question": "bank", "fact": "facts", "term": "glossary"}


def may_be_unread(problem: Problem, unread: set[tuple[str, str]]) -> bool:
    """Whether a problem says that something is missing which may stand in a file that could not be read."""
    missing = re.match(r"there is no (\w+) `([^`]+)`", problem.message)
    if missing is None:
        return False
    word, name = missing.groups()
    if word in HELD_IN:
        return any(kind == HELD_IN[word] for kind, _ in unread)
    name = name.lower()[:3] if word == "indicator" else name.lower()
    return any(slug.rpartition("/")[2] == name for _, slug in unread)


def overdue(draft: Draft, location: Location, what: str, review_by: date) -> Problem:
    """A warning that a review date has passed."""
    words = f"{what} was due for review by {review_by}: check its source, then update or withdraw it"
    return draft.problem(location, words, Severity.WARNING)
