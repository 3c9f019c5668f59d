"""Reading certificates, and what the newest run of the rater model found."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from flask import abort
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.rater.models import Certification, RaterSeverity, RunRequest, SeverityRun

CERTIFICATES_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Certified:
    """From the first to the last day a rater was certified."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Severities:
    """What the newest run found: mean and standard deviation of each rater by key, indicators' difficulties; logits.

    `run_id` is None before the first run; then nothing is known of any rater.
    """

    run_id: int | None
    of_raters: dict[int, tuple[float, float]]
    difficulties: dict[str, float]


def newest_run() -> SeverityRun | None:
    """The run that counts, or None before the first."""
    return db.session.scalar(select(SeverityRun).order_by(SeverityRun.id.desc()).limit(1))


def runs() -> list[SeverityRun]:
    """Every run that is kept, newest first."""
    return list(db.session.scalars(select(SeverityRun).order_by(SeverityRun.id.desc())))


def newest_request() -> RunRequest | None:
    """What was asked for last, done or not."""
    return db.session.scalar(select(RunRequest).order_by(RunRequest.id.desc()).limit(1))


def open_request() -> RunRequest | None:
    """The oldest request for a run that still waits."""
    query = select(RunRequest).where(RunRequest.finished_at.is_(None))
    return db.session.scalar(query.order_by(RunRequest.id).limit(1))


def open_requests() -> list[tuple[int, int]]:
    """The requests that wait, oldest first: key, and who asked."""
    query = select(RunRequest.id, RunRequest.asked_by_id).where(RunRequest.finished_at.is_(None))
    return [(key, by_id) for key, by_id in db.session.execute(query.order_by(RunRequest.id))]


def severities(rater_ids: Collection[int] | None = None) -> Severities:
    """The newest run's, of everybody or of some raters."""
    run = newest_run()
    if run is None:
        return Severities(None, {}, {})
    query = select(RaterSeverity.rater_id, RaterSeverity.mean, RaterSeverity.sd).where(RaterSeverity.run_id == run.id)
    rows = db.session.execute(query if rater_ids is None else query.where(RaterSeverity.rater_id.in_(rater_ids)))
    return Severities(run.id, {rater: (mean, sd) for rater, mean, sd in rows}, run.difficulties)


def certified_days(rater_ids: Collection[int]) -> dict[int, list[Certified]]:
    """When each of these raters was certified; those never certified are left out."""
    query = select(Certification).where(Certification.person_id.in_(rater_ids)).order_by(Certification.valid_from)
    found: dict[int, list[Certified]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.person_id].append(Certified(one.valid_from, one.last_day))
    return dict(found)


def holds_on(day: date) -> ColumnElement[bool]:
    """The certificates that hold on a day, as `Certification.holds_on` tells them."""
    is_open = or_(Certification.ended_on.is_(None), Certification.ended_on > day)
    return and_(Certification.valid_from <= day, Certification.valid_until >= day, is_open)


def certification_on(person: Person, day: date) -> Certification | None:
    """The certificate by which a person may attest on a day, or None."""
    query = select(Certification).where(Certification.person_id == person.id, holds_on(day))
    return db.session.scalar(query.order_by(Certification.id).limit(1))


def is_certified(person: Person, day: date) -> bool:
    """Whether a person may attest on a day."""
    return certification_on(person, day) is not None


def certification(certification_id: int) -> Certification:
    """A certificate, or 404."""
    return db.session.get(Certification, certification_id) or abort(404)


def certifications_of(person: Person) -> list[Certification]:
    """Every certificate of a person, oldest first."""
    query = select(Certification).where(Certification.person_id == person.id)
    return list(db.session.scalars(query.order_by(Certification.valid_from, Certification.id)))


def certifications() -> list[Certification]:
    """The certificates of everybody with their people, those that run longest first."""
    query = select(Certification).options(
        joinedload(Certification.person), joinedload(Certification.entered_by), joinedload(Certification.ended_by)
    )
    newest = query.order_by(Certification.valid_until.desc(), Certification.id.desc()).limit(CERTIFICATES_SHOWN)
    return list(db.session.scalars(newest))
