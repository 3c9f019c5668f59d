"""The course of a run: its steps folded into where it stands, what was moved, and how it came out."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from kamacademy.scenario.documents import Choice, Effects, Ending, Gauges, Measure, Node, Scenario


@dataclass(frozen=True, slots=True)
class State:
    """The three measures at one moment."""

    trust: int
    information: int
    compliance: int

    def of(self, measure: Measure) -> int:
        """The value of one measure."""
        return {
            Measure.TRUST: self.trust,
            Measure.INFORMATION: self.information,
            Measure.COMPLIANCE: self.compliance,
        }[measure]


@dataclass(frozen=True, slots=True)
class Taken:
    """A stored step: the node, and the choice's position in the author's file, from 0. Steps count from 1."""

    number: int
    node: str
    choice: int


@dataclass(frozen=True, slots=True)
class Move:
    """A step with what it meant: where it was taken, what was chosen, and the measures before and after."""

    number: int
    node: Node
    choice: Choice
    before: State
    after: State
    is_first_visit: bool


@dataclass(frozen=True, slots=True)
class Course:
    """A run as far as it went. Exactly one of `node` (still to decide) and `ending` is given."""

    scenario: Scenario
    moves: tuple[Move, ...]
    state: State
    node: Node | None
    ending: Ending | None

    @property
    def next_number(self) -> int:
        """The number of the step still to be taken."""
        return len(self.moves) + 1

    @property
    def last(self) -> Move | None:
        """The step taken last."""
        return self.moves[-1] if self.moves else None

    @property
    def passed(self) -> bool | None:
        """Whether it passed; None while it runs."""
        return None if self.ending is None else has_passed(self.scenario, self.ending.id, self.state)


def start_of(gauges: Gauges) -> State:
    """The measures before the first step."""
    return State(gauges.trust.start, gauges.information.start, gauges.compliance.start)


def moved(state: State, effects: Effects, gauges: Gauges) -> State:
    """The measures after a choice; each stops at its bounds."""
    return State(
        trust=gauges.trust.kept_inside(state.trust + effects.trust),
        information=gauges.information.kept_inside(state.information + effects.information),
        compliance=gauges.compliance.kept_inside(state.compliance + effects.compliance),
    )


def fold(scenario: Scenario, steps: Iterable[Taken]) -> Course:
    """The course of the steps in their order. What is asserted is what the operations keep true."""
    state, place = start_of(scenario.state), scenario.nodes[0].id
    moves: list[Move] = []
    for step in steps:
        node = scenario.find_node(place)
        assert node is not None, f"step {step.number} comes after the end"
        assert (step.number, step.node) == (len(moves) + 1, node.id), step
        choice = node.choices[step.choice]
        after = moved(state, choice.effects, scenario.state)
        is_first = all(one.node.id != node.id for one in moves)
        moves.append(Move(step.number, node, choice, state, after, is_first))
        state, place = after, choice.to
    return Course(scenario, tuple(moves), state, scenario.find_node(place), scenario.find_ending(place))


def has_passed(scenario: Scenario, ending: str, state: State) -> bool:
    """Whether an ending reached with these measures passes. Hard stops end where nothing passes."""
    return ending in scenario.passes.endings and not short_of(scenario, state)


def short_of(scenario: Scenario, state: State) -> tuple[Measure, ...]:
    """The measures that are below what passing asks for."""
    least = scenario.passes.least
    return tuple(one for one in Measure if state.of(one) < (least.of(one) or 0))


def order_of(node: Node, run_id: int) -> tuple[int, ...]:
    """The positions of a node's choices in an order that looks random and is the same for one run, on every machine.

    By SHA-256 of run, node and position: the place of a choice in the author's file must not give it away.
    """
    positions = range(len(node.choices))
    return tuple(sorted(positions, key=lambda position: sha256(f"{run_id}:{node.id}:{position}".encode()).digest()))


def position_of(chosen: str | None) -> int:
    """A choice's position in what a form sent; -1 for what is no position, which no node has."""
    words = chosen or ""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 4 else -1
