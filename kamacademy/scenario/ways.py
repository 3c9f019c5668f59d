"""The ways through a scenario, for its checks: what can be reached, from where an end can be reached, what passes."""

from collections.abc import Iterator
from dataclasses import dataclass

from kamacademy.scenario.course import State, has_passed, moved, start_of
from kamacademy.scenario.documents import Scenario


@dataclass(frozen=True, slots=True)
class Ways:
    """What the ways through show; some way passes at each of `passing`, and some way fails at each of `failing`."""

    reached: frozenset[str]
    can_end: frozenset[str]
    passing: frozenset[str]
    failing: frozenset[str]


def ways(scenario: Scenario) -> Ways:
    """Try every choice from every state of the measures that can come about. Every `to` must lead somewhere."""
    states = set(states_reached(scenario))
    endings = {ending.id for ending in scenario.endings}
    ends = [(place, state) for place, state in states if place in endings]
    return Ways(
        reached=frozenset(place for place, _ in states),
        can_end=can_end(scenario),
        passing=frozenset(place for place, state in ends if has_passed(scenario, place, state)),
        failing=frozenset(place for place, state in ends if not has_passed(scenario, place, state)),
    )


def states_reached(scenario: Scenario) -> Iterator[tuple[str, State]]:
    """Every place with every state of the measures that some way brings there. Finite, since measures have bounds."""
    nodes = {node.id: node for node in scenario.nodes}
    seen = {(scenario.nodes[0].id, start_of(scenario.state))}
    waiting = list(seen)
    while waiting:
        place, state = waiting.pop()
        yield place, state
        for choice in nodes[place].choices if place in nodes else ():
            following = (choice.to, moved(state, choice.effects, scenario.state))
            if following not in seen:
                seen.add(following)
                waiting.append(following)


def can_end(scenario: Scenario) -> frozenset[str]:
    """The places from which some way leads to an ending."""
    found = {ending.id for ending in scenario.endings}
    while True:
        more = {
            node.id
            for node in scenario.nodes
            if node.id not in found and any(choice.to in found for choice in node.choices)
        }
        if not more:
            return frozenset(found)
        found |= more
