"""What KPI charts and an effect study cost: 30,000 series of 24 readings, and 100,800 person-months; CPU seconds.

Series are judged as the product does it, from readings to the status and the words under the chart. The study is whole:
every cell, the event study, the months before, the lot drawn 1,999 times, and the words. Run by
`python -m bench.effects`.
"""

import gc
import sys
from collections import Counter
from datetime import date
from random import Random
from time import process_time

import numpy as np

from kamacademy.effect.answer import Study, answer_words
from kamacademy.effect.before_start import before_start
from kamacademy.effect.lot import chance_of
from kamacademy.effect.rollout import draw
from kamacademy.effect.staggered import Panel, by_months_since, cells, estimate, overall
from kamacademy.effect.team_means import team_means
from kamacademy.kpi.baseline import baseline
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.periods import add_months, period_from
from kamacademy.kpi.series import judge
from kamacademy.kpi.status import status_of
from kamacademy.kpi.verdict import limits_sentence, signal_sentences
from tests.kpi.definitions import days_kpi, kpi

SERIES, READINGS = 30_000, 24
PEOPLE, TEAMS, MONTHS = 4_200, 60, 24
MOST_FOR_SERIES, MOST_FOR_STUDY = 2.0, 5.0
TRUE_EFFECT = 4.0


def series_of(chance: Random, place: int) -> tuple[Kpi, list[Figure]]:
    """A share of many cases, a share of some, or a median of days, in turn."""
    periods = [period_from("monthly", add_months(date(2024, 11, 1), month)) for month in range(READINGS)]
    if place % 3 == 0:
        return kpi(), [Figure(one.start, one.end, round(chance.gauss(36, 4)), 60) for one in periods]
    if place % 3 == 1:
        return kpi(), [Figure(one.start, one.end, chance.randint(14, 22), 25) for one in periods]
    return days_kpi(), [Figure(one.start, one.end, value=chance.gauss(14, 3), cases=6) for one in periods]


def judged(chance: Random) -> tuple[float, float, Counter[str]]:
    """Seconds for charts and statuses, seconds for the words of all, and which charts there were."""
    given = [series_of(chance, place) for place in range(SERIES)]
    # What was read before is no part of the judging: collecting garbage would walk over all of it again and again.
    gc.freeze()
    began = process_time()
    found = []
    for definition, figures in given:
        base = baseline(figures, figures[14].start)
        one = judge(definition, figures, base)
        found.append((definition, figures, one, status_of(definition, figures, base, one)))
    took = process_time() - began
    began = process_time()
    for definition, figures, one, _ in found:
        limits_sentence(definition, one)
        signal_sentences(definition, figures, one)
    return took, process_time() - began, Counter(one.chart.value for _, _, one, _ in found if one is not None)


def panel(chance: np.random.Generator) -> tuple[Panel, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """People in teams that began by lot at five times, and the blocks of the lot."""
    sizes = [PEOPLE // TEAMS] * TEAMS
    order = draw(sizes, (6, 9, 12, 15, 18), MONTHS, chance)
    teams = np.repeat(np.arange(TEAMS), sizes)
    starts = order.starts[teams]
    begun = np.arange(MONTHS) >= starts[:, None]
    figures = chance.normal(60, 8, (PEOPLE, 1)) + chance.normal(0, 12, (PEOPLE, MONTHS)) + TRUE_EFFECT * begun
    return Panel(figures, starts, teams), order.blocks


def study(chance: np.random.Generator) -> tuple[float, str]:
    """Seconds for a whole study, and what it says."""
    given, blocks = panel(chance)
    began = process_time()
    some = cells(given)
    effect = estimate(given, overall(given, some))
    plotted = [estimate(given, one) for _, one in by_months_since(given, some)]
    before = before_start(given, some)
    lot = chance_of(team_means(given), blocks, chance)
    words = answer_words(Study(effect, before, TEAMS, lot, worth=3.0), "the programme", "points")
    assert plotted
    return process_time() - began, words


def main() -> None:
    """Print both; fail where a limit is passed."""
    for_series, for_words, charts = judged(Random(1))
    print(f"{SERIES:,} series of {READINGS}  {for_series:6.2f} s CPU of {MOST_FOR_SERIES:.0f}  {dict(charts)}")
    print(f"their words  {for_words:6.2f} s CPU")
    for_study, words = study(np.random.default_rng(1))
    print(f"{PEOPLE * MONTHS:,} person-months  {for_study:6.2f} s CPU of {MOST_FOR_STUDY:.0f}")
    print(f"a true effect of {TRUE_EFFECT}: {words}")
    if for_series > MOST_FOR_SERIES or for_study > MOST_FOR_STUDY:
        sys.exit("over the limit")


if __name__ == "__main__":
    main()
