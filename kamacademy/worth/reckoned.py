"""What an effect was worth as it is kept, and as page, table and paper tell it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kamacademy.impact.found import Found
from kamacademy.impact.rules import unit_words
from kamacademy.kpi.documents import Kpi
from kamacademy.spreadsheet import Table
from kamacademy.wording import listed, number
from kamacademy.worth.assumptions import COSTS, CURRENCIES, MONEY, Part, Stated, name_of
from kamacademy.worth.rules import is_association


@dataclass(frozen=True, slots=True)
class Span:
    """Low, central and high."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The effect as a gain (in units of the KPI), cost and benefit in money, benefit over cost, and percent."""

    gain: Span
    cost: Span
    benefit: Span
    ratio: Span
    percent: Span

    def kept(self) -> dict[str, Any]:
        """As it is stored. Any: JSON."""
        return asdict(self)


def reckoned_from(kept: Mapping[str, Mapping[str, float]]) -> Reckoned:
    """The result from what is stored."""
    return Reckoned(**{name: Span(**own) for name, own in kept.items()})


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: a name, low, central and high in words, and what stands below the name."""

    name: str
    figures: tuple[str, str, str]
    words: str = ""
    source: str = ""
    is_opinion: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What an effect was worth, in words and rows: the sentence, the formula, results, assumptions, opinions."""

    sentence: str
    caution: str
    formula: tuple[str, ...]
    results: tuple[Line, ...]
    factors: tuple[Line, ...]
    costs: tuple[Line, ...]
    opinions: str | None
    currency: str
    is_association: bool


def money(value: float, currency: str) -> str:
    """USD 12,300; below 100 with cents."""
    places = 2 if abs(value) < 100 else 0
    return f"{'−' if value < 0 else ''}{currency} {number(abs(value), places)}"


def whole_percent(value: float) -> str:
    """−35 %, 120 %."""
    return f"{number(value, 0)} %"


def told(result: Reckoned, stated: Sequence[Stated], found: Found, kpi: Kpi | None, currency: str) -> Told:
    """What an effect was worth, in words."""
    lines = {one.part: line_of(one, kpi, currency) for one in stated}
    opinions = [name_of(one.part, kpi) for one in stated if one.is_opinion]
    return Told(
        sentence=sentence(result, found),
        caution=caution(result, found),
        formula=formula(kpi),
        results=results(result, kpi, currency),
        factors=tuple(line for part, line in lines.items() if part not in COSTS),
        costs=tuple(line for part, line in lines.items() if part in COSTS),
        opinions=None if not opinions else f"Opinions, not measurements: {listed(opinions)}.",
        currency=CURRENCIES.get(currency, currency),
        is_association=is_association(found),
    )


def line_of(one: Stated, kpi: Kpi | None, currency: str) -> Line:
    """An assumption as a row."""
    figures = in_words(Span(one.low, one.central, one.high), lambda value: figure_words(one.part, value, currency))
    return Line(name_of(one.part, kpi), figures, words=one.words, source=one.source, is_opinion=one.is_opinion)


def figure_words(part: Part, value: float, currency: str) -> str:
    """The figure of an assumption with its unit."""
    if part in MONEY:
        return money(value, currency)
    return whole_percent(value) if part is Part.SHARE else number(value)


def results(result: Reckoned, kpi: Kpi | None, currency: str) -> tuple[Line, ...]:
    """The result in rows."""
    unit = "units" if kpi is None else unit_words(kpi)

    def as_money(value: float) -> str:
        return money(value, currency)

    return (
        Line(f"Gain in {unit}, with its 95 % interval", in_words(result.gain, hundredths)),
        Line("Benefit", in_words(result.benefit, as_money)),
        Line(
            "Cost put against it",
            in_words(against(result), as_money),
            words="the highest beside a low benefit, the lowest beside a high one",
        ),
        Line("Benefit over cost", in_words(result.ratio, hundredths), words="1 is break-even"),
        Line(
            "Return: net benefit in percent of the cost",
            in_words(result.percent, whole_percent),
            words="0 % is break-even",
        ),
    )


def against(result: Reckoned) -> Span:
    """The cost in each case: low puts the highest cost against the benefit, or where that is a loss, the lowest."""
    cost, benefit = result.cost, result.benefit
    low, high = (cost.high if benefit.low >= 0 else cost.low), (cost.low if benefit.high >= 0 else cost.high)
    return Span(low, cost.central, high)


def in_words(span: Span, words: Callable[[float], str]) -> tuple[str, str, str]:
    """The three figures in words."""
    return words(span.low), words(span.central), words(span.high)


def hundredths(value: float) -> str:
    """A figure with two decimals at most: −0.35, 1.2."""
    return number(value, 2)


def sentence(result: Reckoned, found: Found) -> str:
    """The return in one sentence, never as one figure."""
    low, central, high = in_words(result.percent, whole_percent)
    what = "what went along with it" if is_association(found) else "the effect"
    return f"By these assumptions {what} returned between {low} and {high} of its cost net, centrally {central}."


def caution(result: Reckoned, found: Found) -> str:
    """What the range means, and what it is not."""
    words = (
        "The range is wider than chance alone: low puts the lower end of the effect's interval with the least of every "
        "assumption and the highest cost, high the other way round."
    )
    if result.percent.low < 0 <= result.percent.high:
        words += " It reaches below break-even: it may have cost more than it brought."
    elif result.percent.high < 0:
        words += " All of it lies below break-even: by these assumptions it cost more than it brought."
    if is_association(found):
        words += (
            " No lot drew who began when, so the gain is associated with the roll-out and something else may have "
            "brought it."
        )
    return words


def formula(kpi: Kpi | None) -> tuple[str, ...]:
    """The formula in words."""
    per = "team" if name_of(Part.REACHED, kpi).startswith("Teams") else "person"
    return (
        f"Benefit = gain in the KPI × what one unit is worth (for one {per} and one month) × "
        f"{name_of(Part.REACHED, kpi).lower()} × months it lasts × share of the effect credited.",
        "Cost = development + delivery + people’s time + materials.",
        "Benefit over cost = benefit ÷ cost. Return = (benefit − cost) ÷ cost, in percent (Phillips 1997).",
    )


def table_of(name: str, told_: Told) -> Table:
    """All of it as one table."""
    rows = (*told_.results, *told_.factors, *told_.costs)
    return Table(
        name,
        ("What", "Low", "Central", "High", "In words", "Source", "Opinion"),
        tuple((one.name, *one.figures, one.words, one.source, "yes" if one.is_opinion else "") for one in rows),
    )
