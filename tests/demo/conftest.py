"""The fictional company on both databases, filled once."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from kamacademy import clock, create_app
from kamacademy.content.documents import Drafts
from kamacademy.content.library import Edition, Library
from kamacademy.db import db
from kamacademy.demo.operations import fill
from kamacademy.server import upgrade_database
from tests.browser import Browser
from tests.conftest import close, settings
from tests.demo.teller import Teller


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the whole company in it. Its tests only read, or roll back."""
    folder = tmp_path_factory.mktemp(f"company-{request.param}")
    url = f"sqlite:///{folder / 'company.sqlite'}"
    if request.param == "postgres":
        url = new_database(request.getfixturevalue("postgres_server"))
    app = create_app(settings(url, folder))
    upgrade_database(app)
    with app.app_context():
        fill(clock.today())
        db.session.commit()
    yield app
    close(app)


def new_database(server: str) -> str:
    """An empty database on the server; its address."""
    url = make_url(server).set(drivername="postgresql+psycopg", database="company")
    maintenance = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text("CREATE DATABASE company"))
    maintenance.dispose()
    return url.render_as_string(hide_password=False)


@pytest.fixture
def visit(company: Flask) -> Iterator[type[Browser]]:
    """Browsers on the company."""
    Browser.app = company
    yield Browser
    Browser.app = None


@pytest.fixture(scope="session")
def story(drafts: Drafts) -> Teller:
    """The story on the shipped content."""
    return Teller(Library(1, 1, [Edition(one.kind, one.slug, n, 1, one.content) for n, one in enumerate(drafts, 1)]))
