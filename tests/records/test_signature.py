"""Signatures: what they cover, and that nothing they cover changes unnoticed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from sqlalchemy import select

from kamacademy.db import WrittenOnce, db
from kamacademy.records.models import AuditEvent, Signature
from kamacademy.records.operations import sign
from kamacademy.records.queries import signatures_of
from kamacademy.records.signature import ALGORITHM, NotCanonical, Statement, canonical, digest, is_intact
from tests.world import NOW, World

CONTENT = {"paper": "m01-check", "percent": 71.4, "judges": [1, 2], "note": None, "name": "Zoë"}
SAID = Statement(3, "cut_score", 7, "I set it.", datetime(2026, 11, 20, 9, 30, tzinfo=UTC))


class Kept:
    """A signature as it was stored."""

    def __init__(self, statement: Statement, digest: str, algorithm: str = ALGORITHM) -> None:
        self.statement, self.digest, self.algorithm = statement, digest, algorithm


def test_canonical_content_is_written_in_one_way() -> None:
    assert canonical(CONTENT) == (
        '{"judges":[1,2],"name":"Zoë","note":null,"paper":"m01-check","percent":71.4}'.encode()
    )
    assert canonical({"b": 1, "a": (True, 0.1)}) == b'{"a":[true,0.1],"b":1}'


@pytest.mark.parametrize("content", [{1: "a"}, {"a": [{2: "b"}]}, {"a": float("nan")}, [float("inf")]])
def test_content_that_could_be_written_in_two_ways_is_refused(content: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(content)  # type: ignore[arg-type]  # what must not come


def test_the_hash_is_made_of_content_and_statement_alone() -> None:
    text = (
        '{"at":"2026-11-20T09:30:00+00:00","content":{"a":1},"meaning":"I set it.","signer":3,'
        '"subject":["cut_score",7]}'
    )
    assert digest({"a": 1}, SAID) == sha256(text.encode()).hexdigest()


def test_the_same_moment_elsewhere_is_the_same() -> None:
    there = replace(SAID, at=SAID.at.astimezone(timezone(timedelta(hours=9))))
    assert digest(CONTENT, there) == digest(CONTENT, SAID)


@pytest.mark.parametrize(
    "change",
    [
        {"signer_id": 4},
        {"subject_type": "plan"},
        {"subject_id": 8},
        {"meaning": "I looked at it."},
        {"at": SAID.at + timedelta(microseconds=1)},
    ],
)
def test_no_part_of_a_statement_changes_unnoticed(change: dict[str, object]) -> None:
    kept = Kept(SAID, digest(CONTENT, SAID))
    assert is_intact(CONTENT, kept)
    assert is_intact(dict(reversed(CONTENT.items())), kept)
    assert not is_intact(CONTENT, Kept(replace(SAID, **change), kept.digest))  # type: ignore[arg-type]  # one field each


def test_changed_content_or_an_unknown_way_of_hashing_is_not_intact() -> None:
    kept = Kept(SAID, digest(CONTENT, SAID))
    assert not is_intact(CONTENT | {"percent": 71.5}, kept)
    assert not is_intact(CONTENT | {"percent": "71.4"}, kept)
    assert not is_intact(CONTENT, Kept(SAID, kept.digest, "md5 of something"))


def test_a_stored_signature_is_intact_when_read_again(world: World) -> None:
    person = world.learner()
    signed = sign(CONTENT, meaning="I set it.", subject=("cut_score", 7), by=person.id, at=NOW)
    sign(CONTENT, meaning="I set it again.", subject=("cut_score", 7), by=person.id, at=NOW)
    db.session.expire_all()
    kept, again = signatures_of("cut_score", [7, 8])[7]
    assert kept.id == signed.id
    assert again.meaning == "I set it again."
    assert is_intact(CONTENT, kept)
    assert not is_intact(CONTENT | {"percent": 71.39}, kept)
    assert signatures_of("cut_score", [8]) == {8: []}
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "signature.given")).all()
    assert [(one.actor_id, one.subject_type, one.subject_id) for one in events] == [(person.id, "cut_score", 7)] * 2


def test_a_signature_is_written_once(world: World) -> None:
    signed = sign(CONTENT, meaning="I set it.", subject=("cut_score", 7), by=world.learner().id, at=NOW)
    signed.meaning = "I never said that."
    with pytest.raises(WrittenOnce):
        db.session.flush()
    db.session.rollback()
    assert db.session.scalars(select(Signature)).all() == []
