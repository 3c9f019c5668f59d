"""Ways through a scenario for the story: one that passes, and one that a hard stop ends. Pure."""

from collections import deque
from random import Random

from kamacademy.scenario.course import State, has_passed, moved, start_of
from kamacademy.scenario.documents import Scenario

Choices = tuple[int, ...]


def way(scenario: Scenario, random: Random, *, is_stopped: bool = False) -> Choices:
    """The choices of a short way that passes, or of one that ends at a hard stop after at least one other decision."""
    start = (scenario.nodes[0].id, start_of(scenario.state))
    waiting, seen = deque[tuple[str, State, Choices, bool]]([(*start, (), False)]), {start}
    while waiting:
        place, state, taken, stopped = waiting.popleft()
        node = scenario.find_node(place)
        if node is None:
            if (stopped and len(taken) > 1) if is_stopped else has_passed(scenario, place, state):
                return taken
            continue
        for position in random.sample(range(len(node.choices)), len(node.choices)):
            choice = node.choices[position]
            after = (choice.to, moved(state, choice.effects, scenario.state))
            if after not in seen:
                seen.add(after)
                waiting.append((*after, (*taken, position), choice.hard_stop))
    raise AssertionError("the content check has found such a way")
