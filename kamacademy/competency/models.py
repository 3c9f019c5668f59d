"""The evidence ledger: append-only rows that say what was shown, by whom it was seen, and where it came from.

Beside it, kept so that no page has to work it out: what the rule makes of the rows.
"""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import AppendOnly, Base
from kamacademy.people.models import Person


class Evidence(AppendOnly, Base):
    """One piece of evidence. A level is never stored; it is worked out from these rows by a named rule.

    `level` is 1 to 5, or None for "not observed". `score` of `score_max` holds for knowledge and never becomes a
    level. `visit` groups the rows of one visit. `valid_until` is the last day a pass counts, None where it does not
    run out. `happened_on` orders evidence, `recorded_at` orders the audit.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("level IS NULL OR (level >= 1 AND level <= 5)", name="level_range"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= score_max)", name="score_range"),
        Index(None, "learner_id", "competency"),
        Index(None, "source_type", "source_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    competency: Mapped[str] = mapped_column(String(3))
    indicator: Mapped[str | None] = mapped_column(String(4))
    kind: Mapped[str] = mapped_column(String(20))
    purpose: Mapped[str] = mapped_column(String(20))
    level: Mapped[int | None]
    score: Mapped[float | None]
    score_max: Mapped[float | None]
    passed: Mapped[bool | None]
    rater_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    rater_role: Mapped[str | None] = mapped_column(String(8))
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime]
    context: Mapped[str | None] = mapped_column(String(10))
    visit: Mapped[str | None] = mapped_column(String(40), index=True)
    source_type: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[int]
    source_ref: Mapped[str | None] = mapped_column(String(130))
    valid_until: Mapped[date | None]
    source_title: Mapped[str] = mapped_column(String(200))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    account_alias: Mapped[str | None] = mapped_column(String(80))
    note: Mapped[str | None] = mapped_column(Text)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"), unique=True)

    learner: Mapped[Person] = relationship(foreign_keys=[learner_id])
    rater: Mapped[Person | None] = relationship(foreign_keys=[rater_id])


class KeptEstimate(Base):
    """What the rule makes of the ledger, kept: one row for a person, competency, view and panel that has evidence.

    Everything here is worked out of ledger, certificates and the run of the rater model named; it can be thrown away
    and made again. `belief` holds the weights over the grid on the day of the last occasion, as little-endian doubles.
    `chances` are those of each level (panel Does), or of holding the standard (panel Knows), on the day `as_of`.
    `held` is the highest level that was reached by the rule and not lost since, `passes` the last day of the newest
    pass of each paper, or None where it does not run out.
    """

    __tablename__ = "estimate"

    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    competency: Mapped[str] = mapped_column(String(3), primary_key=True)
    view: Mapped[str] = mapped_column(String(11), primary_key=True)
    panel: Mapped[str] = mapped_column(String(5), primary_key=True)
    rule: Mapped[str] = mapped_column(String(20))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("severity_run.id"))
    belief: Mapped[bytes] = mapped_column(LargeBinary)
    last_on: Mapped[date]
    as_of: Mapped[date]
    chances: Mapped[list[float]] = mapped_column(JSON)
    held: Mapped[int | None]
    visits: Mapped[int]
    raters: Mapped[int]
    certified: Mapped[int]
    passes: Mapped[dict[str, str | None]] = mapped_column(JSON)
