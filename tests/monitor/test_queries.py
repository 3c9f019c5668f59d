"""What the rater model is given, and what is read of its runs."""

from datetime import date, timedelta

import pytest

from kamacademy.calibration.models import CalibrationEvent, CalibrationSeat, CaseRating
from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.models import Evidence
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.guide.activity import Activity
from kamacademy.monitor import operations, queries
from kamacademy.pairing.models import Pair, PairRating
from kamacademy.rater.ratings import Rated
from kamacademy.visit.models import PlannedVisit
from tests.monitor.ledgers import coaches, row, run_of, write
from tests.rater.made import ratings
from tests.statements import statements
from tests.world import NOW, TODAY, World

LONG_AGO = date(2024, 11, 19)


def test_levels_that_others_gave_are_taken_from_both_purposes_each_once(world: World) -> None:
    coach, peer = world.coach(), world.learner()
    learner = world.learner(coach=coach)
    attested = {"purpose": Purpose.ATTESTATION.value, "source_type": "note-copy"}
    write(
        [
            row(learner, coach, level=2),
            row(learner, coach, level=2, **attested),
            row(learner, coach, indicator="C01b", level=4),
            row(learner, coach, visit=None, kind=Kind.WORK_PRODUCT.value, level=5),
            row(learner, peer, visit="peer-3", kind=Kind.PEER.value),
            row(learner, coach, visit="observation-9", indicator=None, level=1),
        ]
    )
    found = queries.ratings_given(LONG_AGO, TODAY)
    whose = f"{learner.id} C01"
    assert set(found) == {
        Rated(whose, coach.id, "C01a", 2, "observation-1", TODAY),
        Rated(whose, coach.id, "C01b", 4, "observation-1", TODAY),
        Rated(whose, coach.id, "C01a", 5, f"evidence-{last_key() - 2}", TODAY),
        Rated(whose, peer.id, "C01a", 3, "peer-3", TODAY, True),
        Rated(whose, coach.id, "C01", 1, "observation-9", TODAY),
    }


def last_key() -> int:
    """The key of the newest row."""
    return max(db.session.scalars(db.select(Evidence.id)))


def test_what_says_nothing_of_how_others_rate_is_left_out(world: World) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    write(
        [
            row(learner, learner, kind=Kind.SELF.value),
            row(learner, learner, visit="observation-2"),
            row(learner, None, visit="observation-3"),
            row(learner, coach, visit="observation-4", level=None),
            row(learner, coach, visit="observation-5", happened_on=LONG_AGO - timedelta(days=1)),
            row(learner, coach, visit="observation-6", happened_on=TODAY + timedelta(days=1)),
            row(learner, coach, visit="observation-7", kind=Kind.CUSTOMER.value),
            row(learner, None, kind=Kind.KNOWLEDGE.value, level=None, score=3.0, score_max=4.0),
        ]
    )
    assert queries.ratings_given(LONG_AGO, TODAY) == []


def test_a_corrected_row_takes_the_place_of_the_earlier_one(world: World) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    write([row(learner, coach, level=2)])
    write([row(learner, coach, level=4, supersedes_id=last_key())])
    assert [one.level for one in queries.ratings_given(LONG_AGO, TODAY)] == [4]
    write([row(learner, coach, level=None, supersedes_id=last_key())])
    assert queries.ratings_given(LONG_AGO, TODAY) == []


def seated(world: World, event: CalibrationEvent, levels: dict[str, int | None], days_ago: int) -> CalibrationSeat:
    """A coach who has finished with some levels of the case "first-call"."""
    at = NOW - timedelta(days=days_ago)
    seat = CalibrationSeat(
        event=event, person=world.coach(), seed=1, cases=["first-call"], invited_at=at, finished_at=at, ratings=[]
    )
    seat.ratings = [
        CaseRating(case="first-call", indicator=one, level=level, rated_at=at) for one, level in levels.items()
    ]
    db.session.add(seat)
    db.session.flush()
    return seat


def event(days_ago: int) -> CalibrationEvent:
    """An event that is over."""
    day = TODAY - timedelta(days=days_ago)
    return CalibrationEvent(
        title="Spring", kind="event", opens_on=day, closes_on=day, release_id=library().release_id,
        cases=["first-call"], made_by_id=None, made_at=NOW, closed_at=NOW,
    )  # fmt: skip


def test_ratings_of_cases_are_of_the_case_and_count_as_they_were_given_first(world: World) -> None:
    first = seated(world, event(100), {"C03a": 2, "C03b": None}, 100)
    again = CalibrationSeat(
        event=event(10), person=first.person, seed=2, cases=["first-call"], invited_at=NOW, finished_at=NOW,
        ratings=[CaseRating(case="first-call", indicator="C03a", level=3, rated_at=NOW)],
    )  # fmt: skip
    db.session.add(again)
    db.session.flush()
    found = queries.ratings_given(LONG_AGO, TODAY)
    on = TODAY - timedelta(days=100)
    assert found == [Rated("first-call C03", first.person_id, "C03a", 2, "case-first-call", on)]


def test_second_observers_link_two_coaches_though_no_row_of_theirs_is_evidence(world: World) -> None:
    coach, second = world.coach(), world.coach()
    learner = world.learner(coach=coach)
    visit = PlannedVisit(
        learner=learner, coach=coach, planned_on=TODAY, activity=Activity.DISCOVERY.value, focus=["C01a"],
        purpose=Purpose.DEVELOPMENT.value, made_by_id=coach.id, made_at=NOW,
    )  # fmt: skip
    pair = Pair(
        visit=visit, drawn_at=NOW, second=second, chosen_at=NOW, finished_at=NOW, opened_at=NOW,
        release_id=library().release_id, words=[],
        ratings=[PairRating(place=0, indicator="C01a", level=4, first_level=3)],
    )  # fmt: skip
    db.session.add(pair)
    db.session.flush()
    write([row(learner, coach)])
    found = queries.ratings_given(LONG_AGO, TODAY)
    assert Rated(f"{learner.id} C01", second.id, "C01a", 4, f"visit-{visit.id}", TODAY) in found
    assert operations.work_out(found).subsets == 1


def test_a_page_of_raters_is_in_order_of_name_without_colleagues_who_answered(world: World) -> None:
    own = coaches(world, 6)
    gone, peer = world.coach(), world.learner()
    made = ratings({one.id: 0.1 * place for place, one in enumerate([*own, gone])}, learners=2, visits=2)
    made += [one._replace(rater=peer.id, is_peer=True, visit="peer-1") for one in made if one.rater == own[0].id]
    run = run_of(made)
    gone.deactivated_at = NOW
    found, total = queries.raters_page(run, 1, 4)
    assert total == 6
    assert [one.name for one in found] == sorted(one.name for one in own)[:4]
    assert {one.found.linked for one in found} == {7}
    rest, _ = queries.raters_page(run, 2, 4)
    assert [one.name for one in rest] == sorted(one.name for one in own)[4:]


def test_the_mean_of_the_linked_is_that_of_observers_of_the_same_group(world: World) -> None:
    own, far = coaches(world, 2), coaches(world, 1)
    made = ratings({one.id: 0.5 for one in own}, learners=3, visits=3)
    made += [one._replace(whose=f"far {one.whose}", visit=f"far {one.visit}") for one in ratings({far[0].id: 0.0})]
    run = run_of(made)
    found = {one.rater_id: one.found for one in queries.raters_page(run, 1, 9)[0]}
    means = [found[one.id].mean for one in own]
    assert found[own[0].id].linked_mean == pytest.approx(sum(means) / 2)
    assert found[own[0].id].linked == 2
    assert found[far[0].id].linked == 1


def test_groups_are_named_by_their_teams_in_one_statement(world: World) -> None:
    east, west = coaches(world, 3, "East"), coaches(world, 4, "West")
    assert queries.not_comparable() is None
    run_of(ratings({one.id: 0.0 for one in [*east, *west]}, learners=2, visits=2))
    assert queries.not_comparable() is None
    there, here = (ratings({one.id: 0.0 for one in team}, learners=2, visits=2) for team in (west, east))
    run_of([*there, *(one._replace(whose=f"e {one.whose}") for one in here)])
    db.session.flush()
    with statements() as seen:
        words = queries.not_comparable()
    assert words is not None
    assert words.startswith("Team East and the rest share no rated person")
    assert len(seen) == 1


def test_a_team_of_which_only_some_are_apart_is_not_named(world: World) -> None:
    (alone,) = coaches(world, 1, "East")
    rest = [*coaches(world, 3, "East"), *coaches(world, 3, "West")]
    far = ratings({alone.id: 0.0}, learners=2, visits=2)
    made = ratings({one.id: 0.0 for one in rest}, learners=2, visits=2)
    run_of([*made, *(one._replace(whose=f"e {one.whose}") for one in far)])
    db.session.flush()
    words = queries.not_comparable()
    assert words is not None
    assert words.startswith("A group of 1 rater and the rest share no rated person")


def test_of_old_runs_the_last_of_each_month_stay_and_those_in_use(world: World) -> None:
    coach = world.coach()
    made = ratings({coach.id: 0.0}, learners=1, visits=1)
    kept = [run_of(made, NOW - timedelta(days=days)).id for days in (80, 60, 30, 29, 1, 0)]
    # 1 Sep, 21 Sep, 21 Oct, 22 Oct, 19 Nov, 20 Nov.
    assert queries.superfluous_runs() == [kept[0], kept[2], kept[4]]
    assert operations.tidy_up() == 3
    assert queries.superfluous_runs() == []
    assert [one.at.date() for one in queries.history_of(coach)] == [
        TODAY, TODAY - timedelta(days=29), TODAY - timedelta(days=60),
    ]  # fmt: skip
