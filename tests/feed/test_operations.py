"""From a file to readings and back: all or nothing, told twice written once, undone as a whole."""

import os
from datetime import date, timedelta

import pytest
import time_machine
from flask import current_app
from sqlalchemy import select

from kamacademy.db import db
from kamacademy.feed import file_store, jobs, operations, queries
from kamacademy.feed.columns import offered
from kamacademy.feed.letters import Letters
from kamacademy.feed.models import StagedReading
from kamacademy.feed.numbers import Decimals
from kamacademy.feed.problems import SHOWN
from kamacademy.feed.states import KnownAlready, RunRule, State
from kamacademy.kpi.models import Reading
from kamacademy.kpi.operations import correct_reading, record_reading
from kamacademy.kpi.queries import series_of
from kamacademy.people.job_roles import JobRole
from kamacademy.people.operations import deactivate
from kamacademy.records.models import AuditEvent
from tests.feed.files import (
    bring,
    bringer,
    checked,
    counts,
    found,
    how_many,
    lines,
    of,
    take,
    taken,
    undo,
    value_of,
    words_of,
)
from tests.feed.files import work as work_on
from tests.world import NOW, World


def test_a_file_is_checked_staged_and_taken_over(world: World) -> None:
    ada, ben = world.learner("Ada One"), world.learner("Ben Two")
    run = checked(lines(of(ada), of(ada, period="2026-10"), value_of(ben)))
    assert (run.state, counts(run)) == (State.CHECKED, (3, 0, 0, 0))
    assert (how_many(Reading), how_many(StagedReading)) == (0, 3)
    run = take(run)
    assert (run.state, how_many(Reading), how_many(StagedReading)) == (State.TAKEN, 3, 0)
    assert run.file is None
    assert [(one.start, one.numerator, one.denominator) for one in series_of(ada.id, "K01")] == [
        (date(2026, 9, 1), 13, 17), (date(2026, 10, 1), 13, 17),
    ]  # fmt: skip
    reading = db.session.scalars(select(Reading).where(Reading.kpi == "K06")).one()
    assert (reading.value, reading.n, reading.collected, reading.feed_run_id) == (8, 5, "import", run.id)
    assert (reading.source, reading.entered_by_id) == ("CRM, readings.csv", bringer().id)
    acts = db.session.scalars(
        select(AuditEvent.act).where(AuditEvent.subject_type == "feed_run").order_by(AuditEvent.id)
    )
    assert list(acts) == ["feed.received", "feed.checked", "feed.confirmed", "feed.taken"]


def test_one_bad_row_keeps_all_out_and_leaves_nothing_staged(world: World) -> None:
    ada = world.learner()
    run = checked(lines(of(ada), of(ada, share="18,17")))
    assert counts(run)[3] == 1
    assert found(run) == [(3, "How many", "This cannot be more than the 17 it is counted out of.")]
    assert (how_many(Reading), how_many(StagedReading)) == (0, 0)
    with pytest.raises(RunRule, match="cannot be taken over as it stands"):
        operations.confirm(run, reason="x", by=bringer(), at=NOW)


def test_the_same_file_is_not_taken_twice_nor_the_same_rows(world: World) -> None:
    ada = world.learner()
    first = taken(lines(of(ada)))
    with pytest.raises(KnownAlready, match="This file was taken over on 20 Nov 2026") as known:
        bring(lines(of(ada)), source="Another name")
    assert known.value.run_id == first.id
    db.session.rollback()
    again = checked(lines(of(ada), ""))
    assert counts(again) == (0, 0, 1, 0)
    with pytest.raises(RunRule, match="There is nothing to take over"):
        operations.confirm(again, reason="", by=bringer(), at=NOW)
    assert how_many(Reading) == 1


def test_a_file_that_is_on_its_way_is_not_brought_twice(world: World) -> None:
    ada = world.learner()
    bring(lines(of(ada)))
    with pytest.raises(KnownAlready, match="brought by Mira Bringer already"):
        bring(lines(of(ada)))


def test_a_different_figure_is_a_correction_and_needs_a_reason(world: World) -> None:
    ada = world.learner()
    taken(lines(of(ada), of(ada, period="2026-08")))
    run = checked(lines(of(ada, share="12,17"), of(ada, period="2026-08")))
    assert counts(run) == (0, 1, 1, 0)
    with pytest.raises(RunRule, match="Say what was wrong") as broken:
        operations.confirm(run, reason=None, by=bringer(), at=NOW)
    assert broken.value.field == "reason"
    take(run, reason="Counted afresh")
    assert [one.numerator for one in series_of(ada.id, "K01")] == [13, 12]
    assert how_many(Reading) == 3
    correction = db.session.scalars(select(Reading).where(Reading.supersedes_id.is_not(None))).one()
    assert correction.correction_reason == "Counted afresh"
    others = select(Reading.correction_reason).where(Reading.id != correction.id)
    assert list(db.session.scalars(others)) == [None, None]


def test_an_import_is_undone_as_a_whole_and_nothing_is_deleted(world: World) -> None:
    ada, ben = world.learner(), world.learner()
    record_reading(
        ada, "K01", period_start=date(2026, 9, 1), period_end=date(2026, 9, 30), numerator=10, denominator=17,
        source="Form", by=ada, at=NOW,
    )  # fmt: skip
    run = taken(lines(of(ada), of(ben)))
    assert counts(run)[:2] == (1, 1)
    assert [one.numerator for one in series_of(ada.id, "K01")] == [13]
    run = undo(run)
    assert (run.state, run.withdrawn, how_many(Reading)) == (State.UNDONE, 2, 3)
    assert [one.numerator for one in series_of(ada.id, "K01")] == [10]
    assert series_of(ben.id, "K01") == []
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "feed.undone")).one()
    assert (event.actor_id, event.codes) == (bringer().id, {"withdrawn": 2})
    again = taken(lines(of(ada), of(ben)))
    assert (counts(again)[:2], [one.numerator for one in series_of(ada.id, "K01")]) == ((1, 1), [13])


def test_what_was_corrected_since_stays_when_an_import_is_undone(world: World) -> None:
    ada, ben = world.learner(), world.learner()
    run = taken(lines(of(ada), of(ben)))
    wrong = db.session.scalars(select(Reading).where(Reading.learner_id == ada.id)).one()
    correct_reading(
        wrong, reason="Two were counted twice", period_start=wrong.period_start, period_end=wrong.period_end,
        numerator=11, denominator=17, source="Form", by=ada, at=NOW,
    )  # fmt: skip
    run = undo(run)
    assert run.withdrawn == 1
    assert [one.numerator for one in series_of(ada.id, "K01")] == [11]
    assert series_of(ben.id, "K01") == []


def test_the_later_import_is_undone_first(world: World) -> None:
    ada = world.learner()
    first = taken(lines(of(ada)))
    second = taken(lines(of(ada, share="12,17")))
    with pytest.raises(RunRule, match="Undo that first"):
        operations.ask_to_undo(first, why="Wrong", by=bringer(), at=NOW)
    undo(second)
    assert [one.numerator for one in series_of(ada.id, "K01")] == [13]
    undo(first)
    assert series_of(ada.id, "K01") == []


def test_what_changed_between_check_and_swap_is_checked_again(world: World) -> None:
    ada = world.learner()
    run = checked(lines(of(ada)))
    record_reading(
        ada, "K01", period_start=date(2026, 9, 1), period_end=date(2026, 9, 30), numerator=10, denominator=17,
        source="Form", by=ada, at=NOW,
    )  # fmt: skip
    run = take(run)
    assert (run.state, counts(run)) == (State.CHECKED, (0, 1, 0, 0))
    assert run.question == "Readings of the same periods were entered since this was checked, so it was checked again."
    assert [one.numerator for one in series_of(ada.id, "K01")] == [10]
    run = take(run)
    assert (run.state, run.question) == (State.TAKEN, None)
    assert [one.numerator for one in series_of(ada.id, "K01")] == [13]


def test_an_account_closed_and_a_job_role_changed_in_between_are_seen(world: World) -> None:
    ada, ben = world.learner(), world.learner()
    run = checked(lines(of(ada)))
    deactivate(ada, by=bringer(), at=NOW)
    run = take(run)
    assert (run.state, run.problems) == (State.CHECKED, 1)
    assert "This account is closed" in words_of(run)[0]
    other = checked(lines(of(ben)))
    ben.job_role_code = JobRole.MSL
    other = take(other)
    assert other.question == "Job roles were changed since this was checked, so it was checked again."
    assert "medical and nursing roles" in words_of(other)[0]
    assert how_many(Reading) == 0


def test_many_problems_are_listed_and_the_first_are_shown(world: World) -> None:
    ada = world.learner()
    run = checked(lines(*(of(ada, f"=1+{row}") for row in range(250))))
    assert run.problems == 250
    assert len(queries.first_problems(run.id)) == SHOWN
    listed = file_store.list_of_problems(jobs.place_of(run)).read_text(encoding="utf-8-sig").splitlines()
    assert (len(listed), listed[0]) == (251, "Row,Column,What it says,How to put it right")
    assert listed[1].startswith('2,"KPI, by code",\'=1+0,"There is no such KPI.')
    assert run.kinds == {"unknown KPIs": 250}


def test_an_import_undone_after_the_check_is_seen_by_the_swap(world: World) -> None:
    ada = world.learner()
    first = taken(lines(of(ada)))
    second = checked(lines(of(ada, share="12,17")))
    undo(first)
    second = take(queries.run(second.id))
    assert (second.state, counts(second)) == (State.CHECKED, (1, 0, 0, 0))
    assert second.question == "Another import was undone since this was checked, so it was checked again."


def test_a_file_is_deleted_after_a_week_and_given_up(world: World) -> None:
    run = checked(lines(of(world.learner()), of(world.learner(), "K99")))
    place, run_id = jobs.place_of(run), run.id
    left = [place.with_name(f"{'0' * 32}{ending}") for ending in (".csv", ".table", ".problems.csv")]
    for one in left:
        one.touch()
    assert place.stat().st_mode & 0o777 == 0o600
    later = NOW + timedelta(days=7, minutes=1)
    with time_machine.travel(later, tick=False):
        jobs.delete_expired(current_app._get_current_object(), later)  # type: ignore[attr-defined]  # a proxy
    db.session.expire_all()
    run = queries.run(run_id)
    assert (run.state, run.file, place.exists(), how_many(StagedReading)) == (State.DROPPED, None, False, 0)
    assert queries.first_problems(run_id) == []
    assert not [one for one in left if one.exists()]


def test_only_what_no_run_names_and_nobody_is_bringing_is_swept_away(world: World) -> None:
    place = jobs.place_of(bring(lines(of(world.learner()))))
    fresh = place.with_name(f"{'1' * 32}.csv")
    fresh.touch()
    os.utime(fresh, (NOW.timestamp(), NOW.timestamp()))
    os.utime(place, (0, 0))
    jobs.delete_expired(current_app._get_current_object(), NOW)  # type: ignore[attr-defined]  # a proxy
    assert (place.exists(), fresh.exists()) == (True, True)
    fresh.unlink()


def test_decimals_that_cannot_be_told_are_asked_once(world: World) -> None:
    ada = world.learner()
    heading = "E-mail;KPI;Period;Value;n"
    row = f"{ada.email};K06;2026-09;1.234;5"
    run = checked(lines(row, heading=heading))
    assert (run.state, run.question is not None and "1.234" in run.question) == (State.COLUMNS, True)
    operations.choose_columns(run, offered(run.header, {}), Decimals.COMMA, Letters(run.letters))
    db.session.commit()
    work_on()
    run = queries.run(run.id)
    assert (run.state, run.source.decimals, counts(run)) == (State.CHECKED, "comma", (1, 0, 0, 0))
    take(run)
    assert series_of(ada.id, "K06")[0].value == 1234


def test_decimals_written_both_ways_are_asked_too(world: World) -> None:
    ada, heading = world.learner(), "E-mail;KPI;Period;Value;n"
    rows = [f"{ada.email};K06;2026-0{month};{value};5" for month, value in ((8, "8,5"), (9, "8.5"))]
    run = checked(lines(*rows, heading=heading))
    assert (run.state, run.asks_decimals) == (State.COLUMNS, True)
    assert (run.question or "").startswith("As many numbers of this file are written with a point as with a comma.")


def test_a_run_is_taken_in_hand_when_it_is_begun_not_when_the_worker_woke(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, seen = bring(lines(of(world.learner()))).id, list[object]()
    monkeypatch.setattr(jobs, "carry_out", lambda one: seen.append(queries.run(one).alive_at))
    jobs.work_on_waiting(current_app._get_current_object(), NOW - timedelta(hours=1))  # type: ignore[attr-defined]  # a proxy
    assert seen == [NOW]
    assert queries.run(run_id).state == State.CHECK


def test_a_worker_that_broke_off_leaves_the_run_to_the_next(world: World) -> None:
    run = bring(lines(of(world.learner())))
    run_id = run.id
    operations.begin(run, NOW)
    db.session.commit()
    work_on()
    assert queries.run(run_id).state == State.CHECK
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        work_on()
    assert queries.run(run_id).state == State.CHECKED


def test_an_error_breaks_a_run_off_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run = bring(lines(of(world.learner())))
    jobs.place_of(run).unlink()
    run_id = run.id
    work_on()
    run = queries.run(run_id)
    assert (run.state, run.question) == (State.FAILED, jobs.BROKEN_OFF)


def broken(*_: object, **__: object) -> None:
    """What breaks in the middle."""
    raise OSError("the disk is full")


def test_what_was_taken_over_stays_so_when_clearing_up_breaks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "forget_file", broken)
    run = taken(lines(of(world.learner())))
    assert (run.state, run.question, how_many(Reading)) == (State.TAKEN, None, 1)


def test_an_import_whose_undoing_breaks_stays_taken_over_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = world.learner()
    run = taken(lines(of(ada)))
    with monkeypatch.context() as patch:
        patch.setattr(operations, "withdraw", broken)
        run = undo(run)
    assert (run.state, run.question) == (State.TAKEN, jobs.STAYS_TAKEN)
    assert len(series_of(ada.id, "K01")) == 1
    run = undo(run)
    assert (run.state, run.question) == (State.UNDONE, None)


def test_of_two_runs_of_one_content_the_second_is_broken_off(world: World) -> None:
    content = lines(of(world.learner()))
    first = bring(content, source="CRM")
    first.state = State.DROPPED
    second = bring(content, source="Another name")
    first.state = State.CHECK
    work_on()
    for run in (first, second):
        operations.confirm(run, reason=None, by=bringer(), at=NOW)
    work_on()
    assert [queries.run(one.id).state for one in (first, second)] == [State.TAKEN, State.FAILED]
    assert queries.run(second.id).question == "This file was taken over on 20 Nov 2026. Nothing in it is new."
    assert (how_many(Reading), how_many(StagedReading)) == (1, 0)
