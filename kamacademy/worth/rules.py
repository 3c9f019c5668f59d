"""When an effect may be reckoned in money, and which assumptions can be. Pure."""

from collections.abc import Mapping, Sequence

from kamacademy.impact.found import CANNOT_TELL, CHANGED, NOTHING_LARGE, WENT_ALONG, Found
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import FEWEST_TOGETHER
from kamacademy.kpi.subjects import kind_of
from kamacademy.worth.assumptions import COSTS, FACTORS, Part, Stated

LARGEST = 1_000_000_000
LONGEST_WORDS, LONGEST_REASON = 300, 300


class WorthRule(Exception):
    """A rule of worth was broken; `part` is the assumption it is about, if one."""

    def __init__(self, words: str, part: str | None = None) -> None:
        super().__init__(words)
        self.part = part


def why_not(found: Found | None, kpi: Kpi | None) -> str | None:
    """Why the effect of a study may not be reckoned in money; None where it may."""
    if found is None:
        return "The study has not been worked out yet."
    return why_not_by_answer(found) or why_not_by_kpi(kpi)


def why_not_by_answer(found: Found) -> str | None:
    """The same by what the study says."""
    if found.answer == CANNOT_TELL:
        return "The study cannot tell whether there is an effect. Money reckoned from it would be invented."
    if found.answer == NOTHING_LARGE:
        return "The study found any effect smaller than what would be worth while: there is nothing to reckon."
    if found.answer not in (CHANGED, WENT_ALONG) or not found.is_estimated:
        return "The study has no effect with a range, so there is nothing to reckon with."
    if found.people < FEWEST_TOGETHER:
        return "A worth in money is never reckoned for one person or a handful: the study compares fewer than five."
    return None


def why_not_by_kpi(kpi: Kpi | None) -> str | None:
    """The same by the measure."""
    if kpi is None:
        return "The present release no longer has this KPI."
    if kpi.category == "commercial":
        return (
            f"{kpi.code} {kpi.name} is a commercial figure. What learning did to sales is not reckoned here: "
            "that would make a sales target of it."
        )
    if kpi.direction in ("band", "zero"):
        where = "inside a band" if kpi.direction == "band" else "near zero"
        return f"{kpi.code} is best {where}: one unit more is worth something in one place and nothing in another."
    return None


def is_association(found: Found) -> bool:
    """Whether no lot stands behind the effect, so that it is called an association."""
    return found.answer == WENT_ALONG


def check_stated(stated: Sequence[Stated], kpi: Kpi) -> None:
    """Raise WorthRule where an assumption is missing, out of order or out of range."""
    by_part: Mapping[Part, Stated] = {one.part: one for one in stated}
    for part in (*FACTORS, *COSTS):
        one = by_part.get(part)
        if one is None:
            raise WorthRule("State every assumption.", part)
        if not 0 <= one.low <= one.central <= one.high <= LARGEST:
            raise WorthRule("The central figure lies between the low and the high one, all of them 0 or more.", part)
        if not one.words or not one.source:
            raise WorthRule("Say what it means and where it comes from: a figure without a source is a guess.", part)
    if by_part[Part.SHARE].high > 100:
        raise WorthRule("At most 100 percent of an effect can be credited.", Part.SHARE)
    if kind_of(kpi) == "person" and by_part[Part.REACHED].low < FEWEST_TOGETHER:
        raise WorthRule("At least five people: a worth in money is never reckoned for one person.", Part.REACHED)
    if sum(by_part[part].low for part in COSTS) <= 0:
        raise WorthRule("Something was spent, people's time at least: give a cost above 0.", Part.TIME)
