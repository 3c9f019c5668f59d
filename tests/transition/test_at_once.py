"""Acts on one change of job role at one moment: exactly one of them counts. With real commits."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from kamacademy.transition import operations
from kamacademy.transition.models import Aspiration, Transition
from tests.at_once import count, sent_together, slowly
from tests.transition.roles import IN_A_MONTH, Company, company, planned, proposed
from tests.world import NOW, TODAY, World


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with everybody concerned and a second administrator."""
    with fresh.app_context():
        World().publish(drafts)
        company(World())
        World().administrator("Ben Adler")
        db.session.commit()
    return fresh


def named(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def company_again() -> Company:
    """Everybody concerned, as the database has them."""
    learner, coach, buddy, administrator, stranger = (
        named(name) for name in ("Mira Halvorsen", "Daniel Okafor", "Tomas Berg", "Ada Fischer", "Ines Duarte")
    )
    return Company(learner, coach, buddy, administrator, stranger)


def emails(app: Flask, *names: str) -> list[str]:
    with app.app_context():
        return [named(name).email for name in names]


def acts(app: Flask) -> list[str]:
    """What the audit trail says, in order of time."""
    with app.app_context():
        found = db.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id))
        return [one for one in found if one.startswith(("transition.", "aspiration."))]


def test_confirmed_or_cancelled_never_both(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben = emails(own, "Ada Fischer", "Ben Adler")
    with own.app_context():
        who = company_again()
        key = proposed(who).id
        db.session.commit()
    slowly(monkeypatch, operations, "keep")
    with time_machine.travel(NOW, tick=False):
        address = f"/transitions/{key}"
        sent_together(own, (ada, f"{address}/confirm", {}), (ben, f"{address}/cancel", {"reason": "No place"}))
    # Cancelled after it was confirmed is what the page allows; confirmed after it was cancelled is not.
    assert acts(own)[1:] in (["transition.cancelled"], ["transition.confirmed", "transition.cancelled"])
    with own.app_context():
        assert db.session.scalars(select(Transition.state)).one() == "cancelled"


def test_two_cancel_at_once_and_everybody_is_told_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben = emails(own, "Ada Fischer", "Ben Adler")
    with own.app_context():
        key = planned(company_again()).id
        db.session.commit()
    slowly(monkeypatch, operations, "keep")
    with time_machine.travel(NOW, tick=False):
        press = f"/transitions/{key}/cancel", {"reason": "No place"}
        assert sent_together(own, (ada, *press), (ben, *press)) == [303, 303]
    assert acts(own).count("transition.cancelled") == 1


def test_one_cancels_while_another_lets_it_begin_today(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben = emails(own, "Ada Fischer", "Ben Adler")
    with own.app_context():
        key = planned(company_again()).id
        db.session.commit()
    slowly(monkeypatch, operations, "keep")
    today = {"starts_on": TODAY.isoformat(), "buddy": "", "reason": "Sooner"}
    with time_machine.travel(NOW, tick=False):
        address = f"/transitions/{key}"
        sent_together(own, (ada, f"{address}/change", today), (ben, f"{address}/cancel", {"reason": "No place"}))
    with own.app_context():
        state, role = db.session.scalars(select(Transition.state)).one(), named("Mira Halvorsen").job_role_code
    assert (state, role) in (("in-force", "SK"), ("cancelled", "REP"))
    assert acts(own).count("transition.cancelled") + acts(own).count("transition.switched") == 1


def test_two_propose_at_once_and_one_change_is_under_way(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben = emails(own, "Ada Fischer", "Ben Adler")
    with own.app_context():
        address = f"/people/{named('Mira Halvorsen').id}/role-change"
    slowly(monkeypatch, operations, "refuse_buddy")
    values = {"to_role": "SK", "starts_on": IN_A_MONTH.isoformat(), "buddy": ""}
    with time_machine.travel(NOW, tick=False):
        sent_together(own, (ada, address, values), (ben, address, {**values, "to_role": "BK"}))
    assert count(own, Transition) == 1


def test_a_role_in_mind_named_or_dropped_twice_is_so_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    (mira,) = emails(own, "Mira Halvorsen")
    with own.app_context():
        address = f"/people/{named('Mira Halvorsen').id}/next-role"
    slowly(monkeypatch, operations, "note")
    with time_machine.travel(NOW, tick=False):
        assert sent_together(own, *[(mira, address, {"role": "SK"})] * 2) == [303, 303]
        assert count(own, Aspiration) == 1
        assert sent_together(own, *[(mira, f"{address}/drop", {})] * 2) == [303, 303]
    assert acts(own) == ["aspiration.named", "aspiration.ended"]
