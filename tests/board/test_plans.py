"""All plans of a team at the browser, built by the operations that the pages use; first pages in the same words."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from kamacademy.access import Function
from kamacademy.agreeing import operations as agreeing
from kamacademy.agreeing.agreement import may_be_signed
from kamacademy.board.queries import (
    care_in_brief,
    own_attention,
    read_in_brief,
    team_attention,
)
from kamacademy.board.reason import Kind
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development import operations as development
from kamacademy.development.models import Action
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.plan.operations import close
from kamacademy.proof import operations as proof
from kamacademy.proof.piece import Piece
from kamacademy.proposal import operations as proposal
from kamacademy.reviewing import operations as reviewing
from kamacademy.reviewing.review import Said, Verdict
from tests.browser import Browser
from tests.development.plans import both_sign, coached, plan_of, proposed
from tests.statements import statements
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def at(days_ago: int) -> datetime:
    """Nine o'clock, so many days ago."""
    return datetime.combine(TODAY - days_ago * DAY, time(9), UTC)


def running(learner: Person, coach: Person, title: str = "Ask one more question", *, ago: int = 10) -> Action:
    """An action agreed in coaching some days ago, due in a fortnight, under a plan that both have signed."""
    made = proposal.agree_action(
        learner, title=title, indicator="C03a", due_on=TODAY + 14 * DAY, by=coach, at=at(ago),
        origin=("observation", 7), library=library(),
    )  # fmt: skip
    plan = plan_of(learner)
    agreeing.agree(plan, by=learner, at=at(ago))
    agreeing.agree(plan, by=coach, at=at(ago))
    return made


def handed_in(action: Action, learner: Person, *, ago: int = 1) -> None:
    """Handed in with one line of words."""
    proof.give_evidence(action, [Piece(words="It is done.")], by=learner, at=at(ago), data=Path("unused"))
    proof.hand_in(action, by=learner, at=at(ago))


def kinds(coach: Person) -> list[tuple[str, list[Kind]]]:
    """Who needs what, in the order of the page."""
    return [(one.name, [reason.kind for reason in one.reasons]) for one in team_attention(coach, TODAY)]


def own(learner: Person) -> list[tuple[Kind, str]]:
    """What the learner reads of the own plan."""
    return [(one.kind, one.words) for one in own_attention(learner, TODAY).plan.reasons]


def test_a_plan_goes_from_none_to_quiet_and_what_waits_changes_hands(coach: Person, learner: Person) -> None:
    assert kinds(coach) == [("Mira Halvorsen", [Kind.NO_PLAN])]
    assert [kind for kind, _ in own(learner)] == [Kind.NO_PLAN]
    proposed(learner)
    assert kinds(coach) == [("Mira Halvorsen", [])], "proposed today: there is time to answer"
    assert own(learner) == [(Kind.SIGNATURE, "“Map one leak” begins once you and your coach have signed")]
    agreeing.agree(plan_of(learner), by=learner, at=NOW)
    assert kinds(coach) == [("Mira Halvorsen", [Kind.SIGNATURE])]
    assert own(learner) == []
    agreeing.agree(plan_of(learner), by=coach, at=NOW)
    assert kinds(coach) == [("Mira Halvorsen", [])]
    (found,) = team_attention(coach, TODAY)
    assert (found.running, found.plan_id) == (1, plan_of(learner).id)
    assert found.next_day is not None
    assert found.next_day.words == "“Map one leak”"


def test_handed_in_and_returned_with_its_reason(coach: Person, learner: Person) -> None:
    action = running(learner, coach)
    handed_in(action, learner)
    assert kinds(coach) == [("Mira Halvorsen", [Kind.HANDED_IN])]
    assert own(learner) == []
    proof.give_back(action, reason="Say who said it.", by=coach, at=NOW)
    assert kinds(coach) == [("Mira Halvorsen", [])]
    assert own(learner) == [(Kind.RETURNED, "“Ask one more question” was returned: Say who said it.")]
    handed_in(action, learner, ago=0)
    proof.give_back(action, reason="One more name.", by=coach, at=NOW)
    assert own(learner)[0][1].endswith(": One more name."), "the newest reason"
    handed_in(action, learner, ago=0)
    assert own(learner) == []
    proof.accept(action, by=coach, at=NOW)
    assert kinds(coach) == [("Mira Halvorsen", [Kind.NOTHING_OPEN])]
    close(plan_of(learner), by=coach, at=NOW, library=library())
    assert [one.words for one in team_attention(coach, TODAY)[0].reasons] == ["No plan since 20 Nov 2026"]


def test_a_review_waits_for_the_one_who_has_not_written_it(coach: Person, learner: Person) -> None:
    action = running(learner, coach, ago=95)
    plan = plan_of(learner)
    action.due_on = TODAY + DAY
    assert kinds(coach) == [("Mira Halvorsen", [Kind.REVIEW_DUE, Kind.STILL])]
    assert [kind for kind, _ in own(learner)] == [Kind.REVIEW_DUE]
    said = {action.id: Said(Verdict.KEPT, "Goes on")}
    written = reviewing.write_review(plan, said, moved="Much", next_step="More", by=learner, at=at(1))
    assert kinds(coach) == [("Mira Halvorsen", [Kind.REVIEW_WRITTEN, Kind.TALK_DUE])]
    assert own(learner) == []
    reviewing.confirm_review(written, edition=written.edition, by=coach, at=NOW)
    assert kinds(coach) == [("Mira Halvorsen", [])], "the review was the talk"
    assert team_attention(coach, TODAY)[0].running == 1


def test_what_moves_a_plan_is_history_word_evidence_or_review(coach: Person, learner: Person) -> None:
    def last() -> tuple[int, int]:
        (found,) = read_in_brief(care_in_brief(), TODAY, coach=coach.id)
        plan = found.facts.plan
        assert plan is not None
        return (TODAY - plan.moved_on).days, (TODAY - plan.spoken_on).days

    action = running(learner, coach, ago=40)
    assert last() == (40, 40)
    development.redate(action, TODAY + 20 * DAY, reason="Moved", by=learner, at=at(30))
    assert last() == (30, 40)
    development.check_in(action, "Tried it", by=learner, at=at(20))
    assert last() == (20, 20)
    proof.give_evidence(action, [Piece(words="It is done.")], by=learner, at=at(10), data=Path("unused"))
    assert last() == (10, 20)
    said = {action.id: Said(Verdict.KEPT, "Goes on")}
    reviewing.write_review(plan_of(learner), said, moved="Much", next_step="More", by=learner, at=at(5))
    assert last() == (5, 20)


def test_a_signature_of_a_coach_who_left_is_asked_again(world: World, coach: Person, learner: Person) -> None:
    proposed(learner)
    agreeing.agree(plan_of(learner), by=coach, at=at(20))
    assert own(learner)[0][1].startswith("Signed by your coach")
    later = world.coach("Eva Late")
    people.set_coach(learner, later, starts_on=TODAY, by=None, at=NOW)
    db.session.flush()
    assert own(learner)[0][1] == "“Map one leak” begins once you and your coach have signed"
    assert kinds(coach) == []
    (found,) = team_attention(later, TODAY)
    assert [one.words for one in found.reasons] == [], "proposed today"


def test_the_rule_of_signing_is_that_of_the_plan(world: World, coach: Person) -> None:
    def same(learner: Person) -> bool:
        found = next(one for one in read_in_brief(care_in_brief(), TODAY, coach=coach.id) if one.facts.id == learner.id)
        assert found.facts.plan is not None
        assert found.facts.plan.may_be_signed is may_be_signed(plan_of(learner))
        return found.facts.plan.may_be_signed

    first, second = world.learner(coach=coach), world.learner(coach=coach)
    coached(first, coach)
    assert same(first), "what began in coaching may be signed once"
    both_sign(first, coach)
    assert not same(first)
    added = proposed(first)
    assert same(first)
    agreeing.agree(plan_of(first), by=first, at=NOW)
    assert same(first)
    development.drop(added, reason="Not now", by=first, at=NOW)
    assert not same(first)
    development.begin_plan(second, by=second, at=NOW)
    assert not same(second)


def test_only_people_in_care_today_and_active_are_on_the_page(world: World, coach: Person, learner: Person) -> None:
    gone, lent = world.learner("Ada Gone", coach=coach), world.learner("Ben Lent", coach=coach)
    people.set_coach(lent, world.coach(), starts_on=TODAY, by=None, at=NOW)
    gone.deactivated_at = NOW
    running(world.learner("Somebody Else", coach=world.coach()), coach)
    db.session.flush()
    assert [name for name, _ in kinds(coach)] == ["Mira Halvorsen"]


def test_who_does_not_learn_is_not_asked_for_a_plan(world: World, coach: Person, browse: type[Browser]) -> None:
    leads = world.person("Nora Leads", functions=(Function.COACH, Function.LEADER), job_role=JobRole.SL)
    world.give_coach(leads, coach)
    above = world.coach("Lea Above")
    world.give_coach(coach, above)
    for number in range(5):
        world.learner(f"Ben Number{number}", coach=coach)
    db.session.commit()
    assert ("Nora Leads", []) in kinds(coach)
    assert "Daniel Okafor 5 5 0 0 0 0" in browse(above).open("/team/plans").words


def test_the_page_is_ordered_by_what_needs_attention_and_one_tap_from_it(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    quiet = world.learner("Abe Quiet", coach=coach)
    running(quiet, coach)
    late = world.learner("Ben Late", coach=coach)
    running(late, coach, "Count the committee").due_on = TODAY - DAY
    world.learner("Cy Without", coach=coach)
    action = running(learner, coach)
    handed_in(action, learner)
    db.session.commit()
    browser = browse(coach).open("/today").follow("All plans")
    assert browser.address == "/team/plans"
    words = browser.words
    places = [words.index(name) for name in ("Mira Halvorsen", "Ben Late", "Cy Without", "Abe Quiet")]
    assert places == sorted(places)
    assert "3 of 4 need your attention" in words
    assert "“Ask one more question” handed in, waiting for you since 19 Nov 2026" in words
    assert "“Count the committee” overdue since 19 Nov 2026" in words
    assert "1 of 3 actions running · next 4 Dec 2026, “Ask one more question” · no visit yet" in words
    shown = browser.follow("Overdue").words
    assert "Ben Late" in shown
    assert "Mira Halvorsen" not in shown
    browser.open("/team/plans?show=nonsense")
    assert "Mira Halvorsen" in browser.words
    followed = browser.follow("Look at what was handed in: Mira Halvorsen")
    assert followed.address.startswith(f"/people/{learner.id}/plan")
    assert "Accept as done" in followed.words


def test_every_task_leads_to_a_page_where_it_can_be_done(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    to_sign, to_confirm, late = (world.learner(coach=coach) for _ in range(3))
    proposed(to_sign)
    agreeing.agree(plan_of(to_sign), by=to_sign, at=NOW)
    action = running(to_confirm, coach)
    said = {action.id: Said(Verdict.KEPT, "Goes on")}
    reviewing.write_review(plan_of(to_confirm), said, moved="Much", next_step="More", by=to_confirm, at=NOW)
    running(late, coach).due_on = TODAY - DAY
    handed_in(running(learner, coach), learner)
    plan_of(late).review_due_on = TODAY
    db.session.commit()
    asked = {reason.kind: reason for one in team_attention(coach, TODAY) for reason in one.reasons}
    assert len(asked) == 5
    browser = browse(coach)
    for reason, button in (
        (asked[Kind.HANDED_IN], "Accept as done"),
        (asked[Kind.SIGNATURE], "Sign"),
        (asked[Kind.REVIEW_WRITTEN], "We held it so"),
        (asked[Kind.OVERDUE], "Move the date"),
        (asked[Kind.REVIEW_DUE], "Write it down"),
    ):
        assert button in browser.open(reason.address).words, reason.kind


def test_today_names_the_first_five_in_the_same_words(world: World, coach: Person, browse: type[Browser]) -> None:
    for number in range(7):
        world.learner(f"Ben Number{number}", coach=coach)
    words = browse(coach).open("/today").words
    plans = words[words.index("All plans") :]
    assert plans.count("No plan") == 5
    assert "2 more" in plans


def test_a_learner_reads_what_the_own_plan_needs(coach: Person, learner: Person, browse: type[Browser]) -> None:
    action = running(learner, coach)
    handed_in(action, learner)
    db.session.commit()
    browser = browse(learner)
    assert "Ask one more question Handed in" in browser.open("/next-step").words
    proof.give_back(action, reason="Say who said it.", by=coach, at=NOW)
    plan_of(learner).review_due_on = TODAY
    db.session.commit()
    words = browser.open("/next-step").words
    due = words[words.index("Due in your plan") : words.index("Results you watch")]
    assert "“Ask one more question” was returned: Say who said it. Open the action" in due
    assert "Review due today Hold the review" in due
    assert due.index("was returned") < due.index("Review due")
    action.due_on = TODAY - DAY
    db.session.commit()
    words = browser.open("/next-step").words
    assert "Overdue, 19 Nov 2026" in words
    assert "overdue since" not in words, "the action says it already"


def test_a_coach_of_coaches_reads_counts_of_their_teams_and_no_name(world: World, browse: type[Browser]) -> None:
    leader, other = world.coach("Lea Above"), world.coach("Nora Other")
    first, second, third = world.coach("Fay First"), world.coach("Sam Second"), world.coach("Tim Third")
    for one in (first, second):
        world.give_coach(one, leader)
    world.give_coach(third, other)
    for number in range(5):
        world.learner(f"Ben Number{number}", coach=first)
        world.learner(f"Cy Number{number}", coach=third)
    world.learner("Dora Alone", coach=second)
    db.session.commit()
    words = browse(leader).open("/team/plans").words
    teams = words[words.index("Teams of the coaches in your care") :]
    assert "Fay First 5 5 0 0 0 0" in teams
    assert "Sam Second Fewer than five people: not shown" in teams
    for name in ("Tim Third", "Ben Number", "Dora Alone"):
        assert name not in words
    assert "Teams of the coaches" not in browse(first).open("/team/plans").words


def test_a_leader_and_the_learning_team_read_counts_by_team(world: World, coach: Person, browse: type[Browser]) -> None:
    for number in range(6):
        person = world.person(f"Ben Number{number}", team="North")
        world.give_coach(person, coach)
        running(person, coach)
    world.person("Dora Alone", team="South")
    left = world.person("Ed Left", team="North")
    left.deactivated_at = NOW
    db.session.commit()
    for reader in (world.leader(), world.learning_team()):
        browser = browse(reader).open("/academy").follow("Plans by team")
        assert "North 6 0 0 0 0 6" in browser.words
        assert "All teams 8 " in browser.words, "the coach learns too, without a team"
        assert "South Fewer than five people: not shown" in browser.words
        for name in ("Ben Number", "Dora Alone", "Daniel"):
            assert name not in browser.words
    for reader in (coach, world.administrator(), person):
        browse(reader).open("/academy/plans", expect=403)


def test_who_learns_besides_leading_is_counted_with_the_team(world: World, browse: type[Browser]) -> None:
    for number in range(4):
        world.person(f"Ben Number{number}", team="North")
    world.person("Lea Both", functions=(Function.LEADER, Function.LEARNER), job_role=JobRole.SL, team="North")
    world.person("Ann Only", functions=(Function.ADMINISTRATOR,), team="North")
    db.session.commit()
    assert "North 5 5 0 0 0 0" in browse(world.leader()).open("/academy/plans").words


def test_many_teams_without_any_plan_are_folded_into_a_line(world: World, browse: type[Browser]) -> None:
    for number in range(30):
        world.person(f"Ben Number{number}", team=f"North {number // 5}")
    db.session.commit()
    page = browse(world.leader()).open("/academy/plans")
    assert "6 teams in which nobody has a plan North 0: 5 people North 1: 5 people" in page.words
    assert page.page.find("th", string="North 0") is None


def test_the_pages_cost_as_much_for_many(world: World, browse: type[Browser]) -> None:
    above, coach = world.coach(), world.coach()
    world.give_coach(coach, above)
    readers = {"/team/plans": above, "/academy/plans": world.leader()}

    def cost() -> dict[str, int]:
        found = {}
        for page, reader in readers.items():
            browser = browse(reader)
            browser.open(page)
            with statements() as seen:
                browser.open(page)
            found[page] = len(seen)
        return found

    running(world.learner(coach=coach), coach)
    db.session.commit()
    few = cost()
    for _ in range(8):
        for who in (coach, above):
            made = world.learner(coach=who)
            handed_in(running(made, who), made)
    db.session.commit()
    assert cost() == few
    assert max(few.values()) <= 12
