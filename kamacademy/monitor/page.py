"""One rater as the pages show them. Pure."""

from dataclasses import dataclass
from datetime import date

from kamacademy.monitor.advice import Advice, advice
from kamacademy.monitor.figures import FEWEST_LINKED, INFIT_HIGH, INFIT_LOW, Measured, Severity, commonest, severity
from kamacademy.monitor.severity_line import SeverityLine, severity_line
from kamacademy.monitor.words import Sign, severity_words, signs, too_few_words, unknown_severity_words
from kamacademy.wording import counted, inside, listed, number, percent

# Who answers for calibration may know about two linked raters; each of them would learn of the other.
FEWEST_FOR_OWNER = 2
SECOND_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a run says of one rater. `severity` is None where it cannot be told, and `signs` are empty below 30 ratings.

    `line` draws the severity. `figures` are the plain numbers for those who answer for calibration.
    """

    basis: str
    severity: Severity | None
    severity_words: str
    line: SeverityLine | None
    signs: tuple[Sign, ...] = ()
    figures: str = ""

    @property
    def asks_words(self) -> str:
        """What is worth a talk, such as "severity and halo"; empty where nothing is."""
        is_apart = self.severity is not None and self.severity.asks_for_a_refresher
        return listed([*(["severity"] if is_apart else []), *(inside(one.title) for one in self.signs if one.asks)])


def sheet(one: Measured, fewest_linked: int = FEWEST_LINKED) -> Sheet:
    """What can be said; below 30 ratings only how many there are."""
    basis = f"{counted(one.ratings, 'rating')} on {counted(one.visits, 'occasion')}"
    if not one.is_enough:
        return Sheet(basis, None, too_few_words(one.ratings), None)
    found = severity(one, fewest_linked)
    words = unknown_severity_words(one.linked) if found is None else severity_words(found)
    line = None if found is None else severity_line(found, words)
    return Sheet(basis, found, words, line, tuple(signs(one)), figure_words(one))


def figure_words(one: Measured) -> str:
    """The plain figures behind the signs."""
    given = listed([f"{count:,}" for count in one.signs.levels])
    share = percent(commonest(one.signs.levels)[1] / one.ratings)
    band = f"{number(INFIT_LOW)} to {number(INFIT_HIGH)} is usual"
    return f"Infit {number(one.infit)}, where {band}. Levels 1 to 5 given {given} times, the commonest in {share}."


def owners_sheet(one: Measured) -> Sheet:
    """The same for who answers for calibration."""
    return sheet(one, FEWEST_FOR_OWNER)


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What a rater reads: the newest run in full, what to do, and earlier runs as lines."""

    sheet: Sheet
    advice: tuple[Advice, ...]
    earlier: tuple[tuple[date, Sheet], ...]


def own_page(newest: Measured, earlier: list[tuple[date, Measured]]) -> OwnPage:
    """The page of a rater's own figures; runs of which nothing can be said are left out of the earlier ones."""
    now = sheet(newest)
    told = tuple(advice(newest, now.severity)) if newest.is_enough else ()
    lines = [(on, sheet(found)) for on, found in earlier]
    return OwnPage(now, told, tuple((on, one) for on, one in lines if one.line is not None))


def second_words(held: int, asked: int, done: int) -> str:
    """How many visits had a second observer, beside the tenth that should."""
    if not held:
        return "no visit was held."
    share = f"{counted(done, 'visit')} of {held:,} held had a second observer, asked for on {asked:,}."
    if done >= SECOND_SHARE * held:
        return f"{share} That is the tenth that keeps the figures honest, or more."
    missing = round(SECOND_SHARE * held + 0.499999) - done
    return f"{share} One in ten would be {counted(missing + done, 'visit')}."
