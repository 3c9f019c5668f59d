"""The page that an answer comes from, so that a forgotten window undoes nothing."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PageLoad:
    """One showing of a question's page: a mark of its own, when it was shown, and the saves it knows of."""

    mark: str
    shown_at: datetime | None
    saves: int
