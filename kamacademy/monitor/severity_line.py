"""Where the parts of a severity line stand, in percent of its width: lenient at the left, severe at the right. Pure."""

from dataclasses import dataclass

from kamacademy.monitor.figures import Severity

# The line reaches one and a half levels to both sides; what lies further is drawn at its end.
REACH_LEVELS = 1.5
MIDDLE = 50.0


@dataclass(frozen=True, slots=True)
class SeverityLine:
    """Bar and dot of a severity, with its words for those who do not see it."""

    low: float
    width: float
    at: float
    label: str


def severity_line(one: Severity, label: str) -> SeverityLine:
    """The line of a severity."""
    low, high = place(one.low), place(one.high)
    return SeverityLine(low, round(high - low, 1), place(one.levels), label)


def place(levels: float) -> float:
    """Where a difference stands, 0 to 100."""
    within = min(max(levels, -REACH_LEVELS), REACH_LEVELS)
    return round(MIDDLE + within / REACH_LEVELS * MIDDLE, 1)
