"""Settings of mail that do not go together are refused at the start, in words."""

from pathlib import Path

import pytest

from kamacademy.config import MailMisconfigured, UnknownTimeZone, mail_settings, time_zone

WHOLE = {
    "KAMACADEMY_MAIL_SERVER": "mail.example.org",
    "KAMACADEMY_MAIL_FROM": "academy@example.org",
    "KAMACADEMY_ADDRESS": "https://academy.example.org",
}


def test_without_a_server_no_letter_leaves() -> None:
    assert mail_settings({}, Path("data"))["MAIL_BACKEND"] == "off"


def test_a_named_server_is_spoken_to_encrypted() -> None:
    found = mail_settings(WHOLE, Path("data"))
    assert (found["MAIL_BACKEND"], found["MAIL_PORT"], found["MAIL_STARTTLS"]) == ("smtp", 587, True)
    found = mail_settings({**WHOLE, "KAMACADEMY_MAIL_ENCRYPTION": "tls"}, Path("data"))
    assert (found["MAIL_PORT"], found["MAIL_STARTTLS"], found["MAIL_USE_SSL"]) == (465, False, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"KAMACADEMY_MAIL": "pigeon"}, "smtp, file, console or off"),
        ({"KAMACADEMY_MAIL": "smtp", "KAMACADEMY_MAIL_SERVER": ""}, "KAMACADEMY_MAIL_SERVER"),
        ({"KAMACADEMY_MAIL_ENCRYPTION": "some"}, "starttls, tls or none"),
        ({"KAMACADEMY_MAIL_FROM": ""}, "KAMACADEMY_MAIL_FROM"),
        ({"KAMACADEMY_ADDRESS": ""}, "KAMACADEMY_ADDRESS"),
    ],
)
def test_what_does_not_go_together_is_said(change: dict[str, str], words: str) -> None:
    with pytest.raises(MailMisconfigured, match=words):
        mail_settings(WHOLE | change, Path("data"))


def test_the_academys_time_zone_is_a_name_that_is_known() -> None:
    assert time_zone("Europe/Zurich") == "Europe/Zurich"
    for name in ("Mars/Olympus", "../etc/passwd", ""):
        with pytest.raises(UnknownTimeZone, match="Use a name such as Europe/Zurich"):
            time_zone(name)
