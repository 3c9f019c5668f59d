"""The form as a file: what is wrong with it is found at its place."""

from collections.abc import Mapping

import pytest

from kamacademy.content.documents import DocumentType, read_all
from tests.content.broken import Broken

FORM = "assessments/coaching/peer-feedback.yaml"
MISTAKES = [
    Broken(
        "unknown key",
        FORM,
        "title: Feed",
        "▶titel: Feed",
        "`titel` is not a known key here; take it out or correct its name",
    ),
    Broken("no such indicator", FORM, "indicator: C10a", "▶indicator: C14a", "there is no indicator `C14a`"),
    Broken(
        "an indicator not open to all",
        FORM,
        "indicator: C10a",
        "▶indicator: C01a",
        "C01a of a MSL is rated by the own function only; choose another",
    ),
    Broken("level five", FORM, "level: 4", "▶level: 5", "`level` should be at most 4, found 5"),
    Broken(
        "a falling level",
        FORM,
        'with a question about what I have.", level: 3}',
        'with a question about what I have.", ▶level: 1}',
        "a later sentence shows a lower level than the one before",
    ),
    Broken(
        "twice",
        FORM,
        "id: keeps-agreements",
        "▶id: shares-what-i-need",
        "statement `shares-what-i-need` is already there",
    ),
]


@pytest.mark.parametrize("broken", MISTAKES, ids=lambda one: one.what)
def test_a_mistake_is_found_at_its_place(broken: Broken, shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    _, problems = read_all(types, broken.files(shipped))
    assert broken.line(shipped) in [str(one) for one in problems]
