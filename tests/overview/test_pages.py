"""The first pages and the preparation sheet at the browser: what each person sees."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from kamacademy.access import Function
from kamacademy.board.queries import people_in_care
from kamacademy.coaching.models import Observation
from kamacademy.coaching.operations import agree, share
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development.operations import check_in
from kamacademy.development.plan import Origin
from kamacademy.development.queries import open_actions
from kamacademy.guide.activity import Activity
from kamacademy.kpi.operations import record_reading
from kamacademy.kpi.periods import period_from
from kamacademy.overview.queries import last_agreements, learners_on, planned_and_held
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.proposal.operations import agree_action
from kamacademy.visit.models import PlannedVisit
from kamacademy.visit.operations import cancel
from tests.browser import Browser
from tests.coaching.visits import drafted, observed
from tests.statements import statements
from tests.visit.planned import planned
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def held(visit: PlannedVisit, note: Observation) -> None:
    """Say that the note is of the planned visit."""
    note.planned_visit = visit
    db.session.flush()


def at(day: date) -> datetime:
    """Nine o'clock of a day."""
    return datetime.combine(day, time(9), UTC)


def due_action(learner: Person, coach: Person, *, opened: date, due_on: date, title: str = "Map the committee") -> None:
    """An open action of the running plan."""
    agree_action(
        learner, title=title, indicator="C09a", due_on=due_on, by=coach, at=at(opened),
        origin=(Origin.OBSERVATION, 1), library=library(), library_id=None,
    )  # fmt: skip
    db.session.flush()


def section(words: str, begin: str, end: str) -> str:
    """What stands between two titles."""
    return words[words.index(begin) : words.index(end)]


def test_a_coach_begins_with_today(coach: Person, learner: Person, browse: type[Browser]) -> None:
    assert browse(coach).open("/").address == "/today"
    assert browse(learner).open("/").address == "/next-step"


def test_today_says_who_where_focus_and_what_was_agreed(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    observed(learner, coach, {"C09a": 2}, day=TODAY - 40 * DAY, agreed="An older promise", due_on=TODAY + DAY)
    observed(learner, coach, {"C09a": 2}, day=TODAY - 20 * DAY, agreed="Ask who else must agree", due_on=TODAY + DAY)
    planned(learner, coach, begins="10:20", focus=("C09a",))
    planned(world.learner("Zoe Able", coach=coach), coach, day=TODAY + DAY)
    words = section(browse(coach).open("/today").words, "Visits today", "This month")
    assert "10:20 Mira Halvorsen Customer discovery meeting · North 11" in words
    assert "Last agreed: ask who else must agree (due 21 Nov 2026)" in words
    assert "Focus: " in words
    assert "An older promise" not in words
    assert "Zoe Able" not in words


def test_without_a_visit_today_the_next_one_is_shown(coach: Person, learner: Person, browse: type[Browser]) -> None:
    browser = browse(coach)
    assert "None in the next two weeks either." in browser.open("/today").words
    planned(learner, coach, day=TODAY + 3 * DAY, begins="08:00", focus=())
    words = browser.open("/today").words
    assert "No visit today" in words
    assert "Next: Mon 23 Nov 2026, 08:00 Mira Halvorsen" in words
    assert "No focus agreed yet" in words


def test_the_month_counts_planned_visits_and_those_held(coach: Person, learner: Person, browse: type[Browser]) -> None:
    first = planned(learner, coach, day=date(2026, 11, 3), at=at(date(2026, 11, 2)))
    held(first, observed(learner, coach, {"C03a": 2}, day=date(2026, 11, 3)))
    draft_only = planned(learner, coach, day=date(2026, 11, 4), at=at(date(2026, 11, 2)))
    held(draft_only, drafted(learner, coach, {"C03a": 2}, day=date(2026, 11, 4)))
    planned(learner, coach, day=date(2026, 11, 30))
    planned(learner, coach, day=date(2026, 12, 1))
    cancel(planned(learner, coach, day=date(2026, 11, 25)), "Ill", by=coach, at=NOW)
    found = planned_and_held(coach, date(2026, 11, 1), date(2026, 11, 30))
    assert (found.planned, found.held) == (3, 1)
    assert "1 of 3 planned visits held in Nov 2026." in browse(coach).open("/today").words


def test_the_team_part_names_who_needs_the_coach_in_order_of_name(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    observed(learner, coach, {"C03a": 2}, day=TODAY - 46 * DAY)
    zoe, manager = world.learner("Zoe Able", coach=coach), world.learner("Otto Boss", coach=coach, job_role=JobRole.FM)
    observed(zoe, coach, {"C03a": 2}, day=TODAY - 45 * DAY)
    observed(manager, coach, {"C03a": 2}, day=TODAY - 100 * DAY)
    due_action(zoe, coach, opened=TODAY - 60 * DAY, due_on=TODAY)
    due_action(learner, coach, opened=TODAY - 10 * DAY, due_on=TODAY + DAY)
    words = browse(coach).open("/today").words
    waiting = section(words, "Waiting for an observation", "A KPI that moved")
    assert "Mira Halvorsen 46 days" in waiting
    assert "Zoe Able" not in waiting
    assert "Otto Boss" not in waiting, "a field manager is observed twice a year"
    plans = section(words, "All plans", "Observe")
    assert "Zoe Able “Map the committee” due today" in plans
    assert "Otto Boss No plan" in plans
    assert "Mira Halvorsen" not in plans, "all is quiet"


def test_a_check_in_puts_the_talk_off(world: World, coach: Person, learner: Person) -> None:
    due_action(learner, coach, opened=TODAY - 60 * DAY, due_on=TODAY + DAY)
    (before,) = people_in_care(coach, TODAY)
    assert [one.words for one in before.attention.reasons] == ["Nothing has moved for 60 days"]
    assert before.attention.running == 1
    check_in(open_actions([learner.id])[learner.id][0], "Tried it once", by=learner, at=at(TODAY - 5 * DAY))
    db.session.flush()
    (after,) = people_in_care(coach, TODAY)
    assert after.attention.reasons == ()


def test_one_kpi_that_moved_is_told_with_its_middle(coach: Person, learner: Person, browse: type[Browser]) -> None:
    for month, numerator in enumerate((6, 5, 7, 6, 6, 9), start=5):
        period = period_from("monthly", date(2026, month, 1))
        record_reading(
            learner, "K01", period_start=period.start, period_end=period.end, numerator=numerator, denominator=10,
            source="Profile form", by=coach, at=NOW,
        )  # fmt: skip
    words = browse(coach).open("/today").words
    told = words[words.index("A KPI that moved") :]
    assert "Mira Halvorsen: " in told
    assert "9 of 10 in Oct 2026 (90 %). The middle of the first 3 readings was 60 %." in told
    assert "One reading can be chance." in told
    assert "9 of 10 in Oct 2026 (90 %)" in browse(learner).open(f"/visits/{planned(learner, coach).id}").words


def test_the_first_screen_asks_as_often_for_many(world: World, coach: Person, browse: type[Browser]) -> None:
    planned(world.learner("Ada Able", coach=coach), coach)
    browser = browse(coach)
    pages = ("/today", "/team", "/team/plans")
    few = []
    for page in pages:
        browser.open(page)
        with statements() as seen:
            browser.open(page)
        few.append(len(seen))
    for number in range(12):
        person = world.learner(f"Ben Number{number}", coach=coach)
        observed(person, coach, {"C03a": 3}, agreed="Try it", due_on=TODAY + 9 * DAY)
        planned(person, coach, begins=f"{number + 8:02d}:00")
    db.session.commit()
    for page, count in zip(pages, few, strict=True):
        with statements() as many:
            browser.open(page)
        assert len(many) <= count + 1 <= 12, page


def test_others_have_no_first_screen_of_a_coach(world: World, learner: Person, browse: type[Browser]) -> None:
    for person in (learner, world.learning_team(), world.leader()):
        browser = browse(person)
        for page in ("/today", "/team/plans", "/team"):
            browser.open(page, expect=403)


def test_a_new_coach_reads_whom_an_administrator_may_give(world: World, browse: type[Browser]) -> None:
    browser = browse(world.coach())
    assert "Nobody is in your care today" in browser.open("/today").words
    assert "Nobody is in your care yet" in browser.open("/team/plans").words


def test_the_team_map_shows_each_rhythm_and_never_ranks(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    zoe = world.learner("Zoe Able", coach=coach, job_role=JobRole.BK)
    for back in (5, 15, 25):
        observed(zoe, coach, {"C03a": 5}, day=TODAY - back * DAY)
    browser = browse(coach).open("/team")
    words = browser.words
    assert words.index("Mira Halvorsen") < words.index("Zoe Able"), "in order of name, not of level"
    assert "Mira has waited too long for an observation." in words
    assert "5 days ago 1 a month" in words
    cell = browser.page.find("td", {"title": re.compile("^Profiling and discovery: .*not yet secure")})
    assert cell is not None
    assert re.fullmatch(r"\d" + re.escape(str(cell["title"])), cell.get_text())


def test_the_sheet_shows_agreement_focus_levels_and_questions(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    for back in (30, 20, 10):
        observed(learner, coach, {"C03a": 2}, day=TODAY - back * DAY, agreed=f"Promise {back}", due_on=TODAY + 30 * DAY)
    visit = planned(learner, coach, focus=("C03a", "C09a"), begins="10:20")
    for reader in (coach, learner):
        words = browse(reader).open(f"/visits/{visit.id}").words
        assert "Promise 10" in section(words, "Last time you agreed", "What to look at")
        focus = section(words, "What to look at", "A KPI that moved")
        assert "Where Mira stands: developing" in focus
        assert "One step on: proficient" in focus
        assert "No level yet: 0 of 3 visits" in focus
        assert "What to aim at: proficient" in focus
        assert "On such a visit, for example: " in focus
        for title in ("Goal", "Reality", "Options", "Will", "Feedback: situation, behaviour, impact"):
            assert title in words[words.index("Questions to choose from") :]
    assert "Start the note" in browse(coach).open(f"/visits/{visit.id}").words
    own = browse(learner).open(f"/visits/{visit.id}").words
    assert "Start the note" not in own
    assert "Give your own view" in own


def test_the_sheet_leads_to_the_note_once_there_is_one(coach: Person, learner: Person, browse: type[Browser]) -> None:
    visit = planned(learner, coach)
    note = drafted(learner, coach, {"C03a": 2})
    held(visit, note)
    words = browse(coach).open(f"/visits/{visit.id}").words
    assert "Go on with the note" in words
    assert "the note" not in browse(learner).open(f"/visits/{visit.id}").page.find(class_="page-actions").get_text()
    share(note, at=NOW, today=TODAY)
    for reader in (coach, learner):
        browser = browse(reader).open(f"/visits/{visit.id}")
        assert "Start the note" not in browser.words
        assert browser.follow("Read the note").address == f"/observations/{note.id}"


def test_before_the_day_there_is_no_note_to_start(coach: Person, learner: Person, browse: type[Browser]) -> None:
    visit = planned(learner, coach, day=TODAY + DAY, focus=())
    words = browse(coach).open(f"/visits/{visit.id}").words
    assert "Start the note" not in words
    assert "No focus is agreed yet." in words
    assert "Nothing has been agreed in a note yet." in words


def test_agreements_come_from_shared_notes_only(coach: Person, learner: Person) -> None:
    draft = drafted(learner, coach, {"C03a": 2})
    agree(draft, title="Not shared", indicator="C03a", due_on=TODAY + 30 * DAY, at=NOW)
    db.session.flush()
    assert last_agreements({learner.id}) == {}
    observed(learner, coach, {"C03a": 2}, day=TODAY - 9 * DAY, agreed="Shared", due_on=TODAY + 30 * DAY)
    assert last_agreements({learner.id})[learner.id].title == "Shared"
    assert last_agreements(set()) == {}


def test_the_next_step_shows_the_next_visit_and_asks_for_the_own_view(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    planned(learner, coach, day=TODAY + 5 * DAY, begins="09:00")
    browser = browse(learner)
    words = browser.open("/next-step").words
    assert "Next visit" in words
    assert "Wed 25 Nov 2026, 09:00" in words
    assert "How did today’s visit go?" not in words
    visit = planned(learner, coach, begins="10:20")
    browser.open("/next-step")
    assert "Fri 20 Nov 2026, 10:20" in browser.words
    assert "How did today’s visit go?" in browser.words
    link = browser.page.find("a", href=f"/visits/{visit.id}/view")
    assert link is not None


def test_the_academy_counts_people_in_rhythm_and_with_visits(world: World, coach: Person, learner: Person) -> None:
    def of(person: Person) -> tuple[bool, bool, bool]:
        found = next(one for one in learners_on(TODAY) if one.id == person.id)
        return found.is_in_rhythm, found.had_visit_planned, found.had_visit_held

    assert of(learner) == (False, False, False)
    visit = planned(learner, coach, day=TODAY - 50 * DAY, at=at(TODAY - 51 * DAY))
    assert of(learner) == (False, True, False)
    held(visit, observed(learner, coach, {"C03a": 2}, day=TODAY - 50 * DAY))
    assert of(learner) == (False, True, True), "observed, but longer ago than the rhythm of the role allows"
    observed(learner, coach, {"C03a": 2}, day=TODAY - 45 * DAY)
    assert of(learner) == (True, True, True)
    later = world.learner(coach=coach)
    planned(later, coach, day=TODAY + DAY)
    cancel(planned(later, coach), "Ill", by=coach, at=NOW)
    assert of(later) == (False, False, False), "what lies ahead or was cancelled is not counted"


def test_a_leader_reads_counts_and_no_name(world: World, coach: Person, learner: Person, browse: type[Browser]) -> None:
    for number in range(18):
        ben = world.learner(f"Ben Number{number}", coach=coach)
        if number < 12:
            observed(ben, coach, {"C03a": 2})
    words = browse(world.person("Samuel Adeyemi", functions=(Function.LEADER,))).open("/academy").words
    coaching = section(words, "Coaching", "Modules")
    assert "12 observed within the longest time their rhythm allows" in coaching
    assert "Mira" not in words
    assert "Ben" not in words


def test_practice_is_not_counted_as_a_visit(coach: Person, learner: Person, browse: type[Browser]) -> None:
    note = observed(learner, coach, {"C03a": 2})
    assert "1 visit observed" in browse(coach).open("/team").words
    note.activity = Activity.ROLE_PLAY.value
    db.session.flush()
    assert "0 visits observed" in browse(coach).open("/team").words
