"""A forgotten password: a letter with a link, one hour, one use, and no word on who has an account."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from kamacademy.db import db
from kamacademy.mail.models import Letter
from kamacademy.people import operations
from kamacademy.people.models import Person
from kamacademy.people.reset_link import ResetLink, read_token, reset_token
from kamacademy.records.models import AuditEvent
from tests.browser import Browser
from tests.world import NOW, PASSWORD, World

NEW = "another four words here"
MINUTE = timedelta(minutes=1)


def ask(someone: Browser, email: str, expect: int | None = 200) -> Browser:
    """Ask for a letter through the form."""
    someone.open("/sign-in").follow("Forgot your password?")
    return someone.fill("E-mail address", email).press("Send me the link", expect)


def letters() -> list[Letter]:
    """The letters that wait."""
    return list(db.session.scalars(select(Letter).where(Letter.kind == "password-reset").order_by(Letter.id)))


def path_in(letter: Letter) -> str:
    """Where a letter's link leads on this server."""
    assert letter.body is not None
    link = next(line for line in letter.body.splitlines() if line.startswith("https://"))
    return link.removeprefix("https://academy.example")


def may_sign_in(browse: type[Browser], person: Person, password: str) -> bool:
    """Whether the password is taken."""
    return browse().sign_in(person.email, password).heading != "Sign in"


@time_machine.travel(NOW, tick=False)
def test_a_letter_brings_a_new_password_and_ends_every_session(world: World, browse: type[Browser]) -> None:
    learner = world.learner("Mira Halvorsen")
    phone = browse(learner)
    someone = ask(browse(), f" {learner.email.upper()} ")
    assert "a letter is on its way" in someone.words
    (letter,) = letters()
    assert (letter.address, letter.is_secret) == (learner.email, True)
    assert letter.useful_until == NOW + 60 * MINUTE
    someone.open(path_in(letter)).fill("New password", NEW).press("Keep the new password")
    assert someone.heading == "Sign in"
    assert phone.open("/account").heading == "Sign in"
    assert not may_sign_in(browse, learner, PASSWORD)
    assert may_sign_in(browse, learner, NEW)


@time_machine.travel(NOW, tick=False)
def test_a_link_works_once(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    path = path_in(letters()[0]) if ask(browse(), learner.email) and letters() else ""
    first, second = browse().open(path), browse().open(path)
    first.fill("New password", NEW).press("Keep the new password")
    second.fill("New password", "a third set of words").press("Keep the new password", expect=410)
    assert second.heading == "This link no longer works"
    browse().open(path, expect=410)
    assert may_sign_in(browse, learner, NEW)


def test_a_link_works_for_one_hour(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    with time_machine.travel(NOW, tick=False) as clock:
        ask(browse(), learner.email)
        path = path_in(letters()[0])
        clock.shift(59 * MINUTE)
        someone = browse().open(path)
        clock.shift(MINUTE)
        someone.fill("New password", NEW).press("Keep the new password", expect=410)
        assert may_sign_in(browse, learner, PASSWORD)


@time_machine.travel(NOW, tick=False)
def test_a_link_ends_when_the_password_changes_in_another_way(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    ask(browse(), learner.email)
    operations.reset_password(learner, by=None, at=NOW)
    browse().open(path_in(letters()[0]), expect=410)


@time_machine.travel(NOW, tick=False)
def test_known_unknown_and_closed_accounts_get_the_same_answer(world: World, browse: type[Browser]) -> None:
    learner, closed = world.learner(), world.learner()
    operations.deactivate(closed, by=None, at=NOW)
    answers = [ask(browse(), email) for email in (learner.email, "nobody@fernwick.example", closed.email)]
    assert len({(one.status, one.address, one.words) for one in answers}) == 1
    assert [one.to_person_id for one in letters()] == [learner.id]


@time_machine.travel(NOW, tick=False)
def test_who_was_closed_since_cannot_use_the_link(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    ask(browse(), learner.email)
    path = path_in(letters()[0])
    operations.deactivate(learner, by=None, at=NOW)
    browse().open(path, expect=410)
    assert (letters()[0].state, letters()[0].body) == ("failed", None)


@time_machine.travel(NOW, tick=False)
def test_asking_on_and_on_waits_longer_known_or_not_and_writes_one_letter(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    for email in (learner.email, "nobody@fernwick.example"):
        tries = [ask(browse(), email, None).status for _ in range(6)]
        assert tries == [200, 200, 200, 200, 429, 429]
    assert len(letters()) == 1
    assert may_sign_in(browse, learner, PASSWORD)


@time_machine.travel(NOW, tick=False)
def test_what_is_no_address_or_too_short_is_explained(world: World, browse: type[Browser]) -> None:
    learner, someone = world.learner(), browse()
    ask(someone, "mira", 422)
    assert "Enter a whole address" in someone.words
    ask(someone, learner.email)
    someone.open(path_in(letters()[0])).fill("New password", "short").press("Keep the new password", expect=422)
    assert "Use at least 12 characters" in someone.words


@time_machine.travel(NOW, tick=False)
def test_each_step_is_in_the_trail_without_address_or_link(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    ask(browse(), learner.email)
    ask(browse(), "nobody@fernwick.example")
    browse().open(path_in(letters()[0])).fill("New password", NEW).press("Keep the new password")
    acts = ("person.password-forgotten", "person.password-changed", "letter.posted")
    rows = db.session.scalars(select(AuditEvent).where(AuditEvent.act.in_(acts)).order_by(AuditEvent.id)).all()
    assert [(one.act, one.actor_id) for one in rows] == [
        ("person.password-forgotten", learner.id),
        ("letter.posted", None),
        ("person.password-forgotten", None),
        ("person.password-changed", learner.id),
    ]
    assert "@" not in str([one.codes for one in rows])


def test_without_mail_an_administrator_helps(app: Flask, world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    app.config["MAIL_BACKEND"] = "off"
    try:
        someone = browse().open("/sign-in")
        assert "An administrator of your academy" in someone.words
        assert someone.open("/forgotten-password").words.count("sends no letters") == 1
        someone.post("/forgotten-password", email=learner.email)
    finally:
        app.config["MAIL_BACKEND"] = "file"
    assert letters() == []


def test_a_token_cannot_be_made_up() -> None:
    link = ResetLink(7, "a mark", NOW)
    token = reset_token("s" * 40, link)
    assert read_token("s" * 40, token) == link
    assert read_token("t" * 40, token) is None
    assert read_token("s" * 40, f"{token}x") is None
    assert read_token("s" * 40, "") is None
