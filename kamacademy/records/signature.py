"""Electronic signatures: what exactly was signed, as a hash that anybody can make again from the content.

The hash covers the content, the meaning, who signed, what and when, written as canonical JSON: keys in order, no
spaces, UTF-8, figures in the shortest form that reads back as the same. None of them can change unnoticed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Protocol

JSON = None | bool | int | float | str | Sequence["JSON"] | Mapping[str, "JSON"]

# The name of hash and canonical form together: a change of either gets a name of its own, and old rows keep theirs.
ALGORITHM = "sha-256 of canonical JSON 1"


class NotCanonical(TypeError):
    """Content that has no canonical form: a key that is no text, a figure that is no number."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says by signing: the meaning in a sentence, about which thing, and when."""

    signer_id: int
    subject_type: str
    subject_id: int
    meaning: str
    at: datetime


class Kept(Protocol):
    """A signature as it was stored."""

    @property
    def statement(self) -> Statement:
        """What was said."""

    @property
    def digest(self) -> str:
        """The hash as it was then, in hexadecimal."""

    @property
    def algorithm(self) -> str:
        """How the hash was made."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as a page shows it. `is_intact` says whether content and statement are as they were signed."""

    name: str
    at: datetime
    meaning: str
    is_intact: bool


def canonical(content: JSON) -> bytes:
    """Content as bytes that are the same for equal content. Raises NotCanonical."""
    refuse_other_keys(content)
    try:
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise NotCanonical(str(error)) from error
    return text.encode("utf-8")


def refuse_other_keys(content: JSON) -> None:
    """Every key is a text: JSON would write 1 and "1" alike. Raises NotCanonical."""
    if isinstance(content, Mapping):
        if any(not isinstance(name, str) for name in content):
            raise NotCanonical("a key is no text")
        for one in content.values():
            refuse_other_keys(one)
    elif isinstance(content, Sequence) and not isinstance(content, str):
        for one in content:
            refuse_other_keys(one)


def digest(content: JSON, statement: Statement) -> str:
    """The hash of content and statement, in hexadecimal. Raises NotCanonical."""
    whole: JSON = {
        "content": content,
        "signer": statement.signer_id,
        "subject": [statement.subject_type, statement.subject_id],
        "meaning": statement.meaning,
        "at": statement.at.astimezone(UTC).isoformat(),
    }
    return sha256(canonical(whole)).hexdigest()


def is_intact(content: JSON, signature: Kept) -> bool:
    """Whether content and statement are what was signed; False too for a way of hashing that is not known here."""
    if signature.algorithm != ALGORITHM:
        return False
    return compare_digest(digest(content, signature.statement), signature.digest)
