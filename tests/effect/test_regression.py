"""Regression against published values and other programs."""

import json
from pathlib import Path

import numpy as np
import pytest

from kamacademy.effect.regression import Kind, NotSettled, Numbers, fit
from tests.effect.vectors_of import CHANGE

SICILY = CHANGE["its_sicily_smoking_ban"]
ROWS = np.array(SICILY["data"]["rows"])
ADMISSIONS, TIME, BAN, PEOPLE = ROWS[:, 2], ROWS[:, 3], ROWS[:, 4], ROWS[:, 6]
ORANGE = json.loads((Path(__file__).parents[1] / "kpi" / "vectors" / "series.json").read_text(encoding="utf-8"))[
    "pchart_orange_juice"
]["data"]


def design(*columns: Numbers) -> Numbers:
    """A constant and columns."""
    return np.column_stack([np.ones(len(columns[0])), *columns])


def test_admissions_in_sicily_are_those_of_the_paper_and_of_r() -> None:
    expected = SICILY["expected"]["unadjusted"]
    found = fit(Kind.RATE, ADMISSIONS / PEOPLE, design(BAN, TIME), PEOPLE)
    coefficients = [expected["coef"][key] for key in ("const", "smokban", "time")]
    assert found.coefficients.tolist() == pytest.approx(coefficients, abs=SICILY["tolerance"])
    errors = np.sqrt(np.diag(found.covariance)).tolist()
    assert errors == pytest.approx(expected["se"], abs=SICILY["tolerance"])
    assert found.dispersion == pytest.approx(expected["dispersion"], abs=SICILY["tolerance"])


# statsmodels 0.15.0: OLS, and its HAC errors with 3 lags and the correction for few rows.
def test_a_value_and_its_errors_by_newey_and_west_are_those_of_statsmodels() -> None:
    found = fit(Kind.VALUE, ADMISSIONS, design(TIME, BAN), np.ones(len(TIME)))
    assert found.coefficients.tolist() == pytest.approx([725.84308987, 4.59556872, -88.90864909])
    assert np.sqrt(np.diag(found.covariance)).tolist() == pytest.approx([17.22716011, 0.78772311, 27.50485951])
    robust = np.sqrt(np.diag(found.robust_covariance(3))).tolist()
    assert robust == pytest.approx([14.51954568, 0.64959999, 28.89212613])


# statsmodels 0.15.0: GLM, Binomial, var_weights=50, scale="X2".
def test_a_share_is_that_of_statsmodels() -> None:
    time = np.arange(1.0, 31)
    shares = np.array(ORANGE["defectives"]) / 50
    found = fit(Kind.SHARE, shares, design(time, (time > 15).astype(np.float64)), np.full(30, 50.0))
    assert found.coefficients.tolist() == pytest.approx([-1.35070719, 0.01246372, -0.0893917], rel=1e-6)
    errors = np.sqrt(np.diag(found.covariance)).tolist()
    assert errors == pytest.approx([0.25473137, 0.02493261, 0.43141919], rel=1e-6)
    assert found.dispersion == pytest.approx(3.0893415)


def test_no_lags_are_whites_errors() -> None:
    found = fit(Kind.VALUE, np.array([1.0, 2, 4, 3]), np.ones((4, 1)), np.ones(4))
    # By hand: deviations -1.5, -0.5, 1.5, 0.5 have squares of 5; over 4 squared, times 4 / 3.
    assert found.robust_covariance(0).item() == pytest.approx(5 / 16 * 4 / 3)


def test_a_side_without_any_case_has_no_end() -> None:
    after = np.array([0.0] * 10 + [1.0] * 10)
    with pytest.raises(NotSettled):
        fit(Kind.SHARE, np.array([0.5, 0.6] * 5 + [1.0] * 10), design(after), np.full(20, 10.0))
