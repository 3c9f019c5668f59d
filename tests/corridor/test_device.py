"""The token that a device carries, and when it must forget."""

from datetime import UTC, datetime, timedelta

import pytest

from kamacademy.corridor.device import Token, device_token, must_forget, read_device, renewed

SECRET = "a secret that is long enough to be taken"
MADE = datetime(2026, 11, 20, 9, 30, 15, 123_457, tzinfo=UTC)
TOKEN = Token(7, MADE, "5f1c")


def test_a_token_reads_back_to_the_microsecond() -> None:
    assert read_device(SECRET, device_token(SECRET, TOKEN)) == TOKEN


@pytest.mark.parametrize("words", [None, "", "x", "W10.", "a.b", device_token("another secret of some length", TOKEN)])
def test_what_we_did_not_sign_says_nothing(words: str | None) -> None:
    assert read_device(SECRET, words) is None


def test_a_token_of_another_purpose_says_nothing() -> None:
    from kamacademy.people.reset_link import ResetLink, reset_token

    assert read_device(SECRET, reset_token(SECRET, ResetLink(7, "mark", MADE))) is None


def test_a_device_keeps_its_name_while_it_holds_the_same_persons_data() -> None:
    later = MADE + timedelta(days=3)
    assert renewed(TOKEN, 7, at=later, new_name="new") == Token(7, later, "5f1c")
    assert renewed(TOKEN, 8, at=later, new_name="new") == Token(8, later, "new")
    assert renewed(None, 8, at=later, new_name="new") == Token(8, later, "new")


@pytest.mark.parametrize(
    ("is_active", "seconds_after", "forgets"),
    [(True, None, False), (False, None, True), (True, -1, False), (True, 0, True), (True, 1, True), (False, -1, True)],
)
def test_a_device_forgets_when_its_person_is_gone_or_the_order_came_after_it_was_filled(
    is_active: bool, seconds_after: int | None, forgets: bool
) -> None:
    order = None if seconds_after is None else MADE + timedelta(seconds=seconds_after)
    assert must_forget(TOKEN, is_active=is_active, forget_before=order) is forgets
