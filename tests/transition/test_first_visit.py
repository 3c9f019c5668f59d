"""On the day of a change its first visitor finds it in force, also where no job has run; with real commits."""

from datetime import UTC, datetime
from functools import partial

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from kamacademy.transition.routes import SWITCHED_ON
from tests.at_once import sent_together, together
from tests.own import Visitor
from tests.transition.roles import IN_A_MONTH, company, planned, proposed
from tests.world import NOW, World

# Before and after midnight: one session, two days.
EVE = datetime(2026, 12, 19, 23, 50, tzinfo=UTC)
MORNING = datetime(2026, 12, 20, 0, 3, tzinfo=UTC)


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with a change planned in a month."""
    with fresh.app_context():
        World().publish(drafts)
        planned(company(World()))
        db.session.commit()
    return fresh


def role_of(app: Flask) -> str:
    """The job role that is committed."""
    with app.app_context():
        return db.session.scalars(select(Person.job_role_code).where(Person.name == "Mira Halvorsen")).one()


def address_of(app: Flask, name: str) -> tuple[str, int]:
    """Somebody's e-mail and key."""
    with app.app_context():
        found = db.session.scalars(select(Person).where(Person.name == name)).one()
        return found.email, found.id


def switched(app: Flask) -> int:
    """How often the audit trail says so."""
    with app.app_context():
        return len(db.session.scalars(select(AuditEvent).where(AuditEvent.act == "transition.switched")).all())


def test_the_first_page_of_the_day_shows_the_new_role(own: Flask) -> None:
    email, key = address_of(own, "Mira Halvorsen")
    with time_machine.travel(EVE, tick=False):
        visitor = Visitor(own)
        visitor.sign_in(email)
        assert role_of(own) == "REP"
    with time_machine.travel(MORNING, tick=False):
        assert "Small-k account manager asks" not in visitor.client.get("/sign-in").get_data(as_text=True)
        assert role_of(own) == "REP"  # a page that is open to all moves nothing
        # The session of yesterday is still good; a page that only reads finds the change made.
        page = visitor.client.get(f"/people/{key}/next-role").get_data(as_text=True)
        assert "In force" in page
    assert role_of(own) == "SK"
    assert switched(own) == 1


def test_a_page_of_the_same_day_asks_no_more(own: Flask) -> None:
    email, _ = address_of(own, "Tomas Berg")
    with time_machine.travel(MORNING, tick=False):
        visitor = Visitor(own)
        visitor.sign_in(email)
        assert own.extensions[SWITCHED_ON] == IN_A_MONTH
        visitor.client.get("/next-step")
    assert switched(own) == 1


def test_first_visitors_at_once_switch_it_once(own: Flask) -> None:
    email, _ = address_of(own, "Tomas Berg")
    with time_machine.travel(EVE, tick=False):
        visitors = [Visitor(own) for _ in range(3)]
        for one in visitors:
            one.sign_in(email)
    with time_machine.travel(MORNING, tick=False):

        def visit(visitor: Visitor) -> None:
            own.extensions.pop(SWITCHED_ON, None)  # each in a process of its own
            assert visitor.client.get("/account").status_code == 200

        together([partial(visit, one) for one in visitors])
    assert role_of(own) == "SK"
    assert switched(own) == 1


def test_two_who_confirm_at_once_announce_it_once(fresh: Flask, drafts: Drafts) -> None:
    with fresh.app_context():
        World().publish(drafts)
        who = company(World())
        key, first, second = proposed(who).id, who.administrator.email, World().administrator().email
        db.session.commit()
    with time_machine.travel(NOW, tick=False):
        address = f"/transitions/{key}/confirm"
        assert sent_together(fresh, (first, address, {}), (second, address, {})) == [303, 303]
    with fresh.app_context():
        acts = db.session.scalars(select(AuditEvent.act).where(AuditEvent.act == "transition.confirmed")).all()
    assert len(acts) == 1
