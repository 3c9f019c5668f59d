"""Two who answer last at the same moment: one of them closes the round, and the ledger has each row once."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.peer import operations
from kamacademy.peer.models import PeerRound
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from tests.at_once import sent_together
from tests.own import add_person
from tests.peer.rounds import ITEMS, answer
from tests.world import World

NAMES = ["lena", "kim", "mads", "nora", "otto"]


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with a round in which two of four have answered."""
    keys = {name: add_person(fresh, f"{name}@fernwick.example", Function.LEARNER) for name in NAMES}
    with fresh.app_context():
        World().publish(drafts)
        db.session.get_one(Person, keys["mads"]).job_role_code = JobRole.MSL.value
        learner, now = db.session.get_one(Person, keys["lena"]), datetime.now(UTC)
        picks = [keys["kim"], keys["mads"]]
        round_ = operations.open_round(learner, size=4, picks=picks, weeks=1, seed=5, at=now)
        for name in ("kim", "mads"):
            answer(round_, db.session.get_one(Person, keys[name]), at=now)
        db.session.commit()
    return fresh


def test_the_last_two_at_once_close_the_round_once(own: Flask) -> None:
    with own.app_context():
        round_ = db.session.scalars(select(PeerRound)).one()
        left = [(one.person.email, one.id) for one in round_.asked if one.waits]
    assert len(left) == 2
    values = {f"choice_{item}": "4" for item in ITEMS}
    sent = [(email, f"/peer-feedback/answers/{key}", values) for email, key in left]
    assert sent_together(own, *sent) == [303, 303]
    with own.app_context():
        assert db.session.scalars(select(PeerRound.closed_at)).one() is not None
        assert db.session.scalar(select(func.count()).select_from(Evidence)) == 4 * 3
