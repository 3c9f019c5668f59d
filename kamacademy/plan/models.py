"""Closed plans, frozen."""

from datetime import datetime

from sqlalchemy import JSON as JsonColumn
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kamacademy.db import AppendOnly, Base
from kamacademy.records.signature import JSON


class PlanSnapshot(AppendOnly, Base):
    """A closed plan as it was shown on its last day, with the estimates of that day and the rule that made them."""

    __tablename__ = "plan_snapshot"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), unique=True)
    taken_at: Mapped[datetime]
    rule: Mapped[str] = mapped_column(String(40))
    content: Mapped[JSON] = mapped_column(JsonColumn, nullable=False)
