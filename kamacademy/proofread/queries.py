"""Reading what the newest release covers."""

from kamacademy.content.queries import library
from kamacademy.proofread.holdings import Holdings, from_library


def newest_holdings() -> tuple[int, Holdings]:
    """The number of the newest release, and what it holds."""
    newest = library()
    return newest.number, from_library(newest)
