"""The sentences of an indicator as choices of a form."""

from kamacademy.competency.documents import Indicator

NOT_OBSERVED = "none"


def level_choices(indicator: Indicator) -> list[tuple[str, str]]:
    """Not observed, then the five sentences."""
    sentences = [(str(level), words) for level, words in enumerate(indicator.anchors, start=1)]
    return [(NOT_OBSERVED, "Not observed: no chance to see it"), *sentences]


def choice_of(level: int | None) -> str:
    """The choice that stands for a level."""
    return NOT_OBSERVED if level is None else str(level)


def level_of(choice: str | None) -> int | None:
    """The level a choice stands for; None for not observed or no choice."""
    return None if choice in (None, "", NOT_OBSERVED) else int(choice)
