"""Nothing leaks: until both ratings are in, nobody reads on any page or in any letter what the other gave."""

import re

import pytest
from sqlalchemy import select

from kamacademy.access import Function
from kamacademy.db import db
from kamacademy.mail.models import Letter
from kamacademy.pairing import queries
from kamacademy.pairing.models import Pair
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.browser import Browser
from tests.pairing.pairs import DAY, chosen, drafted, noted, rated, three
from tests.world import TODAY, World

FIRST = {"C03a": 2, "C09a": 2}
SECOND = {"C03a": 5, "C09a": 5}
SECRET = "Second line of"
PAGES = ("/pairs/{pair}", "/pairs/{pair}/rate", "/pairs/{pair}/choose", "/visits/{visit}", "/visits", "/today",
         "/next-step", "/people/{learner}", "/people/{learner}/evidence", "/people/{learner}/competencies/c03",
         "/people/{learner}/observations", "/coaching", "/pairs")  # fmt: skip


def read_by(browser: Browser, pair: Pair) -> str:
    """All that a person can read on the pages that could have to do with a pair."""
    given = {"pair": pair.id, "visit": pair.visit_id, "learner": pair.learner.id}
    found = ""
    for page in PAGES:
        browser.open(page.format(**given), expect=None)
        found += f"\n{browser.page}" if browser.status == 200 else ""
    return found


def everyone(world: World, *but: Person) -> list[Person]:
    """One of each function, and the people of the world."""
    known = {one.id for one in but}
    others = [world.learning_team(), world.leader(), world.administrator(), world.person(functions=tuple(Function))]
    return [one for one in (*db.session.scalars(select(Person)), *others) if one.id not in known and one.is_active]


def test_what_the_second_gave_is_read_by_nobody_else_before_the_note_is_shared(
    world: World, browse: type[Browser]
) -> None:
    of = three(world)
    pair = rated(chosen(of), SECOND)
    drafted(pair.visit, FIRST)
    for reader in {one.id: one for one in everyone(world, of.second)}.values():
        if reader.password_hash is None:
            continue
        found = read_by(browse(reader), pair)
        assert SECRET not in found, reader.name
        assert not pair.are_both_in
    assert SECRET in read_by(browse(of.second), pair)
    browse(of.coach).open(f"/pairs/{pair.id}", expect=403)
    browse(of.second).open(f"/pairs/{pair.id}", expect=403)


def test_the_second_reads_nothing_of_the_note_before_rating(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair = chosen(of)
    note = noted(pair.visit, FIRST)
    second = browse(of.second)
    found = read_by(second, pair)
    assert "First line of" not in found
    second.open(f"/pairs/{pair.id}/rate")
    assert not second.page.find_all("input", checked=True)
    for page in (
        f"/observations/{note.id}",
        f"/pairs/{pair.id}",
        f"/people/{of.learner.id}",
        f"/visits/{pair.visit_id}",
    ):
        second.open(page, expect=403)


def test_the_words_of_the_note_stay_between_its_two_even_when_both_are_in(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair = chosen(of)
    note = noted(pair.visit, FIRST)
    rated(pair, SECOND)
    second = browse(of.second).open(f"/pairs/{pair.id}")
    assert "First line of" not in str(second.page)
    assert second.words.count("3 levels apart") == 2
    second.open(f"/observations/{note.id}", expect=403)
    browse(of.learner).open(f"/pairs/{pair.id}", expect=403)


def test_no_query_gives_a_rating_before_both_are_in(world: World) -> None:
    of = three(world)
    pair = rated(chosen(of), SECOND)
    long_ago = TODAY - 400 * DAY
    assert queries.ratings_since(long_ago) == []
    assert queries.differences_since(long_ago) == []
    assert pair.apart == []
    assert queries.waiting_for(of.coach, TODAY) == []


@pytest.mark.parametrize("is_noted_first", [False, True])
def test_no_letter_and_no_audit_event_holds_a_level_or_a_line(world: World, is_noted_first: bool) -> None:
    pair = chosen(three(world))
    if is_noted_first:
        noted(pair.visit, FIRST)
    rated(pair, SECOND)
    letters = list(db.session.scalars(select(Letter).where(Letter.kind.startswith("pair-"))))
    assert len(letters) == (5 if is_noted_first else 3)
    for letter in letters:
        assert SECRET not in (letter.body or "")
        assert not re.search(r"level \d", letter.body or "")
    events = list(db.session.scalars(select(AuditEvent).where(AuditEvent.act.startswith("pair."))))
    assert len(events) == (4 if is_noted_first else 3)
    for event in events:
        assert set(event.codes) <= {"visit", "learner", "coach", "second", "ratings", "apart"}
