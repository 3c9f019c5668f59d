"""The competency framework as content: levels, clusters, job-role targets, competencies, indicators and anchors."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from kamacademy.content.documents import (
    Closed,
    CompetencyCode,
    DocumentType,
    Draft,
    Drafts,
    IndicatorId,
    LevelNumber,
    Slug,
    Words,
)
from kamacademy.content.problems import BrokenRule, Problem
from kamacademy.content.reading import read_yaml
from kamacademy.people.job_roles import JobRole
from kamacademy.people.market import Market, MarketCode

ShortName = Annotated[str, StringConstraints(min_length=1, max_length=26)]
RoleCode = Literal["REP", "SK", "BK", "AL", "FM", "MSL", "NAV", "MK", "SL"]


class Level(Closed):
    """One step of the proficiency scale."""

    name: Words
    meaning: Words
    evidence: Words


class Cluster(Closed):
    """Competencies that belong together."""

    name: Words
    competencies: Annotated[tuple[CompetencyCode, ...], Field(min_length=1)]


class Gate(Closed):
    """The competency that blocks sign-off while it is below target."""

    competency: CompetencyCode
    rule: Words


class RoleTargets(Closed):
    """What a job role should reach, and what matters most for it."""

    code: RoleCode
    name: Words
    summary: Words
    non_commercial: bool = False
    targets: dict[CompetencyCode, LevelNumber]
    priorities: tuple[CompetencyCode, ...] = ()
    notes: dict[CompetencyCode, Words] = {}
    rated_by_commercial: tuple[CompetencyCode, ...] = ()


KNOWLEDGE_STANDARD = 80


class Framework(Closed):
    """The frame around the competencies. `knowledge_standard` is the percentage of questions to be answered right."""

    title: Words
    summary: Words
    levels: Annotated[tuple[Level, ...], Field(min_length=5, max_length=5)]
    clusters: Annotated[tuple[Cluster, ...], Field(min_length=1)]
    gate: Gate
    # Releases of before there was one are read as asking for the usual one.
    knowledge_standard: Annotated[int, Field(ge=50, le=95)] = KNOWLEDGE_STANDARD
    job_roles: Annotated[tuple[RoleTargets, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def each_role_once(self) -> Self:
        """Every job role has one row of targets."""
        codes = [role.code for role in self.job_roles]
        wanted = {role.value for role in JobRole}
        if set(codes) != wanted or len(codes) != len(wanted):
            raise BrokenRule(f"`job_roles` must name each of {', '.join(sorted(wanted))} once", "job_roles")
        return self

    def role(self, job_role: JobRole) -> RoleTargets:
        """The targets of a job role."""
        return next(role for role in self.job_roles if role.code == job_role.value)

    def level_name(self, number: int) -> str:
        """The name of level 1 to 5."""
        return self.levels[number - 1].name

    @property
    def codes(self) -> tuple[str, ...]:
        """Every competency's code in the order of the clusters."""
        return tuple(code for cluster in self.clusters for code in cluster.competencies)


class Indicator(Closed):
    """One behaviour that is rated, with a sentence for each level."""

    id: IndicatorId
    name: Words
    anchors: Annotated[tuple[Words, ...], Field(min_length=5, max_length=5)]


class Competency(Closed):
    """One competency with its two indicators.

    `check` is the paper whose pass makes its level secure; `check_in_market` names the one that does so for people of a
    market.
    """

    code: CompetencyCode
    name: Words
    short_name: ShortName
    definition: Words
    check: Slug | None = None
    check_in_market: dict[MarketCode, Slug] = {}
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=2, max_length=2)]
    do_not_credit: Annotated[tuple[Words, ...], Field(min_length=1)]
    evidence: Annotated[tuple[Words, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def indicators_named_for_it(self) -> Self:
        """C01 has C01a and C01b."""
        expected = [f"{self.code}a", f"{self.code}b"]
        if [indicator.id for indicator in self.indicators] != expected:
            raise BrokenRule(f"`indicators` must be {expected[0]} and {expected[1]}, in this order", "indicators")
        return self

    def indicator(self, indicator_id: str) -> Indicator:
        """One of the two indicators."""
        return next(one for one in self.indicators if one.id == indicator_id)

    def check_for(self, market: Market) -> str | None:
        """The paper that makes the level secure for people of a market."""
        return self.check_in_market.get(market.value, self.check)

    @property
    def checks(self) -> frozenset[str]:
        """The papers that make it secure in any market."""
        own = () if self.check is None else (self.check,)
        return frozenset((*own, *self.check_in_market.values()))


def check_framework(drafts: Drafts) -> Iterable[Problem]:
    """Clusters, targets and files must speak of the same competencies; a check must be a paper."""
    codes = {content.code for _, content in drafts.contents("competency", Competency)}
    for draft, framework in drafts.contents("framework", Framework):
        for number, cluster in enumerate(framework.clusters):
            for place, code in enumerate(cluster.competencies):
                if code not in codes:
                    yield draft.problem(("clusters", number, "competencies", place), f"there is no competency `{code}`")
        for code in sorted(codes - set(framework.codes)):
            yield draft.problem(("clusters",), f"competency {code} is in no cluster")
        if framework.gate.competency not in codes:
            yield draft.problem(("gate", "competency"), f"there is no competency `{framework.gate.competency}`")
        for number, role in enumerate(framework.job_roles):
            yield from check_role(draft, number, role, framework.codes, codes)


def check_role(
    draft: Draft, number: int, role: RoleTargets, listed: tuple[str, ...], codes: set[str]
) -> Iterable[Problem]:
    """One job role speaks of competencies that exist, and of every one unless it is a non-commercial role."""
    at = ("job_roles", number)
    for key, mapping in (("targets", role.targets), ("notes", role.notes)):
        for code in mapping:
            if code not in codes:
                yield draft.problem((*at, key, code), f"there is no competency `{code}`")
    for key, named in (("priorities", role.priorities), ("rated_by_commercial", role.rated_by_commercial)):
        for place, code in enumerate(named):
            if code not in codes:
                yield draft.problem((*at, key, place), f"there is no competency `{code}`")
    left_out = [code for code in listed if code not in role.targets]
    if left_out and not role.non_commercial:
        yield draft.problem((*at, "targets"), f"{role.code} has no target for {', '.join(left_out)}")


def check_competencies(drafts: Drafts) -> Iterable[Problem]:
    """A competency's file is named for it, and its check exists."""
    for draft, competency in drafts.contents("competency", Competency):
        if draft.slug != competency.code.lower():
            yield draft.problem(
                ("code",), f"the file is named {draft.slug}.yaml, so the code should be {draft.slug.upper()}"
            )
        if competency.check is not None and not drafts.has("paper", competency.check):
            yield draft.problem(("check",), f"there is no paper `{competency.check}`")
        yield from check_markets(draft, competency, drafts)


def check_markets(draft: Draft, competency: Competency, drafts: Drafts) -> Iterable[Problem]:
    """What counts in a check's place for a market is another paper, where there is a check at all."""
    for market, paper in competency.check_in_market.items():
        at = ("check_in_market", market)
        if competency.check is None:
            yield draft.problem(at, "name under `check` the paper that this one stands for")
        elif paper == competency.check:
            yield draft.problem(at, f"`{paper}` is the check everywhere; name another paper or leave the market out")
        if not drafts.has("paper", paper):
            yield draft.problem(at, f"there is no paper `{paper}`")


def indicator_ids(drafts: Drafts) -> set[str]:
    """Every indicator of the drafts, for other features' checks."""
    return {one.id for _, competency in drafts.contents("competency", Competency) for one in competency.indicators}


def competency_codes(drafts: Drafts) -> set[str]:
    """Every competency of the drafts, for other features' checks."""
    return {competency.code for _, competency in drafts.contents("competency", Competency)}


DOCUMENT_TYPES = (
    DocumentType(
        "framework", Framework, r"curricula/framework/(?P<name>framework)\.yaml", "{name}", read_yaml, check_framework
    ),
    DocumentType(
        "competency", Competency, r"curricula/framework/(?P<code>c\d\d)\.yaml", "{code}", read_yaml, check_competencies
    ),
)
