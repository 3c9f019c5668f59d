"""A release as its readers see it: typed documents by kind and name, each with the revision it comes from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar, cast

from kamacademy.content.documents import Closed

Model = TypeVar("Model", bound=Closed)


class NotInLibrary(LookupError):
    """The release has no such document."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One document of a release."""

    kind: str
    slug: str
    revision_id: int
    number: int
    content: Closed


class Library:
    """Every document of one release. Never changes, so a process may keep it."""

    def __init__(self, release_id: int, number: int, editions: Iterable[Edition]) -> None:
        self.release_id = release_id
        self.number = number
        self._editions = {(edition.kind, edition.slug): edition for edition in editions}
        self._by_kind: dict[str, dict[str, Closed]] = defaultdict(dict)
        for kind, slug in sorted(self._editions):
            self._by_kind[kind][slug] = self._editions[kind, slug].content
        # The kinds whose documents have been looked at, each with what they were found to be.
        self._models: dict[str, type[Closed]] = {}

    def edition(self, kind: str, slug: str) -> Edition:
        """The edition of a document. Raises NotInLibrary."""
        try:
            return self._editions[kind, slug]
        except KeyError:
            raise NotInLibrary(f"{kind} {slug} in release {self.number}") from None

    def has(self, kind: str, slug: str) -> bool:
        """Whether the release holds the document."""
        return (kind, slug) in self._editions

    def one(self, model: type[Model], kind: str, slug: str) -> Model:
        """A document, typed. Raises NotInLibrary."""
        content = self.edition(kind, slug).content
        assert isinstance(content, model), (kind, slug)
        return content

    def all(self, model: type[Model], kind: str) -> dict[str, Model]:
        """Every document of one kind by slug, in order of slug."""
        kept = self._by_kind.get(kind, {})
        if self._models.get(kind) is not model:
            assert all(isinstance(content, model) for content in kept.values()), kind
            self._models[kind] = model
        return cast(dict[str, Model], kept.copy())

    def revision_id(self, kind: str, slug: str) -> int:
        """The key of the revision in this release. Raises NotInLibrary."""
        return self.edition(kind, slug).revision_id
