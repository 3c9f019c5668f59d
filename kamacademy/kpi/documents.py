"""KPI definitions as content, with the rules that keep them honest."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kamacademy.competency.documents import RoleCode, competency_codes
from kamacademy.content.documents import Closed, CompetencyCode, DocumentType, Drafts, KpiCode, Words
from kamacademy.content.problems import BrokenRule, Problem
from kamacademy.content.reading import read_yaml

# Medical and nursing roles carry no commercial measure; only these say nothing about selling.
OPEN_TO_NON_COMMERCIAL = frozenset({"K02", "K14", "K18", "K19", "K22", "K23"})
NON_COMMERCIAL_ROLES = frozenset({"MSL", "NAV"})


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

    kpi: KpiCode | None = None
    words: Words


class Kpi(Closed):
    """The definition of one behaviour measure."""

    code: KpiCode
    name: Words
    category: Literal["behaviour", "outcome", "commercial"]
    scope: Literal["person", "account", "team", "programme"]
    competencies: tuple[CompetencyCode, ...]
    kind: Literal["quantitative", "observed", "survey"]
    definition: Words
    unit: Literal["percent", "count", "days", "level", "rungs", "points", "steps"]
    numerator: Words | None = None
    denominator: Words | None = None
    chart_as: Words | None = None
    source: Words
    cadence: Literal["monthly", "quarterly", "half-yearly", "yearly"]
    direction: Literal["up", "down", "band", "zero"]
    target: Target
    red_line: float | int | None = None
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
        if kpi.category == "commercial" and kpi.scope == "person":
            yield draft.problem(
                ("category",), "a commercial figure may not be kept for a person; measure behaviour instead"
            )
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


DOCUMENT_TYPES = (DocumentType("kpi", Kpi, r"assessments/kpis/(?P<code>k\d\d)\.yaml", "{code}", read_yaml, check_kpis),)
