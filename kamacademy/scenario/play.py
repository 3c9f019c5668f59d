"""One moment of a run as it lies before the learner: what followed, what happens, and what one may do."""

from dataclasses import dataclass

from kamacademy.scenario.course import Course, order_of
from kamacademy.scenario.documents import Node
from kamacademy.scenario.measures import Standing, standings


@dataclass(frozen=True, slots=True)
class Option:
    """A choice where the learner sees it. `position` is its place in the author's file, from 0."""

    position: int
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """The node to decide at, as step `number`. `said` and `consequence` come from the step before."""

    number: int
    node: Node
    options: tuple[Option, ...]
    said: str | None
    consequence: str | None
    standings: tuple[Standing, ...]


def moment(course: Course, run_id: int) -> Moment:
    """The moment at which a run stands that still goes on."""
    assert course.node is not None
    last = course.last.choice if course.last else None
    return Moment(
        number=course.next_number,
        node=course.node,
        options=tuple(Option(place, course.node.choices[place].text) for place in order_of(course.node, run_id)),
        said=last.text if last else None,
        consequence=last.consequence if last else None,
        standings=standings(course),
    )
