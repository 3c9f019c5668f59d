"""A person's competency profile, put together from the framework and the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.competency.documents import Competency, Framework
from kamacademy.competency.estimation import (
    MONTHS_COUNTED,
    RULE,
    Estimate,
    estimate,
    lower_median,
    months_before,
)
from kamacademy.competency.evidence import Kind, View
from kamacademy.competency.ledger import LedgerEntry
from kamacademy.competency.level_line import LevelLine, level_line
from kamacademy.competency.words import (
    attested_check_words,
    attested_words,
    basis_words,
    check_words,
    gap_words,
    range_words,
    settle_words,
    standing_words,
)
from kamacademy.people.job_roles import JobRole

FULL_PERFORMANCE_LEVEL = 3
HIGHEST_LEVEL = 5


@dataclass(frozen=True, slots=True)
class AnchorCard:
    """One level's sentences for both indicators."""

    level: int
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompetencyStanding:
    """One competency of a person: the development view in words and as a picture, the attested view in words."""

    competency: Competency
    estimate: Estimate
    attested: Estimate
    line: LevelLine
    standing_words: str
    basis_words: str
    check_words: str
    attested_words: str
    is_priority: bool
    is_gate: bool

    @property
    def is_attested(self) -> bool:
        """Whether anything counts in the attested view."""
        return self.attested.visits > 0


@dataclass(frozen=True, slots=True)
class ClusterStanding:
    """The competencies of one cluster."""

    name: str
    competencies: tuple[CompetencyStanding, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """All competencies of one person on one day."""

    clusters: tuple[ClusterStanding, ...]
    rule: str

    @property
    def is_attested(self) -> bool:
        """Whether anything at all counts in the attested view."""
        return any(one.is_attested for cluster in self.clusters for one in cluster.competencies)


@dataclass(frozen=True, slots=True)
class CompetencyDetail:
    """One competency of a person with all that lies behind it; `ledger` is newest first."""

    standing: CompetencyStanding
    gate_rule: str
    range_words: str
    attested_check_words: str
    self_gap_words: str
    settle_words: str
    role_note: str | None
    anchors: tuple[AnchorCard, ...]
    ledger: tuple[LedgerEntry, ...]
    rule: str


def profile(
    framework: Framework,
    competencies: Mapping[str, Competency],
    estimates: Mapping[str, Estimate],
    attested: Mapping[str, Estimate],
    *,
    job_role: JobRole,
    today: date,
) -> Profile:
    """The profile on one day."""
    return Profile(
        clusters=tuple(
            ClusterStanding(
                cluster.name,
                tuple(
                    standing(framework, competencies[code], estimates[code], attested[code], job_role, today)
                    for code in cluster.competencies
                ),
            )
            for cluster in framework.clusters
        ),
        rule=RULE,
    )


def standing(
    framework: Framework, competency: Competency, found: Estimate, attested: Estimate, job_role: JobRole, today: date
) -> CompetencyStanding:
    """One competency's standing."""
    names = [level.name for level in framework.levels]
    return CompetencyStanding(
        competency=competency,
        estimate=found,
        attested=attested,
        line=level_line(found, today, names),
        standing_words=standing_words(found, today, names),
        basis_words=basis_words(found, today),
        check_words=check_words(found),
        attested_words=attested_words(attested, today, names),
        is_priority=competency.code in framework.role(job_role).priorities,
        is_gate=competency.code == framework.gate.competency,
    )


def competency_detail(
    framework: Framework,
    competency: Competency,
    entries: Sequence[LedgerEntry],
    *,
    learner_id: int,
    job_role: JobRole,
    today: date,
) -> CompetencyDetail:
    """One competency on one day. `entries` are the learner's, newest first, narrowed for the reader."""
    role = framework.role(job_role)
    names = [level.name for level in framework.levels]
    rows = [entry.row for entry in entries]
    found, attested = (
        estimate(
            competency.code,
            rows,
            learner_id=learner_id,
            target=role.targets.get(competency.code),
            today=today,
            check=competency.check,
            view=view,
        )
        for view in (View.DEVELOPMENT, View.ATTESTED)
    )
    return CompetencyDetail(
        standing=standing(framework, competency, found, attested, job_role, today),
        gate_rule=framework.gate.rule,
        range_words=range_words(found, names),
        attested_check_words=attested_check_words(attested),
        self_gap_words=gap_words(self_level(entries, today), found),
        settle_words=settle_words(found, today, names),
        role_note=role.notes.get(competency.code),
        anchors=anchor_cards(competency, found, names),
        ledger=tuple(entries),
        rule=RULE,
    )


def self_level(entries: Sequence[LedgerEntry], today: date) -> int | None:
    """The lower median of one's own ratings of the months that count; None without any."""
    earliest = months_before(today, MONTHS_COUNTED)
    own = [
        entry.level
        for entry in entries
        if entry.kind is Kind.SELF and entry.level is not None and earliest <= entry.happened_on <= today
    ]
    return lower_median(own) if own else None


def anchor_cards(competency: Competency, found: Estimate, names: Sequence[str]) -> tuple[AnchorCard, ...]:
    """The present and the next level's sentences; where the level is unknown, those of level 1 and of the target."""
    if found.level is None:
        goal = found.target or FULL_PERFORMANCE_LEVEL
        shown = {1: "where it begins", goal: "target for the role" if found.target else "a full performance"}
    else:
        above = "target for the role" if found.level + 1 == found.target else "the next level"
        shown = {found.level: "shown"}
        if found.level < HIGHEST_LEVEL:
            shown[found.level + 1] = above
    return tuple(
        AnchorCard(
            level, f"{names[level - 1]}: {words}", tuple(one.anchors[level - 1] for one in competency.indicators)
        )
        for level, words in shown.items()
    )
