"""The result of a sitting in words: points, why it passed or not, and how it spread over topics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kamacademy.assessment.catalogue import gives_whole_points
from kamacademy.assessment.pass_rule import Marked, Score, Terms, score
from kamacademy.assessment.sheet import Question, Sheet
from kamacademy.wording import counted, day, listed, number


@dataclass(frozen=True, slots=True)
class Topic:
    """How a sitting went in one competency, in words."""

    name: str
    words: str
    is_below: bool


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What the page of a submitted sitting says; `passed` is None while a mark is waited for."""

    passed: bool | None
    headline: str
    mark_words: str
    reasons: tuple[str, ...]
    valid_words: str
    topics: tuple[Topic, ...]


def marked(question: Question) -> Marked:
    """A question as the pass rule sees it."""
    share = question.mark.share if question.mark is not None else None
    return Marked(
        competency=question.entry.item.competency,
        points_max=question.points_max,
        share=0.0 if share is None and question.given is None else share,
        is_hard_stop=question.entry.item.hard_stop,
        is_voided=question.is_voided,
    )


def counts_answers(sheet: Sheet) -> bool:
    """Whether points are simply right answers: one whole point a question."""
    return all(one.points_max == 1 and gives_whole_points(one.entry.item) for one in sheet.questions)


def of_words(points: float, points_max: float, *, is_count: bool) -> str:
    """12 of 15 right, or 11.5 of 14 points."""
    return f"{number(points, 2)} of {number(points_max, 2)} {'right' if is_count else 'points'}"


def result_page(
    sheet: Sheet,
    terms: Terms,
    *,
    passed: bool | None,
    points: float | None,
    valid_until: date | None,
    names: Mapping[str, str],
) -> ResultPage:
    """The page. `names` are those of the competencies."""
    is_whole = all(gives_whole_points(one.entry.item) for one in sheet.questions)
    found, is_count = score([marked(one) for one in sheet.questions], terms, is_whole=is_whole), counts_answers(sheet)
    return ResultPage(
        passed=passed,
        headline=(
            "Handed in, and waiting to be marked"
            if points is None
            else of_words(points, found.points_max, is_count=is_count)
        ),
        mark_words=mark_words(terms.percent, found.needed, found.points_max),
        reasons=reasons(found, terms, names) if passed is False else (),
        valid_words=f"It counts until {day(valid_until)}." if passed and valid_until is not None else "",
        topics=tuple(
            Topic(names.get(code, code), of_words(part.points, part.points_max, is_count=is_count), code in found.below)
            for code, part in found.by_competency.items()
            if points is not None and part.points_max
        ),
    )


def mark_words(percent: float, needed: float, points_max: float) -> str:
    """The pass mark in percent and points."""
    return f"The pass mark is {number(percent)} %, which is {number(needed, 2)} of {number(points_max, 2)}."


def reasons(found: Score, terms: Terms, names: Mapping[str, str]) -> tuple[str, ...]:
    """Why a sitting did not pass where it is not simply the points."""
    said = []
    if found.stopped:
        said.append(
            f"{counted(found.stopped, 'question')} that must be wholly right {'was' if found.stopped == 1 else 'were'} "
            "not. Where the rules leave no room, points elsewhere cannot make up for it."
        )
    if found.below:
        topics = listed([names.get(code, code) for code in found.below])
        said.append(f"Every topic needs {number(terms.each_percent)} % of its points; missing in {topics}.")
    return tuple(said)
