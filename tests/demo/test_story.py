"""The story as it is written: it repeats, it holds together on any day, and it names nobody real."""

import re
from collections import defaultdict
from datetime import date, timedelta

import pytest

from kamacademy.demo.acts import AnswerNote, EnterReading, FinishLesson, Observe, Practise
from kamacademy.demo.chance import chance
from kamacademy.demo.company import BY_KEY, COLLEAGUES
from kamacademy.demo.deciding import way
from kamacademy.demo.growth import GROWTH, Skill
from kamacademy.demo.plan_acts import (
    Accept,
    AgreePlan,
    Complete,
    Drop,
    HoldReview,
    Propose,
    ProposeOwn,
    WriteReview,
)
from kamacademy.demo.plans import Workload
from kamacademy.demo.studies import CORRIDOR, INVITATION, KEEP_YOUR_SHARE
from kamacademy.demo.together import GiveOwnView
from kamacademy.demo.words import FOLDER, book
from kamacademy.reviewing.review import Verdict
from kamacademy.scenario.course import Course, Taken, fold
from kamacademy.scenario.documents import Scenario
from tests.demo.teller import DAYS, Teller

SCENARIOS = (CORRIDOR, KEEP_YOUR_SHARE, INVITATION)


def test_the_same_seed_and_day_give_the_same_story_and_another_seed_another(story: Teller) -> None:
    assert story() == story.__class__(story.release)()
    assert story() != story(seed=2)


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_the_acts_are_in_order_and_in_the_past(story: Teller, today: date) -> None:
    acts = story(today)
    assert [act.at for act in acts] == sorted(act.at for act in acts)
    assert acts[-1].at.date() < today


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_never_more_than_three_actions_are_open(story: Teller, today: date) -> None:
    open_now, written = defaultdict[str, set[str]](set), dict[str, WriteReview]()
    for act in story(today):
        if isinstance(act, Observe) and act.is_shared and act.agreement is not None:
            open_now[act.learner].add(act.key)
        elif isinstance(act, Propose):
            open_now[act.learner].add(act.library_id)
        elif isinstance(act, ProposeOwn):
            open_now[act.learner].add(act.action)
        elif isinstance(act, Complete | Drop | Accept):
            open_now[act.learner].remove(act.action)
        elif isinstance(act, HoldReview):
            open_now[act.learner] -= ended_by(written[act.learner])
        elif isinstance(act, WriteReview):
            written[act.learner] = act
        assert all(len(names) <= 3 for names in open_now.values())


def ended_by(review: WriteReview) -> set[str]:
    """The actions that a review ends."""
    return {name for name, said in review.said if said.verdict in (Verdict.DONE, Verdict.DROPPED)}


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_only_the_coach_of_that_day_observes_and_agrees(story: Teller, today: date) -> None:
    for act in story(today):
        if isinstance(act, Observe) or (isinstance(act, AgreePlan) and act.by != act.learner):
            assert act.by == BY_KEY[act.learner].coach_at((today - act.at.date()).days)


def test_medical_and_nursing_roles_are_rated_in_shared_team_work_only(story: Teller) -> None:
    seen = {one.indicator[:3] for act in story() if isinstance(act, Observe) for one in act.seen
            if not BY_KEY[act.learner].is_commercial}  # fmt: skip
    assert seen <= {"C07", "C10", "C13"}


def test_every_visit_says_what_was_seen_and_not_observed_has_no_line(story: Teller) -> None:
    visits = [act for act in story() if isinstance(act, Observe) and act.is_shared]
    assert all(1 <= len(act.seen) <= 5 and act.strength and act.improve for act in visits)
    assert all((one.level is None) == (one.line is None) for act in visits for one in act.seen)
    assert any(one.level is None for act in visits for one in act.seen)


def test_nobody_reads_the_same_line_twice_while_there_are_others(story: Teller) -> None:
    texts, read = book(), defaultdict[tuple[str, str, int], list[str | None]](list)
    for act in story():
        if isinstance(act, Observe):
            for one in act.seen:
                if one.level is not None:
                    read[act.learner, one.indicator, one.level].append(one.line)
    for (_, indicator, level), lines in read.items():
        assert len(set(lines)) == min(len(lines), len(texts.indicators[indicator].lines[level]))


def test_most_notes_are_answered_with_an_own_view(story: Teller) -> None:
    answers = [act for act in story() if isinstance(act, AnswerNote)]
    views = [act for act in story() if isinstance(act, GiveOwnView) or act in answers]
    assert len([act for act in views if act.words is not None]) > len(answers) / 2
    assert len([act for act in views if act.levels is not None]) > 0.6 * len(answers)


def test_follow_through_is_counted_from_the_plan(story: Teller) -> None:
    readings = [act for act in story() if isinstance(act, EnterReading) and act.kpi == "K22"]
    assert readings
    assert all((act.figures.numerator or 0) <= (act.figures.denominator or 0) <= 3 for act in readings)


@pytest.mark.parametrize("slug", SCENARIOS)
@pytest.mark.parametrize("seed", range(4))
def test_a_way_through_a_scenario_passes_or_is_stopped(story: Teller, slug: str, seed: int) -> None:
    scenario = story.release.one(Scenario, "scenario", slug)

    def played(*, is_stopped: bool) -> Course:
        steps: list[Taken] = []
        for choice in way(scenario, chance(seed, slug), is_stopped=is_stopped):
            place = fold(scenario, steps).node
            assert place is not None
            steps.append(Taken(len(steps) + 1, place.id, choice))
        return fold(scenario, steps)

    assert played(is_stopped=False).passed
    stopped = played(is_stopped=True)
    assert stopped.passed is False
    assert stopped.last is not None
    assert stopped.last.choice.hard_stop


def test_nobody_practises_before_a_week_is_over(story: Teller) -> None:
    finished: dict[str, date] = {}
    for act in story():
        if isinstance(act, FinishLesson):
            finished.setdefault(act.by, act.at.date())
        elif isinstance(act, Practise):
            assert act.at.date() >= finished[act.by] + timedelta(days=7)


def test_a_skill_grows_evenly() -> None:
    assert Skill("C03", 2.0, 3.0).at(0.5) == 2.5


def test_a_fourth_action_finds_no_place() -> None:
    load = Workload()
    days = [date(2026, 1, day) for day in (1, 2, 3, 4)]
    assert [load.takes(day, date(2026, 2, 1)) for day in days] == [True, True, True, False]
    assert load.takes(date(2026, 2, 2), date(2026, 3, 1))


def test_the_coaching_of_every_learner_who_was_seen_is_known() -> None:
    assert all(BY_KEY[name].care for name in GROWTH)
    assert all(care.coach in BY_KEY for one in COLLEAGUES for care in one.care)


def test_every_indicator_has_words_and_no_text_holds_an_address() -> None:
    texts = book()
    assert len(texts.indicators) == 26
    for words in texts.indicators.values():
        assert {level: len(lines) for level, lines in words.lines.items()} == {1: 1, 2: 3, 3: 3, 4: 3}
    everything = "".join(place.read_text(encoding="utf-8") for place in FOLDER.glob("*.yaml"))
    assert not re.search(r"https?:|www\.|@", everything)
    assert all(one.email.endswith("@fernwick.example") for one in COLLEAGUES)


def test_no_text_judges_a_person() -> None:
    everything = " ".join(place.read_text(encoding="utf-8") for place in FOLDER.glob("*.yaml")).lower()
    for word in ("lazy", "attitude", "excellent", "brilliant", "weak", "poor ", "talented", "great ", "patient name"):
        assert word not in everything, word
