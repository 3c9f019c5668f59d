"""What an effect was worth: stated assumptions and what they give, written once; a correction is a later row."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import AppendOnly, Base
from kamacademy.impact.models import EffectStudy
from kamacademy.people.models import Person


class Worth(AppendOnly, Base):
    """One statement of what the effect of a study was worth: its assumptions, and low, central and high from them.

    `assumptions` are as `worth.assumptions` writes them, `result` as `worth.reckoned`; money is in `currency`.
    """

    __tablename__ = "worth"
    __table_args__ = (
        CheckConstraint("(supersedes_id IS NULL) = (correction_reason IS NULL)", name="correction_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("effect_study.id"), index=True)
    currency: Mapped[str] = mapped_column(String(3))
    # Any: figures and words by name.
    assumptions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    stated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stated_at: Mapped[datetime]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("worth.id"), unique=True)
    correction_reason: Mapped[str | None] = mapped_column(String(300))

    study: Mapped[EffectStudy] = relationship()
    stated_by: Mapped[Person] = relationship()
