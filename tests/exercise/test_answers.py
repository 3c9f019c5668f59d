"""Reading what a form sent, and saying at once everything that is missing."""

import pytest

from kamacademy.content.reading import read_yaml
from kamacademy.exercise.answers import Answers, problems, read, with_row_added, without_blank_rows
from kamacademy.exercise.documents import Exercise
from kamacademy.exercise.models import restored, stored
from kamacademy.exercise.page import missing_shown, shown
from tests.exercise.work import COMPLETE, EXERCISE

FORM = Exercise.model_validate(read_yaml("x.yaml", EXERCISE).values)


def changed(**texts: str) -> Answers:
    """The complete answers with some texts changed; underscores stand for dashes."""
    named = {name.replace("_", "-"): words for name, words in texts.items()}
    return Answers("own", "North river", {**COMPLETE.texts, **named}, COMPLETE.choices, COMPLETE.tables)


def test_complete_answers_have_no_problem() -> None:
    assert problems(FORM, COMPLETE) == {}


def test_an_empty_form_says_all_that_is_missing_at_once() -> None:
    assert problems(FORM, Answers()) == {
        "account_kind": "Choose which account you work on.",
        "facts": "Fill at least 2 rows; none so far.",
        "insight": "Write your answer here.",
        "stops": "Tick at least one of these.",
        "hours": "Enter a number.",
        "by-when": "Enter a day.",
        "main": "Choose one of these.",
    }


def test_an_own_account_needs_an_alias_and_the_case_does_not() -> None:
    own = Answers("own", "", COMPLETE.texts, COMPLETE.choices, COMPLETE.tables)
    assert set(problems(FORM, own)) == {"account_alias"}
    assert problems(FORM, Answers("case", "", COMPLETE.texts, COMPLETE.choices, COMPLETE.tables)) == {}


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("0", None),
        ("80", None),
        ("79.5", None),
        (" 12 ", None),
        ("80.5", "Enter 80 or less."),
        ("-1", "Enter 0 or more."),
        ("1,200", "Enter 80 or less."),
        ("1,20", "Enter a number such as 12, 12.5 or 1,200."),
        ("four", "Enter a number such as 12, 12.5 or 1,200."),
        ("1e3", "Enter a number such as 12, 12.5 or 1,200."),
        ("٤", "Enter a number such as 12, 12.5 or 1,200."),
    ],
)
def test_a_number_is_within_its_bounds(hours: str, words: str | None) -> None:
    assert problems(FORM, changed(hours=hours)) == ({"hours": words} if words else {})


@pytest.mark.parametrize(
    ("day", "is_right"), [("2026-12-01", True), ("2026-02-30", False), ("20261201", False), ("soon", False)]
)
def test_a_day_is_a_day(day: str, is_right: bool) -> None:
    expected = {} if is_right else {"by-when": "Enter a day such as 2026-11-04."}
    assert problems(FORM, changed(by_when=day)) == expected


def test_words_are_counted() -> None:
    assert problems(FORM, changed(insight="word " * 30)) == {}
    assert problems(FORM, changed(insight="word " * 31)) == {"insight": "This has 31 words; keep it to 30."}


def test_a_begun_row_is_finished_and_an_empty_one_left_out() -> None:
    rows = [{"fact": "One", "sort": "A quote", "day": ""}, {"fact": " ", "sort": "", "day": ""}, {"fact": "Two"}]
    begun = Answers("own", "A", COMPLETE.texts, COMPLETE.choices, {"facts": rows})
    assert problems(FORM, begun) == {"facts_2_sort": "Choose one of these."}
    assert [row["fact"] for row in without_blank_rows(begun).tables["facts"]] == ["One", "Two"]
    (missing,) = missing_shown(FORM, problems(FORM, begun))
    assert (missing.label, missing.name) == ("Your facts, row 3, kind", "facts_2_sort")


def test_what_was_typed_is_kept_though_it_is_wrong() -> None:
    sent = {
        "account_kind": ["own"],
        "account_alias": ["  North \t river "],
        "hours": ["four"],
        "insight": ["Two\r\nlines "],
        "stops": ["A report", "Everything"],
        "main": ["7"],
        "facts_0_fact": ["One"],
        "facts_0_sort": ["A rumour"],
        "facts_1_fact": [""],
        "facts_3_fact": ["after a gap"],
        "nonsense": ["x"],
    }
    given = read(FORM, sent)
    assert (given.account, given.alias) == ("own", "North river")
    assert given.texts["hours"] == "four"
    assert given.texts["insight"] == "Two\nlines "
    assert given.choices["stops"] == ["A report"]
    assert given.texts["main"] == ""
    assert given.tables["facts"] == [{"fact": "One", "sort": "", "day": ""}, {"fact": "", "sort": "", "day": ""}]
    assert "nonsense" not in given.texts


def test_a_table_takes_no_more_rows_than_it_has() -> None:
    sent = {f"facts_{row}_fact": ["x"] for row in range(9)}
    given = read(FORM, sent)
    assert len(given.tables["facts"]) == 4
    grown = with_row_added(FORM, Answers(), "facts")
    assert len(grown.tables["facts"]) == 2
    assert len(with_row_added(FORM, grown, "facts").tables["facts"]) == 3
    assert len(with_row_added(FORM, given, "facts").tables["facts"]) == 4
    assert with_row_added(FORM, given, "insight") == given
    assert with_row_added(FORM, given, "nothing") == given


def test_an_exercise_on_the_case_alone_needs_no_choice() -> None:
    case = FORM.model_copy(update={"account": "case"})
    assert read(case, {"account_kind": ["own"]}).account == "case"
    assert read(FORM, {"account_kind": ["theirs"]}).account == ""


def test_answers_come_back_from_the_database_as_they_were() -> None:
    assert restored(stored(COMPLETE)) == COMPLETE
    assert restored({}) == Answers()


def test_answers_are_read_in_words() -> None:
    facts, insight = shown(FORM, COMPLETE)
    (table,) = facts.fields
    assert table.heads == ("Fact", "Kind", "Of which day")
    assert list(table.rows) == [("38 stays in a year", "A number", "1 Oct 2026"), ("“Too far”", "A quote", "")]
    by_id = {field.id: field for field in insight.fields}
    assert by_id["hours"].words == "4 hours"
    assert by_id["by-when"].words == "1 Dec 2026"
    assert by_id["stops"].chosen == ["A report"]
    assert not by_id["wrong-if"].is_answered
    assert by_id["insight"].is_answered
