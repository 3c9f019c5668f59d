"""Which gaps come first, and what is no gap."""

from kamacademy.competency.estimation import Estimate
from kamacademy.development.gaps import gaps, unknowns


def estimate(code: str, target: int | None, level: int | None, visits: int = 3) -> Estimate:
    return Estimate(code, target, level, level, level, visits, 2, None, None)


def by_code(*found: Estimate) -> dict[str, Estimate]:
    return {one.competency: one for one in found}


def test_the_gate_comes_first_then_priorities_then_size() -> None:
    found = gaps(
        by_code(
            estimate("C02", 4, 1),
            estimate("C05", 4, 2),
            estimate("C07", 3, 2),
            estimate("C09", 4, 2),
            estimate("C12", 4, 3),
        ),
        gate="C12",
        priorities=("C07", "C09"),
    )
    assert [one.competency for one in found] == ["C12", "C09", "C07", "C02", "C05"]
    assert found[0].is_gate
    assert found[1].is_priority


def test_reached_and_untargeted_competencies_are_no_gaps() -> None:
    assert gaps(by_code(estimate("C01", 3, 3), estimate("C02", None, 1)), gate="C12", priorities=()) == []


def test_what_is_not_known_is_no_gap_but_needs_evidence() -> None:
    estimates = by_code(estimate("C01", 3, None, 0), estimate("C04", 3, None, 2), estimate("C12", 4, None, 0))
    assert gaps(estimates, gate="C12", priorities=()) == []
    found = unknowns(estimates, gate="C12", priorities=())
    assert [(one.competency, one.visits_missing) for one in found] == [("C12", 3), ("C04", 1), ("C01", 3)]
