"""Gentle hints about words that judge the person, or may point to one patient."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kamacademy.guide.documents import Activities, JudgingWords, PatientPattern, Phrases, Questions, WordHints
from kamacademy.guide.hints import Hint, judging_words, patient_words
from tests.guide.hint_cases import cases


@pytest.mark.parametrize(("text", "found"), cases("judging"))
def test_words_that_judge_the_person(hints: WordHints, text: str, found: list[str]) -> None:
    assert [one.found for one in judging_words(text, hints)] == found


@pytest.mark.parametrize(("text", "found"), cases("patient"))
def test_words_that_may_point_to_one_patient(hints: WordHints, text: str, found: list[str]) -> None:
    assert [one.found for one in patient_words(text, hints)] == found


def test_a_hint_says_what_to_write_instead(hints: WordHints) -> None:
    assert judging_words("He is lazy.", hints) == (
        Hint("lazy", "This judges instead of describing. Say what was said or done, and what came of it."),
    )
    assert patient_words("Her DOB is known.", hints) == (
        Hint("DOB", "A date of birth points to one patient. Take it out."),
    )


def test_where_two_overlap_the_longer_is_told() -> None:
    hints = WordHints(
        judging=(JudgingWords(found=("great",), words="One."), JudgingWords(found=("great attitude",), words="Two.")),
        patient=(PatientPattern(pattern="x", words="None."),),
    )
    assert judging_words("a great attitude, a great day", hints) == (
        Hint("great attitude", "Two."),
        Hint("great", "One."),
    )


def test_case_counts_where_the_document_says_so() -> None:
    hints = WordHints(
        judging=(JudgingWords(found=("lazy",), words="One."),),
        patient=(
            PatientPattern(pattern="Mr [A-Z]", words="Case counts."),
            PatientPattern(pattern="bed 1", any_case=True, words="Case does not."),
        ),
    )
    assert [one.found for one in patient_words("mr Adams, BED 1, Mr Adams", hints)] == ["BED 1", "Mr A"]


@given(some.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    hints = WordHints(
        judging=(JudgingWords(found=("lazy",), words="One."),), patient=(PatientPattern(pattern=r"\d", words="Two."),)
    )
    for one in (*judging_words(text, hints), *patient_words(text, hints)):
        assert one.found


def test_what_a_coach_is_given_raises_no_hint_itself(
    hints: WordHints, phrases: Phrases, activities: Activities, questions: Questions
) -> None:
    sentences = [
        *(one.words for one in (*phrases.strength, *phrases.improve)),
        *(tag for tags in phrases.tags.values() for tag in tags),
        *(one.example for activity in activities.activities for one in activity.indicators),
        *(question for bank in questions.banks for question in bank.questions),
    ]
    raised = [(text, judging_words(text, hints), patient_words(text, hints)) for text in sentences]
    assert [one for one in raised if one[1] or one[2]] == []
