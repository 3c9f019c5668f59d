"""A team by competency: how each cell is drawn and read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.competency.certainty import Certainty, certainty
from kamacademy.competency.documents import Competency, Framework
from kamacademy.competency.estimation import Estimate, Standing

WAITED_TOO_LONG_DAYS = 45
CERTAINTY_WORDS = {
    Certainty.SURE: "secure",
    Certainty.LEANING: "not yet secure",
    Certainty.GUESS: "wide or old evidence",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One competency of one person. `mark` is the level, or a dash below three visits; `css` the cell's classes."""

    mark: str
    css: str
    words: str
    starts_cluster: bool


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One person in a coach's care. `days` since the last observation is None where there is none yet."""

    person_id: int
    name: str
    job_role_name: str
    cells: tuple[Cell, ...]
    last_observed: date | None
    days: int | None
    actions_open: int
    actions_due: int

    @property
    def waits(self) -> bool:
        """Not observed for more than 45 days, or never."""
        return self.days is None or self.days > WAITED_TOO_LONG_DAYS


def cell(
    estimate: Estimate, competency: Competency, framework: Framework, *, today: date, starts_cluster: bool
) -> Cell:
    """How one estimate is drawn."""
    sure = certainty(estimate, today)
    if estimate.level is None:
        seen = f"{estimate.visits} of 3 visits" if estimate.visits else "not seen yet"
        return Cell("–", Certainty.UNKNOWN.value, f"{competency.short_name}: {seen}", starts_cluster)
    below = estimate.standing is Standing.BELOW
    css = f"{sure.value} level-{estimate.level}{' below-target' if below else ''}"
    words = [framework.level_name(estimate.level), CERTAINTY_WORDS[sure], *(["below target"] if below else [])]
    return Cell(str(estimate.level), css, f"{competency.short_name}: {', '.join(words)}", starts_cluster)


def cells(
    estimates: Mapping[str, Estimate], competencies: Mapping[str, Competency], framework: Framework, today: date
) -> tuple[Cell, ...]:
    """A person's cells in the order of the framework."""
    firsts = {cluster.competencies[0] for cluster in framework.clusters[1:]}
    return tuple(
        cell(estimates[code], competency, framework, today=today, starts_cluster=code in firsts)
        for code, competency in competencies.items()
    )


def waiting_words(rows: Sequence[TeamRow]) -> str:
    """Who has waited too long, by first name."""
    names = [row.name.split()[0] for row in rows if row.waits]
    if not names:
        return f"Nobody has waited more than {WAITED_TOO_LONG_DAYS} days."
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    verb = "has" if len(names) == 1 else "have"
    return f"{listed} {verb} not been observed for more than {WAITED_TOO_LONG_DAYS} days."
