"""A question with its right answer, as judges and the learning team read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kamacademy.assessment.catalogue import Catalogue
from kamacademy.items.case_view import CaseShown, case_shown
from kamacademy.items.item import LineState, words_of

# Where a question has figures drawn by a seed, everybody who reads it here sees the same ones.
SEED = 1
# Kinds whose name in the files says too little to a reader.
KIND_WORDS = {
    "single": "single choice",
    "multiple": "multiple choice",
    "true_false": "true or false",
    "numeric": "number",
    "open": "own words",
    "categorise": "sorting into groups",
}
RIGHT = frozenset({LineState.RIGHT, LineState.MISSED})


@dataclass(frozen=True, slots=True)
class Part:
    """One option or row of a question, what belongs to it, and whether it is right to choose."""

    text: str
    answer: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question in words. `right` is the answer of kinds without options; `case` stands before its first question."""

    id: str
    kind: str
    stem: str
    points: int
    parts: tuple[Part, ...]
    right: str
    case: CaseShown | None
    is_varied: bool


def kind_words(kind: str) -> str:
    """A kind of question as it is called."""
    return KIND_WORDS.get(kind, kind.replace("_", " "))


def question_shown(found: Catalogue, item_id: str, *, with_case: bool = True) -> QuestionShown:
    """One question. Raises KeyError."""
    entry = found.entries[item_id]
    variant = found.variant(item_id, SEED)
    reviewed = entry.item.review(variant, None, entry.item.mark(None, variant, entry.item.key(variant)))
    case = case_shown(entry.case, variant, found.tables) if entry.case is not None and with_case else None
    return QuestionShown(
        id=item_id,
        kind=kind_words(entry.item.kind),
        stem=reviewed.stem,
        points=entry.item.points,
        parts=tuple(Part(line.text, line.answer, line.state in RIGHT) for line in reviewed.lines),
        right=reviewed.right,
        case=case,
        is_varied=bool(variant.values),
    )


def questions_shown(found: Catalogue, item_ids: Iterable[str]) -> list[QuestionShown]:
    """Questions in order, each case once."""
    shown, before = [], None
    for item_id in item_ids:
        case = found.entries[item_id].case
        name = case.id if case is not None else None
        shown.append(question_shown(found, item_id, with_case=name != before))
        before = name
    return shown


def stem_of(found: Catalogue, item_id: str) -> str:
    """A question's stem alone."""
    return words_of(found.variant(item_id, SEED), found.entries[item_id].item.stem)
