"""What is kept of the ledger: always what a rebuild would find, to the last bit, whoever wrote in whatever order."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import Executable, delete, select, update

from kamacademy.attestation.operations import certify, end
from kamacademy.competency import jobs, operations, queries
from kamacademy.competency.evidence import Kind, Purpose, View
from kamacademy.competency.models import Evidence, KeptEstimate
from kamacademy.competency.operations import record_evidence
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development.operations import hold as hold_plan
from kamacademy.people.models import Person
from kamacademy.rater.models import RaterSeverity, SeverityRun
from kamacademy.rater.operations import keep_run
from tests.at_once import slowly, together
from tests.commands import Command
from tests.statements import statements
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


def kept() -> list[tuple[object, ...]]:
    """Everything that is kept, to the last bit."""
    columns = KeptEstimate.__table__.columns
    order = (KeptEstimate.learner_id, KeptEstimate.competency, KeptEstimate.view, KeptEstimate.panel)
    db.session.flush()
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(*order))]


def is_as_rebuilt(today: date = TODAY) -> bool:
    """Whether what is kept, dated to a day, is what a rebuild finds; the rebuild is real, from nothing."""
    operations.redate(queries.everybody_undated(today), today)
    before = kept()
    db.session.execute(delete(KeptEstimate))
    operations.rebuild(today)
    return before == kept() and len(before) > 0


def recorded(
    learner: Person,
    rater: Person,
    level: int | None,
    *,
    day: date = TODAY,
    visit: str = "visit-1",
    indicator: str = "C03a",
    purpose: Purpose = Purpose.DEVELOPMENT,
    supersedes: Evidence | None = None,
) -> Evidence:
    return record_evidence(
        learner, competency=indicator[:3], indicator=indicator, kind=Kind.OBSERVED, purpose=purpose, level=level,
        rater=rater, happened_on=day, at=datetime(day.year, day.month, day.day, 8, tzinfo=UTC), title="Visit",
        source=("observation", 1), visit=visit, revision_id=library().revision_id("competency", "c03"),
        supersedes=supersedes,
    )  # fmt: skip


def answered(learner: Person, score: float, *, day: date = TODAY, passed: bool | None = None) -> Evidence:
    return record_evidence(
        learner, competency="C03", kind=Kind.KNOWLEDGE, purpose=Purpose.DEVELOPMENT, happened_on=day,
        at=datetime(day.year, day.month, day.day, 8, tzinfo=UTC), source=("sitting", 1), source_ref="m03-check",
        title="Check", score=score, score_max=16, passed=passed,
        revision_id=library().revision_id("paper", "m03-check"),
    )  # fmt: skip


def severity_run(severities: dict[int, tuple[float, float]]) -> SeverityRun:
    """A run of the rater model that found these severities."""
    run = SeverityRun(rule="test", at=NOW, ratings=1, raters=len(severities), subsets=1, difficulties={"C03a": 0.4})
    run.design_effect, run.spread_squares, run.spread_freedom = 1.0, 0.0, 0
    db.session.add(run)
    db.session.flush()
    for rater, (mean, sd) in severities.items():
        db.session.add(
            RaterSeverity(
                run_id=run.id, rater_id=rater, mean=mean, sd=sd, infit=1, outfit=1, ratings=9, visits=9, subset=0,
                signs={},
            )
        )  # fmt: skip
    db.session.flush()
    return run


# Kept and rebuilt


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_written_in_whatever_order_what_is_kept_is_what_a_rebuild_finds(world: World, seed: int) -> None:
    chance = Random(seed)
    acts = [
        (
            chance.choice(("see", "see", "attest", "change", "answer", "pass")), chance.randrange(3),
            chance.choice((None, 1, 2, 3, 4, 5)), chance.randrange(500), chance.choice(("C03a", "C03b", "C04a")),
        )
        for _ in range(16)
    ]  # fmt: skip
    raters = [world.certified(world.coach()), world.coach(), world.coach()]
    learner, other = world.learner(), world.learner()
    severity_run({raters[1].id: (0.5, 0.2)})
    recorded(other, raters[0], 3)
    answered(world.learner(), 12)
    newest: Evidence | None = None
    for act, who, level, days, indicator in acts:
        day = TODAY - days * DAY
        if act in {"see", "attest"}:
            purpose = Purpose.ATTESTATION if act == "attest" else Purpose.DEVELOPMENT
            newest = recorded(
                learner, raters[who], level, day=day, visit=f"v{days % 3}", indicator=indicator, purpose=purpose
            )
        elif act == "change" and newest is not None and newest.indicator is not None and newest.rater is not None:
            newest = recorded(
                learner, newest.rater, level, day=newest.happened_on, visit=newest.visit or "",
                indicator=newest.indicator, purpose=Purpose(newest.purpose), supersedes=newest,
            )  # fmt: skip
        elif act in {"answer", "pass"}:
            answered(learner, 3 * who + 9, day=day, passed=True if act == "pass" else None)
    assert is_as_rebuilt()


def test_a_row_that_is_taken_back_leaves_nothing_kept(world: World) -> None:
    learner, coach = world.learner(), world.coach()
    wrong = recorded(learner, coach, 4)
    assert len(kept()) == 1
    recorded(learner, coach, None, supersedes=wrong)
    assert kept() == []


def test_own_views_change_nothing_and_take_no_lock(world: World) -> None:
    learner = world.learner()
    with statements() as sent:
        record_evidence(
            learner, competency="C03", indicator="C03a", kind=Kind.SELF, purpose=Purpose.DEVELOPMENT, level=5,
            rater=learner, happened_on=TODAY, at=NOW, source=("observation", 1), title="Own view",
            revision_id=library().revision_id("competency", "c03"),
        )  # fmt: skip
    assert not any("estimate" in one for one in sent)
    assert kept() == []


def test_rows_that_no_evidence_carries_are_taken_away_by_a_rebuild(world: World) -> None:
    learner, coach = world.learner(), world.coach()
    recorded(learner, coach, 4)
    before = kept()
    db.session.execute(update(KeptEstimate).values(competency="C09", held=5))
    assert operations.rebuild(TODAY) == 1
    assert kept() == before


def test_one_piece_of_evidence_costs_as_many_statements_with_many_as_with_few(world: World) -> None:
    learner, coach = world.learner(), world.coach()
    world.seen(learner, coach, {"C03a": 3})
    counts = []
    for _ in range(2):
        with statements() as sent:
            recorded(learner, coach, 4, visit=f"visit-{len(counts)}")
        counts.append(len(sent))
        world.seen(learner, coach, *[{"C03a": 3, "C03b": 4}] * 20)
    assert counts[0] == counts[1] <= 12


# Raters


def test_a_certificate_that_comes_or_ends_brings_everybody_rated_up_to_date(world: World) -> None:
    anna, ben, admin = world.coach(), world.coach(), world.administrator()
    learner = world.learner(coach=anna)
    world.seen(learner, anna, {"C03a": 4}, {"C03a": 4}, last=TODAY)
    world.seen(learner, ben, {"C03a": 4}, last=TODAY - DAY)

    def certified() -> int:
        return queries.estimates_of([learner], TODAY, library())[learner.id]["C03"].certified

    assert certified() == 0
    made = certify(anna, valid_from=TODAY, valid_until=TODAY + 300 * DAY, basis="Cases", by=admin, at=NOW)
    assert certified() == 1
    assert is_as_rebuilt()
    end(made, by=admin, at=NOW)
    assert certified() == 0
    assert is_as_rebuilt()


def test_the_newest_run_of_the_rater_model_is_used_and_named(world: World) -> None:
    learner, severe = world.learner(), world.coach()
    world.seen(learner, severe, *[{"C03a": 3}] * 4)
    plain = queries.estimates_of([learner], TODAY, library())[learner.id]["C03"]
    severity_run({severe.id: (-2.0, 0.1)})
    run = severity_run({severe.id: (1.5, 0.1)})
    operations.rebuild(TODAY)
    corrected = queries.estimates_of([learner], TODAY, library())[learner.id]["C03"]
    assert corrected.chance_of_at_least(4) > plain.chance_of_at_least(4) + 0.3
    assert db.session.scalars(select(KeptEstimate.run_id)).all() == [run.id]
    assert callable(keep_run)


# Reading


def test_reading_what_is_as_of_today_takes_one_statement_and_no_arithmetic(world: World) -> None:
    learner, coach = world.learner(), world.coach()
    world.seen(learner, coach, *[{"C03a": 3, "C04a": 2}] * 4)
    answered(learner, 14)
    release = library()
    db.session.flush()
    heavy = [name for name in sys.modules if name.startswith(("kamacademy.competency.reckoning", "numpy"))]
    hidden = {name: sys.modules.pop(name) for name in heavy if name == "kamacademy.competency.reckoning"}
    try:
        with statements() as sent:
            found = queries.estimates_in_views([learner], TODAY, release)
        assert "kamacademy.competency.reckoning" not in sys.modules
    finally:
        sys.modules.update(hidden)
    assert len(sent) == 1
    assert found[View.DEVELOPMENT][learner.id]["C03"].visits == 4
    assert found[View.ATTESTED][learner.id]["C03"].visits == 0
    assert isinstance(found[View.DEVELOPMENT][learner.id]["C03"].chances, tuple)


@pytest.mark.parametrize("days", [1, 40, 800])
def test_on_a_later_day_the_kept_gives_the_numbers_of_a_rebuild_of_that_day(world: World, days: int) -> None:
    learner, coach = world.learner(), world.certified(world.coach())
    world.seen(learner, coach, *[{"C03a": 3, "C03b": 4}] * 5, last=TODAY - 3 * DAY)
    world.seen(learner, world.coach(), {"C03a": 5}, last=TODAY - 9 * DAY)
    answered(learner, 14, passed=True, day=TODAY - DAY)
    later, release = TODAY + days * DAY, library()
    db.session.flush()
    with statements() as sent:
        drifted = queries.estimates_in_views([learner], later, release)
    assert len(sent) == 1
    operations.rebuild(later)
    rebuilt = queries.estimates_in_views([learner], later, release)
    assert drifted == rebuilt
    assert drifted[View.DEVELOPMENT] == {learner.id: queries.estimates_on([learner], later, release)[learner.id]}
    before = queries.estimates_of([learner], TODAY, release)[learner.id]["C03"]
    assert before != drifted[View.DEVELOPMENT][learner.id]["C03"]


def test_on_an_earlier_day_the_ledger_is_asked(world: World) -> None:
    learner, coach = world.learner(), world.coach()
    world.seen(learner, coach, *[{"C03a": level} for level in (1, 2, 3, 4, 5)], last=TODAY, apart=100)
    world.seen(learner, coach, {"C04a": 2}, last=TODAY - 300 * DAY)
    then = TODAY - 150 * DAY
    found = queries.estimates_of([learner], then, library())[learner.id]
    assert (found["C03"].visits, found["C03"].latest) == (3, TODAY - 200 * DAY)
    assert found["C04"].visits == 1
    assert found == queries.estimates_on([learner], then, library())[learner.id]
    assert found["C03"].chance_of_at_least(4) < 0.2


def test_evidence_entered_out_of_order_is_all_counted(world: World) -> None:
    learner, coach = world.learner(), world.coach()
    recorded(learner, coach, 4, day=TODAY, visit="new")
    recorded(learner, coach, 3, day=TODAY - 90 * DAY, visit="old")
    one = queries.estimates_of([learner], TODAY, library())[learner.id]["C03"]
    assert (one.visits, one.latest) == (2, TODAY)
    assert is_as_rebuilt()


def test_what_is_known_of_an_ability_is_told_as_weights(world: World) -> None:
    from kamacademy.competency.belief import chances
    from kamacademy.competency.reckoning import known_on

    learner, coach = world.learner(), world.coach()
    world.seen(learner, coach, *[{"C03a": 3}] * 3)
    weights = known_on(*queries.history_of(learner, "C03", TODAY), TODAY)
    one = queries.estimates_of([learner], TODAY, library())[learner.id]["C03"]
    assert one.chances == pytest.approx(chances(weights), abs=1e-12)
    assert sum(chances(known_on(*queries.history_of(learner, "C05", TODAY), TODAY))) == pytest.approx(1)
    assert len(queries.history_of(learner, "C03", TODAY - 40 * DAY)[0].occasions) == 1
    assert queries.history_of(learner, "C03", TODAY, View.ATTESTED)[0].occasions == ()


# Every day


def test_the_daily_job_brings_everything_to_the_day_and_is_idempotent(world: World) -> None:
    learner, coach = world.learner(), world.coach()
    world.seen(learner, coach, *[{"C03a": 3, "C04b": 2}] * 4, last=TODAY - 9 * DAY)
    answered(learner, 12)
    later = TODAY + 7 * DAY
    db.session.flush()
    assert jobs.in_parts(queries.everybody_undated(later), operations.redate, later) == 3
    assert {row[db_column("as_of")] for row in kept()} == {later}
    with statements() as sent:
        assert jobs.in_parts(queries.everybody_undated(later), operations.redate, later) == 0
    assert len(sent) == 1
    assert is_as_rebuilt(later)


def db_column(name: str) -> int:
    """Where a column stands in what is kept."""
    return [column.name for column in KeptEstimate.__table__.columns].index(name)


def test_the_job_is_registered(app: Flask) -> None:
    from kamacademy.jobs import registered

    assert registered(app)["competency.redate"].hour == "0"


@pytest.mark.parametrize(
    "before",
    [delete(KeptEstimate), update(KeptEstimate).values(rule="visits-1")],
    ids=["nothing kept", "kept by another rule"],
)
def test_an_upgrade_makes_what_is_not_kept_by_todays_rule(own: Flask, before: Executable) -> None:
    with own.app_context():
        world = World()
        learner, coach = world.learner(), world.coach()
        world.seen(learner, coach, *[{"C03a": 3}] * 3)
        db.session.commit()
        jobs.rebuild_all(TODAY)
        made = kept()
        assert jobs.after_upgrade(TODAY) == 0
        db.session.execute(before)
        db.session.commit()
        assert jobs.after_upgrade(TODAY) == len(made) > 0
        assert kept() == made


def test_a_colleague_who_answers_as_a_peer_is_no_certified_observer(world: World) -> None:
    learner, coach, colleague = world.learner(), world.coach(), world.coach()
    world.certified(colleague)
    world.seen(learner, coach, *[{"C03a": 4}] * 3)
    world.seen(learner, colleague, {"C03a": 4}, kind=Kind.PEER)
    one = queries.estimates_of([learner], TODAY, library())[learner.id]["C03"]
    assert (one.visits, one.raters, one.certified, one.held) == (4, 2, 0, None)
    world.seen(learner, colleague, {"C03a": 4})
    assert queries.estimates_of([learner], TODAY, library())[learner.id]["C03"].certified == 1


def test_the_command_rebuilds_and_says_how_many(tmp_path: Path) -> None:
    done = Command(tmp_path)("estimates", "rebuild")
    assert (done.code, done.out) == (0, "Rebuilt 0 estimates.\n"), done.err


# Two at once


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with the shipped content."""
    with fresh.app_context():
        World().publish(drafts)
        db.session.commit()
    return fresh


def committed(app: Flask, act: Callable[[], object]) -> Callable[[], None]:
    """An act in a context and transaction of its own."""

    def run() -> None:
        with app.app_context():
            act()
            db.session.commit()

    return run


def test_two_who_write_about_one_person_at_once_leave_nothing_stale(
    own: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own.app_context():
        world = World()
        learner, coaches = world.learner(), [world.coach(), world.coach()]
        db.session.commit()
        keys = [learner.id, *(one.id for one in coaches)]

    def write(number: int) -> Callable[[], object]:
        def act() -> None:
            learner, coach = (db.session.get_one(Person, key) for key in (keys[0], keys[1 + number]))
            recorded(learner, coach, 3 + number, visit=f"visit-{number}")

        return act

    # Each has read the ledger before the other one commits, unless the second waits.
    slowly(monkeypatch, operations, "values_of")
    together([committed(own, write(number)) for number in range(2)])
    with own.app_context():
        (one,) = db.session.execute(select(KeptEstimate.visits, KeptEstimate.raters)).all()
        assert tuple(one) == (2, 2)
        assert is_as_rebuilt()


def test_who_writes_evidence_and_then_a_plan_waits_for_nobody_who_waits_for_them(own: Flask) -> None:
    """A note is shared with an action in it while somebody who has just written a row about the person waits."""
    with own.app_context():
        learner_id = World().learner().id
        db.session.commit()

    def share() -> None:
        operations.hold_people([learner_id])
        sleep(0.3)
        hold_plan(learner_id)

    def answer() -> None:
        sleep(0.1)
        learner = db.session.get_one(Person, learner_id)
        own_view = operations.record_evidence(
            learner, competency="C03", indicator="C03a", kind=Kind.SELF, purpose=Purpose.DEVELOPMENT, level=3,
            rater=learner, happened_on=TODAY, at=NOW, title="Visit", source=("observation", 1),
            revision_id=library().revision_id("competency", "c03"),
        )  # fmt: skip
        assert own_view.id
        operations.hold_people([learner_id])

    together([committed(own, share), committed(own, answer)])


def test_a_rebuild_waits_for_nobody_and_forgets_nobody(own: Flask) -> None:
    with own.app_context():
        world = World()
        coach, learners = world.coach(), [world.learner() for _ in range(3)]
        for one in learners:
            recorded(one, coach, 3)
        db.session.commit()
        db.session.execute(update(KeptEstimate).values(visits=9))
        db.session.commit()
        assert jobs.rebuild_all(TODAY) == 3
        assert set(db.session.scalars(select(KeptEstimate.visits))) == {1}
