"""What a draft lacks, what is asked once, and what a visit may look at."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from kamacademy.coaching.agreement import days_offered
from kamacademy.coaching.focus import focus_offer
from kamacademy.coaching.progress import Caution, Rated, Step, cautions, high_without_evidence, unrated, where_next
from kamacademy.coaching.waiting import waiting
from kamacademy.competency.documents import Competency, Framework
from kamacademy.content.documents import Drafts
from kamacademy.guide.activity import Activity, activities_for, visit_title
from kamacademy.guide.rights import limit_words, open_competencies
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person

TODAY = date(2026, 11, 20)


def ratings(*levels: int | None, evidence: bool = True) -> list[Rated]:
    return [Rated(f"C{number:02}a", True, level, evidence) for number, level in enumerate(levels, start=1)]


OPEN = Rated("C09a", False, None, False)


@pytest.mark.parametrize(
    ("given", "has_words", "has_action", "step"),
    [
        ([], False, False, Step.FOCUS),
        ([*ratings(3), OPEN], True, True, Step.RATING),
        (ratings(3, None), False, False, Step.WORDS),
        (ratings(3), True, False, Step.AGREEMENT),
        (ratings(3), True, True, Step.REVIEW),
    ],
)
def test_a_draft_goes_on_where_it_was_left(
    given: Sequence[Rated], has_words: bool, has_action: bool, step: Step
) -> None:
    assert where_next(given, has_words=has_words, has_action=has_action) is step


def test_not_observed_is_an_answer() -> None:
    assert unrated(ratings(None, None)) == []
    assert unrated([*ratings(2), OPEN]) == ["C09a"]


@pytest.mark.parametrize(("level", "asked"), [(3, []), (4, ["C01a"]), (5, ["C01a"]), (None, [])])
def test_above_level_3_without_evidence_is_asked_about(level: int | None, asked: list[str]) -> None:
    assert high_without_evidence(ratings(level, evidence=False)) == asked
    assert high_without_evidence(ratings(level, evidence=True)) == []


@pytest.mark.parametrize(
    ("levels", "asked"),
    [
        ((3, 3), []),
        ((3, 3, 3), [Caution.ALL_THE_SAME]),
        ((None, None, None), [Caution.ALL_THE_SAME]),
        ((3, 3, None), []),
        ((2, 3, 3, 3, 3), []),
    ],
)
def test_three_or_more_alike_are_asked_about(levels: tuple[int | None, ...], asked: list[Caution]) -> None:
    assert cautions(ratings(*levels)) == asked


def test_both_are_asked_at_once() -> None:
    assert cautions(ratings(4, 4, 4, evidence=False)) == [Caution.HIGH_WITHOUT_EVIDENCE, Caution.ALL_THE_SAME]


def test_activities_fit_the_learner() -> None:
    manager = JobRole.FM
    rep = [one.code for one in activities_for(learner=JobRole.REP, rater=manager, is_coach=False)]
    medical = [one.code for one in activities_for(learner=JobRole.MSL, rater=manager, is_coach=False)]
    own = [one.code for one in activities_for(learner=JobRole.MSL, rater=JobRole.MSL, is_coach=False)]
    coach = [one.code for one in activities_for(learner=manager, rater=JobRole.SL, is_coach=True)]
    assert len(rep) == 10
    assert rep[0] == Activity.DISCOVERY
    assert medical == [Activity.SHARED_TEAM]
    assert own[0] == Activity.SHARED_TEAM
    assert Activity.DISCOVERY in own
    assert Activity.COACHING in coach
    assert Activity.COACHING not in rep


def test_a_visit_is_titled_by_its_kind_and_complexity() -> None:
    assert visit_title("discovery-meeting", "usual") == "Customer discovery meeting, usual"


def test_days_to_choose_from_lie_30_60_and_90_days_ahead() -> None:
    assert days_offered(TODAY) == [(date(2026, 12, 20), 30), (date(2027, 1, 19), 60), (date(2027, 2, 18), 90)]


def test_who_has_waited_longer_than_the_rhythm_is_marked_and_nobody_is_ranked() -> None:
    people = [Person(id=number, name=f"P{number}") for number in (1, 2, 3, 4)]
    seen = [(46, 45), (45, 45), (46, 183), (None, 183)]
    found = [
        waiting(one, None if ago is None else TODAY - timedelta(days=ago), longest, TODAY)
        for one, (ago, longest) in zip(people, seen, strict=True)
    ]
    assert [(one.person.id, one.is_long) for one in found] == [(1, True), (2, False), (3, False), (4, True)]
    assert found[3].observed_on is None


@pytest.fixture(scope="module")
def framework(drafts: Drafts) -> Framework:
    return drafts.contents("framework", Framework)[0][1]


@pytest.fixture(scope="module")
def competencies(drafts: Drafts) -> dict[str, Competency]:
    return {one.code: one for _, one in drafts.contents("competency", Competency)}


def test_a_commercial_coach_rates_medical_roles_in_shared_team_work_only(
    framework: Framework, competencies: dict[str, Competency]
) -> None:
    assert open_competencies(framework, JobRole.MSL, JobRole.FM) == ("C07", "C10", "C13")
    assert open_competencies(framework, JobRole.NAV, JobRole.AL) == ("C07", "C10", "C13")
    assert len(open_competencies(framework, JobRole.MSL, JobRole.MSL)) == 13
    assert len(open_competencies(framework, JobRole.REP, JobRole.FM)) == 13
    assert limit_words(framework, competencies, JobRole.MSL, JobRole.FM).startswith(
        "A commercial coach rates a medical science liaison only in shared team work: “planning and execution”"
    )


EXAMPLES = {"C03a": "Asks why", "C10a": "Names a role", "C05b": "Reads a chart", "C12a": "Checks the list"}


def test_what_the_activity_shows_comes_first_by_plan_and_priority_and_nothing_twice(
    framework: Framework, competencies: dict[str, Competency]
) -> None:
    offer = focus_offer(
        framework, competencies, learner=JobRole.SK, coach=JobRole.FM, in_plan=["C05b", "C09a"], examples=EXAMPLES
    )
    assert [(one.id, one.why, one.example) for one in offer.shown] == [
        ("C05b", "in the plan", "Reads a chart"),
        ("C03a", "priority", "Asks why"),
        ("C10a", "priority", "Names a role"),
        ("C12a", None, "Checks the list"),
    ]
    assert offer.planned == ["C05b"]
    others = [one for group in offer.others for one in group.options]
    assert [one.id for one in others if one.is_planned] == ["C09a"]
    everything = [one.id for one in offer.shown] + [one.id for one in others]
    assert len(everything) == len(set(everything)) == 26
    assert offer.limit is None


def test_what_may_not_be_rated_is_not_offered_even_if_it_is_in_the_plan(
    framework: Framework, competencies: dict[str, Competency]
) -> None:
    offer = focus_offer(
        framework, competencies, learner=JobRole.MSL, coach=JobRole.FM, in_plan=["C06a", "C10a"], examples=EXAMPLES
    )
    assert [one.id for one in offer.shown] == ["C10a"]
    offered = [one.id for group in offer.others for one in group.options]
    assert sorted(offered) == ["C07a", "C07b", "C10b", "C13a", "C13b"]
    assert offer.limit is not None
