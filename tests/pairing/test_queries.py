"""What is counted and what waits: shares, second ratings, agreement, and lines for the first pages."""

from collections import Counter

from kamacademy.coaching import operations as coaching
from kamacademy.db import db
from kamacademy.guide.activity import Activity
from kamacademy.marking.agreement import agreements
from kamacademy.pairing import operations, queries
from kamacademy.pairing.rules import State
from kamacademy.people import operations as people
from kamacademy.people.models import Person
from kamacademy.visit import operations as visits
from tests.coaching.visits import observed
from tests.pairing.pairs import DAY, asked, both_in, chosen, drafted, rated, three
from tests.statements import statements
from tests.world import NOW, TODAY, World

LEVELS = {"C03a": 3, "C09a": 4}


def test_shares_count_what_was_held_asked_and_done(world: World) -> None:
    of = three(world)
    both_in(of, LEVELS, LEVELS)
    observed(of.learner, of.coach, LEVELS, day=TODAY - 3 * DAY)
    practice = drafted(asked(of, on=TODAY).visit, LEVELS)
    practice.activity = Activity.ROLE_PLAY.value
    coaching.share(practice, at=NOW, today=TODAY)
    assert queries.share_done(TODAY - 10 * DAY, TODAY) == (2, 2, 1)
    assert queries.share_done(TODAY - 10 * DAY, TODAY - DAY) == (1, 0, 0)


def test_every_fate_is_counted_once(world: World) -> None:
    of = three(world)
    both_in(of, LEVELS, LEVELS)
    rated(chosen(of), LEVELS)
    chosen(of)
    asked(of, on=TODAY)
    operations.decline(chosen(of), at=NOW)
    visits.cancel(chosen(of).visit, "Ill", of.coach, NOW)
    asked(of, on=TODAY - DAY)
    chosen(of, on=TODAY - 8 * DAY)
    found = queries.fates(TODAY - 10 * DAY, TODAY)
    assert found == Counter(dict.fromkeys(State, 1) | {State.MISSED: 2})
    assert found.total() == queries.share_done(TODAY - 10 * DAY, TODAY).asked


def test_the_second_ratings_are_those_of_the_second_alone(world: World) -> None:
    of = three(world)
    pair = both_in(of, {"C03a": 2, "C09a": 2}, {"C03a": 5, "C09a": None})
    (row,) = queries.ratings_since(TODAY)
    assert row == (of.second.id, of.learner.id, pair.visit_id, "C03a", 5, TODAY)
    assert queries.ratings_since(TODAY + DAY) == []


def test_agreement_is_counted_by_indicator(world: World) -> None:
    of = three(world)
    for first, second in ((3, 3), (2, 4), (1, 2)):
        both_in(of, {"C03a": first}, {"C03a": second})
    (line,) = agreements(queries.differences_since(TODAY))
    assert (line.line, line.n, line.exact, line.within_one, line.kappa) == ("C03a", 3, 1, 2, None)


def test_each_of_the_three_is_told_what_waits_in_one_statement(world: World) -> None:
    of = three(world)
    pair = asked(of, on=TODAY + 3 * DAY)
    when = "Mon 23 Nov 2026"

    def waits(person: Person) -> list[tuple[str, str]]:
        db.session.flush()
        with statements() as seen:
            found = queries.waiting_for(person, TODAY)
        assert len(seen) == 1
        return [(one.words, one.address) for one in found]

    choose = (f"Choose a second observer for the visit with Lena Ek, {when}", f"/pairs/{pair.id}/choose")
    assert (waits(of.coach), waits(of.second), waits(of.learner)) == ([choose], [], [])
    operations.choose(pair, of.second.id, at=NOW)
    come = (f"Come along as second observer: Lena Ek with Mads Holm, {when}", f"/pairs/{pair.id}/rate")
    told = (f"Kim Berg comes along on your visit of {when} to rate too; you may say no", f"/visits/{pair.visit_id}")
    assert (waits(of.coach), waits(of.second), waits(of.learner)) == ([], [come], [told])
    operations.decline(pair, at=NOW)
    assert (waits(of.coach), waits(of.second), waits(of.learner)) == ([], [], [])


def test_a_visit_of_somebody_elses_learner_asks_nothing_of_a_former_coach(world: World) -> None:
    of = three(world)
    asked(of, on=TODAY + 3 * DAY)
    people.set_coach(of.learner, world.coach(), starts_on=TODAY, by=None, at=NOW)
    assert queries.waiting_for(of.coach, TODAY) == []


def test_a_rating_is_waited_for_until_it_is_given_or_the_week_has_passed(world: World) -> None:
    of = three(world)
    pair = chosen(of, on=TODAY)
    (one,) = queries.waiting_for(of.second, TODAY)
    assert one.words == "Rate as second observer: Lena Ek with Mads Holm, Fri 20 Nov 2026"
    assert len(queries.waiting_for(of.second, TODAY + 7 * DAY)) == 1
    assert queries.waiting_for(of.second, TODAY + 8 * DAY) == []
    assert queries.waiting_for(of.learner, TODAY + DAY) == []
    rated(pair, LEVELS)
    assert queries.waiting_for(of.second, TODAY) == []


def test_a_difference_waits_for_each_of_the_two_until_they_talked(world: World) -> None:
    of = three(world)
    pair = both_in(of, LEVELS, {"C03a": 1, "C09a": 4})
    for person, other in ((of.coach, "Kim Berg"), (of.second, "Mads Holm")):
        (one,) = queries.waiting_for(person, TODAY + 60 * DAY)
        assert one.words == f"{other} and you saw the visit of Fri 20 Nov 2026 differently: talk about it"
        assert one.address == f"/pairs/{pair.id}"
        operations.talk(pair, person, "A line", is_talked=False, at=NOW)
        assert len(queries.waiting_for(person, TODAY)) == 1
        operations.talk(pair, person, "A line", is_talked=True, at=NOW)
        assert queries.waiting_for(person, TODAY) == []
    assert queries.waiting_for(of.learner, TODAY) == []


def test_levels_near_each_other_ask_nothing(world: World) -> None:
    of = three(world)
    both_in(of, LEVELS, {"C03a": 4, "C09a": 4})
    assert queries.waiting_for(of.coach, TODAY) == queries.waiting_for(of.second, TODAY) == []
