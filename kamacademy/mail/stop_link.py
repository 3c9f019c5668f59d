"""The link in a letter that ends letters of its kind, without signing in."""

from itsdangerous import BadSignature, URLSafeSerializer

from kamacademy.mail.kinds import KINDS, Kind

SALT = "letters-stop"


def stop_token(secret: str, person_id: int, kind: str) -> str:
    """The link's part of an address. It does not run out: a letter may be read late."""
    return str(URLSafeSerializer(secret, salt=SALT).dumps([person_id, kind]))


def read_stop_token(secret: str, token: str) -> tuple[int, Kind] | None:
    """Whose letters and which kind a token is about; None where we did not sign it, or the kind must come."""
    try:
        person_id, code = URLSafeSerializer(secret, salt=SALT).loads(token)
    except BadSignature:
        return None
    kind = KINDS.get(code)
    return (int(person_id), kind) if kind is not None and kind.may_stop else None
