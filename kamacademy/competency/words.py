"""What is known of a competency in words: the level and how likely it is, its range, what it rests on. Pure."""

from collections.abc import Sequence

from kamacademy.competency.certainty import level_chance
from kamacademy.competency.chance_words import Likelihood, in_ten, likelihood
from kamacademy.competency.estimation import RATERS_NEEDED, VISITS_NEEDED, Estimate, Standing
from kamacademy.competency.missing import Missing, missing
from kamacademy.wording import ago, counted, listed

NUMBERS = ("no", "one", "two", "three", "four")
HIGHEST_LEVEL = 5
LACKS = {
    Missing.SURER: "more certainty",
    Missing.FRESH: "a visit in the last six months",
    Missing.CHECK: "the knowledge check passed",
    Missing.KNOWLEDGE: "the knowledge check passed again",
}
BESIDE_VISITS = (Missing.CHECK, Missing.KNOWLEDGE)
STANDARD = {
    Likelihood.CLEARLY: "the standard is clearly held",
    Likelihood.VERY_LIKELY: "the standard is very likely held",
    Likelihood.LEANING: "the standard is probably held, not yet securely",
    Likelihood.NOT_SHOWN: "the standard is not shown yet",
}


def standing_words(estimate: Estimate, level_names: Sequence[str]) -> str:
    """The level, as surely as it is known: `Very likely Proficient or above`."""
    level = estimate.level
    if level is None:
        return "Not enough evidence yet" if estimate.visits else "Not seen yet"
    return claim(level, level_names[level - 1], likelihood(level_chance(estimate, level)))


def claim(level: int, name: str, word: Likelihood) -> str:
    """A level of this name, as surely as the word says. Nobody is above the highest.

    The lowest level is reached by everybody; what is said of it is that the next is not.
    """
    at_least = name if level in (1, HIGHEST_LEVEL) else f"{name} or above"
    match word:
        case Likelihood.CLEARLY:
            return f"Clearly {at_least}"
        case Likelihood.VERY_LIKELY:
            return f"Very likely {at_least}"
        case _:
            return f"Leaning to {name}, not yet secure"


def chance_words(estimate: Estimate) -> str:
    """How likely the level is, as about 9 in 10; nothing below three visits."""
    return "" if estimate.level is None else in_ten(level_chance(estimate, estimate.level))


def range_words(estimate: Estimate, level_names: Sequence[str]) -> str:
    """The levels between which the true one lies in 8 cases of 10; nothing below three visits."""
    if estimate.low is None or estimate.high is None:
        return ""
    lowest, highest = level_names[estimate.low - 1], level_names[estimate.high - 1]
    return f"Range {lowest}" if lowest == highest else f"Range {lowest} to {highest}"


def basis_words(estimate: Estimate, occasion: str = "visit") -> str:
    """What the level rests on and how old that is."""
    if estimate.latest is None:
        return "No chance to observe so far"
    latest = f"latest {ago(estimate.latest, estimate.on)}"
    if estimate.level is None:
        return f"{counted(estimate.visits, occasion)} of the {VISITS_NEEDED} needed, {latest}"
    return f"{counted(estimate.visits, occasion)}, {observers_words(estimate)}, {latest}"


def observers_words(estimate: Estimate) -> str:
    """How many people saw it, and how many of them were certified then."""
    people = counted(estimate.raters, "observer")
    if estimate.raters == 1:
        return f"{people}, certified" if estimate.certified else f"{people}, not certified"
    certified = "none" if not estimate.certified else "all" if estimate.certified == estimate.raters else None
    return f"{people} ({certified or estimate.certified} certified)"


def target_words(estimate: Estimate, level_names: Sequence[str]) -> str:
    """How the level stands against the target, and what is missing; nothing without a target or a level."""
    if estimate.target is None or estimate.level is None:
        return ""
    name, leans_lower = level_names[estimate.target - 1], estimate.level < estimate.target
    match estimate.standing:
        case Standing.BELOW:
            return f"The target, {name}, is not shown yet ({in_ten(estimate.chance_of_at_least(estimate.target))})."
        case Standing.AT_TARGET:
            return f"At the target, {name}, by the rule."
        case _:
            reached = "was reached before and is not lost; what was seen since leans lower"
            state = reached if leans_lower else "is reached and not yet secure"
            return f"The target, {name}, {state}. Missing: {lacks_words(estimate)}."


def lacks_words(estimate: Estimate, visit: str = "visit") -> str:
    """What keeps it from being at target, in a row. Where visits are missing, they say by whom."""
    lacks = missing(estimate)
    if Missing.VISITS in lacks:
        others = [LACKS[one] for one in lacks if one in BESIDE_VISITS]
        return f"{visits_words(estimate, visit)}{f', and {listed(others)}' if others else ''}"
    who = observer_wanted(needs_second=Missing.SECOND_PERSON in lacks, needs_certified=Missing.CERTIFIED in lacks)
    return listed([*([who] if who else []), *(LACKS[one] for one in lacks if one in LACKS)])


def visits_words(estimate: Estimate, visit: str = "visit") -> str:
    """The visits that a level still needs, and by whom: `two more visits, one of them by a second observer`."""
    wanted = VISITS_NEEDED - estimate.visits
    more = "more " if estimate.visits else ""
    visits = f"{NUMBERS[wanted]} {more}{visit}{'' if wanted == 1 else 's'}"
    if not estimate.raters:
        return f"{visits} by two observers, one of them certified"
    who = observer_wanted(needs_second=estimate.raters < RATERS_NEEDED, needs_certified=not estimate.certified)
    if not who:
        return visits
    return f"{visits} by {who}" if wanted == 1 else f"{visits}, one of them by {who}"


def observer_wanted(*, needs_second: bool, needs_certified: bool) -> str:
    """Whom it still has to be seen by; nothing where anybody will do."""
    if needs_second:
        return "a second observer who is certified" if needs_certified else "a second observer"
    return "a certified observer" if needs_certified else ""


def knowledge_words(estimate: Estimate) -> str:
    """What is known of the knowledge behind a competency; nothing where none is asked for and nothing was answered."""
    if estimate.check_passed is False:
        return "The knowledge check for this competency is not passed yet; the level counts as secure only with it."
    if not estimate.is_knowledge_secure:
        return (
            "The knowledge check is passed, but later answers make it very likely that the standard is no longer held; "
            "passing it again settles that."
        )
    if estimate.check_passed:
        return f"The knowledge check is passed.{later_words(estimate)}"
    if estimate.knows is None:
        return ""
    return f"No check is asked for here. {standard_words(estimate.knows)} Knowledge never lifts a level."


def later_words(estimate: Estimate) -> str:
    """How all answers together stand to the standard, after a pass."""
    return "" if estimate.knows is None else f" {standard_words(estimate.knows)}"


def standard_words(knows: float) -> str:
    """The chance of holding the standard of knowledge, from what was passed and every answer since."""
    return f"From the checks passed and all answers since, {STANDARD[likelihood(knows)]} ({in_ten(knows)})."


def attested_words(estimate: Estimate, level_names: Sequence[str]) -> str:
    """The attested level and what it rests on. Its occasions are attested visits and accepted work alike."""
    if estimate.latest is None:
        return "Nothing attested yet"
    if estimate.level is None:
        return basis_words(estimate, "occasion")
    return f"{standing_words(estimate, level_names)}: {basis_words(estimate, 'occasion')}"


def attested_check_words(estimate: Estimate) -> str:
    """The check beside an attested level, where the framework names one; otherwise nothing."""
    if estimate.check_passed is None:
        return ""
    return "The knowledge check is passed." if estimate.check_passed else "The knowledge check is not passed yet."


def self_gap_words(self_level: int | None, estimate: Estimate) -> str:
    """One's own view against what others saw; nothing where one of the two is unknown."""
    if self_level is None or estimate.level is None:
        return ""
    difference = self_level - estimate.level
    if difference == 0:
        return "The self-rating agrees with what others saw."
    by = "a level" if abs(difference) == 1 else f"{NUMBERS[abs(difference)]} levels"
    direction = "higher" if difference > 0 else "lower"
    return f"The self-rating is {by} {direction} than what others saw: worth a word together."
