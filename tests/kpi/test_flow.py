"""Stock shares as flow."""

from datetime import date, timedelta
from random import Random

from kamacademy.kpi.flow import Due, flow, renewals
from kamacademy.kpi.natural import individuals, moving_ranges
from kamacademy.kpi.periods import add_months, period_from

AUTUMN = [period_from("monthly", date(2026, month, 1)) for month in (9, 10, 11)]


def test_what_was_done_in_time_is_counted_in_the_month_it_fell_due() -> None:
    dues = [
        Due(date(2026, 9, 10), date(2026, 8, 2)),
        Due(date(2026, 9, 30), date(2026, 9, 30)),
        Due(date(2026, 9, 30), date(2026, 10, 1)),
        Due(date(2026, 10, 5), None),
    ]
    found = flow(dues, AUTUMN, date(2026, 11, 22))
    assert [(one.numerator, one.denominator) for one in found] == [(2, 3), (0, 1)]


def test_a_month_that_is_not_over_or_has_nothing_due_is_no_reading() -> None:
    due = Due(date(2026, 11, 3), date(2026, 11, 2))
    assert flow([due], AUTUMN, date(2026, 11, 30)) == []
    assert len(flow([due], AUTUMN, date(2026, 12, 1))) == 1


def test_each_check_sets_the_next_day_and_the_last_one_is_open() -> None:
    first, second = date(2026, 1, 1), date(2026, 5, 1)
    assert renewals([first, second], 180) == [
        Due(date(2026, 6, 30), second),
        Due(date(2026, 10, 28), None),
    ]


def crosses(series: list[float]) -> bool:
    """Whether a series crosses its own natural limits."""
    limits = individuals(series, moving_ranges(series)).limits
    return not all(limits.holds(one) for one in series)


# Simulated with 400 repetitions: 87 in 100 for the stock, 3 in 100 for the flow.
def test_nothing_changes_and_the_stock_alarms_while_the_flow_does_not() -> None:
    chance, stocks, flows = Random(3), 0, 0
    months = [add_months(date(2020, 1, 1), place) for place in range(48)]
    for _ in range(60):
        checks = [checked_now_and_then(chance, months[0]) for _ in range(12)]
        ends = [period_from("monthly", month).end for month in months[24:]]
        stock = [100 * sum(is_fresh(one, end) for one in checks) / 12 for end in ends]
        dues = [due for one in checks for due in renewals(one, 180)]
        periods = [period_from("monthly", month) for month in months[24:]]
        stocks += crosses(stock)
        flows += crosses([one.measure for one in flow(dues, periods, date(2030, 1, 1))])
    assert stocks / 60 > 0.7
    assert flows / 60 < 0.12


def checked_now_and_then(chance: Random, first: date) -> list[date]:
    """The days of checks over five years, at random, half a year apart on average."""
    days = [first]
    while days[-1] < date(2024, 12, 31):
        days.append(days[-1] + timedelta(days=1 + int(chance.expovariate(1 / 180))))
    return days


def is_fresh(checks: list[date], on: date) -> bool:
    """Whether the last check before a day is younger than 180 days."""
    past = [one for one in checks if one <= on]
    return bool(past) and (on - past[-1]).days < 180
