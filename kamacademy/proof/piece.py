"""One thing that shows that an action was done: as it is given, and as it is shown. Pure."""

from dataclasses import dataclass
from datetime import datetime

from kamacademy.development.words import size_words

LONGEST_LINK, MOST_EVIDENCE = 500, 8


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that shows that an action was done: words, or a link, or a file with its name and content."""

    words: str | None = None
    link: str | None = None
    file_name: str | None = None
    content: bytes | None = None

    def __post_init__(self) -> None:
        """One of the three, never two."""
        assert [self.words, self.link, self.content].count(None) == 2, "words, a link or a file"

    @property
    def kind(self) -> str:
        """words, link or file."""
        return "words" if self.words is not None else "link" if self.link is not None else "file"


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence. Of words, link and file one is given."""

    id: int
    by_id: int
    name: str
    at: datetime
    words: str | None
    link: str | None
    file_name: str | None
    size_bytes: int | None

    @property
    def size_words(self) -> str:
        """The size of the file."""
        return size_words(self.size_bytes or 0)
