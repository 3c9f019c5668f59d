"""Studies of effect, asked before any figure is seen, and the chain from learning to customers as counted by night."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.content.models import Release
from kamacademy.db import Base
from kamacademy.impact.states import WAITING, State
from kamacademy.people.models import Person
from kamacademy.rollout.models import Rollout


class EffectStudy(Base):
    """One question, asked once: whether a module or programme (`subject`, as "module:m07") moved a KPI.

    `worth_while` is the smallest effect that would be worth while, above 0 and in the unit of the KPI (points where it
    is a share); it is fixed before anything is reckoned. `starts` says where the month comes from in which each team
    began. `fingerprint` is that of the figures it rests on. Working it out again is another study, so no answer is
    ever written over.
    """

    __tablename__ = "effect_study"
    __table_args__ = (
        CheckConstraint("worth_while > 0", name="worth_while_range"),
        CheckConstraint("starts IN ('rollout', 'completed')", name="starts_known"),
        CheckConstraint("state IN ('asked', 'working', 'done', 'failed')", name="state_known"),
        CheckConstraint("method IN ('staggered', 'interrupted', 'before-after')", name="method_known"),
        CheckConstraint("(starts = 'rollout') = (rollout_id IS NOT NULL)", name="has_rollout"),
        CheckConstraint("state <> 'done' OR (worked_at IS NOT NULL AND fingerprint IS NOT NULL)", name="done_is_whole"),
        Index(None, "subject", "kpi", "asked_at"),
        Index(None, "state", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(80))
    kpi: Mapped[str] = mapped_column(String(3))
    kpi_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    rollout_id: Mapped[int | None] = mapped_column(ForeignKey("rollout.id"))
    starts: Mapped[str] = mapped_column(String(9))
    worth_while: Mapped[float] = mapped_column(Numeric(12, 3, asdecimal=False))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    begun_at: Mapped[datetime | None]
    worked_at: Mapped[datetime | None]
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(7), default=State.ASKED)
    method: Mapped[str | None] = mapped_column(String(12))
    # Any: numbers, words and lists of them, as `impact.found` writes and reads them.
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    asked_by: Mapped[Person] = relationship()
    rollout: Mapped[Rollout | None] = relationship()
    release: Mapped[Release | None] = relationship()

    @property
    def is_waiting(self) -> bool:
        """Whether the background has still to work it out."""
        return self.state in WAITING

    @property
    def answer(self) -> str | None:
        """What can be said, by its code: changed, went-along, nothing-large or cannot-tell; None before the end."""
        return self.result["answer"] if self.result else None


class EffectChain(Base):
    """How many came how far from a module or programme to the customer, as counted at a moment; never by person."""

    __tablename__ = "effect_chain"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    counted_at: Mapped[datetime]
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    # Any: counts and words, as `impact.chain` writes and reads them.
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
