"""Evidence written and read back, estimates for many people, and what each reader may see."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kamacademy.competency.estimation import Standing
from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.models import Evidence
from kamacademy.competency.operations import EvidenceFromTheFuture, rebuild, record_evidence
from kamacademy.competency.queries import (
    competencies_in,
    competency_of,
    estimates_of,
    framework_in,
    indicator_in,
    ledger_of,
    ledger_page,
    profile_of,
)
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.coaching.visits import observed
from tests.statements import statements
from tests.world import NOW, TODAY, World


def passed_check(learner: Person, paper: str = "m03-check", *, passed: bool = True) -> Evidence:
    return record_evidence(
        learner, competency="C01", kind=Kind.KNOWLEDGE, purpose=Purpose.DEVELOPMENT, happened_on=TODAY, at=NOW,
        source=("sitting", 7), source_ref=paper, title="Knowledge check", passed=passed, score=14, score_max=16,
        revision_id=library().revision_id("paper", paper),
    )  # fmt: skip


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_the_framework_reads_in_its_own_order(world: World) -> None:
    release = world.library()
    assert list(competencies_in(release)) == [f"C{number:02}" for number in range(1, 14)]
    assert indicator_in(release, "C03b").id == "C03b"
    assert framework_in(release).gate.competency == "C12"


def test_evidence_keeps_the_raters_job_role_and_is_noted_without_a_level(world: World) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    observed(learner, coach, {"C03a": 4})
    row = db.session.scalars(select(Evidence)).one()
    assert (row.level, row.rater_role, row.visit, row.source_type) == (
        4,
        "FM",
        f"observation-{row.source_id}",
        "observation",
    )
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "evidence.recorded")).one()
    assert event.subject_id == row.id
    assert set(event.codes) == {"competency", "kind", "source", "source_id"}


def test_nothing_is_evidence_before_it_has_happened(world: World) -> None:
    learner = world.learner()
    with pytest.raises(EvidenceFromTheFuture):
        record_evidence(
            learner, competency="C01", kind=Kind.OBSERVED, purpose=Purpose.DEVELOPMENT,
            happened_on=TODAY + timedelta(days=1), at=NOW, source=("observation", 1), title="Visit", level=3,
            revision_id=library().revision_id("competency", "c01"), rater=world.coach(),
        )  # fmt: skip


def test_estimates_follow_the_ledger_and_the_targets_of_the_job_role(world: World) -> None:
    anna, ben = world.coach(), world.coach()
    learner = world.learner(coach=world.certified(anna))
    for days, coach, levels in (
        (200, ben, {"C01a": 4, "C01b": 4}),
        (100, anna, {"C01a": 4, "C01b": None}),
        (10, anna, {"C01a": 4}),
    ):
        observed(learner, coach, levels, day=days_ago(days))
    found = estimates_of([learner], TODAY, library())[learner.id]
    # Level 3 is held; it is the target of SK; the check of C01 is not passed.
    one = found["C01"]
    assert (one.held, one.visits, one.raters, one.certified, one.target) == (3, 3, 2, 1, 3)
    assert one.standing is Standing.REACHED_NOT_SECURE
    passed_check(learner)
    assert estimates_of([learner], TODAY, library())[learner.id]["C01"].standing is Standing.AT_TARGET
    assert found["C02"].standing is Standing.UNKNOWN
    assert list(found) == [f"C{number:02}" for number in range(1, 14)]


def test_a_role_without_a_target_has_none(world: World) -> None:
    nurse = world.learner(job_role=JobRole.NAV)
    found = estimates_of([nurse], TODAY, library())[nurse.id]
    assert found["C08"].standing is Standing.NO_TARGET


def test_a_superseded_row_no_longer_counts_and_stays_in_the_table(world: World) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    observed(learner, coach, {"C03a": 5})
    wrong = db.session.scalars(select(Evidence)).one()
    kept = {one.name: getattr(wrong, one.name) for one in Evidence.__table__.columns if one.name != "id"}
    db.session.add(Evidence(**kept | {"level": None, "supersedes_id": wrong.id}))
    rebuild(TODAY)
    assert [entry.level for entry in ledger_of(learner, learner, "C03")] == [None]
    assert estimates_of([learner], TODAY, library())[learner.id]["C03"].visits == 0


def test_the_ledger_is_newest_first_with_not_observed_rows(world: World) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    observed(learner, coach, {"C03a": 2}, day=days_ago(40))
    observed(learner, coach, {"C03a": None, "C04a": 3}, day=days_ago(4))
    entries = ledger_of(learner, learner, "C03")
    assert [(entry.happened_on, entry.level) for entry in entries] == [(days_ago(4), None), (days_ago(40), 2)]


def test_words_are_for_the_learner_and_their_writer_only(world: World) -> None:
    earlier, later = world.coach(), world.coach()
    learner = world.learner(coach=earlier)
    observed(learner, earlier, {"C03a": 3})
    for reader, note, alias in (
        (learner, "Line of C03a", "North 11"),
        (earlier, "Line of C03a", "North 11"),
        (later, None, None),
    ):
        entry = ledger_of(learner, reader, "C03")[0]
        assert (entry.level, entry.note, entry.account_alias) == (3, note, alias)


def test_a_page_of_the_ledger_knows_how_much_there_is(world: World) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    for days in range(7):
        observed(learner, coach, {"C03a": 2, "C04a": 3}, day=days_ago(days))
    entries, total = ledger_page(learner, learner, None, 2, 10)
    assert (len(entries), total) == (4, 14)
    entries, total = ledger_page(learner, learner, "C04", 1, 5)
    assert (len(entries), total) == (5, 7)


def test_estimates_need_as_many_statements_for_many_people_as_for_one(world: World) -> None:
    coach = world.coach()
    learners = [world.learner(coach=coach) for _ in range(5)]
    for learner in learners:
        for days in (1, 2, 3):
            observed(learner, coach, {"C03a": 2, "C12a": 3}, day=days_ago(days))
    db.session.flush()
    release, counts = library(), []
    for some in (learners[:1], learners):
        keys = {one.id for one in some}
        with statements() as sent:
            found = estimates_of(some, TODAY, release)
        assert set(found) == keys
        counts.append(len(sent))
    assert counts == [1, 1]


def test_a_profile_takes_one_statement_a_competency_four_at_most_and_they_agree(world: World) -> None:
    anna, ben = world.coach(), world.coach()
    learner = world.learner(coach=anna)
    observed(learner, ben, {"C12a": 4}, day=days_ago(60))
    observed(learner, anna, {"C12a": 4}, day=days_ago(30))
    observed(learner, anna, {"C12a": 4}, day=days_ago(3))
    db.session.flush()
    library()
    with statements() as sent:
        found = profile_of(learner, TODAY)
    assert len(sent) == 1
    standing = {one.competency.code: one for cluster in found.clusters for one in cluster.competencies}
    assert standing["C12"].is_gate
    # Nothing shows yet that the compliance gate was passed.
    assert standing["C12"].standing_words == "Leaning to Advanced, not yet secure"
    assert standing["C03"].is_priority
    assert not standing["C05"].is_priority
    competencies = competencies_in(library())
    with statements() as sent:
        gate, unknown = (competency_of(learner, learner, competencies[code], TODAY) for code in ("C12", "C05"))
    assert len(sent) <= 2 * 4
    assert (gate.standing, unknown.standing) == (standing["C12"], standing["C05"])
    assert [card.level for card in gate.anchors] == [4, 5]
    assert len(gate.anchors[0].sentences) == 2
    assert [(card.level, card.title) for card in unknown.anchors] == [
        (1, "Aware: where it begins"),
        (3, "Proficient: target for the role"),
    ]
