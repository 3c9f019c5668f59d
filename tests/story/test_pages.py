"""The story at the browser: who reads what, one competency or all, half-years, and what it costs."""

from datetime import date, timedelta

import pytest
from bs4 import Tag

from kamacademy.commitment import operations as commitments
from kamacademy.commitment.asking import Kept
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.conversation.operations import open_notes
from kamacademy.db import db
from kamacademy.development.plan import Origin
from kamacademy.kpi.operations import record_reading
from kamacademy.kpi.periods import period_from
from kamacademy.people.models import Person
from kamacademy.proposal.operations import agree_action
from tests.browser import Browser
from tests.coaching.visits import at_noon, drafted, observed
from tests.commitment.promised import answered, committed
from tests.curriculum.study import complete
from tests.marking.work import exercise, mark_exercise, publish
from tests.peer import rounds
from tests.statements import statements
from tests.transition.roles import company, planned
from tests.world import TODAY, World

DAY = timedelta(days=1)
MOST_STATEMENTS = 12


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def address(learner: Person, **asked: str) -> str:
    """The story's address."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/people/{learner.id}/story{'?' if query else ''}{query}"


def begun(learner: Person, coach: Person, title: str = "Ask one more question", day: date = TODAY - 40 * DAY) -> None:
    """An action agreed in coaching that runs."""
    agree_action(
        learner, title=title, indicator="C03a", due_on=day + 60 * DAY, by=coach, at=at_noon(day),
        origin=(Origin.OBSERVATION, 1), library=library(), kpi="K01",
    )  # fmt: skip


def readings(learner: Person, coach: Person, *numerators: int) -> None:
    """So many readings of K01 out of ten, one a month up to October."""
    for place, numerator in enumerate(reversed(numerators)):
        period = period_from("monthly", date(2026, 10 - place, 1))
        record_reading(
            learner, "K01", period_start=period.start, period_end=period.end, numerator=numerator, denominator=10,
            source="Profile form", by=coach, at=at_noon(TODAY),
        )  # fmt: skip


def entries(browser: Browser, kind: str = "") -> list[Tag]:
    """The entries of the page, or those of one kind."""
    return [one for one in browser.page.select(".story-entry") if not kind or one.select(f".story-{kind}")]


def test_the_loop_is_told_on_one_line(coach: Person, learner: Person, browse: type[Browser]) -> None:
    complete(learner, at=at_noon(TODAY - 60 * DAY))
    for back in (90, 50, 10):
        observed(learner, coach, {"C03a": 3}, day=TODAY - back * DAY)
    begun(learner, coach)
    readings(learner, coach, 4, 4, 4, 9)
    observed(learner, coach, {"C03a": None, "C09a": 2}, day=TODAY - 5 * DAY)
    browser = browse(learner).open(address(learner))
    words = browser.words
    for told in (
        "Customer discovery meeting, usual, with Daniel Okafor",
        "Profiling and discovery, “Discovery conversations”: Proficient.",
        "action agreed in coaching",
        "For profiling and discovery, to move K01 Living profile.",
        "K01 Living profile: met",
        "Profiling and discovery: ",
        "The first level known.",
        "Module “",
        "Check “",
    ):
        assert told in words, told
    months = [one.get_text() for one in browser.page.select(".story-month h2")]
    assert months[0] == "Nov 2026"
    assert len(browser.page.select(".story-plot .visit-mark")) == 3
    picture = browser.page.select_one(".story-plot")
    assert picture is not None
    assert "Level: from Dec 2025 no level yet" in picture.get_text()
    assert "3 visits." in picture.get_text()
    assert "9 of 10 in Oct 2026 (90 %)" in picture.get_text()
    assert len(browser.page.select(".story-picture tbody tr")) == 12


def test_who_reads_a_story(world: World, coach: Person, learner: Person, browse: type[Browser]) -> None:
    observed(learner, coach, {"C03a": 3})
    former, manager = world.coach("Ana Former"), world.coach("Otto Boss")
    world.give_coach(coach, manager)
    later = world.learner("Zoe Able", coach=former)
    world.give_coach(later, coach, since=TODAY - 10 * DAY)
    may = {"learner": learner, "present coach": coach}
    may_not = {
        "colleague": world.learner(),
        "coach of the coach": manager,
        "coach of somebody else": world.coach(),
        "learning team": world.learning_team(),
        "leader": world.leader(),
        "administrator": world.administrator(),
    }
    for who, person in may.items():
        assert browse(person).open(address(learner)).heading == "Story", who
    for who, person in may_not.items():
        browse(person).open(address(learner), expect=403)
        assert who
    browse(former).open(address(later), expect=403)
    browse(coach).open(address(later))


def test_reviewed_work_and_colleagues_are_told_and_nobody_among_them(
    world: World, drafts: Drafts, browse: type[Browser]
) -> None:
    publish(world, drafts)
    who = rounds.company(world)
    mark_exercise(exercise(who.learner), who.coach)
    round_ = rounds.asking(who)
    for person in (who.kim, who.mads, who.nora, who.otto):
        rounds.answer(round_, person)
    for reader in (who.learner, who.coach):
        browser = browse(reader).open(address(who.learner))
        [work], [colleagues] = entries(browser, "work"), entries(browser, "colleagues")
        assert "Work reviewed" in work.get_text()
        assert work.select("li")
        assert "Feedback from colleagues" in colleagues.get_text()
        assert not colleagues.select("li")
        assert browser.follow("Work reviewed").heading == "Evidence"
        browser.open(address(who.learner))
        for name in ("Kim Alder", "Mads Moller", "Nora Quist", "Otto Rhee"):
            assert name not in browser.words


def test_a_draft_is_never_told_not_even_to_its_writer(coach: Person, learner: Person, browse: type[Browser]) -> None:
    drafted(learner, coach, {"C03a": 3})
    for reader in (learner, coach):
        assert entries(browse(reader).open(address(learner)), "visit") == []


def test_a_later_coach_reads_levels_and_follows_only_to_opened_notes(
    world: World, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    note = observed(learner, coach, {"C03a": 3}, day=TODAY - 30 * DAY)
    later = world.coach("Ana Later")
    world.give_coach(learner, later, since=TODAY - 5 * DAY)
    own = observed(learner, later, {"C03a": 2}, day=TODAY - DAY)
    browser = browse(later).open(address(learner))
    newest, oldest = entries(browser, "visit")
    assert [link["href"] for link in newest.select("a")] == [f"/observations/{own.id}"]
    assert oldest.select("a") == []
    assert "Proficient" in oldest.get_text()
    assert "Line of C03a" not in browser.words, "no words of a note"
    assert len([one for one in entries(browse(learner).open(address(learner)), "visit") if one.select("a")]) == 2
    open_notes(learner, [note.id], later, at=at_noon(TODAY))
    assert entries(browser.open(address(learner)), "visit")[1].select("a")


def test_every_link_opens_for_whoever_reads_it(world: World, browse: type[Browser]) -> None:
    who = company(world)
    planned(who)
    learner, coach = who.learner, who.coach
    complete(learner, at=at_noon(TODAY - 60 * DAY))
    for back in (90, 50, 20):
        observed(learner, coach, {"C03a": 3}, day=TODAY - back * DAY)
    begun(learner, coach)
    readings(learner, coach, 4, 4, 4, 9)
    pledge = committed(world.learner(coach=coach))
    for person, reader in ((learner, learner), (learner, coach), (pledge.learner, pledge.learner)):
        browser = browse(reader).open(address(person))
        links = sorted({str(one["href"]) for one in browser.page.select(".story-month a")})
        assert links
        for link in links:
            browser.open(link)


def test_what_leads_to_the_own_desk_is_no_link_for_the_coach(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    complete(learner, at=at_noon(TODAY - 60 * DAY))
    own, others = (browse(one).open(address(learner)) for one in (learner, coach))
    for kind in ("learning", "check"):
        assert entries(own, kind)[0].select("a")
        assert entries(others, kind)
        assert not entries(others, kind)[0].select("a")


def test_one_competency_alone_and_its_picture(coach: Person, learner: Person, browse: type[Browser]) -> None:
    observed(learner, coach, {"C03a": 3, "C09a": 2}, day=TODAY - 20 * DAY)
    observed(learner, coach, {"C09a": 2}, day=TODAY - 10 * DAY)
    begun(learner, coach)
    browser = browse(learner).open(address(learner))
    assert len(entries(browser, "visit")) == 2
    browser.select(browser.field("Competency"), "Stakeholder relationships")
    browser.press("Show")
    assert len(entries(browser, "visit")) == 2
    assert entries(browser, "plan") == []
    assert "Profiling and discovery" not in browser.page.select(".story-month")[0].get_text()
    assert browser.page.select_one("#picture-title").get_text() == "Stakeholder relationships"
    browser.select(browser.field("Competency"), "Profiling and discovery")
    browser.press("Show")
    assert len(entries(browser, "visit")) == 1
    assert len(entries(browser, "plan")) == 1


def test_half_years_follow_each_other_and_keep_the_competency(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    observed(learner, coach, {"C03a": 3}, day=TODAY - 10 * DAY)
    observed(learner, coach, {"C03a": 3}, day=date(2026, 5, 31))
    browser = browse(learner).open(address(learner, competency="C03"))
    assert "Newer" not in browser.link_words
    browser.follow("Older")
    assert "Dec 2025 to May 2026" in browser.words
    assert "31 May 2026" in browser.words
    assert "Older" not in browser.link_words
    chosen = browser.page.select_one("#competency option[selected]")
    assert chosen is not None
    assert chosen["value"] == "C03"
    browser.press("Show")
    assert "until=2026-05" in browser.address, "another competency is asked of the same half-year"
    assert "Jun to Nov 2026" in browser.follow("Newer").words


@pytest.mark.parametrize("asked", [{"until": "x"}, {"until": "9999-99"}, {"competency": "C99"}, {"until": "1900-01"}])
def test_what_no_link_asks_for_is_no_error(learner: Person, asked: dict[str, str], browse: type[Browser]) -> None:
    assert browse(learner).open(address(learner, **asked)).heading == "Story"


def test_a_new_learner_reads_what_will_appear(world: World, browse: type[Browser]) -> None:
    learner = world.person(role_since=date(2025, 1, 7))
    words = browse(learner).open(address(learner)).words
    assert "Nothing in these months" in words
    words = browse(learner).open(address(learner, until="2025-03")).words
    assert "Began as small-k account manager" in words


def test_commitments_are_told_to_the_coach_only_where_they_are_shared(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    pledge = committed(learner, days_ago=40)
    answered(pledge, 30, Kept.PARTLY, 4)
    stop, start = pledge.commitments
    own = browse(learner).open(address(learner)).words
    assert f"Stop: “{stop.words}”." in own
    assert f"Start: “{start.words}”." in own
    assert "30 days on" in own
    browser = browse(coach).open(address(learner))
    assert entries(browser, "commitment") == []
    commitments.share(start, at=at_noon(TODAY))
    words = browser.open(address(learner)).words
    assert f"Start: “{start.words}”." in words
    assert f"Start “{start.words}”: partly." in words
    assert stop.words not in words
    commitments.withdraw(start, at=at_noon(TODAY))
    assert start.words not in browser.open(address(learner)).words


def test_a_change_of_role_is_told_from_the_day_it_is_confirmed(world: World, browse: type[Browser]) -> None:
    who = company(world)
    planned(who)
    for reader in (who.learner, who.coach):
        words = browse(reader).open(address(who.learner)).words
        assert "A change from sales representative to small-k account manager, on 20 Dec 2026." in words


def test_as_many_statements_for_much_as_for_little(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    complete(learner, at=at_noon(TODAY - 60 * DAY))
    observed(learner, coach, {"C03a": 3}, day=TODAY - 20 * DAY)
    begun(learner, coach)
    readings(learner, coach, 4, 4)
    page = address(learner)
    browser = browse(coach).open(page)
    with statements() as few:
        browser.open(page)
    other = world.coach()
    for back in range(25, 85, 3):
        observed(learner, other if back % 2 else coach, {"C03a": 3, "C09b": 2, "C07a": 4}, day=TODAY - back * DAY)
    for number in range(4):
        begun(learner, coach, f"Action {number}", TODAY - (30 + number) * DAY)
    db.session.commit()
    with statements() as many:
        browser.open(page)
    assert len(many) == len(few) <= MOST_STATEMENTS, "\n".join(many)


def test_profile_plan_and_team_lead_to_the_story(coach: Person, learner: Person, browse: type[Browser]) -> None:
    begun(learner, coach)
    for page in (f"/people/{learner.id}", f"/people/{learner.id}/plan"):
        assert browse(coach).open(page).follow("Story").heading == "Story"
    assert browse(coach).open("/team").follow(f"Story of {learner.name}").heading == "Story"
