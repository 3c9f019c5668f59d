"""An application on a database of its own, for what a rolled-back one cannot show: commits, threads, refusals."""

import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from werkzeug.test import TestResponse

from kamacademy import create_app
from kamacademy.access import Function
from kamacademy.db import db
from kamacademy.people import operations
from kamacademy.people.job_roles import JobRole
from kamacademy.server import upgrade_database
from tests.conftest import settings
from tests.world import NOW, PASSWORD


def own_app(folder: Path, url: str | None = None) -> Flask:
    """A fresh application whose migrated database is a file in the folder, or at the address."""
    app = create_app(settings(url or f"sqlite:///{folder / 'own.sqlite'}", folder))
    upgrade_database(app)
    return app


def own_app_on(request: pytest.FixtureRequest, folder: Path) -> Flask:
    """A fresh application whose commits are real, on the database that the fixture's parameter names."""
    if request.param == "sqlite":
        return own_app(folder)
    address = make_url(request.getfixturevalue("postgres_server")).set(drivername="postgresql+psycopg")
    maintenance = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = f"own_{sha256(str(folder).encode()).hexdigest()[:16]}"
    with maintenance.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    maintenance.dispose()
    return own_app(folder, address.set(database=name).render_as_string(hide_password=False))


def add_person(app: Flask, email: str, *functions: Function) -> int:
    """Someone who can sign in with PASSWORD; gives the key."""
    with app.app_context():
        added = operations.add_person(
            email.partition("@")[0].title(), email, job_role=JobRole.SK, functions=functions or (Function.LEARNER,),
            team=None, role_since=NOW.date(), at=NOW, by=None, password=PASSWORD,
        )  # fmt: skip
        db.session.commit()
        return added.id


class Visitor:
    """A client that keeps cookies and knows its token, and reads nothing else from the pages."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.token = self.token_on("/sign-in")

    def token_on(self, address: str) -> str:
        """The form token that a page carries."""
        page = self.client.get(address).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found is not None, page[:400]
        return found.group(1)

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        """Sign in; a new session has a new token."""
        answer = self.post("/sign-in", email=email, password=password)
        if answer.status_code == 303:
            self.token = self.token_on("/account")
        return answer

    def post(self, address: str, **values: str) -> TestResponse:
        """Send values with the token."""
        return self.client.post(address, data={"csrf_token": self.token, **values})


def sent_to(answer: TestResponse) -> tuple[str, str | None]:
    """Where an answer redirects to, and the page it promises to come back to."""
    assert answer.status_code == 303, answer.status
    parts = urlsplit(answer.headers["Location"])
    return parts.path, next(iter(parse_qs(parts.query).get("next", [])), None)
