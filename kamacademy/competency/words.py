"""What is known about a competency, in words: the level, what it rests on, and what would settle it."""

from collections.abc import Sequence
from datetime import date

from kamacademy.competency.certainty import FRESH_MONTHS, NARROW_LEVELS, Certainty, certainty
from kamacademy.competency.estimation import RATERS_NEEDED, VISITS_NEEDED, Estimate, Standing, months_before
from kamacademy.wording import ago, counted, listed

NUMBERS = ("no", "one", "two", "three", "four")


def standing_words(estimate: Estimate, today: date, level_names: Sequence[str]) -> str:
    """The level in a word or two, as sure as it is drawn."""
    if estimate.level is None:
        return "Not enough evidence yet" if estimate.visits else "Not seen yet"
    name = level_names[estimate.level - 1]
    match certainty(estimate, today):
        case Certainty.GUESS:
            return f"Perhaps {name}"
        case Certainty.LEANING:
            return f"{name}, not yet secure"
        case _:
            return name


def basis_words(estimate: Estimate, today: date) -> str:
    """What the level rests on and how old that is."""
    if estimate.latest is None:
        return "No chance to observe so far"
    latest = f"latest {ago(estimate.latest, today)}"
    if estimate.level is None:
        return f"{counted(estimate.visits, 'visit')} of the {VISITS_NEEDED} needed, {latest}"
    return f"{counted(estimate.visits, 'visit')}, {counted(estimate.raters, 'person', 'people')}, {latest}"


def attested_words(estimate: Estimate, today: date, level_names: Sequence[str]) -> str:
    """The attested level and what it rests on. Its occasions are attested visits and accepted work alike."""
    if estimate.latest is None:
        return "Nothing attested yet"
    latest = f"latest {ago(estimate.latest, today)}"
    if estimate.level is None:
        return f"{counted(estimate.visits, 'occasion')} of the {VISITS_NEEDED} needed, {latest}"
    people = counted(estimate.raters, "person", "people")
    return f"{standing_words(estimate, today, level_names)}: {counted(estimate.visits, 'occasion')}, {people}, {latest}"


def attested_check_words(estimate: Estimate) -> str:
    """The check beside an attested level, where the framework names one; otherwise nothing."""
    if estimate.check_passed is None:
        return ""
    return "The knowledge check is passed." if estimate.check_passed else "The knowledge check is not passed yet."


def range_words(estimate: Estimate, level_names: Sequence[str]) -> str:
    """From the lowest to the highest visit; nothing where they agree or are too few."""
    if estimate.low is None or estimate.high is None or estimate.low == estimate.high:
        return ""
    return f"Visits from {level_names[estimate.low - 1]} to {level_names[estimate.high - 1]}"


def check_words(estimate: Estimate) -> str:
    """A line where the framework names a knowledge check that is not passed; otherwise nothing."""
    if estimate.check_passed is not False:
        return ""
    return "The knowledge check for this competency is not passed yet; the level counts as secure only with it."


def gap_words(self_level: int | None, estimate: Estimate) -> str:
    """One's own view against what others saw; nothing where one of the two is unknown."""
    if self_level is None or estimate.level is None:
        return ""
    difference = self_level - estimate.level
    if difference == 0:
        return "The self-rating agrees with what others saw."
    by = "a level" if abs(difference) == 1 else f"{NUMBERS[abs(difference)]} levels"
    direction = "higher" if difference > 0 else "lower"
    return f"The self-rating is {by} {direction} than what others saw: worth a word together."


def settle_words(estimate: Estimate, today: date, level_names: Sequence[str]) -> str:
    """The evidence that would tell most next."""
    if estimate.target is None:
        return "Nothing has to be settled: the job role has no target here."
    wanted = [*visits_wanted(estimate, today, level_names), *checks_wanted(estimate)]
    if wanted:
        sentence = listed(wanted)
        return f"{sentence[0].upper()}{sentence[1:]}."
    if estimate.standing is Standing.BELOW:
        return (
            f"The level is known. To move it, show the sentences of the next level on most visits; "
            f"the target is {level_names[estimate.target - 1]}."
        )
    return "Nothing: the target is reached, and more than one person has seen it."


def visits_wanted(estimate: Estimate, today: date, level_names: Sequence[str]) -> list[str]:
    """The visits that are missing: to know a level at all, by a second person, fresh, or to narrow a wide range."""
    missing = VISITS_NEEDED - estimate.visits
    second = RATERS_NEEDED - estimate.raters
    if missing > 0:
        more = "more " if estimate.visits else ""
        by = ""
        if second >= RATERS_NEEDED:
            by = ", by two people between them"
        elif second > 0:
            by = ", by a second person" if missing == 1 else ", one of them by a second person"
        return [f"{NUMBERS[missing]} {more}visit{'' if missing == 1 else 's'} where it can be seen{by}"]
    if second > 0:
        return ["one visit seen by a second person"]
    if estimate.latest is not None and estimate.latest < months_before(today, FRESH_MONTHS):
        return ["one fresh visit, since the latest is more than a year old"]
    if estimate.low is not None and estimate.high is not None and estimate.high - estimate.low > NARROW_LEVELS:
        lowest, highest = level_names[estimate.low - 1], level_names[estimate.high - 1]
        return [f"one or two more visits, since those so far lie between {lowest} and {highest}"]
    return []


def checks_wanted(estimate: Estimate) -> list[str]:
    """The check, where one is named and not passed."""
    return ["the knowledge check passed"] if estimate.check_passed is False else []
