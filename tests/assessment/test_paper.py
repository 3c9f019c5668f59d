"""What a paper may say, which questions it asks, and what its checker tells authors."""

from collections.abc import Iterable

import pytest
from pydantic import ValidationError

from kamacademy.assessment.catalogue import Catalogue, catalogue_of, gives_whole_points
from kamacademy.assessment.documents import Paper, check_papers
from kamacademy.assessment.feedback import feedback, promise
from kamacademy.assessment.paper import count_words, position_of, questions_asked, questions_possible
from kamacademy.content.documents import Draft, Drafts
from kamacademy.items.data_table import DataTable
from kamacademy.items.documents import DOCUMENT_TYPES as ITEM_TYPES
from kamacademy.items.documents import Bank
from tests.assessment.papers import BANK, CONTENT, KINDS, TABLE, paper_text

BOTH_DRAWS = "draw:\n  - {count: 5, level: 2}\n  - {count: 2, kind: single}\n"


def paper(**more: object) -> Paper:
    values = {"title": "A check", "purpose": "To see", "items": ("i0",), "pass_percent": 80, "minutes": 5}
    return Paper.model_validate(values | more)


def draft(path: str, text: str, types: Iterable[object] = ITEM_TYPES) -> Draft:
    from kamacademy.assessment.documents import DOCUMENT_TYPES
    from kamacademy.content.documents import read_file

    kind = next(one for one in (*ITEM_TYPES, *DOCUMENT_TYPES) if one.slug_of(path) is not None)
    found, problems = read_file(kind, path, text)
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def every_kind() -> tuple[Draft, Draft]:
    return (
        draft(BANK, (CONTENT / "every-kind.yaml").read_text()),
        draft(TABLE, (CONTENT / "two-sites.csv").read_text()),
    )


@pytest.fixture(scope="module")
def found(every_kind: tuple[Draft, Draft]) -> Catalogue:
    bank, table = (one.content for one in every_kind)
    assert isinstance(bank, Bank)
    assert isinstance(table, DataTable)
    return catalogue_of({"every-kind": bank}, {"two-sites": table})


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"items": ()}, "a paper has either `items` or `draw`"),
        ({"draw": ({"count": 1},)}, "a paper has either `items` or `draw`"),
        ({"pass_rule": "each_competency"}, "`each_percent` belongs to `pass_rule: each_competency`"),
        ({"each_percent": 60}, "`each_percent` belongs to `pass_rule: each_competency`"),
        ({"attempts_days": 30}, "`attempts_days` needs `attempts`"),
        ({"avoid_last": 1}, "`avoid_last` is for papers that `draw`"),
        ({"secured": True}, "a secured paper never shows its questions"),
    ],
)
def test_keys_that_do_not_go_together_are_named(more: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words.replace("`", "`")):
        paper(**more)


def problems_of(text: str, *drafts: Draft) -> list[tuple[int, str]]:
    checked = draft("assessments/papers/one.yaml", text)
    return [(one.line, one.message) for one in check_papers(Drafts([*drafts, checked]))]


def test_the_checker_names_what_a_paper_cannot_ask(every_kind: tuple[Draft, Draft]) -> None:
    text = paper_text(("ex-single", "nobody", "ex-single", "ex-case-share", "ex-case"))
    assert [message for _, message in problems_of(text, *every_kind)] == [
        "there is no question `nobody` in any bank",
        "question `ex-single` is in this paper twice",
        "question `ex-case-share` belongs to the case `ex-case`; name the case, which is shown as a whole",
    ]


def test_the_checker_proves_that_every_draw_can_be_filled(every_kind: tuple[Draft, Draft]) -> None:
    assert problems_of(paper_text() + "draw: [{count: 6, level: 2}, {count: 1, kind: case}]\n", *every_kind) == []
    problems = problems_of(paper_text() + BOTH_DRAWS, *every_kind)
    assert problems[0] == (7, "this draw needs 2 and the banks have 1 that fit")
    text = (
        paper_text() + "draw:\n  - {count: 6, level: 2}\n  - {count: 1, kind: single, bank: nowhere, competency: C99}\n"
    )
    assert [message for _, message in problems_of(text, *every_kind)] == [
        "there is no competency `C99`", "there is no bank `nowhere`", "this draw needs 1 and the banks have 0 that fit",
    ]  # fmt: skip


def test_draws_that_take_each_others_questions_are_named(every_kind: tuple[Draft, Draft]) -> None:
    text = paper_text() + "draw: [{count: 6, level: 2}, {count: 1, kind: single}]\n"
    ((_, message),) = problems_of(text, *every_kind)
    assert message.endswith("but other draws of this paper need them too; 1 are missing")


def test_a_fixed_paper_asks_its_questions_in_order_and_cases_whole(found: Catalogue) -> None:
    fixed = paper(items=("ex-open", "ex-case", "ex-single"))
    assert questions_asked(fixed, found, seed=3) == ("ex-open", "ex-case-share", "ex-case-conclusion", "ex-single")
    assert count_words(fixed, found) == "4 questions"
    assert count_words(paper(items=("ex-open",)), found) == "1 question"


def test_shuffled_questions_keep_cases_together(found: Catalogue) -> None:
    shuffled = paper(items=(*KINDS, "ex-case"), shuffle_questions=True)
    orders = {questions_asked(shuffled, found, seed=seed) for seed in range(20)}
    assert len(orders) > 15
    for order in orders:
        assert sorted(order) == sorted((*KINDS, "ex-case-share", "ex-case-conclusion"))
        assert order.index("ex-case-conclusion") == order.index("ex-case-share") + 1


def test_what_a_blueprint_may_ask_is_all_that_fits(found: Catalogue) -> None:
    drawn = paper(items=(), draw=({"count": 1, "kind": "case"}, {"count": 1, "level": 1}))
    assert questions_possible(drawn, found) == ("ex-short", "ex-case-share", "ex-case-conclusion")
    assert count_words(drawn, found) == "3 questions"
    assert count_words(paper(items=(), draw=({"count": 2, "level": 3},)), found) == "2 to 4 questions"


def test_a_case_has_what_its_questions_share(found: Catalogue) -> None:
    case = found.units["ex-case"]
    assert (case.kind, case.levels, case.competencies) == ("case", {3}, set())
    assert case.item_ids == ("ex-case-share", "ex-case-conclusion")


def test_questions_of_one_case_have_the_same_figures(found: Catalogue) -> None:
    first, second = found.variant("ex-case-share", 11), found.variant("ex-case-conclusion", 11)
    assert first.values["growth"] == second.values["growth"]
    assert {found.variant("ex-case-share", seed).values["growth"] for seed in range(30)} != {first.values["growth"]}


def test_which_kinds_give_whole_points(found: Catalogue) -> None:
    assert [one for one in KINDS if gives_whole_points(found.entries[one].item)] == [
        "ex-single", "ex-true-false", "ex-numeric", "ex-judgement",
    ]  # fmt: skip


def test_feedback_follows_the_paper() -> None:
    assert feedback(paper()).shows_items
    assert not feedback(paper()).is_at_once
    assert feedback(paper(feedback="at_once")).is_at_once
    assert not feedback(paper(feedback="never")).shows_items
    assert "not shown" in promise(paper(feedback="never", secured=True))


def test_what_a_form_sends_is_a_position_or_none_that_exists() -> None:
    assert position_of("2") == 2
    for bad in (None, "", "-1", "two", "1.5", "٣", "99999"):
        assert position_of(bad) == -1
