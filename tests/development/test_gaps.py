"""Which gaps come first, and what is no gap."""

from kamacademy.competency.estimation import Estimate
from kamacademy.development.gaps import Gap, Unknown, gaps, unknowns
from kamacademy.development.words import gap_words, next_evidence_words, why_words
from tests.competency.known import CLEAR_3, LEANING_3, LIKELY_2, NAMES, ONCE, known


def estimate(code: str, target: int | None, level: int | None, visits: int = 3, sure: float = 1.0) -> Estimate:
    """Of one level, as surely as told; what is left is a level more."""
    chances = tuple(
        sure if number == level else 1 - sure if level and number == level + 1 else 0.0 for number in range(1, 6)
    )
    return known(chances if visits else None, competency=code, target=target, visits=visits)


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


def test_a_gap_is_sure_when_the_target_is_as_unlikely_as_a_level_must_be_likely() -> None:
    found = gaps(by_code(estimate("C01", 3, 2, sure=0.81), estimate("C02", 3, 2, sure=0.79)), gate="C12", priorities=())
    assert [(one.competency, one.is_sure) for one in found] == [("C01", True), ("C02", False)]


def gap(*, size: int = 1, is_gate: bool = False, is_priority: bool = False, is_sure: bool = True) -> Gap:
    return Gap("C07", size, 2, 3, is_gate, is_priority, is_sure)


def test_why_a_gap_comes_where_it_comes_is_no_surer_than_it_is() -> None:
    assert why_words(gap()) == "1 level below target"
    assert why_words(gap(size=2, is_sure=False)) == "Probably 2 levels below target"
    assert why_words(gap(is_priority=True)) == "Priority of the role, 1 level below target"
    assert why_words(gap(is_gate=True, is_priority=True, is_sure=False)) == "Gate, probably 1 level below target"


def test_what_an_action_is_for_is_no_surer_than_it_is() -> None:
    assert gap_words("Planning", known(target=None), NAMES) == (
        "Planning has no target in this job role; the action is a choice of its own."
    )
    assert gap_words("Planning", ONCE, NAMES) == (
        "Planning: target Proficient. Its level is not known yet (1 visit so far)."
    )
    assert gap_words("Planning", known(LIKELY_2), NAMES) == (
        "Planning: very likely Developing or above; the target, Proficient, is not shown yet."
    )
    assert gap_words("Planning", known(LEANING_3), NAMES) == (
        "Planning has reached the target of the role, Proficient, not yet securely; the action makes it last."
    )
    assert gap_words("Planning", known(CLEAR_3, held=3), NAMES) == (
        "Planning is at the target of the role, Proficient; the action keeps it there."
    )


def test_what_is_unknown_says_how_many_visits_it_needs() -> None:
    assert next_evidence_words(Unknown("C07", 0, 3, False, False)) == "not seen yet; 3 visits needed for a level"
    assert next_evidence_words(Unknown("C07", 2, 1, False, False)) == "2 visits so far; 1 more visit needed for a level"
