"""A panel as its judges and the learning team see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamacademy.assessment.catalogue import Catalogue
from kamacademy.quality.panel import Views
from kamacademy.quality.question_view import QuestionShown, questions_shown, stem_of
from kamacademy.quality.standards import AngoffCut
from kamacademy.quality.words import angoff_sentence, shortfall_sentence
from kamacademy.wording import number


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on a judge's sheet: what stands in its field, what is wrong with that, and the round before."""

    number: int
    question: QuestionShown
    value: str
    fault: str
    before: Views | None


def asked(
    found: Catalogue,
    item_ids: Sequence[str],
    values: Mapping[str, str],
    faults: Mapping[str, str],
    before: Mapping[str, Views],
) -> list[Asked]:
    """A judge's sheet in the paper's order."""
    shown = questions_shown(found, item_ids)
    return [
        Asked(place, one, values.get(one.id, ""), faults.get(one.id, ""), before.get(one.id))
        for place, one in enumerate(shown, 1)
    ]


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One question in the result, the one that judges differ on most first; shares in percent."""

    number: int
    stem: str
    mean: str
    spread: str
    between: str


@dataclass(frozen=True, slots=True)
class CutResult:
    """The result of a panel in words and rows. Judges have no names here: a view is a view."""

    sentence: str
    rounds: tuple[tuple[int, str, str, str], ...]
    shortfalls: tuple[str, ...]
    items: tuple[JudgedRow, ...]
    judges: tuple[str, ...]


def result_of(cut: AngoffCut, found: Catalogue, item_ids: Sequence[str]) -> CutResult:
    """The result with its rounds, what it lacks, questions and judges from mild to strict."""
    place = {item_id: number_ for number_, item_id in enumerate(item_ids, 1)}
    rows = tuple(
        JudgedRow(
            place[one.item],
            stem_of(found, one.item),
            number(100 * one.mean, 0),
            number(100 * one.sd),
            f"{number(100 * one.low, 0)} to {number(100 * one.high, 0)}",
        )
        for one in cut.items
    )
    rounds = tuple(
        (one.number, number(one.cut_percent), number(one.error_percent), number(100 * one.spread)) for one in cut.rounds
    )
    judges = tuple(number(one.cut_percent) for one in sorted(cut.judges, key=lambda it: it.cut_percent))
    shortfalls = tuple(shortfall_sentence(one) for one in cut.shortfalls)
    return CutResult(angoff_sentence(cut), rounds, shortfalls, rows, judges)
