"""Drawing visits for two observers, choosing the second, rating blind, and what the two say of a difference."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta

from flask import current_app
from sqlalchemy.exc import IntegrityError

from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.guide.activity import ACTIVITY_WORDS, Activity
from kamacademy.mail import operations as mail
from kamacademy.mail.queries import is_on
from kamacademy.pairing import queries
from kamacademy.pairing.given import Given
from kamacademy.pairing.lot import Ticket, instead, is_drawn
from kamacademy.pairing.models import Pair, PairLot, PairRating, PairWord
from kamacademy.pairing.rules import (
    DAYS_TO_RATE,
    NoLongerFits,
    NotAColleague,
    NothingToTalkAbout,
    NotToBeChosen,
    NotToBeDeclined,
    NotWaitedFor,
    NotYetTheDay,
    State,
)
from kamacademy.people.models import Person
from kamacademy.records.operations import note
from kamacademy.visit.models import PlannedVisit
from kamacademy.wording import weekday

PAIR = "pair"
THE_LOT = 1
CALLED_OFF = "called off"


def draw_due(*, fresh_seed: int, at: datetime) -> list[Pair]:
    """Draw what is due among the visits ahead, and one in the place of each that a learner declined. May run twice.

    `fresh_seed` becomes the seed where there is none yet. A visit to which nobody may come along is not drawn.
    """
    seed, today = seed_held(fresh_seed, at), at.date()
    coaches, left = queries.active_coaches(), queries.drawable(today)
    found = [one for one in left if is_drawn(seed, one.visit_id)]
    drawn = [draw(visit, at=at) for one in found if (visit := with_colleague(one, coaches)) is not None]
    taken = {one.visit_id for one in drawn}
    pool = {one.visit_id: one for one in left if one.visit_id not in taken}
    for declined in queries.owed(today):
        fitting = (with_colleague(one, coaches) for one in instead(seed, ticket(declined.visit), pool.values()))
        visit = next((one for one in fitting if one is not None), None)
        if visit is not None:
            pool.pop(visit.id)
            drawn.append(draw(visit, at=at, instead_of=declined))
    return drawn


def seed_held(fresh_seed: int, at: datetime) -> int:
    """The seed of the lot, held for this transaction; the first caller's stays for ever."""
    found = queries.lot()
    if found is None:
        try:
            with db.session.begin_nested():
                db.session.add(PairLot(id=THE_LOT, seed=fresh_seed, made_at=at))
        except IntegrityError:
            pass  # Another worker was first, and its seed is read below.
        found = queries.lot()
    assert found is not None
    return found.seed


def ticket(visit: PlannedVisit) -> Ticket:
    """A visit as the lot sees it."""
    return Ticket(visit.id, visit.coach_id, visit.learner_id)


def with_colleague(one: Ticket, coaches: Collection[Person]) -> PlannedVisit | None:
    """The visit, if anybody may come along."""
    visit = db.session.get_one(PlannedVisit, one.visit_id)
    return visit if queries.may_come(visit, coaches, visit.planned_on) else None


def draw(visit: PlannedVisit, *, at: datetime, instead_of: Pair | None = None) -> Pair:
    """Ask for a second observer of a visit; its coach gets a letter."""
    pair = Pair(visit=visit, drawn_at=at, instead_of_id=instead_of.id if instead_of else None, ratings=[], words=[])
    db.session.add(pair)
    db.session.flush()
    note_about(pair, "drawn", by=None, at=at)
    subject = f"A second observer is asked for: {weekday(visit.planned_on)}"
    tell(visit.coach, "drawn", pair, subject, f"/pairs/{pair.id}/choose", at=at, once="drawn")
    return pair


def choose(pair: Pair, person_id: int, *, at: datetime) -> None:
    """Say who comes along; that colleague, the learner and whoever was chosen before get a letter.

    Raises NotToBeChosen, NotAColleague.
    """
    held(pair)
    if pair.state(at.date()) not in (State.ASKED, State.CHOSEN) or pair.visit.planned_on < at.date():
        raise NotToBeChosen
    if pair.second_id == person_id:
        return
    coming = {one.id: one for one in queries.may_come(pair.visit, queries.active_coaches(), pair.visit.planned_on)}
    if person_id not in coming:
        raise NotAColleague
    let_go(pair, at=at)
    pair.second, pair.chosen_at, pair.told_of = coming[person_id], at, told_of(pair.visit)
    db.session.flush()
    note_about(pair, "chosen", by=pair.coach, at=at, second=person_id)
    when = weekday(pair.visit.planned_on)
    asks = f"{pair.coach.name} asks you along as second observer: {when}"
    tell(coming[person_id], "chosen", pair, asks, f"/pairs/{pair.id}/rate", at=at)
    comes = f"{coming[person_id].name} comes along on your visit: {when}"
    tell(pair.learner, "comes", pair, comes, f"/visits/{pair.visit_id}", at=at)


def let_go(pair: Pair, *, at: datetime) -> None:
    """Tell the second observer, if there is one, that they need not come."""
    if pair.second is not None and pair.told_of != CALLED_OFF:
        subject = f"You need not come along: {weekday(pair.visit.planned_on)}"
        tell(pair.second, "off", pair, subject, "/visits", at=at)
        pair.told_of = CALLED_OFF


def withdraw(pair: Pair, *, at: datetime) -> None:
    """The colleague cannot come; the coach is asked to choose another. Raises NotWaitedFor."""
    held(pair)
    if pair.state(at.date()) is not State.CHOSEN:
        raise NotWaitedFor
    note_about(pair, "withdrawn", by=pair.second, at=at)
    free(pair, at=at)


def free(pair: Pair, *, at: datetime) -> None:
    """Take the second observer off; the coach gets a letter while another can still be chosen and the visit stands."""
    assert pair.second is not None
    name, visit = pair.second.name, pair.visit
    pair.second, pair.chosen_at, pair.told_of = None, None, None
    db.session.flush()
    if visit.planned_on >= at.date() and queries.belong_together(visit):
        subject = f"{name} cannot come along: {weekday(visit.planned_on)}"
        tell(pair.coach, "withdrawn", pair, subject, f"/pairs/{pair.id}/choose", at=at, name=name)


def decline(pair: Pair, *, at: datetime) -> None:
    """The learner says no, without a reason; another visit is drawn instead. Raises NotToBeDeclined."""
    held(pair)
    if pair.state(at.date()) not in (State.ASKED, State.CHOSEN):
        raise NotToBeDeclined
    pair.declined_at = at
    db.session.flush()
    note_about(pair, "declined", by=pair.learner, at=at)
    let_go(pair, at=at)
    subject = f"No second observer on the visit of {weekday(pair.visit.planned_on)}"
    tell(pair.coach, "declined", pair, subject, f"/visits/{pair.visit_id}", at=at)


def rate(pair: Pair, given: Sequence[Given], *, at: datetime) -> None:
    """Keep what the second observer saw, for good; where the note is shared already, both are opened to both.

    It goes to no ledger. Raises NotWaitedFor, NotYetTheDay, NoLongerFits.
    """
    held(pair)
    if pair.state(at.date()) is not State.CHOSEN:
        raise NotWaitedFor
    if pair.visit.planned_on > at.date():
        raise NotYetTheDay
    if {one.indicator for one in given} != set(pair.visit.focus) or not still_fits(pair, at.date()):
        raise NoLongerFits
    pair.ratings = [
        PairRating(place=pair.visit.focus.index(one.indicator), indicator=one.indicator, level=one.level, line=one.line)
        for one in given
    ]
    pair.finished_at, pair.release_id = at, library().release_id
    db.session.flush()
    note_about(pair, "rated", by=pair.second, at=at, ratings=len(given))
    open_together(pair, at=at)


def still_fits(pair: Pair, today: date) -> bool:
    """Whether the second observer may still rate this visit as it is planned now."""
    on = max(today, pair.visit.planned_on)
    return pair.second is not None and bool(queries.may_come(pair.visit, queries.coaches_of([pair.second]), on))


def open_together(pair: Pair, *, at: datetime) -> bool:
    """Open both ratings to both, once both are in, with the levels that the note has at this moment; gives whether."""
    first = queries.note_for(pair.visit)
    if first is None or pair.finished_at is None or pair.are_both_in:
        return False
    levels = {one.indicator: one.level for one in first.ratings}
    for one in pair.ratings:
        one.first_level = levels.get(one.indicator)
    pair.opened_at = at
    db.session.flush()
    note_about(pair, "opened", by=None, at=at, ratings=len(pair.ratings), apart=len(pair.apart))
    assert pair.second is not None
    for person, other in ((pair.coach, pair.second), (pair.second, pair.coach)):
        subject = f"Both ratings of {weekday(pair.visit.planned_on)} are in"
        tell(person, "both-in", pair, subject, f"/pairs/{pair.id}", at=at, once="both-in", other=other)
    return True


def open_due(*, at: datetime) -> None:
    """Open the pairs whose note was shared after the second rating was given, within its month. May run twice."""
    for pair in queries.rated_and_closed(at.date()):
        held(pair)
        open_together(pair, at=at)


def follow_visits(*, at: datetime) -> None:
    """Keep second observers told: of a visit that moved or is off, and once of a rating still to give. May run twice.

    Whoever may no longer come, since the visit, their role or a coaching relation has changed, is let go; so is whoever
    would come to a visit that nobody makes any more.
    """
    for pair in queries.expected(at.date()):
        held(pair)
        visit = pair.visit
        if pair.second is None or pair.state(at.date()) not in (State.CHOSEN, State.CANCELLED):
            continue
        if visit.cancelled_at is not None:
            let_go(pair, at=at)
        elif not (queries.belong_together(visit) and still_fits(pair, at.date())):
            let_go(pair, at=at)
            note_about(pair, "released", by=None, at=at, second=pair.second_id)
            free(pair, at=at)
        elif pair.told_of != told_of(visit):
            pair.told_of = told_of(visit)
            subject = f"The visit that you come along on has changed: {weekday(visit.planned_on)}"
            tell(pair.second, "moved", pair, subject, f"/pairs/{pair.id}/rate", at=at)
        elif visit.planned_on < at.date():
            subject = f"Your second rating is waited for: {weekday(visit.planned_on)}"
            tell(pair.second, "reminder", pair, subject, f"/pairs/{pair.id}/rate", at=at, once="reminder")


def told_of(visit: PlannedVisit) -> str:
    """What a second observer has to know of a visit, as one line to compare."""
    return f"{visit.planned_on.isoformat()} {visit.begins or '-'} {visit.activity} {' '.join(visit.focus)}"


def talk(pair: Pair, person: Person, words: str, *, is_talked: bool, at: datetime) -> PairWord:
    """What one of the two saw differently, and perhaps that they have talked about it. Raises NothingToTalkAbout."""
    hold(pair)
    db.session.expire(pair, ["words"])
    if not pair.apart:
        raise NothingToTalkAbout
    word = pair.word_of(person.id)
    if word is None:
        word = PairWord(person_id=person.id)
        pair.words.append(word)
    word.words, word.written_at = words.strip(), at
    word.talked_at = (word.talked_at or at) if is_talked else None
    db.session.flush()
    note_about(pair, "talked" if is_talked else "word-written", by=person, at=at)
    return word


def held(pair: Pair) -> None:
    """Hold a visit and its pair and read both afresh, always in this order."""
    hold(pair.visit)
    hold(pair)
    db.session.expire(pair, ["second"])


def tell(
    person: Person, what: str, pair: Pair, subject: str, path: str, *, at: datetime, once: str | None = None,
    **values: object,
) -> None:  # fmt: skip
    """A letter about a pair, where letters can leave. It names no account and no level."""
    if not is_on() or not person.is_active:
        return
    visit = pair.visit
    words = mail.written(
        f"pairing/letters/{what}.txt",
        person=person,
        pair=pair,
        learner=pair.learner,
        coach=pair.coach,
        when=weekday(visit.planned_on) + (f", {visit.begins}" if visit.begins else ""),
        activity=ACTIVITY_WORDS[Activity(visit.activity)].lower(),
        link=f"{current_app.config['ADDRESS']}{path}",
        **values,
    )
    mail.post(
        person.id, person.email, f"pair-{what}", subject, words, at=at,
        useful_until=datetime.combine(visit.planned_on + timedelta(days=DAYS_TO_RATE + 1), time(), UTC)
        if what in ("drawn", "chosen", "moved", "reminder") else None,
        once=f"pair-{once}-{pair.id}-{person.id}" if once else None,
    )  # fmt: skip


def note_about(pair: Pair, what: str, *, by: Person | None, at: datetime, **codes: str | int | None) -> None:
    """The audit event of an act on a pair."""
    visit = pair.visit
    note(
        f"pair.{what}", by=by.id if by else None, at=at, subject=(PAIR, pair.id), visit=visit.id,
        learner=visit.learner_id, coach=visit.coach_id, **codes,
    )  # fmt: skip
