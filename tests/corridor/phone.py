"""A phone as the server knows it: cookies, a device token, entries it made; and nothing of a page."""

from contextvars import Context
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, has_app_context
from werkzeug.test import TestResponse

from kamacademy.db import db
from kamacademy.people.models import Person
from tests.world import NOW, PASSWORD

JSON = dict[str, Any]  # Any: what JSON holds


class Phone:
    """One browser with the form in it."""

    def __init__(self, app: Flask, person: Person | None = None) -> None:
        self.client = app.test_client()
        self.device: str | None = None
        self.token: str | None = None
        if person is not None:
            self.sign_in(person)

    def ask(self, method: str, address: str, **sent: Any) -> TestResponse:  # Any: what the client takes
        """One request in a context of its own, seeing all that the test has made so far."""
        if has_app_context():
            db.session.commit()
        headers = {**sent.pop("headers", {})}
        if self.device is not None:
            headers["X-Device"] = self.device
        if self.token is not None:
            headers["X-CSRFToken"] = self.token
        answer: TestResponse = Context().run(lambda: self.client.open(address, method=method, headers=headers, **sent))
        if has_app_context():
            db.session.expire_all()
        return answer

    def sign_in(self, person: Person) -> None:
        """Through the sign-in page, on this same browser."""
        page = self.ask("GET", "/sign-in").get_data(as_text=True)
        token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
        sent = {"csrf_token": token, "email": person.email, "password": PASSWORD}
        assert self.ask("POST", "/sign-in", data=sent).status_code == 303
        self.token = None

    def contact(self) -> JSON:
        """What the phone learns first; it keeps the token to send with."""
        answer = self.ask("GET", "/corridor/contact")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.json is not None
        self.token = answer.json.get("csrf", self.token)
        return answer.json

    def fill(self) -> JSON:
        """Contact, then the pack; the phone keeps its device token."""
        self.contact()
        answer = self.ask("GET", "/corridor/pack")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        assert answer.json is not None
        self.device = answer.json["device"]
        return answer.json

    def send(self, entry: object, expect: int = 200) -> JSON:
        """Send one entry."""
        answer = self.ask("POST", "/corridor/entries", json=entry)
        assert answer.status_code == expect, answer.get_data(as_text=True)
        assert answer.json is not None
        return answer.json


def key() -> str:
    """A random identifier as a phone makes it."""
    return str(UUID(bytes=uuid4().bytes, version=4))


def seen(learner: Person, release: int, **changes: Any) -> JSON:  # Any: what JSON holds
    """An observation of two indicators as a phone sends it, ready to share."""
    return {
        "kind": "observation",
        "key": key(),
        "edition": 1,
        "base": 0,
        "device_at": NOW.isoformat(),
        "learner": learner.id,
        "release": release,
        "visit": None,
        "activity": "discovery-meeting",
        "complexity": "usual",
        "observed_on": NOW.date().isoformat(),
        "account_alias": "North 11",
        "proposition_fit": "yes",
        "ratings": [
            {"indicator": "C03a", "level": 3, "evidence_line": "Asked who else must agree, then waited"},
            {"indicator": "C04a", "level": None, "evidence_line": None},
        ],
        "strength": "In the pharmacy you asked one question and waited.",
        "improve": None,
        "agreed": None,
        "share": True,
        **changes,
    }


def own_view(coach: Person, **changes: Any) -> JSON:  # Any: what JSON holds
    """A learner's own view of today's visit with a coach, as a phone sends it."""
    return {
        "kind": "own-view",
        "key": key(),
        "edition": 1,
        "base": 0,
        "device_at": NOW.isoformat(),
        "visit": None,
        "observation": None,
        "coach": coach.id,
        "viewed_on": NOW.date().isoformat(),
        "ratings": [{"indicator": "C03a", "level": 4}, {"indicator": "C04a", "level": None}],
        "words": "I waited longer than usual.",
        **changes,
    }
