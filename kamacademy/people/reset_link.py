"""The link in a letter that lets a person choose a new password: signed, for one hour and one use."""

from dataclasses import dataclass
from datetime import UTC, datetime

from itsdangerous import BadSignature, URLSafeSerializer

VALID_MINUTES = 60
SALT = "password-reset"


@dataclass(frozen=True, slots=True)
class ResetLink:
    """Whose password may be chosen until when; `mark` stands for the password that is forgotten."""

    person_id: int
    mark: str
    until: datetime


def reset_token(secret: str, link: ResetLink) -> str:
    """The link's part of an address. The moment is kept in whole seconds."""
    return str(URLSafeSerializer(secret, salt=SALT).dumps([link.person_id, link.mark, int(link.until.timestamp())]))


def read_token(secret: str, token: str) -> ResetLink | None:
    """What a token says; None where we did not sign it. Whether it still opens is asked elsewhere."""
    try:
        person_id, mark, until = URLSafeSerializer(secret, salt=SALT).loads(token)
    except BadSignature:
        return None
    return ResetLink(person_id, mark, datetime.fromtimestamp(until, UTC))
