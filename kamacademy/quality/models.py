"""Figures as they were computed, who asked for them, panels that set pass marks, and what a pass mark rests on."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.assessment.models import CutScore
from kamacademy.content.models import Release
from kamacademy.db import AppendOnly, Base
from kamacademy.people.models import Person
from kamacademy.quality.panel import Stage, stage_of

Figures = dict[str, Any]  # Any: a snapshot as JSON; written and read by snapshot.py alone


class QualityReport(Base):
    """The newest figures of a question (by the revision of its bank in which it got its wording), paper or exercise.

    Made again from the answers at any time; nothing points at it. `n` counts what the figures rest on. `is_current` is
    False for a wording of a question that has been replaced.
    """

    __tablename__ = "quality_report"
    __table_args__ = (UniqueConstraint("kind", "subject", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(60))
    revision: Mapped[int]
    computed_at: Mapped[datetime]
    n: Mapped[int]
    is_current: Mapped[bool]
    flags: Mapped[list[str]] = mapped_column(JSON)
    figures: Mapped[Figures] = mapped_column(JSON, deferred=True)


class QualityRun(Base):
    """Somebody asked for all figures to be computed again; `finished_at` is None until they are, or could not be."""

    __tablename__ = "quality_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    has_failed: Mapped[bool] = mapped_column(default=False)


class Panel(Base):
    """Judges who set the pass mark of one paper by the modified Angoff method, in two rounds.

    `portrait` says in words who is barely competent. `weights` are the points that each question is expected to carry
    in a sitting, as the paper stood in the panel's release.
    """

    __tablename__ = "panel"
    __table_args__ = (
        Index(None, "paper"),
        CheckConstraint("round_two_closed_at IS NULL OR round_one_closed_at IS NOT NULL", name="rounds_in_order"),
        CheckConstraint("set_at IS NULL OR round_two_closed_at IS NOT NULL", name="set_after_rounds"),
        CheckConstraint("set_at IS NULL OR ended_at IS NULL", name="one_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper: Mapped[str] = mapped_column(String(60))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    portrait: Mapped[str] = mapped_column(Text)
    weights: Mapped[dict[str, float]] = mapped_column(JSON)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    round_one_closed_at: Mapped[datetime | None]
    round_two_closed_at: Mapped[datetime | None]
    set_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    release: Mapped[Release] = relationship()
    opened_by: Mapped[Person] = relationship()
    judges: Mapped[list["PanelJudge"]] = relationship(back_populates="panel", order_by="PanelJudge.id", lazy="selectin")

    @property
    def stage(self) -> Stage:
        """Where the panel stands."""
        return stage_of(self.round_one_closed_at, self.round_two_closed_at, self.set_at, self.ended_at)

    @property
    def seated(self) -> list["PanelJudge"]:
        """The judges who have not been released."""
        return [one for one in self.judges if one.released_at is None]


class PanelJudge(Base):
    """One judge on one panel; a round is handed in once, and a released judge counts no more."""

    __tablename__ = "panel_judge"
    __table_args__ = (UniqueConstraint("panel_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    invited_at: Mapped[datetime]
    round_one_at: Mapped[datetime | None]
    round_two_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]

    panel: Mapped[Panel] = relationship(back_populates="judges")
    person: Mapped[Person] = relationship(lazy="joined")

    def handed_in(self, round_: int) -> datetime | None:
        """When the judge handed a round in."""
        return self.round_one_at if round_ == 1 else self.round_two_at


class PanelEstimate(Base):
    """How many of 100 barely competent people a judge expects to get a question right, in one round."""

    __tablename__ = "panel_estimate"
    __table_args__ = (
        UniqueConstraint("judge_id", "item_id", "round"),
        CheckConstraint("of_hundred >= 0 AND of_hundred <= 100", name="of_hundred_range"),
        CheckConstraint("round IN (1, 2)", name="round_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("panel_judge.id"))
    item_id: Mapped[str] = mapped_column(String(60))
    round: Mapped[int]
    of_hundred: Mapped[int]
    given_at: Mapped[datetime]


class CutBasis(AppendOnly, Base):
    """What a pass mark rests on: the figures that were signed with it."""

    __tablename__ = "cut_basis"

    id: Mapped[int] = mapped_column(primary_key=True)
    cut_score_id: Mapped[int] = mapped_column(ForeignKey("cut_score.id"), unique=True)
    panel_id: Mapped[int | None] = mapped_column(ForeignKey("panel.id"), unique=True)
    figures: Mapped[Figures] = mapped_column(JSON)

    cut: Mapped[CutScore] = relationship(lazy="joined")
