"""A lesson as one person sees it: text, cards, drawings and questions in order, with the answers given so far."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import unescape
from typing import Literal

from kamacademy.content.documents import Image
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Fact, Lesson, RetrievalQuestion, Term
from kamacademy.curriculum.lesson import Heading, lesson_text
from kamacademy.curriculum.material import facts_in, terms_in
from kamacademy.curriculum.standing import Syllabus
from kamacademy.people.market import Market, name_of

Tone = Literal["", "right", "wrong"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was chosen first and last, as positions in the file."""

    first_choice: int
    choice: int


@dataclass(frozen=True, slots=True)
class OptionShown:
    """An option and how it is marked: nothing before an answer, then the right one and a wrong choice."""

    position: int
    text: str
    is_chosen: bool
    tone: Tone


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A retrieval question. It is open until answered, and again while the person tries once more."""

    question_id: str
    number: int
    stem: str
    options: tuple[OptionShown, ...]
    is_open: bool
    is_answered: bool
    is_right: bool
    was_right_first: bool
    feedback: str
    right_feedback: str


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact card. Past its review date it asks for care; `elsewhere` names a market that is not the reader's."""

    fact: Fact
    is_past_review: bool
    elsewhere: str


@dataclass(frozen=True, slots=True)
class TermShown:
    """A word of the trade; `elsewhere` names a market that is not the reader's."""

    term: Term
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing to set into the page, with its title as the caption."""

    svg: str
    title: str


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the page; exactly one of the four is given."""

    html: str | None = None
    fact: FactShown | None = None
    figure: Figure | None = None
    question: QuestionShown | None = None


@dataclass(frozen=True, slots=True)
class LessonPage:
    """A lesson ready to print on a page."""

    slug: str
    lesson: Lesson
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    terms: tuple[TermShown, ...]

    @property
    def questions(self) -> tuple[QuestionShown, ...]:
        """The questions in the order of the text."""
        return tuple(block.question for block in self.blocks if block.question is not None)

    @property
    def unanswered(self) -> tuple[QuestionShown, ...]:
        """The questions that keep the lesson from being finished."""
        return tuple(one for one in self.questions if not one.is_answered)


@dataclass(frozen=True, slots=True)
class LessonPlace:
    """Where a lesson stands in its module. `previous` and `following` are names of lessons, None at the ends."""

    number: int
    total: int
    finished: int
    finished_at: datetime | None
    previous: str | None
    following: str | None
    module_title: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What should change after a module: levels it builds to, what a coach looks for, the figure that should move."""

    competencies: tuple[tuple[str, int], ...]
    level_names: tuple[str, ...]
    indicator: str
    anchor: str
    kpi: str


def lesson_place(syllabus: Syllabus, finished: Mapping[str, datetime], slug: str) -> LessonPlace:
    """Where a lesson stands among the others."""
    slugs = list(syllabus.lessons)
    at = slugs.index(slug)
    return LessonPlace(
        number=at + 1,
        total=len(slugs),
        finished=sum(1 for one in slugs if one in finished),
        finished_at=finished.get(slug),
        previous=slugs[at - 1] if at else None,
        following=slugs[at + 1] if at + 1 < len(slugs) else None,
        module_title=syllabus.module.title,
    )


@lru_cache(maxsize=128)
def figure(svg: str) -> Figure:
    """A checked drawing with the words of its <title>."""
    found = re.search(r"<title\b[^>]*>(.*?)</title>", svg, re.DOTALL)
    return Figure(svg, " ".join(unescape(found.group(1)).split()) if found else "")


def question_shown(question: RetrievalQuestion, number: int, answer: Answer | None, *, again: bool) -> QuestionShown:
    """A question as it stands: open, or marked with what was chosen last."""
    is_open = answer is None or again
    chosen = None if is_open or answer is None else answer.choice
    return QuestionShown(
        question_id=question.id,
        number=number,
        stem=question.stem,
        options=tuple(
            OptionShown(n, option.text, n == chosen, tone(n, chosen, question.right))
            for n, option in enumerate(question.options)
        ),
        is_open=is_open,
        is_answered=answer is not None,
        is_right=chosen == question.right,
        was_right_first=answer is not None and answer.first_choice == question.right,
        feedback="" if chosen is None else question.options[chosen].feedback,
        right_feedback=question.options[question.right].feedback,
    )


def tone(position: int, chosen: int | None, right: int) -> Tone:
    """How an option is marked once one was chosen."""
    if chosen is None:
        return ""
    if position == right:
        return "right"
    return "wrong" if position == chosen else ""


def market_elsewhere(one: Fact | Term, market: Market) -> str:
    """The market of a fact or term in words, where it is another than the reader's; else nothing."""
    return "" if one.market in ("all", market.value) else name_of(one.market)


def lesson_page(
    library: Library,
    module: str,
    slug: str,
    *,
    answers: Mapping[str, Answer],
    again: str | None,
    today: date,
    market: Market,
) -> LessonPage:
    """A lesson of a release for a reader of a market. `again` names a question that is tried once more.

    Raises NotInLibrary.
    """
    lesson = library.one(Lesson, "lesson", f"{module}/{slug}")
    text = lesson_text(lesson.markdown)
    facts, terms = facts_in(library), terms_in(library)
    placed = [part.name for part in text.parts if part.kind == "question"]
    blocks = []
    for part in text.parts:
        match part.kind:
            case "html":
                blocks.append(Block(html=part.html))
            case "fact":
                fact = facts[part.name]
                blocks.append(Block(fact=FactShown(fact, fact.review_by < today, market_elsewhere(fact, market))))
            case "figure":
                blocks.append(Block(figure=figure(library.one(Image, "image", f"{module}/{part.name}").svg)))
            case "question":
                asked, number = lesson.question(part.name), placed.index(part.name) + 1
                shown = question_shown(asked, number, answers.get(part.name), again=again == part.name)
                blocks.append(Block(question=shown))
    used = sorted((terms[name] for name in text.terms), key=lambda term: term.term.lower())
    met = tuple(TermShown(term, market_elsewhere(term, market)) for term in used)
    return LessonPage(slug, lesson, tuple(blocks), text.headings, met)
