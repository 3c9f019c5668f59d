"""Two workers at once send no letter twice, on real commits."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.db import db
from kamacademy.mail import operations
from kamacademy.mail.jobs import send_waiting
from kamacademy.mail.models import Letter
from tests.mail.smtp import mail_server
from tests.own import add_person
from tests.world import NOW

LETTERS, WORKERS = 24, 3


@pytest.fixture
def own(fresh: Flask) -> Flask:
    """An application whose commits are real, on a database of its own."""
    return fresh


def test_workers_at_once_send_each_letter_once(own: Flask) -> None:
    key = add_person(own, "ada@fernwick.example")
    with own.app_context():
        for number in range(LETTERS):
            operations.post(key, "ada@fernwick.example", "panel", f"Letter {number}", "Words.", at=NOW)
        db.session.commit()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            send_waiting(own, NOW)
        except BaseException as error:
            failures.append(error)

    with mail_server(own) as server:
        threads = [threading.Thread(target=work) for _ in range(WORKERS)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(60)
    assert failures == []
    assert sorted(one["Subject"] for one in server.letters) == sorted(f"Letter {n}" for n in range(LETTERS))
    with own.app_context():
        assert set(db.session.scalars(select(Letter.state))) == {"sent"}
    with own.app_context():
        db.engine.dispose()
