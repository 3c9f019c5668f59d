"""What the figures of items, papers and pass marks say, in sentences for a learning team."""

from kamacademy.quality.coverage import Coverage
from kamacademy.quality.figures import (
    Calibration,
    Consistency,
    ItemFigures,
    ItemParameters,
    OptionFigures,
    Reliability,
    Shown,
)
from kamacademy.quality.flags import FEWEST_ANSWERS, ItemFlag, OptionFlag
from kamacademy.quality.responses import Interval, Reason, Refused
from kamacademy.quality.standards import AngoffCut, BorderlineCut, Shortfall
from kamacademy.wording import counted, listed, number, percent


def figure(value: float | None) -> str:
    """A correlation or coefficient with two places; a dash for none."""
    return "–" if value is None else f"{value + 0:.2f}".replace("-", "−").replace("−0.00", "0.00")


def figures_between(interval: Interval | None) -> str:
    """The ends of an interval of a coefficient; a dash for none."""
    return "–" if interval is None else f"{figure(interval.low)} to {figure(interval.high)}"


def shares_between(interval: Interval) -> str:
    """The ends of an interval of a share, in percent."""
    return f"{round(interval.low * 100)} to {round(interval.high * 100)} %"


def percent_between(interval: Interval) -> str:
    """The ends of an interval that is in percent already."""
    return f"{number(interval.low)} to {number(interval.high)} %"


def item_sentence(item: ItemFigures, flag: ItemFlag) -> str:
    """Why an item has a flag, and what to do."""
    n = counted(item.n, "answer")
    right = f"{percent(item.difficulty)} of the points from {n} (likely {shares_between(item.difficulty_interval)})"
    r = f"{figure(item.discrimination)}, likely {figures_between(item.discrimination_interval)}"
    return {
        ItemFlag.TOO_FEW: f"{n} so far. From {FEWEST_ANSWERS} on its figures say something.",
        ItemFlag.TOO_EASY: f"{right}: nearly everyone gets it. Make it harder or retire it.",
        ItemFlag.TOO_HARD: f"{right}: hardly anyone gets it. Check key and lesson, then make it easier or retire it.",
        ItemFlag.KEY_SUSPECT: "Another option behaves as the right one should. Check the key before anything else.",
        ItemFlag.NEGATIVE: f"Those who do well elsewhere do worse here ({r}). Check the key and the wording.",
        ItemFlag.LOW: f"Those who do well elsewhere do hardly better here ({r}). Sharpen it or retire it.",
        ItemFlag.ATTRACTIVE: "A wrong option draws more, or abler, people than it should. Read it against the key.",
    }[flag]


def option_sentence(option: OptionFigures, flag: OptionFlag) -> str:
    """Why an option has a flag."""
    chosen = f"chosen by {percent(option.share)} ({counted(option.n, 'person', 'people')})"
    return {
        OptionFlag.CHOSEN_BY_THE_ABLE: (
            f"Not the key, {chosen}, and rather by those who do well elsewhere ({figure(option.discrimination)})."
        ),
        OptionFlag.MORE_THAN_THE_KEY: f"Not the key, yet {chosen}: more than the key.",
    }[flag]


def refusal(refused: Refused) -> str:
    """Why there is no figure, and what it needs."""
    there, needed = refused.there, refused.needed
    return {
        Reason.TOO_FEW_SITTINGS: f"{counted(there, 'sitting')} so far; from {needed} on a figure can be given.",
        Reason.TOO_FEW_ITEMS: f"{counted(there, 'item')}; at least {needed} are needed.",
        Reason.TOO_FEW_ANSWERS: f"{counted(there, 'item')} with enough answers; at least {needed} are needed.",
        Reason.INCOMPLETE: (
            f"People had different items: {there} complete, {needed} needed. For a paper drawn from a blueprint the "
            "reliability of the calibrated items stands in."
        ),
        Reason.NO_SPREAD: "Everyone has the same score, so nothing can be said about how reliable it is.",
        Reason.TOO_FEW_JUDGES: (
            f"{counted(there, 'judge')} rated every item in the last round; at least {needed} are needed for a cut."
        ),
        Reason.TOO_FEW_CANDIDATES: f"{counted(there, 'candidate')} with a grade; from {needed} on a cut can be given.",
        Reason.TOO_FEW_GRADES: f"Only {counted(there, 'grade')} used; at least {needed} are needed for a line.",
        Reason.NOT_RISING: "The score does not rise with the grade, so no cut follows. Look at the rubric first.",
        Reason.NOT_SETTLED: "The estimates did not settle. The classical figures stand.",
    }[refused.reason]


def reliability_sentence(of: Reliability) -> str:
    """How reliable a paper's scores are, with n, interval and standard error of measurement."""
    left_out = f" Left out: {counted(of.left_out, 'sitting')} that lack an item." if of.left_out else ""
    return (
        f"{of.coefficient} {figure(of.value)}, likely {figures_between(of.interval)}, from "
        f"{counted(of.n, 'sitting')} on {counted(of.items, 'item')}. Two times in three a score is good to within "
        f"{number(of.error_percent)} percentage points (standard error of measurement).{left_out}"
    )


def consistency_sentence(of: Consistency) -> str:
    """How often a second paper would decide the same."""
    return (
        f"At {number(of.cut_percent)} % a second paper like this one would decide the same for about "
        f"{percent(of.agreement)} of people (likely {shares_between(of.agreement_interval)}); beyond chance (kappa) "
        f"{figure(of.kappa)}. From {counted(of.n, 'sitting')}."
    )


def calibration_sentence(of: Calibration) -> str:
    """What a calibration rests on, and how reliable its abilities are."""
    left_out = f" {counted(len(of.uncalibrated), 'item')} not calibrated." if of.uncalibrated else ""
    return (
        f"{counted(len(of.items), 'item')} on one scale ({of.model}) from {counted(of.answers, 'answer')} in "
        f"{counted(of.n, 'sitting')}; reliability {figure(of.reliability)}, likely "
        f"{figures_between(of.reliability_interval)}.{left_out}"
    )


def parameters_sentence(of: ItemParameters) -> str:
    """What may be said of a calibrated item."""
    difficulty = f"Difficulty {figure(of.difficulty)} ± {figure(of.difficulty_error)} (standard error)"
    if of.shown is Shown.DIFFICULTY:
        return (
            f"{difficulty}. With {counted(of.n, 'answer')} its discrimination still leans on what is usual for items."
        )
    discrimination = f"{figure(of.discrimination)} ± {figure(of.discrimination_error)}"
    return f"{difficulty}, discrimination {discrimination}, from {counted(of.n, 'answer')}."


def angoff_sentence(of: AngoffCut) -> str:
    """The cut of a panel of judges."""
    last = of.last
    return (
        f"{counted(last.judges, 'judge')}, round {last.number}: {number(last.cut_percent)} % "
        f"({number(last.cut_points, 2)} points), standard error {number(last.error_percent)}, likely "
        f"{percent_between(last.interval_percent)}. On an item the judges differ by {number(100 * last.spread)} "
        "percentage points on average (standard deviation)."
    )


def borderline_sentence(of: BorderlineCut) -> str:
    """The cut of a borderline regression, and how it moves with the grades."""
    low, high = (pick(one.cut_percent for one in of.shifts) for pick in (min, max))
    return (
        f"{counted(of.n, 'candidate')}: {number(of.cut_percent)} % at the borderline grade, standard "
        f"error {number(of.larger_error_percent)}, likely {percent_between(of.interval_percent)}. The grade explains "
        f"{percent(of.explained)} of the score. With grades at uneven distances the cut lies between {number(low)} and "
        f"{number(high)} %."
    )


def shortfall_sentence(shortfall: Shortfall) -> str:
    """What a pass mark lacks."""
    return {
        Shortfall.FEW_JUDGES: "Fewer than six judges: the cut may move with the next one.",
        Shortfall.ONE_ROUND: "Only one round: the judges have not yet talked over where they differ.",
        Shortfall.JUDGE_INCOMPLETE: "A judge who did not rate every item was left out.",
        Shortfall.BORDERLINE_UNUSED: "Nobody got the borderline grade: the cut is read off beyond what was seen.",
        Shortfall.WEAK_LINE: "The grade explains less than half of the score: rubric and grade may not mean the same.",
        Shortfall.OUTSIDE: "The cut lies outside the scores that were given: do not use it as it is.",
    }[shortfall]


def coverage_sentence(of: Coverage) -> str:
    """How far the answered papers hold what the blueprint promised."""
    if of.match is None:
        return "Nothing to compare with the blueprint yet."
    missing = [one.name for one in of.cells if one.is_missing]
    unplanned = [one.name for one in of.cells if one.is_unplanned]
    parts = [f"{percent(of.match)} of the answered items lie where the blueprint puts them."]
    parts += [f"Never answered: {listed(missing)}."] if missing else []
    parts += [f"Not in the blueprint: {listed(unplanned)}."] if unplanned else []
    return " ".join(parts)
