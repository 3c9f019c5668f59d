"""Sending what waits in the outbox: at most once after a crash, and never twice in silence."""

import contextlib
import smtplib
import ssl
from datetime import datetime
from typing import Any

from flask import current_app

from kamacademy.db import db
from kamacademy.jobs import job
from kamacademy.mail import operations
from kamacademy.mail.kinds import KINDS, Kind
from kamacademy.mail.letter import Outcome, message_id
from kamacademy.mail.models import Letter
from kamacademy.mail.stop_link import stop_token

LETTERS_A_RUN = 100


@job
def send_waiting(at: datetime) -> None:
    """Send what is due. The run ends at the first trouble: a server that is down is asked again a minute later."""
    operations.mark_abandoned(at)
    for _ in range(LETTERS_A_RUN):
        letter = operations.claim(at)
        # The claim is kept before anything leaves: after a crash the letter is known to have been in hand, and no
        # transaction, for which all writers of an embedded database would wait, is open while the server answers.
        db.session.commit()
        if letter is None:
            return
        outcome, words = hand_over(letter)
        operations.close(letter, outcome, words, at=at)
        db.session.commit()
        if outcome is not Outcome.TAKEN:
            return


def hand_over(letter: Letter) -> tuple[Outcome, str]:
    """Give a letter to the mail server. After an error in words.

    What fails before the letter is offered, and every refusal in the server's own words, is certain. A line that
    breaks or falls silent afterwards leaves it open whether the server has taken the letter.
    """
    message, line = message_of(letter), connection()
    db.session.rollback()
    try:
        open_line(line)
    except OSError as error:
        return Outcome.REFUSED, f"The mail server was not reached: {in_words(error)}"
    try:
        line.send_messages([message])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as error:
        return Outcome.REFUSED, f"The mail server refused it: {in_words(error)}"
    except OSError as error:
        return Outcome.UNSURE, f"The line broke while it was handed over: {in_words(error)}"
    finally:
        with contextlib.suppress(OSError):
            line.close()
    return Outcome.TAKEN, ""


def in_words(error: OSError) -> str:
    """What an error says, without line breaks; an address that a server repeats is not told on."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return ", ".join(f"{code} {words.decode(errors='replace')}" for code, words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        told = error.smtp_error
        return f"{error.smtp_code} {told.decode(errors='replace') if isinstance(told, bytes) else told}"
    return " ".join(str(error).split()) or type(error).__name__


def message_of(letter: Letter) -> Any:  # Any: flask_mailman has no types
    """A letter as it leaves."""
    from flask_mailman import EmailMessage

    add_mailman()
    sender = str(current_app.config["MAIL_DEFAULT_SENDER"])
    headers = {
        "Message-ID": message_id(letter.id, letter.posted_at, sender),
        "Auto-Submitted": "auto-generated",
    }
    kind = KINDS.get(letter.kind)
    if kind is None or not kind.waits:
        return EmailMessage(letter.subject, letter.body, sender, [letter.address], headers=headers)
    stop_link = stop_address(letter) if kind.may_stop else None
    if stop_link is not None:
        headers |= {"List-Unsubscribe": f"<{stop_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    body = f"{letter.body}\n{foot(kind, stop_link)}"
    return EmailMessage(letter.subject, body, sender, [letter.address], headers=headers)


def stop_address(letter: Letter) -> str:
    """Where a letter's reader ends letters of its kind, by one click of their mail program (RFC 8058) or by hand."""
    token = stop_token(current_app.config["SECRET_KEY"], letter.to_person_id, letter.kind)
    return f"{current_app.config['ADDRESS']}/unwanted-letters/{token}"


def foot(kind: Kind, stop_link: str | None) -> str:
    """The last lines of a letter: why it comes, how it stops."""
    address = f"{current_app.config['ADDRESS']}/account/letters"
    return operations.written("mail/letters/foot.txt", kind=kind, stop_link=stop_link, choose_link=address)


def connection() -> Any:  # Any: flask_mailman has no types
    """A line to the mail server, or into the folder of letters, as the settings say; not open yet."""
    add_mailman()
    return current_app.extensions["mailman"].get_connection()


def open_line(line: Any) -> None:  # Any: flask_mailman has no types
    """Open a line. Flask-Mailman's own STARTTLS trusts any certificate, so encrypting and signing in are done here."""
    line.open()
    settings = current_app.config
    if settings["MAIL_STARTTLS"]:
        line.connection.starttls(context=ssl.create_default_context())
    if settings["MAIL_USER"]:
        line.connection.login(settings["MAIL_USER"], settings["MAIL_USER_PASSWORD"])


def add_mailman() -> None:
    """Connect Flask-Mailman when the first letter leaves, since pages do not need it."""
    if "mailman" not in current_app.extensions:
        from flask_mailman import Mail

        Mail().init_app(current_app)
