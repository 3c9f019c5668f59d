"""KPI readings: a figure with its numerator, denominator, period and source; wrong ones are superseded."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import Base
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.given import Collected
from kamacademy.kpi.subjects import Subject
from kamacademy.people.models import Person, Team

ONE_SUBJECT = (
    "(CASE WHEN learner_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN team_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN programme IS NULL THEN 0 ELSE 1 END) = 1"
)


class Reading(Base):
    """One reading of one person, team or programme and period.

    A share has numerator and denominator; another unit has a value and n. `beside` must be read with the figure.
    `note` is what was seen: on `seen_on`, or the day of entering, by `seen_by`, or whoever entered it. Nobody enters
    what the academy calculates itself. One that came in a file names its run, and lies
    withdrawn before the whole run holds (`is_arriving`) and from when it was undone.
    """

    __tablename__ = "reading"
    __table_args__ = (
        CheckConstraint("period_end >= period_start", name="period_order"),
        CheckConstraint(
            "numerator IS NULL OR (denominator > 0 AND numerator >= 0 AND numerator <= denominator)", name="share"
        ),
        CheckConstraint("numerator IS NOT NULL OR value IS NOT NULL", name="has_figure"),
        CheckConstraint("n IS NULL OR n >= 0", name="n_range"),
        CheckConstraint(ONE_SUBJECT, name="one_subject"),
        CheckConstraint("collected IN ('form', 'import', 'calculated')", name="collected_known"),
        CheckConstraint("entered_by_id IS NOT NULL OR collected = 'calculated'", name="entered_by_somebody"),
        Index(None, "learner_id", "kpi", "period_end"),
        Index(None, "team_id", "kpi", "period_end"),
        Index(None, "programme", "kpi", "period_end"),
        Index(None, "kpi", "period_end"),
        Index(None, "feed_run_id"),
        # What does not hold takes no place of another.
        Index(
            None,
            "supersedes_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL AND supersedes_id IS NOT NULL"),
            postgresql_where=text("withdrawn_at IS NULL AND supersedes_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    programme: Mapped[str | None] = mapped_column(String(60))
    kpi: Mapped[str] = mapped_column(String(3))
    kpi_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    numerator: Mapped[float | None] = mapped_column(Numeric(12, 2, asdecimal=False))
    denominator: Mapped[int | None]
    value: Mapped[float | None] = mapped_column(Numeric(12, 3, asdecimal=False))
    n: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(200))
    beside: Mapped[str | None] = mapped_column(String(300))
    note: Mapped[str | None] = mapped_column(Text)
    seen_on: Mapped[date | None]
    seen_by: Mapped[str | None] = mapped_column(String(120))
    collected: Mapped[str] = mapped_column(String(10), default=Collected.FORM, server_default=Collected.FORM)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("reading.id"))
    correction_reason: Mapped[str | None] = mapped_column(String(300))
    # By the table's name, since imports lie to the right of readings.
    feed_run_id: Mapped[int | None] = mapped_column(ForeignKey("feed_run.id"))
    withdrawn_at: Mapped[datetime | None]
    is_arriving: Mapped[bool] = mapped_column(default=False, server_default=false())

    learner: Mapped[Person | None] = relationship(foreign_keys=[learner_id])
    team: Mapped[Team | None] = relationship()
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])

    @property
    def subject(self) -> Subject:
        """Whom or what it is about."""
        return Subject(self.learner_id, self.team_id, self.programme)

    @property
    def figure(self) -> Figure:
        """The figure as the rules and the charts see it."""
        return Figure(self.period_start, self.period_end, self.numerator, self.denominator, self.value, self.n)
