"""Sittings of papers with their questions and answers, time allowances, cut scores and corrections."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.content.models import Release
from kamacademy.db import AppendOnly, Base
from kamacademy.people.models import Person


class Sitting(Base):
    """One person taking one paper once, from the release it was begun with. The seed fixes draw, order and variants.

    What decides is copied at the start: pass rule, percents, points needed, time limit in seconds. `closes_at` is set
    when the clock is started. A submitted sitting whose `passed` is None waits for a person's marks; `marked_at` is
    the moment the last mark came. `points` are never below 0. `valid_until` is the last day a pass counts.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        CheckConstraint("points IS NULL OR (points >= 0 AND points <= points_max)", name="points_range"),
        CheckConstraint("passed IS NULL OR submitted_at IS NOT NULL", name="passed_when_submitted"),
        Index(None, "learner_id", "paper"),
        Index(None, "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    paper: Mapped[str] = mapped_column(String(60))
    paper_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    seed: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(10))
    started_at: Mapped[datetime]
    time_limit_seconds: Mapped[int | None]
    closes_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    marked_at: Mapped[datetime | None]
    pass_rule: Mapped[str] = mapped_column(String(20))
    pass_percent: Mapped[float]
    each_percent: Mapped[float | None]
    points_needed: Mapped[float]
    cut_score_id: Mapped[int | None] = mapped_column(ForeignKey("cut_score.id"))
    points: Mapped[float | None]
    points_max: Mapped[float | None]
    passed: Mapped[bool | None]
    valid_until: Mapped[date | None]
    return_to: Mapped[str | None] = mapped_column(String(250))

    learner: Mapped[Person] = relationship()
    release: Mapped[Release] = relationship()
    items: Mapped[list["SittingItem"]] = relationship(
        back_populates="sitting", lazy="selectin", order_by="SittingItem.place"
    )

    @property
    def is_submitted(self) -> bool:
        """True once handed in; answers do not change afterwards."""
        return self.submitted_at is not None

    @property
    def is_waiting(self) -> bool:
        """True while answers of a submitted sitting wait for a person's mark."""
        return self.submitted_at is not None and self.passed is None

    @property
    def is_timed(self) -> bool:
        """True where the server keeps a clock."""
        return self.time_limit_seconds is not None


class SittingItem(Base):
    """One question of a sitting at its place, from 1: what was asked, the key then, what was given, and its mark.

    `variant` and `key` are stored so that the question can always be shown and marked again. `share` is 0 to 1 of
    `points_max` (-1 to 1 where a rule takes points away), None while unmarked. `seconds` is the time the question lay
    before the person. `saves` counts kept answers; `saved_from` is the page load that kept the last. A correction voids
    the question, or gives it the key of a later edition of its bank, `corrected_revision_id`.
    """

    __tablename__ = "sitting_item"
    __table_args__ = (
        UniqueConstraint("sitting_id", "place"),
        UniqueConstraint("sitting_id", "item_id"),
        CheckConstraint("share IS NULL OR (share >= -1 AND share <= 1)", name="share_range"),
        CheckConstraint("points_max > 0", name="points_max_above_zero"),
        Index(None, "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    place: Mapped[int]
    item_id: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[str | None] = mapped_column(String(60))
    bank_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    indicator: Mapped[str] = mapped_column(String(4))
    is_hard_stop: Mapped[bool] = mapped_column(default=False)
    seed: Mapped[int]
    # Any: JSON of the question's kind, which alone knows its shape.
    variant: Mapped[Any] = mapped_column(JSON)
    key: Mapped[Any] = mapped_column(JSON)
    points_max: Mapped[float]
    given: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    answered_at: Mapped[datetime | None]
    seconds: Mapped[float | None]
    saves: Mapped[int] = mapped_column(default=0)
    saved_from: Mapped[str | None] = mapped_column(String(16))
    flagged: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    share: Mapped[float | None]
    is_right: Mapped[bool | None]
    choice: Mapped[str | None] = mapped_column(String(120))
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime | None]
    voided: Mapped[bool] = mapped_column(default=False)
    corrected_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))

    sitting: Mapped[Sitting] = relationship(back_populates="items")

    @property
    def competency(self) -> str:
        """The code of the competency that the indicator belongs to."""
        return self.indicator[:3]


class TimeAllowance(Base):
    """Extra time for one person on every timed paper, in percent of the limit, from a first to a last day."""

    __tablename__ = "time_allowance"
    __table_args__ = (
        CheckConstraint("percent_extra > 0 AND percent_extra <= 200", name="percent_range"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index(None, "learner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    percent_extra: Mapped[int]
    reason: Mapped[str] = mapped_column(String(30))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]

    learner: Mapped[Person] = relationship(foreign_keys=[learner_id])
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id])


class CutScore(AppendOnly, Base):
    """A pass mark found by a standard-setting method, in percent of a paper's points, with its standard error.

    Of an exercise's rubric too, under a name with a colon, which no paper bears.

    It holds for sittings of its release and later ones; a newer row takes the place of an older one.
    """

    __tablename__ = "cut_score"
    __table_args__ = (
        CheckConstraint("percent > 0 AND percent <= 100", name="percent_range"),
        Index(None, "paper"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper: Mapped[str] = mapped_column(String(80))
    percent: Mapped[float]
    standard_error: Mapped[float | None]
    method: Mapped[str] = mapped_column(String(40))
    from_release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]


class ItemCorrection(AppendOnly, Base):
    """What the learning team decided about a question after it had been used, and why."""

    __tablename__ = "item_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(String(60), index=True)
    act: Mapped[str] = mapped_column(String(10))
    bank_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    new_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship()


class SittingCorrection(AppendOnly, Base):
    """What a correction did to one sitting: the result before and after. Points and passes may be the same."""

    __tablename__ = "sitting_correction"
    __table_args__ = (UniqueConstraint("correction_id", "sitting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    correction_id: Mapped[int] = mapped_column(ForeignKey("item_correction.id"))
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), index=True)
    old_points: Mapped[float | None]
    old_points_max: Mapped[float | None]
    old_passed: Mapped[bool | None]
    new_points: Mapped[float | None]
    new_points_max: Mapped[float | None]
    new_passed: Mapped[bool | None]
    old_share: Mapped[float | None]
    new_share: Mapped[float | None]

    correction: Mapped[ItemCorrection] = relationship()
    sitting: Mapped[Sitting] = relationship()
