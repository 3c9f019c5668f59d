"""Saying no to a kind of letter by the letter itself: one click of a mail program (RFC 8058), or its link."""

from email.message import Message

from flask import Flask

from kamacademy.db import db
from kamacademy.mail import operations, queries
from kamacademy.mail.jobs import send_waiting
from kamacademy.mail.stop_link import read_stop_token, stop_token
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.conftest import SECRET
from tests.mail.smtp import mail_server
from tests.world import NOW, World

ADDRESS = "https://academy.example"


def arrived(app: Flask, person: Person, kind: str) -> Message:
    """A letter as it comes out of a real mail server."""
    operations.post(person.id, person.email, kind, "Words", "Hello.\n", at=NOW)
    db.session.commit()
    with mail_server(app) as server:
        send_waiting(app, NOW)
    (letter,) = server.letters
    return letter


def words_of(letter: Message) -> str:
    """What a letter says."""
    said = letter.get_payload(decode=True)
    assert isinstance(said, bytes)
    return said.decode().replace("\r\n", "\n")


def path_of(letter: Message) -> str:
    """Where one click goes."""
    header = "".join(str(letter["List-Unsubscribe"]).split())
    assert header.startswith(f"<{ADDRESS}/unwanted-letters/")
    assert header.endswith(">")
    return header.strip("<>").removeprefix(ADDRESS)


def test_one_click_of_a_mail_program_ends_the_kind(app: Flask, world: World) -> None:
    mira, other = world.learner(), world.learner()
    letter = arrived(app, mira, "practice")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # A mail program has no cookies and no form token.
    answer = app.test_client().post(path_of(letter), data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert app.test_client().post(path_of(letter), data={"List-Unsubscribe": "One-Click"}).status_code == 200
    db.session.expire_all()
    assert queries.switched_off_by(mira.id) == {"practice"}
    assert queries.switched_off_by(other.id) == frozenset()


def test_the_link_in_the_letter_asks_first(app: Flask, world: World, browse: type[Browser]) -> None:
    mira = world.learner()
    letter = arrived(app, mira, "note-shared")
    assert f"{ADDRESS}{path_of(letter)}" in words_of(letter).splitlines()
    stranger = browse().open(path_of(letter))
    assert stranger.heading == "Stop these letters?"
    assert "Your coach shares a note with you" in stranger.words
    assert mira.name not in stranger.words
    assert queries.switched_off_by(mira.id) == frozenset()
    stranger.press("Stop the letters")
    assert stranger.heading == "No more letters of this kind"
    assert queries.switched_off_by(mira.id) == {"note-shared"}


def test_a_letter_says_what_it_is_and_where_to_choose(app: Flask, world: World) -> None:
    words = words_of(arrived(app, world.learner(), "practice"))
    assert words.startswith("Hello.\n\n--\nKAM Academy. This kind of letter: Questions from lessons come back today.\n")
    assert f"{ADDRESS}/account/letters\n" in words


def test_what_must_come_says_why_and_has_no_link_to_stop_it(app: Flask, world: World) -> None:
    letter = arrived(app, world.learner(), "attestation-announced")
    assert letter["List-Unsubscribe"] is None
    assert letter["List-Unsubscribe-Post"] is None
    assert "It always comes: nobody is attested who was not told beforehand." in words_of(letter)
    assert "unwanted-letters" not in words_of(letter)


def test_a_letter_for_a_new_password_has_nothing_added(app: Flask, world: World) -> None:
    letter = arrived(app, world.learner(), "password-reset")
    assert words_of(letter) == "Hello.\n"
    assert letter["List-Unsubscribe"] is None


def test_a_link_that_we_did_not_sign_leads_nowhere(world: World, browse: type[Browser]) -> None:
    mira = world.learner()
    token = stop_token(SECRET, mira.id, "practice")
    assert read_stop_token(SECRET, token) is not None
    assert read_stop_token("another secret that is long enough to be taken", token) is None
    for forged in (
        token[:-3] + "xyz",
        stop_token("another secret that is long enough to be taken", mira.id, "practice"),
        stop_token(SECRET, mira.id, "attestation-announced"),
        stop_token(SECRET, mira.id, "gossip"),
    ):
        browse().open(f"/unwanted-letters/{forged}", expect=404)
        assert browse().client.post(f"/unwanted-letters/{forged}").status_code == 404
    assert queries.switched_off_by(mira.id) == frozenset()


def test_nobody_else_can_be_named_by_changing_the_link(world: World) -> None:
    mira, other = world.learner(), world.learner()
    mine, theirs = (stop_token(SECRET, one.id, "practice") for one in (mira, other))
    body, signature = theirs.rsplit(".", 1)[0], mine.rsplit(".", 1)[1]
    assert read_stop_token(SECRET, f"{body}.{signature}") is None
