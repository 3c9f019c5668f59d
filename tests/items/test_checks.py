"""Every kind of mistake in a bank is found at its place and explained."""

from datetime import date

import pytest

from kamacademy.content.reading import place
from kamacademy.items.checks import item_faults
from kamacademy.items.documents import Bank, items_due
from tests.content.broken import Broken
from tests.items.examples import BANK, TABLE, bank, files, item, read

SINGLE = "  - id: ex-single\n    kind: single\n"
CASE_SHARE = "        answer: share\n"

MISTAKES = [
    Broken("unknown kind", BANK, SINGLE, "  - id: ex-single\n    ▶kind: chooser\n",
           "`kind` should be one of 'single', 'multiple', 'true_false', 'numeric', 'short_text', 'open', 'ordering', "
           "'matching', 'categorise', 'judgement', found 'chooser'"),
    Broken("no kind", BANK, SINGLE, "  - ▶id: ex-single\n", "`kind` is missing here"),
    Broken("key of another kind", BANK, SINGLE, f"{SINGLE}    ▶unit: percent\n",
           "`unit` is not a known key here; take it out or correct its name"),
    Broken("points out of range", BANK, SINGLE, f"{SINGLE}    ▶points: 11\n",
           "`points` should be at most 10, found 11"),
    Broken("same option twice", BANK, "{text: The buyer in purchasing, ", "{▶text: the P&T committee  by a vote, ",
           "question `ex-single` has the same option twice"),
    Broken("unknown rule", BANK, "rule: per_option", "▶rule: per_answer",
           "`rule` should be one of 'all_or_nothing', 'per_option' or 'right_minus_wrong', found 'per_answer'"),
    Broken("answer that is no claim", BANK, "    answer: false\n", "    ▶answer: 1 + 1\n",
           "2 is neither true nor false; compare it with something"),
    Broken("broken expression", BANK, "      gap: (benchmark - spend) * people / 1e6",
           "      ▶gap: (benchmark - spend * people",
           "`(benchmark - spend * people` is not an expression such as `(spend - benchmark) * people`"),
    Broken("forbidden expression", BANK, "    answer: gap\n", "    ▶answer: gap.real\n",
           "`attribute` may not be used in an expression"),
    Broken("unknown name", BANK, "    answer: gap\n", "    ▶answer: gaps\n", "there is no value `gaps` here"),
    Broken("unknown name among the computed", BANK, "one_person: benchmark - spend", "▶one_person: benchmark - spent",
           "`one_person`: there is no value `spent` here"),
    Broken("division by zero", BANK, "one_person: benchmark - spend", "▶one_person: benchmark / 0",
           "`one_person`: `benchmark / 0` divides by zero"),
    Broken("reserved name", BANK, "      one_person: benchmark", "      ▶total: benchmark",
           "`total` means something in expressions; choose another name"),
    Broken("steps that miss the end", BANK, "people: {from: 4000, to: 6000, step: 500}",
           "people: {from: 4000, to: 6000, ▶step: 700}", "whole steps from `from` do not reach `to`"),
    Broken("tolerance of both kinds", BANK, "tolerance: {absolute: 0.05}", "▶tolerance: {absolute: 0.05, percent: 1}",
           "a tolerance is either `absolute: 0.05` or `percent: 1`, from 0 up"),
    Broken("conditions that never hold", BANK, "conditions: [gap > 1]", "▶conditions: [gap > 100]",
           "no values in 200 tries meet the conditions"),
    Broken("nothing counts wholly", BANK,
           "    accepted:\n      - {text: formulary}\n      - {text: hospital formulary}\n",
           "    ▶accepted:\n", "no accepted answer has the share 1; one must count wholly"),
    Broken("accepted twice", BANK, "{text: hospital formulary}", "{▶text: Form-ulary}",
           "reads like an earlier accepted answer; keep one of them"),
    Broken("same step twice", BANK, "{text: The committee votes,", "{▶text: Pharmacy reviews the evidence,",
           "question `ex-ordering` has the same step twice"),
    Broken("same right-hand text twice", BANK, "extra: [Nobody at all]", "extra: [▶The payer]",
           "question `ex-matching` has the same right-hand text twice"),
    Broken("unknown category", BANK, "{text: Dr Osei will vote for us., category: Reading,",
           "{text: Dr Osei will vote for us., ▶category: Opinion,",
           "`Opinion` is none of this question's categories"),
    Broken("unused category", BANK, "categories: [Fact, Reading]", "categories: [Fact, Reading, ▶Wish]",
           "nothing belongs to `Wish`; take it out or add something"),
    Broken("two best ways", BANK, "change the subject., value: 0,", "change the subject., ▶value: 2,",
           "2 options have the highest value 2; only one may"),
    Broken("value out of range", BANK, "change the subject., value: 0,", "change the subject., ▶value: 3,",
           "`value` should be at most 2, found 3"),
    Broken("id in a bank twice", BANK, "      - id: ex-case-share\n", "      - ▶id: ex-single\n",
           f"question `ex-single` is already in {BANK}"),
    Broken("id of a case taken", BANK, "  - id: ex-case\n", "  - ▶id: ex-open\n",
           f"question `ex-open` is already in {BANK}"),
    Broken("unknown indicator in a case", BANK, "        kind: numeric\n        indicator: C01b",
           "        kind: numeric\n        ▶indicator: C99b", "there is no indicator `C99b`"),
    Broken("unknown table", BANK, "file: two-sites", "▶file: three-sites", "there is no table `three-sites`"),
    Broken("unknown column of a chart", BANK, "y: seen, by: site", "y: seen, ▶by: hospital",
           "the table has no column `hospital`"),
    Broken("chart of words", BANK, "y: seen, by: site", "▶y: site, by: site",
           "the table has no column of numbers `site`"),
    Broken("rows on one another", BANK, "{kind: line, x: month, y: seen, by: site}",
           "{kind: line, ▶x: month, y: seen}", "the table has a `month` twice in one group; a chart needs each once"),
    Broken("unknown column to vary", BANK, "{columns: [seen],", "{columns: [▶missed],",
           "the table has no column of numbers `missed`"),
    Broken("unknown label", BANK, "labels: {seen:", "labels: {▶missed:", "the table has no column `missed`"),
    Broken("unknown column asked", BANK, 'ashdown: total("seen", site="Ashdown")', '▶ashdown: total("saw")',
           "`ashdown`: the table has no column `saw`"),
    Broken("table asked where there is none", BANK, CASE_SHARE, '        ▶answer: total("seen")\n',
           "`total` asks a table; only `computed` of a case with `data` has one"),
    Broken("name of the case taken", BANK, CASE_SHARE, f"        computed: {{▶lead: 1 + 1}}\n{CASE_SHARE}",
           "the case has a value `lead` already; choose another name"),
    Broken("cell of another kind", TABLE, "2026-06,Ashdown,22,11", "2026-06,Ashdown,22,▶eleven",
           "`eleven` is a text, and the column `seen` holds numbers"),
]  # fmt: skip

# What is changed, where the checker then points, and part of what it says: the rest are figures of a variant.
LOOSER = [
    ("no right option", ", correct: true, rationale: The committee votes", ", rationale: The committee votes",
     "options:\n      - {text: The cardiologist", "no option is `correct: true`; mark exactly one"),
    ("nothing wrong", "- {text: The name of a patient treated there, rationale: Never. A profile holds nothing about "
     "single patients.}\n      - {text: A guess about a doctor's political views, rationale: Neither needed nor fair.}",
     "- {text: One, correct: true, rationale: x}\n      - {text: Two, correct: true, rationale: x}",
     "options:\n      - {text: Who votes", "at least one option must be right and at least one wrong"),
    ("two ways of marking", "{text: The buyer in purchasing, ", '{text: The buyer in purchasing, correct_if: "1 > 2", ',
     "correct: true, rationale: The committee votes", "mark right options either by `correct` or all by `correct_if`"),
    ("unknown placeholder", "How much is left over in the year?", "How much is left of {budget}?",
     "stem: >-\n      The network", "there is no value `budget` to fill in; it is not among parameters or computed"),
    ("stray brace", "How much is left over in the year?", "How much is left over } in the year?",
     "stem: >-\n      The network", "a brace stands alone; write {{ or }} for one that is to be seen"),
    ("near inside the tolerance", "{value: gap / 1000,", "{value: gap + 0.01,", "value: gap + 0.01",
     "so it would be right"),
    ("rounding outside the tolerance", "tolerance: {absolute: 0.05}\n    decimals: 1",
     "tolerance: {absolute: 0.001}\n    decimals: 1", "decimals: 1\n    near", "is outside its own tolerance"),
    ("options right by figures", 'correct_if: "1 > 2"', 'correct_if: "ashdown > 0"',
     "options:\n          - {text: Ashdown", "2 options are right by `correct_if`; it must be exactly one"),
    ("option without a decision", 'correct_if: "1 > 2"', "correct_if: ashdown", "correct_if: ashdown,",
     "is neither true nor false; compare it with something"),
    ("placeholder of a case", "{lead_site} started in June", "{lead_town} started in June",
     "stem: |\n      Harbour", "there is no value `lead_town` to fill in; it is not among parameters or computed"),
]  # fmt: skip


def found(broken: Broken) -> list[str]:
    changed = broken.files(files())[broken.path]
    return [str(problem) for problem in read({broken.path: changed})[1]]


def test_the_example_itself_has_no_problem() -> None:
    assert read({})[1] == []


@pytest.mark.parametrize("broken", MISTAKES, ids=lambda one: one.what)
def test_a_mistake_is_found_at_its_place_and_explained(broken: Broken) -> None:
    assert broken.line(files()) in found(broken)


@pytest.mark.parametrize(("what", "old", "new", "at", "said"), LOOSER, ids=lambda one: str(one)[:30])
def test_a_mistake_that_figures_show_is_found_at_its_place(what: str, old: str, new: str, at: str, said: str) -> None:
    assert files()[BANK].count(old) == 1, what
    changed = files()[BANK].replace(old, new)
    line, column = place(changed, at)
    assert [one for one in read({BANK: changed})[1] if (one.line, one.column) == (line, column) and said in one.message]


def test_a_mistake_that_few_seeds_show_is_found() -> None:
    asked = item("ex-numeric")
    rare = asked.near[0].model_copy(update={"value": "gap if people == 4000 else gap / 1000"})
    changed = asked.model_copy(update={"near": (rare,)})
    assert asked.variant(0).values["people"] != 4000
    assert [at for at, _ in item_faults(changed)] == [("near", 0, "value")]


def test_every_mistake_of_a_bank_comes_at_once() -> None:
    text = files()[BANK]
    wanted = {"unknown category", "two best ways", "same step twice", "unknown table", "unknown indicator in a case"}
    chosen = [one for one in MISTAKES if one.what in wanted]
    for one in chosen:
        text = text.replace(one.old, one.new.replace("▶", ""), 1)
    said = " ".join(problem.message for problem in read({BANK: text})[1])
    assert all(one.message in said for one in chosen)


def test_a_table_that_cannot_be_read_is_not_also_called_missing() -> None:
    assert {problem.path for problem in read({TABLE: "broken\n"})[1]} == {TABLE}


def test_a_question_whose_review_is_due_is_a_warning_also_in_a_case() -> None:
    drafts, _ = read({})
    due = list(items_due(drafts, date(2028, 1, 1)))
    assert len(due) == len(bank().all_items)
    assert "question `ex-case-share` was due for review by 2027-11-21" in " ".join(one.message for one in due)
    assert not list(items_due(drafts, date(2027, 11, 21)))


def test_what_can_be_drawn_are_questions_that_stand_alone_and_cases() -> None:
    entries = [one.id for one in bank().entries]
    assert "ex-case" in entries
    assert "ex-case-share" not in entries
    assert len(entries) == 11


def test_a_bank_is_the_same_after_it_was_stored() -> None:
    assert Bank.model_validate_json(bank().model_dump_json(exclude_unset=True)) == bank()


def test_a_bank_needs_something() -> None:
    assert [problem.message for problem in read({BANK: "title: Empty\n"})[1]] == ["a bank needs `items` or `cases`"]
