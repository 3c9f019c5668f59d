"""What is known of a paper and of its pass mark, as pages show it."""

from dataclasses import dataclass
from math import ceil

from kamacademy.assessment.documents import Paper
from kamacademy.quality.coverage import Cell
from kamacademy.quality.responses import Refused
from kamacademy.quality.snapshot import PaperSnapshot
from kamacademy.quality.standards import BorderlineCut
from kamacademy.quality.words import (
    borderline_sentence,
    calibration_sentence,
    consistency_sentence,
    coverage_sentence,
    refusal,
    reliability_sentence,
    shortfall_sentence,
)
from kamacademy.records.signature import Signed
from kamacademy.wording import counted, number


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A paper's figures in sentences; `cells` compare what was planned with what was answered."""

    rests_on: str
    reliability: str
    consistency: str
    scale: str
    coverage: str
    cells: tuple[Cell, ...]


def paper_shown(of: PaperSnapshot) -> PaperShown:
    """The page's sentences. What is not known says why."""
    parts = [f"Figures rest on {counted(of.sittings - of.earlier, 'first sitting')}."]
    if of.earlier:
        parts.append(f"Left out: {counted(of.earlier, 'sitting')} whose questions have changed since.")
    if of.again:
        parts.append(
            f"Not counted: {counted(of.again, 'further sitting')} of the same people, who had read the explanations."
        )
    return PaperShown(
        " ".join(parts),
        refusal(of.reliability) if isinstance(of.reliability, Refused) else begun(reliability_sentence(of.reliability)),
        "Needs the reliability above." if of.consistency is None else consistency_sentence(of.consistency),
        refusal(of.calibration) if isinstance(of.calibration, Refused) else calibration_sentence(of.calibration),
        coverage_sentence(of.coverage),
        of.coverage.cells,
    )


def begun(sentence: str) -> str:
    """A sentence that begins with a capital."""
    return sentence[:1].upper() + sentence[1:]


@dataclass(frozen=True, slots=True)
class CutShown:
    """A pass mark in the history of its paper. `signed` is None for one that was set without a signature."""

    percent: str
    error: str
    method: str
    release: int
    signed: Signed | None
    set_by: str


def pass_words(paper: Paper, percent: float | None, error: float | None) -> str:
    """Which mark passes today, and where it comes from."""
    if percent is None:
        return f"{paper.pass_percent} % passes, as the paper says. No pass mark has been set by judges."
    words = f"{number(percent)} %{'' if error is None else f' (standard error {number(error)})'}"
    if paper.cut:
        return f"{words} passes: the pass mark that was set and signed below."
    return (
        f"{paper.pass_percent} % passes, as the paper says. A pass mark of {words} is set and signed below; it counts "
        "once the paper says “cut: true”."
    )


@dataclass(frozen=True, slots=True)
class BorderlineShown:
    """A borderline regression in words: the result, the cut if grades stand at other distances, what it lacks."""

    sentence: str
    shifts: tuple[tuple[str, str], ...]
    shortfalls: tuple[str, ...]


def borderline_shown(of: BorderlineCut | Refused) -> BorderlineShown | None:
    """The regression as a page shows it; None where there is none."""
    if isinstance(of, Refused):
        return None
    return BorderlineShown(
        borderline_sentence(of),
        tuple((one.name.capitalize(), f"{number(one.cut_percent)} %") for one in of.shifts),
        tuple(shortfall_sentence(one) for one in of.shortfalls),
    )


def bar_words(points: int, accepted_from: int, percent: float | None) -> str:
    """What accepts work today, and what the pass mark would mean in whole points of the rubric."""
    today = (
        f"The rubric accepts work from {accepted_from} of {counted(points, 'point')}, with its own bar for each line."
    )
    if percent is None:
        return today
    needed = ceil(points * percent / 100 - 1e-9)
    if needed == accepted_from:
        return f"{today} That is the pass mark that was set."
    return f"{today} The pass mark that was set is {needed}: write “accepted_from: {needed}” to use it."
