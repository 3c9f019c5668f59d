"""Two requests at one moment: one rating, one draw, one second observer, one answer. On real databases."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.db import db, transaction
from kamacademy.pairing import operations
from kamacademy.pairing.jobs import MOVE_ON
from kamacademy.pairing.models import Pair, PairLot, PairRating
from kamacademy.people.models import Person
from kamacademy.visit.models import PlannedVisit
from tests.at_once import count, sent_together, slowly, together
from tests.own import add_person
from tests.pairing.pairs import DAY, FOCUS, Three, asked, drafted, seed_that
from tests.world import NOW, World

EMAILS = ("lena@fernwick.example", "mads@fernwick.example", "kim@fernwick.example")
LENA, MADS, KIM = EMAILS
RATING = {"level_C03a": "5", "line_C03a": "", "level_C09a": "2", "line_C09a": "", "sure": "1"}


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with a pair of today to which nobody has been chosen yet."""
    add_person(fresh, LENA, Function.LEARNER)
    for email in (MADS, KIM):
        add_person(fresh, email, Function.COACH)
    with fresh.app_context():
        world = World()
        world.publish(drafts)
        of = people()
        world.give_coach(of.learner, of.coach)
        db.session.flush()
        asked(of, on=now().date())
        db.session.commit()
    return fresh


def now() -> datetime:
    """The moment that the requests see too."""
    return datetime.now(UTC)


def people() -> Three:
    """The three in this session."""
    found = [db.session.scalars(select(Person).where(Person.email == one)).one() for one in EMAILS]
    return Three(*found)


def the_pair() -> Pair:
    """The only pair."""
    return db.session.scalars(select(Pair).order_by(Pair.id)).first() or pytest.fail("there is no pair")


def with_second(own: Flask) -> int:
    """Choose Kim; the key of the pair."""
    with own.app_context(), transaction():
        pair = the_pair()
        operations.choose(pair, people().second.id, at=now())
        return pair.id


def test_a_double_click_rates_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    key = with_second(own)
    slowly(monkeypatch, operations, "open_together")
    sent = (KIM, f"/pairs/{key}/rate", RATING)
    assert sent_together(own, sent, sent) == [303, 303]
    assert count(own, PairRating) == len(FOCUS)
    assert count(own, Evidence) == 0


def test_a_no_and_a_rating_at_once_leave_one_of_them(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    key = with_second(own)
    slowly(monkeypatch, operations, "still_fits")
    slowly(monkeypatch, operations, "let_go")
    sent_together(own, (KIM, f"/pairs/{key}/rate", RATING), (LENA, f"/pairs/{key}/decline", {}))
    with own.app_context():
        pair = the_pair()
        assert (pair.declined_at is None) is (pair.finished_at is not None)
        assert len(pair.ratings) == (len(FOCUS) if pair.finished_at else 0)


def test_a_no_and_a_choice_at_once_leave_the_no(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        key, kim = the_pair().id, people().second.id
    slowly(monkeypatch, operations, "let_go")
    choose = (MADS, f"/pairs/{key}/choose", {"second": str(kim)})
    sent_together(own, choose, (LENA, f"/pairs/{key}/decline", {}))
    with own.app_context():
        assert the_pair().declined_at is not None


def test_the_note_shared_while_the_second_rates_opens_both_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    key = with_second(own)
    with own.app_context(), transaction():
        draft = drafted(the_pair().visit, {"C03a": 3, "C09a": 2}, at=now()).id
    slowly(monkeypatch, operations, "note_about")
    shared = (MADS, f"/observations/{draft}/share", {})
    assert sent_together(own, (KIM, f"/pairs/{key}/rate", RATING), shared) == [303, 303]
    run_twice_at_once(own)
    with own.app_context():
        pair = the_pair()
        assert pair.are_both_in
        assert [(one.first_level, one.level) for one in pair.ratings] == [(3, 5), (2, 2)]


def run_twice_at_once(own: Flask) -> None:
    """Let two workers run the job at one moment."""
    together([lambda: MOVE_ON.run(own, now()), lambda: MOVE_ON.run(own, now())])


def test_two_workers_draw_once_with_one_seed(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context(), transaction():
        of = people()
        visit = PlannedVisit(
            learner=of.learner, coach=of.coach, purpose="development", planned_on=now().date() + 5 * DAY,
            made_by=of.coach, activity="discovery-meeting", focus=list(FOCUS), made_at=NOW,
        )  # fmt: skip
        db.session.add(visit)
        db.session.flush()
        seed = seed_that(draws=visit)
    monkeypatch.setattr("kamacademy.pairing.jobs.secrets.randbelow", lambda _limit: seed)
    slowly(monkeypatch, operations, "draw")
    run_twice_at_once(own)
    assert count(own, PairLot) == 1
    with own.app_context():
        assert db.session.scalar(select(func.count(Pair.id)).join(Pair.visit)) == 2
