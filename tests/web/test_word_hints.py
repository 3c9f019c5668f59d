"""The phone and the server find the same words: one document, two languages."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kamacademy.config import PROJECT
from kamacademy.content.documents import Drafts
from kamacademy.guide.documents import WordHints
from kamacademy.guide.hints import levelled
from tests.guide.hint_cases import cases

SCRIPT = PROJECT / "kamacademy" / "static" / "corridor" / "hints.js"
EVERY_MATCH = """([pattern, flags, texts]) => texts.map(
    (text) => [...text.matchAll(new RegExp(pattern, flags))].map((one) => [one.index, one[0]])
)"""
FIRST_FOUND = """async ([script, name, texts, hints]) => {
    const part = await import(URL.createObjectURL(new Blob([script], {type: "text/javascript"})));
    return texts.map((text) => part[name](text, hints)?.found ?? null);
}"""


@pytest.fixture(scope="module")
def hints(drafts: Drafts) -> WordHints:
    """The shipped words to look out for."""
    return drafts.contents("word-hints", WordHints)[0][1]


def test_every_pattern_finds_the_same_in_both_languages(chromium: Browser, hints: WordHints) -> None:
    texts = [levelled(text) for kind in ("judging", "patient") for text, _ in cases(kind)]
    patterns = [(rf"\b(?:{'|'.join(one.found)})\b", True) for one in hints.judging]
    patterns += [(one.pattern, one.any_case) for one in hints.patient]
    page = chromium.new_page()
    for pattern, any_case in patterns:
        python = re.compile(pattern, re.ASCII | (re.IGNORECASE if any_case else 0))
        here = [[[one.start(), one.group()] for one in python.finditer(text)] for text in texts]
        there = page.evaluate(EVERY_MATCH, [pattern, "gi" if any_case else "g", texts])
        assert there == here, pattern
        assert any(here), f"no case shows what this finds: {pattern}"
    page.close()


@pytest.mark.parametrize(("name", "kind"), [("judging", "judging"), ("patientData", "patient")])
def test_the_phone_finds_what_the_server_finds(chromium: Browser, hints: WordHints, name: str, kind: str) -> None:
    page = chromium.new_page()
    script, texts = Path(SCRIPT).read_text(encoding="utf-8"), [text for text, _ in cases(kind)]
    found = page.evaluate(FIRST_FOUND, [script, name, texts, hints.model_dump(mode="json")])
    page.close()
    for (text, wanted), one in zip(cases(kind), found, strict=True):
        assert (one in wanted) if wanted else one is None, f"{text}: {one}"
