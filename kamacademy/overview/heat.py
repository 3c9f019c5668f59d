"""A team by competency: how each cell is drawn and read. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from kamacademy.board.care import InCare
from kamacademy.coaching.brief import Draft
from kamacademy.competency.certainty import Certainty, certainty, level_chance
from kamacademy.competency.chance_words import Likelihood, likelihood
from kamacademy.competency.documents import Cluster, Competency, Framework
from kamacademy.competency.estimation import VISITS_NEEDED, Estimate, Standing
from kamacademy.competency.words import claim

# What the drawing says beyond the words for the level.
DRAWN_WORDS = {Certainty.LEANING: "not yet secure", Certainty.GUESS: "wide or old evidence"}
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
    """A coach's people, and the drafts that wait for the coach."""

    rows: Sequence[TeamRow]
    care: Sequence[InCare]
    clusters: Sequence[Cluster]
    competencies: Mapping[str, Competency]
    drafts: Sequence[Draft]
    observed_this_month: int


@lru_cache(maxsize=4096)
def unknown_cell(competency: str, visits: int, *, starts_cluster: bool) -> Markup:
    """The markup of a competency seen on fewer than three visits."""
    seen = f"{visits} of {VISITS_NEEDED} visits" if visits else "not seen yet"
    return markup("–", Certainty.UNKNOWN.value, f"{competency}: {seen}", starts_cluster=starts_cluster)


@lru_cache(maxsize=4096)
def level_cell(
    competency: str,
    level: int,
    level_name: str,
    word: Likelihood,
    sure: Certainty,
    *,
    is_below: bool,
    starts_cluster: bool,
) -> Markup:
    """The markup of a competency with a level. There are few kinds, and a large team has thousands of cells."""
    css = f"{sure.value} level-{level}{' below-target' if is_below else ''}"
    words = [claim(level, level_name, word)]
    if sure in DRAWN_WORDS and DRAWN_WORDS[sure] not in words[0]:
        words.append(DRAWN_WORDS[sure])
    if is_below:
        words.append("below target")
    return markup(str(level), css, f"{competency}: {', '.join(words)}", starts_cluster=starts_cluster)


def markup(mark: str, css: str, words: str, *, starts_cluster: bool) -> Markup:
    """A cell, after a gap where it begins a cluster. `mark` is the level, or a dash below three visits."""
    made = CELL.format(css=f"{css} starts-cluster" if starts_cluster else css, words=words, mark=mark)
    return GAP + made if starts_cluster else made


def cell(estimate: Estimate, competency: Competency, framework: Framework, *, starts_cluster: bool) -> Markup:
    """How one estimate is drawn."""
    level = estimate.level
    if level is None:
        return unknown_cell(competency.short_name, estimate.visits, starts_cluster=starts_cluster)
    return level_cell(
        competency.short_name,
        level,
        framework.level_name(level),
        likelihood(level_chance(estimate, level)),
        certainty(estimate),
        is_below=estimate.standing is Standing.BELOW,
        starts_cluster=starts_cluster,
    )


def cells(estimates: Mapping[str, Estimate], competencies: Mapping[str, Competency], framework: Framework) -> Markup:
    """A person's cells in the order of the framework."""
    firsts = first_codes(framework)
    drawn = [cell(estimates[code], one, framework, starts_cluster=code in firsts) for code, one in competencies.items()]
    # Each piece is markup already; the method of Markup would escape it again.
    return Markup("".join(drawn))  # noqa: S704


def first_codes(framework: Framework) -> frozenset[str]:
    """The competencies that begin a cluster, but for the very first."""
    return frozenset(cluster.competencies[0] for cluster in framework.clusters[1:])
