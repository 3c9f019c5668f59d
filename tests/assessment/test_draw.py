"""Blueprints: filled whenever they can be, the same for one seed, without what was seen lately where possible."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamacademy.assessment.draw import NotFilled, Unit, Wanted, by_hash, drawn, not_filled


def unit(name: str, competency: str = "C01", level: int = 1, *tags: str, kind: str = "single") -> Unit:
    return Unit(name, kind, "bank", frozenset({competency}), frozenset({level}), frozenset(tags), (name,))


def bank(*units: Unit) -> dict[str, Unit]:
    return {one.id: one for one in units}


def test_a_line_takes_what_has_all_that_it_names() -> None:
    one = unit("a", "C13", 2, "gifts", "us")
    assert Wanted(1, "C13", 2, frozenset({"gifts"}), "bank", "single").takes(one)
    for other in (
        Wanted(1, "C01"), Wanted(1, level=3), Wanted(1, tags=frozenset({"gifts", "uk"})), Wanted(1, bank="x"),
        Wanted(1, kind="case"),
    ):  # fmt: skip
        assert not other.takes(one)
    assert Wanted(1).takes(one)


def test_a_draw_is_the_same_for_one_seed_and_differs_between_seeds() -> None:
    units = bank(*(unit(f"u{number}") for number in range(45)))
    first = drawn([Wanted(20)], units, seed=1)
    assert first == drawn([Wanted(20)], units, seed=1)
    assert len(set(first)) == 20
    assert set(first) != set(drawn([Wanted(20)], units, seed=2))
    assert list(first) == [one for one in units if one in first]


def test_an_order_by_hash_is_the_same_on_every_machine() -> None:
    # With sha256sum over "7:draw:a" and so on: a begins c5d4, b 0864, c 9444.
    assert by_hash(7, "abc", "draw") == ["b", "c", "a"]


def test_every_unit_is_drawn_about_equally_often() -> None:
    units = bank(*(unit(f"u{number}") for number in range(10)))
    counts = Counter(one for seed in range(2000) for one in drawn([Wanted(5)], units, seed=seed))
    assert all(900 < counts[one] < 1100 for one in units)


def test_lines_that_overlap_are_filled_together() -> None:
    # The first line could take all; the second has only one unit that fits.
    units = bank(unit("a", level=1), unit("b", level=2), unit("c", level=2))
    for seed in range(60):
        assert drawn([Wanted(2), Wanted(1, level=1)], units, seed=seed) == ("b", "c", "a")


def test_a_chain_of_lines_makes_room() -> None:
    units = bank(unit("a", "C01", 1), unit("b", "C01", 2), unit("c", "C02", 2))
    lines = [Wanted(1, level=2), Wanted(1, "C01"), Wanted(1, level=1)]
    for seed in range(60):
        assert drawn(lines, units, seed=seed) == ("c", "b", "a")


def test_what_was_seen_lately_comes_only_where_nothing_else_is_left() -> None:
    units = bank(*(unit(f"u{number}") for number in range(6)))
    seen = {"u0", "u1", "u2"}
    for seed in range(40):
        assert not seen & set(drawn([Wanted(3)], units, seed=seed, avoid=seen))
        assert len(seen & set(drawn([Wanted(4)], units, seed=seed, avoid=seen))) == 1


def test_a_case_is_seen_when_one_of_its_questions_was() -> None:
    case = Unit("case", "case", "bank", frozenset({"C01"}), frozenset({1}), frozenset(), ("q1", "q2"))
    units = bank(case, unit("single"))
    assert all(drawn([Wanted(1)], units, seed=seed, avoid={"q2"}) == ("single",) for seed in range(20))


def test_what_cannot_be_filled_is_named() -> None:
    units = bank(unit("a", level=1), unit("b", level=2))
    assert not_filled([Wanted(1, level=1), Wanted(1)], units) == []
    assert not_filled([Wanted(2, level=1)], units) == [NotFilled(0, 1)]
    assert sum(one.missing for one in not_filled([Wanted(2), Wanted(1, level=2)], units)) == 1
    with pytest.raises(LookupError):
        drawn([Wanted(3)], units, seed=1)


@given(
    st.lists(st.tuples(st.sampled_from("xyz"), st.integers(1, 3)), min_size=1, max_size=12),
    st.lists(
        st.tuples(st.integers(1, 3), st.sampled_from(["x", "y", None]), st.sampled_from([1, 2, None])), max_size=4
    ),
    st.integers(0, 50),
    st.sets(st.integers(0, 11)),
)
def test_a_draw_holds_what_every_line_asks_for(
    made: list[tuple[str, int]], asked: list[tuple[int, str | None, int | None]], seed: int, avoid: set[int]
) -> None:
    units = bank(*(unit(f"u{number}", competency, level) for number, (competency, level) in enumerate(made)))
    lines = [Wanted(count, competency, level) for count, competency, level in asked]
    if not_filled(lines, units):
        return
    found = list(drawn(lines, units, seed=seed, avoid={f"u{one}" for one in avoid}))
    assert len(found) == len(set(found)) == sum(line.count for line in lines)
    for line in lines:
        own, found = found[: line.count], found[line.count :]
        assert all(line.takes(units[one]) for one in own)
