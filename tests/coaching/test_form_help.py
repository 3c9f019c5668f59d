"""What the form does so that nobody has to type, to remember or to guess."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kamacademy.coaching import operations, queries
from kamacademy.coaching.lines import asked_order
from kamacademy.coaching.models import Observation
from kamacademy.coaching.rules import EvidenceMissing, NotAnnounced, NotSigned
from kamacademy.competency.evidence import Context, Kind, Purpose
from kamacademy.competency.models import Evidence
from kamacademy.competency.queries import profile_of
from kamacademy.content.queries import current_release_id
from kamacademy.db import db
from kamacademy.guide.activity import Activity
from kamacademy.intake.operations import receive
from kamacademy.people.models import Person
from kamacademy.proof.operations import complete
from tests.browser import Browser
from tests.coaching.visits import drafted, observed
from tests.intake.entries import entry
from tests.intake.planned import planned
from tests.world import NOW, TODAY, World

DUE = TODAY + timedelta(days=60)


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def the_observation() -> Observation:
    return db.session.scalars(select(Observation)).one()


def test_a_planned_visit_fills_the_form_and_goes_straight_to_the_first_indicator(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    visit = planned(learner, coach, activity="negotiation", focus=["C08b", "C03a"], account_alias="North 11")
    browser = browse(coach).open(f"/coaching/new?visit={visit.id}")
    assert browser.heading == "Observe Mira"
    assert "The focus is chosen: 2 indicators" in browser.words
    assert browser.field("Negotiation").has_attr("checked")
    assert browser.field("Account alias")["value"] == "North 11"
    browser.press("Next")
    made = the_observation()
    assert browser.address == f"/observations/{made.id}/ratings/{asked_order(made)[0]}"
    assert (made.planned_visit_id, made.purpose) == (visit.id, "development")
    assert {one.indicator for one in made.ratings} == {"C08b", "C03a"}
    browser.open(f"/coaching/new?visit={visit.id}")
    assert browser.address.startswith(f"/observations/{made.id}/")


def test_only_ones_own_visits_that_stand_begin_a_note(
    world: World, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    browser = browse(coach)
    other = world.coach()
    for visit in (planned(learner, other), planned(learner, coach, cancelled_at=NOW)):
        browser.open(f"/coaching/new?visit={visit.id}", expect=404)
    browse(learner).open(f"/coaching/new?visit={planned(learner, coach).id}", expect=404)


def test_what_the_activity_shows_comes_first_with_an_example(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    browser = browse(coach).open(f"/coaching/new?learner={learner.id}").choose("Negotiation").press("Next")
    first = browser.page.find("fieldset")
    assert first is not None
    words = " ".join(first.get_text(" ").split())
    assert words.startswith("What this can show: negotiation")
    assert "Such as:" in words
    shown = [str(box["value"]) for box in first.select("input")]
    assert "C08b" in shown
    assert len(shown) < 13
    assert len(browser.page.select('input[name="indicators"]')) == 26
    assert "Other indicators" in browser.words


def test_the_form_asks_in_random_order_that_stays(learner: Person, coach: Person) -> None:
    levels = {"C01a": 3, "C03a": 3, "C05a": 3, "C07a": 3, "C09a": 3}
    orders = {tuple(asked_order(drafted(learner, coach, levels))) for _ in range(5)}
    assert len(orders) > 1
    assert all(sorted(one) == sorted(levels) for one in orders)


def test_tags_make_the_line_without_a_typed_character(
    learner: Person, coach: Person, browse: type[Browser], world: World
) -> None:
    made = drafted(learner, coach, {"C03a": 3}, lines={"C03a": ""})
    browser = browse(coach).open(f"/observations/{made.id}/ratings/C03a")
    tags = [str(box["value"]) for box in browser.page.select('input[name="tags"]')]
    assert 3 <= len(tags) <= 5
    browser.choose(tags[0]).choose(tags[1]).press("Next")
    rating = db.session.get_one(Observation, made.id).ratings[0]
    assert rating.evidence_line == f"{tags[0]}. {tags[1]}."
    browser.open(f"/observations/{made.id}/ratings/C03a").choose(tags[0])
    browser.fill("What was said or done?", f"{tags[0]}. {tags[1]}. She waited.").press("Next")
    assert db.session.get_one(Observation, made.id).ratings[0].evidence_line == f"{tags[0]}. {tags[1]}. She waited."
    browser.open(f"/observations/{made.id}/ratings/C03a").choose(tags[2])
    browser.fill("What was said or done?", "x" * 395).press("Next", expect=422)
    assert "Tags and line together" in browser.words
    assert browser.field(tags[2]).has_attr("checked")


def test_a_phrase_stands_alone_or_before_own_words_and_comes_back(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    made = drafted(learner, coach, {"C03a": 3})
    browser = browse(coach).open(f"/observations/{made.id}/words")
    phrase = str(browser.page.select_one('input[name="strength_phrase"]')["value"])  # type: ignore[index]  # it is there
    browser.choose(phrase).fill("One thing to improve", "Ask who decides.").press("Next")
    found = db.session.get_one(Observation, made.id)
    assert (found.strength, found.improve) == (phrase, "Ask who decides.")
    browser.open(f"/observations/{made.id}/words")
    assert browser.field(phrase).has_attr("checked")
    assert browser.field("One strength, in your own words").get_text().strip() == ""
    browser.fill("One strength", "She named the CFO.").press("Next")
    assert db.session.get_one(Observation, made.id).strength == f"{phrase} She named the CFO."
    browser.open(f"/observations/{made.id}/words").fill("One strength", "x" * 990).press("Next", expect=422)
    assert "below 1,000 characters" in browser.words


def test_the_proposition_is_asked_about_on_customer_conversations_only(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    made = drafted(learner, coach, {"C03a": 3})
    browser = browse(coach).open(f"/observations/{made.id}/words")
    browser.press("Next")
    assert db.session.get_one(Observation, made.id).proposition_fit is None
    browser.open(f"/observations/{made.id}/words").choose("Not seen").press("Next")
    assert db.session.get_one(Observation, made.id).proposition_fit == "not-seen"
    assert "matched the goal that the customer stated Not seen" in browser.open(f"/observations/{made.id}/review").words
    db.session.get_one(Observation, made.id).activity = Activity.TEAM.value
    assert "proposition" not in browser.open(f"/observations/{made.id}/words").words


def test_the_form_begins_with_what_was_agreed_last_time(learner: Person, coach: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open(f"/coaching/new?learner={learner.id}")
    assert "Last time" not in browser.words
    observed(learner, coach, {"C03a": 2}, agreed="Older", due_on=DUE, day=TODAY - timedelta(days=5))
    newest = observed(learner, coach, {"C03a": 2}, agreed="Wait after each question", due_on=DUE)
    observed(learner, coach, {"C03a": 2})
    assert (
        "Last time you agreed: Wait after each question , by 19 Jan 2027"
        in browser.open(f"/coaching/new?learner={learner.id}").words
    )
    assert newest.action is not None
    complete(newest.action, "She answered at length.", by=coach, at=NOW)
    assert "It is done" in browser.open(f"/coaching/new?learner={learner.id}").words


def test_hints_are_gentle_and_never_a_wall(learner: Person, coach: Person, browse: type[Browser]) -> None:
    made = drafted(learner, coach, {"C03a": 2}, lines={"C03a": "Mrs Miller asked about the dose."})
    operations.note_words(made, strength="You have a great attitude.", improve=None, at=NOW)
    browser = browse(coach).open(f"/observations/{made.id}/review")
    assert "“great attitude”" in browser.words
    assert "“Mrs Miller”" in browser.words
    browser.press("Share with Mira")
    assert "Shared with Mira" in browser.words


def test_a_role_play_is_a_simulation_and_no_visit(learner: Person, coach: Person) -> None:
    observed(learner, coach, {"C03a": 3}, day=TODAY - timedelta(days=50))
    made = operations.begin(
        learner, coach, activity=Activity.ROLE_PLAY, complexity=Context.USUAL, observed_on=TODAY,
        indicators=["C03a", "C03b"], release_id=current_release_id(), at=NOW,
    )  # fmt: skip
    for one in ("C03a", "C03b"):
        operations.rate(made, one, level=4, evidence_line=None, at=NOW)
    operations.share(made, at=NOW, today=TODAY)
    kinds = db.session.scalars(select(Evidence.kind).order_by(Evidence.id)).all()
    assert kinds == [Kind.OBSERVED, Kind.SIMULATION, Kind.SIMULATION]
    assert queries.people_to_observe(coach, TODAY)[0].observed_on == TODAY - timedelta(days=50)
    found = [one for cluster in profile_of(learner, TODAY).clusters for one in cluster.competencies]
    assert next(one.estimate.visits for one in found if one.competency.code == "C03") == 2


def announced(learner: Person, coach: Person, focus: list[str]) -> Observation:
    visit = planned(learner, coach, purpose="attestation", focus=focus)
    return operations.begin(
        learner, coach, activity=Activity.DISCOVERY, complexity=Context.USUAL, observed_on=TODAY, indicators=focus,
        release_id=current_release_id(), planned_visit=visit, at=NOW,
    )  # fmt: skip


def test_an_attestation_looks_at_what_was_announced_needs_lines_and_is_shared_by_signing(
    learner: Person, coach: Person
) -> None:
    made = announced(learner, coach, ["C03a", "C09a"])
    assert made.purpose == Purpose.ATTESTATION
    for other in (["C03a"], ["C03a", "C05a"], ["C03a", "C09a", "C05a"]):
        with pytest.raises(NotAnnounced):
            operations.choose_focus(made, other, at=NOW)
    operations.rate(made, "C03a", level=2, evidence_line=None, at=NOW)
    operations.rate(made, "C09a", level=None, evidence_line=None, at=NOW)
    with pytest.raises(EvidenceMissing, match="discovery conversations"):
        operations.share(made, at=NOW, today=TODAY, is_signed=True)
    operations.rate(made, "C03a", level=2, evidence_line="She waited.", at=NOW)
    with pytest.raises(NotSigned):
        operations.share(made, at=NOW, today=TODAY)
    assert db.session.scalars(select(Evidence)).all() == []
    operations.share(made, at=NOW, today=TODAY, is_signed=True)
    assert set(db.session.scalars(select(Evidence.purpose))) == {"attestation"}


def test_the_form_of_an_attestation_says_so_and_leads_to_signing(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    made = announced(learner, coach, ["C03a"])
    operations.rate(made, "C03a", level=2, evidence_line="She waited.", at=NOW)
    browser = browse(coach).open(f"/observations/{made.id}/review")
    assert "Attestation. A decision record" in browser.words
    assert "Change the focus" not in browser.words
    assert "Share with" not in browser.words
    browser.post(f"/observations/{made.id}/share", expect=422)
    assert "shared by signing it" in browser.words
    assert not db.session.get_one(Observation, made.id).is_shared


@pytest.mark.parametrize("words", ["visit", "focus", "rating", "words", "agreement"])
def test_each_save_counts_an_edition(learner: Person, coach: Person, words: str) -> None:
    made = drafted(learner, coach, {"C03a": 2})
    before = made.edition
    acts = {
        "visit": lambda: operations.describe(
            made, activity=Activity.DIGITAL, complexity=Context.SIMPLE, observed_on=TODAY, account_alias=None, at=NOW
        ),
        "focus": lambda: operations.choose_focus(made, ["C03a"], at=NOW),
        "rating": lambda: operations.rate(made, "C03a", level=1, evidence_line=None, at=NOW),
        "words": lambda: operations.note_words(made, strength="x", improve=None, at=NOW),
        "agreement": lambda: operations.agree(made, title=None, at=NOW),
    }
    acts[words]()
    assert made.edition == before + 1


def test_what_a_phone_changed_meanwhile_is_not_overwritten_unasked(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    receive(entry(learner, {"C03a": 3}), coach=coach, at=NOW)
    made = the_observation()
    browser = browse(coach).open(f"/observations/{made.id}/words").fill("One strength", "Written at the desk")
    later = NOW + timedelta(minutes=5)
    newer = entry(learner, {"C03a": 3}, edition=2, base=1, strength="Said on the phone", device_at=later.isoformat())
    receive(newer, coach=coach, at=later)
    browser.press("Next", expect=409)
    assert browser.heading == "Changed on your phone meanwhile"
    assert "Written at the desk" in browser.words
    assert db.session.get_one(Observation, made.id).strength == "Said on the phone"
    assert "Said on the phone" in browser.follow("Leave it and see the newer version").words
    browser.open(f"/observations/{made.id}/words").fill("One strength", "Written anew").press("Next")
    assert db.session.get_one(Observation, made.id).strength == "Written anew"


def test_what_was_sent_can_be_saved_over_the_phones_version(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    receive(entry(learner, {"C03a": 3}), coach=coach, at=NOW)
    made = the_observation()
    browser = browse(coach).open(f"/observations/{made.id}/words").fill("One strength", "Written at the desk")
    newer = entry(learner, {"C03a": 3}, edition=2, base=1, device_at=(NOW + timedelta(minutes=5)).isoformat())
    receive(newer, coach=coach, at=NOW)
    browser.press("Next", expect=409).press("Save what I sent")
    assert db.session.get_one(Observation, made.id).strength == "Written at the desk"
    share = browse(coach).open(f"/observations/{made.id}/review")
    newest = entry(learner, {"C03a": 5}, edition=3, base=3, device_at=(NOW + timedelta(minutes=9)).isoformat())
    receive(newest, coach=coach, at=NOW)
    share.press("Share with Mira", expect=409)
    assert not db.session.get_one(Observation, made.id).is_shared
