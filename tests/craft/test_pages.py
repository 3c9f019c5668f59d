"""The page about one's own coaching: what the coach reads, what whoever coaches the coach reads, and nobody else."""

from datetime import date, timedelta

import pytest

from kamacademy.access import Function
from kamacademy.coaching.models import Observation
from kamacademy.coaching.operations import agree, begin, rate, share
from kamacademy.competency.evidence import Context
from kamacademy.content.queries import current_release_id
from kamacademy.craft.queries import craft_notes, page_of, people_in_care, planned_visits
from kamacademy.development.operations import begin_plan, drop, redate
from kamacademy.guide.activity import Activity
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.proof.operations import complete
from kamacademy.visit.operations import cancel
from tests.browser import Browser
from tests.coaching.visits import at_noon, drafted, observed
from tests.conversation.talking import pulsed
from tests.statements import statements
from tests.visit.planned import planned
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


@pytest.fixture
def samuel(world: World) -> Person:
    return world.person("Samuel Adeyemi", functions=(Function.COACH, Function.LEADER), job_role=JobRole.SL)


@pytest.fixture
def coach(world: World, samuel: Person) -> Person:
    made = world.coach("Daniel Okafor")
    world.give_coach(made, samuel)
    return made


def note_of(learner: Person, coach: Person, *, day: date, line: str = "", activity: Activity = Activity.DISCOVERY,
            shared_after: int = 0, agreed: str | None = None) -> Observation:  # fmt: skip
    """A shared note on one indicator, with or without a line, shared some days later."""
    at, shared_at = at_noon(day), at_noon(day + shared_after * DAY)
    made = begin(
        learner, coach, activity=activity, complexity=Context.USUAL, observed_on=day, indicators=["C03a"],
        release_id=current_release_id(), at=at,
    )  # fmt: skip
    rate(made, "C03a", level=3, evidence_line=line, at=at)
    if agreed:
        agree(made, title=agreed, indicator="C03a", due_on=day + 40 * DAY, at=at)
    return share(made, at=shared_at, today=shared_at.date())


def test_only_the_coach_and_who_coaches_the_coach_read_it(
    world: World, samuel: Person, coach: Person, browse: type[Browser]
) -> None:
    mira = world.learner("Mira Halvorsen", coach=coach)
    address = f"/people/{coach.id}/coaching-craft"
    assert browse(coach).open("/my-coaching").heading == "My coaching"
    assert browse(coach).open(address).heading == "My coaching"
    assert browse(samuel).open(address).heading == "How Daniel coaches"
    strangers = (world.coach(), world.learning_team(), world.leader(), world.administrator(), mira)
    for stranger in strangers:
        browse(stranger).open(address, expect=403)
    for stranger in strangers[1:]:
        browse(stranger).open("/my-coaching", expect=403)
    browse(samuel).open(f"/people/{mira.id}/coaching-craft", expect=403)
    browse(coach).open(f"/people/{mira.id}/coaching-craft", expect=404)


def test_a_coach_without_notes_reads_what_to_begin_with(world: World, browse: type[Browser]) -> None:
    words = browse(world.coach()).open("/my-coaching").words
    assert "No note yet." in words
    assert "Nobody is in care today." in words
    assert "Nobody coaches you yet." in words
    assert "Nobody else reads this page." in words
    assert "Only you see this" not in words


def test_the_coach_reads_every_count_and_names(world: World, coach: Person, browse: type[Browser]) -> None:
    mira, zoe = world.learner("Mira Halvorsen", coach=coach), world.learner("Zoe Able", coach=coach)
    note_of(mira, coach, day=TODAY - 60 * DAY, line="Asked who decides.", shared_after=2, agreed="Ask twice")
    note_of(mira, coach, day=TODAY - 50 * DAY, line="Good rapport")
    note_of(mira, coach, day=TODAY - 46 * DAY)
    drafted(zoe, coach, {"C03a": 3})
    words = browse(coach).open("/my-coaching").words
    assert "A line of what was said or done stands in 2 of 3 notes." in words
    assert "One action with a date was agreed in 1 of 3 notes." in words
    assert "3 notes, shared after so many days: none, none and 2 days." in words
    assert "1 agreed action reached its first date. Still to do: 1." in words
    assert "1 focus seen on three visits, of 1 person." in words
    assert "2 of 2 people have gone longer" in words
    assert "Mira Halvorsen (46 days) and Zoe Able (never yet)" in words
    assert "Of 2 lines, 1 names neither words said nor an act." in words
    assert "3 visits were made without a plan" in words


def test_the_hint_leads_to_the_note(world: World, coach: Person, browse: type[Browser]) -> None:
    note_of(world.learner("Mira Halvorsen", coach=coach), coach, day=TODAY - 5 * DAY, line="Good rapport")
    browser = browse(coach).open("/my-coaching").follow("Mira Halvorsen, 15 Nov 2026")
    assert "Good rapport" in browser.words


def test_who_coaches_the_coach_reads_neither_names_nor_lines_nor_small_counts(
    world: World, samuel: Person, coach: Person, browse: type[Browser]
) -> None:
    mira = world.learner("Mira Halvorsen", coach=coach)
    for ago in (60, 50, 40, 30):
        note_of(mira, coach, day=TODAY - ago * DAY, line="Good rapport")
    browser = browse(samuel).open(f"/people/{coach.id}/coaching-craft")
    assert "Shown from five notes on." in browser.words
    assert "Shown from five people in care on." in browser.words
    assert "of 4 notes" not in browser.words
    note_of(mira, coach, day=TODAY - 20 * DAY)
    words = browser.open(f"/people/{coach.id}/coaching-craft").words
    assert "A line of what was said or done stands in 4 of 5 notes (80 %)." in words
    for hidden in ("Mira", "Good rapport", "Only you see this", "neither words"):
        assert hidden not in words
    assert f"/people/{mira.id}" not in str(browser.page.find("main"))


def test_drafts_attestations_and_discarded_notes_say_nothing(world: World, coach: Person) -> None:
    mira, other = world.learner(coach=coach), world.coach()
    note_of(mira, coach, day=TODAY - 366 * DAY)
    drafted(mira, coach, {"C03a": 3})
    note_of(mira, other, day=TODAY - 3 * DAY)
    decision = note_of(mira, coach, day=TODAY - 2 * DAY)
    decision.purpose = "attestation"
    thrown = note_of(mira, coach, day=TODAY - 2 * DAY)
    thrown.discarded_at = NOW
    kept = note_of(mira, coach, day=TODAY - 365 * DAY)
    assert [one.id for one in craft_notes(coach, TODAY - 365 * DAY)] == [kept.id]
    assert page_of(coach, TODAY, is_own=True).groups[1].findings[0].words.endswith("0 of 1 note.")


def test_a_role_play_is_practice_and_no_visit(world: World, coach: Person) -> None:
    mira = world.learner(coach=coach)
    note_of(mira, coach, day=TODAY - 3 * DAY, activity=Activity.ROLE_PLAY)
    (one,) = craft_notes(coach, TODAY - 30 * DAY)
    assert not one.is_visit
    (in_care,) = people_in_care(coach, TODAY)
    assert in_care.has_waited(TODAY)


def test_follow_through_is_counted_by_the_first_date(world: World, coach: Person, browse: type[Browser]) -> None:
    acts = []
    for number in range(5):
        learner, day = world.learner(coach=coach), TODAY - 60 * DAY
        made = observed(learner, coach, {"C03a": 3}, day=day, agreed="Ask twice", due_on=day + 40 * DAY)
        assert made.action is not None
        acts.append(made.action)
        if number == 4:
            world.give_coach(learner, world.coach(), since=TODAY)
    complete(acts[0], "Done it", by=coach, at=at_noon(TODAY - 25 * DAY))
    complete(acts[1], "Done late", by=coach, at=at_noon(TODAY - 5 * DAY))
    redate(acts[2], TODAY + 20 * DAY, reason="Ill", by=coach, at=at_noon(TODAY - 30 * DAY))
    drop(acts[3], reason="Account lost", by=coach, at=at_noon(TODAY - 30 * DAY))
    words = browse(coach).open("/my-coaching").words
    assert (
        "5 agreed actions reached their first date (40 % done). Done: 2; moved to a later date: 1; still to do: 1; "
        "dropped: 1. Of those done, 1 by the first date."
    ) in words


def test_planned_visits_of_days_that_have_passed_are_counted(world: World, coach: Person) -> None:
    mira = world.learner(coach=coach)
    at = at_noon(TODAY - 30 * DAY)
    held = planned(mira, coach, day=TODAY - 10 * DAY, at=at)
    observed(mira, coach, {"C03a": 3}, day=TODAY - 10 * DAY).planned_visit = held
    planned(mira, coach, day=TODAY - 9 * DAY, at=at)
    drafted(mira, coach, {"C03a": 3}, day=TODAY - 8 * DAY).planned_visit = planned(
        mira, coach, day=TODAY - 8 * DAY, at=at
    )
    cancel(planned(mira, coach, day=TODAY - 7 * DAY, at=at), "Ill", by=coach, at=at)
    planned(mira, coach, day=TODAY)
    planned(mira, world.coach(), day=TODAY - 6 * DAY, at=at)
    found = planned_visits(coach, TODAY - 365 * DAY, TODAY)
    assert (found.planned, found.held, found.cancelled) == (3, 1, 1)


def test_the_pulse_keeps_its_own_threshold(world: World, coach: Person, browse: type[Browser]) -> None:
    pulsed(world, coach, [(4, 5)] * 4, people=4)
    browser = browse(coach)
    assert "Medians are shown from five answers" in browser.open("/my-coaching").words
    pulsed(world, coach, [(4, 5)], people=1)
    assert "“The coaching was specific.” Mostly, median 4 of 5." in browser.open("/my-coaching").words


def test_what_to_try_goes_into_the_own_plan(world: World, coach: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open("/my-coaching")
    assert "Give three situation-behaviour-impact notes in two weeks" in browser.words
    assert "No plan runs yet." in browser.words
    begin_plan(coach, by=coach, at=NOW)
    browser.open("/my-coaching").press("Put it into the plan")
    assert browser.heading == "Development plan"
    assert "Give three situation-behaviour-impact notes in two weeks" in browser.words
    again = browser.open("/my-coaching").words
    assert "Give three situation-behaviour-impact notes" not in again
    assert "Rate two recorded role-plays apart" in again, "the next about observing"


def test_where_actions_are_missing_follow_up_is_what_to_try(world: World, coach: Person) -> None:
    note_of(world.learner(coach=coach), coach, day=TODAY - 3 * DAY, line="Asked twice.")
    found = page_of(coach, TODAY, is_own=True).to_try
    assert found is not None
    assert (found.library_id, found.indicator) == ("c11-others", "C11b")


def test_coaches_in_care_lead_to_their_page(samuel: Person, coach: Person, browse: type[Browser]) -> None:
    browser = browse(samuel).open("/my-coaching").follow("How Daniel Okafor coaches")
    assert browser.heading == "How Daniel coaches"
    assert "Try next" in browser.words
    assert "Try next" not in browser.open("/my-coaching").words, "a leader who does not learn has no plan"


def test_the_page_asks_as_often_for_many(world: World, coach: Person, browse: type[Browser]) -> None:
    browser = browse(coach)
    note_of(world.learner(coach=coach), coach, day=TODAY - 3 * DAY, line="Good", agreed="Try it")
    browser.open("/my-coaching")
    with statements() as few:
        browser.open("/my-coaching")
    for _ in range(8):
        learner = world.learner(coach=coach)
        for ago in (40, 20, 10):
            note_of(learner, coach, day=TODAY - ago * DAY, line="Good", agreed="Try it")
        planned(learner, coach, day=TODAY - DAY, at=NOW - 3 * DAY)
    browser.open("/my-coaching")
    with statements() as many:
        browser.open("/my-coaching")
    assert len(many) == len(few)
    assert len(many) <= 12, many
