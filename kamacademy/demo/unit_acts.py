"""What is done about the second unit's figures: brought in files, compared by lot, asked what moved them. Pure."""

from dataclasses import dataclass
from datetime import date

from kamacademy.demo.acts import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class BringFile(Act):
    """A file with figures is brought, checked and taken over within some minutes."""

    source: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanByLot(Act):
    """A roll-out over teams, and the lot that draws its order from a seed two hours later."""

    name: str
    subject: str
    kpi: str
    teams: frozenset[str]
    first_month: date
    step_months: int
    steps: int
    note: str
    lot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWhatMoved(Act):
    """A study of whether a roll-out moved a KPI, worked out at once. `worth_while` is in the KPI's unit."""

    subject: str
    kpi: str
    worth_while: float
