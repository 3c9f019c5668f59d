"""One transaction per request, committed in one place; nobody else commits, and two writers lose nothing."""

import ast
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError

from kamacademy.access import Permission, authorize
from kamacademy.db import db
from kamacademy.people import queries, sign_in
from kamacademy.people.models import SignInFailure, Team
from tests.architecture.source import Source, sources
from tests.own import Visitor, add_person, own_app

MAY_COMMIT = {"db", "cli", "jobs", "server"}
WRITERS, TIMES = 6, 20


@pytest.mark.parametrize("source", [one for one in sources() if one.name not in MAY_COMMIT], ids=str)
def test_nobody_else_commits(source: Source) -> None:
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    ended = [one for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr in {"commit", "rollback"}]
    assert not [one.lineno for one in ended], f"{source} ends a transaction itself"


@pytest.fixture(params=["sqlite", "postgres"])
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """An application whose commits are real, on a database of its own."""
    if request.param == "sqlite":
        return counting(own_app(tmp_path))
    address = make_url(request.getfixturevalue("postgres_server")).set(drivername="postgresql+psycopg")
    maintenance = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = f"own_{tmp_path.name}".lower().replace("-", "_")[-60:]
    with maintenance.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    maintenance.dispose()
    url = address.set(database=name).render_as_string(hide_password=False)
    return counting(own_app(tmp_path, url))


def counting(app: Flask) -> Flask:
    """The application with a button that reads a number, thinks, and writes the next one."""

    def count() -> str:
        authorize(Permission.OPEN_FIRST_PAGE)
        team = db.session.scalars(select(Team).with_for_update()).one()
        team.market = str(int(team.market) + 1)
        return "counted"

    app.add_url_rule("/count", "count", count, methods=["POST"])
    add_person(app, "ada@fernwick.example")
    with app.app_context():
        db.session.add(Team(name="Counted", market="0"))
        db.session.commit()
    return app


def at_once(*acts: object) -> None:
    """Do all acts in threads that begin together; the first failure is raised."""
    barrier, failures = threading.Barrier(len(acts)), list[BaseException]()

    def run(act: object) -> None:
        try:
            barrier.wait(timeout=30)
            act()  # type: ignore[operator]  # every act is a function without arguments
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    if failures:
        raise failures[0]


def close(app: Flask) -> None:
    """Let go of the database."""
    with app.app_context():
        db.engine.dispose()


def test_two_who_count_at_once_lose_no_count(own: Flask) -> None:
    visitors = [Visitor(own) for _ in range(WRITERS)]
    for one in visitors:
        one.sign_in("ada@fernwick.example")
    statuses: list[int] = []

    def press(visitor: Visitor) -> None:
        for _ in range(TIMES):
            statuses.append(visitor.post("/count").status_code)

    at_once(*(lambda one=one: press(one) for one in visitors))
    assert statuses == [200] * (WRITERS * TIMES)
    with own.app_context():
        assert db.session.scalars(select(Team.market)).one() == str(WRITERS * TIMES)
    close(own)


def test_wrong_passwords_at_once_are_all_counted(own: Flask) -> None:
    visitors = [Visitor(own) for _ in range(4)]
    at_once(*(lambda one=one: one.sign_in("nobody@fernwick.example", "a wild guess") for one in visitors))
    with own.app_context():
        found = queries.failure(sign_in.keyed("nobody@fernwick.example"))
        assert found is not None
        assert found.failures == 4
        assert db.session.scalar(select(SignInFailure.failures).where(SignInFailure.failures > 4)) is None
    close(own)


def test_readers_wait_for_no_writer(tmp_path: Path) -> None:
    app = counting(own_app(tmp_path))
    ada = Visitor(app)
    ada.sign_in("ada@fernwick.example")
    with app.app_context():
        db.session.add(Team(name="Not yet stored"))
        db.session.flush()
        answers: list[int] = []
        at_once(lambda: answers.append(ada.client.get("/account").status_code))
        assert answers == [200]
        db.session.rollback()
    close(app)


def test_sqlite_is_set_to_lose_nothing(tmp_path: Path) -> None:
    app = own_app(tmp_path)
    with app.app_context():
        settings = {
            name: db.session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
        assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    close(app)


def test_every_foreign_key_is_upheld(own: Flask) -> None:
    with own.app_context():
        with pytest.raises(IntegrityError):
            db.session.execute(text("UPDATE person SET team_id = 4711"))
        db.session.rollback()
    close(own)
