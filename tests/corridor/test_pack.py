"""The pack: everything the form needs without a signal, and nothing about anybody else."""

import gzip
import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine

from kamacademy.access import Function
from kamacademy.coaching import operations as coaching
from kamacademy.competency.evidence import Purpose
from kamacademy.corridor.device import read_device
from kamacademy.corridor.sealed import export_key, public_words
from kamacademy.guide.activity import Activity
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.proof import operations as proof
from kamacademy.visit import operations as visits
from kamacademy.visit.models import PlannedVisit
from tests.coaching.visits import drafted, observed
from tests.conftest import SECRET
from tests.corridor.phone import JSON, Phone, own_view, seen
from tests.statements import statements
from tests.world import NOW, TODAY, World

Carry = Callable[[Person | None], Phone]
LARGEST_KB = 60


def planned(
    learner: Person,
    coach: Person,
    day: date = TODAY,
    focus: tuple[str, ...] = ("C03a",),
    *,
    begins: str | None = None,
    purpose: Purpose = Purpose.DEVELOPMENT,
) -> PlannedVisit:
    """A discovery meeting that the coach planned some days ago."""
    return visits.plan(
        learner, coach, planned_on=day, activity=Activity.DISCOVERY, focus=focus, by=coach,
        at=NOW - timedelta(days=3), begins=begins, account_alias="North 11", purpose=purpose,
    )  # fmt: skip


def people_in(pack: JSON) -> list[str]:
    """Names in the order of the phone's list."""
    return [one["name"] for one in pack["people"]]


def test_the_pack_says_whose_it_is_and_of_when(world: World, carry: Carry) -> None:
    coach = world.coach("Jordan Ellis")
    pack = carry(coach).fill()
    assert pack["format"] == 1
    assert pack["made_at"] == NOW.isoformat()
    assert pack["today"] == "2026-11-20"
    assert pack["person"] == {"id": coach.id, "name": "Jordan Ellis", "first_name": "Jordan"}
    assert pack["release"] == world.library().release_id
    assert pack["export_key"] == public_words(export_key(SECRET))
    assert pack["days"] == [30, 60, 90]
    assert pack["limits"] == {"line": 400, "words": 1000, "title": 250, "alias": 80, "focus": 5, "own_words": 2000}


def test_every_indicator_comes_with_its_five_sentences_tags_and_what_not_to_credit(world: World, carry: Carry) -> None:
    pack = carry(world.coach()).fill()
    assert len(pack["indicators"]) == 26
    for code, one in pack["indicators"].items():
        assert len(one["anchors"]) == 5, code
        assert 3 <= len(one["tags"]) <= 5, code
        assert one["do_not_credit"], code
        assert one["name"], code
        assert one["competency"], code
    assert {one["indicator"] for one in pack["actions"]} <= set(pack["indicators"])
    assert len(pack["actions"]) == len({one["id"] for one in pack["actions"]}) > 30


def test_every_activity_comes_with_what_it_can_show(world: World, carry: Carry) -> None:
    pack = carry(world.coach()).fill()
    assert [one["code"] for one in pack["activities"]] == [one.value for one in Activity]
    for one in pack["activities"]:
        assert len(one["indicators"]) >= 6, one["code"]
        assert all(shown["example"] and shown["id"] in pack["indicators"] for shown in one["indicators"])
    by_code = {one["code"]: one for one in pack["activities"]}
    assert [code for code, one in by_code.items() if one["is_simulation"]] == ["role-play"]
    assert by_code["negotiation"]["asks_proposition"]
    assert not by_code["plan-review"]["asks_proposition"]
    assert [one["code"] for one in pack["complexities"]] == ["simple", "usual", "complex"]
    assert {"judging", "patient"} <= set(pack["hints"])
    assert pack["phrases"]["strength"]
    assert pack["phrases"]["improve"]


def test_people_in_care_come_in_order_of_visit_then_name(world: World, carry: Carry) -> None:
    coach, other = world.coach(), world.coach()
    ada, bo = world.learner("Ada A", coach=coach), world.learner("Bo B", coach=coach)
    cy, dee = world.learner("Cy C", coach=coach), world.learner("Dee D", coach=coach)
    world.learner("Not Mine", coach=other)
    planned(dee, coach, TODAY + timedelta(days=2))
    planned(cy, coach, begins="14:00")
    planned(bo, coach, TODAY + timedelta(days=15))
    pack = carry(coach).fill()
    assert people_in(pack) == ["Cy C", "Dee D", "Ada A", "Bo B"]
    assert pack["people"][2]["id"] == ada.id
    assert [len(one["visits"]) for one in pack["people"]] == [1, 1, 0, 0]


def test_a_planned_visit_brings_its_day_focus_and_purpose(world: World, carry: Carry) -> None:
    coach = world.coach()
    visit = planned(world.learner(coach=coach), coach, focus=("C03a", "C01a"), begins="09:30")
    assert carry(coach).fill()["people"][0]["visits"] == [
        {
            "id": visit.id, "planned_on": "2026-11-20", "begins": "09:30", "activity": "discovery-meeting",
            "focus": ["C03a", "C01a"], "account_alias": "North 11", "purpose": "development",
        }
    ]  # fmt: skip


def test_a_cancelled_visit_is_not_on_the_phone(world: World, carry: Carry) -> None:
    coach = world.coach()
    visit = planned(world.learner(coach=coach), coach)
    visits.cancel(visit, "ill", by=coach, at=NOW)
    assert carry(coach).fill()["people"][0]["visits"] == []


def test_a_person_brings_the_plans_focus_and_the_last_agreement(world: World, carry: Carry) -> None:
    coach = world.coach()
    learner = world.learner("Sam Okafor", coach=coach)
    observed(learner, coach, {"C04a": 2}, day=TODAY - timedelta(days=20), agreed="An older promise",
             due_on=TODAY + timedelta(days=10))  # fmt: skip
    newest = observed(learner, coach, {"C03a": 3}, day=TODAY - timedelta(days=5), agreed="Ask who else must agree",
                      due_on=TODAY + timedelta(days=20))  # fmt: skip
    observed(learner, coach, {"C03b": 3}, day=TODAY - timedelta(days=1))
    one = carry(coach).fill()["people"][0]
    assert (one["name"], one["first_name"], one["initials"]) == ("Sam Okafor", "Sam", "SO")
    assert one["role"] == "Small-k account manager"
    assert one["focus"] == ["C04a", "C03a"]
    assert one["last_agreement"] == {"title": "Ask who else must agree", "due_on": "2026-12-10", "is_done": False}
    assert newest.action is not None
    proof.complete(newest.action, "Done on 18 Nov", by=coach, at=NOW)
    one = carry(coach).fill()["people"][0]
    assert one["last_agreement"]["is_done"] is True
    assert one["focus"] == ["C04a"]


def test_a_draft_or_another_persons_agreement_is_not_the_last_one(world: World, carry: Carry) -> None:
    coach = world.coach()
    learner, other = world.learner("Ada A", coach=coach), world.learner("Bo B", coach=coach)
    observed(other, coach, {"C03a": 3}, agreed="Bo's promise", due_on=TODAY + timedelta(days=20))
    draft = drafted(learner, coach, {"C03a": 3})
    coaching.agree(draft, title="Not shared", indicator="C03a", due_on=TODAY + timedelta(days=9), at=NOW)
    ada, bo = carry(coach).fill()["people"]
    assert ada["last_agreement"] is None
    assert bo["last_agreement"]["title"] == "Bo's promise"


def test_a_commercial_coach_gets_only_what_may_be_rated_across_the_firewall(world: World, carry: Carry) -> None:
    coach = world.coach()
    world.learner("Mel Liaison", coach=coach, job_role=JobRole.MSL)
    one = carry(coach).fill()["people"][0]
    assert {code[:3] for code in one["open"]} == {"C07", "C10", "C13"}
    assert one["activities"][0] == "shared-team-meeting"
    assert "coaching-session" not in one["activities"]


def test_a_coach_in_care_may_be_seen_coaching(world: World, carry: Carry) -> None:
    coach, field_manager = world.coach(), world.coach()
    world.give_coach(field_manager, coach)
    one = carry(coach).fill()["people"][0]
    assert "coaching-session" in one["activities"]
    assert "shared-team-meeting" not in one["activities"]
    assert len(one["open"]) == 26


def test_who_does_not_coach_carries_no_people(world: World, carry: Carry) -> None:
    coach = world.coach()
    world.learner(coach=coach)
    assert carry(world.learner()).fill()["people"] == []
    coach.function_codes = [Function.LEARNER.value]
    assert carry(coach).fill()["people"] == []


def test_whoever_left_the_care_or_the_academy_is_not_on_the_phone(world: World, carry: Carry) -> None:
    coach, next_coach = world.coach(), world.coach()
    moved, closed = world.learner(coach=coach), world.learner(coach=coach)
    people.set_coach(moved, next_coach, starts_on=TODAY, by=None, at=NOW)
    people.deactivate(closed, by=None, at=NOW)
    assert carry(coach).fill()["people"] == []


def test_a_learner_is_asked_for_views_of_visits_and_of_notes(world: World, carry: Carry) -> None:
    coach = world.coach("Jordan Ellis")
    learner, other = world.learner(coach=coach), world.learner(coach=coach)
    today, ahead = planned(learner, coach), planned(learner, coach, TODAY + timedelta(days=1), ("C01a",))
    planned(learner, coach, TODAY + timedelta(days=2), ())
    planned(other, coach)
    note = observed(learner, coach, {"C05a": 2, "C03a": 4}, day=TODAY - timedelta(days=1))
    observed(other, coach, {"C05a": 2})
    assert carry(learner).fill()["views"] == [
        {
            "visit": today.id, "observation": None, "coach": {"id": coach.id, "name": "Jordan Ellis"},
            "title": "Customer discovery meeting", "on": "2026-11-20", "indicators": ["C03a"],
        },
        {
            "visit": ahead.id, "observation": None, "coach": {"id": coach.id, "name": "Jordan Ellis"},
            "title": "Customer discovery meeting", "on": "2026-11-21", "indicators": ["C01a"],
        },
        {
            "visit": None, "observation": note.id, "coach": {"id": coach.id, "name": "Jordan Ellis"},
            "title": "Customer discovery meeting, usual", "on": "2026-11-19",
            "indicators": [one.indicator for one in note.ratings],
        },
    ]  # fmt: skip
    assert carry(coach).fill()["views"] == []


def test_a_view_that_was_given_is_not_asked_for_again(world: World, carry: Carry) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    visit = planned(learner, coach)
    note = observed(learner, coach, {"C03a": 4}, day=TODAY - timedelta(days=1))
    phone = carry(learner)
    assert len(phone.fill()["views"]) == 2
    phone.send(own_view(coach, visit=visit.id, ratings=[{"indicator": "C03a", "level": 2}]))
    assert [one["observation"] for one in phone.fill()["views"]] == [note.id]
    phone.send(own_view(coach, observation=note.id, ratings=[{"indicator": "C03a", "level": 2}]))
    assert phone.fill()["views"] == []


def test_of_a_visit_whose_note_is_shared_only_the_note_is_asked(world: World, carry: Carry) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    visit = planned(learner, coach)
    coach_phone = carry(coach)
    release = coach_phone.fill()["release"]
    made = coach_phone.send(seen(learner, release, visit=visit.id))
    (view,) = carry(learner).fill()["views"]
    assert (view["visit"], view["observation"]) == (None, made["observation"])


def test_drafts_of_the_coach_are_named_with_their_edition(world: World, carry: Carry) -> None:
    coach, other = world.coach(), world.coach()
    learner = world.learner(coach=coach)
    phone = carry(coach)
    release = phone.fill()["release"]
    entry = seen(learner, release, share=False)
    sent = phone.send(entry)
    observed(learner, coach, {"C03a": 3})
    coaching.discard(drafted(learner, coach, {"C03a": 3}), at=NOW)
    drafted(learner, other, {"C03a": 3})
    assert phone.fill()["drafts"] == [
        {
            "key": entry["key"], "observation": sent["observation"], "edition": sent["edition"],
            "learner": learner.id, "observed_on": "2026-11-20", "title": "Customer discovery meeting, usual",
        }
    ]  # fmt: skip


def test_the_pack_of_a_large_team_stays_small_and_takes_no_more_statements(world: World, carry: Carry) -> None:
    coach, large = world.coach(), world.coach()
    for number in range(2):
        planned(world.learner(f"Robin Second{number}", coach=coach), coach)
    for number in range(40):
        learner = world.learner(f"Robin Fortieth{number}", coach=large)
        planned(learner, large, TODAY + timedelta(days=number % 14))
        observed(learner, large, {"C03a": 3}, agreed=f"A promise number {number} of some length",
                 due_on=TODAY + timedelta(days=30))  # fmt: skip
    counts = []
    for person in (coach, large):
        phone = carry(person)
        phone.contact()
        with statements() as asked:
            answer = phone.ask("GET", "/corridor/pack")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
    assert len(json.loads(answer.data)["people"]) == 40
    assert len(gzip.compress(answer.data, 4)) < LARGEST_KB * 1024


def test_the_pack_is_kept_by_no_cache(world: World, carry: Carry) -> None:
    phone = carry(world.coach())
    phone.contact()
    assert phone.ask("GET", "/corridor/pack").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("days", [0, 5])
def test_a_phone_keeps_its_name_from_pack_to_pack(
    world: World, carry: Carry, now: time_machine.Traveller, days: int
) -> None:
    coach = world.coach()
    phone = carry(coach)
    phone.fill()
    first = read_device(SECRET, phone.device)
    now.shift(timedelta(days=days))
    phone.sign_in(coach)
    phone.fill()
    later = read_device(SECRET, phone.device)
    second = carry(coach)
    second.fill()
    other = read_device(SECRET, second.device)
    assert first is not None
    assert later is not None
    assert other is not None
    assert first.name == later.name != other.name
    assert later.made_at - first.made_at == timedelta(days=days)
