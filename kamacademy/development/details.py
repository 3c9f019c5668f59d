"""What is said about an action when it is put forward or changed, where it came from, and what shows it."""

from dataclasses import dataclass
from datetime import date

from kamacademy.development.plan import Origin

LONGEST_TITLE, LONGEST_PLACE, LONGEST_REASON = 250, 200, 300

# What may still be said differently while an action is only proposed.
CHANGEABLE = ("title", "due_on", "kpi", "where_tried", "evidence_expected")

# What may be filled in later, where coaching left it open.
MAY_BE_MISSING = ("where_tried", "evidence_expected", "kpi")


@dataclass(frozen=True, slots=True)
class Details:
    """An action in words. `library_id` and `revision_id` are None for an action of one's own."""

    title: str
    indicator: str
    due_on: date
    kind: str = "job"
    kpi: str | None = None
    how: str | None = None
    where_tried: str | None = None
    evidence_expected: str | None = None
    module: str | None = None
    library_id: str | None = None
    revision_id: int | None = None

    @property
    def competency(self) -> str:
        """The competency of the indicator."""
        return self.indicator[:3]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the thought of an action came from: a sitting or transition by `key`, a lesson or KPI by `name`."""

    origin: Origin
    key: int | None = None
    name: str | None = None
