"""Reading observations."""

from collections.abc import Collection
from datetime import date
from functools import cache

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, lazyload

from kamacademy.coaching.agreement import Offer, offers
from kamacademy.coaching.focus import FocusOffer, focus_offer
from kamacademy.coaching.models import Observation
from kamacademy.coaching.waiting import Waiting, waiting
from kamacademy.competency.queries import competencies_in, framework_in
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development.models import Action
from kamacademy.development.plan import State
from kamacademy.development.queries import open_actions
from kamacademy.people.models import Person
from kamacademy.people.queries import learners_of

NOTES_SHOWN = 50


@cache
def kept() -> Select[Observation]:
    """Observations that have not been discarded, newest visit first."""
    return (
        select(Observation)
        .where(Observation.discarded_at.is_(None))
        .order_by(Observation.observed_on.desc(), Observation.id.desc())
    )


@cache
def shared() -> Select[Observation]:
    """Observations the learner can read, without their ratings: lists do not print them."""
    return kept().where(Observation.shared_at.is_not(None)).options(lazyload(Observation.ratings))


def observation(observation_id: int) -> Observation:
    """An observation with its ratings and people, or 404; a discarded one is not found."""
    found: Observation = db.one_or_404(
        kept()
        .where(Observation.id == observation_id)
        .options(
            joinedload(Observation.learner),
            joinedload(Observation.action).lazyload(Action.check_ins),
        )
    )
    return found


def observations_of(learner: Person, reader: Person, limit: int = NOTES_SHOWN) -> list[Observation]:
    """A learner's shared notes that the reader may read in full: all for the learner, else those the reader wrote."""
    query = shared().where(Observation.learner_id == learner.id)
    if reader.id != learner.id:
        query = query.where(Observation.coach_id == reader.id)
    return list(db.session.scalars(query.limit(limit)))


def awaiting_answer(learner_id: int) -> list[Observation]:
    """Shared notes the learner has not acknowledged."""
    unseen = shared().where(Observation.learner_id == learner_id, Observation.acknowledged_at.is_(None))
    return list(db.session.scalars(unseen.options(lazyload(Observation.learner))))


def awaiting_learners(coach: Person, limit: int = NOTES_SHOWN) -> list[Observation]:
    """What a coach has shared and the learner has not acknowledged."""
    return list(
        db.session.scalars(
            shared().where(Observation.coach_id == coach.id, Observation.acknowledged_at.is_(None)).limit(limit)
        )
    )


def drafts_of(coach: Person, learner_ids: Collection[int] | None = None) -> list[Observation]:
    """A coach's unfinished observations, newest visit first; of some people only, if they are given."""
    query = kept().where(Observation.coach_id == coach.id, Observation.shared_at.is_(None))
    if learner_ids is not None:
        query = query.where(Observation.learner_id.in_(learner_ids))
    return list(db.session.scalars(query.limit(NOTES_SHOWN)))


def last_observed(learner_ids: Collection[int]) -> dict[int, date]:
    """The day of each person's newest shared observation; who has none is left out. One statement."""
    rows = db.session.execute(
        select(Observation.learner_id, func.max(Observation.observed_on))
        .where(
            Observation.learner_id.in_(learner_ids),
            Observation.shared_at.is_not(None),
            Observation.discarded_at.is_(None),
        )
        .group_by(Observation.learner_id)
    )
    return dict(rows.all())


def latest_agreement(learner_id: int) -> Observation | None:
    """The newest shared note whose agreed action is still to be done."""
    still_to_do = Action.state.in_((State.OPEN.value, State.PROPOSED.value))
    return db.session.scalar(
        shared()
        .join(Action, Action.id == Observation.action_id)
        .where(Observation.learner_id == learner_id, still_to_do)
        .options(lazyload(Observation.learner))
        .limit(1)
    )


def people_to_observe(coach: Person, today: date) -> list[Waiting]:
    """The people in a coach's care, in order of name, with the day each was last observed."""
    people = learners_of(coach, today)
    return waiting(people, last_observed([one.id for one in people]), today)


def focus_offer_for(found: Observation) -> FocusOffer:
    """The indicators to choose from for a draft: of the open plan actions first."""
    release = library(found.release_id)
    return focus_offer(
        framework_in(release),
        competencies_in(release),
        learner=found.learner.job_role,
        coach=found.coach.job_role,
        in_plan=[action.indicator for action in open_actions([found.learner_id])[found.learner_id]],
    )


def offers_for(found: Observation) -> list[Offer]:
    """The library actions to choose from for a draft, without those already open in the plan."""
    under_way = [action.library_id for action in open_actions([found.learner_id])[found.learner_id]]
    return offers(library(found.release_id), [one.indicator for one in found.ratings], under_way)
