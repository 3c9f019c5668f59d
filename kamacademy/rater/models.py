"""Who may attest and for how long, and what each run of the rater model found of every rater."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import Base
from kamacademy.people.models import Person


class Certification(Base):
    """That a person may attest, from the first to the last day; `basis` says in words what it rests on.

    One that is ended early stays, with the first day on which it no longer held.
    """

    __tablename__ = "certification"
    __table_args__ = (
        CheckConstraint("valid_until >= valid_from", name="ends_after_start"),
        Index(None, "person_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    basis: Mapped[str] = mapped_column(String(250))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def last_day(self) -> date:
        """The last day it holds, or held; before `valid_from` where it was ended on its first day."""
        return min(self.valid_until, self.ended_on - timedelta(days=1)) if self.ended_on else self.valid_until

    def holds_on(self, day: date) -> bool:
        """True from the first to the last day, both included."""
        return self.valid_from <= day <= self.last_day


class SeverityRun(Base):
    """One run of the rater model over the ratings of 24 months: by which rule, over how much, and what it found.

    `difficulties` maps indicators to logits. `subsets` counts the groups of raters that nothing links; between two of
    them no severity and no level can be compared. `design_effect` is how much less the ratings of one visit say than
    independent ones. The spread is of levels within visits: squares and their degrees of freedom, over all raters.
    `asked_by_id` is None for the nightly run.
    """

    __tablename__ = "severity_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(index=True)
    ratings: Mapped[int]
    raters: Mapped[int]
    subsets: Mapped[int]
    difficulties: Mapped[dict[str, float]] = mapped_column(JSON)
    design_effect: Mapped[float] = mapped_column(default=1.0)
    spread_squares: Mapped[float] = mapped_column(default=0.0)
    spread_freedom: Mapped[int] = mapped_column(default=0)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class RaterSeverity(Base):
    """What one run found of one rater: severity and how far it is known, in logits; fit as mean squares.

    `ratings` and `visits` are what it rests on; `subset` numbers the group of raters linked with each other, 0 on.
    `observes` is False for colleagues who only answered when peer feedback was asked: they are never named. `signs`
    says how the rater uses the scale, as `figures.Signs` keeps it.
    """

    __tablename__ = "rater_severity"

    run_id: Mapped[int] = mapped_column(ForeignKey("severity_run.id"), primary_key=True)
    rater_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    mean: Mapped[float]
    sd: Mapped[float]
    infit: Mapped[float]
    outfit: Mapped[float]
    ratings: Mapped[int]
    visits: Mapped[int]
    subset: Mapped[int]
    observes: Mapped[bool] = mapped_column(default=True)
    signs: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # Any: lists and numbers


class RunRequest(Base):
    """That somebody asked for the rater model to be run again, and when it was done."""

    __tablename__ = "severity_run_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    has_failed: Mapped[bool] = mapped_column(default=False)
