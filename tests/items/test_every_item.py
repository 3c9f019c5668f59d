"""Every shipped question is answered once right and once wrong, in every variant, by the form that a page sends.

What is right is taken from the author's file and typed or ticked as a learner would; the code under test turns it into
a form, reads it, marks it and explains it. So a question that cannot be answered fully, a slip that counts as right and
a reason that is never shown all fail here, under the question's own name.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from kamacademy import create_app
from kamacademy.competency.documents import DOCUMENT_TYPES as COMPETENCY_TYPES
from kamacademy.config import PROJECT
from kamacademy.content.documents import Drafts, read_all
from kamacademy.items.categorise import Categorise
from kamacademy.items.checks import SEEDS
from kamacademy.items.documents import DOCUMENT_TYPES, Bank, Case, DataTable, Item
from kamacademy.items.expression import clean, evaluate, number, rounded, truth
from kamacademy.items.grouping import Grouping
from kamacademy.items.item import JSON, Given, Mark, Reviewed
from kamacademy.items.judgement import Judgement
from kamacademy.items.matching import Matching
from kamacademy.items.multiple import Multiple
from kamacademy.items.numeric import Numeric
from kamacademy.items.open_answer import OpenAnswer
from kamacademy.items.option import Option
from kamacademy.items.ordering import Ordering
from kamacademy.items.short_text import ShortText
from kamacademy.items.single import Single
from kamacademy.items.true_false import TrueFalse
from kamacademy.items.variant import Variant, fill
from tests.conftest import settings

NOT_THE_ANSWER = "zzqx vwj"
REVIEW = '{% import "items/" ~ reviewed.kind ~ ".html" as kind %}{{ kind.review(reviewed) }}'
FOLDERS = ("curricula/framework/*.yaml", "assessments/items/*.yaml", "assessments/data/*.csv")


@cache
def drafts() -> Drafts:
    """The shipped banks and tables. Other files that they point at are checked elsewhere."""
    places = [place for folder in FOLDERS for place in sorted(PROJECT.glob(folder))]
    files = {place.relative_to(PROJECT).as_posix(): place.read_text(encoding="utf-8") for place in places}
    found, _ = read_all([*COMPETENCY_TYPES, *DOCUMENT_TYPES], files)
    return found


@cache
def shipped() -> Mapping[str, tuple[Item, Case | None]]:
    """Every question by its id, with the case that it stands in."""
    return {
        item.id: (item, case)
        for _, bank in drafts().contents("bank", Bank)
        for _, item, case in bank.placed_items()
    }  # fmt: skip


@cache
def tables() -> Mapping[str, DataTable]:
    """The tables of cases by name."""
    return {draft.slug: table for draft, table in drafts().contents("data", DataTable)}


@cache
def case_variants(case_id: str) -> tuple[Variant, ...]:
    """The variants of a case that its seeds give, each once."""
    found = next(case for _, case in shipped().values() if case is not None and case.id == case_id)
    return different(found.variant(seed, tables()) for seed in SEEDS)


def different(variants: Iterator[Variant]) -> tuple[Variant, ...]:
    """Variants whose figures are not those of an earlier one."""
    return tuple({repr(sorted(one.values.items())): one for one in variants}.values())


def variants_of(item: Item, case: Case | None) -> tuple[Variant, ...]:
    """Every variant that the seeds of the checker give."""
    if case is None:
        return different(item.variant(seed) for seed in SEEDS)
    return different(item.variant(one.seed, one) for one in case_variants(case.id))


def numbered(value: float, decimals: int | None) -> str:
    """A number as a learner types it, rounded as the question asks."""
    return repr(clean(value)) if decimals is None else f"{rounded(value, decimals):.{decimals}f}"


def typed(item: Numeric, value: float) -> Given:
    """The number with what is read from it."""
    text = numbered(value, item.decimals)
    return {"text": text, "value": float(text)}


def rights(options: tuple[Option, ...], variant: Variant) -> list[int]:
    """The places of the options that the author's file calls right."""
    return [
        place
        for place, one in enumerate(options)
        if (one.correct if one.correct_if is None else truth(evaluate(one.correct_if, variant.values)))
    ]


def belongs(item: Grouping) -> list[int]:
    """For each row of the author's file, the place of what belongs to it."""
    if isinstance(item, Matching):
        return list(range(len(item.pairs)))
    assert isinstance(item, Categorise)
    return [item.categories.index(one.category) for one in item.things]


def right_answers(item: Item, variant: Variant) -> Iterator[Given]:
    """Every answer that is wholly right by the author's file."""
    match item:
        case Single():
            yield from ({"choice": place} for place in rights(item.options, variant))
        case Multiple():
            yield {"choices": list(rights(item.options, variant))}
        case TrueFalse():
            yield {"answer": truth(evaluate(item.answer, variant.values)), "confidence": "sure"}
        case Numeric():
            yield typed(item, number(evaluate(item.answer, variant.values)))
        case ShortText():
            yield from ({"text": fill(one.text, variant.values)} for one in item.accepted if one.share == 1)
        case Ordering():
            yield {"places": list(range(1, len(item.steps) + 1))}
        case Judgement():
            values = [one.value for one in item.options]
            yield {"best": values.index(max(values)), "worst": values.index(min(values))}
        case Matching() | Categorise():
            yield {"choices": list[JSON](belongs(item))}


def wrong_answers(item: Item, variant: Variant) -> Iterator[Given]:
    """Every wrong option, every known slip, and for the other kinds the answer that is furthest from right."""
    match item:
        case Single():
            right = rights(item.options, variant)
            yield from ({"choice": place} for place in range(len(item.options)) if place not in right)
        case Multiple():
            right = rights(item.options, variant)
            yield {"choices": [place for place in range(len(item.options)) if place not in right]}
            yield {"choices": list(range(len(item.options)))}
        case TrueFalse():
            yield {"answer": not truth(evaluate(item.answer, variant.values)), "confidence": "sure"}
        case Numeric():
            yield from (typed(item, number(evaluate(one.value, variant.values))) for one in item.near)
            yield typed(item, number(evaluate(item.answer, variant.values)) * 3 + 7)
        case ShortText():
            yield {"text": NOT_THE_ANSWER}
            yield from ({"text": fill(one.text, variant.values)} for one in item.accepted if one.share < 1)
        case Ordering():
            yield {"places": list(range(len(item.steps), 0, -1))}
            yield {"places": [2, 1, *range(3, len(item.steps) + 1)]}
        case Judgement():
            values = [one.value for one in item.options]
            yield {"best": values.index(min(values)), "worst": values.index(max(values))}
        case Matching() | Categorise():
            count = len(item.choices_in_file())
            yield {"choices": [(place + 1) % count for place in belongs(item)]}


def sent_and_marked(item: Item, given: Given, variant: Variant) -> tuple[Mark, Reviewed]:
    """The mark and the explanation of an answer that has gone through the form."""
    read = item.read(item.form(given, variant), variant)
    assert item.missing(read) is None, f"{read} is not a whole answer"
    mark = item.mark(read, variant, item.key(variant))
    return mark, item.review(variant, read, mark)


def told(item: Item, given: Given, variant: Variant) -> Iterator[str]:
    """What the page must say to who gave this answer: the reason of every option, and of the slip that was made."""
    match item:
        case Single() | Multiple() | Judgement():
            yield from (one.rationale for one in item.options)
        case TrueFalse():
            yield from (item.rationale.if_true, item.rationale.if_false)
        case Ordering():
            yield from (one.rationale for one in item.steps)
        case Matching() | Categorise():
            yield from (one.rationale for one in item.parts_in_file())
        case Numeric():
            yield item.rationale
            slip = item.slip(float(str(given["value"])), item.key(variant))
            if slip is not None:
                yield item.near[slip].feedback
        case ShortText():
            yield item.rationale


def of_page(reviewed: Reviewed) -> str:
    """All that an explanation says."""
    lines = [words for one in reviewed.lines for words in (one.text, one.rationale, one.answer)]
    return "\n".join([*lines, reviewed.note, reviewed.right, reviewed.rationale])


def test_every_bank_is_read() -> None:
    files = {place.stem for place in (PROJECT / "assessments/items").glob("*.yaml")}
    assert {draft.slug for draft, _ in drafts().contents("bank", Bank)} == files
    assert len(shipped()) > 300
    assert not [one for one, (item, _) in shipped().items() if isinstance(item, OpenAnswer)], "needs a marker"


@pytest.mark.parametrize("item_id", shipped())
def test_the_right_answer_gets_everything(item_id: str) -> None:
    item, case = shipped()[item_id]
    for variant in variants_of(item, case):
        answers = list(right_answers(item, variant))
        assert answers, f"seed {variant.seed}: no answer is right"
        assert len(answers) == 1 or isinstance(item, ShortText), f"{len(answers)} are right"
        for given in answers:
            mark, reviewed = sent_and_marked(item, given, variant)
            assert (mark.share, mark.is_right) == (1, True), f"seed {variant.seed}: {given} gets {mark}"
            assert_told(item, given, variant, reviewed)


@pytest.mark.parametrize("item_id", shipped())
def test_a_wrong_answer_gets_less(item_id: str) -> None:
    item, case = shipped()[item_id]
    for variant in variants_of(item, case):
        answers = list(wrong_answers(item, variant))
        assert answers
        for given in answers:
            mark, reviewed = sent_and_marked(item, given, variant)
            assert mark.share is not None
            assert mark.share < 1, f"seed {variant.seed}: {given} gets {mark}"
            assert mark.share <= 0 or not item.hard_stop, f"seed {variant.seed}: {given} passes a hard stop"
            assert mark.is_right is False
            assert_told(item, given, variant, reviewed)


def assert_told(item: Item, given: Given, variant: Variant, reviewed: Reviewed) -> None:
    """Every reason stands in the explanation, with the figures of the variant."""
    said = of_page(reviewed)
    lacking = [words for one in told(item, given, variant) if (words := fill(one, variant.values)) not in said]
    assert not lacking, f"seed {variant.seed}: {given} is not told {lacking}"


@pytest.mark.parametrize("item_id", [one for one, (item, _) in shipped().items() if isinstance(item, Numeric)])
def test_every_known_slip_is_told_apart(item_id: str) -> None:
    item, case = shipped()[item_id]
    assert isinstance(item, Numeric)
    met = set[str]()
    for variant in variants_of(item, case):
        for near in item.near:
            given = typed(item, number(evaluate(near.value, variant.values)))
            _, reviewed = sent_and_marked(item, given, variant)
            if fill(near.feedback, variant.values) == reviewed.note:
                met.add(near.feedback)
    assert met == {near.feedback for near in item.near}, "a slip whose words no variant ever shows"


@pytest.fixture(scope="module")
def pages() -> Iterator[Flask]:
    """The application, for its templates."""
    app = create_app(settings("sqlite://", Path("unused")))
    with app.test_request_context():
        yield app


@pytest.mark.parametrize("item_id", shipped())
def test_the_page_shows_every_reason(pages: Flask, item_id: str) -> None:
    item, case = shipped()[item_id]
    variant = variants_of(item, case)[0]
    given = next(islice(wrong_answers(item, variant), 1))
    _, reviewed = sent_and_marked(item, given, variant)
    page = str(render_template_string(REVIEW, reviewed=reviewed))
    for words in told(item, given, variant):
        assert str(escaped(fill(words, variant.values))) in page


def escaped(words: str) -> str:
    """Words as a template prints them."""
    return render_template_string("{{ words }}", words=words)
