"""A pass mark as it is proposed and signed: the figure, what it rests on, and the sentence that is signed."""

from dataclasses import dataclass
from typing import Any

from kamacademy.quality.responses import Interval
from kamacademy.quality.snapshot import kept
from kamacademy.quality.standards import AngoffCut, BorderlineCut
from kamacademy.wording import counted, number

ANGOFF, BORDERLINE = "modified Angoff", "borderline regression"


def cut_name(exercise: str) -> str:
    """The name under which an exercise's pass mark is stored, which no paper can bear."""
    return f"exercise:{exercise}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pass mark in percent that may be signed. `figures` are kept with it."""

    percent: float
    standard_error: float
    interval: Interval
    meaning: str
    figures: dict[str, Any]  # Any: a snapshot as JSON


def of_panel(cut: AngoffCut, title: str, release: int) -> Proposal:
    """The pass mark of a panel for a paper, from a release on. One place behind the point, as the sentence says it."""
    last = cut.last
    percent, error = round(last.cut_percent, 1), round(last.error_percent, 1)
    meaning = (
        f"I set the pass mark of “{title}” at {number(percent)} % (standard error {number(error)}) for sittings begun "
        f"from release {release} on. It is what {counted(last.judges, 'judge')} expect of a barely competent person, "
        f"by the modified Angoff method in {counted(len(cut.rounds), 'round')}."
    )
    return Proposal(percent, error, last.interval_percent, meaning, kept(cut))


def of_grades(cut: BorderlineCut, title: str, release: int) -> Proposal:
    """The pass mark of an exercise by its grades, from a release on."""
    percent, error = round(cut.cut_percent, 1), round(cut.larger_error_percent, 1)
    meaning = (
        f"I set the pass mark of “{title}” at {number(percent)} % of the rubric’s points (standard error "
        f"{number(error)}) for work begun from release {release} on. It is the score that goes with the borderline "
        f"grade among {counted(cut.n, 'person', 'people')}, by borderline regression."
    )
    return Proposal(percent, error, cut.interval_percent, meaning, kept(cut))


def content_of(
    subject: str, percent: float, error: float | None, method: str, release_id: int, figures: dict[str, Any]
) -> dict[str, Any]:  # Any: JSON
    """What is signed: the stored pass mark and its figures."""
    return {
        "paper": subject,
        "percent": percent,
        "standard_error": error,
        "method": method,
        "from_release": release_id,
        "figures": figures,
    }
