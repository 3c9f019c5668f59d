"""Sealing as the phone does it, for tests."""

import json
import os
from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def sealed(body: object, to: ec.EllipticCurvePublicKey) -> bytes:
    """A file with a body that only the holder of a key can open."""
    own = ec.generate_private_key(ec.SECP256R1())
    shared = own.exchange(ec.ECDH(), to)
    key = HKDF(SHA256(), 32, salt=b"\0" * 32, info=b"kam-academy-export-1").derive(shared)
    iv = os.urandom(12)
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    parts = {"public": point, "iv": iv, "data": AESGCM(key).encrypt(iv, json.dumps(body).encode(), None)}
    return json.dumps(
        {"format": "kam-academy-sealed-1"}
        | {name: urlsafe_b64encode(part).rstrip(b"=").decode() for name, part in parts.items()}
    ).encode()
