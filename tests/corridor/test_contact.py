"""Contact: who is signed in, that nobody is, or that the phone must forget."""

from collections.abc import Callable
from datetime import timedelta

import time_machine

from kamacademy.access import Function
from kamacademy.corridor.operations import empty_phones
from kamacademy.db import db
from kamacademy.people import operations as people
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.corridor.phone import Phone
from tests.world import NOW, World

Carry = Callable[[Person | None], Phone]


def test_nobody_is_signed_in(carry: Carry) -> None:
    phone = carry(None)
    assert phone.contact() == {"state": "sign-in"}
    assert phone.ask("GET", "/corridor/contact").headers.get("Set-Cookie") is None


def test_a_coach_who_learns_is_signed_in(world: World, carry: Carry) -> None:
    coach = world.coach("Jordan Ellis")
    found = carry(coach).contact()
    assert found.pop("csrf")
    assert found == {
        "state": "ok",
        "person": {"id": coach.id, "name": "Jordan Ellis", "first_name": "Jordan"},
        "is_coach": True,
        "is_learner": True,
    }


def test_who_still_has_a_given_password_must_visit_a_page_first(world: World, carry: Carry) -> None:
    coach = world.coach()
    phone = carry(coach)
    coach.must_change_password = True
    assert phone.contact() == {"state": "sign-in"}


def test_somebody_else_on_the_phone_is_named(world: World, carry: Carry) -> None:
    phone = carry(world.coach())
    phone.fill()
    other = world.learner("Sam Okafor")
    phone.ask("POST", "/sign-out", data={"csrf_token": phone.token})
    phone.sign_in(other)
    assert phone.contact()["person"]["name"] == "Sam Okafor"
    assert phone.send({}, expect=409) == {"state": "other-person"}


def test_a_reset_password_asks_for_sign_in_and_forgets_nothing(world: World, carry: Carry) -> None:
    coach = world.coach()
    phone = carry(coach)
    phone.fill()
    people.reset_password(coach, by=None, at=NOW)
    assert phone.contact() == {"state": "sign-in"}


def test_a_closed_account_empties_its_phones_whoever_is_signed_in(world: World, carry: Carry) -> None:
    coach, learner = world.coach(), world.learner()
    phone = carry(coach)
    phone.fill()
    people.deactivate(coach, by=None, at=NOW)
    assert phone.contact()["state"] == "wipe"
    phone.sign_in(learner)
    found = phone.contact()
    assert found["state"] == "wipe"
    assert "told to forget" in found["words"]
    assert "person" not in found


def test_the_order_reaches_phones_filled_before_and_none_filled_after(
    world: World, carry: Carry, now: time_machine.Traveller
) -> None:
    coach, administrator = world.coach(), world.administrator()
    lost = carry(coach)
    lost.fill()
    now.shift(timedelta(hours=1))
    empty_phones(coach, by=administrator, at=NOW + timedelta(hours=1))
    now.shift(timedelta(seconds=1))
    kept = carry(coach)
    kept.fill()
    assert lost.contact()["state"] == "wipe"
    assert kept.contact()["state"] == "ok"


def test_a_phone_that_must_forget_gets_no_new_pack(world: World, carry: Carry, now: time_machine.Traveller) -> None:
    coach = world.coach()
    phone = carry(coach)
    phone.fill()
    empty_phones(coach, by=coach, at=NOW)
    now.shift(timedelta(seconds=1))
    phone.sign_in(coach)
    answer = phone.ask("GET", "/corridor/pack")
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["state"] == "wipe"
    phone.device = None
    phone.fill()
    assert phone.contact()["state"] == "ok"


def test_two_orders_leave_the_later_one(world: World, carry: Carry, now: time_machine.Traveller) -> None:
    coach = world.coach()
    phone = carry(coach)
    now.shift(timedelta(minutes=5))
    phone.fill()
    empty_phones(coach, by=coach, at=NOW + timedelta(minutes=10))
    empty_phones(coach, by=coach, at=NOW)
    assert phone.contact()["state"] == "wipe"


def test_a_token_of_nobody_is_told_to_forget_and_a_forged_one_says_nothing(world: World, carry: Carry) -> None:
    from kamacademy.corridor.device import Token, device_token
    from tests.conftest import SECRET

    phone = carry(world.coach())
    phone.device = device_token(SECRET, Token(2_000_000, NOW, "x"))
    assert phone.contact()["state"] == "wipe"
    phone.device = "forged"
    assert phone.contact()["state"] == "ok"


def test_the_button_on_the_account_empties_phones_and_ends_other_sessions(
    world: World, carry: Carry, browse: type[Browser], now: time_machine.Traveller
) -> None:
    coach = world.coach()
    phone = carry(coach)
    phone.fill()
    now.shift(timedelta(minutes=1))
    page = browse(coach).open("/account")
    assert "Nothing was changed." in page.press("Empty my phones").page.get_text()
    assert phone.contact()["state"] == "ok"
    page.choose("Yes, empty all of them").press("Empty my phones")
    assert "Your phones forget what they hold" in page.page.get_text()
    assert phone.contact()["state"] == "wipe"
    phone.device = None
    assert phone.contact() == {"state": "sign-in"}
    assert page.open("/account").heading == "Your account"


def test_who_has_no_form_sees_no_phones(world: World, browse: type[Browser]) -> None:
    assert "Empty my phones" not in browse(world.leader()).open("/account").button_words


def test_the_administrators_button_signs_out_and_empties(
    world: World, carry: Carry, browse: type[Browser], now: time_machine.Traveller
) -> None:
    coach, administrator = world.coach("Jordan Ellis"), world.administrator()
    phone = carry(coach)
    phone.fill()
    now.shift(timedelta(minutes=1))
    page = browse(administrator).open(f"/admin/people/{coach.id}").press("Sign out and empty all phones")
    assert "Nothing was changed." in page.page.get_text()
    assert phone.contact()["state"] == "ok"
    page.choose("Yes, empty all phones of Jordan").press("Sign out and empty all phones")
    assert "Jordan Ellis is signed out." in page.page.get_text()
    assert phone.contact()["state"] == "wipe"
    browse(world.learner()).post(f"/admin/people/{coach.id}/empty-phones", expect=403)


def test_the_audit_trail_says_who_emptied_whose_phones(world: World) -> None:
    from sqlalchemy import select

    from kamacademy.records.models import AuditEvent

    coach, administrator = world.coach(), world.administrator()
    empty_phones(coach, by=administrator, at=NOW)
    db.session.flush()
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "person.phones-emptied")).one()
    assert (event.actor_id, event.subject_type, event.subject_id) == (administrator.id, "person", coach.id)


def test_signing_out_clears_what_this_browser_kept(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    page = browse(coach).open("/account")
    found = page.page.find("input", {"name": "csrf_token"})
    assert found is not None
    answer = page.client.post("/sign-out", data={"csrf_token": str(found["value"])})
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    first = page.open("/sign-in")
    assert [one["src"] for one in first.page.find_all("script") if "corridor/forget.js" in str(one["src"])]
    assert not page.open("/sign-in").page.find_all("script")


def test_the_permission_follows_the_function(world: World, carry: Carry) -> None:
    for person in (world.leader(), world.administrator(), world.learning_team()):
        assert Function.LEARNER not in person.functions
        phone = carry(person)
        phone.contact()
        assert phone.ask("GET", "/corridor/pack").status_code == 403
        assert phone.ask("POST", "/corridor/entries", json={}).status_code == 403
