"""A person's competency profile, put together from the framework, the estimates and the ledger. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.competency.documents import Competency, Framework
from kamacademy.competency.estimation import MONTHS_COUNTED, RULE, Estimate, Standing, lower_median, months_before
from kamacademy.competency.evidence import Kind
from kamacademy.competency.ledger import LedgerEntry
from kamacademy.competency.level_line import LevelLine, level_line
from kamacademy.competency.next_evidence import NextEvidence
from kamacademy.competency.readiness import Readiness, readiness
from kamacademy.competency.words import (
    attested_words,
    basis_words,
    chance_words,
    knowledge_words,
    lacks_words,
    range_words,
    self_gap_words,
    standing_words,
    target_words,
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
    chance_words: str
    range_words: str
    basis_words: str
    attested_words: str
    is_priority: bool
    is_gate: bool

    @property
    def is_attested(self) -> bool:
        """Whether anything counts in the attested view."""
        return self.attested.visits > 0

    @property
    def is_at_target(self) -> bool:
        """Whether it counts as at target in the development view."""
        return self.estimate.standing is Standing.AT_TARGET

    @property
    def lacks_check(self) -> bool:
        """Whether the framework names a check that is not passed."""
        return self.estimate.check_passed is False


@dataclass(frozen=True, slots=True)
class ClusterStanding:
    """The competencies of one cluster."""

    name: str
    competencies: tuple[CompetencyStanding, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """All competencies of one person on one day."""

    clusters: tuple[ClusterStanding, ...]
    readiness: Readiness
    rule: str

    @property
    def is_attested(self) -> bool:
        """Whether anything at all counts in the attested view."""
        return any(one.is_attested for cluster in self.clusters for one in cluster.competencies)


@dataclass(frozen=True, slots=True)
class CompetencyDetail:
    """One competency of a person with all that lies behind it; `ledger` is newest first.

    `self_gap_words` is empty for everybody but the learner and the present coach.
    """

    standing: CompetencyStanding
    gate_rule: str
    target_words: str
    attested_lacks: str
    knowledge_words: str
    self_gap_words: str
    next_evidence: NextEvidence
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
) -> Profile:
    """The profile on the day of the estimates."""
    return Profile(
        clusters=tuple(
            ClusterStanding(
                cluster.name,
                tuple(
                    standing(framework, competencies[code], estimates[code], attested[code], job_role)
                    for code in cluster.competencies
                ),
            )
            for cluster in framework.clusters
        ),
        readiness=readiness(framework, competencies, estimates, attested),
        rule=RULE,
    )


def standing(
    framework: Framework, competency: Competency, found: Estimate, attested: Estimate, job_role: JobRole
) -> CompetencyStanding:
    """One competency's standing."""
    names = level_names(framework)
    return CompetencyStanding(
        competency=competency,
        estimate=found,
        attested=attested,
        line=level_line(found, names),
        standing_words=standing_words(found, names),
        chance_words=chance_words(found),
        range_words=range_words(found, names),
        basis_words=basis_words(found),
        attested_words=attested_words(attested, names),
        is_priority=competency.code in framework.role(job_role).priorities,
        is_gate=competency.code == framework.gate.competency,
    )


def level_names(framework: Framework) -> list[str]:
    """The names of levels 1 to 5."""
    return [level.name for level in framework.levels]


def competency_detail(
    framework: Framework,
    competency: Competency,
    estimates: tuple[Estimate, Estimate],
    entries: Sequence[LedgerEntry],
    next_evidence: NextEvidence,
    *,
    job_role: JobRole,
    sees_own_view: bool,
) -> CompetencyDetail:
    """One competency of the development and the attested estimate. `entries` are newest first, narrowed for the reader.

    `sees_own_view` says whether the reader is the learner or the present coach.
    """
    found, attested = estimates
    names = level_names(framework)
    return CompetencyDetail(
        standing=standing(framework, competency, found, attested, job_role),
        gate_rule=framework.gate.rule,
        target_words=target_words(found, names),
        attested_lacks=lacks_words(attested, "attested visit"),
        knowledge_words=knowledge_words(found),
        self_gap_words=self_gap_words(self_level(entries, found.on), found) if sees_own_view else "",
        next_evidence=next_evidence,
        role_note=framework.role(job_role).notes.get(competency.code),
        anchors=anchor_cards(competency, found, names),
        ledger=tuple(entries),
        rule=found.rule,
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
