"""What a device carries to say whose it is: a signed token, made when it was filled."""

from dataclasses import dataclass
from datetime import UTC, datetime

from itsdangerous import BadSignature, URLSafeSerializer

SALT = "corridor device"
MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Token:
    """Whose data a device holds, and since when. `name` tells it from others as long as it holds the same person's."""

    person_id: int
    made_at: datetime
    name: str


def device_token(secret: str, token: Token) -> str:
    """The token as the device keeps it. The moment is kept to the microsecond."""
    moment = int(token.made_at.timestamp()) * MICROSECONDS + token.made_at.microsecond
    return str(URLSafeSerializer(secret, salt=SALT).dumps([token.person_id, moment, token.name]))


def read_device(secret: str, words: str | None) -> Token | None:
    """What a device's token says; None where there is none or we did not sign it."""
    try:
        person_id, moment, name = URLSafeSerializer(secret, salt=SALT).loads(words or "")
    except BadSignature:
        return None
    seconds, microsecond = divmod(moment, MICROSECONDS)
    return Token(person_id, datetime.fromtimestamp(seconds, UTC).replace(microsecond=microsecond), name)


def renewed(token: Token | None, person_id: int, *, at: datetime, new_name: str) -> Token:
    """The token of a device that is filled now: it keeps its name unless it was new or held another person's data."""
    if token is None or token.person_id != person_id:
        return Token(person_id, at, new_name)
    return Token(person_id, at, token.name)


def must_forget(token: Token, *, is_active: bool, forget_before: datetime | None) -> bool:
    """Whether a device empties itself: the account was closed, or the order came after it was filled."""
    return not is_active or (forget_before is not None and token.made_at <= forget_before)
