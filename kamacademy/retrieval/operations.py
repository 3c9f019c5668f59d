"""Practising: keeping an answer, planning the next time, and handing a finished day to the evidence ledger."""

from datetime import datetime

from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.operations import record_evidence
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.people.models import Person
from kamacademy.records.operations import note
from kamacademy.retrieval import queries
from kamacademy.retrieval.models import RetrievalAnswer, RetrievalCard
from kamacademy.retrieval.plan import (
    Practice,
    days_between,
    first_state,
    fsrs_due,
    next_fixed,
    plan_day,
    reviewed,
)
from kamacademy.retrieval.stack import Met, Place, Stack, scores, stack_on


class NotAsked(Exception):
    """The question is not one of today's."""


class NoSuchChoice(Exception):
    """The question has no such option."""


def answer(learner: Person, place: Place, choice: int, *, at: datetime) -> RetrievalAnswer:
    """Keep the answer to one of today's questions; the same question answered before gives what was kept then.

    The last answer of a day hands the day to the ledger. Raises NotAsked, NoSuchChoice.
    """
    hold(learner)
    today, met, practice = at.date(), queries.met_for([learner])[learner.id], queries.practice_by_programme()
    stack = stack_on(today, met, practice)
    asked = next((one for one in stack.left if one.place == place), None)
    card = queries.find_card(learner.id, place)
    if asked is None and card is None:
        raise NotAsked
    if asked is None:
        assert card is not None
        return queries.latest_answer(card)
    question = queries.question_at(library(asked.release_id), place)
    if not 0 <= choice < len(question.options):
        raise NoSuchChoice
    plan = practice.get(asked.programme, Practice.FIXED)
    due_on = asked.due_on(plan)
    assert due_on is not None
    is_right, days_after = choice == question.right, days_between(asked.finished_at.date(), today)
    card = planned(card, asked, plan, is_right=is_right, at=at)
    given = RetrievalAnswer(
        card=card,
        release_id=asked.release_id,
        due_on=due_on,
        choice=choice,
        is_right=is_right,
        right_at_first=asked.right_at_first,
        day=plan_day(days_after) if plan is Practice.FIXED else days_after,
        days_after=days_after,
        answered_at=at,
    )
    db.session.add(given)
    db.session.flush()
    note("question.practised", by=learner.id, at=at, subject=("retrieval_card", card.id), day=given.day)
    hand_over(learner, stack, at)
    return given


def planned(card: RetrievalCard | None, asked: Met, plan: Practice, *, is_right: bool, at: datetime) -> RetrievalCard:
    """The question's card with its next day. A lesson read anew begins with it anew."""
    if card is None:
        place = asked.place
        card = RetrievalCard(
            learner_id=asked.learner_id, module=place.module, lesson=place.lesson, question=place.question
        )
        db.session.add(card)
    begins_anew = card.finished_at is None or card.finished_at < asked.finished_at
    if plan is Practice.FSRS:
        before = None if begins_anew else card.state
        before = before or first_state(asked.finished_at, right_at_first=asked.right_at_first)
        after = reviewed(before, at, is_right=is_right)
        card.state, card.due_on = after, fsrs_due(after)
    else:
        card.state, card.due_on = None, next_fixed(asked.finished_at.date(), at.date())
    card.release_id, card.finished_at, card.answered_on = asked.release_id, asked.finished_at, at.date()
    return card


def hand_over(learner: Person, before: Stack, at: datetime) -> None:
    """After the day's last answer: one row of evidence for each competency. A score, never a level."""
    if len(before.left) > 1:
        return
    for one in scores(queries.answers_on(learner.id, at.date())):
        record_evidence(
            learner,
            competency=one.competency,
            kind=Kind.KNOWLEDGE,
            purpose=Purpose.DEVELOPMENT,
            happened_on=at.date(),
            at=at,
            source=("practice", one.answer_id),
            title=one.title,
            revision_id=one.revision_id,
            score=one.right,
            score_max=one.asked,
        )
