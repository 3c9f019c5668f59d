"""What both sign."""

from datetime import datetime

from sqlalchemy import JSON as JsonColumn
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kamacademy.db import AppendOnly, Base
from kamacademy.records.signature import JSON


class PlanAgreement(AppendOnly, Base):
    """What both sign, as it stood when the first of them signed; the signatures name it."""

    __tablename__ = "plan_agreement"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    made_at: Mapped[datetime]
    content: Mapped[JSON] = mapped_column(JsonColumn, nullable=False)
