"""Whole things by one call, with unremarkable defaults."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy import insert

from kamacademy.access import Function
from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.models import Evidence
from kamacademy.competency.operations import keep, refresh_rated_by
from kamacademy.content import operations as content
from kamacademy.content.documents import Drafts
from kamacademy.content.library import Library
from kamacademy.content.models import Release
from kamacademy.content.queries import library
from kamacademy.db import LARGEST_KEY, db
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.rater.models import Certification

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
PASSWORD = "a password of four words"
numbers = count(1)


class World:
    """Makes people and what belongs to them. Everything is made through the operations that the pages use."""

    now = NOW
    today = TODAY

    def person(
        self,
        name: str | None = None,
        *,
        functions: Collection[Function] = (Function.LEARNER,),
        job_role: JobRole = JobRole.SK,
        team: str | None = None,
        role_since: date = date(2026, 1, 5),
    ) -> Person:
        """A person who can sign in with PASSWORD."""
        number = next(numbers)
        made = people.add_person(
            name or f"Robin Number{number}",
            f"person{number}@fernwick.example",
            job_role=job_role,
            functions=functions,
            team=people.team_named(team) if team else None,
            role_since=role_since,
            at=self.now,
            by=None,
            password=PASSWORD,
        )
        db.session.flush()
        return made

    def learner(
        self, name: str | None = None, *, coach: Person | None = None, job_role: JobRole = JobRole.SK
    ) -> Person:
        """A learner, in the care of a coach since the beginning of the year if one is given."""
        made = self.person(name, job_role=job_role)
        if coach is not None:
            self.give_coach(made, coach)
        return made

    def give_coach(self, learner: Person, coach: Person, since: date = date(2026, 1, 5)) -> None:
        """Put a learner into a coach's care."""
        people.set_coach(learner, coach, starts_on=since, by=None, at=self.now)

    def coach(self, name: str | None = None, *, job_role: JobRole = JobRole.FM) -> Person:
        """A field manager who coaches and learns."""
        return self.person(name, functions=(Function.COACH, Function.LEARNER), job_role=job_role)

    def learning_team(self, name: str | None = None) -> Person:
        """A member of the learning team."""
        return self.person(name, functions=(Function.LEARNING_TEAM,), job_role=JobRole.MK)

    def leader(self, name: str | None = None) -> Person:
        """A senior leader."""
        return self.person(name, functions=(Function.LEADER,), job_role=JobRole.SL)

    def administrator(self, name: str | None = None) -> Person:
        """An administrator."""
        return self.person(name, functions=(Function.ADMINISTRATOR,), job_role=JobRole.FM)

    def publish(
        self, drafts: Drafts, words: str = "First release", at: datetime = NOW - timedelta(days=200)
    ) -> Release:
        """A release by somebody in the learning team."""
        return content.publish(drafts, words=words, by=self.learning_team(), at=at)

    def seen(
        self,
        learner: Person,
        rater: Person,
        *visits: Mapping[str, int | None],
        last: date = TODAY,
        apart: int = 30,
        kind: Kind = Kind.OBSERVED,
        purpose: Purpose = Purpose.DEVELOPMENT,
    ) -> None:
        """Visits straight into the ledger, levels by indicator, some days apart and the newest last; fast."""
        first, revision = next(numbers), self.library().revision_id("competency", "c01")
        rows = [
            {
                "learner_id": learner.id, "competency": indicator[:3], "indicator": indicator, "level": level,
                "kind": kind.value, "purpose": purpose.value, "rater_id": rater.id, "rater_role": rater.job_role_code,
                "happened_on": last - timedelta(days=apart * back), "recorded_at": self.now, "revision_id": revision,
                "visit": f"seen-{first}-{back}", "source_type": "observation", "source_id": LARGEST_KEY - first,
                "source_title": "Visit",
            }
            for back, levels in zip(reversed(range(len(visits))), visits, strict=True)
            for indicator, level in levels.items()
        ]  # fmt: skip
        db.session.execute(insert(Evidence), rows)
        keep([learner.id], self.today)

    def certified(self, rater: Person, since: date = date(2024, 1, 1), until: date = date(2028, 1, 1)) -> Person:
        """A rater with a certificate, also for days long gone; whom they rated before is worked out afresh."""
        entered_by = self.administrator()
        made = Certification(
            person=rater, valid_from=since, valid_until=until, basis="Made for a test", entered_by=entered_by,
            entered_at=self.now,
        )  # fmt: skip
        db.session.add(made)
        db.session.flush()
        refresh_rated_by(rater.id, self.today)
        return rater

    def library(self) -> Library:
        """The newest release's documents."""
        return library()
