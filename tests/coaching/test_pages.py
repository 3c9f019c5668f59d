"""The coaching form at the browser: what each person sees and may do."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.coaching.models import Observation
from kamacademy.competency.models import Evidence
from kamacademy.db import db
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.browser import Browser
from tests.coaching.visits import drafted, observed
from tests.statements import statements
from tests.world import TODAY, World

STEPS = ("visit", "focus", "ratings/C03a", "words", "agreement", "review")
DUE = TODAY + timedelta(days=60)


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def count(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_coach_sees_drafts_people_by_name_and_what_waits(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    zoe, otto = world.learner("Zoe Able", coach=coach), world.learner("Otto Boss", coach=coach, job_role=JobRole.FM)
    world.learner("Somebody Else", coach=world.coach())
    drafted(learner, coach, {"C03a": 2, "C09a": 3})
    for one in (zoe, otto):
        observed(one, coach, {"C03a": 2}, day=TODAY - timedelta(days=60))
    browser = browse(coach).open("/coaching")
    words = browser.words
    assert "2 of 2 indicators rated" in words
    people = words[words.index("In your care") : words.index("Shared, waiting")]
    assert people.index("Mira Halvorsen") < people.index("Otto Boss") < people.index("Zoe Able")
    assert "No observation yet" in people
    assert "Last observed 8 weeks ago" in people
    assert people.count("More than 45 days") == 1, "a field manager is observed twice a year"
    assert "Somebody Else" not in words
    assert "Zoe Able: customer discovery meeting, usual" in words[words.index("Shared, waiting") :]


def test_without_people_the_page_says_what_happens_next(world: World, browse: type[Browser]) -> None:
    browser = browse(world.coach())
    assert "Nobody is in your care yet" in browser.open("/coaching").words
    assert "Nobody is in your care yet" in browser.open("/coaching/new").words


def test_only_coaches_observe_and_only_those_in_their_care(
    world: World, learner: Person, browse: type[Browser]
) -> None:
    for stranger in (world.learner(), world.leader(), world.administrator(), world.learning_team()):
        browser = browse(stranger)
        for address in ("/coaching", "/coaching/new", f"/coaching/new?learner={learner.id}"):
            browser.open(address, expect=403)
    browse(world.coach()).open(f"/coaching/new?learner={learner.id}", expect=403)
    browse(learner).open(f"/coaching/new?learner={learner.id}", expect=403)
    browse(world.coach()).open("/coaching/new?learner=99999", expect=404)


def test_a_draft_is_the_coachs_alone(world: World, coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = drafted(learner, coach, {"C03a": 3})
    for stranger in (learner, world.coach(), world.administrator(), world.leader()):
        browser = browse(stranger)
        browser.open(f"/observations/{made.id}", expect=403)
        for step in STEPS:
            browser.open(f"/observations/{made.id}/{step}", expect=403)
        for act in ("share", "discard", "view", "acknowledge"):
            browser.post(f"/observations/{made.id}/{act}", expect=403)
    assert not db.session.get_one(Observation, made.id).is_shared


def test_a_coach_who_lost_the_learner_cannot_go_on_with_a_draft(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    made = drafted(learner, coach, {"C03a": 3})
    world.give_coach(learner, world.coach(), since=TODAY)
    browser = browse(coach)
    assert "Go on" not in browser.open("/coaching").words
    for step in STEPS:
        browser.open(f"/observations/{made.id}/{step}", expect=403)
    browser.post(f"/observations/{made.id}/share", expect=403)


def test_looking_changes_nothing(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = drafted(learner, coach, {"C03a": 3})
    browser = browse(coach)
    before = count(AuditEvent)
    for address in ("/coaching", "/coaching/new", f"/coaching/new?learner={learner.id}"):
        browser.open(address)
    for step in STEPS:
        browser.open(f"/observations/{made.id}/{step}")
    assert count(AuditEvent) == before
    assert count(Observation) == 1


def test_a_visit_without_its_kind_is_explained_and_the_rest_kept(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    browser = browse(coach).open(f"/coaching/new?learner={learner.id}")
    browser.choose("Complex").fill("Account alias", "North 11").press("Next", expect=422)
    assert "Choose what you saw" in browser.words
    assert browser.field("Account alias")["value"] == "North 11"
    assert browser.field("Complex").has_attr("checked")
    browser.choose("Negotiation").fill("Day of the visit", (TODAY + timedelta(days=1)).isoformat())
    browser.press("Next", expect=422)
    assert "The visit must have taken place" in browser.words
    assert browser.field("Negotiation").has_attr("checked")
    assert count(Observation) == 0


def test_what_is_in_the_plan_is_chosen_already_and_more_than_five_is_refused(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    observed(learner, coach, {"C05b": 2}, agreed="Try it", due_on=DUE)
    browser = browse(coach).open(f"/coaching/new?learner={learner.id}").choose("Plan review").press("Next")
    assert browser.heading == "What was the focus?"
    ticked = [box["value"] for box in browser.page.select('input[name="indicators"][checked]')]
    assert ticked == ["C05b"]
    boxes = browser.page.select('input[name="indicators"]')
    assert len(boxes) == 26
    for box in boxes[:6]:
        box["checked"] = ""
    browser.press("Next", expect=422)
    assert "Choose one to five indicators" in browser.words
    assert len(browser.page.select('input[name="indicators"][checked]')) == 6


def test_a_medical_role_is_offered_shared_team_work_only(world: World, coach: Person, browse: type[Browser]) -> None:
    medical = world.learner("Ada Lindqvist", coach=coach, job_role=JobRole.MSL)
    browser = browse(coach).open(f"/coaching/new?learner={medical.id}").choose("Shared team meeting").press("Next")
    assert "only in shared team work" in browser.words
    assert len(browser.page.select('input[name="indicators"]')) == 6
    browser.post(browser.address, expect=422, indicators="C06a")
    assert "only in shared team work" in browser.words
    observation = db.session.scalars(select(Observation)).one()
    assert observation.ratings == []


def test_an_unknown_indicator_is_not_found(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = drafted(learner, coach, {"C03a": 3})
    browse(coach).open(f"/observations/{made.id}/ratings/C04a", expect=404)


def test_a_rating_needs_a_sentence_or_not_observed_and_the_line_is_kept(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    made = drafted(learner, coach, {"C03a": 3})
    made.ratings[0].is_rated = False
    browser = browse(coach).open(f"/observations/{made.id}/ratings/C03a")
    assert len(browser.page.select('input[name="level"]')) == 6
    browser.fill("What was said or done?", "She waited.").press("Next", expect=422)
    assert "Choose the sentence closest" in browser.words
    assert browser.field("What was said or done?").get_text().strip() == "She waited."
    browser.press("Keep as a draft and go on later")
    assert browser.heading == "Observe"
    rating = db.session.get_one(Observation, made.id).ratings[0]
    assert (rating.evidence_line, rating.is_rated, rating.level) == ("She waited.", False, None)
    browser.follow("Go on")
    assert browser.address == f"/observations/{made.id}/ratings/C03a"


def test_own_words_and_a_day_are_asked_for_where_they_are_needed(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    made = drafted(learner, coach, {"C03a": 3})
    browser = browse(coach).open(f"/observations/{made.id}/agreement")
    browser.press("Review", expect=422)
    assert "nothing new this time" in browser.words
    browser.choose("Something else, in your own words").choose("20 Dec 2026").press("Review", expect=422)
    assert "Write what will be tried" in browser.words
    browser.fill("In your own words", "Wait after each question").choose("Another day").press("Review", expect=422)
    assert "Choose a day, so that it is a promise" in browser.words
    browser.fill("Which day?", (TODAY + timedelta(days=200)).isoformat()).press("Review", expect=422)
    assert "at most 90 days ahead" in browser.words
    browser.fill("Which day?", "2026-12-24").press("Review")
    assert "Wait after each question By 24 Dec 2026" in browser.words
    browser.open(f"/observations/{made.id}/agreement")
    assert browser.field("In your own words")["value"] == "Wait after each question"
    browser.choose("Nothing new this time").press("Review")
    assert "Nothing new this time" in browser.words


def test_a_library_action_brings_its_indicator(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = drafted(learner, coach, {"C03a": 3, "C09a": 2})
    browser = browse(coach).open(f"/observations/{made.id}/agreement")
    browser.choose("Uncover one driver that public sources do not show").choose("19 Jan 2027").press("Review")
    found = db.session.get_one(Observation, made.id)
    assert (found.agreed_library_id, found.agreed_indicator) == ("c03-job", "C03a")
    assert browser.open(f"/observations/{made.id}/agreement").field("19 Jan 2027").has_attr("checked")


def test_changing_one_thing_from_the_review_leads_back_to_it(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    made = drafted(learner, coach, {"C03a": 3, "C09a": 2})
    browser = browse(coach).open(f"/observations/{made.id}/review").follow("Change your words")
    browser.fill("One strength", "You waited.").press("Next")
    assert browser.heading == "Before you share"
    assert "You waited." in browser.words


def test_high_levels_without_evidence_are_asked_about_once(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    made = drafted(learner, coach, {"C03a": 4, "C09a": 2}, lines={"C03a": ""})
    browser = browse(coach).open(f"/observations/{made.id}/review").press("Share with Mira", expect=422)
    assert "Above level 3 without a line of evidence: discovery conversations" in browser.words
    assert count(Evidence) == 0
    browser.press("Share anyway")
    assert "Shared with Mira" in browser.words
    assert count(Evidence) == 2


def test_the_same_rating_everywhere_is_asked_about_once(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = drafted(learner, coach, {"C03a": 2, "C09a": 2, "C05a": 2})
    browser = browse(coach).open(f"/observations/{made.id}/review").press("Share with Mira", expect=422)
    assert "Every indicator has the same rating" in browser.words
    browser.press("Share anyway")
    assert count(Evidence) == 3


def test_what_is_missing_is_said_before_sharing(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = drafted(learner, coach, {"C03a": 3, "C09a": 2})
    made.ratings[1].is_rated = False
    browser = browse(coach).open(f"/observations/{made.id}/review").press("Share with Mira", expect=422)
    assert "Choose a sentence or “not observed” for moving stakeholders" in browser.words
    assert count(Evidence) == 0


def test_a_draft_is_discarded_after_a_second_look(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = drafted(learner, coach, {"C03a": 3})
    browser = browse(coach).open(f"/observations/{made.id}/review").press("Yes, discard it")
    assert "The draft is discarded" in browser.words
    browser.open(f"/observations/{made.id}", expect=404)
    assert db.session.get_one(Observation, made.id).discarded_at is not None


def test_pages_need_few_statements_and_no_more_for_more_rows(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    browser = browse(coach)
    made = drafted(learner, coach, {f"C0{number}a": 2 for number in range(1, 6)})
    note = observed(learner, coach, {"C03a": 2}, agreed="Try", due_on=DUE)
    addresses = [
        "/coaching", "/coaching/new", f"/coaching/new?learner={learner.id}", f"/people/{learner.id}/observations",
        f"/observations/{note.id}", *(f"/observations/{made.id}/{step}" for step in STEPS),
    ]  # fmt: skip
    counts = {address: [statements_of(browser, address)] for address in addresses}
    for _ in range(8):
        other = world.learner(coach=coach)
        drafted(other, coach, {"C03a": 2})
        observed(other, coach, {"C03a": 2}, agreed="Try", due_on=DUE)
        observed(learner, coach, {"C03a": 2}, agreed="Try", due_on=DUE)
    for address in addresses:
        counts[address].append(statements_of(browser, address))
    for address, (few, many) in counts.items():
        assert few == many <= 12, (address, few, many)


def statements_of(browser: Browser, address: str) -> int:
    browser.open(address)
    with statements() as sent:
        browser.open(address)
    return len(sent)
