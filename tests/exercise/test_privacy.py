"""What looks as if it could identify somebody, and what does not."""

import pytest

from kamacademy.content.reading import read_yaml
from kamacademy.exercise.answers import Answers
from kamacademy.exercise.documents import Exercise
from kamacademy.exercise.privacy import hints, looks_like
from tests.exercise.work import COMPLETE, EXERCISE

FORM = Exercise.model_validate(read_yaml("x.yaml", EXERCISE).values)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The patient, born 4 May 1951, came late", "a date of birth"),
        ("DOB: 04/05/1951", "a date of birth"),
        ("seen since 12.03.1962 in the clinic", "a date of birth"),
        ("entered as 1948-02-29", "a date of birth"),
        ("May 4, 1951 is in the file", "a date of birth"),
        ("MRN 00482913", "a record or phone number"),
        ("patient no. 1234567", "a record or phone number"),
        ("NHS number 943 476 5919", "a record or phone number"),
        ("123-45-6789", "a record or phone number"),
        ("write to anna.berg+kam@norlund.example.org", "an e-mail address"),
        ("call +44 20 7946 0018", "a phone number"),
        ("her line is (0555) 010-0199", "a phone number"),
        ("or 555-010-0199", "a record or phone number"),
    ],
)
def test_it_sees(text: str, kind: str) -> None:
    assert [one[0] for one in looks_like(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "38 hospital stays for heart failure in 12 months; 14 were second stays within 30 days",
        "The post stays empty until April 2027, decided on 12 September 2026",
        "On 2026-11-04 the chief nurse said one meeting a month",
        "The benchmark is 11,200 dollars, 1.2 million in all, 340B from 2024 to 2026",
        "Founded in 1951 with 140 beds, 2 sites and 3,500 staff",
        "Corvelane 10 mg, ICD code I50.9, DRG 291 to 293",
        "Room 12, building 3, floor 2; bus 46 at 18:00",
        "Plan 2026-2027, budget 250 000 to 300 000 dollars",
        "The hospital has 1200 staff and the record is 14 days",
        "he was born to lead; the idea was born in May",
        "",
    ],
)
def test_it_leaves_account_work_alone(text: str) -> None:
    assert list(looks_like(text)) == []


def test_every_place_in_the_answers_is_looked_at() -> None:
    seen = "MRN 00482913"
    found = hints(
        FORM,
        Answers(
            "own",
            "a@b.example",
            {**COMPLETE.texts, "insight": f"{seen} and {seen}", "wrong-if": seen},
            COMPLETE.choices,
            {"facts": [{"fact": seen, "sort": "A quote", "day": "1951-01-01"}]},
        ),
    )
    assert [(one.label, one.name, one.looks_like) for one in found] == [
        ("Alias", "account_alias", "an e-mail address"),
        ("Your facts: Fact", "facts_0_fact", "a record or phone number"),
        ("One insight", "insight", "a record or phone number"),
        ("One insight", "insight", "a record or phone number"),
        ("I would be wrong if", "wrong-if", "a record or phone number"),
    ]
    assert hints(FORM, COMPLETE) == []


def test_long_text_is_looked_at_in_no_time() -> None:
    assert list(looks_like("12 34 " * 20_000)) == []
    assert list(looks_like("a." * 50_000)) == []
