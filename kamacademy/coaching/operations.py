"""Observing a visit: beginning, rating, agreeing, sharing, discarding; and the learner's answer."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import update

from kamacademy.coaching.focus import MOST_IN_FOCUS
from kamacademy.coaching.models import Observation, Rating
from kamacademy.coaching.rules import (
    AlreadyAnswered,
    DueDayOutOfReach,
    FocusOutOfBounds,
    IndicatorNotOpen,
    NotADraft,
    NotRatedYet,
    NotSharedYet,
    ObservedInTheFuture,
)
from kamacademy.competency.evidence import Context, Kind, Purpose
from kamacademy.competency.operations import record_evidence
from kamacademy.competency.queries import competencies_in, framework_in, indicator_in
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development.operations import agree_action
from kamacademy.development.plan import Origin, is_in_reach
from kamacademy.guide.activity import Activity, visit_title
from kamacademy.guide.rights import limit_words, open_competencies
from kamacademy.people.models import Person
from kamacademy.records.operations import note

OBSERVATION = "observation"


def begin(
    learner: Person,
    coach: Person,
    *,
    activity: Activity,
    complexity: Context,
    observed_on: date,
    indicators: Collection[str] = (),
    release_id: int,
    account_alias: str | None = None,
    at: datetime,
) -> Observation:
    """A new draft, the coach's alone. Raises ObservedInTheFuture, FocusOutOfBounds, IndicatorNotOpen."""
    observation = Observation(
        learner=learner,
        coach=coach,
        release_id=release_id,
        purpose=Purpose.DEVELOPMENT.value,
        started_at=at,
        ratings=[],
    )
    place(observation, activity, complexity, observed_on, account_alias, at)
    db.session.add(observation)
    db.session.flush()
    note_about(observation, "begun", by=coach, at=at, activity=activity.value)
    if indicators:
        choose_focus(observation, indicators, at=at)
    return observation


def describe(
    observation: Observation,
    *,
    activity: Activity,
    complexity: Context,
    observed_on: date,
    account_alias: str | None,
    at: datetime,
) -> None:
    """Say anew what kind of visit it was. Raises NotADraft, ObservedInTheFuture."""
    refuse_fixed(observation)
    place(observation, activity, complexity, observed_on, account_alias, at)
    note_about(observation, "saved", by=observation.coach, at=at, step="visit")


def place(
    observation: Observation,
    activity: Activity,
    complexity: Context,
    observed_on: date,
    account_alias: str | None,
    at: datetime,
) -> None:
    """Set the facts of the visit. Raises ObservedInTheFuture."""
    if observed_on > at.date():
        raise ObservedInTheFuture
    observation.activity, observation.complexity = activity.value, complexity.value
    observation.observed_on, observation.account_alias = observed_on, account_alias or None


def choose_focus(observation: Observation, indicators: Collection[str], *, at: datetime) -> None:
    """Set what to look at, keeping what is rated already. Raises NotADraft, FocusOutOfBounds, IndicatorNotOpen."""
    refuse_fixed(observation)
    wanted = list(dict.fromkeys(indicators))
    if not 1 <= len(wanted) <= MOST_IN_FOCUS:
        raise FocusOutOfBounds
    refuse_closed(observation, wanted)
    rated = {rating.indicator: rating for rating in observation.ratings}
    observation.ratings = [rated.get(one) or Rating(indicator=one) for one in wanted]
    for number, rating in enumerate(observation.ratings):
        rating.place = number
    if observation.agreed_indicator not in wanted:
        observation.agreed_action = observation.agreed_indicator = observation.agreed_library_id = None
        observation.agreed_due_on = None
    db.session.flush()
    note_about(observation, "saved", by=observation.coach, at=at, step="focus")


def refuse_closed(observation: Observation, indicators: Collection[str]) -> None:
    """Raise IndicatorNotOpen where the coach may not rate the learner's role on one of these."""
    release = library(observation.release_id)
    framework = framework_in(release)
    learner, coach = observation.learner.job_role, observation.coach.job_role
    may_rate = open_competencies(framework, learner, coach)
    if any(one[:3] not in may_rate for one in indicators):
        raise IndicatorNotOpen(limit_words(framework, competencies_in(release), learner))


def rate(
    observation: Observation,
    indicator: str,
    *,
    level: int | None,
    evidence_line: str | None,
    at: datetime,
    is_rated: bool = True,
) -> Rating:
    """Rate one indicator; level None is "not observed". Not `is_rated` keeps the line for later. Raises NotADraft."""
    refuse_fixed(observation)
    rating = next(one for one in observation.ratings if one.indicator == indicator)
    rating.level, rating.evidence_line, rating.is_rated = level, evidence_line or None, is_rated
    note_about(observation, "saved", by=observation.coach, at=at, step="rating", indicator=indicator)
    return rating


def note_words(observation: Observation, *, strength: str | None, improve: str | None, at: datetime) -> None:
    """One strength and one thing to improve. Raises NotADraft."""
    refuse_fixed(observation)
    observation.strength, observation.improve = strength or None, improve or None
    note_about(observation, "saved", by=observation.coach, at=at, step="words")


def agree(
    observation: Observation,
    *,
    title: str | None,
    indicator: str | None = None,
    due_on: date | None = None,
    library_id: str | None = None,
    at: datetime,
) -> None:
    """One action to try, or with `title` None nothing this time. Raises NotADraft, DueDayOutOfReach."""
    refuse_fixed(observation)
    if title is not None:
        assert indicator is not None
        if due_on is None or not is_in_reach(due_on, at.date()):
            raise DueDayOutOfReach
    observation.agreed_action = title
    observation.agreed_indicator = indicator if title else None
    observation.agreed_due_on = due_on if title else None
    observation.agreed_library_id = library_id if title else None
    note_about(observation, "saved", by=observation.coach, at=at, step="agreement")


def share(observation: Observation, *, at: datetime, today: date) -> Observation:
    """Give the note to the learner: evidence for every rating, and the agreed action into the plan, at once.

    Raises NotADraft, NotRatedYet, FocusOutOfBounds, IndicatorNotOpen, DueDayOutOfReach.
    """
    refuse_fixed(observation)
    release = library(observation.release_id)
    if not observation.ratings:
        raise FocusOutOfBounds
    missing = [one.indicator for one in observation.ratings if not one.is_rated]
    if missing:
        raise NotRatedYet([indicator_in(release, one).name.lower() for one in missing])
    refuse_closed(observation, [one.indicator for one in observation.ratings])
    due_on = observation.agreed_due_on
    if observation.agreed_action and (due_on is None or not is_in_reach(due_on, today)):
        raise DueDayOutOfReach
    claim(observation, at)
    for rating in observation.ratings:
        record_rating(observation, rating, kind=Kind.OBSERVED, at=at)
    if observation.agreed_action:
        agree_in_plan(observation, at=at)
    note_about(observation, "shared", by=observation.coach, at=at, ratings=len(observation.ratings))
    return observation


def claim(observation: Observation, at: datetime) -> None:
    """Mark as shared in one statement, so that two requests cannot both write evidence. Raises NotADraft."""
    db.session.flush()
    claimed = db.session.execute(
        update(Observation)
        .where(Observation.id == observation.id, Observation.shared_at.is_(None), Observation.discarded_at.is_(None))
        .values(shared_at=at)
        .returning(Observation.id)
    ).scalar()
    if claimed is None:
        raise NotADraft
    observation.shared_at = at


def record_rating(observation: Observation, rating: Rating, *, kind: Kind, at: datetime) -> None:
    """One rating as evidence: the coach's as observed, the learner's own as self, which never counts."""
    is_own = kind is Kind.SELF
    code = rating.indicator[:3]
    record_evidence(
        observation.learner,
        competency=code,
        indicator=rating.indicator,
        kind=kind,
        purpose=Purpose(observation.purpose),
        happened_on=observation.observed_on,
        at=at,
        source=(OBSERVATION, observation.id),
        title=visit_title(observation.activity, observation.complexity),
        revision_id=library(observation.release_id).revision_id("competency", code.lower()),
        level=rating.self_level if is_own else rating.level,
        rater=observation.learner if is_own else observation.coach,
        context=Context(observation.complexity),
        visit=f"{OBSERVATION}-{observation.id}",
        account_alias=observation.account_alias,
        note=None if is_own else rating.evidence_line,
    )


def agree_in_plan(observation: Observation, *, at: datetime) -> None:
    """Put the agreed action into the learner's plan; it waits there if three are open."""
    assert observation.agreed_action is not None
    assert observation.agreed_indicator is not None
    assert observation.agreed_due_on is not None
    observation.action = agree_action(
        observation.learner,
        title=observation.agreed_action,
        indicator=observation.agreed_indicator,
        due_on=observation.agreed_due_on,
        by=observation.coach,
        at=at,
        origin=(Origin.OBSERVATION, observation.id),
        library=library(observation.release_id),
        library_id=observation.agreed_library_id,
    )


def discard(observation: Observation, *, at: datetime) -> None:
    """Put a draft away; nothing is deleted. Raises NotADraft."""
    refuse_fixed(observation)
    observation.discarded_at = at
    note_about(observation, "discarded", by=observation.coach, at=at)


def give_view(
    observation: Observation, *, levels: Mapping[str, int | None], words: str | None, at: datetime
) -> Observation:
    """The learner's own levels on the same indicators, and own words; once. Raises NotSharedYet, AlreadyAnswered."""
    if not observation.is_shared:
        raise NotSharedYet
    claimed = db.session.execute(
        update(Observation)
        .where(Observation.id == observation.id, Observation.learner_viewed_at.is_(None))
        .values(learner_viewed_at=at)
        .returning(Observation.id)
    ).scalar()
    if claimed is None:
        raise AlreadyAnswered
    observation.learner_viewed_at, observation.learner_view = at, words or None
    for rating in observation.ratings:
        rating.self_level, rating.is_self_rated = levels[rating.indicator], True
        record_rating(observation, rating, kind=Kind.SELF, at=at)
    note_about(observation, "viewed", by=observation.learner, at=at)
    return observation


def acknowledge(observation: Observation, *, at: datetime) -> None:
    """The learner has seen the note; that is not to agree with it. Raises NotSharedYet."""
    if not observation.is_shared:
        raise NotSharedYet
    if observation.acknowledged_at is None:
        observation.acknowledged_at = at
        note_about(observation, "acknowledged", by=observation.learner, at=at)


def refuse_fixed(observation: Observation) -> None:
    """Raise NotADraft once shared or discarded."""
    if observation.is_shared or observation.discarded_at is not None:
        raise NotADraft


def note_about(
    observation: Observation, what: str, *, by: Person, at: datetime, **codes: str | int | float | bool | None
) -> None:
    """The audit event of an act on an observation."""
    subject = (OBSERVATION, observation.id)
    note(f"coaching.{what}", by=by.id, at=at, subject=subject, learner=observation.learner_id, **codes)
