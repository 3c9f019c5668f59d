"""Certifying raters, announcing and signing attestations, and copying a note with consent."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import current_app

from kamacademy.access import Function
from kamacademy.attestation import queries
from kamacademy.attestation.copying import copied, refuse_unfit
from kamacademy.attestation.models import NoteCopy
from kamacademy.attestation.record import MEANING, content_of
from kamacademy.attestation.rules import (
    LONGEST_CERTIFIED_DAYS,
    AlreadyCertified,
    AnnouncedTooLate,
    ChangedSinceRead,
    CopyAnswered,
    DaysOutOfOrder,
    NotAsAnnounced,
    NotCertified,
    NotForARater,
    NothingAnnounced,
    NotInForce,
    is_announced_in_time,
)
from kamacademy.coaching import operations as coaching
from kamacademy.coaching.models import Observation
from kamacademy.competency import operations as estimates
from kamacademy.competency.evidence import Context, Purpose
from kamacademy.competency.operations import record_evidence
from kamacademy.competency.queries import indicator_in
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.guide.activity import ACTIVITY_WORDS, Activity, visit_title
from kamacademy.mail import operations as mail
from kamacademy.mail.queries import is_on
from kamacademy.people.models import Person
from kamacademy.rater import queries as raters
from kamacademy.rater.models import Certification
from kamacademy.records.operations import note, sign
from kamacademy.visit import operations as visits
from kamacademy.visit.models import PlannedVisit
from kamacademy.wording import day, weekday


def certify(
    person: Person, *, valid_from: date, valid_until: date, basis: str, by: Person, at: datetime
) -> Certification:
    """Enter that a coach may attest, from the first to the last day.

    Raises NotForARater, DaysOutOfOrder, AlreadyCertified.
    """
    assert basis.strip(), "a certificate says what it rests on"
    if person.id == by.id:
        raise NotForARater("Nobody certifies themselves. Ask another administrator.")
    if Function.COACH not in person.functions or not person.is_active:
        raise NotForARater("Only an active coach can be certified to attest.")
    refuse_disorder(valid_from, valid_until, at.date())
    estimates.hold_rated_by(person.id)
    for other in raters.certifications_of(person):
        if other.valid_from <= valid_until and valid_from <= other.last_day:
            raise AlreadyCertified(other.last_day)
    made = Certification(
        person=person, valid_from=valid_from, valid_until=valid_until, basis=basis.strip(), entered_by=by, entered_at=at
    )
    db.session.add(made)
    db.session.flush()
    note(
        "attestation.certified", by=by.id, at=at, subject=("person", person.id), certification=made.id,
        valid_from=valid_from.isoformat(), valid_until=valid_until.isoformat(),
    )  # fmt: skip
    estimates.refresh_rated_by(person.id, at.date())
    return made


def refuse_disorder(valid_from: date, valid_until: date, today: date) -> None:
    """Raise DaysOutOfOrder for days that make no certificate."""
    if valid_until < valid_from:
        raise DaysOutOfOrder("Choose a last day that is not before the first.")
    if valid_until < today:
        raise DaysOutOfOrder("Choose today or a later day: this one would have ended already.")
    if (valid_until - valid_from).days > LONGEST_CERTIFIED_DAYS:
        raise DaysOutOfOrder("Choose a day within two years of the first: certificates are renewed.")


def end(found: Certification, *, by: Person, at: datetime) -> Certification:
    """End a certificate today: from now on it does not hold. What was signed before stays. Raises NotInForce."""
    hold(found)
    if found.last_day < at.date():
        raise NotInForce
    found.ended_on, found.ended_by = at.date(), by
    db.session.flush()
    note("attestation.certificate-ended", by=by.id, at=at, subject=("person", found.person_id), certification=found.id)
    estimates.refresh_rated_by(found.person_id, at.date())
    return found


def announce(
    learner: Person,
    rater: Person,
    *,
    planned_on: date,
    activity: Activity,
    focus: Sequence[str],
    at: datetime,
    begins: str | None = None,
    account_alias: str | None = None,
) -> PlannedVisit:
    """Announce an attestation: a planned visit of that purpose, of which the learner is told what, when and what for.

    Raises AnnouncedTooLate, NothingAnnounced, NotCertified, and what planning a visit raises.
    """
    if not is_announced_in_time(at.date(), planned_on):
        raise AnnouncedTooLate
    if not focus:
        raise NothingAnnounced
    if not raters.is_certified(rater, planned_on):
        raise NotCertified(planned_on)
    visit = visits.plan(
        learner, rater, planned_on=planned_on, activity=activity, focus=focus, by=rater, at=at, begins=begins,
        account_alias=account_alias, purpose=Purpose.ATTESTATION,
    )  # fmt: skip
    release, when = library(), weekday(planned_on) + (f", {visit.begins}" if visit.begins else "")
    tell(
        learner,
        "announced",
        f"An attestation is announced for {when}",
        f"/visits/{visit.id}",
        at=at,
        rater=rater,
        when=when,
        activity=ACTIVITY_WORDS[activity].lower(),
        focus=[indicator_in(release, one).name for one in visit.focus],
    )
    return visit


def refuse_unready(observation: Observation, *, today: date) -> PlannedVisit:
    """The announcement of a draft that could be signed now.

    Raises NotAsAnnounced, NotCertified, and what sharing raises.
    """
    visit = observation.planned_visit
    if visit is None or observation.purpose != Purpose.ATTESTATION or visit.cancelled_at is not None:
        raise NotAsAnnounced("Only a visit that was announced as an attestation can be signed.")
    if (visit.learner_id, visit.coach_id) != (observation.learner_id, observation.coach_id):
        raise NotAsAnnounced("It was announced for two other people.")
    if visit.planned_on != observation.observed_on:
        raise NotAsAnnounced(f"It was announced for {day(visit.planned_on)}, so it is signed for that day or not.")
    if not is_announced_in_time(visit.made_at.date(), observation.observed_on):
        raise NotAsAnnounced("It was not announced a day ahead.")
    if not raters.is_certified(observation.coach, observation.observed_on):
        raise NotCertified(observation.observed_on)
    coaching.refuse_incomplete(observation, today)
    return visit


def sign_and_share(observation: Observation, *, edition: int, at: datetime, today: date) -> Observation:
    """Sign an attestation as its rater and give it to the learner; from then on it is locked.

    `edition` is that of the draft that was read. Whoever calls has asked for the password. Raises ChangedSinceRead,
    NotAsAnnounced, NotCertified, and what sharing raises.
    """
    hold_whole(observation)
    coaching.refuse_fixed(observation)
    if observation.edition != edition:
        raise ChangedSinceRead
    visit = refuse_unready(observation, today=today)
    coaching.share(observation, at=at, today=today, is_signed=True)
    rater, subject = observation.coach, ("observation", observation.id)
    sign(content_of(observation, visit), meaning=MEANING, subject=subject, by=rater.id, at=at)
    certificate = raters.certification_on(rater, observation.observed_on)
    assert certificate is not None
    note("attestation.signed", by=rater.id, at=at, subject=subject, visit=visit.id, certification=certificate.id)
    tell(
        observation.learner,
        "signed",
        f"{rater.name} has signed the attestation of {day(observation.observed_on)}",
        f"/observations/{observation.id}",
        at=at,
        rater=rater,
        observation=observation,
    )
    return observation


def hold_whole(observation: Observation) -> None:
    """Keep an observation and read it and its ratings afresh; what was set and not yet written is written first."""
    db.session.flush()
    hold(observation)
    db.session.refresh(observation, ["ratings"])


def ask_to_copy(observation: Observation, reason: str, *, at: datetime) -> NoteCopy:
    """Ask the learner whether the ratings of a note may count as attested too. Raises MayNotBeCopied, CopyAnswered."""
    assert reason.strip(), "the learner should read what for"
    hold_whole(observation)
    rater = observation.coach
    refuse_unfit(observation, is_rater=was_and_is_certified(observation, at.date()), today=at.date(), at=at)
    present = queries.copy_of(observation.id)
    if present is not None and present.answered_at is not None:
        raise CopyAnswered
    if present is not None:
        return present
    asked = NoteCopy(observation=observation, asked_by=rater, asked_at=at, reason=reason.strip())
    db.session.add(asked)
    db.session.flush()
    subject = ("observation", observation.id)
    note("attestation.copy-asked", by=rater.id, at=at, subject=subject, copy=asked.id, learner=observation.learner_id)
    tell(
        observation.learner,
        "copy-asked",
        f"{rater.name} asks you about the notes of {day(observation.observed_on)}",
        f"/observations/{observation.id}/copy",
        at=at,
        rater=rater,
        observation=observation,
    )
    return asked


def was_and_is_certified(observation: Observation, today: date) -> bool:
    """Whether the coach was certified on the day of the visit and is today."""
    rater = observation.coach
    return raters.is_certified(rater, observation.observed_on) and raters.is_certified(rater, today)


def answer_copy(asked: NoteCopy, *, is_agreed: bool, at: datetime) -> NoteCopy:
    """The learner's answer; on consent the ratings count as attested from now on. Raises CopyAnswered."""
    hold(asked)
    if asked.answered_at is not None:
        raise CopyAnswered
    asked.answered_at, asked.is_agreed = at, is_agreed
    db.session.flush()
    observation = asked.observation
    if is_agreed:
        copy_ratings(asked, at=at)
    note(
        "attestation.copy-agreed" if is_agreed else "attestation.copy-declined",
        by=observation.learner_id,
        at=at,
        subject=("observation", observation.id),
        copy=asked.id,
        ratings=len(copied(observation)) if is_agreed else 0,
    )
    return asked


def copy_ratings(asked: NoteCopy, *, at: datetime) -> None:
    """The ratings as rows for a decision. Of the same visit, so that the development view counts it once."""
    observation = asked.observation
    title = f"{visit_title(observation.activity, observation.complexity)}, copied from a coaching note"
    release = library(observation.release_id)
    for rating in copied(observation):
        code = rating.indicator[:3]
        record_evidence(
            observation.learner,
            competency=code,
            indicator=rating.indicator,
            kind=coaching.kind_of(observation),
            purpose=Purpose.ATTESTATION,
            happened_on=observation.observed_on,
            at=at,
            source=("note-copy", asked.id),
            title=title,
            revision_id=release.revision_id("competency", code.lower()),
            level=rating.level,
            rater=observation.coach,
            context=Context(observation.complexity),
            visit=f"{coaching.OBSERVATION}-{observation.id}",
            account_alias=observation.account_alias,
            note=rating.evidence_line,
        )


def tell(learner: Person, what: str, subject: str, path: str, *, at: datetime, **values: object) -> None:
    """A letter to the learner, where letters can leave. It names no account and no level."""
    if not is_on():
        return
    words = mail.written(
        f"attestation/letters/{what}.txt", person=learner, link=f"{current_app.config['ADDRESS']}{path}", **values
    )
    mail.post(learner.id, learner.email, f"attestation-{what}", subject, words, at=at)
