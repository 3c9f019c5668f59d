"""Results of teams and programmes, and a series read with its chart, at the browser."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from kamacademy.db import db
from kamacademy.development.models import Action, Plan
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.given import Collected, Given
from kamacademy.kpi.models import Reading
from kamacademy.kpi.operations import record_many, record_reading
from kamacademy.kpi.periods import add_months, period_from
from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person, Team
from tests.browser import Browser
from tests.curriculum.study import PROGRAMME
from tests.statements import statements
from tests.world import NOW, World

MOST_STATEMENTS = 12
# A steady series around 60 %, hand-made without resemblance from month to month; 50 cases and more.
STEADY = (33, 28, 32, 29, 31, 30, 33, 28, 32, 29, 31, 30)


def months(counts: Sequence[float], n: int, *, last: date = date(2026, 10, 1)) -> list[Figure]:
    periods = [period_from("monthly", add_months(last, place + 1 - len(counts))) for place in range(len(counts))]
    return [Figure(one.start, one.end, count, n) for one, count in zip(periods, counts, strict=True)]


def keep(subject: Subject, kpi: str, figures: Sequence[Figure], by: Person, beside: str | None = None) -> None:
    given = [Given(subject, kpi, one, "A file", beside=beside) for one in figures]
    record_many(given, collected=Collected.IMPORT, reason="", by=by, at=NOW)


def begin_action_for_k01(learner: Person) -> None:
    """A plan with an action for K01, begun on 1 October 2026."""
    plan = Plan(learner=learner, created_at=NOW)
    db.session.add(plan)
    db.session.add(
        Action(
            plan=plan, competency="C03", indicator="C03a", kind="practise", title="Check fields", kpi="K01",
            due_on=date(2026, 12, 1), original_due_on=date(2026, 12, 1), state="open", origin_type="own",
            opened_on=date(2026, 10, 1), created_at=NOW,
        )
    )  # fmt: skip
    db.session.flush()


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    made = world.person("Mira Halvorsen", team="Harbour")
    world.give_coach(made, coach)
    return made


@pytest.fixture
def team(learner: Person) -> Team:
    assert learner.team is not None
    return learner.team


def test_a_long_series_has_limits_and_a_reading_outside_is_a_question(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    keep(Subject(learner_id=learner.id), "K14", months([*STEADY, 48], 50), coach)
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k14")
    assert len(browser.page.select(".natural-limit")) == 2
    assert len(browser.page.select(".point-outside")) == 1
    assert "Oct 2026 lies above the natural limits." in browser.words
    assert "it is a question, not a judgement" in browser.words
    assert "natural limits frozen on the first 12 months" in browser.words
    assert "They are provisional" in browser.words
    assert "Likely between 87 % and 99 % (95 % interval, n = 50)." in browser.words


def test_a_steady_series_says_that_there_is_no_signal(learner: Person, coach: Person, browse: type[Browser]) -> None:
    keep(Subject(learner_id=learner.id), "K14", months(STEADY, 50), coach)
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k14")
    assert "No signal: the readings go up and down as they may while nothing changes." in browser.words
    assert not browser.page.select(".point-outside")


def test_a_run_is_drawn_and_said(learner: Person, coach: Person, browse: type[Browser]) -> None:
    counts = [30, 26, 31, 27, 29, 28, 30, 26, 31, 27, *[36, 37, 36, 38, 37, 36, 38, 37, 36, 37]]
    keep(Subject(learner_id=learner.id), "K14", months(counts, 50), coach)
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k14")
    assert browser.page.select(".series.run")
    assert "10 readings in a row, from Jan 2026 to Oct 2026, lie above the middle of all" in browser.words


def test_a_stock_is_charted_as_flow_and_says_so(learner: Person, coach: Person, browse: type[Browser]) -> None:
    keep(Subject(learner_id=learner.id), "K01", months([*STEADY, 31, 48], 50), coach)
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k01")
    assert (
        "Drawn is the change from one month to the next, in percentage points, not the share itself." in browser.words
    )
    assert "Oct 2026 lies above the natural limits." in browser.words
    assert len(browser.page.select(".run-chart .natural-limit")) == 2
    assert not browser.page.select(".sparkline .natural-limit")
    assert not browser.page.select(".run-chart .target-line")
    assert [one.get_text() for one in browser.page.select("caption ~ tbody tr")[0].find_all("td")][2] == "up 34 points"


def test_the_definition_says_what_is_drawn_of_a_stock(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open("/kpis/k01")
    assert "by how many percentage points the share changed from one month to the next" in browser.words


def test_a_card_knows_the_baseline(learner: Person, coach: Person, browse: type[Browser]) -> None:
    keep(Subject(learner_id=learner.id), "K01", months([5, 5, 5, 7], 10), coach)
    begin_action_for_k01(learner)
    browser = browse(learner)
    with statements() as made:
        browser.open(f"/people/{learner.id}/kpis")
    assert "Target 80 %: not met yet, above the baseline." in browser.words
    assert len(made) <= MOST_STATEMENTS


def test_the_guard_is_told_beside_what_became_better(learner: Person, coach: Person, browse: type[Browser]) -> None:
    keep(Subject(learner_id=learner.id), "K01", months([5, 5, 5, 7], 10), coach)
    keep(Subject(learner_id=learner.id), "K13", months([8, 8, 8, 5], 10), coach)
    begin_action_for_k01(learner)
    browser = browse(learner)
    with statements() as made:
        browser.open(f"/people/{learner.id}/kpis/k01")
    assert "Read with care: while K01 became better, its guard K13 Discovery quality became worse" in browser.words
    assert len(made) <= MOST_STATEMENTS


def test_nothing_is_said_of_a_guard_without_a_later_reading_or_with_too_few_cases(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    keep(Subject(learner_id=learner.id), "K01", months([5, 5, 5, 7], 10), coach)
    keep(Subject(learner_id=learner.id), "K13", months([8, 8, 8], 10, last=date(2026, 9, 1)), coach)
    begin_action_for_k01(learner)
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k01")
    assert "K13 Discovery quality" in browser.words
    assert "its guard K13" not in browser.words.replace("Its", "its")
    keep(Subject(learner_id=learner.id), "K13", months([1], 3), coach)
    assert "its guard K13" not in browser.open(f"/people/{learner.id}/kpis/k01").words


def test_a_guard_that_is_not_kept_for_the_person_is_named_with_the_reason(
    team: Team, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k13")
    assert "K21 Coach agreement" in browser.words
    assert "No figure of it here: K21 Coach agreement is not a measure for a" in browser.words
    assert "It is kept for: field manager." in browser.words
    assert "K21 Coach agreement" in browser.follow("K21 Coach agreement").heading
    words = browse(coach).open(f"/teams/{team.id}/kpis/k02").words
    assert "No figure of it here: K13 Discovery quality is measured for a person, not for a team." in words


def test_what_was_withdrawn_is_no_source_of_the_newest_figure(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    about = Subject(learner_id=learner.id)
    keep(about, "K01", months([6], 10, last=date(2026, 9, 1)), coach, "All fields.")
    keep(about, "K01", months([9], 10), coach, "Half of the fields.")
    newest = db.session.scalars(select(Reading).where(Reading.period_start == date(2026, 10, 1))).one()
    newest.withdrawn_at = NOW
    db.session.flush()
    lead = browse(learner).open(f"/people/{learner.id}/kpis/k01").page.select("main .panel-body > .soft")
    assert "Read with it: All fields." in [one.get_text() for one in lead]
    assert "Read with it: Half of the fields." not in [one.get_text() for one in lead]


def test_a_team_of_medical_roles_sees_no_commercial_measure(world: World, browse: type[Browser]) -> None:
    liaison = world.person(job_role=JobRole.MSL, team="Science")
    words = browse(liaison).open(f"/teams/{liaison.team_id}/kpis").words
    assert "K02 Shared knowledge" in words
    assert "O2" not in words
    world.person(job_role=JobRole.AL, team="Science")
    assert "O2 Share of wallet" in browse(liaison).open(f"/teams/{liaison.team_id}/kpis").words


def test_answers_of_fewer_than_five_people_are_not_kept(team: Team, coach: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open(f"/teams/{team.id}/kpis/o4/new-reading")
    browser.fill("How many", "4").fill("Out of how many", "4").press("Keep the reading", expect=422)
    assert "Answers of fewer than five people are not kept" in browser.words
    browser.fill("Out of how many", "5").press("Keep the reading")
    assert "4 of 5" in browser.words


def test_a_share_is_drawn_towards_five_people_of_the_team_and_not_towards_four(
    world: World, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    others = [world.person(team="Harbour") for _ in range(4)]
    for one, count in zip([learner, *others[:3]], (2, 8, 9, 7), strict=True):
        keep(Subject(learner_id=one.id), "K01", months([count], 10), coach)
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k01")
    assert "Drawn towards" not in browser.words
    keep(Subject(learner_id=others[3].id), "K01", months([8], 10), coach)
    browser.open(f"/people/{learner.id}/kpis/k01")
    assert "A share of 10 cases swings by itself. Drawn towards the 5 people of the team" in browser.words
    assert "no order of people" in browser.words


def test_a_teams_reading_is_entered_read_and_corrected(
    team: Team, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    browser = browse(coach).open(f"/teams/{team.id}/kpis").follow("K02 Shared knowledge")
    browser.follow("Enter a reading").fill("How many", "3").fill("Out of how many", "8")
    browser.fill("What was seen", "Two nurses added facts.").fill("Seen on", "2026-09-03").fill("Seen by", "Ana Ruiz")
    browser.press("Keep the reading")
    assert "3 of 8 in Jul to Sep 2026 (38 %)" in browser.words
    assert "3 Sep 2026, Ana Ruiz" in browser.words
    browser.follow("Correct the reading for Jul to Sep 2026").fill("How many", "4").fill("Why the earlier", "One more")
    browser.press("Put this in its place")
    assert "4 of 8 in Jul to Sep 2026 (50 %)" in browser.words
    assert db.session.scalars(select(Reading.team_id).distinct()).all() == [team.id]
    member = browse(learner).open(f"/teams/{team.id}/kpis/k02")
    assert "4 of 8" in member.words
    assert "Enter a reading" not in member.words
    member.open(f"/teams/{team.id}/kpis/k02/new-reading", expect=403)


def test_what_was_seen_lies_in_the_past(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k01/new-reading")
    browser.fill("How many", "3").fill("Out of how many", "8").fill("What was seen", "Fields").fill(
        "Seen on", "2027-01-01"
    )
    browser.press("Keep the reading", expect=422)
    assert "Choose a day that is over" in browser.words


def test_a_measure_of_people_is_refused_for_a_team_and_for_a_programme(
    team: Team, coach: Person, world: World, browse: type[Browser]
) -> None:
    browser = browse(coach).open(f"/teams/{team.id}/kpis/k01/new-reading")
    assert "K01 Living profile is measured for a person, not for a team." in browser.words
    assert not browser.page.select("main form")
    browse(coach).open(f"/programmes/{PROGRAMME}/kpis/k25", expect=403)
    authors = browse(world.learning_team()).open(f"/programmes/{PROGRAMME}/kpis/k25")
    assert "No reading yet" in authors.words
    authors.open("/programmes/nothing/kpis/k25", expect=404)
    authors.open("/teams/99999/kpis", expect=404)


def test_another_team_is_closed_to_a_coach_and_to_a_learner(world: World, team: Team, browse: type[Browser]) -> None:
    for stranger in (world.coach(), world.learner(), world.administrator()):
        browse(stranger).open(f"/teams/{team.id}/kpis", expect=403)
    browse(world.leader()).open(f"/teams/{team.id}/kpis")


def test_what_is_counted_is_told_so_and_is_not_corrected_by_hand(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    given = Given(
        Subject(learner_id=learner.id), "K22", months([3], 5)[0], "Plan", beside="stretch 1, 2 and 3: 1, 2, 0."
    )
    record_many([given], collected=Collected.CALCULATED, reason="", by=None, at=NOW)
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k22")
    assert "Read with it: stretch 1, 2 and 3: 1, 2, 0." in browser.words
    assert "the academy, 20 Nov 2026" in browser.words
    assert "counted 20 Nov 2026" in browser.words
    assert not [one for one in browser.page.select("a") if one.get_text() == "Correct"]


def test_the_definition_shows_everybody_together_to_leaders_alone(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    people = [learner, *(world.person(team="Harbour") for _ in range(4))]
    for number, one in enumerate(people):
        keep(Subject(learner_id=one.id), "K01", months([6 + number, 6], 10)[: 1 if number == 4 else 2], coach)
    browser = browse(world.leader()).open("/kpis/k01")
    assert "Everybody together" in browser.words
    assert "40 of 50 in Sep 2026 (80 %)" in browser.words
    assert "Oct 2026" not in browser.words
    assert "95 % interval" not in browser.words
    assert "Everybody together" not in browse(learner).open("/kpis/k01").words


def test_a_definition_leads_to_ones_own_team_and_leaders_to_all(
    world: World, team: Team, learner: Person, browse: type[Browser]
) -> None:
    world.person(team="Valley")
    assert "Valley" not in browse(learner).open("/kpis/k02").words
    leader = browse(world.leader()).open("/kpis/k02")
    assert "Valley" in leader.words
    assert "K02" in leader.follow("Harbour").words


def test_the_library_explains_what_is_kept_for_whom(learner: Person, browse: type[Browser]) -> None:
    words = browse(learner).open("/kpis").words
    assert "carries only K02, K14, K18, K19, K22 and K23" in words
    assert "K12, K13, K19, K20, K21, K22 and K25 are counted by the academy itself every night" in words
    assert "Outcomes, which are never one person's" in words
    assert "O4 Team engagement" in words


def test_an_outcome_is_never_a_persons(world: World, browse: type[Browser]) -> None:
    leader = world.person(job_role=JobRole.SL)
    browser = browse(leader).open(f"/people/{leader.id}/kpis/o7/new-reading")
    assert "an outcome of many hands" in browser.words
    assert "O7" not in browser.open(f"/people/{leader.id}/kpis").words


def test_a_result_page_takes_few_statements(learner: Person, coach: Person, browse: type[Browser]) -> None:
    keep(Subject(learner_id=learner.id), "K01", months(STEADY, 50), coach)
    record_reading(
        learner, "K13", period_start=date(2026, 7, 1), period_end=date(2026, 9, 30), numerator=3, denominator=4,
        source="Forms", by=coach, at=NOW,
    )  # fmt: skip
    browser = browse(coach)
    for address in (f"/people/{learner.id}/kpis", f"/people/{learner.id}/kpis/k01", f"/teams/{learner.team_id}/kpis"):
        with statements() as made:
            browser.open(address)
        assert len(made) <= MOST_STATEMENTS, address
