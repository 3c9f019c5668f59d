"""KPI readings: a figure with its numerator, denominator, period and source; wrong ones are superseded."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import Base
from kamacademy.kpi.figures import Figure
from kamacademy.people.models import Person


class Reading(Base):
    """One reading for one person and period. A share has numerator and denominator; another unit has a value and n."""

    __tablename__ = "reading"
    __table_args__ = (
        CheckConstraint("period_end >= period_start", name="period_order"),
        CheckConstraint(
            "numerator IS NULL OR (denominator > 0 AND numerator >= 0 AND numerator <= denominator)", name="share"
        ),
        CheckConstraint("numerator IS NOT NULL OR value IS NOT NULL", name="has_figure"),
        CheckConstraint("n IS NULL OR n >= 0", name="n_range"),
        Index(None, "learner_id", "kpi", "period_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kpi: Mapped[str] = mapped_column(String(3))
    kpi_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    numerator: Mapped[float | None] = mapped_column(Numeric(12, 2, asdecimal=False))
    denominator: Mapped[int | None]
    value: Mapped[float | None] = mapped_column(Numeric(12, 3, asdecimal=False))
    n: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("reading.id"), unique=True)
    correction_reason: Mapped[str | None] = mapped_column(String(300))

    learner: Mapped[Person] = relationship(foreign_keys=[learner_id])
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id])

    @property
    def figure(self) -> Figure:
        """The figure as the rules and the charts see it."""
        return Figure(self.period_start, self.period_end, self.numerator, self.denominator, self.value, self.n)
