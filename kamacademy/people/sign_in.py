"""Sessions: who is signed in, until when, and how a password is kept.

Not a pure file: it joins Flask-Login and argon2 to our Person, and is the one place that knows either.
"""

import hashlib
import hmac
import unicodedata
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, Response, current_app, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, login_user, logout_user

from kamacademy import clock
from kamacademy.access import PUBLIC_EXTENSION_ENDPOINTS
from kamacademy.people.models import Person
from kamacademy.people.queries import person_with_key
from kamacademy.people.reset_link import ResetLink

LONGEST_SESSION = timedelta(days=7)
CARRIED_ON_EVERY = timedelta(minutes=5)


class PageSessions(SecureCookieSessionInterface):
    """Sessions that are carried on every five minutes, not with each page: to sign them costs as much as a query.

    Static files never carry them, so that no cache between here and the browser keeps anybody's.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Let a page's answer carry the session on."""
        if request.endpoint in PUBLIC_EXTENSION_ENDPOINTS:
            return
        now = clock.now().timestamp()
        if session.permanent and not 0 <= now - session.get("carried_on", 0.0) < CARRIED_ON_EVERY.total_seconds():
            session["carried_on"] = now
        super().save_session(app, session, response)

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Only what changed is signed and sent anew."""
        return session.modified


def init_app(app: Flask) -> None:
    """Load the person of a session on each request."""
    app.session_interface = PageSessions()
    login = LoginManager(app)
    login.session_protection = None
    login.user_loader(person_of_session)
    app.extensions["hasher"] = PasswordHasher(
        time_cost=app.config["ARGON2_TIME_COST"], memory_cost=app.config["ARGON2_MEMORY_KIB"], parallelism=1
    )


def person_of_session(key: str) -> Person | None:
    """The person whose session this is, unless deactivated, reset since, or signed in more than seven days ago."""
    person_id, _, epoch = key.partition(".")
    began = session.get("signed_in_at")
    if not isinstance(began, float) or clock.now().timestamp() - began > LONGEST_SESSION.total_seconds():
        return None
    person = person_with_key(int(person_id))
    if person is None or not person.is_active or str(person.session_epoch) != epoch:
        return None
    return person


def begin_session(person: Person, at: datetime) -> None:
    """Sign a person in with a fresh session that ends after twelve idle hours or seven days."""
    session.clear()
    session.permanent = True
    session["signed_in_at"] = at.timestamp()
    login_user(person)


def end_session() -> None:
    """Sign out."""
    logout_user()
    session.clear()


def hashed(password: str) -> str:
    """The argon2id hash of a password, written the same way whatever keyboard it came from (NFKD)."""
    hasher: PasswordHasher = current_app.extensions["hasher"]
    return hasher.hash(unicodedata.normalize("NFKD", password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Takes as long for an unknown account as for a known one."""
    hasher: PasswordHasher = current_app.extensions["hasher"]
    if password_hash is None:
        hasher.hash(password)
        return False
    try:
        return hasher.verify(password_hash, unicodedata.normalize("NFKD", password))
    except (VerificationError, InvalidHashError):
        return False


def password_mark(person: Person) -> str:
    """A mark of the present password and session, so that a link made now ends with either."""
    return keyed(f"{person.id} {person.session_epoch} {person.password_hash}")


def opens(link: ResetLink, person: Person, at: datetime) -> bool:
    """Whether a reset link still lets its person choose a password: in time, not used yet, account not closed."""
    return person.is_active and at < link.until and hmac.compare_digest(link.mark, password_mark(person))


def keyed(words: str) -> str:
    """A keyed hash, so that the table of failures holds no addresses."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, words.casefold().encode(), hashlib.sha256).hexdigest()
