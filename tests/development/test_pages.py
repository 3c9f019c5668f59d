"""The plan and the results at the browser."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Module
from kamacademy.db import db
from kamacademy.development.models import Action, CheckIn, Plan
from kamacademy.development.operations import check_in
from kamacademy.development.queries import running_plan
from kamacademy.kpi.operations import record_reading
from kamacademy.kpi.periods import add_months, period_from
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.proof.operations import complete
from kamacademy.proposal.operations import agree_action, draft_plan
from tests.browser import Browser
from tests.curriculum.study import M01
from tests.curriculum.study import complete as complete_module
from tests.development.plans import DUE, proposed, seen, titles
from tests.statements import statements
from tests.world import NOW, PASSWORD, TODAY, World


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def coached(learner: Person, coach: Person, title: str = "Ask one more question", kpi: str = "K01") -> Action:
    return agree_action(
        learner, title=title, indicator="C03a", due_on=TODAY + timedelta(days=14), by=coach, at=NOW,
        origin=("observation", 7), library=library(), kpi=kpi,
    )  # fmt: skip


def count(model: type[Plan] | type[Action] | type[CheckIn]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def card(browser: Browser, title: str) -> str:
    """What an action's card reads."""
    cards = [one for one in browser.page.select("article.plan-action") if title in one.get_text()]
    assert len(cards) == 1, f"{len(cards)} cards for “{title}”"
    return " ".join(cards[0].get_text(" ").split())


def sign(browser: Browser) -> None:
    """Read and sign the plan that is open."""
    browser.follow("Read and sign").fill("Your password", PASSWORD).press("Sign the plan")


# The story


def test_a_plan_is_drafted_changed_agreed_worked_on_and_completed(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    seen(learner, coach, {"C07": 2, "C12": 3})
    coached(learner, coach)
    rep, manager = browse(learner), browse(coach)

    rep.open(f"/people/{learner.id}/plan")
    assert "From coaching on 20 Nov 2026" in card(rep, "Ask one more question")
    rep.press("Suggest from the gaps")
    assert "2 actions proposed" in rep.words
    gate = card(rep, "Ask compliance to challenge one of your own initiatives early")
    assert "Compliance and ethical judgement: " in gate
    assert "Proficient or above; the target, Advanced, is not shown yet." in gate
    assert "From the library on 20 Nov 2026" in gate
    assert "measured for the team" in gate

    rep.follow("Change").fill("Where it will be tried", "Norlund, the draft for January").press("Save")
    assert "Norlund, the draft for January" in rep.words
    sign(rep)
    assert "You signed on 20 Nov 2026. The plan waits for Daniel Okafor" in rep.words

    manager.open(f"/people/{learner.id}/plan")
    assert "Mira Halvorsen signed on 20 Nov 2026. Once you sign too, the actions begin." in manager.words
    sign(manager)
    assert "begin now." in manager.words
    assert (
        "Agreed by Mira Halvorsen and Daniel Okafor on 20 Nov 2026. Three of three places are in use." in manager.words
    )
    manager.fill("How is it going?", "Who at Norlund would dispute it?").press("Send the check-in")
    assert "Who at Norlund would dispute it?" in card(manager, "Ask one more question")

    rep.open(f"/people/{learner.id}/plan").follow("Move the date")
    rep.fill("New date", (TODAY + timedelta(days=30)).isoformat()).fill("Reason", "The visit moved").press(
        "Move the date"
    )
    assert "first agreed for 4 Dec 2026" in card(rep, "Ask one more question")
    rep.follow("Show that it is done").fill("What shows that it is done", "Asked twice on 12 Nov; Daniel was there")
    rep.press("Hand it in")
    assert "Handed in 20 Nov 2026" in card(rep, "Ask one more question")
    manager.open(f"/people/{learner.id}/plan").press("Accept as done")
    rep.open(f"/people/{learner.id}/plan")
    assert "Done 20 Nov 2026" in rep.words
    assert "Asked twice on 12 Nov; Daniel was there" in rep.words
    rep.follow("What happened to this plan")
    for words in (
        "Mira Halvorsen moved “Ask one more question” from 4 Dec 2026 to 20 Dec 2026. Reason: The visit moved",
        "Daniel Okafor agreed to the plan.",
        "Mira Halvorsen handed in “Ask one more question”.",
        "Daniel Okafor accepted “Ask one more question” as done.",
    ):
        assert words in rep.words


def test_without_a_plan_the_page_offers_a_draft_and_names_gaps_and_unknowns(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    seen(learner, coach, {"C07": 2})
    browser = browse(learner).open(f"/people/{learner.id}/plan")
    assert "Account planning and execution Priority of the role, probably 1 level below target" in browser.words
    assert "Not gaps: nobody can tell yet." in browser.words
    assert "not seen yet; 3 visits needed for a level" in browser.words
    browser.press("Draft a plan from your gaps")
    assert titles(plan_of(learner), "proposed") == ["Rebuild one objective with a driver, an owner and a measure"]


def plan_of(learner: Person) -> Plan:
    found = running_plan(learner.id)
    assert found is not None
    return found


def test_where_nothing_is_known_the_draft_says_so(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/people/{learner.id}/plan").press("Draft a plan from your gaps")
    assert "No known gap is left to suggest for." in browser.words
    assert "Three places free" in browser.words


# Adding actions


def test_the_library_stands_open_at_the_first_gap(learner: Person, coach: Person, browse: type[Browser]) -> None:
    seen(learner, coach, {"C07": 2, "C09": 1}, visits=9)
    coached(learner, coach)
    browser = browse(learner).open(f"/people/{learner.id}/plan").follow("Choose from the library")
    shelves = [" ".join(one.summary.get_text(" ").split()) for one in browser.page.select("details.shelf")]
    assert len(shelves) == 13
    assert shelves[0].startswith("Stakeholder relationships Priority of the role")
    assert len(browser.page.select("details.shelf[open]")) == 1
    assert len(browser.page.select(".shelf-action")) == 39
    browser.press("Put into the plan: Trace the coverage route for one drug class at one account")
    assert "Living profile" in card(browser, "Trace the coverage route")
    browser.follow("Choose from the library")
    assert "In the plan" in browser.words


def test_an_own_action_is_proposed(learner: Person, coach: Person, browse: type[Browser]) -> None:
    coached(learner, coach)
    browser = browse(coach).open(f"/plans/{plan_of(learner).id}/actions/new")
    browser.fill("What you will do", "Walk the clinic round").fill("What it builds", "Shared profile").choose(
        "With others"
    )
    browser.fill("Where it will be tried", "Norlund").fill("Due", DUE.isoformat()).fill(
        "Result it should move", "K01 Living profile"
    )
    browser.press("Propose it")
    words = card(browser, "Walk the clinic round")
    for said in ("Own, added on 20 Nov 2026", "With others", "Norlund", "Living profile", "Due 4 Jan 2027"):
        assert said in words


@pytest.mark.parametrize(
    ("title", "due", "words"),
    [
        ("", DUE.isoformat(), "Say what you will do, beginning with a verb."),
        ("Try it", "", "Choose the day by which it is done."),
        ("Try it", "soon", "Choose a whole date, such as 12 Mar 2026."),
        ("Try it", TODAY.isoformat(), "Choose a day after today, 20 Nov 2026, and within 90 days"),
        ("Try it", "2027-12-01", "and within 90 days: a smaller step is easier to keep."),
        ("x" * 251, DUE.isoformat(), "Keep it below 250 characters."),
    ],
)
def test_a_proposal_that_cannot_be_is_explained_and_kept(
    learner: Person, coach: Person, browse: type[Browser], title: str, due: str, words: str
) -> None:
    coached(learner, coach)
    browser = browse(learner).open(f"/plans/{plan_of(learner).id}/actions/new")
    browser.fill("What you will do", title).fill("Due", due).fill("Evidence expected", "A page worth keeping")
    browser.press("Propose it", expect=422)
    assert words in browser.words
    assert "A page worth keeping" in browser.field("Evidence expected").get_text()
    assert browser.field("What you will do")["value"] == title
    assert count(Action) == 1


def test_only_kpis_of_the_job_role_are_offered(world: World, coach: Person, browse: type[Browser]) -> None:
    nurse = world.learner(coach=coach, job_role=JobRole.NAV)
    action = proposed(nurse)
    browser = browse(nurse).open(f"/plans/{action.plan_id}/actions/{action.id}/change")
    offered = [one["value"] for one in browser.field("Result it should move").find_all("option")]
    assert offered == ["", "K14", "K19", "K22", "K18", "K02", "K23"]


def test_a_library_action_that_is_not_there_is_not_found(learner: Person, browse: type[Browser]) -> None:
    action = proposed(learner)
    browser = browse(learner).open(f"/plans/{action.plan_id}/actions/new")
    browser.page.find("button", {"name": "library_id"})["value"] = "c99-job"
    browser.press("Put into the plan", expect=404)


# Bad input


def test_an_empty_check_in_is_explained_beside_its_action(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    coached(learner, coach)
    coached(learner, coach, "Another")
    browser = browse(learner).open(f"/people/{learner.id}/plan").press("Send the check-in", expect=422)
    assert browser.words.count("Write a word or two about how it is going.") == 1
    assert "Write a word or two" in card(browser, "Ask one more question")
    assert count(CheckIn) == 0


@pytest.mark.parametrize(
    ("link", "button", "words"),
    [
        ("Show that it is done", "Hand it in", "Give at least one thing that shows it"),
        ("Move the date", "Move the date", "Choose the new date."),
        ("Drop", "Drop the action", "Say why, in a few words."),
    ],
)
def test_an_act_without_its_words_is_explained(
    learner: Person, coach: Person, browse: type[Browser], link: str, button: str, words: str
) -> None:
    action = coached(learner, coach)
    browser = browse(learner).open(f"/people/{learner.id}/plan").follow(link).press(button, expect=422)
    assert words in browser.words
    db.session.refresh(action)
    assert action.state == "open"


def test_a_date_into_the_past_is_explained_and_the_reason_kept(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    coached(learner, coach)
    browser = browse(learner).open(f"/people/{learner.id}/plan").follow("Move the date")
    browser.fill("New date", "2026-11-01").fill("Reason", "A good reason").press("Move the date", expect=422)
    assert "Choose a day after today" in browser.words
    assert browser.field("Reason")["value"] == "A good reason"


def test_an_action_that_moved_on_meanwhile_is_explained(learner: Person, coach: Person, browse: type[Browser]) -> None:
    action = coached(learner, coach)
    browser = browse(learner).open(f"/people/{learner.id}/plan").follow("Move the date")
    complete(action, "Done by the coach", by=coach, at=NOW)
    browser.fill("New date", DUE.isoformat()).fill("Reason", "My own words").press("Move the date", expect=422)
    assert "This action is done now" in browser.words
    assert browser.field("Reason")["value"] == "My own words"
    browser.open(f"/plans/{action.plan_id}/actions/{action.id}/change")
    assert "This action is done now" in browser.words


def test_what_coaching_left_open_can_be_said_later(learner: Person, coach: Person, browse: type[Browser]) -> None:
    coached(learner, coach)
    browser = browse(learner).open(f"/people/{learner.id}/plan").follow("Say what is missing")
    assert not browser.page.find("input", {"name": "title"})
    browser.fill("Where it will be tried", "Norlund").press("Save")
    assert "Norlund" in card(browser, "Ask one more question")
    assert "Say what is missing" not in browser.words


def test_a_plan_is_closed_and_kept_as_it_was(learner: Person, coach: Person, browse: type[Browser]) -> None:
    complete(coached(learner, coach), "Done on 3 Nov", by=coach, at=NOW)
    browser = browse(learner).open(f"/people/{learner.id}/plan").press("Close the plan")
    assert "No plan is running" in browser.words
    assert "1 of 1 action done" in browser.words
    browser.follow("20 Nov 2026 to 20 Nov 2026")
    assert "Kept as it was" in browser.words
    assert "Done on 3 Nov" in browser.words
    assert browser.button_words == []


# Who may


def test_nobody_but_the_learner_and_the_present_coach_reads_or_changes_a_plan(
    world: World, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    action = coached(learner, coach)
    there = f"/plans/{action.plan_id}"
    for other in (world.learner(), world.coach(), world.leader(), world.learning_team(), world.administrator()):
        browser = browse(other)
        for address in (
            f"/people/{learner.id}/plan", there, f"{there}/actions/new", f"{there}/actions/{action.id}/complete",
            f"{there}/actions/{action.id}/change", f"{there}/actions/{action.id}/re-date",
            f"{there}/actions/{action.id}/drop",
            f"/people/{learner.id}/kpis", f"/people/{learner.id}/kpis/k01",
        ):  # fmt: skip
            browser.open(address, expect=403)


def test_a_former_coach_has_no_part_in_it(world: World, learner: Person, coach: Person, browse: type[Browser]) -> None:
    coached(learner, coach)
    world.give_coach(learner, world.coach(), since=TODAY)
    browse(coach).open(f"/people/{learner.id}/plan", expect=403)


def test_an_action_has_its_address_only_in_its_own_plan(world: World, learner: Person, browse: type[Browser]) -> None:
    mine, other = proposed(learner), proposed(world.learner())
    browse(learner).open(f"/plans/{mine.plan_id}/actions/{other.id}/drop", expect=404)
    browse(learner).open("/plans/9999", expect=404)


def test_looking_changes_nothing(learner: Person, coach: Person, browse: type[Browser]) -> None:
    action = coached(learner, coach)
    browser, there = browse(learner), f"/plans/{action.plan_id}"
    for address in (
        f"/people/{learner.id}/plan", there, f"{there}/actions/new", f"{there}/actions/{action.id}/complete",
        f"/people/{learner.id}/kpis", f"/people/{learner.id}/kpis/k01",
    ):  # fmt: skip
        browser.open(address)
    db.session.refresh(action)
    assert (action.state, count(Plan), count(Action), len(plan_of(learner).history)) == ("open", 1, 1, 3)


# Results


def readings(learner: Person, counts: list[tuple[int, int]], kpi: str = "K01") -> None:
    """One reading a month up to October 2026."""
    for place, (numerator, denominator) in enumerate(counts):
        period = period_from("monthly", add_months(TODAY.replace(day=1), place - len(counts)))
        record_reading(
            learner, kpi, period_start=period.start, period_end=period.end, numerator=numerator,
            denominator=denominator, source="Profile form", by=learner, at=NOW,
        )  # fmt: skip


def test_the_results_show_what_the_role_carries(learner: Person, browse: type[Browser]) -> None:
    readings(learner, [(9, 16), (13, 17)])
    browser = browse(learner).open(f"/people/{learner.id}/kpis")
    assert "13 of 17 (76 %) Oct 2026" in browser.words
    assert "Target 80 %: too little data to say. 2 readings." in browser.words
    assert len(browser.page.select(".sparkline")) == 1
    assert "No reading yet" in browser.words
    assert "K02 Shared knowledge measured for a team, not for one person" in browser.words
    assert "K20" not in browser.words


def test_a_result_is_told_first_then_drawn_then_tabled(learner: Person, coach: Person, browse: type[Browser]) -> None:
    readings(learner, [(2, 5), (3, 5), (4, 5), (9, 16), (13, 17)], "K14")
    action = coached(learner, coach, kpi="K14")
    action.opened_on = TODAY - timedelta(days=70)
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k14")
    assert "13 of 17 in Oct 2026 (76 %). Target 60 %: met." in browser.words
    assert "Baseline 9 of 15 (60 %) over 3 months." in browser.words
    assert "Likely between 53 % and 90 % (95 % interval, n = 17)." in browser.words
    chart = browser.page.find("svg", {"role": "img", "aria-labelledby": "run-title run-desc"})
    assert chart is not None
    assert "Mark 1, 11 Sep 2026: plan action “Ask one more question” begun." in chart.desc.get_text()
    assert len(chart.select(".point")) == 5
    assert len(chart.select(".baseline-band")) == 1
    assert len(chart.select(".target-line")) == 1
    assert not chart.select(".limit")
    assert "fewer than 12 readings" in browser.words
    assert "was not necessarily caused by it" in browser.words
    rows = browser.page.select("table tbody tr")
    assert "Oct 2026" in rows[0].get_text()
    assert len(rows) == 5


def test_a_completed_module_is_marked_on_the_result_it_should_move(learner: Person, browse: type[Browser]) -> None:
    complete_module(learner, M01)
    code = library().one(Module, "module", M01).kpi
    period = period_from("quarterly", add_months(TODAY.replace(day=1), -4))
    record_reading(
        learner, code, period_start=period.start, period_end=period.end, numerator=3, denominator=6, source="Plan",
        by=learner, at=NOW,
    )  # fmt: skip
    browser = browse(learner).open(f"/people/{learner.id}/kpis/{code.lower()}")
    assert "20 Nov 2026: module “From products to accounts: joining the dots” completed" in browser.words


def test_a_stock_is_charted_by_its_changes_and_told_why(learner: Person, browse: type[Browser]) -> None:
    readings(learner, [(8, 16), (9, 16), (9, 16), (12, 16)])
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k01")
    assert "Drawn is the change from one month to the next, in percentage points" in browser.words
    assert len(browser.page.select(".run-chart .point")) == 3
    assert "Rests on 12 of 16" in browser.words
    assert not browser.page.select(".limit")


def test_no_reading_is_an_empty_state_and_not_a_zero(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k04")
    assert "No reading yet" in browser.words
    assert not browser.page.select(".run-chart")


def test_the_guard_stands_beside_with_its_latest_reading(learner: Person, browse: type[Browser]) -> None:
    period = period_from("quarterly", add_months(TODAY.replace(day=1), -4))
    record_reading(
        learner, "K13", period_start=period.start, period_end=period.end, numerator=3, denominator=4, source="Forms",
        by=learner, at=NOW,
    )  # fmt: skip
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k01")
    guard = " ".join(browser.page.select_one(".guard-kpi").get_text(" ").split())
    assert "K13 Discovery quality 3 of 4 Jul to Sep 2026" in guard
    assert "Each field carries a confidence tag" in guard


def test_a_measure_of_the_team_explains_why_it_has_no_page_of_ones_own(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k02")
    assert "measured for a team, not for one person" in browser.words
    assert "Enter a reading" not in browser.words
    browser.open(f"/people/{learner.id}/kpis/k99", expect=404)


def test_a_coach_reads_results_with_the_learners_name_on_them(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    browser = browse(coach).open(f"/people/{learner.id}/kpis")
    assert "Mira Halvorsen , small-k account manager" in browser.words
    assert "What their job role is measured by" in browser.words


# Cost


@pytest.mark.parametrize("page", ["plan", "kpis", "kpis/k01"])
def test_a_page_costs_at_most_twelve_statements_however_much_there_is(
    learner: Person, coach: Person, browse: type[Browser], page: str
) -> None:
    address = f"/people/{learner.id}/{page}"
    action = coached(learner, coach)
    proposed(learner)
    check_in(action, "One", by=coach, at=NOW)
    readings(learner, [(9, 16)])
    readings(learner, [(9, 16)], "K04")
    complete_module(learner, M01)
    browser = browse(learner).open(address)
    with statements() as few:
        browser.open(address)
    seen(learner, coach, {"C07": 2, "C12": 3, "C09": 1})
    draft_plan(learner, by=learner, at=NOW, today=TODAY, library=library())
    for place in range(20):
        check_in(action, f"Word {place}", by=learner, at=NOW)
        complete(coached(learner, coach, f"More {place}"), "Done", by=coach, at=NOW)
    for code in ("K07", "K12", "K13", "K14", "K17"):
        readings(learner, [(9, 16)] * 12, code)
    db.session.commit()
    with statements() as many:
        browser.open(address)
    assert len(many) == len(few), "\n".join(many)
    assert len(few) <= 12, "\n".join(few)
