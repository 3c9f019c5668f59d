"""Work on exercises: the draft, each submission frozen, and what a marker decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.content.models import Release
from kamacademy.db import AppendOnly, Base
from kamacademy.exercise.answers import Answers
from kamacademy.exercise.stage import Stage, stage_of
from kamacademy.people.models import Person

UNACCEPTED = text("accepted_at IS NULL")
Stored = dict[str, Any]  # Any: answers as JSON; read and written only by the two functions below


def stored(answers: Answers) -> Stored:
    """Answers as JSON."""
    return {
        "account": answers.account,
        "alias": answers.alias,
        "texts": dict(answers.texts),
        "choices": {name: list(chosen) for name, chosen in answers.choices.items()},
        "tables": {name: [dict(row) for row in rows] for name, rows in answers.tables.items()},
    }


def restored(kept: Stored) -> Answers:
    """Answers from JSON; an empty draft is no answers."""
    return Answers(**kept)


class Submission(Base):
    """One person's work on one exercise, in the release it was begun with. `attempt_key` is told by the curriculum.

    `draft_number` counts the savings, and `draft_page` names the open page that saved last: a second open page that
    knows an older number is told so instead of overwriting.
    """

    __tablename__ = "submission"
    __table_args__ = (
        Index(
            "uq_submission_unaccepted",
            "learner_id",
            "exercise",
            unique=True,
            sqlite_where=UNACCEPTED,
            postgresql_where=UNACCEPTED,
        ),
        CheckConstraint("returned_at IS NULL OR submitted_at IS NOT NULL", name="returned_after_submitted"),
        CheckConstraint("accepted_at IS NULL OR submitted_at IS NOT NULL", name="accepted_after_submitted"),
        CheckConstraint("accepted_at IS NULL OR returned_at IS NULL", name="one_decision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    exercise: Mapped[str] = mapped_column(String(60))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    module: Mapped[str | None] = mapped_column(String(60))
    attempt_key: Mapped[int | None]
    return_to: Mapped[str | None] = mapped_column(String(250))
    draft: Mapped[Stored] = mapped_column(JSON, default=dict)
    draft_number: Mapped[int] = mapped_column(default=0)
    draft_page: Mapped[str | None] = mapped_column(String(32))
    draft_saved_at: Mapped[datetime | None]
    account_alias: Mapped[str | None] = mapped_column(String(80))
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None] = mapped_column(index=True)
    returned_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]

    learner: Mapped[Person] = relationship(lazy="joined")
    release: Mapped[Release] = relationship()
    versions: Mapped[list["SubmissionVersion"]] = relationship(
        back_populates="submission", order_by="SubmissionVersion.number", lazy="selectin"
    )

    @property
    def stage(self) -> Stage:
        """Where the work stands."""
        return stage_of(self.submitted_at, self.returned_at, self.accepted_at)

    @property
    def is_open(self) -> bool:
        """True while the learner may change it."""
        return self.stage in (Stage.DRAFT, Stage.RETURNED)

    @property
    def answers(self) -> Answers:
        """What is filled in now."""
        return restored(self.draft)

    @property
    def latest(self) -> "SubmissionVersion | None":
        """What was submitted last."""
        return self.versions[-1] if self.versions else None


class SubmissionVersion(AppendOnly, Base):
    """The answers as they were at one submission."""

    __tablename__ = "submission_version"
    __table_args__ = (UniqueConstraint("submission_id", "number"), CheckConstraint("number >= 1", name="number_range"))

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    number: Mapped[int]
    frozen: Mapped[Stored] = mapped_column(JSON)
    submitted_at: Mapped[datetime]

    submission: Mapped[Submission] = relationship(back_populates="versions")
    decision: Mapped["SubmissionDecision | None"] = relationship(viewonly=True, lazy="joined")

    @property
    def answers(self) -> Answers:
        """What was submitted."""
        return restored(self.frozen)


class SubmissionDecision(AppendOnly, Base):
    """What a marker decided about one version, once: accepted or returned, with words and points by rubric line."""

    __tablename__ = "submission_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_version.id"), unique=True)
    is_accepted: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)
    points: Mapped[dict[str, int]] = mapped_column(JSON)
    grade: Mapped[str | None] = mapped_column(String(12))

    version: Mapped[SubmissionVersion] = relationship()
    by: Mapped[Person] = relationship(lazy="joined")
