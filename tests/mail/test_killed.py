"""A worker killed between sending and marking leaves a letter that may have been sent, and sends it no second time."""

import subprocess
import sys
from datetime import timedelta
from os import environ

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy import clock
from kamacademy.db import db
from kamacademy.mail import operations
from kamacademy.mail.jobs import send_waiting
from kamacademy.mail.letter import ABANDONED_AFTER
from kamacademy.mail.models import Letter
from tests.conftest import SECRET
from tests.jobs.test_jobs import until
from tests.mail.smtp import mail_server
from tests.own import add_person


@pytest.fixture
def own(fresh: Flask) -> Flask:
    """An application whose commits are real, on a database of its own."""
    return fresh


def worker(app: Flask) -> subprocess.Popen[bytes]:
    """The worker in a process of its own, on the application's database and mail server."""
    settings = {
        "KAMACADEMY_DATA": str(app.config["DATA"]),
        "KAMACADEMY_DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
        "KAMACADEMY_SECRET_KEY": SECRET,
        "KAMACADEMY_ADDRESS": "https://academy.example",
        "KAMACADEMY_MAIL_FROM": "academy@fernwick.example",
        "KAMACADEMY_MAIL_SERVER": "127.0.0.1",
        "KAMACADEMY_MAIL_PORT": str(app.config["MAIL_PORT"]),
        "KAMACADEMY_MAIL_ENCRYPTION": "none",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "kamacademy", "worker"], env={**environ, **settings}, stdout=subprocess.DEVNULL
    )


def state(app: Flask) -> str:
    """Where the one letter stands."""
    with app.app_context():
        return db.session.scalars(select(Letter.state)).one()


def test_a_killed_worker_sends_nothing_twice(own: Flask) -> None:
    key, at = add_person(own, "ada@fernwick.example"), clock.now()
    with own.app_context():
        operations.post(key, "ada@fernwick.example", "panel", "Once only", "Words.", at=at)
        db.session.commit()
    with mail_server(own, silent=True) as server:
        with worker(own) as running:
            assert until(lambda: bool(server.letters), 60)
            running.kill()
        assert state(own) == "sending"
        server.silent = False
        send_waiting(own, clock.now())
        assert state(own) == "sending"
        send_waiting(own, clock.now() + ABANDONED_AFTER + timedelta(minutes=1))
        send_waiting(own, clock.now() + timedelta(days=2))
    assert state(own) == "unsure"
    assert [one["Subject"] for one in server.letters] == ["Once only"]
    with own.app_context():
        db.engine.dispose()
