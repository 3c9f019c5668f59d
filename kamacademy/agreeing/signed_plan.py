"""What is signed under a plan, read from the signed content alone. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kamacademy.competency.documents import Competency
from kamacademy.development.action_library import KIND_WORDS
from kamacademy.kpi.documents import Kpi
from kamacademy.records.signature import JSON


@dataclass(frozen=True, slots=True)
class SignedLine:
    """One action as it was signed, its codes in words."""

    title: str
    competency_name: str
    indicator_name: str
    kind_words: str
    where_tried: str | None
    evidence_expected: str | None
    kpi_words: str | None
    due_on: date
    is_begun: bool


def lines_of(content: JSON, competencies: Mapping[str, Competency], kpis: Mapping[str, Kpi]) -> list[SignedLine]:
    """The signed actions in order. A KPI that is gone from the release stands by its code."""
    assert isinstance(content, Mapping)
    actions = content["actions"]
    assert isinstance(actions, list)
    return [line_of(one, competencies[one["competency"]], kpis) for one in actions]


def line_of(action: Mapping[str, JSON], competency: Competency, kpis: Mapping[str, Kpi]) -> SignedLine:
    """One action of the signed content."""
    kpi = kpis.get(str(action["kpi"]))
    return SignedLine(
        title=str(action["title"]),
        competency_name=competency.name,
        indicator_name=competency.indicator(str(action["indicator"])).name,
        kind_words=KIND_WORDS[str(action["kind"])],
        where_tried=words_or_none(action["where_tried"]),
        evidence_expected=words_or_none(action["evidence_expected"]),
        kpi_words=f"{kpi.code} {kpi.name}" if kpi else words_or_none(action["kpi"]),
        due_on=date.fromisoformat(str(action["due_on"])),
        is_begun=action["begun"] is True,
    )


def words_or_none(value: JSON) -> str | None:
    """A text, or None for what was not said."""
    return None if value is None else str(value)
