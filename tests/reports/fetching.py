"""Fetching papers at the browser, and the company they tell about."""

from dataclasses import dataclass
from datetime import timedelta

from werkzeug.test import TestResponse

from kamacademy.people.models import Person
from tests.browser import Browser
from tests.coaching.visits import observed
from tests.development.plans import proposed, seen
from tests.world import TODAY, World


@dataclass
class Pair:
    """A learner with a plan and a shared note, and the coach."""

    learner: Person
    coach: Person
    plan_id: int
    note_id: int


def pair(world: World, name: str = "Robin Sørensen", coach: Person | None = None) -> Pair:
    """A learner whose level is known, with a proposed action of their own and one agreed in coaching."""
    coach = coach or world.coach("Casey Coach")
    learner = world.learner(name, coach=coach)
    seen(learner, coach, {"C04": 2})
    action = proposed(learner, "Map one leak at the clinic")
    due_on = TODAY + timedelta(days=30)
    note = observed(learner, coach, {"C07a": 3, "C04a": None}, agreed="Ask who else decides", due_on=due_on)
    return Pair(learner, coach, action.plan_id, note.id)


def fetched(browser: Browser, address: str, expect: int = 200) -> TestResponse:
    """A file, without taking it for a page."""
    answer = browser.ask("get", address)
    answer.get_data()
    answer.close()  # a file is open until it is read to its end
    assert answer.status_code == expect, f"{address} answered {answer.status_code}"
    return answer
