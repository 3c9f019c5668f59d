"""Beginning, answering and submitting a sitting; marks by a person; evidence that follows the result."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.assessment import operations, queries
from kamacademy.assessment.models import Sitting, SittingItem
from kamacademy.assessment.operations import (
    answer,
    begin_sitting,
    close_question,
    flag,
    record_mark,
    start_clock,
    submit,
    submit_expired,
)
from kamacademy.assessment.page_load import PageLoad
from kamacademy.assessment.queries import bank_item, open_sitting, sheet_of
from kamacademy.assessment.refusals import (
    AnswerClosed,
    AnsweredElsewhere,
    ClockNotStarted,
    NoAttemptsLeft,
    NoSuchQuestion,
    SittingSubmitted,
    StillWaiting,
    TimeIsUp,
    TooSoon,
)
from kamacademy.assessment.time_limit import AllowanceReason
from kamacademy.competency.models import Evidence
from kamacademy.competency.queries import evidence_from
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.assessment.papers import KINDS, WITHOUT_OPEN, begin, fill, give, paper_text, publish, sit
from tests.curriculum.study import HOUR, edited
from tests.world import NOW, World

PAPER = "m03-check"
MINUTE = timedelta(minutes=1)
DRAWN = "draw:\n  - {count: 3, bank: every-kind, level: 2}\n  - {count: 1, bank: every-kind, kind: case}\n"


def evidence_of(learner: Person) -> list[Evidence]:
    return list(db.session.scalars(select(Evidence).where(Evidence.learner_id == learner.id).order_by(Evidence.id)))


def row_of(sitting: Sitting, item_id: str) -> SittingItem:
    return next(row for row in sitting.items if row.item_id == item_id)


def test_beginning_twice_goes_on_with_the_first(world: World) -> None:
    learner = world.learner()
    first = begin(learner, PAPER)
    assert begin(learner, PAPER, seed=99, at=NOW + HOUR) is first
    assert first.seed == 7


def test_a_sitting_of_another_paper_is_another_sitting(world: World) -> None:
    learner = world.learner()
    assert begin(learner, PAPER) is not begin(learner, "m01-check")


def test_what_decides_is_copied_at_the_start(world: World, drafts: Drafts) -> None:
    text = paper_text(KINDS, pass_rule="each_competency", each_percent=60, time_limit_minutes=20)
    publish(world, drafts, every_kind=text)
    sitting = begin(world.learner(), "every-kind")
    assert (sitting.pass_rule, sitting.pass_percent, sitting.each_percent) == ("each_competency", 80, 60)
    assert (sitting.time_limit_seconds, sitting.closes_at) == (1200, NOW + 20 * MINUTE)
    assert sitting.points_needed == 8.8  # 80 % of 11: ten questions, one of two points
    assert [row.item_id for row in sitting.items] == list(KINDS)
    assert {row.item_id for row in sitting.items if row.is_hard_stop} == {"ex-judgement"}
    assert row_of(sitting, "ex-multiple").points_max == 2
    assert set(row_of(sitting, "ex-numeric").variant) == {"people", "spend", "benchmark", "gap", "one_person"}
    assert row_of(sitting, "ex-numeric").key["value"] == pytest.approx(row_of(sitting, "ex-numeric").variant["gap"])


def test_a_later_answer_takes_the_place_of_an_earlier_one(world: World) -> None:
    sitting = begin(world.learner(), PAPER)
    answer(sitting, "m03-01", {"choice": 0}, at=NOW)
    row = answer(sitting, "m03-01", {"choice": 2}, at=NOW + HOUR)
    assert (row.given, row.answered_at, row.saves) == ({"choice": 2}, NOW + HOUR, 2)


def test_the_same_answer_again_changes_nothing(world: World) -> None:
    sitting = begin(world.learner(), PAPER)
    answer(sitting, "m03-01", {"choice": 0}, at=NOW)
    row = answer(sitting, "m03-01", {"choice": 0}, at=NOW + HOUR)
    assert (row.answered_at, row.saves) == (NOW, 1)
    acts = select(func.count()).where(AuditEvent.act == "sitting.answered", AuditEvent.subject_id == sitting.id)
    assert db.session.scalar(acts) == 1


def test_a_question_of_another_paper_is_refused(world: World) -> None:
    with pytest.raises(NoSuchQuestion):
        answer(begin(world.learner(), PAPER), "m01-01", {"choice": 0}, at=NOW)


def test_a_forgotten_window_undoes_nothing(world: World) -> None:
    sitting = begin(world.learner(), PAPER)
    first, second = PageLoad("aaaa", NOW, 0), PageLoad("bbbb", NOW, 0)
    answer(sitting, "m03-01", {"choice": 1}, at=NOW, page=first)
    with pytest.raises(AnsweredElsewhere):
        answer(sitting, "m03-01", {"choice": 2}, at=NOW + MINUTE, page=second)
    # The first page goes on, even where it never heard that its last save was kept.
    row = answer(sitting, "m03-01", {"choice": 3}, at=NOW + 2 * MINUTE, page=first)
    assert (row.given, row.saves) == ({"choice": 3}, 2)
    # Whoever has seen the newest answer may change it from anywhere.
    assert answer(sitting, "m03-01", {"choice": 0}, at=NOW + HOUR, page=PageLoad("cccc", NOW, 2)).saves == 3


def test_the_time_a_question_took_is_added_up(world: World) -> None:
    sitting = begin(world.learner(), PAPER)
    page = PageLoad("aaaa", NOW, 0)
    answer(sitting, "m03-01", {"choice": 1}, at=NOW + timedelta(seconds=20), page=page)
    answer(sitting, "m03-01", {"choice": 2}, at=NOW + timedelta(seconds=26), page=page)
    later = PageLoad("bbbb", NOW + HOUR, 2)
    assert answer(sitting, "m03-01", {"choice": 3}, at=NOW + HOUR + timedelta(seconds=4), page=later).seconds == 30


def test_submitting_scores_once_and_closes_the_answers(world: World) -> None:
    sitting = sit(world.learner(), PAPER, wrong=3)
    assert (sitting.points, sitting.points_max, sitting.passed, sitting.points_needed) == (17, 20, True, 16)
    submit(sitting, at=NOW + HOUR)
    assert (sitting.submitted_at, sitting.marked_at) == (NOW, NOW)
    with pytest.raises(SittingSubmitted):
        answer(sitting, "m03-01", {"choice": 0}, at=NOW + HOUR)
    with pytest.raises(SittingSubmitted):
        flag(sitting, "m03-01", is_flagged=True, at=NOW)
    assert db.session.scalar(select(func.count()).where(Evidence.source_id == sitting.id)) == 2


def test_one_right_answer_fewer_does_not_pass(world: World) -> None:
    sitting = sit(world.learner(), PAPER, wrong=5)
    assert (sitting.points, sitting.passed) == (15, False)


def test_a_question_without_an_answer_is_worth_nothing(world: World) -> None:
    sitting = submit(begin(world.learner(), PAPER), at=NOW)
    assert (sitting.points, sitting.points_max, sitting.passed) == (0, 20, False)
    assert {(row.given, row.share, row.is_right, row.choice) for row in sitting.items} == {(None, 0.0, False, None)}


def test_every_kind_is_marked(world: World, drafts: Drafts) -> None:
    publish(world, drafts, every_kind=paper_text((*WITHOUT_OPEN, "ex-case")))
    right, wrong = sit(world.learner(), "every-kind"), sit(world.learner(), "every-kind", wrong=11)
    assert {row.share for row in right.items} == {1.0}
    assert (right.points, right.points_max, right.passed) == (12, 12, True)
    assert [row.item_id for row in wrong.items if row.is_right] == []
    assert wrong.passed is False
    assert wrong.points is not None
    assert 0 <= wrong.points < 6


def test_a_hard_stop_fails_whatever_the_points(world: World, drafts: Drafts) -> None:
    publish(world, drafts, every_kind=paper_text(("ex-judgement", *WITHOUT_OPEN[:-1])))
    sitting = sit(world.learner(), "every-kind", wrong=1)
    assert (sitting.points, sitting.points_max, sitting.passed) == (9, 10, False)


def test_knowledge_is_recorded_for_each_competency_and_never_as_a_level(world: World) -> None:
    learner = world.learner()
    sitting = sit(learner, PAPER)
    rows = evidence_of(learner)
    assert {row.competency for row in rows} == {"C01", "C02"}
    assert sum(row.score or 0 for row in rows) == 20
    for row in rows:
        assert (row.kind, row.purpose, row.level, row.passed) == ("knowledge", "development", None, True)
        assert (row.source_type, row.source_id, row.source_ref) == ("sitting", sitting.id, PAPER)
        assert row.source_title == "Knowledge check: providers and risk"
        assert row.revision_id == sitting.paper_revision_id


def test_the_audit_trail_says_that_it_was_submitted_but_not_how_it_went(world: World) -> None:
    sitting = sit(world.learner(), PAPER)
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.act == "sitting.submitted", AuditEvent.subject_id == sitting.id)
    ).one()
    assert event.codes == {"paper": PAPER}


def test_a_paper_with_a_waiting_time_may_not_be_tried_again_at_once(world: World, drafts: Drafts) -> None:
    world.publish(edited(drafts, f"assessments/papers/{PAPER}.yaml", "wait_hours: 0", "wait_hours: 24"), at=NOW)
    learner = world.learner()
    sit(learner, PAPER, wrong=18)
    with pytest.raises(TooSoon) as refusal:
        begin(learner, PAPER, at=NOW + 23 * HOUR)
    assert refusal.value.from_ == NOW + timedelta(hours=24)
    assert begin(learner, PAPER, at=NOW + 24 * HOUR).submitted_at is None


def test_attempts_are_counted(world: World, drafts: Drafts) -> None:
    publish(world, drafts, short=paper_text(("ex-single",), attempts=2))
    learner = world.learner()
    for _ in range(2):
        sit(learner, "short", wrong=1)
    with pytest.raises(NoAttemptsLeft):
        begin(learner, "short")


def test_a_sitting_keeps_its_questions_when_a_release_changes_them(world: World, drafts: Drafts) -> None:
    sitting = begin(world.learner(), PAPER)
    before = sheet_of(sitting).questions[0].stem
    world.publish(edited(drafts, "assessments/items/m03.yaml", before, "Quite another question?"), at=NOW)
    assert sheet_of(sitting).questions[0].stem == before
    assert bank_item(library(), sitting.items[0].item_id).stem == "Quite another question?"


def test_only_a_sitting_that_is_not_submitted_is_open(world: World) -> None:
    learner = world.learner()
    sit(learner, PAPER)
    sit(learner, PAPER, wrong=18, at=NOW + HOUR)
    running = begin(learner, PAPER, at=NOW + 2 * HOUR)
    assert open_sitting(learner.id, PAPER) is running
    assert open_sitting(learner.id, "m01-check") is None


def test_a_blueprint_draws_its_lines_and_keeps_cases_whole(world: World, drafts: Drafts) -> None:
    publish(world, drafts, drawn=paper_text() + DRAWN)
    sitting = begin(world.learner(), "drawn")
    level_two = {"ex-single", "ex-multiple", "ex-true-false", "ex-ordering", "ex-matching", "ex-categorise"}
    assert len(sitting.items) == 5
    assert {row.item_id for row in sitting.items[:3]} < level_two
    assert [row.item_id for row in sitting.items[3:]] == ["ex-case-share", "ex-case-conclusion"]
    assert {row.case_id for row in sitting.items[3:]} == {"ex-case"}
    values = [row.variant for row in sitting.items[3:]]
    assert values[0]["growth"] == values[1]["growth"]


def test_the_next_sitting_asks_what_the_last_did_not(world: World, drafts: Drafts) -> None:
    publish(world, drafts, drawn=paper_text(avoid_last=1) + DRAWN.splitlines(keepends=True)[0] + DRAWN.splitlines()[1])
    learner = world.learner()
    for number in range(4):
        at = NOW + 2 * number * HOUR
        first = {row.item_id for row in sit(learner, "drawn", wrong=3, seed=number, at=at).items}
        second = {row.item_id for row in sit(learner, "drawn", wrong=3, seed=number + 50, at=at + HOUR).items}
        assert not first & second


def test_a_clock_runs_from_when_it_is_started_to_its_end_and_a_little(world: World, drafts: Drafts) -> None:
    publish(world, drafts, timed=paper_text(("ex-single", "ex-true-false"), time_limit_minutes=10))
    learner = world.learner()
    sitting = begin_sitting(learner, "timed", release_id=library().release_id, seed=7, at=NOW, return_to=None)
    with pytest.raises(ClockNotStarted):
        answer(sitting, "ex-single", {"choice": 1}, at=NOW)
    with pytest.raises(ClockNotStarted):
        submit(sitting, at=NOW)
    start_clock(sitting, at=NOW + HOUR)
    start_clock(sitting, at=NOW + HOUR + MINUTE)
    assert sitting.closes_at == NOW + HOUR + 10 * MINUTE
    answer(sitting, "ex-single", {"choice": 1}, at=sitting.closes_at + timedelta(seconds=30))
    late = sitting.closes_at + timedelta(seconds=31)
    with pytest.raises(TimeIsUp):
        answer(sitting, "ex-true-false", {"answer": False, "confidence": "sure"}, at=late)
    submit(sitting, at=late + HOUR)
    assert (sitting.submitted_at, sitting.points) == (sitting.closes_at, 1)


def test_the_server_submits_what_ran_out(world: World, drafts: Drafts) -> None:
    publish(world, drafts, timed=paper_text(("ex-single", "ex-true-false"), time_limit_minutes=10))
    ended, running = begin(world.learner(), "timed"), begin(world.learner(), "timed", at=NOW + 5 * MINUTE)
    answer(ended, "ex-single", {"choice": 1}, at=NOW)
    untimed = begin(world.learner(), PAPER)
    assert submit_expired(NOW + 12 * MINUTE) == 1
    assert (ended.points, ended.submitted_at) == (1, NOW + 10 * MINUTE)
    assert not running.is_submitted
    assert not untimed.is_submitted
    assert submit_expired(NOW + 12 * MINUTE) == 0


def test_beginning_again_first_submits_what_ran_out(world: World, drafts: Drafts) -> None:
    publish(world, drafts, timed=paper_text(("ex-single",), time_limit_minutes=10))
    learner = world.learner()
    first = begin(learner, "timed")
    second = begin(learner, "timed", at=NOW + HOUR)
    assert first.is_submitted
    assert second is not first


def test_an_allowance_makes_the_time_longer(world: World, drafts: Drafts) -> None:
    publish(world, drafts, timed=paper_text(("ex-single",), time_limit_minutes=10))
    learner, administrator = world.learner(), world.administrator()
    given = operations.allow_time(
        learner, percent_extra=50, reason=AllowanceReason.AGREED_ADJUSTMENT, starts_on=NOW.date(), ends_on=None,
        by=administrator, at=NOW,
    )  # fmt: skip
    assert begin(learner, "timed").time_limit_seconds == 900
    operations.end_allowance(given, on=NOW.date(), by=administrator, at=NOW)
    assert queries.extra_time(learner.id)[0].ends_on == NOW.date()
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "time-allowance.added")).one()
    assert event.codes == {"allowance": given.id}


def test_a_cut_score_takes_the_place_of_the_pass_mark_from_its_release_on(world: World, drafts: Drafts) -> None:
    publish(world, drafts, gate=paper_text(("ex-single", "ex-true-false"), cut=True))
    learner, team = world.learner(), world.learning_team()
    assert begin(learner, "gate").pass_percent == 80
    cut = operations.set_cut_score(
        "gate", percent=45.5, standard_error=3.1, method="angoff", from_release_id=library().release_id, by=team, at=NOW
    )
    sitting = sit(world.learner(), "gate", wrong=1)
    assert (sitting.pass_percent, sitting.cut_score_id, sitting.points_needed) == (45.5, cut.id, 1)
    assert sitting.passed is True
    publish(world, drafts, gate=paper_text(("ex-single", "ex-true-false"), cut=True, wait_hours=1))
    newer = library().release_id
    operations.set_cut_score(
        "gate", percent=99, standard_error=None, method="angoff", from_release_id=newer, by=team, at=NOW + HOUR
    )
    assert begin(world.learner(), "gate").pass_percent == 99
    old = begin_sitting(
        world.learner(), "gate", release_id=sitting.release_id, seed=7, at=NOW + 2 * HOUR, return_to=None
    )
    assert old.pass_percent == 45.5


def test_a_pass_counts_for_its_days(world: World, drafts: Drafts) -> None:
    publish(world, drafts, gate=paper_text(("ex-single",), valid_days=365))
    learner = world.learner()
    failed, passed = sit(learner, "gate", wrong=1), sit(learner, "gate")
    assert (failed.valid_until, passed.valid_until) == (None, NOW.date() + timedelta(days=365))
    assert [one.valid_until for one in queries.results_of([learner.id])[learner.id]] == [None, passed.valid_until]
    assert {row.valid_until for row in evidence_from("sitting", passed.id).values()} == {passed.valid_until}


def test_an_answer_that_was_explained_stands(world: World, drafts: Drafts) -> None:
    publish(world, drafts, open_book=paper_text(("ex-single", "ex-true-false"), feedback="at_once"))
    sitting = begin(world.learner(), "open-book")
    answer(sitting, "ex-single", {"choice": 0}, at=NOW)
    row = close_question(sitting, "ex-single", at=NOW)
    assert (row.share, row.is_right, row.closed_at) == (0.0, False, NOW)
    with pytest.raises(AnswerClosed):
        answer(sitting, "ex-single", {"choice": 1}, at=NOW)
    assert submit(sitting, at=NOW).points == 0


def test_an_open_answer_waits_for_a_person(world: World, drafts: Drafts) -> None:
    publish(world, drafts, written=paper_text(("ex-single", "ex-open")))
    learner, marker = world.learner(), world.coach()
    sitting = sit(learner, "written")
    assert (sitting.is_waiting, sitting.points, sitting.passed, sitting.marked_at) == (True, None, None, None)
    assert evidence_of(learner) == []
    assert queries.results_of([learner.id])[learner.id][0].is_waiting
    with pytest.raises(StillWaiting):
        begin(learner, "written", at=NOW + HOUR)
    (waiting,) = [one for one in queries.open_answers_waiting() if one.learner_id == learner.id]
    assert (waiting.item_id, waiting.paper, waiting.submitted_at) == ("ex-open", "written", NOW)
    row = queries.sitting_item(waiting.sitting_item_id)
    assert queries.question_to_mark(row).given == {
        "text": "Dear Dr Amari, four of ten patients wait longer than six weeks ..."
    }
    record_mark(row, 0.75, by=marker, at=NOW + HOUR)
    assert (sitting.points, sitting.passed, sitting.submitted_at, sitting.marked_at) == (1.75, True, NOW, NOW + HOUR)
    assert (row.marked_by_id, row.is_right) == (marker.id, False)
    assert [one for one in queries.open_answers_waiting() if one.learner_id == learner.id] == []
    assert sorted((one.competency, one.score) for one in evidence_of(learner)) == [("C01", 1), ("C04", 0.75)]


def test_an_open_question_left_empty_waits_for_nobody(world: World, drafts: Drafts) -> None:
    publish(world, drafts, written=paper_text(("ex-single", "ex-open")))
    sitting = begin(world.learner(), "written")
    give(sitting, sheet_of(sitting).questions[0])
    submit(sitting, at=NOW)
    assert (sitting.points, sitting.points_max, sitting.passed) == (1, 2, False)


def test_a_changed_mark_supersedes_what_was_recorded(world: World, drafts: Drafts) -> None:
    publish(world, drafts, written=paper_text(("ex-single", "ex-open")))
    learner, marker = world.learner(), world.coach()
    sitting = sit(learner, "written")
    row = row_of(sitting, "ex-open")
    record_mark(row, 0.25, by=marker, at=NOW + HOUR)
    assert sitting.passed is False
    record_mark(row, 1.0, by=marker, at=NOW + 2 * HOUR)
    assert (sitting.points, sitting.passed) == (2, True)
    old, new = [one for one in evidence_of(learner) if one.competency == "C04"]
    assert (old.score, old.passed, new.score, new.passed, new.supersedes_id) == (0.25, False, 1, True, old.id)
    assert evidence_from("sitting", sitting.id)["C04"].id == new.id
    # The same mark once more records nothing.
    record_mark(row, 1.0, by=marker, at=NOW + 3 * HOUR)
    assert len(evidence_of(learner)) == 4


def test_responses_are_what_statistics_need(world: World, drafts: Drafts) -> None:
    publish(world, drafts, two=paper_text(("ex-single", "ex-true-false")))
    learner = world.learner()
    sitting = begin(learner, "two")
    answer(sitting, "ex-single", {"choice": 2}, at=NOW + 9 * MINUTE, page=PageLoad("aaaa", NOW + 8 * MINUTE, 0))
    running = begin(world.learner(), "two")
    submit(sitting, at=NOW + HOUR)
    found = queries.responses("two")
    assert running.id not in {one.sitting_id for one in found}
    assert [(one.item_id, one.choice, one.share, one.is_omitted, one.seconds) for one in found] == [
        ("ex-single", "c", 0.0, False, 60.0), ("ex-true-false", None, 0.0, True, None),
    ]  # fmt: skip
    assert {(one.learner_id, one.at, one.paper) for one in found} == {(learner.id, NOW + HOUR, "two")}
    assert [one.item_id for one in queries.responses(item_ids=["ex-true-false"])] == ["ex-true-false"]


def test_filling_and_leaving_keeps_every_answer(world: World, drafts: Drafts) -> None:
    publish(world, drafts, every_kind=paper_text((*KINDS, "ex-case")))
    sitting = fill(begin(world.learner(), "every-kind"))
    db.session.expire_all()
    assert sheet_of(queries.sitting(sitting.id)).open_places == ()
