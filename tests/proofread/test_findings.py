"""What a machine finds in texts: one mistake at a time in the shipped files."""

from collections.abc import Mapping

import pytest
from flask import Flask

from kamacademy.config import PROJECT
from kamacademy.content.documents import DocumentType, Drafts, read_all
from kamacademy.content.files import files_under
from kamacademy.content.problems import Severity
from kamacademy.content.queries import document_types
from kamacademy.proofread.documents import findings
from kamacademy.proofread.repeats import repeats
from kamacademy.proofread.sentences import alike

FOLDER = "curricula/account-management-mindset/m03-providers-and-risk"
LESSON, MODULE = f"{FOLDER}/lessons/who-decides.md", f"{FOLDER}/module.yaml"
FIRST = "curricula/account-management-mindset/m01-from-products-to-accounts/module.yaml"
GLOSSARY, PHRASES = "curricula/glossary/payment.yaml", "curricula/house-phrases.yaml"
BANK, DRAWING = "assessments/items/m03.yaml", f"{FOLDER}/images/who-decides.svg"


@pytest.fixture(scope="module")
def shipped() -> Mapping[str, str]:
    """Every shipped file by path."""
    return files_under(PROJECT)[0]


@pytest.fixture(scope="module")
def types(sqlite_app: Flask) -> list[DocumentType]:
    """Every kind of document."""
    with sqlite_app.app_context():
        return document_types()


@pytest.fixture(scope="module")
def before(shipped: Mapping[str, str], types: list[DocumentType]) -> set[str]:
    """What is found in the shipped files."""
    return {str(one) for one in findings(read_all(types, shipped)[0])}


def new_findings(
    types: list[DocumentType], shipped: Mapping[str, str], before: set[str], changed: Mapping[str, str]
) -> list[str]:
    """What is found only after the change."""
    drafts, problems = read_all(types, {**shipped, **changed})
    assert not problems
    return [str(one) for one in findings(drafts) if str(one) not in before]


HARD = (
    "Organisational accountability arrangements necessitate comprehensive administrative reconciliation activities "
    "incorporating multidisciplinary representatives, notwithstanding considerable institutional complexity. "
)
UNUSED = "terms:\n  - id: unused-word\n    term: Unused\n    meaning: Nobody says it.\n"
WRONG = [
    ("hard to read", LESSON, "Dana takes over", HARD * 9 + "Dana takes over", "reads at grade 1"),
    ("too few minutes", LESSON, "minutes: 9", "minutes: 5", "5 minutes do not fit 817 words: say 7 to 18, or change"),
    (
        "link to nowhere",
        LESSON,
        "Dana takes over",
        "[There](#nowhere) Dana takes over",
        "the link `#nowhere` leads nowhere",
    ),
    (
        "link to a file",
        LESSON,
        "Dana takes over",
        "[There](who-bears-the-risk) Dana takes over",
        "the link `who-bears-the-risk` leads",
    ),
    ("orphan", GLOSSARY, "terms:\n", UNUSED, "term `unused-word` is used in no lesson"),
    (
        "minutes",
        MODULE,
        "self_paced: 60",
        "self_paced: 59",
        "its lessons take 60 minutes, more than the 59 of `self_paced`",
    ),
    ("guide", FIRST, "leader_led: 0", "leader_led: 90", "has no facilitator guide for its leader-led session"),
    (
        "objective",
        MODULE,
        "  2: [how-shared-savings-work, episodes-and-capitation]\n",
        "",
        "objective 2 has no lesson in `teaches`",
    ),
    (
        "idle lesson",
        MODULE,
        "[who-decides, who-bears-the-risk]",
        "[who-bears-the-risk]",
        "lesson `who-decides` serves no objective",
    ),
    ("practice", MODULE, "practises: [1, 2, 3]", "practises: [1, 3]", "objective 2 is not among what the exercise"),
]


@pytest.mark.parametrize(("what", "path", "old", "new", "words"), WRONG, ids=[one[0] for one in WRONG])
def test_a_mistake_is_found(
    shipped: Mapping[str, str], types: list[DocumentType], before: set[str],
    what: str, path: str, old: str, new: str, words: str,
) -> None:  # fmt: skip
    assert old in shipped[path], what
    found = new_findings(types, shipped, before, {path: shipped[path].replace(old, new, 1)})
    assert [one for one in found if words in one and one.startswith(f"{path}:")], found


def test_a_link_to_a_heading_of_the_lesson_leads_somewhere(
    shipped: Mapping[str, str], types: list[DocumentType], before: set[str]
) -> None:
    text = shipped[LESSON].replace("Dana takes over", "[There](#four-labels-four-habits) Dana takes over", 1)
    assert not [one for one in new_findings(types, shipped, before, {LESSON: text}) if "leads nowhere" in one]


def test_only_a_dead_link_is_a_problem(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    text = shipped[LESSON].replace("Dana takes over", "[There](#nowhere) Dana takes over", 1)
    drafts, _ = read_all(types, {**shipped, LESSON: text})
    stopping = [one for one in findings(drafts) if one.severity is Severity.PROBLEM]
    line = text[: text.index("[There]")].count("\n") + 1
    assert [(one.path, one.line) for one in stopping] == [(LESSON, line)]


def test_a_question_without_a_lesson_and_a_module_without_links(
    shipped: Mapping[str, str], types: list[DocumentType], before: set[str]
) -> None:
    bank = shipped[BANK]
    at = bank.index("    lesson: ")
    without = bank[:at] + bank[bank.index("\n", at) + 1 :]
    found = new_findings(types, shipped, before, {BANK: without})
    assert any("names no lesson, so it covers no objective" in one for one in found)
    module = shipped[MODULE]
    start = module.index("teaches:\n")
    unlinked = module[:start] + module[module.index("check: m03-check") :]
    unlinked = unlinked.replace("{competency: C02, level: 2}", "{competency: C11, level: 2}")
    found = new_findings(types, shipped, before, {MODULE: unlinked})
    for words in ("does not say in `teaches`", "builds C11 and has no question on it", "builds C11, which no line"):
        assert any(words in one for one in found), found


def test_drawings_are_placed_and_say_what_they_show(
    shipped: Mapping[str, str], types: list[DocumentType], before: set[str]
) -> None:
    text = shipped[DRAWING]
    short = text[: text.index(">", text.index("<desc")) + 1] + "A table" + text[text.index("</desc>") :]
    found = new_findings(types, shipped, before, {DRAWING: short})
    assert any("its <desc> has 2 words" in one for one in found)
    lesson = shipped[LESSON].replace("::figure who-decides\n", "")
    found = new_findings(types, shipped, before, {LESSON: lesson})
    assert any(one.startswith(DRAWING) and "no lesson places this drawing" in one for one in found)


def test_a_sentence_that_stands_twice_is_found_at_the_second_place(
    shipped: Mapping[str, str], types: list[DocumentType], before: set[str]
) -> None:
    sentence = "That last point trips up more people than any other."
    assert sentence in shipped[LESSON]
    aid = f"{FOLDER}/job-aid.yaml"
    again = shipped[aid].replace(
        "Take away what was spent.", "That last point trips up **more people** than any other!"
    )
    found = [one for one in new_findings(types, shipped, before, {aid: again}) if "already" in one]
    line = again[: again.index("That last point")].count("\n") + 1
    first = shipped[LESSON][: shipped[LESSON].index(sentence)]
    at = first.rindex("\n\n") + 2
    assert len(found) == 1
    assert found[0].startswith(f"{aid}:{line}:")
    assert f"stands in {LESSON}:{first[:at].count(chr(10)) + 1} already" in found[0]
    phrases = f'{shipped[PHRASES]}  - words: "{sentence}"\n    why: For the test.\n'
    assert not [one for one in new_findings(types, shipped, before, {aid: again, PHRASES: phrases}) if "already" in one]


def test_a_house_phrase_would_be_found_without_its_leave(drafts: Drafts) -> None:
    found = [one.message for one in repeats(drafts, set())]
    assert any("What would be the best thing to do" in one for one in found)
    assert not [
        one
        for one in repeats(drafts, {alike("What would be the best thing to do, and what the worst?")})
        if "the best thing to do" in one.message
    ]
