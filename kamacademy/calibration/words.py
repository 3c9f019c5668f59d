"""How figures of calibration are worded. Pure."""

from kamacademy.calibration.comparison import Comparison, Span
from kamacademy.rater.levels import amount, side


def figure(value: float) -> str:
    """Two decimals, as coefficients are printed, with a true minus: 0.78, −0.05."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def tenths(value: float) -> str:
    """One decimal with its sign: +0.3, −0.5, 0.0."""
    words = f"{value:+.1f}"
    return "0.0" if float(words) == 0 else words.replace("-", "−")


def span(found: Span) -> str:
    """0.78 (0.66 to 0.90)."""
    return f"{figure(found.value)} ({figure(found.low)} to {figure(found.high)})"


def strictness(levels: float) -> str:
    """How strict somebody is, by how many levels they rate below the reference."""
    if not amount(levels):
        return "about as strict as the reference"
    size = amount(levels)
    return f"{'' if size.startswith('more') else 'about '}{size} {side(levels)} than the reference"


def leniency_words(found: Span) -> str:
    """The mean difference from the reference, by its interval: on which side it surely lies, if on one."""
    if found.low > 0:
        return f"{tenths(found.value)} of a level: on average above the reference"
    if found.high < 0:
        return f"{tenths(found.value)} of a level: on average below the reference"
    return f"{tenths(found.value)} of a level: no lean to either side that can be told from chance"


def spread_words(found: Comparison) -> str | None:
    """Whether the levels use the scale as the reference does. None below 30 pairs, or where no reference differs."""
    if found.spread is None or not found.reference_spread:
        return None
    ratio = found.spread / found.reference_spread
    if ratio < NARROW:
        return "The levels stay nearer the middle than the reference does: use both ends where an anchor fits."
    if ratio > WIDE:
        return "The levels lie further apart than the reference does: if two anchors fit, take the lower."
    return "The levels use the scale about as widely as the reference does."


# A fifth less or more spread than the reference is within what chance does to thirty ratings.
NARROW, WIDE = 0.8, 1.25
