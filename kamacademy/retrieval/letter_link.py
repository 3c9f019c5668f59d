"""The link in a practice letter that ends such letters, without signing in."""

from itsdangerous import BadSignature, URLSafeSerializer

SALT = "practice-letters"


def letters_token(secret: str, person_id: int) -> str:
    """The link's part of an address. It does not run out: a letter may be read late."""
    return str(URLSafeSerializer(secret, salt=SALT).dumps(person_id))


def read_letters_token(secret: str, token: str) -> int | None:
    """Whose letters a token is about; None where we did not sign it."""
    try:
        return int(URLSafeSerializer(secret, salt=SALT).loads(token))
    except BadSignature:
        return None
