"""Runs of scenarios and the steps taken in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.content.models import Release
from kamacademy.db import AppendOnly, Base
from kamacademy.people.models import Person

UNFINISHED = text("finished_at IS NULL")


class ScenarioRun(Base):
    """One person going through one scenario once, from the release it was begun with.

    Where it stands is folded from its steps and never stored; how it came out is stored once it has ended. A practice
    run was begun after the same revision had been passed: it adds no evidence.
    """

    __tablename__ = "scenario_run"
    __table_args__ = (
        CheckConstraint(
            "(finished_at IS NULL) = (ending IS NULL) AND (finished_at IS NULL) = (passed IS NULL)",
            name="finished_whole",
        ),
        Index(None, "learner_id", "scenario"),
        Index(
            "uq_scenario_run_unfinished",
            "learner_id",
            "scenario",
            "release_id",
            unique=True,
            sqlite_where=UNFINISHED,
            postgresql_where=UNFINISHED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    scenario: Mapped[str] = mapped_column(String(60))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    ending: Mapped[str | None] = mapped_column(String(60))
    passed: Mapped[bool | None]
    is_practice: Mapped[bool]
    return_to: Mapped[str | None] = mapped_column(String(250))

    learner: Mapped[Person] = relationship()
    release: Mapped[Release] = relationship()


class ScenarioStep(AppendOnly, Base):
    """One decision: the node, and the choice's position in the author's file, from 0, whatever order was shown."""

    __tablename__ = "scenario_step"
    __table_args__ = (
        UniqueConstraint("run_id", "number"),
        CheckConstraint("number >= 1", name="number_range"),
        CheckConstraint("choice >= 0", name="choice_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("scenario_run.id"))
    number: Mapped[int]
    node: Mapped[str] = mapped_column(String(60))
    choice: Mapped[int]
    at: Mapped[datetime]

    run: Mapped[ScenarioRun] = relationship()
