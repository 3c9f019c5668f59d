"""Planning, changing and cancelling a visit, and telling the other of it."""

from collections.abc import Sequence
from datetime import date, datetime, time

from flask import current_app

from kamacademy.competency.evidence import Purpose
from kamacademy.competency.queries import indicator_in
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.guide.activity import ACTIVITY_WORDS, Activity, is_open
from kamacademy.guide.queries import activities_in
from kamacademy.mail import operations as mail
from kamacademy.mail.queries import is_on
from kamacademy.people.models import Person
from kamacademy.records.operations import note
from kamacademy.visit import queries
from kamacademy.visit.models import PlannedVisit
from kamacademy.visit.rules import (
    MOST_IN_FOCUS,
    AlreadyPlanned,
    AnnouncementStands,
    FocusOutOfView,
    NotAVisit,
    NotOpenToCoach,
    TooManyInFocus,
    VisitCancelled,
    VisitDayOutOfReach,
    VisitPassed,
    is_within_reach,
)
from kamacademy.wording import weekday

SUBJECTS = {"planned": "a visit:", "changed": "your visit: now", "cancelled": "the visit of"}


def plan(
    learner: Person,
    coach: Person,
    *,
    planned_on: date,
    activity: Activity,
    focus: Sequence[str],
    by: Person,
    at: datetime,
    begins: str | None = None,
    account_alias: str | None = None,
    purpose: Purpose = Purpose.DEVELOPMENT,
) -> PlannedVisit:
    """A new visit; the other of the two gets a letter, but for an attestation, whose announcement has its own.

    `begins` is the local time of day, such as 09:30. Raises VisitDayOutOfReach, NotAVisit, TooManyInFocus,
    FocusOutOfView, AlreadyPlanned.
    """
    assert by.id in (learner.id, coach.id), "a visit is planned by one of the two"
    refuse_out_of_reach(planned_on, at)
    chosen = agreed_focus(learner, coach, activity, focus)
    hold(learner)
    begins = tidy_time(begins)
    if (same := queries.same_visit(learner, coach, planned_on, begins, activity)) is not None:
        raise AlreadyPlanned(same.id, planned_on)
    visit = PlannedVisit(
        learner=learner, coach=coach, purpose=purpose.value, planned_on=planned_on, begins=begins,
        activity=activity.value, focus=chosen, account_alias=account_alias or None, made_by=by, made_at=at,
    )  # fmt: skip
    db.session.add(visit)
    db.session.flush()
    note_about(visit, "planned", by=by, at=at, activity=activity.value, purpose=purpose.value, focus=len(chosen))
    if purpose is Purpose.DEVELOPMENT:
        tell(visit, "planned", by=by, at=at)
    return visit


def change(
    visit: PlannedVisit,
    *,
    planned_on: date,
    activity: Activity,
    focus: Sequence[str],
    by: Person,
    at: datetime,
    begins: str | None = None,
    account_alias: str | None = None,
) -> PlannedVisit:
    """Say anew when, what and on what focus; the other gets a letter. Nothing new changes nothing.

    Raises VisitCancelled, VisitPassed, AnnouncementStands and what `plan` raises.
    """
    hold(visit)
    refuse_fixed(visit, at)
    refuse_out_of_reach(planned_on, at)
    chosen, begins = agreed_focus(visit.learner, visit.coach, activity, focus), tidy_time(begins)
    before = (visit.planned_on, visit.begins, visit.activity, visit.focus, visit.account_alias)
    if before == (planned_on, begins, activity.value, chosen, account_alias or None):
        return visit
    same = queries.same_visit(visit.learner, visit.coach, planned_on, begins, activity)
    if same is not None and same.id != visit.id:
        raise AlreadyPlanned(same.id, planned_on)
    visit.planned_on, visit.begins, visit.activity = planned_on, begins, activity.value
    visit.focus, visit.account_alias, visit.changed_at = chosen, account_alias or None, at
    db.session.flush()
    note_about(visit, "changed", by=by, at=at, activity=activity.value, focus=len(chosen))
    tell(visit, "changed", by=by, at=at)
    return visit


def cancel(visit: PlannedVisit, reason: str, by: Person, at: datetime) -> PlannedVisit:
    """Call a visit off, up to its day; it stays with its reason. Raises VisitCancelled, VisitPassed."""
    assert reason.strip(), "the other should read why"
    hold(visit)
    refuse_settled(visit, at)
    visit.cancelled_at, visit.cancelled_by_id, visit.cancel_reason = at, by.id, reason.strip()
    db.session.flush()
    note_about(visit, "cancelled", by=by, at=at, purpose=visit.purpose)
    tell(visit, "cancelled", by=by, at=at)
    return visit


def refuse_out_of_reach(planned_on: date, at: datetime) -> None:
    """Raise VisitDayOutOfReach for a day that has passed or lies more than 180 days ahead."""
    if not is_within_reach(planned_on, at.date()):
        raise VisitDayOutOfReach


def refuse_settled(visit: PlannedVisit, at: datetime) -> None:
    """Raise VisitCancelled or VisitPassed where nothing can be changed any more."""
    if visit.cancelled_at is not None:
        raise VisitCancelled
    if visit.planned_on < at.date():
        raise VisitPassed


def refuse_fixed(visit: PlannedVisit, at: datetime) -> None:
    """Raise VisitCancelled, VisitPassed or AnnouncementStands where a visit does not change."""
    refuse_settled(visit, at)
    if visit.purpose == Purpose.ATTESTATION:
        raise AnnouncementStands


def agreed_focus(learner: Person, coach: Person, activity: Activity, focus: Sequence[str]) -> list[str]:
    """The focus without repetitions. Raises NotAVisit, NotOpenToCoach, TooManyInFocus, FocusOutOfView."""
    release, chosen = library(), list(dict.fromkeys(focus))
    if activities_in(release).of(activity).is_simulation:
        raise NotAVisit
    if not is_open(activity, learner=learner.job_role, rater=coach.job_role):
        raise NotOpenToCoach
    if len(chosen) > MOST_IN_FOCUS:
        raise TooManyInFocus
    in_view = {option.id for option in queries.focus_for(learner, coach, activity)}
    if hidden := [one for one in chosen if one not in in_view]:
        raise FocusOutOfView(activity, [indicator_in(release, one).name.lower() for one in hidden])
    return chosen


def tidy_time(begins: str | None) -> str | None:
    """A time of day as hours and minutes; None for none."""
    return f"{time.fromisoformat(begins):%H:%M}" if begins else None


def tell(visit: PlannedVisit, what: str, *, by: Person, at: datetime) -> None:
    """A letter to the other of the two, where letters can leave. It names no account."""
    if not is_on():
        return
    other = visit.coach if by.id == visit.learner_id else visit.learner
    when = weekday(visit.planned_on) + (f", {visit.begins}" if visit.begins else "")
    release = library()
    mail.post(
        other.id,
        other.email,
        f"visit-{what}",
        f"{by.name} has {what} {SUBJECTS[what]} {when}",
        mail.written(
            f"visit/letters/{what}.txt",
            person=other,
            by=by,
            visit=visit,
            when=when,
            activity=ACTIVITY_WORDS[Activity(visit.activity)].lower(),
            focus=[indicator_in(release, one).name for one in visit.focus],
            link=f"{current_app.config['ADDRESS']}/visits/{visit.id}",
        ),
        at=at,
    )


def note_about(visit: PlannedVisit, what: str, *, by: Person, at: datetime, **codes: str | int | None) -> None:
    """The audit event of an act on a planned visit."""
    subject = ("planned-visit", visit.id)
    note(f"visit.{what}", by=by.id, at=at, subject=subject, learner=visit.learner_id, coach=visit.coach_id, **codes)
