"""Observing a visit: beginning, rating, agreeing, sharing, discarding; and the learner's answer."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from kamacademy.coaching.agreement import Agreed
from kamacademy.coaching.focus import MOST_IN_FOCUS
from kamacademy.coaching.models import Observation, OwnView, Rating
from kamacademy.coaching.proposition import Fit
from kamacademy.coaching.queries import has_own_view, note_without_view, view_waiting_for
from kamacademy.coaching.rules import (
    ActivityNotOpen,
    AlreadyAnswered,
    DueDayOutOfReach,
    EvidenceMissing,
    FocusOutOfBounds,
    IndicatorNotOpen,
    NotADraft,
    NotAnnounced,
    NotRatedYet,
    NotSharedYet,
    NotSigned,
    ObservedInTheFuture,
)
from kamacademy.competency.evidence import Context, Kind, Purpose
from kamacademy.competency.operations import record_evidence
from kamacademy.competency.queries import competencies_in, framework_in, indicator_in
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development.plan import Origin, is_in_reach
from kamacademy.guide.activity import Activity, is_open, visit_title
from kamacademy.guide.rights import limit_words, may_rate
from kamacademy.people.models import Person
from kamacademy.proposal.operations import agree_action
from kamacademy.records.operations import note
from kamacademy.visit.models import PlannedVisit
from kamacademy.wording import inside

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
    planned_visit: PlannedVisit | None = None,
    at: datetime,
) -> Observation:
    """A new draft, the coach's alone; of a planned visit it has the purpose, and of an attestation the focus.

    Raises ObservedInTheFuture, FocusOutOfBounds, IndicatorNotOpen, NotAnnounced.
    """
    observation = blank(learner, coach, release_id=release_id, planned_visit=planned_visit, at=at)
    place(observation, activity, complexity, observed_on, account_alias, at)
    db.session.add(observation)
    db.session.flush()
    note_about(observation, "begun", by=coach, at=at, activity=activity.value)
    if indicators:
        choose_focus(observation, indicators, at=at)
    return observation


def blank(
    learner: Person, coach: Person, *, release_id: int, planned_visit: PlannedVisit | None, at: datetime
) -> Observation:
    """An observation that says nothing yet and is not in the session."""
    return Observation(
        learner=learner,
        coach=coach,
        release_id=release_id,
        planned_visit=planned_visit,
        purpose=planned_visit.purpose if planned_visit else Purpose.DEVELOPMENT.value,
        edition=1,
        started_at=at,
        ratings=[],
    )


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
    saved(observation, at, step="visit")


def place(
    observation: Observation,
    activity: Activity,
    complexity: Context,
    observed_on: date,
    account_alias: str | None,
    at: datetime,
) -> None:
    """Set the facts of the visit. Raises ObservedInTheFuture, ActivityNotOpen."""
    if observed_on > at.date():
        raise ObservedInTheFuture
    if not is_open(activity, learner=observation.learner.job_role, rater=observation.coach.job_role):
        raise ActivityNotOpen
    observation.activity, observation.complexity = activity.value, complexity.value
    observation.observed_on, observation.account_alias = observed_on, account_alias or None


def choose_focus(observation: Observation, indicators: Collection[str], *, at: datetime) -> None:
    """Set what to look at, keeping what is rated already.

    Raises NotADraft, FocusOutOfBounds, IndicatorNotOpen, NotAnnounced.
    """
    refuse_fixed(observation)
    wanted = list(dict.fromkeys(indicators))
    if not 1 <= len(wanted) <= MOST_IN_FOCUS:
        raise FocusOutOfBounds
    look_at(observation, wanted)
    saved(observation, at, step="focus")


def look_at(observation: Observation, wanted: Sequence[str]) -> None:
    """Set the indicators in this order, and let go of an agreement about another one. Raises as choose_focus."""
    refuse_closed(observation, wanted)
    rated = {rating.indicator: rating for rating in observation.ratings}
    observation.ratings = [rated.get(one) or Rating(indicator=one) for one in wanted]
    for number, rating in enumerate(observation.ratings):
        rating.place = number
    if observation.agreed_indicator not in wanted:
        set_agreed(observation, None)
    db.session.flush()


def set_agreed(observation: Observation, agreed: Agreed | None) -> None:
    """Set the action to try, or none."""
    observation.agreed_action = agreed.title if agreed else None
    observation.agreed_indicator = agreed.indicator if agreed else None
    observation.agreed_due_on = agreed.due_on if agreed else None
    observation.agreed_library_id = agreed.library_id if agreed else None


def refuse_closed(observation: Observation, indicators: Collection[str]) -> None:
    """Raise IndicatorNotOpen where the coach may not rate the learner's role on one of these, and NotAnnounced."""
    announced = observation.planned_visit.focus if observation.planned_visit else []
    if is_attestation(observation) and set(indicators) != set(announced):
        raise NotAnnounced
    release = library(observation.release_id)
    framework = framework_in(release)
    learner, coach = observation.learner.job_role, observation.coach.job_role
    if not all(may_rate(framework, rater=coach, learner=learner, indicator=one) for one in indicators):
        raise IndicatorNotOpen(limit_words(framework, competencies_in(release), learner, coach))


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
    saved(observation, at, step="rating", indicator=indicator)
    return rating


def note_words(
    observation: Observation,
    *,
    strength: str | None,
    improve: str | None,
    proposition_fit: Fit | None = None,
    at: datetime,
) -> None:
    """One strength, one thing to improve, and whether the proposition fitted, where that was seen. Raises NotADraft."""
    refuse_fixed(observation)
    observation.strength, observation.improve = strength or None, improve or None
    observation.proposition_fit = proposition_fit.value if proposition_fit else None
    saved(observation, at, step="words")


def agree(
    observation: Observation,
    *,
    title: str | None,
    indicator: str | None = None,
    due_on: date | None = None,
    library_id: str | None = None,
    at: datetime,
) -> None:
    """One action to try; title None is "nothing new this time". Raises NotADraft, DueDayOutOfReach."""
    refuse_fixed(observation)
    if title:
        assert indicator in {one.indicator for one in observation.ratings}
        if due_on is None or not is_in_reach(due_on, at.date()):
            raise DueDayOutOfReach
    set_agreed(observation, Agreed(title, indicator, due_on, library_id) if title and indicator and due_on else None)
    saved(observation, at, step="agreement")


def share(observation: Observation, *, at: datetime, today: date, is_signed: bool = False) -> Observation:
    """Give the note to the learner: evidence for every rating, and the agreed action into the plan, at once.

    An own view that the learner gave beforehand is laid beside it. An attestation is shared by whoever signs it.
    Raises NotADraft, NotSigned, NotRatedYet, EvidenceMissing, FocusOutOfBounds, IndicatorNotOpen, NotAnnounced,
    DueDayOutOfReach.
    """
    refuse_fixed(observation)
    refuse_incomplete(observation, today)
    if is_attestation(observation) and not is_signed:
        raise NotSigned
    hold_person(observation.learner_id)
    claim(observation, at)
    for rating in observation.ratings:
        record_rating(observation, rating, kind=kind_of(observation), at=at)
    if observation.agreed_action:
        agree_in_plan(observation, at=at)
    note_about(observation, "shared", by=observation.coach, at=at, ratings=len(observation.ratings))
    if view := view_waiting_for(observation):
        lay_beside(observation, view, at)
    return observation


def refuse_incomplete(observation: Observation, today: date) -> None:
    """Raise what is missing before a draft can be shared or signed, as `share` does."""
    ratings = observation.ratings
    if not ratings:
        raise FocusOutOfBounds
    if missing := [one.indicator for one in ratings if not one.is_rated]:
        raise NotRatedYet(names_of(observation, missing))
    unseen = [one.indicator for one in ratings if one.level is not None and not one.evidence_line]
    if unseen and is_attestation(observation):
        raise EvidenceMissing(names_of(observation, unseen))
    refuse_closed(observation, [one.indicator for one in ratings])
    due_on = observation.agreed_due_on
    if observation.agreed_action and (due_on is None or not is_in_reach(due_on, today)):
        raise DueDayOutOfReach


def names_of(observation: Observation, indicators: Collection[str]) -> list[str]:
    """The names of indicators, as they read inside a sentence."""
    release = library(observation.release_id)
    return [inside(indicator_in(release, one).name) for one in indicators]


def is_attestation(observation: Observation) -> bool:
    """Whether it is a decision record."""
    return observation.purpose == Purpose.ATTESTATION


def kind_of(observation: Observation) -> Kind:
    """Observed in the field, or in a simulation such as a role-play."""
    return Kind.SIMULATION if observation.activity == Activity.ROLE_PLAY else Kind.OBSERVED


def hold_person(person_id: int) -> None:
    """Wait for whoever else is writing about this person, until the transaction ends; rows that name them may come."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


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
    observation: Observation,
    *,
    levels: Mapping[str, int | None],
    words: str | None,
    at: datetime,
    given_at: datetime | None = None,
) -> Observation:
    """The learner's own levels on the same indicators, and own words; once, and perhaps `given_at` an earlier moment.

    Raises NotSharedYet, AlreadyAnswered.
    """
    viewed_at = given_at or at
    if not observation.is_shared:
        raise NotSharedYet
    claimed = db.session.execute(
        update(Observation)
        .where(Observation.id == observation.id, Observation.learner_viewed_at.is_(None))
        .values(learner_viewed_at=viewed_at)
        .returning(Observation.id)
    ).scalar()
    if claimed is None:
        raise AlreadyAnswered
    observation.learner_viewed_at, observation.learner_view = viewed_at, words or None
    for rating in observation.ratings:
        if rating.indicator in levels:
            rating.self_level, rating.is_self_rated = levels[rating.indicator], True
            record_rating(observation, rating, kind=Kind.SELF, at=at)
    note_about(observation, "viewed", by=observation.learner, at=at)
    return observation


def give_own_view(
    learner: Person,
    coach: Person,
    *,
    viewed_on: date,
    levels: Mapping[str, int | None],
    words: str | None,
    at: datetime,
    planned_visit: PlannedVisit | None = None,
    device_key: str | None = None,
    device_at: datetime | None = None,
) -> OwnView:
    """How a learner saw a visit, before the note can be read; laid beside the note when there is one.

    The coach does not see it before sharing. Raises ObservedInTheFuture, AlreadyAnswered.
    """
    if viewed_on > at.date():
        raise ObservedInTheFuture
    hold_person(learner.id)
    if has_own_view(learner.id, coach.id, viewed_on, planned_visit.id if planned_visit else None):
        raise AlreadyAnswered
    view = OwnView(
        learner=learner, coach=coach, planned_visit_id=planned_visit.id if planned_visit else None,
        viewed_on=viewed_on, levels=dict(levels), words=words or None, given_at=at, device_key=device_key,
        device_at=device_at,
    )  # fmt: skip
    db.session.add(view)
    db.session.flush()
    note("coaching.view_given", by=learner.id, at=at, subject=("own view", view.id), coach=coach.id)
    if waiting_note := note_without_view(view):
        lay_beside(waiting_note, view, at)
    return view


def lay_beside(observation: Observation, view: OwnView, at: datetime) -> None:
    """Take a view over into its note. Levels of indicators that the note does not look at stay with the view."""
    view.observation_id = observation.id
    give_view(observation, levels=view.levels, words=view.words, at=at, given_at=view.given_at)


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


def saved(observation: Observation, at: datetime, **codes: str) -> None:
    """Count one more edition of a draft, and note it."""
    observation.edition += 1
    note_about(observation, "saved", by=observation.coach, at=at, **codes)


def note_about(
    observation: Observation, what: str, *, by: Person, at: datetime, **codes: str | int | float | bool | None
) -> None:
    """The audit event of an act on an observation."""
    subject = (OBSERVATION, observation.id)
    note(f"coaching.{what}", by=by.id, at=at, subject=subject, learner=observation.learner_id, **codes)
