"""The administrator's page about letters."""

from datetime import timedelta

import time_machine

from kamacademy.db import db
from kamacademy.mail import operations
from kamacademy.mail.letter import Outcome, State
from kamacademy.mail.models import Letter
from tests.browser import Browser
from tests.statements import statements
from tests.world import NOW, World


def post(world: World, subject: str, body: str = "Hello.", *, is_secret: bool = False) -> Letter:
    """A letter to a new learner."""
    person = world.learner()
    letter = operations.post(person.id, person.email, "panel", subject, body, at=NOW, is_secret=is_secret)
    assert letter is not None
    return letter


def test_each_letter_stands_there_with_what_went_wrong(world: World, browse: type[Browser]) -> None:
    post(world, "Waits")
    refused = post(world, "Refused")
    refused.next_try_at = NOW - timedelta(minutes=1)
    operations.close(operations.claim(NOW) or refused, Outcome.REFUSED, "The mail server refused it: 451 later", at=NOW)
    someone = browse(world.administrator()).open("/admin/mail")
    assert someone.heading == "Letters"
    assert "451 later" in someone.words
    assert "Next try 20 Nov 2026, 09:31 UTC" in someone.words
    someone.fill("State", "Sent (0)").press("Show")
    assert "No such letter" in someone.words


def test_what_a_letter_says_is_never_shown(world: World, browse: type[Browser]) -> None:
    post(world, "Choose a new password", "https://academy.example/new-password/verysecret", is_secret=True)
    post(world, "Open", "words of an open letter")
    someone = browse(world.administrator()).open("/admin/mail")
    assert "verysecret" not in str(someone.page)
    assert "words of an open letter" not in str(someone.page)


def test_a_letter_that_may_have_been_sent_says_so_and_can_be_sent_again(world: World, browse: type[Browser]) -> None:
    letter = post(world, "Perhaps")
    operations.claim(NOW)
    operations.mark_abandoned(NOW + timedelta(hours=1))
    someone = browse(world.administrator()).open("/admin/mail")
    assert "1 letter may have been sent" in someone.words
    someone.press("Send again")
    assert "waits to be sent again" in someone.words
    db.session.refresh(letter)
    assert letter.standing is State.WAITING
    someone.post(f"/admin/mail/{letter.id}/send-again")
    assert "cannot be sent again" in someone.words


def test_a_secret_letter_cannot_be_sent_again(world: World, browse: type[Browser]) -> None:
    letter = post(world, "Secret", is_secret=True)
    operations.claim(NOW)
    operations.mark_abandoned(NOW + timedelta(hours=1))
    someone = browse(world.administrator()).open("/admin/mail")
    assert "Send again" not in someone.button_words
    someone.post(f"/admin/mail/{letter.id}/send-again")
    assert "cannot be sent again" in someone.words


def test_letters_that_nobody_sends_are_noticed(world: World, browse: type[Browser]) -> None:
    post(world, "Waits")
    someone = world.administrator()
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        administrator = browse(someone)
        assert "nobody sends them" not in administrator.open("/admin/mail").words
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        assert "nobody sends them" in administrator.open("/admin/mail").words


def test_only_an_administrator_sees_letters(world: World, browse: type[Browser]) -> None:
    letter = post(world, "Any")
    for person in (world.learner(), world.coach(), world.learning_team(), world.leader()):
        someone = browse(person).open("/admin/mail", expect=403)
        someone.post(f"/admin/mail/{letter.id}/send-again", expect=403)


def test_many_letters_cost_no_more_statements(world: World, browse: type[Browser]) -> None:
    administrator, counts = browse(world.administrator()), []
    for many in (2, 60):
        for number in range(many):
            post(world, f"Letter {number}")
        administrator.open("/admin/mail")
        with statements() as seen:
            administrator.open("/admin/mail")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
