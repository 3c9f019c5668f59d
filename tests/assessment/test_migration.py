"""Every answer of the first release is carried over, on both databases, and back again."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from ruamel.yaml import YAML
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from kamacademy import create_app
from kamacademy.assessment import operations, queries
from kamacademy.config import PROJECT
from kamacademy.db import db
from tests.conftest import settings

AT = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
QUESTIONS = [
    {
        "id": f"q{number}", "kind": "single", "indicator": "C02a", "level": 1, "stem": f"Question {number}?",
        "options": [{"text": f"{one}", "rationale": "Because.", "correct": one == right} for one in range(4)],
        "source": "Somebody", "review_by": "2030-01-01",
    }
    for number, right in enumerate((0, 1, 2, 3))
]  # fmt: skip
PAPER = {
    "title": "A check", "purpose": "To see", "items": ["q2", "q0", "q3"], "pass_percent": 60, "minutes": 5,
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgres"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """A database of the first shape, with two sittings: one submitted with a gap, one running."""
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    if request.param == "postgres":
        address = make_url(request.getfixturevalue("postgres_server")).set(drivername="postgresql+psycopg")
        maintenance = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
        name = f"old_{tmp_path.name}".lower().replace("-", "_")[-60:]
        with maintenance.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        maintenance.dispose()
        url = address.set(database=name).render_as_string(hide_password=False)
    app = create_app(settings(url, tmp_path))
    with app.app_context():
        upgrade(revision="0001")
        fill()
        db.session.commit()
    return app


def framework_of_then() -> dict[str, object]:
    """The shipped framework as the first release had it: it did not say what standard of knowledge it asks for."""
    document = YAML(typ="safe").load(PROJECT / "curricula/framework/framework.yaml")
    del document["knowledge_standard"]
    return dict(document)


def fill() -> None:
    """Rows of the first shape, written as they were then."""
    moment = AT.replace(tzinfo=None) if db.engine.dialect.name == "sqlite" else AT

    def add(table: str, **values: object) -> None:
        names = ", ".join(values)
        places = ", ".join(f":{name}" for name in values)
        db.session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)

    add(
        "person", id=1, name="Ada Byron", email="ada@fernwick.example", job_role_code="SK", role_since="2026-01-01",
        function_codes='["learner"]', must_change_password=False, session_epoch=0, created_at=moment, is_demo=False,
    )  # fmt: skip
    for key, kind, slug, document in (
        (1, "bank", "old", {"title": "Old", "items": QUESTIONS}),
        (2, "paper", "old-check", PAPER),
        (3, "framework", "framework", framework_of_then()),
    ):
        add(
            "revision", id=key, kind=kind, slug=slug, number=1, path=f"{slug}.yaml", text="-", digest="-",
            checked=json.dumps(document),
        )  # fmt: skip
    add("release", id=1, number=1, note="First", published_at=moment, published_by_id=1)
    for key in (1, 2, 3):
        add("release_revision", release_id=1, revision_id=key)
    add(
        "sitting", id=1, learner_id=1, paper="old-check", paper_revision_id=2, release_id=1, seed=77, started_at=moment,
        submitted_at=moment, points=1, points_max=3, passed=False,
    )  # fmt: skip
    add(
        "sitting", id=2, learner_id=1, paper="old-check", paper_revision_id=2, release_id=1, seed=5, started_at=moment,
    )  # fmt: skip
    for number, (sitting, item, choice) in enumerate(((1, "q2", 2), (1, "q0", 3), (2, "q3", 3)), 1):
        add("sitting_answer", id=number, sitting_id=sitting, item_id=item, choice=choice, answered_at=moment)
    add(
        "evidence", learner_id=1, competency="C02", kind="knowledge", purpose="development", score=1, score_max=3,
        passed=False, happened_on=AT.date().isoformat(), recorded_at=moment, source_type="sitting", source_id=1,
        source_title="A check", revision_id=2,
    )  # fmt: skip


def close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def test_every_answer_is_carried_over_as_it_was(old: Flask) -> None:
    with old.app_context():
        upgrade(revision="head")
        done, running = queries.sitting(1), queries.sitting(2)
        assert [(row.place, row.item_id, row.given, row.key) for row in done.items] == [
            (1, "q2", {"choice": 2}, {"right": 2}),
            (2, "q0", {"choice": 3}, {"right": 0}),
            (3, "q3", None, {"right": 3}),
        ]
        assert [(row.share, row.is_right, row.choice) for row in done.items] == [
            (1.0, True, "c"), (0.0, False, "d"), (0.0, False, None),
        ]  # fmt: skip
        assert {row.answered_at for row in done.items} == {AT, None}
        assert {(row.bank_revision_id, row.indicator, row.seed, row.points_max) for row in done.items} == {
            (1, "C02a", 77, 1.0)
        }
        assert (done.points, done.points_max, done.passed, done.marked_at) == (1.0, 3.0, False, AT)
        assert (done.pass_percent, done.points_needed, done.pass_rule, done.purpose) == (60, 2, "compensatory", "check")
        assert [row.given for row in running.items] == [None, None, {"choice": 3}]
        assert {row.marked_at for row in running.items} == {None}
    close(old)


def test_a_carried_over_sitting_goes_on_where_it_was(old: Flask) -> None:
    with old.app_context():
        upgrade(revision="head")
        running = queries.sitting(2)
        sheet = queries.sheet_of(running)
        assert [one.standing.value for one in sheet.questions] == ["Open", "Open", "Answered"]
        operations.answer(running, "q2", {"choice": 2}, at=AT)
        operations.submit(running, at=AT)
        assert (running.points, running.points_max, running.passed) == (2.0, 3.0, True)
    close(old)


def test_the_way_back_keeps_single_choices(old: Flask) -> None:
    with old.app_context():
        upgrade(revision="head")
        db.session.remove()
        downgrade(revision="0001")
        kept = db.session.execute(text("SELECT sitting_id, item_id, choice FROM sitting_answer ORDER BY id")).all()
        assert [tuple(row) for row in kept] == [(1, "q2", 2), (1, "q0", 3), (2, "q3", 3)]
        assert db.session.execute(text("SELECT points, points_max FROM sitting WHERE id = 1")).one() == (1, 3)
        assert db.session.execute(text("SELECT score FROM evidence")).scalar_one() == 1
        db.session.remove()
        upgrade(revision="head")
        assert [row.given for row in queries.sitting(1).items] == [{"choice": 2}, {"choice": 3}, None]
    close(old)
