"""kamacademy simulate, and kamacademy estimates rebuild."""

import argparse
from statistics import fmean

from kamacademy import clock
from kamacademy.wording import counted


def simulate(asked: argparse.Namespace) -> int:
    """Print what the estimator says of people whose abilities are known."""
    from kamacademy.competency.simulation import World
    from kamacademy.competency.simulation import simulate as run

    world = World(people=asked.people, raters=asked.raters, visits=asked.visits)
    found = [run(asked.seed + number, world, asked.target) for number in range(asked.rounds)]
    print(
        f"{counted(asked.rounds, 'academy', 'academies')} from seed {asked.seed}: {asked.people} people, "
        f"{asked.raters} raters, {asked.visits} visits each, target level {asked.target}"
    )
    lines = (
        ("the likely range (80 %) holds the truth", [one.covered for one in found]),
        ("said to be at target and is not", [one.false_at_target for one in found]),
        ("the same by the rounded mean of the levels", [one.raw_false for one in found]),
        ("at target and said to be", [one.found for one in found]),
    )
    for words, shares in lines:
        print(f"  {words:<46}{fmean(shares):>7.1%}")
    correlations = (
        ("severity of raters, estimate with truth", [one.severity_r for one in found]),
        ("ability of people, estimate with truth", [one.ability_r for one in found]),
        ("ability of people, mean of levels with truth", [one.raw_r for one in found]),
    )
    for words, values in correlations:
        print(f"  {'r: ' + words:<46}{fmean(values):>7.2f}")
    return 0


def rebuild(_asked: argparse.Namespace) -> int:
    """Work every estimate out of the ledger afresh."""
    from kamacademy.cli import application
    from kamacademy.competency.jobs import rebuild_all

    with application().app_context():
        print(f"Rebuilt {counted(rebuild_all(clock.today()), 'estimate')}.")
    return 0
