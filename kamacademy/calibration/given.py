"""What a coach gives one indicator of a case. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """What a coach gives one indicator: a level or None for "cannot tell", and a line of reason or none."""

    indicator: str
    level: int | None
    reason: str | None
