"""The academy's counts: what is counted, and that nothing on the page points at anyone."""

from datetime import date

from kamacademy.overview.chain import Learner, academy


def learners(number: int, *, rhythm: int = 0, planned: int = 0, held: int = 0) -> list[Learner]:
    return [
        Learner(
            id=key, is_observed=False, has_agreed_plan=False, has_action_done=False, is_in_rhythm=key < rhythm,
            had_visit_planned=key < planned, had_visit_held=key < held,
        )
        for key in range(number)
    ]  # fmt: skip


def rhythm(people: list[Learner]) -> list[str]:
    begun: dict[int, dict[str, date | None]] = {one.id: {} for one in people}
    page = academy(people, begun, {}, days=90, release_number=1)
    return [one.figure for one in page.rhythm]


def test_coaching_is_counted_in_people() -> None:
    assert rhythm(learners(40, rhythm=30, planned=20, held=10)) == ["30", "20", "10"]


def test_a_count_below_five_or_near_another_is_a_band() -> None:
    assert rhythm(learners(40, rhythm=37, planned=20, held=17)) == ["over three quarters", "20", "a quarter to a half"]
    assert rhythm(learners(40, planned=4)) == ["0", "under a quarter", "0"]


def test_in_a_small_academy_nothing_is_told() -> None:
    assert rhythm(learners(9, rhythm=6)) == ["not shown", "0", "0"]
