"""What is kept after sixty days, in words: by module, for groups, never for a person."""

from dataclasses import dataclass

from kamacademy.proportion import wilson
from kamacademy.wording import percent

DELAY_DAYS, LATEST_DAYS = 60, 90
LEAST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class Delayed:
    """A module's answers 60 to 90 days after the lesson, and how the same questions went at first."""

    answers: int
    people: int
    right_at_first: int
    right_later: int


@dataclass(frozen=True, slots=True)
class Retention:
    """A module's line in the report. `first` and `later` are empty where there is too little to say."""

    module: str
    title: str
    first: str
    later: str
    basis: str
    change: str

    @property
    def is_known(self) -> bool:
        """Whether figures are shown."""
        return bool(self.first)


NOTHING = Delayed(0, 0, 0, 0)


def retention(module: str, title: str, found: Delayed) -> Retention:
    """A module's line: both shares over the same answers, each with its 95 % interval; nothing under five people."""
    if found.people < LEAST_PEOPLE:
        return Retention(module, title, "", "", "Too few to say: figures need answers of at least five people.", "")
    return Retention(
        module=module,
        title=title,
        first=share_words(found.right_at_first, found.answers),
        later=share_words(found.right_later, found.answers),
        basis=f"n = {found.answers} answers, from at least five people",
        change=change_words(found),
    )


def share_words(right: int, answers: int) -> str:
    """71 %, likely between 58 % and 81 %."""
    bounds = wilson(right, answers)
    return f"{percent(right / answers)}, likely between {percent(bounds.low)} and {percent(bounds.high)}"


def change_words(found: Delayed) -> str:
    """Whether the two shares differ by more than chance explains, carefully: where the intervals stand apart."""
    first, later = wilson(found.right_at_first, found.answers), wilson(found.right_later, found.answers)
    if later.high < first.low:
        return "Less is kept than was known at first."
    if later.low > first.high:
        return "More is known than at first."
    return "No clear difference from the first answers."
