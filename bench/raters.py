"""What estimates cost: 36,000 person-competencies of eight visits, and a rater model on 96,000 ratings; CPU seconds.

Estimates are measured as the product makes them, from ledger rows to what is kept, without the database. With
`--database` a real one of 3,000 people and 12 competencies is filled and rebuilt too, which takes some minutes. Run by
`python -m bench.raters`.
"""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np

from kamacademy.competency.evidence import Kind, Row, View
from kamacademy.competency.fusion import Severity
from kamacademy.competency.kept import Panel
from kamacademy.competency.occasions import history
from kamacademy.competency.operations import PEOPLE_AT_ONCE
from kamacademy.competency.reckoning import Raters, packed, reckoned
from kamacademy.rater.rating_scale import level_probabilities
from kamacademy.rater.severity import Ratings, fit

HISTORIES, VISITS = 36_000, 8
ABILITIES, RATERS, INDICATORS, RATINGS = 3_000, 1_000, 8, 96_000
MOST_FOR_ESTIMATES, MOST_FOR_RATERS = 15.0, 5.0
DAYS = 730
TODAY = date(2026, 11, 20)
COMPETENCIES = 12


def raters(chance: np.random.Generator) -> Raters:
    """A thousand raters of known severity, half of them certified."""
    return Raters(
        severities={rater: Severity(float(mean), 0.3) for rater, mean in enumerate(chance.normal(0, 0.6, RATERS))},
        difficulties={f"C{code + 1:02}{side}": float(one) for (code, side), one in zip(
            [(code, side) for code in range(COMPETENCIES) for side in "ab"], chance.normal(0, 0.3, 24), strict=True)},
        certified={rater: [(TODAY - timedelta(days=DAYS), TODAY)] for rater in range(0, RATERS, 2)},
    )  # fmt: skip


def ledger(chance: np.random.Generator) -> dict[tuple[int, str], list[Row]]:
    """Eight visits of every person and competency, two indicators each; each person is seen by two raters."""
    days = chance.integers(0, DAYS, (HISTORIES, VISITS)).tolist()
    seen_by = chance.integers(0, RATERS, (HISTORIES, 2)).tolist()
    levels = chance.integers(2, 5, (HISTORIES, VISITS, 2)).tolist()
    return {
        (RATERS + number // COMPETENCIES, f"C{number % COMPETENCIES + 1:02}"): [
            Row(
                f"C{number % COMPETENCIES + 1:02}", Kind.OBSERVED, level, TODAY - timedelta(days=day),
                pair[turn % 3 == 2], f"visit-{turn}", f"C{number % COMPETENCIES + 1:02}{side}", key=turn,
            )
            for turn, (day, both) in enumerate(zip(own, given, strict=True))
            for side, level in zip("ab", both, strict=True)
        ]
        for number, (own, pair, given) in enumerate(zip(days, seen_by, levels, strict=True))
    }  # fmt: skip


def estimates(chance: np.random.Generator) -> float:
    """Seconds for everything that is kept of every person and competency in one view."""
    known, rows = raters(chance), list(ledger(chance).items())
    kept = 0
    began = process_time()
    for first in range(0, HISTORIES, PEOPLE_AT_ONCE * COMPETENCIES):
        histories = {
            (learner_id, code, View.DEVELOPMENT): history(some, learner_id, View.DEVELOPMENT)
            for (learner_id, code), some in rows[first : first + PEOPLE_AT_ONCE * COMPETENCIES]
        }
        found = reckoned(histories, known, 0.8, TODAY, tuple(Panel))
        kept += len([(packed(one.known), one.kept._asdict()) for one in found])
    took = process_time() - began
    assert kept == HISTORIES
    return took


def database() -> tuple[float, float, int]:
    """Seconds by clock and of CPU for `estimates rebuild` of a whole academy on SQLite, and how many are kept."""
    from kamacademy.competency.jobs import rebuild_all
    from kamacademy.db import db
    from tests.ledger import filled_ledger

    with TemporaryDirectory() as folder, filled_ledger(Path(folder), people=ABILITIES, visits=VISITS, raters=RATERS):
        began, began_cpu = perf_counter(), process_time()
        kept = rebuild_all(datetime.now(UTC).date())
        took = perf_counter() - began, process_time() - began_cpu
        db.engine.dispose()
    return *took, kept


def severities(chance: np.random.Generator) -> tuple[float, float]:
    """Seconds for the rater model, and how its severities go with the true ones."""
    ability, severity = chance.normal(0, 1.4, ABILITIES), chance.normal(0, 0.6, RATERS)
    difficulty, visits = chance.normal(0, 0.3, INDICATORS), RATINGS // INDICATORS
    whose = chance.integers(0, ABILITIES, visits).repeat(INDICATORS)
    rater = chance.integers(0, RATERS, visits).repeat(INDICATORS)
    indicator = np.tile(np.arange(INDICATORS), visits)
    shares = level_probabilities(ability[whose] - severity[rater] - difficulty[indicator])
    levels = (shares.cumsum(axis=1) < chance.random((RATINGS, 1))).sum(axis=1)
    began = process_time()
    found = fit(Ratings(whose, rater, indicator, levels))
    return process_time() - began, float(np.corrcoef(found.severities, severity)[0, 1])


def main() -> None:
    """Print both; fail where a limit is passed."""
    for_estimates = estimates(np.random.default_rng(1))
    print(f"{HISTORIES:,} estimates of {VISITS} visits  {for_estimates:6.2f} s CPU of {MOST_FOR_ESTIMATES:.0f}")
    for_raters, r = severities(np.random.default_rng(3))
    print(
        f"{RATINGS:,} ratings, {RATERS:,} raters  {for_raters:6.2f} s CPU of {MOST_FOR_RATERS:.0f}  r(severity) {r:.3f}"
    )
    if "--database" in sys.argv:
        took, cpu, kept = database()
        print(f"{kept:,} estimates rebuilt in a database  {took:6.1f} s, {cpu:.1f} s CPU")
    if for_estimates > MOST_FOR_ESTIMATES or for_raters > MOST_FOR_RATERS:
        sys.exit("over the limit")


if __name__ == "__main__":
    main()
