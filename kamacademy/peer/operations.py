"""A round of peer feedback: opening, choosing the rest, answering, declining, closing, and its letters."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from flask import current_app
from sqlalchemy import select

from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.operations import record_evidence
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.mail import operations as mail
from kamacademy.mail.queries import is_on
from kamacademy.peer import queries
from kamacademy.peer.families import are_across
from kamacademy.peer.given import Given
from kamacademy.peer.lot import draw
from kamacademy.peer.models import PeerAsked, PeerMark, PeerRound
from kamacademy.peer.result import is_enough, levels
from kamacademy.peer.rules import (
    DAYS_TO_CHOOSE,
    FEWEST_ASKED,
    MOST_ASKED,
    WEEKS_OFFERED,
    Chooser,
    ChosenAlready,
    NoFormYet,
    NoLongerAsked,
    NotAColleague,
    OneFunctionOnly,
    RoundOpenAlready,
    State,
    TooFewColleagues,
    WrongNumber,
    own_share,
)
from kamacademy.people.models import Person
from kamacademy.records.operations import note

ROUND = "peer-round"


def open_round(learner: Person, *, size: int, picks: Collection[int], weeks: int, seed: int, at: datetime) -> PeerRound:
    """A new round, with the learner's half picked; the coach is asked for the rest, or the lot draws it now.

    Raises RoundOpenAlready, NoFormYet, WrongNumber, NotAColleague, TooFewColleagues.
    """
    assert FEWEST_ASKED <= size <= MOST_ASKED
    assert weeks in WEEKS_OFFERED
    # Two clicks wait for each other, and the second sees the round of the first.
    db.session.execute(select(Person.id).where(Person.id == learner.id).with_for_update())
    if queries.has_open_round(learner):
        raise RoundOpenAlready
    today, release = at.date(), library()
    if not release.has(queries.FORM, queries.FORM):
        raise NoFormYet
    pool = queries.colleagues_of(learner, today)
    refuse_wrong(picks, pool, own_share(size))
    if len(pool) < size or not are_across(queries.candidate(one, learner).family for one in pool):
        raise TooFewColleagues
    round_ = PeerRound(
        learner=learner, release_id=release.release_id, size=size, seed=seed, opened_at=at,
        choose_by=today + timedelta(days=DAYS_TO_CHOOSE), due_on=today + timedelta(weeks=weeks),
        asked=[PeerAsked(person_id=one, chosen_by=Chooser.LEARNER.value) for one in dict.fromkeys(picks)],
    )  # fmt: skip
    db.session.add(round_)
    db.session.flush()
    note(f"{ROUND}.opened", by=learner.id, at=at, subject=(ROUND, round_.id), size=size)
    relation = learner.coaching_on(today)
    if relation is None or not relation.coach.is_active:
        draw_rest(round_, at=at)
    else:
        tell(relation.coach, "peer-choose", round_, f"Choose colleagues for {learner.name}", f"{round_.id}/choose", at)
    return round_


def refuse_wrong(picks: Collection[int], pool: Iterable[Person], wanted: int) -> None:
    """Raise WrongNumber or NotAColleague."""
    if len(set(picks)) != wanted or len(picks) != wanted:
        raise WrongNumber(wanted)
    if not set(picks) <= {one.id for one in pool}:
        raise NotAColleague


def choose_rest(round_: PeerRound, picks: Collection[int], *, by: Person, at: datetime) -> None:
    """The coach's half; then everyone is asked.

    Raises ChosenAlready, WrongNumber, NotAColleague, OneFunctionOnly.
    """
    hold_choosing(round_)
    learner, present = round_.learner, [one.person_id for one in round_.asked]
    pool = queries.colleagues_of(learner, at.date(), besides=present)
    refuse_wrong(picks, pool, round_.size - len(present))
    people = {one.id: one for one in pool}
    families = [queries.candidate(people[one], learner).family for one in picks]
    if not are_across([*families, *(one.family for one in round_.asked)]):
        raise OneFunctionOnly
    round_.chosen_by_id = by.id
    ask_everyone(round_, picks, Chooser.COACH, by=by, at=at)


def draw_rest(round_: PeerRound, *, at: datetime, by: Person | None = None) -> None:
    """The rest by lot, the learner's team first, from two functions; then all are asked. Raises ChosenAlready."""
    hold_choosing(round_)
    learner = round_.learner
    pool = queries.colleagues_of(learner, at.date(), besides=[one.person_id for one in round_.asked])
    chosen = [queries.candidate(one.person, learner) for one in round_.asked]
    drawn = draw([queries.candidate(one, learner) for one in pool], chosen, round_.size - len(chosen), round_.seed)
    ask_everyone(round_, [one.key for one in drawn], Chooser.LOT, by=by, at=at)


def hold_choosing(round_: PeerRound) -> None:
    """Hold a round whose rest is not chosen yet. Raises ChosenAlready."""
    hold(round_)
    if round_.state is not State.CHOOSING:
        raise ChosenAlready


def ask_everyone(round_: PeerRound, rest: Iterable[int], chooser: Chooser, *, by: Person | None, at: datetime) -> None:
    """Add the rest, and write to all who are asked, in one go: nobody can tell by the day who thought of them."""
    round_.asked.extend(PeerAsked(person_id=one, chosen_by=chooser.value) for one in rest)
    round_.chosen_at = at
    db.session.flush()
    note(
        f"{ROUND}.chosen", by=by.id if by else None, at=at, subject=(ROUND, round_.id), chooser=chooser.value,
        asked=len(round_.asked),
    )  # fmt: skip
    for one in round_.asked:
        one.asked_at = at
        ask(one, "peer-asked", f"{round_.learner.name} asks for your feedback", at)


def ask(one: PeerAsked, kind: str, subject: str, at: datetime) -> None:
    """The letter that asks a colleague, or reminds them."""
    if one.person.is_active:
        tell(one.person, kind, one.round, subject, f"answers/{one.id}", at)


def remind(one: PeerAsked, *, at: datetime) -> None:
    """Remind a colleague whose answer is waited for; at most once, however often it is called."""
    ask(one, "peer-reminder", f"{one.round.learner.name} still hopes for your feedback", at)


def tell(person: Person, kind: str, round_: PeerRound, subject: str, place: str, at: datetime) -> None:
    """One letter about a round, once for each person and kind, where letters are sent at all."""
    if not is_on():
        return
    words = mail.written(
        f"peer/letters/{kind}.txt",
        person=person,
        round=round_,
        link=f"{current_app.config['ADDRESS']}/peer-feedback/{place}",
    )
    useful = None if kind == "peer-closed" else datetime.combine(round_.due_on + timedelta(days=1), time(), UTC)
    once = f"{kind}-{round_.id}-{person.id}"
    mail.post(person.id, person.email, kind, subject, words, at=at, useful_until=useful, once=once)


def hold_waiting(one: PeerAsked) -> None:
    """Hold a colleague's place that still waits. Raises NoLongerAsked."""
    # The round first, always, so that two who answer last wait for each other, and one of them closes it.
    hold(one.round)
    hold(one)
    if one.round.state is not State.ASKING or not one.waits:
        raise NoLongerAsked


def answer(one: PeerAsked, given: Sequence[Given], *, at: datetime) -> None:
    """Keep one colleague's answers for good; the last one closes the round. Raises NoLongerAsked.

    `given` is whole: read it with `given.read`, which says what is missing.
    """
    hold_waiting(one)
    one.marks = [PeerMark(item=mark.item, choice=mark.choice, example=mark.example) for mark in given]
    one.answered_at, one.job_role_code = at, one.person.job_role_code
    db.session.flush()
    note(f"{ROUND}.answered", by=one.person_id, at=at, subject=(ROUND, one.round_id))
    close_if_settled(one.round, at=at)


def decline(one: PeerAsked, *, at: datetime) -> None:
    """Say that one will not answer, without a reason. Raises NoLongerAsked."""
    hold_waiting(one)
    one.declined_at = at
    db.session.flush()
    note(f"{ROUND}.declined", by=one.person_id, at=at, subject=(ROUND, one.round_id))
    close_if_settled(one.round, at=at)


def close_if_settled(round_: PeerRound, *, at: datetime) -> None:
    """Close a round for which nobody's answer is waited for."""
    db.session.expire(round_, ["asked"])
    if round_.is_settled:
        close(round_, at=at)


def close(round_: PeerRound, *, at: datetime) -> None:
    """End a round, once. With enough answers what they show enters the ledger: one row a colleague and indicator."""
    hold(round_)
    if round_.state is State.CLOSED:
        return
    db.session.expire(round_, ["asked"])
    round_.closed_at = at
    sheets = [one.sheet for one in round_.answered]
    enter(round_, at=at)
    note(f"{ROUND}.closed", by=None, at=at, subject=(ROUND, round_.id), answered=len(sheets), enough=is_enough(sheets))
    learner = round_.learner
    if learner.is_active:
        tell(learner, "peer-closed", round_, "Your peer feedback is closed", f"{round_.id}", at)


def enter(round_: PeerRound, *, at: datetime) -> None:
    """The ledger rows of a closed round; none where the answers are too few. A round counts as one visit."""
    people = {one.id: one.person for one in round_.answered}
    revision_id = library(round_.release_id).revision_id(queries.FORM, queries.FORM)
    sheets = [one.sheet for one in round_.answered]
    for shown in levels(queries.form_of(round_), sheets, round_.seed):
        record_evidence(
            round_.learner,
            competency=shown.indicator[:3],
            indicator=shown.indicator,
            kind=Kind.PEER,
            purpose=Purpose.DEVELOPMENT,
            level=shown.level,
            rater=people[shown.key],
            happened_on=at.date(),
            at=at,
            source=("peer-feedback", round_.id),
            title="Peer feedback",
            revision_id=revision_id,
            visit=f"peer-{round_.id}",
        )
