"""People, their teams, who coaches whom and since when, and the record of failed sign-ins."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.access import Function
from kamacademy.db import Base
from kamacademy.people.job_roles import NAMES, NON_COMMERCIAL, JobRole
from kamacademy.people.market import Market, market_of


def initials(name: str) -> str:
    """Two letters for the avatar."""
    words = name.split()
    return (words[0][0] + words[-1][0]).upper() if len(words) > 1 else words[0][:2].upper()


class Team(Base):
    """A group of people with one field manager, as a rule."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    market: Mapped[str] = mapped_column(String(8), default="US")


class Person(Base):
    """Someone who learns, coaches, authors, leads or administers.

    `market_code` is the own choice of a market, None for the team's. `market_since` is the day on which the market that
    holds for them last became another, None where it never did.
    """

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("market_code IN ('US', 'UK')", name="market_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    job_role_code: Mapped[str] = mapped_column(String(8))
    role_since: Mapped[date]
    function_codes: Mapped[list[str]] = mapped_column(JSON)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    session_epoch: Mapped[int] = mapped_column(default=0)
    theme: Mapped[str | None] = mapped_column(String(8))
    market_code: Mapped[str | None] = mapped_column(String(8))
    market_since: Mapped[date | None]
    created_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)

    team: Mapped[Team | None] = relationship()
    coached_by: Mapped[list["CoachingRelation"]] = relationship(
        back_populates="learner", foreign_keys="CoachingRelation.learner_id", order_by="CoachingRelation.starts_on"
    )

    # Flask-Login asks these four of a user; written here so that the model stays fully typed.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """True until deactivated."""
        return self.deactivated_at is None

    def get_id(self) -> str:
        """What the session keeps. The epoch moves on with every reset, which ends all earlier sessions."""
        return f"{self.id}.{self.session_epoch}"

    @property
    def functions(self) -> frozenset[Function]:
        """What the person does in the academy."""
        return frozenset(Function(code) for code in self.function_codes)

    @property
    def job_role(self) -> JobRole:
        """What the person does in the company."""
        return JobRole(self.job_role_code)

    @property
    def job_role_name(self) -> str:
        """The job role in words."""
        return NAMES[self.job_role]

    @property
    def market(self) -> Market:
        """The market a person learns for: the own choice, else the team's, else the United States."""
        return market_of(self.market_code, self.team.market if self.team else None)

    @property
    def is_commercial(self) -> bool:
        """False for medical and nursing roles, which commercial colleagues may rate only in shared team work."""
        return self.job_role not in NON_COMMERCIAL

    @property
    def first_name(self) -> str:
        """The first word of the name, for greetings."""
        return self.name.split()[0]

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        return initials(self.name)

    def coaching_on(self, day: date) -> "CoachingRelation | None":
        """The coaching relation in force on a day, the latest begun if there are two."""
        in_force = [relation for relation in self.coached_by if relation.holds_on(day)]
        return in_force[-1] if in_force else None

    def is_coached_by(self, coach: "Person", day: date) -> bool:
        """Whether `coach` has this person in their care on a day."""
        return any(relation.coach_id == coach.id and relation.holds_on(day) for relation in self.coached_by)


class CoachingRelation(Base):
    """Who coaches whom, dated: a later coach sees levels and agreements, not the words of an earlier one."""

    __tablename__ = "coaching_relation"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("coach_id <> learner_id", name="not_own_coach"),
        Index(None, "coach_id", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    coach_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    coach: Mapped[Person] = relationship(foreign_keys=[coach_id])
    learner: Mapped[Person] = relationship(foreign_keys=[learner_id], back_populates="coached_by")

    def holds_on(self, day: date) -> bool:
        """True from the first to the last day, both included."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class SignInFailure(Base):
    """Failed sign-ins in a row of one account or one address (a keyed hash of it), which make the next try wait."""

    __tablename__ = "sign_in_failure"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
