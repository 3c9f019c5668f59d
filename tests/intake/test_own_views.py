"""A learner's own view before the note: kept from the coach until the note is shared, then laid beside it once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kamacademy.coaching import operations
from kamacademy.coaching.entry import EntryRefused
from kamacademy.coaching.models import Observation, OwnView
from kamacademy.coaching.rules import AlreadyAnswered, NotSharedYet, ObservedInTheFuture
from kamacademy.competency.evidence import Kind
from kamacademy.competency.models import Evidence
from kamacademy.db import db
from kamacademy.intake.operations import receive_own_view
from kamacademy.intake.received import State
from kamacademy.people.models import Person
from kamacademy.visit.models import PlannedVisit
from tests.browser import Browser
from tests.coaching.visits import drafted, observed
from tests.intake.entries import viewed
from tests.intake.planned import planned
from tests.statements import statements
from tests.world import NOW, TODAY, World

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def own_rows() -> list[tuple[str | None, int | None]]:
    rows = db.session.scalars(select(Evidence).where(Evidence.kind == Kind.SELF).order_by(Evidence.id))
    return [(row.indicator, row.level) for row in rows]


def give(learner: Person, coach: Person, visit: PlannedVisit | None = None, level: int | None = 4) -> OwnView:
    return operations.give_own_view(
        learner, coach, viewed_on=TODAY, levels={"C03a": level, "C05b": 2}, words="It went well.", at=NOW,
        planned_visit=visit,
    )  # fmt: skip


def test_a_view_waits_and_is_laid_beside_the_note_as_it_is_shared(learner: Person, coach: Person) -> None:
    view = give(learner, coach)
    assert (view.observation_id, own_rows()) == (None, [])
    made = drafted(learner, coach, {"C03a": 2, "C09a": 3})
    assert made.learner_view is None
    operations.share(made, at=LATER, today=TODAY)
    assert view.observation_id == made.id
    assert own_rows() == [("C03a", 4)]
    assert (made.learner_view, made.learner_viewed_at) == ("It went well.", NOW)
    assert [(one.indicator, one.is_self_rated, one.self_level) for one in made.ratings] == [
        ("C03a", True, 4),
        ("C09a", False, None),
    ]
    with pytest.raises(AlreadyAnswered):
        operations.give_view(made, levels={"C03a": 1, "C09a": 1}, words=None, at=LATER)


def test_a_view_of_a_planned_visit_belongs_to_its_note_even_on_another_day(learner: Person, coach: Person) -> None:
    visit = planned(learner, coach)
    view = give(learner, coach, visit)
    made = drafted(learner, coach, {"C03a": 2}, day=TODAY - timedelta(days=1))
    made.planned_visit = visit
    operations.share(made, at=LATER, today=TODAY)
    assert view.observation_id == made.id


@pytest.mark.parametrize("is_other", ["coach", "day", "learner"])
def test_a_view_of_something_else_stays_where_it_is(
    world: World, learner: Person, coach: Person, is_other: str
) -> None:
    view = give(learner, coach)
    other_coach, other_learner = world.coach(), world.learner(coach=coach)
    made = observed(
        other_learner if is_other == "learner" else learner,
        other_coach if is_other == "coach" else coach,
        {"C03a": 2},
        day=TODAY - timedelta(days=1) if is_other == "day" else TODAY,
    )
    assert (view.observation_id, made.learner_view) == (None, None)


def test_a_view_that_comes_after_sharing_is_laid_beside_at_once(learner: Person, coach: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    assert give(learner, coach).observation_id == made.id
    assert made.learner_view == "It went well."
    assert own_rows() == [("C03a", 4)]


def test_one_view_for_each_visit_or_day(learner: Person, coach: Person) -> None:
    visit, other = planned(learner, coach), planned(learner, coach, begins="14:00")
    for one in (visit, other, None):
        give(learner, coach, one)
        with pytest.raises(AlreadyAnswered):
            give(learner, coach, one)


def test_nothing_is_viewed_before_it_happened(learner: Person, coach: Person) -> None:
    with pytest.raises(ObservedInTheFuture):
        operations.give_own_view(learner, coach, viewed_on=TODAY + timedelta(days=1), levels={}, words=None, at=NOW)


def test_a_phones_view_is_taken_once(learner: Person, coach: Person) -> None:
    given = viewed(coach, {"C03a": 4})
    first = receive_own_view(given, learner=learner, at=NOW)
    again = receive_own_view(given, learner=learner, at=LATER)
    assert (first.state, again.state) == (State.STORED, State.ALREADY)
    assert (first.observation_id, first.is_shared) == (None, False)
    assert len(db.session.scalars(select(OwnView)).all()) == 1
    made = observed(learner, coach, {"C03a": 2})
    assert made.learner_view == "It went well."


def test_a_phones_view_of_a_visit_or_a_note_finds_its_place(learner: Person, coach: Person) -> None:
    visit, note = planned(learner, coach), observed(learner, coach, {"C03a": 2}, day=TODAY - timedelta(days=1))
    of_visit = viewed(coach, {"C03a": 4}, visit=visit.id)
    assert receive_own_view(of_visit, learner=learner, at=NOW).observation_id is None
    other = "00000000-0000-4000-8000-000000000008"
    of_note = viewed(coach, {"C03a": 4}, observation=note.id, key=other)
    answer = receive_own_view(of_note, learner=learner, at=NOW)
    assert (answer.observation_id, answer.is_shared, note.learner_view) == (note.id, True, "It went well.")


def test_a_view_of_others_or_of_a_draft_is_refused(world: World, learner: Person, coach: Person) -> None:
    draft, visit = drafted(learner, coach, {"C03a": 2}), planned(learner, coach)
    shared = observed(learner, coach, {"C03a": 2})
    stranger = world.learner()
    with pytest.raises(NotSharedYet):
        receive_own_view(viewed(coach, {"C03a": 4}, observation=draft.id), learner=learner, at=NOW)
    for given, why in (
        (viewed(coach, {"C03a": 4}, observation=shared.id), "not about you"),
        (viewed(coach, {"C03a": 4}, visit=visit.id), "not yours"),
        (viewed(coach, {"C03a": 4}), "not your coach"),
        (viewed(coach, {"C99a": 4}), "no indicator C99a"),
    ):
        with pytest.raises(EntryRefused, match=why):
            receive_own_view(given, learner=stranger, at=NOW)
    receive_own_view(viewed(coach, {"C03a": 4}), learner=learner, at=NOW)
    with pytest.raises(EntryRefused, match="somebody else"):
        receive_own_view(viewed(coach, {"C03a": 4}), learner=stranger, at=NOW)


def test_the_learner_gives_a_view_online_and_the_coach_sees_it_with_the_note_only(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    visit = planned(learner, coach, focus=["C03a", "C09a"])
    browser = browse(learner).open(f"/visits/{visit.id}/view")
    assert browser.heading == "Your own view"
    browser.fill("Your own words", "Patient Maria S. spoke").press("Save my view", expect=422)
    assert "Asked once" in browser.words
    assert "Choose the sentence closest to your own view" in browser.words
    for field in browser.page.select('input[type="radio"][value="3"]'):
        field["checked"] = ""
    browser.fill("Your own words", "The waiting worked.").press("Save it as it is")
    assert "Daniel can read it once the note is shared, not before" in browser.words
    assert "The waiting worked." in browser.words
    made = drafted(learner, coach, {"C03a": 2, "C09a": 3})
    made.planned_visit_id = visit.id
    reading = browse(coach)
    for step in ("visit", "focus", "ratings/C03a", "words", "agreement", "review"):
        assert "The waiting worked." not in reading.open(f"/observations/{made.id}/{step}").words
    reading.press("Share with Mira")
    assert "The waiting worked." in reading.words
    assert "It stands beside Daniel’s note" in browser.open(f"/visits/{visit.id}/view").words


def test_a_view_is_the_learners_alone_and_not_before_the_day(
    world: World, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    visit = planned(learner, coach)
    for stranger in (coach, world.learner(), world.administrator(), world.leader()):
        browser = browse(stranger)
        browser.open(f"/visits/{visit.id}/view", expect=403)
        browser.post(f"/visits/{visit.id}/view", expect=403, level_C03a="3")
    browser = browse(learner)
    for early in (
        planned(learner, coach, planned_on=TODAY + timedelta(days=1)),
        planned(learner, coach, cancelled_at=NOW),
    ):
        browser.open(f"/visits/{early.id}/view")
        assert "from the day of the visit on" in browser.words
    browser.open("/visits/99999/view", expect=404)
    assert db.session.scalars(select(OwnView)).all() == []


def test_the_page_needs_few_statements(learner: Person, coach: Person, browse: type[Browser]) -> None:
    visit = planned(learner, coach, focus=["C03a", "C09a"])
    browser = browse(learner).open(f"/visits/{visit.id}/view")
    with statements() as sent:
        browser.open(f"/visits/{visit.id}/view")
    assert len(sent) <= 12


def test_looking_at_it_changes_nothing(learner: Person, coach: Person, browse: type[Browser]) -> None:
    visit = planned(learner, coach)
    browse(learner).open(f"/visits/{visit.id}/view")
    assert db.session.scalars(select(OwnView)).all() == []
    assert db.session.scalars(select(Observation)).all() == []
