"""Visits planned beforehand."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import Base
from kamacademy.people.models import Person


class PlannedVisit(Base):
    """A visit that coach and learner mean to make together. `focus` names indicators; made by either of the two.

    One of the purpose attestation is its announcement: the learner knows of it before the day. A cancelled visit stays,
    with its reason. Whether it was held is told by the observation that names it.
    """

    __tablename__ = "planned_visit"
    __table_args__ = (Index(None, "learner_id", "planned_on"), Index(None, "coach_id", "planned_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    coach_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str] = mapped_column(String(20))
    planned_on: Mapped[date]
    begins: Mapped[str | None] = mapped_column(String(5))
    activity: Mapped[str] = mapped_column(String(30))
    focus: Mapped[list[str]] = mapped_column(JSON)
    account_alias: Mapped[str | None] = mapped_column(String(80))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cancel_reason: Mapped[str | None] = mapped_column(String(250))

    learner: Mapped[Person] = relationship(foreign_keys=[learner_id], lazy="joined")
    coach: Mapped[Person] = relationship(foreign_keys=[coach_id], lazy="joined")
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
