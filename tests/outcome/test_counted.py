"""The seven KPIs that the academy counts itself, each counted by hand; and the night that counts them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from kamacademy.calibration.documents import CASE, CalibrationCase
from kamacademy.coaching.models import Observation, Rating
from kamacademy.conversation.models import NotePulse
from kamacademy.curriculum.documents import Module
from kamacademy.db import db
from kamacademy.development.models import Action, Plan
from kamacademy.exercise.models import Submission
from kamacademy.kpi import jobs
from kamacademy.kpi.calculated import EXTENSION, Counted
from kamacademy.kpi.given import Taken
from kamacademy.kpi.models import Reading
from kamacademy.kpi.operations import calculate, correct_reading, record_reading
from kamacademy.kpi.periods import Period, period_from
from kamacademy.kpi.queries import carriers, kpis_in
from kamacademy.kpi.rules import IsCalculated
from kamacademy.kpi.subjects import Subject
from kamacademy.peer import operations as peer
from kamacademy.peer.queries import peer_round
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.visit.models import PlannedVisit
from tests.calibration.events import held
from tests.curriculum.study import M01, PROGRAMME, complete, read_all_lessons
from tests.peer.rounds import answer
from tests.world import NOW, World

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
SEPTEMBER = period_from("monthly", date(2026, 9, 1))
HALF = Period(date(2026, 1, 1), date(2026, 6, 30))


def counts(world: World, code: str, period: Period) -> dict[Subject, Counted]:
    """What the registered calculator says of everybody who may carry the KPI."""
    db.session.flush()
    found: dict[Subject, Counted] = current_app.extensions[EXTENSION][code](
        carriers(kpis_in(world.library())[code]), period
    )
    return found


def at(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 10, tzinfo=UTC)


def note(
    world: World, coach: Person, learner: Person, on: date, fit: str | None = None, *, complexity: str = "usual",
    shared: bool = True, visit: PlannedVisit | None = None, line: str | None = "They wrote the two goals down.",
    agreed: str | None = "Ask first",
) -> Observation:  # fmt: skip
    """A note of a visit with one indicator rated."""
    made = Observation(
        learner=learner, coach=coach, release_id=world.library().release_id, purpose="development", observed_on=on,
        activity="joint-visit", complexity=complexity, proposition_fit=fit, started_at=at(on),
        shared_at=at(on) if shared else None, planned_visit=visit, agreed_action=agreed,
        ratings=[Rating(place=0, indicator="C03a", is_rated=True, level=3, evidence_line=line)],
    )  # fmt: skip
    db.session.add(made)
    return made


def test_all_seven_are_registered_and_defined_as_counted(world: World) -> None:
    registered = set(current_app.extensions[EXTENSION])
    assert registered == {"K12", "K13", "K19", "K20", "K21", "K22", "K25"}
    assert registered == {code for code, one in kpis_in(world.library()).items() if one.collected == "calculated"}


def test_proposition_fit_counts_conversations_in_which_both_could_be_seen(world: World) -> None:
    coach, learner = world.coach(), world.learner()
    for on, fit, complexity in (
        (date(2026, 7, 1), "yes", "complex"), (date(2026, 9, 30), "yes", "usual"), (date(2026, 8, 3), "no", "usual"),
        (date(2026, 8, 4), "not-seen", "usual"), (date(2026, 8, 5), None, "usual"), (date(2026, 10, 1), "yes", "usual"),
    ):  # fmt: skip
        note(world, coach, learner, on, fit, complexity=complexity)
    note(world, coach, learner, date(2026, 8, 6), "yes", shared=False)
    note(world, coach, world.learner(job_role=JobRole.MSL), date(2026, 8, 6), "yes")
    assert counts(world, "K12", QUARTER) == {
        Subject(learner_id=learner.id): Counted(2, 3, "1 of 3 conversations were complex.")
    }


def test_discovery_is_a_share_at_the_roles_level_with_its_distribution(world: World) -> None:
    coach, small, big = world.coach(), world.learner(), world.learner(job_role=JobRole.BK)
    for learner in (small, big):
        visits: list[dict[str, int | None]] = [{"C03a": level} for level in (2, 3, 3, 4, None)]
        world.seen(learner, coach, *visits, last=date(2026, 9, 28), apart=7)
    world.seen(small, coach, {"C03a": 5}, last=date(2026, 10, 1))
    world.seen(small, coach, {"C03b": 5}, last=date(2026, 9, 1))
    found = counts(world, "K13", QUARTER)
    assert found[Subject(learner_id=small.id)] == Counted(
        3, 4, "target level 3; levels 1 to 5 were given 0, 1, 2, 1, 0 times; the middle one is 3."
    )
    assert (found[Subject(learner_id=big.id)].numerator, found[Subject(learner_id=big.id)].denominator) == (1, 4)


def test_collaboration_needs_five_answers_from_two_functions(world: World) -> None:
    coach = world.coach()
    learner = world.learner("Lena Berg", coach=coach)
    roles = (JobRole.SK, JobRole.MSL, JobRole.BK, JobRole.MK, JobRole.SK, JobRole.NAV)
    colleagues = [world.learner(job_role=role) for role in roles]
    began = at(date(2026, 3, 2))
    made = peer.open_round(learner, size=6, picks=[one.id for one in colleagues[:3]], weeks=2, seed=7, at=began)
    peer.choose_rest(made, [one.id for one in colleagues[3:]], by=coach, at=began)
    for one, choice in zip(colleagues[:5], (4, 4, 4, 3, 2), strict=True):
        answer(peer_round(made.id), one, choice, at=began)
    round_ = peer_round(made.id)
    if round_.closed_at is None:
        peer.decline(next(one for one in round_.asked if one.person_id == colleagues[5].id), at=began)
    assert counts(world, "K19", HALF) == {
        Subject(learner_id=learner.id): Counted(
            3, 5, "the middle answers to the statements in order: 4, 4, 4, 4, 4, 4."
        )
    }
    assert counts(world, "K19", Period(date(2026, 7, 1), date(2026, 12, 31))) == {}


def visit(coach: Person, learner: Person, on: date, *, called_off: bool = False) -> PlannedVisit:
    made = PlannedVisit(
        learner=learner, coach=coach, purpose="development", planned_on=on, activity="joint-visit", focus=["C03a"],
        made_by=coach, made_at=at(on), cancelled_at=at(on) if called_off else None,
    )  # fmt: skip
    db.session.add(made)
    return made


def test_a_contact_counts_only_with_evidence_and_an_agreed_action(world: World) -> None:
    coach, learner = world.coach(), world.learner()
    days = [date(2026, 9, day) for day in (1, 8, 15, 22, 30)]
    planned = [visit(coach, learner, on) for on in days]
    visit(coach, learner, date(2026, 9, 9), called_off=True)
    visit(coach, learner, date(2026, 10, 1))
    held_one = note(world, coach, learner, days[0], visit=planned[0])
    note(world, coach, learner, days[1], visit=planned[1], line=None)
    note(world, coach, learner, days[2], visit=planned[2], agreed=None)
    note(world, coach, learner, days[3], visit=planned[3], shared=False)
    subject = Subject(learner_id=coach.id)
    few = "the pulse of Jul to Sep 2026 is not told: fewer than five learners answered."
    assert counts(world, "K20", SEPTEMBER) == {subject: Counted(1, 5, few)}
    assert held_one.id
    for number, (first, second) in enumerate([(5, 4), (4, 4), (3, 5), (4, 3), (5, 5)]):
        other = world.learner()
        seen = note(world, coach, other, date(2026, 7, 1 + number))
        db.session.flush()
        db.session.add(
            NotePulse(
                observation_id=seen.id, learner_id=other.id, coach_id=coach.id, was_specific=first, can_use=second,
                at=at(date(2026, 7, 1 + number)),
            )
        )  # fmt: skip
    told = "in Jul to Sep 2026 3 of 5 answers of learners were 4 or 5 to both questions of the pulse."
    assert counts(world, "K20", SEPTEMBER)[subject].beside == told
    # A month later the same quarter is told: months that share answers would give away a single one.
    assert counts(world, "K20", period_from("monthly", date(2026, 10, 1)))[subject].beside == told


def two_lower(level: int) -> int | None:
    return max(level - 2, 1)


def test_agreement_with_the_panel_counts_cases_of_the_half_year(world: World) -> None:
    coach = world.coach()
    held(world, coach, level=two_lower, at=at(date(2026, 3, 10)))
    references = [one.reference for case in world.library().all(CalibrationCase, CASE).values() for one in case.ratings]
    found = counts(world, "K21", HALF)[Subject(learner_id=coach.id)]
    assert found.denominator == len(references)
    assert found.numerator == sum(one <= 2 for one in references)
    exact = sum(one == 1 for one in references)
    assert (found.beside or "").startswith(f"{exact} of {len(references)} agree exactly; weighted kappa ")
    assert counts(world, "K21", Period(date(2025, 7, 1), date(2025, 12, 31))) == {}


def action(plan: Plan, due: date, state: str = "done", done: date | None = None, stretch: int | None = None) -> None:
    db.session.add(
        Action(
            plan=plan, competency="C03", indicator="C03a", kind="practise", title="Ask first", due_on=due,
            original_due_on=due, state=state, origin_type="own", done_on=done, stretch=stretch, created_at=NOW,
        )
    )  # fmt: skip


def test_follow_through_counts_first_due_dates_for_learner_and_coach(world: World) -> None:
    first, second = world.coach(), world.coach()
    learner = world.learner(coach=first)
    world.give_coach(learner, second, since=date(2026, 9, 15))
    plan = Plan(learner=learner, created_at=NOW)
    db.session.add(plan)
    action(plan, date(2026, 9, 1), done=date(2026, 9, 1), stretch=2)
    action(plan, date(2026, 9, 10), done=date(2026, 9, 11), stretch=1)
    action(plan, date(2026, 9, 30), "open")
    action(plan, date(2026, 9, 20), "dropped")
    action(plan, date(2026, 9, 20), "proposed")
    action(plan, date(2026, 10, 1), done=date(2026, 9, 1))
    assert counts(world, "K22", SEPTEMBER) == {
        Subject(learner_id=learner.id): Counted(1, 3, "stretch 1, 2 and 3: 1, 1, 0 actions; 1 not marked."),
        Subject(learner_id=first.id): Counted(1, 2, "stretch 1, 2 and 3: 1, 1, 0 actions."),
        Subject(learner_id=second.id): Counted(0, 1, "stretch 1, 2 and 3: 0, 0, 0 actions; 1 not marked."),
    }


def test_transfer_needs_kpi_exercise_and_observation_within_120_days(world: World) -> None:
    release, coach = world.library(), world.coach()
    done_on = date(2026, 4, 1)
    module = release.one(Module, "module", M01)
    kpi = kpis_in(release)[module.kpi]
    whole, *without_kpi = [world.learner() for _ in range(4)]
    read_all_lessons(world.learner(), at=at(done_on))
    for learner in (whole, *without_kpi):
        complete(learner, at=at(done_on))
        db.session.add(
            Submission(
                learner_id=learner.id, exercise=module.exercise.form, revision_id=release.revision_id("module", M01),
                release_id=release.release_id, module=M01, started_at=at(done_on), submitted_at=at(done_on),
                accepted_at=at(done_on + timedelta(days=20)),
            )
        )  # fmt: skip
        builds = module.builds[0]
        world.seen(learner, coach, {f"{builds.competency}a": builds.level}, last=done_on + timedelta(days=60))
    record_reading(
        whole, kpi.code, period_start=date(2026, 4, 2), period_end=date(2026, 6, 30), numerator=9, denominator=10,
        source="Plan", by=coach, at=NOW,
    )  # fmt: skip
    assert counts(world, "K25", QUARTER) == {}  # four people could be made out
    complete(world.learner(), at=at(done_on))
    found = counts(world, "K25", QUARTER)
    assert found == {Subject(programme=PROGRAMME): Counted(1, 5, "of everybody who began, drop-outs included, 1 of 6.")}
    assert counts(world, "K25", Period(date(2026, 4, 1), date(2026, 6, 30))) == {}


def test_the_night_writes_what_is_new_and_supersedes_what_has_changed(world: World, app: Flask) -> None:
    coach, learner = world.coach(), world.learner()
    note(world, coach, learner, date(2026, 9, 1), "yes")
    db.session.flush()
    calculator = app.extensions[EXTENSION]["K12"]
    assert calculate("K12", calculator, at=NOW) == Taken(1, 0, 0)
    assert calculate("K12", calculator, at=NOW) == Taken(0, 0, 1)
    late = note(world, coach, learner, date(2026, 9, 2), "no")
    db.session.flush()
    assert calculate("K12", calculator, at=NOW) == Taken(0, 1, 0)
    rows = list(db.session.scalars(select(Reading).order_by(Reading.id)))
    assert [(one.numerator, one.denominator, one.collected) for one in rows] == [
        (1, 1, "calculated"), (1, 2, "calculated"),
    ]  # fmt: skip
    assert (rows[0].entered_by, rows[1].supersedes_id) == (None, rows[0].id)
    assert "Counted again" in (rows[1].correction_reason or "")
    with pytest.raises(IsCalculated):
        correct_reading(
            rows[1], reason="Wrong", period_start=QUARTER.start, period_end=QUARTER.end, numerator=2, denominator=2,
            source="Mine", by=learner, at=NOW,
        )  # fmt: skip
    assert late.id
    assert calculate("K01", calculator, at=NOW) == Taken(0, 0, 0)


def test_one_that_fails_does_not_keep_the_others_from_being_counted(
    world: World, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(people: object, period: object) -> dict[Subject, Counted]:
        raise ValueError("no such table")

    note(world, world.coach(), world.learner(), date(2026, 9, 1), "yes")
    db.session.commit()
    real = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = {"K13": broken, "K12": real["K12"], "K11": broken}
    try:
        jobs.run_nightly(app, NOW)
    finally:
        app.extensions[EXTENSION] = real
    assert [one.kpi for one in db.session.scalars(select(Reading))] == ["K12"]
    assert "K13 could not be counted" in caplog.text
    assert "K11 could not be counted" not in caplog.text


def test_an_academy_without_content_counts_nothing(fresh: Flask, caplog: pytest.LogCaptureFixture) -> None:
    jobs.run_nightly(fresh, NOW)
    assert caplog.text == ""
