"""How a lesson's questions, facts and drawings are shown."""

from datetime import date

from kamacademy.content.documents import Image
from kamacademy.content.library import Edition, Library
from kamacademy.curriculum.documents import (
    Fact,
    FactFile,
    Glossary,
    Lesson,
    RetrievalOption,
    RetrievalQuestion,
    Term,
)
from kamacademy.curriculum.player import Answer, LessonPage, figure, lesson_page, question_shown
from kamacademy.people.market import Market

OPTIONS = (
    RetrievalOption(text="No", feedback="Not so."),
    RetrievalOption(text="Yes", correct=True, feedback="Just so."),
    RetrievalOption(text="Perhaps", feedback="It is certain."),
)
QUESTION = RetrievalQuestion(id="q1", stem="Is it so?", options=OPTIONS)
MARKDOWN = """## A part

Words with a [term](term:aco).

::fact one-fact

::figure drawing

::question q1

::question q2
"""


def library() -> Library:
    lesson = Lesson(
        title="A lesson",
        minutes=5,
        idea="One idea.",
        indicators=("C01a",),
        retrieval=(QUESTION, QUESTION.model_copy(update={"id": "q2"})),
        markdown=MARKDOWN,
        markdown_line=1,
    )
    fact = Fact(
        id="one-fact",
        title="A fact",
        claim="So many.",
        market="US",
        as_of=date(2026, 1, 1),
        source="Someone",
        review_by=date(2026, 11, 20),
        status="verified",
    )
    glossary = Glossary(title="Words", terms=(Term(id="aco", term="ACO", meaning="A contract."),))
    contents = [
        ("lesson", "m/a", lesson),
        ("facts", "f", FactFile(title="Facts", facts=(fact,))),
        ("glossary", "g", glossary),
        ("image", "m/drawing", Image(svg="<svg><title>A &amp; B</title></svg>")),
    ]
    return Library(1, 1, [Edition(kind, slug, n, 1, content) for n, (kind, slug, content) in enumerate(contents)])


def page(today: date = date(2026, 11, 20), again: str | None = None, **answers: Answer) -> LessonPage:
    return lesson_page(library(), "m", "a", answers=answers, again=again, today=today, market=Market.US)


def test_an_unanswered_question_gives_nothing_away() -> None:
    shown = question_shown(QUESTION, 1, None, again=False)
    assert shown.is_open
    assert not shown.is_answered
    assert [option.tone for option in shown.options] == ["", "", ""]
    assert not any(option.is_chosen for option in shown.options)
    assert shown.feedback == ""


def test_a_wrong_answer_marks_both_and_gives_both_reasons() -> None:
    shown = question_shown(QUESTION, 1, Answer(first_choice=2, choice=2), again=False)
    assert [option.tone for option in shown.options] == ["", "right", "wrong"]
    assert (shown.feedback, shown.right_feedback) == ("It is certain.", "Just so.")
    assert not shown.is_right


def test_a_later_right_answer_keeps_that_the_first_was_wrong() -> None:
    shown = question_shown(QUESTION, 1, Answer(first_choice=2, choice=1), again=False)
    assert shown.is_right
    assert not shown.was_right_first
    assert [option.tone for option in shown.options] == ["", "right", ""]


def test_trying_again_opens_the_question_but_it_counts_as_answered() -> None:
    shown = question_shown(QUESTION, 1, Answer(first_choice=2, choice=2), again=True)
    assert shown.is_open
    assert shown.is_answered
    assert [option.tone for option in shown.options] == ["", "", ""]


def test_blocks_stand_in_the_order_of_the_text() -> None:
    kinds = [
        "fact" if one.fact else "figure" if one.figure else "question" if one.question else "html"
        for one in page().blocks
    ]
    assert kinds == ["html", "fact", "figure", "question", "question"]
    assert [one.number for one in page().questions] == [1, 2]
    assert [one.term.term for one in page().terms] == ["ACO"]
    assert [one.words for one in page().headings] == ["A part"]


def test_a_fact_asks_for_care_from_the_day_after_its_review_date() -> None:
    def is_past(today: date) -> bool:
        return next(one.fact.is_past_review for one in page(today).blocks if one.fact)

    assert not is_past(date(2026, 11, 20))
    assert is_past(date(2026, 11, 21))


def test_only_unanswered_questions_hold_the_lesson_up() -> None:
    found = page(q1=Answer(0, 0), again="q1")
    assert [one.question_id for one in found.unanswered] == ["q2"]


def test_the_caption_of_a_drawing_is_its_title_in_plain_words() -> None:
    assert figure("<svg><title id='t'>A &amp;\n B</title></svg>").title == "A & B"
