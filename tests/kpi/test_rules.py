"""The firewall between roles and measures, and figures that cannot be."""

import pytest

from kamacademy.kpi.rules import figure_problem, is_kept_for_a_person, why_not, why_not_for_person, why_not_for_role
from kamacademy.people.job_roles import JobRole
from tests.kpi.definitions import days_kpi, kpi


def test_a_role_that_is_not_named_may_not_carry_it() -> None:
    assert why_not_for_role(kpi(), JobRole.SK) is None
    assert "not a measure for a field manager" in (why_not_for_role(kpi(), JobRole.FM) or "")


def test_medical_and_nursing_roles_are_told_about_the_firewall() -> None:
    assert "apart from commercial measures" in (why_not_for_role(kpi(), JobRole.MSL) or "")


@pytest.mark.parametrize(
    ("scope", "kept"), [("person", True), ("account", True), ("team", False), ("programme", False)]
)
def test_only_a_persons_or_an_accounts_readings_are_kept_for_a_person(scope: str, kept: bool) -> None:
    assert is_kept_for_a_person(kpi(scope=scope)) == kept
    assert (why_not_for_person(kpi(scope=scope)) is None) == kept


def test_nothing_commercial_is_kept_for_a_person() -> None:
    assert "never kept for a person" in (why_not_for_person(kpi(category="commercial", scope="account")) or "")


@pytest.mark.parametrize(
    ("numerator", "denominator", "field"),
    [
        (None, 5, "numerator"),
        (-1, 5, "numerator"),
        (3, None, "denominator"),
        (0, 0, "denominator"),
        (6, 5, "numerator"),
    ],
)
def test_a_share_that_cannot_be_names_the_field(numerator: float | None, denominator: int | None, field: str) -> None:
    wrong = figure_problem(kpi(), numerator=numerator, denominator=denominator, value=None, n=None)
    assert wrong is not None
    assert wrong[0] == field


@pytest.mark.parametrize(("value", "n", "field"), [(None, 5, "value"), (-1, 5, "value"), (8, None, "n"), (8, 0, "n")])
def test_a_value_that_cannot_be_names_the_field(value: float | None, n: int | None, field: str) -> None:
    wrong = figure_problem(days_kpi(), numerator=None, denominator=None, value=value, n=n)
    assert wrong is not None
    assert wrong[0] == field


def test_a_good_figure_has_no_problem() -> None:
    assert figure_problem(kpi(), numerator=0, denominator=1, value=None, n=None) is None
    assert figure_problem(days_kpi(), numerator=None, denominator=None, value=0, n=1) is None


def test_an_outcome_is_never_kept_for_a_person() -> None:
    outcome = kpi(code="O4", category="outcome", scope="team", competencies=())
    assert not is_kept_for_a_person(outcome)
    assert "an outcome of many hands" in (why_not_for_person(outcome) or "")
    assert "an outcome of many hands" in (why_not_for_person(kpi(category="outcome")) or "")


def test_a_team_and_a_programme_carry_only_what_is_measured_for_them() -> None:
    assert why_not(kpi(scope="team"), "team", {JobRole.SK}) is None
    assert why_not(kpi(scope="account"), "team", ()) == "K01 Living profile is measured for an account, not for a team."
    assert "not for a programme" in (why_not(kpi(scope="team"), "programme", ()) or "")
    assert why_not(kpi(scope="programme"), "programme", ()) is None


def test_the_firewall_holds_for_a_team_of_medical_and_nursing_roles_alone() -> None:
    team = kpi(scope="team")
    assert "may not be kept for this team" in (why_not(team, "team", {JobRole.MSL, JobRole.NAV}) or "")
    assert why_not(team, "team", {JobRole.MSL, JobRole.SK}) is None
    assert why_not(team, "team", ()) is None
    assert why_not(kpi(scope="team", roles=("MSL",)), "team", {JobRole.MSL, JobRole.NAV}) is None
    assert "apart from commercial measures" in (why_not(kpi(), "person", {JobRole.MSL}) or "")
