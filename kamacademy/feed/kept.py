"""What a file that was brought looks like at first sight. Pure."""

from dataclasses import dataclass

from kamacademy.feed.letters import Letters


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it was brought: its name in the folder, the hash of what was brought, and what it looks like."""

    file: str
    sha256: str
    size: int
    letters: Letters
    is_sure: bool
    delimiter: str
    header: tuple[str, ...]
    is_workbook: bool
