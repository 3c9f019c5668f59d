"""Notes and what is said about them, made through the operations that the pages use."""

from datetime import datetime, timedelta

from kamacademy.coaching.models import Observation
from kamacademy.conversation import operations, queries
from kamacademy.conversation.said import Thread
from kamacademy.people.models import Person
from tests.coaching.visits import observed
from tests.world import NOW, TODAY, World

LATER = NOW + timedelta(minutes=5)


def thread_of(note: Observation, place: int = 0) -> Thread:
    """One of the threads of a note."""
    return queries.threads_of([note.id])[note.id][place]


def disputed_note(learner: Person, coach: Person, *, at: datetime = LATER) -> Observation:
    """A shared note of two indicators whose first rating is disputed."""
    made = observed(learner, coach, {"C03a": 2, "C09a": 3})
    operations.dispute(made, ["C03a"], "I asked who decides, twice.", by=learner, at=at)
    return made


def pulsed(world: World, coach: Person, answers: list[tuple[int, int]], *, people: int) -> None:
    """Notes of some people with these answers about the coaching, in turn."""
    learners = [world.learner(coach=coach) for _ in range(people)]
    for number, (was_specific, can_use) in enumerate(answers):
        made = observed(learners[number % people], coach, {"C03a": 3}, day=TODAY - timedelta(days=number))
        operations.give_pulse(made, was_specific=was_specific, can_use=can_use, at=LATER)
