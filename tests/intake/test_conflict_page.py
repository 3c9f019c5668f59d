"""Two versions of one note: the coach sees both and chooses."""

import pytest
from sqlalchemy import select

from kamacademy.coaching import operations
from kamacademy.coaching.models import Observation
from kamacademy.db import db
from kamacademy.intake.operations import receive
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.browser import Browser
from tests.intake.entries import entry
from tests.statements import statements
from tests.world import NOW, TODAY, World


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


@pytest.fixture
def pair(learner: Person, coach: Person) -> tuple[Observation, Observation]:
    """A draft changed at the desk, and what the phone sent beside it."""
    receive(entry(learner, {"C03a": 3}), coach=coach, at=NOW)
    first = db.session.scalars(select(Observation)).one()
    operations.rate(first, "C03a", level=2, evidence_line="At the desk", at=NOW)
    answer = receive(entry(learner, {"C03a": 5}, edition=2, base=1), coach=coach, at=NOW)
    assert answer.observation_id is not None
    return first, db.session.get_one(Observation, answer.observation_id)


Pair = tuple[Observation, Observation]


def test_the_list_says_so_and_leads_to_both(pair: Pair, coach: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open("/coaching")
    assert browser.words.count("Changed in two places") == 1
    browser.follow("Compare")
    assert browser.heading == "Two versions of one note"
    assert "At the desk" in browser.words
    assert "Line of C03a" in browser.words
    browser.open(f"/observations/{pair[0].id}/conflict")
    assert browser.address == f"/observations/{pair[1].id}/conflict"
    assert "changed in two places" in browser.open(f"/observations/{pair[1].id}/review").words


@pytest.mark.parametrize(
    ("button", "gone", "shown"),
    [
        ("Keep the phone’s version", [True, False], "Line of C03a"),
        ("Keep what was here", [False, True], "At the desk"),
        ("Keep both as notes of their own", [False, False], "Line of C03a"),
    ],
)
def test_one_press_settles_it(
    pair: Pair, coach: Person, browse: type[Browser], button: str, gone: list[bool], shown: str
) -> None:
    browser = browse(coach).open(f"/observations/{pair[1].id}/conflict").press(button)
    kept = browser.address.split("/")[2]
    assert shown in browser.open(f"/observations/{kept}/review").words
    assert [db.session.get_one(Observation, one.id).discarded_at is not None for one in pair] == gone
    assert "Changed in two places" not in browser.open("/coaching").words
    assert "coaching.settled" in db.session.scalars(select(AuditEvent.act)).all()
    survivor = pair[0] if gone == [False, True] else pair[1]
    browser.post(f"/observations/{survivor.id}/conflict", keep="this")
    assert "You have chosen already" in browser.words or survivor is pair[0]


@pytest.mark.parametrize(("end", "button"), [("share", "Leave it as shared"), ("discard", "Discard both")])
def test_what_was_shared_or_discarded_meanwhile_is_said(
    pair: Pair, coach: Person, browse: type[Browser], end: str, button: str
) -> None:
    if end == "share":
        operations.share(pair[0], at=NOW, today=TODAY)
    else:
        operations.discard(pair[0], at=NOW)
    browser = browse(coach).open(f"/observations/{pair[1].id}/conflict")
    browser.press(button)
    assert db.session.get_one(Observation, pair[1].id).discarded_at is not None
    assert db.session.get_one(Observation, pair[0].id).is_shared is (end == "share")


def test_it_is_the_coachs_alone(
    world: World, pair: Pair, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    address = f"/observations/{pair[1].id}/conflict"
    for stranger in (learner, world.coach(), world.administrator(), world.leader()):
        browser = browse(stranger)
        browser.open(address, expect=403)
        browser.post(address, expect=403, keep="this")
    browser = browse(coach)
    browser.post(address, expect=400, keep="neither")
    browser.open(address)
    assert [one.discarded_at for one in db.session.scalars(select(Observation))] == [None, None]
    assert db.session.get_one(Observation, pair[1].id).conflict_of_id == pair[0].id


def test_the_page_needs_few_statements(pair: Pair, coach: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open(f"/observations/{pair[1].id}/conflict")
    with statements() as sent:
        browser.open(f"/observations/{pair[1].id}/conflict")
    assert len(sent) <= 12
