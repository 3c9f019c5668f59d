"""Beginning, answering and submitting a sitting."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.assessment.models import Sitting, SittingAnswer
from kamacademy.assessment.operations import (
    NoSuchChoice,
    NoSuchQuestion,
    SittingSubmitted,
    TooSoon,
    answer,
    begin_sitting,
    submit,
)
from kamacademy.assessment.queries import items_in, open_sitting
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.curriculum.study import HOUR, edited
from tests.world import NOW, World

PAPER = "m03-check"


def begin(learner: Person, paper: str = PAPER, seed: int = 7, hours: int = 0) -> Sitting:
    release = library().release_id
    return begin_sitting(learner, paper, release_id=release, seed=seed, at=NOW + hours * HOUR, return_to=None)


def fill(sitting: Sitting, wrong: int) -> Sitting:
    for number, item in enumerate(items_in(library(sitting.release_id), sitting.paper)):
        answer(sitting, item.id, item.right if number >= wrong else (item.right + 1) % len(item.options), at=NOW)
    return submit(sitting, at=NOW)


def test_beginning_twice_goes_on_with_the_first(world: World) -> None:
    learner = world.learner()
    first = begin(learner)
    assert begin(learner, seed=99, hours=1) is first
    assert first.seed == 7


def test_a_sitting_of_another_paper_is_another_sitting(world: World) -> None:
    learner = world.learner()
    assert begin(learner) is not begin(learner, "m01-check")


def test_a_later_answer_takes_the_place_of_an_earlier_one(world: World) -> None:
    sitting = begin(world.learner())
    answer(sitting, "m03-01", 0, at=NOW)
    answer(sitting, "m03-01", 2, at=NOW + HOUR)
    rows = db.session.scalars(select(SittingAnswer).where(SittingAnswer.sitting_id == sitting.id)).all()
    assert [(row.item_id, row.choice) for row in rows] == [("m03-01", 2)]


def test_questions_and_options_that_do_not_exist_are_refused(world: World) -> None:
    sitting = begin(world.learner())
    with pytest.raises(NoSuchQuestion):
        answer(sitting, "m01-01", 0, at=NOW)
    for choice in (-1, 4):
        with pytest.raises(NoSuchChoice):
            answer(sitting, "m03-01", choice, at=NOW)


def test_submitting_scores_once_and_closes_the_answers(world: World) -> None:
    sitting = fill(begin(world.learner()), wrong=3)
    assert (sitting.points, sitting.points_max, sitting.passed) == (15, 18, True)
    submit(sitting, at=NOW + HOUR)
    assert sitting.submitted_at == NOW
    with pytest.raises(SittingSubmitted):
        answer(sitting, "m03-01", 0, at=NOW + HOUR)
    assert db.session.scalar(select(func.count()).where(Evidence.source_id == sitting.id)) == 2


def test_one_right_answer_fewer_does_not_pass(world: World) -> None:
    sitting = fill(begin(world.learner()), wrong=4)
    assert (sitting.points, sitting.passed) == (14, False)


def test_knowledge_is_recorded_for_each_competency_and_never_as_a_level(world: World) -> None:
    learner = world.learner()
    sitting = fill(begin(learner), wrong=0)
    rows = db.session.scalars(select(Evidence).where(Evidence.learner_id == learner.id)).all()
    assert {row.competency for row in rows} == {"C01", "C02"}
    assert sum(row.score or 0 for row in rows) == 18
    for row in rows:
        assert (row.kind, row.purpose, row.level, row.passed) == ("knowledge", "development", None, True)
        assert (row.source_type, row.source_id, row.source_ref) == ("sitting", sitting.id, PAPER)
        assert row.source_title == "Knowledge check: providers and risk"
        assert row.revision_id == sitting.paper_revision_id


def test_the_audit_trail_says_that_it_was_submitted_but_not_how_it_went(world: World) -> None:
    sitting = fill(begin(world.learner()), wrong=0)
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.act == "sitting.submitted", AuditEvent.subject_id == sitting.id)
    ).one()
    assert event.codes == {"paper": PAPER}


def test_a_paper_with_a_waiting_time_may_not_be_tried_again_at_once(world: World, drafts: Drafts) -> None:
    world.publish(edited(drafts, f"assessments/papers/{PAPER}.yaml", "wait_hours: 0", "wait_hours: 24"), at=NOW)
    learner = world.learner()
    fill(begin(learner), wrong=18)
    with pytest.raises(TooSoon) as refusal:
        begin(learner, hours=23)
    assert refusal.value.from_ == NOW + timedelta(hours=24)
    assert begin(learner, hours=24).submitted_at is None


def test_a_sitting_keeps_its_questions_when_a_release_changes_them(world: World, drafts: Drafts) -> None:
    sitting = begin(world.learner())
    before = items_in(library(sitting.release_id), PAPER)[0].stem
    world.publish(edited(drafts, "assessments/items/m03.yaml", before, "Quite another question?"), at=NOW)
    assert items_in(library(sitting.release_id), PAPER)[0].stem == before
    assert items_in(library(), PAPER)[0].stem == "Quite another question?"


def test_only_a_sitting_that_is_not_submitted_is_open(world: World) -> None:
    learner = world.learner()
    fill(begin(learner), wrong=0)
    fill(begin(learner, hours=1), wrong=18)
    running = begin(learner, hours=2)
    assert open_sitting(learner.id, PAPER) is running
    assert open_sitting(learner.id, "m01-check") is None
