"""Works that were handed in, marked and graded, for pass marks by borderline regression."""

from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.marking.turn import Decision
from kamacademy.people.models import Person
from tests.exercise.work import handed_in
from tests.marking.work import mark_exercise, publish
from tests.world import World

# Of nine points: what somebody of each grade reaches on the three lines.
TYPICAL = {"fail": (0, 1, 1), "borderline": (2, 1, 1), "pass": (2, 2, 2), "good": (3, 3, 2), "excellent": (4, 3, 2)}
GRADES = list(TYPICAL)


def graded(world: World, drafts: Drafts, people: int) -> Person:
    """An exercise that some people did and somebody of the learning team marked, grade after grade; the marker."""
    publish(world, drafts)
    marker = world.learning_team()
    for number in range(people):
        mark(world.learner(), marker, GRADES[number % 5], dip=number % 2)
    return marker


def mark(learner: Person, marker: Person, grade: str, dip: int) -> None:
    """A work of one grade, with `dip` points less than usual on the first line, if it has any."""
    insight, action, rules = TYPICAL[grade]
    points: dict[str, int | None] = {"insight": max(insight - dip, 0), "action": action, "rules": rules}
    accepted = sum(one or 0 for one in points.values()) >= 4
    decision = Decision.ACCEPT if accepted else Decision.RETURN
    mark_exercise(handed_in(learner, library().release_id), marker, points, decision=decision, grade=grade)
