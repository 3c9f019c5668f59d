"""The profile, the ledger and the framework at the browser."""

import re
import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.coaching import operations
from kamacademy.competency.evidence import Purpose
from kamacademy.competency.models import Evidence
from kamacademy.competency.queries import competencies_in, competency_of
from kamacademy.db import db
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.coaching.visits import observed
from tests.statements import statements
from tests.world import NOW, TODAY, World

PLACES = ("", "/competencies/c03", "/competencies/c03/why", "/evidence")
# What works estimates out, and brings numpy.
HEAVY = ("grid", "fusion", "belief", "knowledge", "reckoning", "influence", "worth")


def row_of(browser: Browser, learner: Person, code: str) -> str:
    """What a competency's row in the profile reads."""
    address = f"/people/{learner.id}/competencies/{code.lower()}"
    row = browser.open(f"/people/{learner.id}").page.select_one(f"li:has(a[href='{address}'])")
    assert row is not None
    return " ".join(row.get_text(" ").split())


def page_of(browser: Browser, learner: Person, code: str) -> str:
    """What a competency's page reads."""
    return browser.open(f"/people/{learner.id}/competencies/{code.lower()}").words


def level_of(browser: Browser, learner: Person, code: str) -> str:
    """What a competency's page says of the level."""
    page_of(browser, learner, code)
    found = browser.page.select_one(".certainty")
    assert found is not None
    return " ".join(found.get_text(" ").split())


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def test_a_learner_without_evidence_sees_all_13_and_no_level(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/people/{learner.id}")
    assert browser.heading == "Competency profile"
    assert len(browser.page.select(".competency-row a")) == 13
    assert browser.words.count("Not seen yet") == 13
    assert not browser.page.select(".level-line .range, .level-line .estimate")
    assert len(browser.page.select(".level-line .target")) == 13
    assert "rule grid-1" in browser.words
    assert "0 of 13 at target in coaching, none attested." in browser.words


def test_the_profile_says_level_range_basis_and_age(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    ben = world.certified(world.coach("Ingrid Solberg"))
    observed(learner, ben, {"C03a": 3}, day=TODAY - timedelta(days=90))
    observed(learner, coach, {"C03a": 3, "C09a": 2}, day=TODAY - timedelta(days=50))
    observed(learner, coach, {"C03a": 2, "C03b": 3, "C12a": None}, day=TODAY - timedelta(days=21))
    browser = browse(learner)
    row = row_of(browser, learner, "C03")
    assert "Leaning to Proficient, not yet secure (nearly 8 in 10) Range Developing to Proficient 3 visits" in row
    assert "3 visits, 2 observers (1 certified), latest 3 weeks ago" in row
    assert "Priority" in row
    assert "1 visit of the 3 needed" in row_of(browser, learner, "C09")
    assert "Gate" in row_of(browser, learner, "C12")
    assert "Not seen yet" in row_of(browser, learner, "C12")

    browser.follow("Profiling and discovery")
    assert browser.heading == "Account profiling and discovery"
    for words in (
        "Leaning to Proficient, not yet secure (nearly 8 in 10)",
        "The target, Proficient, is reached and not yet secure. Missing: more certainty.",
        "3 Proficient: shown",
        "Line of C03b",
        "Observed · Ingrid Solberg",
        "rule grid-1",
    ):
        assert words in browser.words
    assert len(browser.page.select(".evidence-row")) == 4
    gate = page_of(browser, learner, "C12")
    for words in ("Gate", "readiness for the role stays closed", "Not observed: Line of C12a", "Not seen yet"):
        assert words in gate


def test_readiness_is_counted_in_both_views_with_the_gate_first(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    ben = world.certified(world.coach())
    # Six visits of level 4 by two people each, one of them certified.
    for rater in (coach, ben):
        world.seen(learner, rater, *[{"C03a": 4, "C09a": 4}] * 6)
        world.seen(learner, rater, *[{"C03a": 4}] * 6, purpose=Purpose.ATTESTATION)
    browser = browse(learner)
    words = browser.open(f"/people/{learner.id}").words
    closed = "Compliance and ethics is the gate: closed until it is at target in the attested view. Missing: three"
    assert closed in words
    assert "2 of 13 at target in coaching, 1 attested." in words
    assert words.index("is the gate") < words.index("2 of 13") < words.index("Understand")
    assert "At target" in row_of(browser, learner, "C03")
    assert "At target" not in row_of(browser, learner, "C04")
    assert not re.search(r"\d ?%", words)


def test_the_profile_is_read_off_what_is_kept(
    world: World, coach: Person, learner: Person, browse: type[Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.seen(learner, coach, *[{"C03a": 3}] * 3)
    browser = browse(learner)
    for name in HEAVY:
        monkeypatch.setitem(sys.modules, f"kamacademy.competency.{name}", None)
    assert "3 visits" in row_of(browser, learner, "C03")
    monkeypatch.undo()


def test_a_check_that_is_not_passed_is_said(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner)
    assert "check not passed" in row_of(browser, learner, "C01")
    assert "The knowledge check for this competency is not passed yet" in page_of(browser, learner, "C01")


def test_a_competency_without_a_target_for_the_role_says_so(world: World, browse: type[Browser]) -> None:
    nurse = world.learner(job_role=JobRole.NAV)
    browser = browse(nurse)
    assert "There is no target for this job role here" in page_of(browser, nurse, "C08")
    assert "Rated by own function only" in page_of(browser, nurse, "C04")


def test_the_own_view_is_a_gap_in_words_and_never_moves_the_level(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    notes = [observed(learner, coach, {"C03a": 2}, day=TODAY - timedelta(days=days)) for days in (30, 20, 10)]
    before = level_of(browse(learner), learner, "C03")
    assert before.startswith("Clearly Developing or above (more than 95 in 100) Range ")
    assert before.endswith("3 visits, 1 observer, not certified, latest 10 days ago")
    operations.give_view(notes[-1], levels={"C03a": 4}, words=None, at=NOW)
    browser = browse(learner)
    assert level_of(browser, learner, "C03") == before
    assert "The self-rating is two levels higher than what others saw" in browser.words
    assert "Own view" in browser.words


def test_the_own_view_beside_the_level_is_for_learner_and_present_coach_alone(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    note = observed(learner, coach, {"C03a": 2}, day=TODAY - timedelta(days=10))
    for days in (20, 30):
        observed(learner, coach, {"C03a": 2}, day=TODAY - timedelta(days=days))
    operations.give_view(note, levels={"C03a": 4}, words=None, at=NOW)
    sentence = "The self-rating is two levels higher than what others saw: worth a word together."
    for reader in (learner, coach):
        assert sentence in page_of(browse(reader), learner, "C03")
    # Whoever the page should be opened to one day: the sentence is kept from them where it is made.
    competency = competencies_in(world.library())["C03"]
    readers = {reader: sentence if reader in (learner, coach) else "" for reader in (
        learner, coach, world.coach(), world.leader(), world.learning_team(), world.administrator()
    )}  # fmt: skip
    for reader, words in readers.items():
        assert competency_of(learner, reader, competency, TODAY).self_gap_words == words
    # Nor does it stand where levels of several people do.
    for place in ("/team", "/today"):
        assert "self-rating" not in browse(coach).open(place).words


def test_a_competency_shows_its_newest_evidence_and_leads_to_all(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    for days in range(26):
        observed(learner, coach, {"C03a": 2, "C04a": 3}, day=TODAY - timedelta(days=days))
    browser = browse(learner).open(f"/people/{learner.id}/competencies/c03")
    assert len(browser.page.select(".evidence-row")) == 25
    browser.follow("All 26")
    assert "26 pieces of evidence for" in browser.words


def test_a_competency_that_is_not_there_is_not_found(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner)
    for code in ("c99", "C03", "c03a"):
        browser.open(f"/people/{learner.id}/competencies/{code}", expect=404)


def test_the_coach_sees_whose_profile_it_is(coach: Person, learner: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open(f"/people/{learner.id}")
    assert "Mira Halvorsen , small-k account manager" in browser.words
    assert "Where Mira stands" in browser.words
    assert "Mira Halvorsen , small-k account manager" in page_of(browser, learner, "C03")


def test_a_later_coach_sees_levels_and_not_the_words(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    note = observed(learner, coach, {"C03a": 3}, day=TODAY - timedelta(days=30))
    later = world.coach()
    world.give_coach(learner, later, since=TODAY)
    browser = browse(later)
    words = page_of(browser, learner, "C03")
    assert "Observed · Daniel Okafor" in words
    assert "Line of C03a" not in words
    assert "North 11" not in browser.words
    assert not browser.page.find("a", href=f"/observations/{note.id}")
    assert "Line of C03a" not in browser.open(f"/people/{learner.id}/evidence").words


@pytest.mark.parametrize("place", PLACES)
def test_nobody_else_reads_a_profile(world: World, learner: Person, browse: type[Browser], place: str) -> None:
    former = world.coach()
    strangers = [
        world.learner(), world.coach(), world.leader(), world.learning_team(), world.administrator(), former,
    ]  # fmt: skip
    for stranger in strangers:
        assert browse(stranger).open(f"/people/{learner.id}{place}", expect=403).status == 403
    assert browse(learner).open("/people/999999", expect=404).status == 404


def test_the_ledger_is_paged_and_filtered(coach: Person, learner: Person, browse: type[Browser]) -> None:
    for days in range(9):
        observed(learner, coach, {"C03a": 2, "C04a": 3, "C12a": None}, day=TODAY - timedelta(days=days))
    browser = browse(learner).open(f"/people/{learner.id}/evidence")
    assert "27 pieces of evidence" in browser.words
    assert len(browser.page.select(".evidence-row")) == 25
    browser.follow("Older")
    assert len(browser.page.select(".evidence-row")) == 2
    browser.follow("Newer").fill("Competency", "Patient-journey insight").press("Show")
    assert "9 pieces of evidence for patient-journey insight" in browser.words
    browser.open(f"/people/{learner.id}/evidence?competency=nonsense&page=-3")
    assert "27 pieces of evidence" in browser.words


def test_an_empty_ledger_says_where_evidence_comes_from(learner: Person, browse: type[Browser]) -> None:
    assert "No evidence yet" in browse(learner).open(f"/people/{learner.id}/evidence").words


def test_the_framework_is_open_to_everyone_who_is_signed_in(world: World, browse: type[Browser]) -> None:
    browser = browse(world.leader()).open("/framework")
    assert browser.heading == "Account-management competency framework"
    assert len(browser.page.select(".anchor-ladder li")) == 130
    table = browser.page.find("table")
    assert table is not None
    assert len(table.select("tbody tr")) == 13
    assert "Your role" in browser.words
    assert browse().open("/framework").heading == "Sign in"


def test_reading_changes_nothing(coach: Person, learner: Person, browse: type[Browser]) -> None:
    observed(learner, coach, {"C03a": 2})
    before = db.session.scalar(select(func.count()).select_from(Evidence))
    browser = browse(coach)
    for address in (*(f"/people/{learner.id}{place}" for place in PLACES), "/framework"):
        browser.open(address)
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == before


def test_pages_need_few_statements_however_long_the_ledger(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    browser = browse(coach)
    counts: dict[str, list[int]] = {}
    for rounds in (2, 30):
        for days in range(rounds):
            observed(learner, coach, {"C03a": 2, "C12a": 3}, day=TODAY - timedelta(days=days))
        for place in PLACES:
            with statements() as sent:
                browser.open(f"/people/{learner.id}{place}")
            counts.setdefault(place, []).append(len(sent))
    for few, many in counts.values():
        assert many <= few <= 12, counts


def test_ones_own_profile_costs_four_statements(learner: Person, browse: type[Browser]) -> None:
    observed(learner, learner.coached_by[0].coach, {"C03a": 2, "C12a": 3})
    browser = browse(learner).open(f"/people/{learner.id}")
    with statements() as sent:
        browser.open(f"/people/{learner.id}")
    assert len(sent) <= 4, sent


# What would tell most next


def button_of(browser: Browser) -> tuple[str, str] | None:
    """What the button beside the next best evidence reads, and where it leads."""
    found = browser.page.select_one(".settle-it a.btn")
    return None if found is None else (found.get_text(), str(found["href"]))


def test_a_visit_is_planned_with_person_and_focus_filled_in(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    observed(learner, coach, {"C03a": 3}, day=TODAY - timedelta(days=10))
    for reader, plan in ((learner, "Plan a visit with Daniel Okafor: "), (coach, "Plan a visit: ")):
        browser = browse(reader)
        words = page_of(browser, learner, "C03")
        needed = "a level needs two more visits, one of them by a second observer who is certified."
        assert f"What would tell most next {plan}{needed} Plan a visit" in words
        assert button_of(browser) == ("Plan a visit", f"/visits/new?learner={learner.id}&focus=C03a&focus=C03b")
        assert "about 30 minutes in all" in words
        browser.follow("Plan a visit").follow("Customer discovery meeting")
        assert [one["value"] for one in browser.page.select("input[name=focus][checked]")] == ["C03a"]


def test_colleagues_are_asked_where_their_form_speaks_about_it(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    world.certified(coach)
    world.seen(learner, coach, *[{"C03a": 4, "C10a": 4}] * 9)
    browser = browse(learner)
    assert "Ask colleagues for feedback: so far one person alone has seen it." in page_of(browser, learner, "C10")
    assert button_of(browser) == ("Ask colleagues", "/peer-feedback/new")
    assert "A visit by a second observer who is certified" in page_of(browser, learner, "C03")
    assert button_of(browser) is None
    by_coach = browse(coach)
    assert "Mira can ask colleagues for feedback" in page_of(by_coach, learner, "C10")
    assert button_of(by_coach) is None


def test_a_check_that_alone_is_missing_is_offered_to_the_learner(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    world.certified(coach)
    for rater in (coach, world.coach()):
        world.seen(learner, rater, *[{"C01a": 4}] * 6)
    browser = browse(learner)
    assert "Take the knowledge check: it is all that is missing." in page_of(browser, learner, "C01")
    assert button_of(browser) == (
        "Go to the check", "/learn/account-management-mindset/m03-providers-and-risk"
    )  # fmt: skip
    by_coach = browse(coach)
    assert "Mira can take the knowledge check: it is all that is missing." in page_of(by_coach, learner, "C01")
    assert button_of(by_coach) is None


def test_a_level_known_to_be_below_is_moved_by_practice(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    world.seen(learner, coach, *[{"C03a": 1}] * 6)
    browser = browse(coach)
    assert "what moves it now is practice towards the sentences of Developing" in page_of(browser, learner, "C03")
    assert button_of(browser) == ("Open the plan", f"/people/{learner.id}/plan")


def test_nothing_is_asked_for_at_the_target(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    world.certified(coach)
    for rater in (coach, world.coach()):
        world.seen(learner, rater, *[{"C03a": 4}] * 6)
    browser = browse(learner)
    words = page_of(browser, learner, "C03")
    assert "At the target, Proficient, by the rule." in words
    assert "Nothing now: the target is reached, and a visit by 20 May 2027 at the latest keeps it fresh." in words
    assert button_of(browser) is None


def test_a_coach_who_may_not_rate_it_is_not_sent_on_a_visit(world: World, coach: Person, browse: type[Browser]) -> None:
    nurse = world.learner("Leila Haddad", coach=coach, job_role=JobRole.NAV)
    browser = browse(coach)
    # A commercial coach rates a nurse in shared team work only.
    assert "Plan a visit: " in page_of(browser, nurse, "C07")
    assert "A visit by a second observer who is certified" in page_of(browser, nurse, "C04")
    assert button_of(browser) is None
