"""Texts with what should be found in them; one list for the server and for the phone."""

import json
from pathlib import Path

Case = tuple[str, list[str]]


def cases(kind: str) -> list[Case]:
    """The cases of `judging` or `patient`: a text, and what is found in it in order."""
    text = Path(__file__).with_name("hint-cases.json").read_text(encoding="utf-8")
    return [(words, found) for words, found in json.loads(text)[kind]]
