"""What the learning team sees of raters, and what each coach sees of the own rating."""

import re
from datetime import timedelta

import pytest

from kamacademy.db import db
from kamacademy.monitor.routes import RATERS_PER_PAGE
from kamacademy.people.models import Person
from kamacademy.rater.models import RunRequest
from kamacademy.rater.operations import answer_requests
from tests.browser import Browser
from tests.monitor.ledgers import coaches, run_of
from tests.rater.made import ratings
from tests.statements import statements
from tests.world import NOW, World

SEVERITIES = (1.6, 0.0, -1.6, 0.1, -0.1, 0.0)


def company(world: World, count: int = len(SEVERITIES)) -> list[Person]:
    """Coaches of some severity, with a run over two years."""
    raters = coaches(world, count)
    run_of(ratings({one.id: SEVERITIES[place % 6] for place, one in enumerate(raters)}, learners=6, visits=4))
    return raters


def test_the_learning_team_reads_each_rater_in_order_of_name(world: World, browse: type[Browser]) -> None:
    raters = company(world)
    page = browse(world.learning_team()).open("/").follow("Raters")
    names = [one.get_text() for one in page.page.find_all("h3")]
    assert names == sorted(one.name for one in raters)
    assert "stricter than the others" in page.words
    assert "more lenient than the others" in page.words
    assert "Worth a talk: severity" in page.words
    assert len(page.page.find_all("svg", class_="severity-line")) == 6
    assert "in the last 6 months: no visit was held." in page.words.lower()


def test_no_page_sorts_or_ranks_raters(world: World, browse: type[Browser]) -> None:
    company(world)
    page = browse(world.learning_team()).open("/raters?sort=severity&order=mean")
    names = [one.get_text() for one in page.page.find_all("h3")]
    assert names == sorted(names)
    assert not re.search(r"strictest|most lenient|rank|top \d|worst", page.words)


def test_below_thirty_ratings_nothing_is_said(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    run_of(ratings({coach.id: 0.0}, learners=1, visits=1, shared=6))
    words = "28 ratings in 24 months; from 30 on there is something to say."
    owner = browse(world.learning_team()).open("/raters")
    assert words in owner.words
    assert not owner.page.find("svg", class_="severity-line")
    own = browse(coach).open("/my-rating")
    assert words in own.words
    assert "What you can do" not in own.words


def test_a_coach_alone_who_always_gives_one_level_has_a_page(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    run_of([one._replace(level=3) for one in ratings({coach.id: 0.0}, learners=4, visits=9, shared=0)])
    for reader, place in ((coach, "/my-rating"), (world.learning_team(), "/raters")):
        words = browse(reader).open(place).words
        assert "Level 3 most often: 144 of 144 ratings." in words
        assert "Steady over" in words


def test_a_coach_reads_own_figures_and_nobody_elses(world: World, browse: type[Browser]) -> None:
    strict, *others = company(world)
    page = browse(strict).open("/today").follow("My rating")
    assert "stricter than the others" in page.words
    assert "Take a refresher" in page.words
    assert "The levels you gave stay as they are" in page.words
    for other in others:
        assert other.name not in page.words
    assert page.follow("To the cases").heading == "Calibration"
    assert "Nothing asks for a change." in browse(others[0]).open("/my-rating").words


def test_a_coach_among_few_linked_raters_is_not_compared(world: World, browse: type[Browser]) -> None:
    raters = company(world, 3)
    page = browse(raters[0]).open("/my-rating")
    assert "Only 2 other raters rated the same people or cases." in page.words
    assert not page.page.find("svg", class_="severity-line")
    owner = browse(world.learning_team()).open("/raters")
    assert len(owner.page.find_all("svg", class_="severity-line")) == 3


def test_earlier_runs_are_told_as_a_history(world: World, browse: type[Browser]) -> None:
    raters = coaches(world, 6)
    made = ratings({one.id: 0.0 for one in raters}, learners=6, visits=4)
    for days in (62, 31, 0):
        run_of(made, NOW - timedelta(days=days))
    page = browse(raters[0]).open("/my-rating")
    assert [one.get_text() for one in page.page.find_all("h3")] == ["20 Oct 2026", "19 Sep 2026"]
    owner = browse(world.learning_team()).open("/raters")
    assert "Earlier runs" in owner.words
    assert "20 Oct 2026, 09:30 UTC" in owner.words


def test_who_is_not_in_the_newest_run_is_told_nothing_old(world: World, browse: type[Browser]) -> None:
    first, *others = coaches(world, 6)
    run_of(ratings({one.id: 0.0 for one in [first, *others]}, learners=6, visits=4), NOW - timedelta(days=40))
    run_of(ratings({one.id: 0.0 for one in others}, learners=6, visits=4))
    assert "Nothing to say yet" in browse(first).open("/my-rating").words


def test_before_the_first_run_both_pages_say_what_happens_next(world: World, browse: type[Browser]) -> None:
    assert "Nothing to say yet" in browse(world.coach()).open("/my-rating").words
    owner = browse(world.learning_team()).open("/raters")
    assert "No ratings yet" in owner.words
    assert "Nothing has been worked out yet" in owner.words


def test_the_learning_team_asks_for_it_again(world: World, browse: type[Browser]) -> None:
    owner = world.learning_team()
    page = browse(owner).open("/raters").press("Work it out")
    assert "It is being worked out." in page.page.get_text()
    assert "it is made in the background" in page.words
    assert "Work it out" not in page.button_words
    asked = db.session.scalars(db.select(RunRequest)).one()
    assert asked.asked_by_id == owner.id
    answer_requests([asked.id], at=NOW, has_failed=True)
    assert "could not be worked out" in browse(owner).open("/raters").words
    assert browse(owner).open("/raters/run").address == "/raters"


def test_groups_that_nothing_links_are_said(world: World, browse: type[Browser]) -> None:
    east, west = coaches(world, 2, "East"), coaches(world, 6, "West")
    there, here = (ratings({one.id: 0.0 for one in team}, learners=2, visits=2) for team in (west, east))
    run_of([*there, *(one._replace(whose=f"e {one.whose}") for one in here)])
    words = (
        "Team East and the rest share no rated person and no calibration case, so that their levels are not comparable."
    )
    assert words in browse(world.learning_team()).open("/raters").words
    assert words in browse(world.learning_team()).open("/academy").words
    world.learner(coach=east[0])
    assert words in browse(east[0]).open("/team").words


@pytest.mark.parametrize("who", ["learner", "leader", "administrator", "coach"])
def test_nobody_else_sees_raters(world: World, browse: type[Browser], who: str) -> None:
    company(world)
    visitor = browse(getattr(world, who)())
    visitor.open("/raters", expect=403)
    visitor.post("/raters/run", expect=403)
    visitor.open("/my-rating", expect=200 if who == "coach" else 403)
    assert db.session.scalars(db.select(RunRequest)).all() == []


def test_the_learning_team_has_no_rating_of_its_own(world: World, browse: type[Browser]) -> None:
    browse(world.learning_team()).open("/my-rating", expect=403)


def test_names_come_in_pages(world: World, browse: type[Browser]) -> None:
    raters = company(world, RATERS_PER_PAGE + 2)
    page = browse(world.learning_team()).open("/raters")
    assert len(page.page.find_all("h3")) == RATERS_PER_PAGE
    rest = page.follow("Later names")
    assert len(rest.page.find_all("h3")) == 2
    assert "Earlier names" in rest.link_words
    assert f"{len(raters)} raters" in rest.words
    assert "No more raters" in rest.open("/raters?page=9").words


def test_the_page_asks_the_same_number_of_statements_however_many_rate(world: World, browse: type[Browser]) -> None:
    owner = browse(world.learning_team())
    counts = []
    for size in (2, 20):
        company(world, size)
        with statements() as seen:
            owner.open("/raters")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[1] <= 9
