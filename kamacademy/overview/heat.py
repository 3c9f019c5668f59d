"""A team by competency: how each cell is drawn and read. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from kamacademy.coaching.brief import Draft
from kamacademy.competency.certainty import Certainty, certainty
from kamacademy.competency.documents import Cluster, Competency, Framework
from kamacademy.competency.estimation import VISITS_NEEDED, Estimate, Standing
from kamacademy.overview.care import InCare

CERTAINTY_WORDS = {
    Certainty.SURE: "secure",
    Certainty.LEANING: "not yet secure",
    Certainty.GUESS: "wide or old evidence",
}
GAP = Markup('<td class="heat-gap" role="cell"></td>')
CELL = Markup(
    '<td class="heat-cell {css}" role="cell" title="{words}"><span aria-hidden="true">{mark}</span>'
    '<span class="visually-hidden">{words}</span></td>'
)


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One person of the map. `cells` is the markup of all their cells."""

    person: InCare
    cells: Markup
    days: int | None
    waits: bool
    rhythm_words: str


@dataclass(frozen=True, slots=True)
class Team:
    """A coach's people and what waits for the coach."""

    rows: Sequence[TeamRow]
    care: Sequence[InCare]
    clusters: Sequence[Cluster]
    competencies: Mapping[str, Competency]
    drafts: Sequence[Draft]
    observed_this_month: int
    plans_to_agree: Sequence[InCare]


@lru_cache(maxsize=4096)
def unknown_cell(competency: str, visits: int, *, starts_cluster: bool) -> Markup:
    """The markup of a competency seen on fewer than three visits."""
    seen = f"{visits} of {VISITS_NEEDED} visits" if visits else "not seen yet"
    return markup("–", Certainty.UNKNOWN.value, f"{competency}: {seen}", starts_cluster=starts_cluster)


@lru_cache(maxsize=4096)
def level_cell(
    competency: str, level: int, level_name: str, sure: Certainty, *, is_below: bool, starts_cluster: bool
) -> Markup:
    """The markup of a competency with a level. There are few kinds, and a large team has thousands of cells."""
    css = f"{sure.value} level-{level}{' below-target' if is_below else ''}"
    words = [level_name, CERTAINTY_WORDS[sure], *(["below target"] if is_below else [])]
    return markup(str(level), css, f"{competency}: {', '.join(words)}", starts_cluster=starts_cluster)


def markup(mark: str, css: str, words: str, *, starts_cluster: bool) -> Markup:
    """A cell, after a gap where it begins a cluster. `mark` is the level, or a dash below three visits."""
    made = CELL.format(css=f"{css} starts-cluster" if starts_cluster else css, words=words, mark=mark)
    return GAP + made if starts_cluster else made


def cell(
    estimate: Estimate, competency: Competency, framework: Framework, *, today: date, starts_cluster: bool
) -> Markup:
    """How one estimate is drawn."""
    if estimate.level is None:
        return unknown_cell(competency.short_name, estimate.visits, starts_cluster=starts_cluster)
    return level_cell(
        competency.short_name,
        estimate.level,
        framework.level_name(estimate.level),
        certainty(estimate, today),
        is_below=estimate.standing is Standing.BELOW,
        starts_cluster=starts_cluster,
    )


def cells(
    estimates: Mapping[str, Estimate], competencies: Mapping[str, Competency], framework: Framework, today: date
) -> Markup:
    """A person's cells in the order of the framework."""
    firsts = first_codes(framework)
    drawn = [
        cell(estimates[code], one, framework, today=today, starts_cluster=code in firsts)
        for code, one in competencies.items()
    ]
    # Each piece is markup already; the method of Markup would escape it again.
    return Markup("".join(drawn))  # noqa: S704


def first_codes(framework: Framework) -> frozenset[str]:
    """The competencies that begin a cluster, but for the very first."""
    return frozenset(cluster.competencies[0] for cluster in framework.clusters[1:])
