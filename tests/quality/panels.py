"""Panels of judges for tests."""

from collections.abc import Sequence

from kamacademy.people.models import Person
from kamacademy.quality import operations
from kamacademy.quality.models import Panel
from tests.world import NOW, World

PAPER = "m01-check"
PORTRAIT = "Knows what an account is and can tell an insight from a summary, but not yet under pressure."


def opened(world: World, judges: int = 6, by: Person | None = None) -> Panel:
    """A panel for M01's check in its first round."""
    people = [world.learner(f"Judge Number{number}") for number in range(judges)]
    return operations.open_panel(
        PAPER, portrait=PORTRAIT, addresses=[one.email for one in people], by=by or world.learning_team(), at=NOW
    )


def rated(panel: Panel, round_: int, base: Sequence[int] = (60, 62, 64, 66, 68, 70)) -> Panel:
    """A round in which judge n gives the n-th figure for every question, and hands in."""
    for judge, of_hundred in zip(panel.seated, base, strict=True):
        given = dict.fromkeys(panel.weights, of_hundred)
        assert operations.estimate(judge, given, round_=round_, hand_in=True, at=NOW) is None
    return panel


def ready(world: World, by: Person | None = None) -> Panel:
    """A panel whose two rounds are closed. Its cut is 65 %, the judges' standard deviation 3.742, so 1.5 of error."""
    leader = by or world.learning_team()
    panel = opened(world, by=leader)
    for round_ in (1, 2):
        operations.close_round(rated(panel, round_), round_, by=leader, at=NOW)
    return panel
