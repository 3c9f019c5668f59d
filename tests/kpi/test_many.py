"""Many readings at once: all or none, told twice written once, and never past the firewall."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import func, insert, literal, select, union_all
from sqlalchemy.sql.expression import Subquery

from kamacademy.db import db
from kamacademy.feed.models import FeedRun, FeedSource
from kamacademy.kpi.checking import Found, problems_of
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.given import Collected, Given, Refused, Taken
from kamacademy.kpi.models import Reading
from kamacademy.kpi.operations import check_many, lay_in, let_hold, record_many, record_reading
from kamacademy.kpi.periods import period_from
from kamacademy.kpi.queries import readings_of, series_of
from kamacademy.kpi.rules import ReadingsRefused
from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person, Team
from kamacademy.people.operations import team_named
from kamacademy.records.models import AuditEvent
from tests.statements import statements
from tests.world import NOW, TODAY, World

IMPORT = Collected.IMPORT


def month(number: int, share: tuple[float, int] = (13, 17)) -> Figure:
    period = period_from("monthly", date(2026, number, 1))
    return Figure(period.start, period.end, *share)


def of(about: Person, figure: Figure, kpi: str = "K01") -> Given:
    return Given(Subject(learner_id=about.id), kpi, figure, "A file")


def take(*given: Given, collected: Collected = IMPORT, by: Person | None) -> Taken:
    return record_many(given, collected=collected, reason="The file says otherwise", by=by, at=NOW)


def refused(*given: Given, collected: Collected = IMPORT) -> list[tuple[int, str]]:
    return [(one.place, one.field) for one in check_many(given, collected=collected, today=TODAY)]


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(Reading)) or 0


def test_a_subject_is_one_of_three() -> None:
    assert [Subject(learner_id=1).kind, Subject(team_id=1).kind, Subject(programme="x").kind] == [
        "person", "team", "programme",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="only one of them"):
        Subject(learner_id=1, team_id=1)
    with pytest.raises(ValueError, match="only one of them"):
        Subject()


def test_many_are_stored_told_apart_and_told_to_the_audit(world: World) -> None:
    learner, other, by = world.learner(), world.learner(), world.learning_team()
    assert take(of(learner, month(9)), of(learner, month(10)), of(other, month(10)), by=by) == Taken(3, 0, 0)
    assert [one.numerator for one in series_of(learner.id, "K01")] == [13, 13]
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "kpi.taken")).one()
    assert (event.actor_id, event.codes) == (by.id, {"collected": "import", "new": 3, "corrected": 0})


def test_told_twice_it_is_written_once_and_a_change_is_a_correction(world: World) -> None:
    learner, by = world.learner(), world.learning_team()
    take(of(learner, month(9)), of(learner, month(10)), by=by)
    assert take(of(learner, month(9)), of(learner, month(10, (12.5, 17))), by=by) == Taken(0, 1, 1)
    assert take(of(learner, month(9)), of(learner, month(10, (12.5, 17))), by=by) == Taken(0, 0, 2)
    assert stored() == 3
    assert series_of(learner.id, "K01")[-1].numerator == 12.5
    correction = db.session.scalars(select(Reading).where(Reading.supersedes_id.is_not(None))).one()
    assert (correction.correction_reason, correction.collected) == ("The file says otherwise", "import")


def test_one_bad_reading_keeps_all_out_and_each_has_its_place(world: World) -> None:
    learner, medical, by = world.learner(), world.learner(job_role=JobRole.MSL), world.learning_team()
    record_reading(
        learner, "K01", period_start=date(2026, 8, 10), period_end=date(2026, 8, 20), numerator=1, denominator=5,
        source="Form", by=learner, at=NOW,
    )  # fmt: skip
    given = (
        of(learner, month(9)),
        of(medical, month(9)),
        of(learner, month(10, (18, 17))),
        of(learner, month(11)),
        of(learner, month(8)),
        of(learner, month(7), "K99"),
        Given(Subject(learner_id=10**6), "K01", month(9), "A file"),
        of(learner, month(9), "K02"),
        of(learner, month(9, (1, 2))),
        of(learner, Figure(date(2026, 6, 30), date(2026, 6, 1), 1, 2)),
    )
    assert refused(*given) == [
        (1, "kpi"), (2, "numerator"), (3, "period"), (4, "period"), (5, "kpi"), (6, "subject"), (7, "kpi"),
        (8, "period"), (9, "period"),
    ]  # fmt: skip
    with pytest.raises(ReadingsRefused, match=r"9 readings cannot be kept\. The first: K01") as found:
        take(*given, by=by)
    assert found.value.refused[0].place == 1
    assert stored() == 1


def test_a_teams_reading_is_kept_for_a_team_and_not_for_a_person(world: World) -> None:
    team = world.person(team="Harbour").team
    assert team is not None
    given = Given(Subject(team_id=team.id), "K02", month(9, (3, 8)), "Edit log")
    assert take(given, by=world.learning_team()) == Taken(1, 0, 0)
    assert refused(Given(Subject(team_id=team.id), "K01", month(9), "A file")) == [(0, "kpi")]
    assert refused(Given(Subject(team_id=10**6), "K02", month(9), "A file")) == [(0, "subject")]
    assert refused(Given(Subject(programme="mindset"), "K02", month(9), "A file")) == [(0, "kpi")]
    assert refused(Given(Subject(programme="mindset"), "K25", month(9), "A file")) == []


def test_a_team_of_medical_roles_stays_apart_from_commercial_measures(world: World) -> None:
    team = world.person(team="Science", job_role=JobRole.MSL).team
    assert team is not None
    about = Subject(team_id=team.id)
    assert refused(Given(about, "K02", month(9), "Log"), Given(about, "O2", month(9), "Log")) == [(1, "kpi")]
    world.person(team="Science", job_role=JobRole.SL)
    september = month(9)
    wallet = Figure(september.start, september.end, value=34, cases=6)
    assert refused(Given(about, "O2", wallet, "Log")) == []


def test_what_the_academy_counts_and_what_a_person_enters_do_not_overwrite_each_other(world: World) -> None:
    learner = world.learner()
    counted = Collected.CALCULATED
    assert take(of(learner, month(9), "K22"), collected=counted, by=None) == Taken(1, 0, 0)
    assert refused(of(learner, month(9, (1, 9)), "K22")) == [(0, "period")]
    assert take(of(learner, month(9, (2, 9)), "K22"), collected=counted, by=None) == Taken(0, 1, 0)
    take(of(learner, month(8, (4, 9)), "K22"), by=learner)
    assert take(of(learner, month(8, (5, 9)), "K22"), collected=counted, by=None) == Taken(0, 0, 1)
    part = Figure(date(2026, 8, 5), date(2026, 8, 9), 1, 5)
    assert take(of(learner, part, "K22"), collected=counted, by=None) == Taken(0, 0, 1)
    assert [one.numerator for one in series_of(learner.id, "K22")] == [4, 2]


def test_the_number_of_statements_does_not_grow(world: World) -> None:
    by, people = world.learning_team(), [world.learner() for _ in range(12)]
    few = [of(people[0], month(number)) for number in range(1, 11)]
    many = [of(one, month(number)) for one in people[1:] for number in range(1, 11)]
    check_many(few, collected=IMPORT, today=TODAY)  # so that the release is known
    with statements() as for_few:
        take(*few, by=by)
        db.session.flush()
    with statements() as for_many:
        take(*many, by=by)
        db.session.flush()
    assert len(for_many) == len(for_few) == 5


def test_what_is_checked_is_the_same_without_a_database() -> None:
    nothing = Found({}, {}, {})
    assert problems_of([Given(Subject(programme="x"), "K25", month(9), "A file")], nothing, IMPORT, TODAY) == [
        Refused(0, "kpi", "There is no KPI K25.")
    ]


def staged(rows: Sequence[Given], revision: int, run_id: int) -> Subquery:
    """Readings as an import's own table would hold them."""
    parts = [
        select(
            literal(one.subject.learner_id).label("learner_id"), literal(one.kpi).label("kpi"),
            literal(revision).label("kpi_revision_id"), literal(one.figure.start).label("period_start"),
            literal(one.figure.end).label("period_end"), literal(one.figure.numerator).label("numerator"),
            literal(one.figure.denominator).label("denominator"), literal("A file").label("source"),
            literal(run_id).label("feed_run_id"),
        )
        for one in rows
    ]  # fmt: skip
    return union_all(*parts).subquery()


def test_what_is_laid_in_is_unseen_until_it_holds_as_a_whole(world: World) -> None:
    learner, by, revision = world.learner(), world.learning_team(), world.library().revision_id("kpi", "k01")
    run_id = db.session.scalars(insert(FeedRun).values(a_run(by)).returning(FeedRun.id)).one()
    rows = [of(learner, month(9)), of(learner, month(10))]
    assert lay_in(staged(rows, revision, run_id), collected=IMPORT, by=by, at=NOW) == 2
    about = Subject(learner_id=learner.id)
    assert (stored(), series_of(learner.id, "K01")) == (2, [])
    assert readings_of(about, [world.library().one(Kpi, "kpi", "k01")]) == {"K01": []}
    assert take(of(learner, month(8)), by=by) == Taken(1, 0, 0)
    assert let_hold(run_id, by=by, at=NOW) == 2
    assert series_of(learner.id, "K01")[1:] == [one.figure for one in rows]
    assert let_hold(run_id, by=by, at=NOW) == 0


def a_run(by: Person) -> dict[str, object]:
    """The least that a run is."""
    source = FeedSource(name="CRM", headings={})
    db.session.add(source)
    db.session.flush()
    return {
        "source_id": source.id, "person_id": by.id, "asked_at": NOW, "name": "a.csv", "sha256": "0" * 64, "size": 1,
        "letters": "utf-8", "is_sure": True, "delimiter": ",", "header": [], "columns": {}, "kinds": {},
    }  # fmt: skip


def test_a_team_is_named(world: World) -> None:
    made = team_named("Harbour")
    assert isinstance(made, Team)
    db.session.flush()
    kept = record_reading(
        made, "K02", period_start=date(2026, 7, 1), period_end=date(2026, 9, 30), numerator=3, denominator=8,
        source="Edit log", note="Two nurses added facts.", seen_on=date(2026, 9, 3), seen_by="Mira Halvorsen",
        by=world.learning_team(), at=NOW,
    )  # fmt: skip
    assert (kept.subject, kept.learner, kept.team) == (Subject(team_id=made.id), None, made)
    assert (kept.seen_on, kept.seen_by) == (date(2026, 9, 3), "Mira Halvorsen")
