"""The sealed file: only this academy opens it, and nothing that was changed."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from kamacademy.corridor.sealed import ORDER, Export, NotOurs, export_key, open_sealed, public_words
from tests.corridor.sealing import sealed

SECRET = "a secret that is long enough to be taken"
KEY = export_key(SECRET)
BODY = {"person": 7, "made_at": "2026-11-20T09:30:00.000Z", "entries": [{"kind": "observation", "words": "Zoë – “so”"}]}


def words(content: bytes) -> bytes:
    """base64url without padding."""
    return urlsafe_b64encode(content).rstrip(b"=")


def test_a_file_that_chromium_sealed_opens() -> None:
    """Made once by static/corridor/seal.js in Chromium, for the key of SECRET; the file beside this one."""
    content = (Path(__file__).parent / "sealed-by-chromium.json").read_bytes()
    assert open_sealed(content, KEY) == Export(BODY["person"], BODY["made_at"], tuple(BODY["entries"]))


def test_the_key_is_the_same_for_the_same_secret_and_another_for_another() -> None:
    assert public_words(export_key(SECRET)) == public_words(KEY)
    assert public_words(export_key(SECRET + "x")) != public_words(KEY)


def test_the_public_key_is_an_uncompressed_point() -> None:
    point = urlsafe_b64decode(public_words(KEY) + "=")
    assert (len(point), point[0]) == (65, 4)
    assert "=" not in public_words(KEY)


@given(st.text(min_size=1, max_size=60))
def test_every_secret_makes_a_key_of_the_curve(secret: str) -> None:
    assert 1 <= export_key(secret).private_numbers().private_value < ORDER


def test_what_a_phone_sealed_opens() -> None:
    assert open_sealed(sealed(BODY, KEY.public_key()), KEY) == Export(7, BODY["made_at"], tuple(BODY["entries"]))


def test_another_academys_file_does_not_open() -> None:
    with pytest.raises(NotOurs, match="sealed for another academy"):
        open_sealed(sealed(BODY, export_key("another secret that is long enough").public_key()), KEY)


@pytest.mark.parametrize("part", ["public", "iv", "data"])
def test_a_changed_file_does_not_open(part: str) -> None:
    content = json.loads(sealed(BODY, KEY.public_key()))
    found = bytearray(urlsafe_b64decode(content[part] + "=="))
    found[-1] ^= 1
    content[part] = words(bytes(found)).decode()
    with pytest.raises(NotOurs):
        open_sealed(json.dumps(content).encode(), KEY)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"[]", b"null", b'{"format":"kam-academy-sealed-2"}', b'{"format":"kam-academy-sealed-1"}',
        b'{"format":"kam-academy-sealed-1","public":7,"iv":7,"data":7}', b"[" * 100_000,
        b'{"format":"kam-academy-sealed-1","public":"\xc3\xa9","iv":"","data":""}', os.urandom(2000),
    ],
)  # fmt: skip
def test_what_is_no_sealed_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(NotOurs, match="could not be opened"):
        open_sealed(content, KEY)


@pytest.mark.parametrize("field", ["iv", "data"])
def test_an_empty_part_is_refused(field: str) -> None:
    content = json.loads(sealed(BODY, KEY.public_key())) | {field: ""}
    with pytest.raises(NotOurs):
        open_sealed(json.dumps(content).encode(), KEY)


@pytest.mark.parametrize(
    "body",
    [[], {}, BODY | {"person": "7"}, BODY | {"person": True}, BODY | {"entries": {}}, BODY | {"made_at": 1}],
)
def test_a_file_whose_content_is_no_export_is_refused(body: object) -> None:
    with pytest.raises(NotOurs):
        open_sealed(sealed(body, KEY.public_key()), KEY)


def test_a_point_off_the_curve_is_refused() -> None:
    content = json.loads(sealed(BODY, KEY.public_key())) | {"public": words(b"\x04" + bytes(64)).decode()}
    with pytest.raises(NotOurs):
        open_sealed(json.dumps(content).encode(), KEY)


def test_two_files_of_the_same_entries_have_nothing_in_common() -> None:
    first, second = (json.loads(sealed(BODY, KEY.public_key())) for _ in range(2))
    assert isinstance(KEY, ec.EllipticCurvePrivateKey)
    assert {first["public"], first["iv"], first["data"]}.isdisjoint({second["public"], second["iv"], second["data"]})
