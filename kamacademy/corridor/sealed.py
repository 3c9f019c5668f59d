"""The sealed export: a file that a phone makes of what it could not send, and that only the academy can open.

The phone makes a key pair for this one file and agrees with the academy's public key on a secret (ECDH on P-256);
HKDF-SHA-256 makes an AES-256-GCM key of it. The phone throws its own private key away.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

FORMAT = "kam-academy-sealed-1"
KEY_INFO, EXPORT_INFO = b"kam-academy export key", b"kam-academy-export-1"
CURVE = ec.SECP256R1()
# The number of points of P-256 (FIPS 186-5): private keys are 1 to one less.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# Sixteen bytes more than the order has, so that the remainder shows no preference for any key.
SEED_BYTES = 48


class NotOurs(ValueError):
    """The file was not sealed for this academy, or is damaged."""

    def __init__(self) -> None:
        super().__init__(
            "This file could not be opened. Choose the file as the phone saved it; one that was changed, or sealed for "
            "another academy, does not open."
        )


@dataclass(frozen=True, slots=True)
class Export:
    """What a phone sealed: whose, when by the phone's clock, and its entries as it would have sent them."""

    person_id: int
    made_at: str
    entries: tuple[object, ...]


def export_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """The academy's private key, always the same for the same secret."""
    seed = HKDF(SHA256(), SEED_BYTES, salt=None, info=KEY_INFO).derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(seed) % (ORDER - 1) + 1, CURVE)


def public_words(key: ec.EllipticCurvePrivateKey) -> str:
    """The public half as phones take it: the uncompressed point, 65 bytes, base64url without padding."""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()


def plain_bytes(words: object) -> bytes:
    """Bytes of base64url, padded or not. Raises ValueError."""
    if not isinstance(words, str):
        raise ValueError
    return urlsafe_b64decode(words + "=" * (-len(words) % 4))


def open_sealed(content: bytes, key: ec.EllipticCurvePrivateKey) -> Export:
    """What a sealed file holds. Raises NotOurs."""
    try:
        sealed = json.loads(content)
        if not isinstance(sealed, dict) or sealed.get("format") != FORMAT:
            raise NotOurs
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, plain_bytes(sealed.get("public")))
        shared = key.exchange(ec.ECDH(), theirs)
        secret = HKDF(SHA256(), 32, salt=bytes(32), info=EXPORT_INFO).derive(shared)
        plain = AESGCM(secret).decrypt(plain_bytes(sealed.get("iv")), plain_bytes(sealed.get("data")), None)
        return read_export(json.loads(plain))
    except (ValueError, InvalidTag, RecursionError) as error:
        raise NotOurs from error


def read_export(body: object) -> Export:
    """The content of an opened file. Raises NotOurs."""
    if not isinstance(body, dict):
        raise NotOurs
    person_id, made_at, entries = body.get("person"), body.get("made_at"), body.get("entries")
    if type(person_id) is not int or not isinstance(made_at, str) or not isinstance(entries, list):
        raise NotOurs
    return Export(person_id, made_at, tuple(entries))
