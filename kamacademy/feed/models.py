"""Runs of files with KPI readings, what is remembered of their sources, and readings that wait to be taken over."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import Base
from kamacademy.feed.states import State, state_words
from kamacademy.people.models import Person


class FeedSource(Base):
    """Where files come from, with what was chosen last: the heading of each column, and how decimals are written."""

    __tablename__ = "feed_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    headings: Mapped[dict[str, str]] = mapped_column(JSON)
    decimals: Mapped[str | None] = mapped_column(String(5))


class FeedRun(Base):
    """One file on its way: who brought it, where it is, what was found in it, and whether it was undone.

    `columns` are places in `header` by field. `file` lies in the folder `feeds` of the data until `expires_at` or
    until it is taken over. `made` of `total` is how far the background is, which was last heard at `alive_at`. The
    check rests on a release and on the readings up to `checked_to`. `kinds` counts problems by kind. `question` is
    what must be asked of a person, or what they must know before they go on.
    """

    __tablename__ = "feed_run"
    __table_args__ = (
        CheckConstraint(
            "state IN ('columns', 'check', 'checked', 'take', 'taken', 'undo', 'undone', 'dropped', 'failed')",
            name="state_known",
        ),
        Index(None, "sha256"),
        Index(None, "state", "alive_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("feed_source.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(8), default=State.COLUMNS)
    file: Mapped[str | None] = mapped_column(String(60))
    expires_at: Mapped[datetime | None]
    letters: Mapped[str] = mapped_column(String(12))
    is_sure: Mapped[bool]
    delimiter: Mapped[str] = mapped_column(String(1))
    is_workbook: Mapped[bool] = mapped_column(default=False)
    header: Mapped[list[str]] = mapped_column(JSON)
    columns: Mapped[dict[str, int]] = mapped_column(JSON)
    decimals: Mapped[str | None] = mapped_column(String(5))
    question: Mapped[str | None] = mapped_column(String(300))
    begun_at: Mapped[datetime | None]
    alive_at: Mapped[datetime | None]
    made: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[datetime | None]
    checked_to: Mapped[int | None]
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    new: Mapped[int] = mapped_column(default=0)
    corrected: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    problems: Mapped[int] = mapped_column(default=0)
    kinds: Mapped[dict[str, int]] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column(String(300))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    undone_why: Mapped[str | None] = mapped_column(String(300))
    withdrawn: Mapped[int] = mapped_column(default=0)

    source: Mapped[FeedSource] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])

    @property
    def state_words(self) -> str:
        """Where it is, in words."""
        return state_words(State(self.state), self.problems, self.readings)

    @property
    def readings(self) -> int:
        """How many readings it brings: new ones and corrections."""
        return self.new + self.corrected

    @property
    def asks_decimals(self) -> bool:
        """Whether it waits to be told how decimals are written."""
        return self.state == State.COLUMNS and self.question is not None


class StagedReading(Base):
    """A row of a file that is right, until it is taken over. It names its people and readings without binding them.

    `there_id` is the reading of the same period: one that says the same, or one that it takes the place of.
    """

    __tablename__ = "staged_reading"
    # Named here, since by the columns its name would be longer than PostgreSQL takes.
    __table_args__ = (
        Index("ix_staged_reading_series", "run_id", "kpi", "learner_id", "team_id", "programme", "period_start", "row"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("feed_run.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int | None]
    team_id: Mapped[int | None]
    programme: Mapped[str | None] = mapped_column(String(60))
    kpi: Mapped[str] = mapped_column(String(3))
    kpi_revision_id: Mapped[int]
    period_start: Mapped[date]
    period_end: Mapped[date]
    numerator: Mapped[float | None] = mapped_column(Numeric(12, 2, asdecimal=False))
    denominator: Mapped[int | None]
    value: Mapped[float | None] = mapped_column(Numeric(12, 3, asdecimal=False))
    n: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)
    seen_on: Mapped[date | None]
    seen_by: Mapped[str | None] = mapped_column(String(120))
    there_id: Mapped[int | None]
    is_unchanged: Mapped[bool]


class FeedProblem(Base):
    """One of the first problems of a run, as its page shows them."""

    __tablename__ = "feed_problem"

    run_id: Mapped[int] = mapped_column(ForeignKey("feed_run.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    row: Mapped[int]
    column: Mapped[str] = mapped_column(String(60))
    given: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(String(400))
