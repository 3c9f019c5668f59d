"""Planned visits in one line each, as the first pages and the list print them. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from kamacademy.guide.activity import ACTIVITY_ICONS, ACTIVITY_WORDS, Activity
from kamacademy.wording import weekday


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A planned visit with the two names, as the database gives it. `is_held`: a shared note names it.

    `second` is who comes along to rate it as well, until that is done; None for most visits.
    """

    id: int
    planned_on: date
    begins: str | None
    activity: str
    account_alias: str | None
    purpose: str
    focus: Collection[str]
    learner_id: int
    learner_name: str
    coach_id: int
    coach_name: str
    is_cancelled: bool
    is_held: bool
    is_viewed: bool
    second: str | None


@dataclass(frozen=True, slots=True)
class VisitBrief:
    """A planned visit for one of the two: `name` is the other's."""

    id: int
    planned_on: date
    when: str
    begins: str | None
    activity: str
    icon: str
    account_alias: str | None
    purpose: str
    focus: tuple[str, ...]
    learner_id: int
    name: str
    is_own: bool
    is_cancelled: bool
    is_held: bool
    is_viewed: bool
    second: str | None

    @property
    def first_name(self) -> str:
        """The first word of the other's name."""
        return self.name.split()[0]


def visit_brief(row: VisitRow, reader_id: int, names: Mapping[str, str]) -> VisitBrief:
    """A planned visit as one of the two reads it. `names` are the indicators' names."""
    is_own, activity = row.learner_id == reader_id, Activity(row.activity)
    return VisitBrief(
        id=row.id,
        planned_on=row.planned_on,
        when=f"{weekday(row.planned_on)}, {row.begins}" if row.begins else weekday(row.planned_on),
        begins=row.begins,
        activity=ACTIVITY_WORDS[activity],
        icon=ACTIVITY_ICONS[activity],
        account_alias=row.account_alias,
        purpose=row.purpose,
        focus=tuple(names[one] for one in row.focus if one in names),
        learner_id=row.learner_id,
        name=row.coach_name if is_own else row.learner_name,
        is_own=is_own,
        is_cancelled=row.is_cancelled,
        is_held=row.is_held,
        is_viewed=row.is_viewed,
        second=row.second,
    )
