"""One indicator as a second observer gives it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """A level from 1 to 5, or None for "not observed", and a line of what was seen."""

    indicator: str
    level: int | None
    line: str | None
