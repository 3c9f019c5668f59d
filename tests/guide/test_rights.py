"""Who may rate whom on what, as a whole table: nine raters, nine learners, thirteen competencies."""

import pytest

from kamacademy.competency.documents import Competency, Framework
from kamacademy.guide.rights import OWN_FUNCTION_ONLY, limit_words, may_rate, open_competencies
from kamacademy.people.job_roles import JobRole

COMMERCIAL = ("REP", "SK", "BK", "AL", "FM", "MK", "SL")
# One column for each of C01 to C13: o may be rated, - may not.
EVERYTHING = "ooooooooooooo"
SHARED_WORK = "------o--o--o"
OPEN = {
    **{(learner, rater.value): EVERYTHING for learner in COMMERCIAL for rater in JobRole},
    **{("MSL", rater): SHARED_WORK for rater in COMMERCIAL},
    **{("NAV", rater): SHARED_WORK for rater in COMMERCIAL},
    ("MSL", "MSL"): EVERYTHING,
    ("MSL", "NAV"): "ooo-o-ooooo-o",
    ("NAV", "MSL"): "ooo-o-o-ooo-o",
    ("NAV", "NAV"): "ooooooo-ooooo",
}


def test_the_table_is_whole() -> None:
    assert len(OPEN) == 9 * 9
    assert {len(row) for row in OPEN.values()} == {13}


@pytest.mark.parametrize(("learner", "rater"), OPEN, ids=lambda one: one)
def test_who_may_rate_whom_on_what(framework: Framework, learner: str, rater: str) -> None:
    wanted = OPEN[learner, rater]
    row = ""
    for number in range(1, 14):
        answers = {
            may_rate(framework, rater=JobRole(rater), learner=JobRole(learner), indicator=f"C{number:02}{letter}")
            for letter in "ab"
        }
        assert len(answers) == 1, number
        row += "o" if answers.pop() else "-"
    assert row == wanted
    listed = open_competencies(framework, JobRole(learner), JobRole(rater))
    assert listed == tuple(f"C{place:02}" for place, mark in enumerate(wanted, start=1) if mark == "o")


def test_no_indicator_is_open_that_is_in_no_framework(framework: Framework) -> None:
    assert not may_rate(framework, rater=JobRole.FM, learner=JobRole.SK, indicator="C14a")


@pytest.mark.parametrize("role", [JobRole.MSL, JobRole.NAV])
def test_the_framework_tells_readers_the_same(framework: Framework, role: JobRole) -> None:
    noted = {code for code, words in framework.role(role).notes.items() if "function only" in words}
    assert noted == OWN_FUNCTION_ONLY


@pytest.mark.parametrize(
    ("learner", "rater", "words"),
    [
        (
            JobRole.MSL,
            JobRole.FM,
            "A commercial coach rates a medical science liaison only in shared team work: “planning and execution”, "
            "“matrix teaming” and “mindset and change”. Everything else is rated by the own function.",
        ),
        (
            JobRole.MSL,
            JobRole.NAV,
            "For a medical science liaison, “patient-journey insight”, “value story and evidence” and “compliance and "
            "ethics” are rated by the own function only.",
        ),
        (
            JobRole.NAV,
            JobRole.NAV,
            "A nurse navigator or clinical educator has no target for “partnering and negotiation”, so it is not "
            "rated.",
        ),
    ],
)
def test_the_limit_is_told_in_words(
    framework: Framework, competencies: dict[str, Competency], learner: JobRole, rater: JobRole, words: str
) -> None:
    assert limit_words(framework, competencies, learner, rater) == words
