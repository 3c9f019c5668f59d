"""KPI definitions and scorecards as content, with the rules that keep them honest."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from kamacademy.competency.documents import RoleCode, competency_codes
from kamacademy.content.documents import Closed, CompetencyCode, DocumentType, Draft, Drafts, Words
from kamacademy.content.problems import BrokenRule, Problem
from kamacademy.content.reading import read_yaml
from kamacademy.people.job_roles import JobRole

# Medical and nursing roles carry no commercial measure; only these say nothing about selling.
OPEN_TO_NON_COMMERCIAL = frozenset({"K02", "K14", "K18", "K19", "K22", "K23"})
NON_COMMERCIAL_ROLES = frozenset({"MSL", "NAV"})

# What readings are about; those of an account are kept for the person who owns it.
KIND_OF = {"person": "person", "account": "person", "team": "team", "programme": "programme"}

# K01 to K25 are behaviours; O1 to O8 outcomes, which are never a person's.
MeasureCode = Annotated[str, StringConstraints(pattern=r"^(K\d\d|O\d)$")]


class Target(Closed):
    """One value to reach, or a band to stay in."""

    value: float | int | None = None
    low: float | int | None = None
    high: float | int | None = None

    @model_validator(mode="after")
    def value_or_band(self) -> Self:
        """Either `value`, or `low` and `high`."""
        is_band = self.low is not None and self.high is not None
        if (self.value is None) == (not is_band) or (is_band and self.value is not None):
            raise ValueError("give either `value`, or both `low` and `high`")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise BrokenRule("`low` must be below `high`", "low")
        return self


class Guard(Closed):
    """What is read beside the KPI so that it cannot be gamed unseen."""

    kpi: MeasureCode | None = None
    words: Words


class Kpi(Closed):
    """The definition of one measure: of behaviour (K) or, for a team and never for a person, of an outcome (O).

    A stock (`is_stock`) is a share that changes by a few cases from period to period, so that each reading resembles
    the one before: it is charted as flow, by its changes.
    """

    code: MeasureCode
    name: Words
    category: Literal["behaviour", "outcome", "commercial"]
    scope: Literal["person", "account", "team", "programme"]
    competencies: tuple[CompetencyCode, ...]
    kind: Literal["quantitative", "observed", "survey"]
    definition: Words
    unit: Literal["percent", "count", "days", "level", "rungs", "points", "steps", "hours", "rate", "net-points"]
    numerator: Words | None = None
    denominator: Words | None = None
    chart_as: Words | None = None
    is_stock: bool = False
    source: Words
    collected: Literal["calculated", "import", "form", "observation"]
    cadence: Literal["monthly", "quarterly", "half-yearly", "yearly"]
    direction: Literal["up", "down", "band", "zero"]
    target: Target
    red_line: float | int | None = None
    baseline: Words
    minimum_n: Annotated[int, Field(ge=1)]
    roles: Annotated[tuple[RoleCode, ...], Field(min_length=1)]
    gaming_risk: Words
    guard: Guard
    owner: Words
    target_basis: Words

    @property
    def is_share(self) -> bool:
        """Whether a reading is numerator out of denominator, shown in percent."""
        return self.unit == "percent"


def check_kpis(drafts: Drafts) -> Iterable[Problem]:
    """Codes match files, guards and competencies exist; no commercial figure for a person; the role firewall holds."""
    codes, competencies = drafts.slugs("kpi"), competency_codes(drafts)
    for draft, kpi in drafts.contents("kpi", Kpi):
        if draft.slug != kpi.code.lower():
            yield draft.problem(
                ("code",), f"the file is named {draft.slug}.yaml, so the code should be {draft.slug.upper()}"
            )
        if kpi.category == "commercial" and kpi.scope in ("person", "account"):
            yield draft.problem(
                ("category",), "a commercial figure may not be kept for a person; measure behaviour instead"
            )
        if (kpi.category == "outcome") != kpi.code.startswith("O"):
            yield draft.problem(("category",), "outcomes have a code with O, and nothing else has")
        if kpi.category == "outcome" and kpi.scope in ("person", "account"):
            yield draft.problem(("scope",), "an outcome of many hands may not be kept for a person")
        if kpi.category == "behaviour" and not kpi.competencies:
            yield draft.problem(("competencies",), "a behaviour shows at least one competency")
        if kpi.guard.kpi is not None and kpi.guard.kpi.lower() not in codes:
            yield draft.problem(("guard", "kpi"), f"there is no KPI `{kpi.guard.kpi}`")
        for number, code in enumerate(kpi.competencies):
            if code not in competencies:
                yield draft.problem(("competencies", number), f"there is no competency `{code}`")
        for number, role in enumerate(kpi.roles):
            if role in NON_COMMERCIAL_ROLES and kpi.code not in OPEN_TO_NON_COMMERCIAL:
                yield draft.problem(
                    ("roles", number),
                    f"{role} may carry only {', '.join(sorted(OPEN_TO_NON_COMMERCIAL))}: medical and nursing roles "
                    "are kept apart from commercial measures",
                )
        if kpi.is_share and (kpi.numerator is None or kpi.denominator is None):
            yield draft.problem(("unit",), "a percentage needs a `numerator` and a `denominator` in words")
        if kpi.is_stock and not kpi.is_share:
            yield draft.problem(("is_stock",), "a stock is a share of counted cases, so its unit is `percent`")


SCORECARDS = "scorecards"
LEARNING_TEAM = "learning-team"


class Entry(Closed):
    """A measure on a scorecard: one's own, that of the team, all its people together, or that of the programmes."""

    kpi: MeasureCode
    of: Literal["person", "team", "programme"] = "person"


class Scorecard(Closed):
    """The measures of one job role, or of the learning team; `also` names figures that are no KPIs."""

    role: RoleCode | Literal["learning-team"]
    measures: Annotated[tuple[Entry, ...], Field(min_length=1, max_length=8)]
    also: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def each_measure_once(self) -> Self:
        """No measure stands twice on a scorecard."""
        codes = [one.kpi for one in self.measures]
        if len(codes) != len(set(codes)):
            raise BrokenRule("`measures` names a KPI twice", "measures")
        return self


class Scorecards(Closed):
    """Every scorecard."""

    intro: Words
    cards: Annotated[tuple[Scorecard, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def each_role_once(self) -> Self:
        """Every job role has one scorecard, and so has the learning team."""
        roles = [one.role for one in self.cards]
        wanted = {*(one.value for one in JobRole), LEARNING_TEAM}
        if set(roles) != wanted or len(roles) != len(wanted):
            raise BrokenRule(f"`cards` must have one of each: {', '.join(sorted(wanted))}", "cards")
        return self

    def of(self, role: str) -> Scorecard:
        """The scorecard of a job role by its code, or of the learning team."""
        return next(one for one in self.cards if one.role == role)


def check_scorecards(drafts: Drafts) -> Iterable[Problem]:
    """The KPIs exist, may be carried by the role, and stand for what they are measured for."""
    kpis = {kpi.code: kpi for _, kpi in drafts.contents("kpi", Kpi)}
    for draft, found in drafts.contents(SCORECARDS, Scorecards):
        for number, card in enumerate(found.cards):
            for place, entry in enumerate(card.measures):
                words = why_not_on(card, entry, kpis.get(entry.kpi))
                if words:
                    yield problem_at(draft, number, place, words)


def problem_at(draft: Draft, card: int, place: int, words: str) -> Problem:
    """A problem at one measure of one scorecard."""
    return draft.problem(("cards", card, "measures", place, "kpi"), words)


def why_not_on(card: Scorecard, entry: Entry, kpi: Kpi | None) -> str | None:
    """Why a measure may not stand on a scorecard; None where it may."""
    if kpi is None:
        return f"there is no KPI `{entry.kpi}`"
    if card.role in NON_COMMERCIAL_ROLES and kpi.code not in OPEN_TO_NON_COMMERCIAL:
        return f"{card.role} may carry only {', '.join(sorted(OPEN_TO_NON_COMMERCIAL))}"
    if card.role not in (LEARNING_TEAM, *kpi.roles):
        return f"{kpi.code} is not a measure for {card.role}"
    kind = KIND_OF[kpi.scope]
    if entry.of != kind and (entry.of, kind) != ("team", "person"):
        return f"{kpi.code} is measured for a {kpi.scope}: write `of: {kind}`"
    return None


PLACE = r"assessments/kpis/(?P<code>k\d\d|o\d)\.yaml"
DOCUMENT_TYPES = (
    DocumentType("kpi", Kpi, PLACE, "{code}", read_yaml, check_kpis),
    DocumentType(SCORECARDS, Scorecards, r"assessments/scorecards\.yaml", SCORECARDS, read_yaml, check_scorecards),
)
