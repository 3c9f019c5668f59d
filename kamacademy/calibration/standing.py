"""Whether a coach's ratings of cases earn a certificate, and what is missing, in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kamacademy.calibration.comparison import Comparison, Pair, compare
from kamacademy.calibration.words import figure, strictness
from kamacademy.marking.agreement import FEWEST_PAIRS
from kamacademy.wording import counted

# Agreement with the reference is enough from here on, and must not by its interval be as low as this.
KAPPA_NEEDED, KAPPA_FLOOR = 0.6, 0.4
WITHIN_ONE_NEEDED = 0.9
# In logits.
SEVERITY_BELOW = 1.0


class Verdict(StrEnum):
    """What the ratings say: too few for more than a hint, not yet, or the rule is met."""

    INDICATIVE = "indicative"
    NOT_YET = "not yet"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a coach stands by the pairs that count. `severity` is in logits, None below 30 pairs."""

    comparison: Comparison
    severity: float | None
    verdict: Verdict
    missing: tuple[str, ...]
    strictness: str | None


def standing_of(pairs: Sequence[Pair]) -> Standing:
    """Where these pairs leave a coach: certified from 30 of them on if agreement, closeness and severity hold."""
    found = compare(pairs)
    if found.is_indicative:
        words = f"{counted(FEWEST_PAIRS - found.n, 'more rating')} of cases, before anything but counts is said."
        return Standing(found, None, Verdict.INDICATIVE, (words,), None)
    # Needs numpy, which a page without enough ratings is spared.
    from kamacademy.calibration.severity import severity

    found_severity = severity(pairs)
    missing = (*too_far(found), *too_severe(found_severity.mean, found_severity.levels))
    verdict = Verdict.NOT_YET if missing else Verdict.MET
    return Standing(found, found_severity.mean, verdict, missing, strictness(found_severity.levels))


def too_far(found: Comparison) -> list[str]:
    """What agreement and closeness lack."""
    missing = []
    if found.kappa is None:
        missing.append("Levels that differ from case to case: all are alike, so agreement cannot be told from chance.")
    elif found.kappa.value < KAPPA_NEEDED:
        missing.append(
            f"Closer agreement: weighted kappa is {figure(found.kappa.value)} of the {KAPPA_NEEDED:.2f} needed."
        )
    elif found.kappa.low <= KAPPA_FLOOR:
        missing.append(
            f"Surer agreement: weighted kappa could be as low as {figure(found.kappa.low)}, and must be above "
            f"{KAPPA_FLOOR:.2f}. More cases make it surer."
        )
    if found.within_one < WITHIN_ONE_NEEDED * found.n:
        missing.append(
            f"Fewer levels far off: {found.within_one} of {found.n} are within one level of the reference, needed are "
            "9 in 10."
        )
    return missing


def too_severe(logits: float, levels: float) -> list[str]:
    """What severity lacks."""
    if abs(logits) < SEVERITY_BELOW:
        return []
    size = figure(abs(logits))
    return [
        f"The same yardstick: the levels are {strictness(levels)} (severity {size} logits, needed is less than "
        f"{SEVERITY_BELOW:g})."
    ]
