"""Opening what a phone sealed: the same entries, the same rules, each result in words."""

import io
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kamacademy.coaching.models import Observation
from kamacademy.corridor.sealed import export_key
from kamacademy.db import db
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.browser import Browser
from tests.conftest import SECRET
from tests.corridor.phone import JSON, Phone, own_view, seen
from tests.corridor.sealing import sealed
from tests.world import NOW, World

Carry = Callable[[Person | None], Phone]


@pytest.fixture
def pair(world: World) -> tuple[Person, Person]:
    """A coach and a learner in the coach's care."""
    coach = world.coach("Jordan Ellis")
    return coach, world.learner("Sam Okafor", coach=coach)


def file_of(person: Person, *entries: object) -> bytes:
    """A sealed file as a phone of the person saves it."""
    body = {"person": person.id, "made_at": NOW.isoformat(), "entries": list(entries)}
    return sealed(body, export_key(SECRET).public_key())


def open_file(browser: Browser, content: bytes, expect: int = 200) -> Browser:
    """Choose a file and press the button."""
    browser.open("/corridor/open-export")
    token = browser.page.find("input", {"name": "csrf_token"})
    assert token is not None
    data: JSON = {"csrf_token": str(token["value"]), "file": (io.BytesIO(content), "coaching.json")}
    answer: TestResponse = browser.ask("post", "/corridor/open-export", data=data, content_type="multipart/form-data")
    return browser.show(answer, expect)


def observations() -> int:
    """How many observations there are."""
    return db.session.scalar(select(func.count()).select_from(Observation)) or 0


def test_entries_of_a_file_are_taken_in_like_any_other(
    world: World, pair: tuple[Person, Person], browse: type[Browser]
) -> None:
    coach, learner = pair
    release = world.library().release_id
    page = open_file(browse(coach), file_of(coach, seen(learner, release), seen(learner, release, share=False)))
    assert page.heading == "What the file held"
    assert "Taken in: 2 of 2." in page.words
    assert "Shared with Sam." in page.words
    assert "Kept as a draft; only you see it." in page.words
    assert observations() == 2
    page.follow("Customer discovery meeting, usual, 20 Nov 2026")
    assert page.status == 200


def test_a_file_opened_twice_or_sent_as_well_doubles_nothing(
    world: World, pair: tuple[Person, Person], browse: type[Browser], carry: Carry
) -> None:
    coach, learner = pair
    entry = seen(learner, world.library().release_id)
    content, page = file_of(coach, entry), browse(coach)
    open_file(page, content)
    assert "Was already here" in open_file(page, content).words
    phone = carry(coach)
    phone.fill()
    assert phone.send(entry)["state"] == "already"
    assert observations() == 1


def test_one_refused_entry_leaves_the_others(world: World, pair: tuple[Person, Person], browse: type[Browser]) -> None:
    coach, learner = pair
    stranger = world.learner()
    release = world.library().release_id
    broken = seen(learner, release) | {"ratings": [{"indicator": "C99z", "level": 3, "evidence_line": None}]}
    content = file_of(coach, seen(stranger, release), "words", broken, seen(learner, release))
    page = open_file(browse(coach), content)
    assert "Taken in: 1 of 4." in page.words
    assert page.words.count("Not taken in") == 3
    assert "not in your care" in page.words
    assert "C99z" in page.words
    assert observations() == 1
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "corridor.export-opened")).one()
    assert event.codes == {"entries": 4, "taken": 1}


def test_of_an_entry_refused_half_way_nothing_stays(
    world: World, pair: tuple[Person, Person], browse: type[Browser]
) -> None:
    coach, learner = pair
    liaison = world.learner("Mel Liaison", coach=coach, job_role=JobRole.MSL)
    release = world.library().release_id
    page = open_file(browse(coach), file_of(coach, seen(liaison, release), seen(learner, release)))
    assert "Taken in: 1 of 2." in page.words
    assert "A commercial coach observes" in page.words
    assert db.session.scalars(select(Observation.learner_id)).all() == [learner.id]


def test_an_own_view_comes_in_too(pair: tuple[Person, Person], browse: type[Browser]) -> None:
    coach, learner = pair
    page = open_file(browse(learner), file_of(learner, own_view(coach)))
    assert "Your coach can read it once the note is shared." in page.words


def test_only_its_owner_opens_a_file(world: World, pair: tuple[Person, Person], browse: type[Browser]) -> None:
    coach, learner = pair
    content = file_of(coach, seen(learner, world.library().release_id))
    other = browse(world.coach())
    assert "made by somebody else" in open_file(other, content, expect=422).words
    assert observations() == 0


def test_another_academys_file_is_refused_in_words(pair: tuple[Person, Person], browse: type[Browser]) -> None:
    coach, _ = pair
    content = sealed({"person": coach.id, "made_at": "", "entries": []}, export_key("x" * 40).public_key())
    assert "could not be opened" in open_file(browse(coach), content, expect=422).words
    assert "could not be opened" in open_file(browse(coach), b"", expect=422).words


def test_without_a_file_the_page_asks_for_one(pair: tuple[Person, Person], browse: type[Browser]) -> None:
    page = browse(pair[0]).open("/corridor/open-export")
    page.press("Open and take in", expect=422)
    assert "Choose the file that the phone saved." in page.words


def test_an_empty_file_says_so(pair: tuple[Person, Person], browse: type[Browser]) -> None:
    coach, _ = pair
    assert "Everything had been sent when it was saved." in open_file(browse(coach), file_of(coach)).words


def test_who_carries_no_form_opens_no_file(world: World, browse: type[Browser]) -> None:
    browse(world.leader()).open("/corridor/open-export", expect=403)


def test_after_leaving_a_team_the_file_still_opens_and_says_why_nothing_was_taken(
    world: World, pair: tuple[Person, Person], browse: type[Browser]
) -> None:
    coach, learner = pair
    content = file_of(coach, seen(learner, world.library().release_id))
    people.set_coach(learner, None, starts_on=NOW.date(), by=None, at=NOW)
    assert "Taken in: 0 of 1." in open_file(browse(coach), content).words


def test_the_account_leads_to_the_page(pair: tuple[Person, Person], browse: type[Browser]) -> None:
    page = browse(pair[0]).open("/account").follow("Open the sealed file that the phone saved")
    assert page.heading == "Open a file from a phone"
