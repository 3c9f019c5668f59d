"""Estimates made by hand, with unremarkable defaults."""

from datetime import date

from kamacademy.competency.estimation import Estimate

TODAY = date(2026, 11, 20)
NAMES = ("Aware", "Developing", "Proficient", "Advanced", "Role model")

# The chances of levels 1 to 5, named for the median and how likely it, or more, is.
CLEAR_3 = (0.0, 0.03, 0.85, 0.12, 0.0)
LIKELY_3 = (0.0, 0.12, 0.7, 0.18, 0.0)
LEANING_3 = (0.02, 0.33, 0.53, 0.12, 0.0)
LEANING_2 = (0.3, 0.61, 0.09, 0.0, 0.0)
LIKELY_2 = (0.08, 0.79, 0.13, 0.0, 0.0)
CLEAR_1 = (0.97, 0.03, 0.0, 0.0, 0.0)
LIKELY_5 = (0.0, 0.0, 0.02, 0.13, 0.85)
ANYTHING = (0.15, 0.2, 0.3, 0.2, 0.15)


def known(
    chances: tuple[float, ...] | None = CLEAR_3,
    *,
    target: int | None = 3,
    held: int | None = None,
    visits: int = 6,
    raters: int = 3,
    certified: int = 1,
    latest: date | None = date(2026, 10, 29),
    check: bool | None = None,
    knows: float | None = None,
    competency: str = "C03",
) -> Estimate:
    """An estimate of 20 November 2026, of six visits by three observers, one of them certified."""
    return Estimate(competency, target, chances, held, visits, raters, certified, latest, TODAY, check, knows)


UNSEEN = known(None, visits=0, raters=0, certified=0, latest=None)
ONCE = known(LEANING_3, visits=1, raters=1, certified=0)
