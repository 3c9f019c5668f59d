"""Choosing, refusing, rating blind, opening both, and the words on a difference."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from kamacademy.access import Function
from kamacademy.coaching import operations as coaching
from kamacademy.competency.models import Evidence
from kamacademy.db import db
from kamacademy.mail.models import Letter
from kamacademy.pairing import operations, queries
from kamacademy.pairing.rules import (
    NoLongerFits,
    NotAColleague,
    NothingToTalkAbout,
    NotToBeChosen,
    NotToBeDeclined,
    NotWaitedFor,
    NotYetTheDay,
    State,
)
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from kamacademy.visit import operations as visits
from tests.pairing.pairs import DAY, FOCUS, Three, asked, both_in, chosen, drafted, noted, rated, three
from tests.world import NOW, TODAY, World

LEVELS = {"C03a": 3, "C09a": 4}


def letters() -> list[tuple[int | None, str]]:
    """To whom letters went and of which kind, oldest first."""
    return [(one.to_person_id, one.kind) for one in db.session.scalars(select(Letter).order_by(Letter.id))]


def test_the_colleague_and_the_learner_are_told(world: World) -> None:
    of = three(world)
    pair = asked(of)
    operations.choose(pair, of.second.id, at=NOW)
    assert pair.state(TODAY) is State.CHOSEN
    assert letters()[1:] == [(of.second.id, "pair-chosen"), (of.learner.id, "pair-comes")]
    operations.choose(pair, of.second.id, at=NOW)
    assert len(letters()) == 3


def test_another_colleague_may_be_chosen_and_the_first_is_told(world: World) -> None:
    of = three(world)
    pair, other = asked(of), world.coach("Nora Dahl")
    operations.choose(pair, of.second.id, at=NOW)
    operations.choose(pair, other.id, at=NOW)
    assert pair.second_id == other.id
    assert (of.second.id, "pair-off") in letters()


def test_who_may_come_along_is_an_active_coach_not_bound_to_the_learner(world: World) -> None:
    of = three(world)
    pair = asked(of)
    of.learner.function_codes = [Function.LEARNER.value, Function.COACH.value]
    coached_by_learner, also_coach = world.coach(), world.coach()
    world.give_coach(coached_by_learner, of.learner)
    gone = world.coach()
    gone.deactivated_at = NOW
    db.session.flush()
    offered = [one.id for one in queries.colleagues_for(pair.visit, pair.visit.planned_on)]
    assert offered == sorted([of.second.id, also_coach.id], key=lambda key: names()[key])
    for wrong in (of.learner, of.coach, coached_by_learner, gone, world.learner(), world.leader()):
        with pytest.raises(NotAColleague):
            operations.choose(pair, wrong.id, at=NOW)
    assert pair.second_id is None


def names() -> dict[int, str]:
    """The names of people by key."""
    return {one.id: one.name for one in db.session.scalars(select(Person))}


def test_the_next_coach_of_the_learner_does_not_come_along(world: World) -> None:
    of = three(world)
    pair = asked(of, on=TODAY + 5 * DAY)
    people.set_coach(of.learner, of.second, starts_on=TODAY + 4 * DAY, by=None, at=NOW)
    with pytest.raises(NotAColleague):
        operations.choose(pair, of.second.id, at=NOW)


@pytest.mark.parametrize("role", [JobRole.MSL, JobRole.NAV])
def test_a_commercial_coach_is_never_second_for_a_medical_role_outside_shared_team_meetings(
    world: World, role: JobRole
) -> None:
    coach = world.coach(job_role=role)
    learner = world.learner(coach=coach, job_role=role)
    of = three(world)
    of.learner, of.coach = learner, coach
    shared = asked(of, focus=("C07a",), activity="shared-team-meeting")
    operations.choose(shared, of.second.id, at=NOW)
    for focus, activity in ((("C07a",), "discovery-meeting"), (("C06a",), "shared-team-meeting")):
        other = asked(of, focus=focus, activity=activity)
        with pytest.raises(NotAColleague):
            operations.choose(other, of.second.id, at=NOW)


def test_a_visit_that_becomes_closed_to_the_second_lets_them_go(world: World) -> None:
    coach = world.coach(job_role=JobRole.MSL)
    of = three(world)
    of.learner, of.coach = world.learner(coach=coach, job_role=JobRole.MSL), coach
    pair = asked(of, focus=("C07a",), activity="shared-team-meeting")
    operations.choose(pair, of.second.id, at=NOW)
    pair.visit.activity = "discovery-meeting"
    db.session.flush()
    operations.follow_visits(at=NOW)
    assert pair.second_id is None
    assert letters()[-2:] == [(of.second.id, "pair-off"), (of.coach.id, "pair-withdrawn")]


def test_the_second_is_told_when_the_visit_moves_or_is_off_and_once_each(world: World) -> None:
    of = three(world)
    pair = asked(of)
    operations.choose(pair, of.second.id, at=NOW)
    operations.follow_visits(at=NOW)
    assert len(letters()) == 3
    visits.change(
        pair.visit, planned_on=TODAY + 6 * DAY, activity=visits.Activity.DISCOVERY, focus=FOCUS, by=of.coach, at=NOW
    )
    for _ in range(2):
        operations.follow_visits(at=NOW)
    assert letters().count((of.second.id, "pair-moved")) == 1
    visits.cancel(pair.visit, "The customer is ill", of.coach, NOW)
    for _ in range(2):
        operations.follow_visits(at=NOW)
    assert letters().count((of.second.id, "pair-off")) == 1
    assert pair.state(TODAY) is State.CANCELLED


def without_coach(of: Three, world: World) -> None:
    people.set_coach(of.learner, world.coach(), starts_on=TODAY + DAY, by=None, at=NOW)


def without_learner(of: Three, world: World) -> None:
    people.deactivate(of.learner, by=world.administrator(), at=NOW)


@pytest.mark.parametrize("end", [without_coach, without_learner])
def test_a_visit_that_nobody_makes_any_more_lets_the_second_go(
    world: World, end: Callable[[Three, World], None]
) -> None:
    of = three(world)
    pair = asked(of)
    operations.choose(pair, of.second.id, at=NOW)
    end(of, world)
    for _ in range(2):
        operations.follow_visits(at=NOW)
    assert pair.second_id is None
    assert letters()[-1] == (of.second.id, "pair-off")
    assert (of.coach.id, "pair-withdrawn") not in letters()
    assert queries.waiting_for(of.second, TODAY) == []


def test_whoever_was_there_rates_though_the_coach_has_changed_since(world: World) -> None:
    of = three(world)
    pair = chosen(of, on=TODAY - DAY)
    people.set_coach(of.learner, world.coach(), starts_on=TODAY, by=None, at=NOW)
    operations.follow_visits(at=NOW)
    assert pair.second_id == of.second.id


def test_who_has_not_rated_is_reminded_once(world: World) -> None:
    of = three(world)
    chosen(of, on=TODAY - DAY)
    for _ in range(2):
        operations.follow_visits(at=NOW)
    assert letters().count((of.second.id, "pair-reminder")) == 1


def test_a_colleague_who_cannot_come_frees_the_place(world: World) -> None:
    of = three(world)
    pair = asked(of)
    operations.choose(pair, of.second.id, at=NOW)
    operations.withdraw(pair, at=NOW)
    assert pair.state(TODAY) is State.ASKED
    assert letters()[-1] == (of.coach.id, "pair-withdrawn")
    with pytest.raises(NotWaitedFor):
        operations.withdraw(pair, at=NOW)


@pytest.mark.parametrize("is_chosen", [False, True])
def test_a_learner_says_no_before_or_after_somebody_is_chosen(world: World, is_chosen: bool) -> None:
    of = three(world)
    pair = asked(of)
    if is_chosen:
        operations.choose(pair, of.second.id, at=NOW)
    operations.decline(pair, at=NOW)
    assert pair.state(TODAY) is State.DECLINED
    assert ((of.second.id, "pair-off") in letters()) is is_chosen
    assert letters()[-1] == (of.coach.id, "pair-declined")
    with pytest.raises(NotToBeDeclined):
        operations.decline(pair, at=NOW)
    with pytest.raises(NotToBeChosen):
        operations.choose(pair, of.second.id, at=NOW)


def test_no_reason_of_a_no_is_kept_anywhere(world: World) -> None:
    pair = chosen(three(world), on=TODAY + 3 * DAY)
    operations.decline(pair, at=NOW)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "pair.declined")).one()
    assert set(event.codes) == {"visit", "learner", "coach"}


def test_once_rated_nobody_declines_chooses_or_rates_again(world: World) -> None:
    of = three(world)
    pair = rated(chosen(of), LEVELS)
    with pytest.raises(NotToBeDeclined):
        operations.decline(pair, at=NOW)
    with pytest.raises(NotToBeChosen):
        operations.choose(pair, of.second.id, at=NOW)
    with pytest.raises(NotWaitedFor):
        rated(pair, LEVELS)


def test_nothing_is_rated_before_the_day_or_after_the_week(world: World) -> None:
    pair = chosen(three(world), on=TODAY + DAY)
    with pytest.raises(NotYetTheDay):
        rated(pair, LEVELS)
    with pytest.raises(NotWaitedFor):
        rated(pair, LEVELS, at=NOW + 9 * DAY)
    rated(pair, LEVELS, at=NOW + 8 * DAY)
    assert pair.finished_at == NOW + 8 * DAY


def test_exactly_the_focus_is_rated(world: World) -> None:
    pair = chosen(three(world))
    for levels in ({"C03a": 3}, LEVELS | {"C01a": 2}, {"C03a": 3, "C01a": 2}):
        with pytest.raises(NoLongerFits):
            rated(pair, levels)


def test_whoever_has_become_the_coach_meanwhile_does_not_rate(world: World) -> None:
    of = three(world)
    pair = chosen(of)
    people.set_coach(of.learner, of.second, starts_on=TODAY, by=None, at=NOW)
    with pytest.raises(NoLongerFits):
        rated(pair, LEVELS)


def test_the_second_rating_is_no_evidence(world: World) -> None:
    of = three(world)
    pair = both_in(of, LEVELS, {"C03a": 1, "C09a": 1})
    rows = list(db.session.scalars(select(Evidence)))
    assert pair.are_both_in
    assert {(one.indicator, one.level, one.rater_id) for one in rows} == {
        ("C03a", 3, of.coach.id),
        ("C09a", 4, of.coach.id),
    }


def test_both_open_with_the_second_rating_where_the_note_is_shared_already(world: World) -> None:
    of = three(world)
    pair = both_in(of, {"C03a": 3, "C09a": None}, {"C03a": 5, "C09a": 2})
    assert pair.opened_at == NOW
    assert [(one.indicator, one.first_level, one.level) for one in pair.ratings] == [("C03a", 3, 5), ("C09a", None, 2)]
    assert [one.indicator for one in pair.apart] == ["C03a"]
    assert letters()[-2:] == [(of.coach.id, "pair-both-in"), (of.second.id, "pair-both-in")]


def test_both_open_with_the_note_where_the_second_rated_first(world: World) -> None:
    pair = rated(chosen(three(world)), LEVELS)
    draft = drafted(pair.visit, LEVELS)
    operations.open_due(at=NOW)
    assert pair.opened_at is None
    coaching.share(draft, at=NOW, today=TODAY)
    operations.open_due(at=NOW)
    operations.open_due(at=NOW + timedelta(minutes=10))
    assert pair.opened_at == NOW
    assert sum(1 for _, kind in letters() if kind == "pair-both-in") == 2


@pytest.mark.parametrize(("days", "is_open"), [(30, True), (31, False)])
def test_a_note_is_waited_for_a_month(world: World, days: int, is_open: bool) -> None:
    pair = rated(chosen(three(world)), LEVELS)
    noted(pair.visit, LEVELS)
    operations.open_due(at=NOW + days * DAY)
    assert pair.are_both_in is is_open


def test_a_note_that_does_not_name_the_visit_is_that_of_the_same_two_and_day(world: World) -> None:
    of = three(world)
    pair = chosen(of)
    noted(pair.visit, LEVELS, names_visit=False)
    assert rated(pair, LEVELS).are_both_in


def test_a_note_by_somebody_else_opens_nothing(world: World) -> None:
    of = three(world)
    pair = chosen(of)
    other = asked(Three(of.learner, world.coach(), of.second), on=TODAY)
    noted(other.visit, LEVELS)
    assert not rated(pair, LEVELS).are_both_in


def test_what_the_coach_changes_after_both_were_open_does_not_reach_the_pair(world: World) -> None:
    of = three(world)
    pair = chosen(of)
    note = noted(pair.visit, LEVELS)
    rated(pair, {"C03a": 1, "C09a": 1})
    note.ratings[0].level = 1
    db.session.flush()
    operations.open_due(at=NOW)
    assert pair.ratings[0].first_level == LEVELS[pair.ratings[0].indicator]


def test_the_two_write_a_line_each_and_say_that_they_talked(world: World) -> None:
    of = three(world)
    pair = both_in(of, LEVELS, {"C03a": 5, "C09a": 4})
    operations.talk(pair, of.coach, " She asked for it twice ", is_talked=False, at=NOW)
    word = operations.talk(pair, of.coach, "She asked twice", is_talked=True, at=NOW)
    assert (word.words, word.talked_at) == ("She asked twice", NOW)
    operations.talk(pair, of.second, "I saw the end only", is_talked=True, at=NOW)
    assert len(pair.words) == 2


def test_nothing_is_written_where_the_two_are_near_or_blind(world: World) -> None:
    of = three(world)
    near = both_in(of, LEVELS, {"C03a": 4, "C09a": 4})
    with pytest.raises(NothingToTalkAbout):
        operations.talk(near, of.coach, "Nothing", is_talked=True, at=NOW)


@pytest.mark.parametrize(
    "broken",
    ["chosen_at = NULL", "finished_at = chosen_at", "opened_at = chosen_at", "second_id = NULL"],
)
def test_the_database_refuses_half_a_pair(world: World, broken: str) -> None:
    pair = chosen(three(world))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text(f"UPDATE pair SET {broken} WHERE id = {pair.id}"))


@pytest.mark.parametrize("column", ["level", "first_level"])
def test_the_database_refuses_a_level_off_the_scale(world: World, column: str) -> None:
    pair = both_in(three(world), LEVELS, LEVELS)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text(f"UPDATE pair_rating SET {column} = 6 WHERE pair_id = {pair.id}"))
