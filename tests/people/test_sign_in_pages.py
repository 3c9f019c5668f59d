"""Signing in, staying signed in, and one's own account."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from kamacademy.db import db
from kamacademy.people import operations
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.browser import Browser
from tests.world import NOW, PASSWORD, World

HOUR = timedelta(hours=1)


def try_to_sign_in(someone: Browser, email: str, password: str) -> Browser:
    """One try through the form."""
    return (
        someone.open("/sign-in").fill("E-mail address", email).fill("Password", password).press("Sign in", expect=None)
    )


def is_signed_in(someone: Browser) -> bool:
    """Whether the account page opens."""
    return someone.open("/account").heading == "Your account"


def test_a_person_signs_in_and_out(world: World, browse: type[Browser]) -> None:
    someone = browse(world.learner("Mira Halvorsen"))
    someone.open("/account")
    assert "Mira Halvorsen" in someone.words
    someone.press("Sign out")
    assert someone.heading == "Sign in"
    assert someone.open("/account").heading == "Sign in"


def test_a_wrong_password_is_explained_and_the_address_kept(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    stranger = browse()
    stranger.sign_in(learner.email, "not the password")
    assert stranger.status == 422
    assert "do not go together" in stranger.words
    assert stranger.field("E-mail address")["value"] == learner.email
    assert not stranger.field("Password").get("value")


def test_an_empty_form_is_explained(world: World, browse: type[Browser]) -> None:
    stranger = try_to_sign_in(browse(), "", "")
    assert stranger.status == 422
    assert "Enter your e-mail address." in stranger.words
    assert "Enter your password." in stranger.words


def test_the_wanted_page_opens_after_signing_in(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    someone = browse().open("/account")
    someone.fill("E-mail address", learner.email).fill("Password", PASSWORD).press("Sign in")
    assert someone.heading == "Your account"


@pytest.mark.parametrize("email", ["{0}", " {0} ", "{upper}"])
def test_the_address_may_be_typed_in_any_case_with_spaces(world: World, browse: type[Browser], email: str) -> None:
    learner = world.learner()
    someone = try_to_sign_in(browse(), email.format(learner.email, upper=learner.email.upper()), PASSWORD)
    assert is_signed_in(someone)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "evil.example",
     "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "//[", "/\t/[", " //evil.example",
     "http:evil.example"],
)  # fmt: skip
def test_signing_in_never_leads_to_another_site(world: World, browse: type[Browser], elsewhere: str) -> None:
    learner, someone = world.learner(), browse()
    someone.open("/sign-in")
    token = str(someone.page.find("input", {"name": "csrf_token"})["value"])  # type: ignore[index]  # the form has one
    db.session.commit()
    sent = {"csrf_token": token, "email": learner.email, "password": PASSWORD}
    answer = someone.client.post("/sign-in", query_string={"next": elsewhere}, data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    again = someone.client.get("/sign-in", query_string={"next": elsewhere})
    assert (again.status_code, again.headers["Location"]) == (303, "/")


def test_nobody_learns_which_accounts_exist(world: World, browse: type[Browser]) -> None:
    learner, closed, unset = world.learner(), world.learner(), world.learner()
    operations.deactivate(closed, by=None, at=NOW)
    unset.password_hash = None
    answers = [
        try_to_sign_in(browse(), email, password)
        for email, password in (
            (learner.email, "not the password"),
            ("nobody@fernwick.example", "not the password"),
            (closed.email, PASSWORD),
            (unset.email, PASSWORD),
        )
    ]
    assert {one.status for one in answers} == {422}
    assert len({one.words for one in answers}) == 1


def test_wrong_tries_make_the_next_one_wait_longer_and_longer(world: World, browse: type[Browser]) -> None:
    learner, stranger = world.learner(), browse()
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(4):
            assert try_to_sign_in(stranger, learner.email, "not the password").status == 422
        assert try_to_sign_in(stranger, learner.email, PASSWORD).status == 429
        assert "Too many tries in a row. Wait 2 seconds, then try again." in stranger.words
        assert stranger.field("E-mail address")["value"] == learner.email
        clock.shift(timedelta(seconds=2))
        assert try_to_sign_in(stranger, learner.email, "not the password").status == 422
        clock.shift(timedelta(seconds=2))
        assert try_to_sign_in(stranger, learner.email, PASSWORD).status == 429
        assert "Wait 2 seconds" in stranger.words
        clock.shift(timedelta(seconds=2))
        assert is_signed_in(try_to_sign_in(stranger, learner.email, PASSWORD))


def test_an_account_that_does_not_exist_waits_just_the_same(world: World, browse: type[Browser]) -> None:
    stranger = browse()
    with time_machine.travel(NOW, tick=False):
        tries = [try_to_sign_in(stranger, "nobody@fernwick.example", "a guess").status for _ in range(6)]
    assert tries == [422, 422, 422, 422, 429, 429]


def test_spaces_and_capitals_do_not_give_more_tries(world: World, browse: type[Browser]) -> None:
    learner, stranger = world.learner(), browse()
    spellings = [learner.email, f" {learner.email}", learner.email.upper(), f"{learner.email}  ", learner.email.title()]
    with time_machine.travel(NOW, tick=False):
        tries = [try_to_sign_in(stranger, email, "a guess").status for email in spellings]
    assert tries == [422, 422, 422, 422, 429]


def test_guessing_at_many_accounts_from_one_address_waits_too(world: World, browse: type[Browser]) -> None:
    stranger = browse()
    with time_machine.travel(NOW, tick=False):
        tries = [try_to_sign_in(stranger, f"person{n}@elsewhere.example", "a guess").status for n in range(21)]
    assert tries == [422] * 20 + [429]


def test_a_right_password_clears_the_count(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    with time_machine.travel(NOW, tick=False):
        for _ in range(3):
            try_to_sign_in(browse(), learner.email, "a guess")
        assert is_signed_in(try_to_sign_in(browse(), learner.email, PASSWORD))
        tries = [try_to_sign_in(browse(), learner.email, "a guess").status for _ in range(4)]
    assert tries == [422] * 4


def test_every_try_is_in_the_audit_trail_without_the_address(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    try_to_sign_in(browse(), learner.email, "a guess")
    try_to_sign_in(browse(), "nobody@fernwick.example", "a guess")
    browse(learner)
    rows = db.session.scalars(select(AuditEvent).where(AuditEvent.act.like("sign-in.%")).order_by(AuditEvent.id))
    assert [(one.act, one.actor_id, one.codes) for one in rows] == [
        ("sign-in.failed", learner.id, {}),
        ("sign-in.failed", None, {}),
        ("sign-in.succeeded", learner.id, {}),
    ]


def test_a_session_ends_after_twelve_hours_of_rest(world: World, browse: type[Browser]) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        someone = browse(world.learner())
        clock.shift(11 * HOUR)
        assert is_signed_in(someone)
        clock.shift(11 * HOUR)
        assert is_signed_in(someone)
        clock.shift(13 * HOUR)
        assert not is_signed_in(someone)


def test_a_session_ends_after_seven_days_however_busy(world: World, browse: type[Browser]) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        someone = browse(world.learner())
        for _ in range(14):
            clock.shift(12 * HOUR - timedelta(seconds=1))
            assert is_signed_in(someone)
        clock.shift(timedelta(seconds=15))
        assert not is_signed_in(someone)


def test_a_session_ends_when_the_password_is_reset(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    someone = browse(learner)
    operations.reset_password(learner, by=None, at=NOW)
    assert not is_signed_in(someone)


def test_a_session_ends_when_the_account_is_closed(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    someone = browse(learner)
    operations.deactivate(learner, by=None, at=NOW)
    assert not is_signed_in(someone)
    operations.reactivate(learner, by=learner, at=NOW)
    assert not is_signed_in(someone)
    assert is_signed_in(try_to_sign_in(someone, learner.email, PASSWORD))


def test_changing_the_password_ends_the_sessions_on_other_devices(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    laptop, phone = browse(learner), browse(learner)
    laptop.open("/account").fill("Present password", PASSWORD).fill("New password", "another four words here")
    laptop.press("Change the password")
    assert "Your password is changed" in laptop.page.get_text()
    assert is_signed_in(laptop)
    assert not is_signed_in(phone)
    assert not is_signed_in(try_to_sign_in(phone, learner.email, PASSWORD))
    assert is_signed_in(try_to_sign_in(phone, learner.email, "another four words here"))


@pytest.mark.parametrize(
    ("present", "new", "words"),
    [
        ("not the password", "another four words here", "That is not your present password."),
        (PASSWORD, "elevenchars", "Use at least 12 characters"),
        (PASSWORD, PASSWORD, "That is your present password. Choose another."),
        ("", "", "Enter the password you signed in with."),
    ],
)
def test_a_password_that_cannot_be_taken_is_explained(
    world: World, browse: type[Browser], present: str, new: str, words: str
) -> None:
    learner = world.learner()
    someone = browse(learner).open("/account").fill("Present password", present).fill("New password", new)
    someone.press("Change the password", expect=422)
    assert words in someone.words
    assert is_signed_in(browse(learner))


def given_password(world: World) -> tuple[Person, str]:
    """A learner whose password was given to them."""
    learner = world.learner()
    password = operations.reset_password(learner, by=None, at=NOW)
    db.session.flush()
    return learner, password


def test_a_given_password_opens_nothing_but_the_account_page(world: World, browse: type[Browser]) -> None:
    learner, password = given_password(world)
    someone = try_to_sign_in(browse(), learner.email, password)
    assert someone.heading == "Your account"
    assert "This password was given to you. Choose your own before you go on." in someone.words
    assert not someone.page.select(".app-tabs, .app-nav-group")
    for address in ("/", "/learn", f"/people/{learner.id}"):
        assert someone.open(address).heading == "Your account"
    someone.press("Dark")
    someone.fill("Present password", password).fill("New password", "my own four words").press("Change the password")
    assert someone.address != "/account"
    assert someone.open("/learn").address == "/learn"
    assert "This password was given to you" not in someone.open("/account").words


def test_whoever_was_given_a_password_may_leave(world: World, browse: type[Browser]) -> None:
    learner, password = given_password(world)
    someone = try_to_sign_in(browse(), learner.email, password).press("Sign out")
    assert someone.heading == "Sign in"


def test_the_theme_is_kept_with_the_person(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    someone = browse(learner).open("/account").press("Dark")
    assert someone.page.html.get("data-bs-theme") == "dark"  # type: ignore[union-attr]  # a page has <html>
    assert browse(learner).open("/account").page.html.get("data-bs-theme") == "dark"  # type: ignore[union-attr]
    someone.press("As the device")
    assert someone.page.html.get("data-bs-theme") is None  # type: ignore[union-attr]
    someone.post("/account/theme", theme="neon")
    assert db.session.get(Person, learner.id).theme is None  # type: ignore[union-attr]
