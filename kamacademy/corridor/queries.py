"""What a phone is given, and whether it must forget."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, bindparam, func, select, union

from kamacademy.access import Function
from kamacademy.coaching.models import Observation, OwnView, Rating
from kamacademy.competency.evidence import Purpose
from kamacademy.competency.queries import competencies_in, framework_in
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.corridor.device import Token, must_forget
from kamacademy.corridor.models import DeviceOrder
from kamacademy.corridor.pack import (
    FORMAT,
    Content,
    Data,
    InCare,
    LastAgreement,
    OpenDraft,
    ViewToGive,
    content_part,
    draft_part,
    person_part,
    view_part,
)
from kamacademy.corridor.sealed import export_key, public_words
from kamacademy.db import db
from kamacademy.development.action_library import entries_by_competency
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import State
from kamacademy.guide.queries import activities_in, phrases_in, word_hints_in
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person, initials
from kamacademy.people.queries import in_care
from kamacademy.visit.models import PlannedVisit
from kamacademy.visit.queries import visits_ahead

MOST_VIEWS, MOST_DRAFTS = 10, 50


@cache
def order_for() -> Select[datetime | None, datetime | None]:
    """When the account of the `person` was closed, and before when their devices must have been filled to forget."""
    return (
        select(Person.deactivated_at, DeviceOrder.forget_before)
        .outerjoin(DeviceOrder, DeviceOrder.person_id == Person.id)
        .where(Person.id == bindparam("person"))
    )


def is_to_forget(token: Token) -> bool:
    """Whether a device with this token must empty itself; one of a person whom nobody knows too."""
    found = db.session.execute(order_for(), {"person": token.person_id}).one_or_none()
    if found is None:
        return True
    closed_at, forget_before = found
    return must_forget(token, is_active=closed_at is None, forget_before=forget_before)


def content_in(release: Library) -> Content:
    """What the form shows of a release."""
    return Content(
        release_id=release.release_id,
        framework=framework_in(release),
        competencies=competencies_in(release),
        activities=activities_in(release),
        phrases=phrases_in(release),
        hints=word_hints_in(release),
        actions=[entry.action for found in entries_by_competency(release).values() for entry in found],
    )


def pack_for(person: Person, *, at: datetime, device: str, secret: str) -> Data:
    """Everything a phone holds for a person, as plain data for JSON. `device` is the token it is filled with."""
    today, content = at.date(), content_in(library())
    ahead = visits_ahead(person, today)
    planned = [one for one in ahead if one.coach_id == person.id]
    asked = [one for one in ahead if one.learner_id == person.id]
    return {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "today": today.isoformat(),
        "person": {"id": person.id, "name": person.name, "first_name": person.first_name},
        "device": device,
        "export_key": public_words(export_key(secret)),
        **content_part(content),
        "people": people_part(person, content, planned, today) if Function.COACH in person.functions else [],
        "views": [view_part(one) for one in views_to_give(person, asked)],
        "drafts": [draft_part(one) for one in drafts_of(person)],
    }


def people_part(coach: Person, content: Content, planned: Sequence[PlannedVisit], today: date) -> list[Data]:
    """The people in a coach's care, those with a visit ahead first, soonest first; the others by name."""
    people = people_in_care(coach, today)
    keys = [one.id for one in people]
    focus, agreed = focus_of(keys), last_agreements(keys)
    visits: dict[int, list[PlannedVisit]] = defaultdict(list)
    for one in planned:
        visits[one.learner_id].append(one)
    soonest = {key: place for place, key in enumerate(visits)}
    people.sort(key=lambda one: soonest.get(one.id, len(soonest)))
    return [
        person_part(
            one, coach.job_role, content, focus=focus[one.id], last=agreed.get(one.id), visits=visits.get(one.id, ())
        )
        for one in people
    ]


def people_in_care(coach: Person, today: date) -> list[InCare]:
    """The active people whom somebody coaches on a day, in order of name, in one statement."""
    columns = in_care().with_only_columns(Person.id, Person.name, Person.job_role_code, Person.function_codes)
    return [
        InCare(key, name, initials(name), JobRole(role), frozenset(Function(code) for code in functions))
        for key, name, role, functions in db.session.execute(columns, {"coach": coach.id, "on": today})
    ]


@cache
def open_indicators() -> Select[int, str]:
    """Whose running plan has an open action, and on which indicator, of some `learners`, soonest due first."""
    return (
        select(Plan.learner_id, Action.indicator)
        .join(Action, Action.plan_id == Plan.id)
        .where(
            Plan.learner_id.in_(bindparam("learners", expanding=True)),
            Plan.closed_at.is_(None),
            Action.state == State.OPEN.value,
        )
        .order_by(Action.due_on, Action.id)
    )


def focus_of(learner_ids: Collection[int]) -> dict[int, list[str]]:
    """The indicators of some people's open plan actions, soonest due first, in one statement."""
    found: dict[int, list[str]] = defaultdict(list)
    for learner_id, indicator in db.session.execute(open_indicators(), {"learners": list(learner_ids)}):
        found[learner_id].append(indicator)
    return found


@cache
def newest_agreements() -> Select[*tuple[Any, ...]]:
    """What was agreed in the newest shared note of each of some `learners`. Any: the columns' own types."""
    rank = func.row_number().over(
        partition_by=Observation.learner_id, order_by=(Observation.observed_on.desc(), Observation.id.desc())
    )
    agreed = (
        select(
            Observation.learner_id, Observation.agreed_action, Observation.agreed_due_on, Observation.action_id,
            rank.label("rank"),
        )
        .where(
            Observation.learner_id.in_(bindparam("learners", expanding=True)),
            Observation.shared_at.is_not(None),
            Observation.discarded_at.is_(None),
            Observation.agreed_action.is_not(None),
        )
        .subquery()
    )  # fmt: skip
    return (
        select(agreed.c.learner_id, agreed.c.agreed_action, agreed.c.agreed_due_on, Action.state)
        .outerjoin(Action, Action.id == agreed.c.action_id)
        .where(agreed.c.rank == 1)
    )


def last_agreements(learner_ids: Collection[int]) -> dict[int, LastAgreement]:
    """The newest agreement with each of some people, whoever coached them, in one statement."""
    return {
        learner_id: LastAgreement(title, due_on, state == State.DONE.value)
        for learner_id, title, due_on, state in db.session.execute(newest_agreements(), {"learners": list(learner_ids)})
    }


def views_to_give(learner: Person, planned: Sequence[PlannedVisit]) -> list[ViewToGive]:
    """Visits ahead and notes on which a learner has not given an own view, visits first.

    One for whom nothing is in focus has nothing to answer; an attestation is not made on a phone.
    """
    if Function.LEARNER not in learner.functions:
        return []
    settled = set(db.session.scalars(visits_settled(), {"learner": learner.id}))
    visits = [
        ViewToGive(one.id, None, one.coach_id, one.coach.name, one.activity, None, one.planned_on, tuple(one.focus))
        for one in planned
        if one.id not in settled and one.focus and one.purpose == Purpose.DEVELOPMENT.value
    ]
    return [*visits, *notes_to_answer(learner)]


@cache
def visits_settled() -> CompoundSelect[int | None]:
    """The planned visits on which the `learner` gave an own view, and those whose note can be answered itself."""
    viewed = select(OwnView.planned_visit_id).where(OwnView.learner_id == bindparam("learner"))
    noted = select(Observation.planned_visit_id).where(
        Observation.learner_id == bindparam("learner"), Observation.shared_at.is_not(None)
    )
    return union(viewed, noted)


@cache
def notes_unanswered() -> Select[*tuple[Any, ...]]:
    """Notes shared with the `learner` that have no own view yet, newest first. Any: the columns' own types."""
    return (
        select(
            Observation.id, Observation.coach_id, Person.name, Observation.activity, Observation.complexity,
            Observation.observed_on,
        )
        .join(Person, Person.id == Observation.coach_id)
        .where(
            Observation.learner_id == bindparam("learner"),
            Observation.shared_at.is_not(None),
            Observation.discarded_at.is_(None),
            Observation.learner_viewed_at.is_(None),
            Observation.purpose == Purpose.DEVELOPMENT.value,
        )
        .order_by(Observation.observed_on.desc(), Observation.id.desc())
        .limit(MOST_VIEWS)
    )  # fmt: skip


@cache
def indicators_of_notes() -> Select[int, str]:
    """The indicators in focus of some `notes`, in order."""
    return (
        select(Rating.observation_id, Rating.indicator)
        .where(Rating.observation_id.in_(bindparam("notes", expanding=True)))
        .order_by(Rating.observation_id, Rating.place)
    )


def notes_to_answer(learner: Person) -> list[ViewToGive]:
    """The newest shared notes without the learner's own view, in two statements."""
    notes = db.session.execute(notes_unanswered(), {"learner": learner.id}).all()
    indicators: dict[int, list[str]] = defaultdict(list)
    for key, indicator in db.session.execute(indicators_of_notes(), {"notes": [row[0] for row in notes]}):
        indicators[key].append(indicator)
    return [
        ViewToGive(None, key, coach_id, coach_name, activity, complexity, on, tuple(indicators[key]))
        for key, coach_id, coach_name, activity, complexity, on in notes
    ]


@cache
def open_drafts() -> Select[*tuple[Any, ...]]:
    """What the `coach` has begun and neither shared nor put away, newest visit first. Any: the columns' own types."""
    return (
        select(
            Observation.device_key, Observation.id, Observation.edition, Observation.learner_id,
            Observation.observed_on, Observation.activity, Observation.complexity,
        )
        .where(
            Observation.coach_id == bindparam("coach"),
            Observation.shared_at.is_(None),
            Observation.discarded_at.is_(None),
            Observation.purpose == Purpose.DEVELOPMENT.value,
        )
        .order_by(Observation.observed_on.desc(), Observation.id.desc())
        .limit(MOST_DRAFTS)
    )  # fmt: skip


def drafts_of(coach: Person) -> list[OpenDraft]:
    """A coach's drafts, newest visit first."""
    return [OpenDraft(*row) for row in db.session.execute(open_drafts(), {"coach": coach.id})]
