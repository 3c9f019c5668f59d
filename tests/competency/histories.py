"""Ledger rows and what the rule makes of them, without a database."""

from collections.abc import Iterable
from datetime import date, timedelta

from kamacademy.competency.estimation import Estimate
from kamacademy.competency.evidence import Kind, Purpose, Row, View
from kamacademy.competency.kept import Panel, estimate_from
from kamacademy.competency.occasions import history
from kamacademy.competency.reckoning import Raters, reckoned
from tests.world import TODAY

CODE = "C03"
LEARNER, ANNA, BEN, CARA = 1, 2, 3, 4
STANDARD = 0.8
# Anna holds a certificate on every day that a test may ask for; the others hold none.
CERTIFIED = Raters(certified={ANNA: [(date(2020, 1, 1), date(2030, 1, 1))]})


def days_ago(days: int) -> date:
    """So many days before the tests' day."""
    return TODAY - timedelta(days=days)


def row(
    level: int | None,
    visit: str,
    *,
    rater: int | None = ANNA,
    kind: Kind = Kind.OBSERVED,
    day: date = days_ago(30),
    indicator: str | None = f"{CODE}a",
    purpose: Purpose = Purpose.DEVELOPMENT,
    competency: str = CODE,
    key: int = 0,
) -> Row:
    """One rated row."""
    return Row(competency, kind, level, day, rater, visit, indicator=indicator, purpose=purpose, key=key)


def answered(
    score: float,
    score_max: float,
    *,
    passed: bool | None = None,
    ref: str | None = None,
    until: date | None = None,
    day: date = days_ago(30),
    kind: Kind = Kind.KNOWLEDGE,
    key: int = 0,
) -> Row:
    """One row of knowledge."""
    return Row(
        CODE, kind, None, day, None, f"evidence-{key}", passed=passed, source_ref=ref, valid_until=until, key=key,
        score=score, score_max=score_max,
    )  # fmt: skip


def estimated(
    *rows: Row,
    target: int | None = 3,
    check: str | None = None,
    view: View = View.DEVELOPMENT,
    on: date = TODAY,
    raters: Raters = CERTIFIED,
) -> Estimate:
    """The estimate that rows make, by the product's own way from rows to estimate."""
    of_code = [one for one in rows if one.competency == CODE]
    made = history(of_code, LEARNER, view, on)
    found = reckoned({(LEARNER, CODE, view): made}, raters, STANDARD, on, tuple(Panel))
    return estimate_from(CODE, {one.panel: one.kept for one in found}, target=target, check=check, on=on)


def visits(*levels: int, raters: Iterable[int] = (ANNA, BEN), last: int = 20, apart: int = 30) -> list[Row]:
    """One row a visit, some days apart, the last so many days ago; the raters take turns."""
    turns = list(raters)
    return [
        row(level, f"visit-{place}", rater=turns[place % len(turns)], day=days_ago(last + apart * back))
        for place, (level, back) in enumerate(zip(levels, reversed(range(len(levels))), strict=True))
    ]
