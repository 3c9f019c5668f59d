"""What a run might have found of a rater, with unremarkable defaults."""

from datetime import date
from typing import Any

from kamacademy.monitor.figures import Measured
from kamacademy.rater.figures import Quarter, Signs

LEVELS = (4, 14, 20, 16, 6)


def quarters(*means: float, sd: float = 0.2) -> tuple[Quarter, ...]:
    """Quarters from January 2025 on."""
    return tuple(
        Quarter(date(2025 + place // 4, place % 4 * 3 + 1, 1), mean, sd, 6) for place, mean in enumerate(means)
    )


def signs(**given: Any) -> Signs:  # Any: the fields' own types
    """Signs of a rater of whom nothing stands out."""
    usual = {
        "levels": LEVELS, "spread_squares": 20.0, "spread_freedom": 30, "infit_sd": 0.15,
        "quarters": quarters(0.1, -0.1, 0.05, 0.0),
    }  # fmt: skip
    return Signs(**(usual | given))


def measured(own: Signs | None = None, **given: Any) -> Measured:  # Any: the fields' own types
    """A rater of whom nothing stands out, among twelve."""
    usual = {
        "mean": 0.1, "sd": 0.25, "design_effect": 1.21, "infit": 1.05, "ratings": 60, "visits": 30, "linked": 12,
        "linked_mean": 0.1, "signs": own or signs(), "everybody": (420.0, 630),
    }  # fmt: skip
    return Measured(**(usual | given))
