"""Taking in what phones send: once each, and beside what is there where a draft was changed in two places."""

from collections.abc import Iterable
from datetime import date, datetime

from kamacademy.coaching.entry import Entry, EntryRefused, OwnViewEntry
from kamacademy.coaching.models import Observation, OwnView, Rating
from kamacademy.coaching.operations import (
    blank,
    discard,
    give_own_view,
    give_view,
    hold_person,
    look_at,
    note_about,
    place,
    refuse_fixed,
    set_agreed,
    share,
)
from kamacademy.coaching.rules import CoachingRule
from kamacademy.competency.evidence import Purpose
from kamacademy.competency.queries import competencies_in
from kamacademy.content.models import Release
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.intake.models import Arrival
from kamacademy.intake.queries import arrival, newest_arrival
from kamacademy.intake.received import Choice, Line, Received, State, becomes, day_of
from kamacademy.people.models import Person
from kamacademy.visit.models import PlannedVisit

VIEW_WAITS = "Your view is kept. Your coach can read it once the note is shared."
VIEW_GIVEN = "Your view stands beside the note."


def receive(entry: Entry, *, coach: Person, at: datetime, device: str | None = None) -> Received:
    """Take an observation in. `device` tells one phone from another, at most 64 characters.

    The same entry again changes nothing. Is the draft shared or discarded, or was it changed elsewhere since, then the
    entry becomes a draft of its own beside it. One to share is shared at once if nothing is missing, else it stays a
    draft and `words` says why. Raises EntryRefused and CoachingRule with sentences; then nothing is stored.
    """
    hold_person(coach.id)
    if known := arrival(entry.key, entry.digest):
        return already(known, coach)
    newest = newest_arrival(entry.key)
    if newest is not None and newest.person_id != coach.id:
        raise EntryRefused(["This entry belongs to somebody else."])
    learner, visit = learner_in(entry, coach, at), visit_in(entry, coach)
    refuse_unknown(rating.indicator for rating in entry.ratings)
    if newest is None or newest.observation is None:
        return stored(begun(entry, learner, coach, visit, at), entry, State.STORED, at=at, device=device)
    own = newest.observation
    hold(own)
    line = Line(
        newest.device, newest.device_edition, newest.edition, own.edition,
        is_open=not own.is_shared and own.discarded_at is None,
    )  # fmt: skip
    state = becomes(line, device=device, device_edition=entry.edition, base=entry.base)
    if state is State.ALREADY:
        return already(newest, coach)
    if state is State.STORED:
        own.learner, own.planned_visit, own.edition = learner, visit, own.edition + 1
        fill(own, entry, at=at)
        return stored(own, entry, state, at=at, device=device)
    beside = begun(entry, learner, coach, visit, at, conflict_of=own)
    return stored(beside, entry, state, at=at, device=device)


def learner_in(entry: Entry, coach: Person, at: datetime) -> Person:
    """Whom the entry is about, in the coach's care today. Raises EntryRefused."""
    learner = db.session.get(Person, entry.learner_id)
    if learner is None or not learner.is_active or not learner.is_coached_by(coach, at.date()):
        raise EntryRefused(["This person is not in your care today, so the academy cannot take the note."])
    if db.session.get(Release, entry.release_id) is None:
        raise EntryRefused(["The academy does not know the content this note was made with."])
    return learner


def visit_in(entry: Entry, coach: Person) -> PlannedVisit | None:
    """The planned visit, unless it was cancelled meanwhile. Raises EntryRefused."""
    visit = db.session.get(PlannedVisit, entry.visit_id) if entry.visit_id else None
    if visit is None or visit.cancelled_at is not None:
        return None
    if visit.coach_id != coach.id or visit.learner_id != entry.learner_id:
        raise EntryRefused(["The planned visit belongs to other people."])
    if visit.purpose == Purpose.ATTESTATION:
        raise EntryRefused(["This visit is an attestation: it is recorded and signed in the academy, not on a phone."])
    return visit


def refuse_unknown(indicators: Iterable[str]) -> None:
    """Raise EntryRefused for an indicator that the framework does not have."""
    known = {one.id for competency in competencies_in(library()).values() for one in competency.indicators}
    if unknown := sorted(set(indicators) - known):
        raise EntryRefused([f"The framework has no indicator {one}." for one in unknown])


def begun(
    entry: Entry,
    learner: Person,
    coach: Person,
    visit: PlannedVisit | None,
    at: datetime,
    conflict_of: Observation | None = None,
) -> Observation:
    """A new draft of what the entry says. Only the first of an entry carries its key. Raises CoachingRule."""
    made = blank(learner, coach, release_id=entry.release_id, planned_visit=visit, at=at)
    made.device_key = None if conflict_of else entry.key
    made.conflict_of = conflict_of
    place_of(made, entry, at)
    db.session.add(made)
    db.session.flush()
    fill(made, entry, at=at)
    return made


def place_of(observation: Observation, entry: Entry, at: datetime) -> None:
    """The facts of the visit, on the academy's day. Raises ObservedInTheFuture."""
    observed_on = day_of(entry.observed_on, device_at=entry.device_at, at=at)
    place(observation, entry.activity, entry.complexity, observed_on, entry.account_alias, at)


def fill(observation: Observation, entry: Entry, *, at: datetime) -> None:
    """Everything as the entry says it, in its order. What the agreed day still allows is asked when it is shared.

    Raises ObservedInTheFuture, IndicatorNotOpen.
    """
    refuse_fixed(observation)
    place_of(observation, entry, at)
    look_at(observation, [one.indicator for one in entry.ratings])
    by_indicator: dict[str, Rating] = {one.indicator: one for one in observation.ratings}
    for given in entry.ratings:
        rating = by_indicator[given.indicator]
        rating.level, rating.evidence_line, rating.is_rated = given.level, given.evidence_line, given.is_rated
    observation.strength, observation.improve = entry.strength, entry.improve
    observation.proposition_fit = entry.proposition_fit.value if entry.proposition_fit else None
    set_agreed(observation, entry.agreed)
    observation.device_at = entry.device_at


def stored(observation: Observation, entry: Entry, state: State, *, at: datetime, device: str | None) -> Received:
    """Note the arrival, and share if the coach wants it and nothing is in the way."""
    note_about(observation, "received", by=observation.coach, at=at, edition=observation.edition, state=state.value)
    arrived(entry, observation.coach_id, state, at, device, observation=observation)
    why = share_if_wanted(observation, at=at) if entry.is_to_share and state is State.STORED else None
    return answer(entry.key, state, observation, why)


def arrived(
    entry: Entry | OwnViewEntry,
    person_id: int,
    state: State,
    at: datetime,
    device: str | None,
    *,
    observation: Observation | None,
    own_view: OwnView | None = None,
) -> None:
    """Remember that an entry arrived, so that it never does twice."""
    row = Arrival(
        person_id=person_id, device_key=entry.key, digest=entry.digest, device_edition=entry.edition, device=device,
        state=state.value, observation=observation, own_view=own_view,
        edition=observation.edition if observation else 1, device_at=entry.device_at, at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()


def share_if_wanted(observation: Observation, *, at: datetime) -> str | None:
    """Share, or say why it stays a draft."""
    try:
        share(observation, at=at, today=at.date())
    except CoachingRule as why:
        return str(why)
    return None


def already(known: Arrival, reader: Person) -> Received:
    """The answer to what has arrived before."""
    if known.person_id != reader.id:
        raise EntryRefused(["This entry belongs to somebody else."])
    if known.observation is None:
        return Received(known.device_key, State.ALREADY, None, known.edition, False, VIEW_WAITS)
    return answer(known.device_key, State.ALREADY, known.observation, None)


def answer(device_key: str, state: State, observation: Observation, why: str | None) -> Received:
    """The answer about an observation as it is now."""
    if state is State.CONFLICT:
        words = "This note was changed in two places. Both are kept; choose between them in the academy."
    elif observation.is_shared:
        words = f"Shared with {observation.learner.first_name}."
    else:
        words = f"Kept as a draft. {why}" if why else "Kept as a draft; only you see it."
    return Received(device_key, state, observation.id, observation.edition, observation.is_shared, words)


def receive_own_view(entry: OwnViewEntry, *, learner: Person, at: datetime, device: str | None = None) -> Received:
    """Take a learner's own view in: of a shared note, of a planned visit, or of a coach's visit that day.

    The same entry again changes nothing. Raises EntryRefused and CoachingRule with sentences; then nothing is stored.
    """
    hold_person(learner.id)
    if known := arrival(entry.key, entry.digest):
        return already(known, learner)
    refuse_unknown(entry.levels)
    view, observation = None, None
    if entry.observation_id is not None:
        observation = note_viewed(entry, learner, at)
    else:
        view = own_view_of(entry, learner, at)
        observation = view.observation
    arrived(entry, learner.id, State.STORED, at, device, observation=observation, own_view=view)
    words = VIEW_GIVEN if observation else VIEW_WAITS
    return Received(entry.key, State.STORED, observation.id if observation else None, 1, observation is not None, words)


def note_viewed(entry: OwnViewEntry, learner: Person, at: datetime) -> Observation:
    """The shared note with the view laid beside it. Raises EntryRefused, NotSharedYet, AlreadyAnswered."""
    found = db.session.get(Observation, entry.observation_id)
    if found is None or found.learner_id != learner.id:
        raise EntryRefused(["This note is not about you."])
    return give_view(found, levels=entry.levels, words=entry.words, at=at)


def own_view_of(entry: OwnViewEntry, learner: Person, at: datetime) -> OwnView:
    """The view, waiting for its note or beside it. Raises EntryRefused, ObservedInTheFuture, AlreadyAnswered."""
    visit = db.session.get(PlannedVisit, entry.visit_id) if entry.visit_id else None
    if entry.visit_id is not None and (visit is None or visit.learner_id != learner.id):
        raise EntryRefused(["This visit is not yours."])
    viewed_on = day_of(entry.viewed_on, device_at=entry.device_at, at=at)
    coach = visit.coach if visit else coach_in(entry, learner, viewed_on)
    return give_own_view(
        learner, coach, viewed_on=viewed_on, levels=entry.levels, words=entry.words, at=at, planned_visit=visit,
        device_key=entry.key, device_at=entry.device_at,
    )  # fmt: skip


def coach_in(entry: OwnViewEntry, learner: Person, viewed_on: date) -> Person:
    """Whose visit it was. Raises EntryRefused."""
    coach = db.session.get(Person, entry.coach_id) if entry.coach_id else None
    if coach is None or not learner.is_coached_by(coach, viewed_on):
        raise EntryRefused(["This person was not your coach on that day."])
    return coach


def settle(beside: Observation, *, keep: Choice, at: datetime) -> Observation:
    """The coach's choice between a draft and what it stands beside; the one to go on with. Raises NotADraft.

    What is not kept is discarded, if it is a draft; what was shared stays as it is.
    """
    refuse_fixed(beside)
    other = beside.conflict_of
    assert other is not None
    note_about(beside, "settled", by=beside.coach, at=at, other=other.id, kept=keep.value)
    beside.conflict_of = None
    if keep is Choice.OTHER:
        discard(beside, at=at)
        return other
    if keep is Choice.THIS and not other.is_shared and other.discarded_at is None:
        discard(other, at=at)
    return beside
