"""Carrying out what people do around visits, through the operations that the pages use."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kamacademy.attestation import operations as attestation
from kamacademy.coaching import operations as coaching
from kamacademy.coaching.entry import Entry, EntryRating
from kamacademy.coaching.models import Observation
from kamacademy.competency.evidence import Context
from kamacademy.content.queries import library
from kamacademy.conversation import operations as conversation
from kamacademy.conversation.queries import threads_of
from kamacademy.conversation.said import Thread
from kamacademy.conversation.versions import RatedPart, body_of
from kamacademy.demo import acts, together
from kamacademy.demo.stage import Stage, perform
from kamacademy.intake import operations as intake
from kamacademy.peer import operations as peer
from kamacademy.peer.given import Given
from kamacademy.peer.models import PeerAsked
from kamacademy.visit import operations as visits
from kamacademy.visit.queries import focus_for

OFFERED_FIRST = 2


@perform.register
def plan_visit(act: together.PlanVisit, stage: Stage) -> None:
    """A visit in both calendars."""
    stage.planned[act.key] = visits.plan(
        stage.people[act.learner], stage.people[act.coach], planned_on=act.planned_on, activity=act.activity,
        focus=focus_of(act, stage), by=stage.people[act.by], at=act.at, begins=act.begins, account_alias=act.account,
    )  # fmt: skip


def focus_of(act: together.PlanVisit, stage: Stage) -> tuple[str, ...]:
    """The focus as it is said, else what the page puts first: before all, what the open actions are about."""
    if act.focus is not None:
        return act.focus
    offered = focus_for(stage.people[act.learner], stage.people[act.coach], act.activity)
    return tuple(one.id for one in offered[:OFFERED_FIRST])


@perform.register
def announce(act: together.Announce, stage: Stage) -> None:
    """An attestation announced."""
    assert act.focus
    stage.planned[act.key] = attestation.announce(
        stage.people[act.learner], stage.people[act.by], planned_on=act.planned_on, activity=act.activity,
        focus=act.focus, at=act.at, begins=act.begins, account_alias=act.account,
    )  # fmt: skip


@perform.register
def cancel_visit(act: together.CancelVisit, stage: Stage) -> None:
    """A visit called off."""
    visits.cancel(stage.planned[act.visit], act.reason, by=stage.people[act.by], at=act.at)


@perform.register
def observe(act: acts.Observe, stage: Stage) -> None:
    """A visit recorded step by step, and shared after the talk; a draft stops where it is."""
    at = act.at
    made = coaching.begin(
        stage.people[act.learner], stage.people[act.by], activity=act.activity, complexity=act.complexity,
        observed_on=at.date(), indicators=[one.indicator for one in act.seen], release_id=library().release_id,
        account_alias=act.account, planned_visit=stage.planned[act.planned] if act.planned else None, at=at,
    )  # fmt: skip
    stage.visits[act.key] = made
    for one in act.seen:
        at += timedelta(minutes=1)
        if act.is_shared or one.line:
            coaching.rate(made, one.indicator, level=one.level, evidence_line=one.line, at=at)
    if act.strength:
        words_at = at + timedelta(minutes=2)
        coaching.note_words(made, strength=act.strength, improve=act.improve, proposition_fit=act.fit, at=words_at)
    if act.agreement is not None:
        agreed = act.agreement
        coaching.agree(
            made, title=agreed.title, indicator=agreed.indicator, due_on=agreed.due_on, library_id=agreed.library_id,
            at=at + timedelta(minutes=20),
        )  # fmt: skip
    if act.is_shared and not act.is_late:
        hand_over(act.key, stage, at=at + timedelta(minutes=25))


@perform.register
def share_late(act: together.ShareLate, stage: Stage) -> None:
    """A note that had waited."""
    hand_over(act.note, stage, at=act.at)


def hand_over(key: str, stage: Stage, *, at: datetime) -> None:
    """Share a note, and remember the action that it put into the plan."""
    made = stage.visits[key]
    give(made, at=at)
    if made.action is not None:
        stage.actions[key.rpartition("-")[0], key] = made.action


def give(made: Observation, *, at: datetime) -> None:
    """Share a note; an attestation by signing it."""
    if coaching.is_attestation(made):
        attestation.sign_and_share(made, edition=made.edition, at=at, today=at.date())
    else:
        coaching.share(made, at=at, today=at.date())


@perform.register
def answer_note(act: acts.AnswerNote, stage: Stage) -> None:
    """The learner's own view, if there is one, and "seen"."""
    visit = stage.visits[act.visit]
    if act.levels is not None:
        coaching.give_view(visit, levels=dict(act.levels), words=act.words, at=act.at)
    coaching.acknowledge(visit, at=act.at + timedelta(minutes=1))


@perform.register
def give_own_view(act: together.GiveOwnView, stage: Stage) -> None:
    """How the learner saw the visit, before the note is shared."""
    visit = stage.planned[act.visit]
    coaching.give_own_view(
        visit.learner, visit.coach, viewed_on=act.at.date(), levels=dict(act.levels), words=act.words, at=act.at,
        planned_visit=visit,
    )  # fmt: skip


@perform.register
def give_pulse(act: together.GivePulse, stage: Stage) -> None:
    """Two answers about the coaching."""
    note = stage.visits[act.note]
    conversation.give_pulse(note, was_specific=act.was_specific, can_use=act.can_use, at=act.at)


@perform.register
def amend_note(act: together.AmendNote, stage: Stage) -> None:
    """One rating and the thing to improve put right."""
    note, seen = stage.visits[act.note], act.seen
    before, part = body_of(note), RatedPart(seen.indicator, seen.level, seen.line)
    ratings = tuple(part if one.indicator == seen.indicator else one for one in before.ratings)
    wanted = replace(before, ratings=ratings, improve=act.improve)
    conversation.amend(note, wanted, edition=note.edition, by=stage.people[act.by], at=act.at)


@perform.register
def say(act: together.Say, stage: Stage) -> None:
    """An answer, or a dispute."""
    note, by = stage.visits[act.note], stage.people[act.by]
    if act.about:
        conversation.dispute(note, act.about, act.words, by=by, at=act.at)
    else:
        conversation.answer(note, act.words, by=by, at=act.at)


@perform.register
def reply(act: together.Reply, stage: Stage) -> None:
    """A reply."""
    note = stage.visits[act.note]
    conversation.reply(note, newest_thread(act, stage), act.words, by=stage.people[act.by], at=act.at)


@perform.register
def settle(act: together.Settle, stage: Stage) -> None:
    """The end of a thread."""
    conversation.settle(stage.visits[act.note], newest_thread(act, stage), by=stage.people[act.by], at=act.at)


def newest_thread(act: together.AboutNote, stage: Stage) -> Thread:
    """What was last begun about a note."""
    note = stage.visits[act.note]
    return threads_of([note.id])[note.id][-1]


@perform.register
def open_notes(act: together.OpenNotes, stage: Stage) -> None:
    """Notes of an earlier coach opened to the present one."""
    keys = [stage.visits[one].id for one in act.notes]
    conversation.open_notes(stage.people[act.by], keys, stage.people[act.coach], at=act.at)


@perform.register
def ask_to_copy(act: together.AskToCopy, stage: Stage) -> None:
    """A question about a note."""
    stage.copies[act.note] = attestation.ask_to_copy(stage.visits[act.note], act.reason, at=act.at)


@perform.register
def answer_copy(act: together.AnswerCopy, stage: Stage) -> None:
    """The learner's yes or no."""
    attestation.answer_copy(stage.copies[act.note], is_agreed=act.is_agreed, at=act.at)


@perform.register
def ask_peers(act: together.AskPeers, stage: Stage) -> None:
    """A round opened."""
    picks = [stage.people[one].id for one in act.picks]
    learner = stage.people[act.by]
    made = peer.open_round(learner, size=act.size, picks=picks, weeks=act.weeks, seed=act.seed, at=act.at)
    stage.rounds[act.round] = made


@perform.register
def choose_peers(act: together.ChoosePeers, stage: Stage) -> None:
    """The coach's half."""
    picks = [stage.people[one].id for one in act.picks]
    peer.choose_rest(stage.rounds[act.round], picks, by=stage.people[act.by], at=act.at)


@perform.register
def answer_peers(act: together.AnswerPeers, stage: Stage) -> None:
    """One colleague's answers."""
    peer.answer(place_of(act.by, act.round, stage), [Given(*one) for one in act.choices], at=act.at)


def place_of(who: str, round_key: str, stage: Stage) -> PeerAsked:
    """A colleague's place in a round."""
    return next(one for one in stage.rounds[round_key].asked if one.person_id == stage.people[who].id)


@perform.register
def send_from_phone(act: together.SendFromPhone, stage: Stage) -> None:
    """An entry as it arrives."""
    ratings = tuple(EntryRating(one.indicator, one.level, one.line, one.level is not None) for one in act.seen)
    entry = Entry(
        key=act.entry, edition=1, base=0, device_at=act.at.astimezone(UTC), learner_id=stage.people[act.learner].id,
        release_id=library().release_id, activity=act.activity, complexity=Context.USUAL, observed_on=act.at.date(),
        ratings=ratings, account_alias=act.account, strength=act.strength, improve=act.improve,
    )  # fmt: skip
    intake.receive(entry, coach=stage.people[act.by], at=act.at, device=act.device)
