"""The order of options, the pass mark, and waiting times."""

from collections import Counter
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from kamacademy.assessment.documents import Item, ItemOption, Paper
from kamacademy.assessment.paper import open_from, option_order, points_needed, position_of, sheet

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def item(item_id: str, right: int = 0, competency: str = "C01") -> Item:
    return Item(
        id=item_id,
        kind="single",
        indicator=f"{competency}a",
        level=2,
        stem=f"What about {item_id}?",
        options=tuple(ItemOption(text=f"Option {n}", correct=n == right, rationale=f"Reason {n}") for n in range(4)),
        source="Someone",
        review_by=date(2027, 1, 1),
    )


def paper(items: int = 3, **more: object) -> Paper:
    values = {"title": "A check", "purpose": "To see", "pass_percent": 80, "minutes": 5} | more
    return Paper.model_validate({"items": tuple(f"i{n}" for n in range(items)), **values})


@given(st.integers(0, 2**31), st.integers(3, 5))
def test_an_order_holds_every_option_once_and_stays_the_same(seed: int, options: int) -> None:
    order = option_order(seed, "m03-01", options)
    assert sorted(order) == list(range(options))
    assert order == option_order(seed, "m03-01", options)


def test_the_right_option_stands_at_every_place_about_equally_often() -> None:
    places = Counter(option_order(seed, "m03-01", 4).index(0) for seed in range(4000))
    assert all(900 < places[place] < 1100 for place in range(4))


def test_an_order_is_the_same_on_every_machine() -> None:
    # By hand, with sha256sum over "7:m03-01:0" to "7:m03-01:3": they begin 262f, fb81, a2aa, 470d.
    assert option_order(7, "m03-01", 4) == (0, 3, 2, 1)


def test_a_paper_that_does_not_shuffle_keeps_the_order_of_its_file() -> None:
    found = sheet(paper(1, shuffle_options=False), [item("i0")], seed=5, choices={})
    assert [option.position for option in found.questions[0].options] == [0, 1, 2, 3]


def test_a_choice_is_the_place_in_the_file_however_options_are_shown() -> None:
    found = sheet(paper(2), [item("i0", right=2), item("i1", right=1)], seed=5, choices={"i0": 2, "i1": 3})
    first, second = found.questions
    assert (first.is_right, second.is_right) == (True, False)
    assert [option.text for option in first.options if option.is_chosen] == ["Option 2"]
    assert [option.text for option in second.options if option.is_right] == ["Option 1"]


def test_open_places_are_those_without_an_answer() -> None:
    found = sheet(paper(3), [item(f"i{n}") for n in range(3)], seed=5, choices={"i1": 0})
    assert found.open_places == (1, 3)
    assert (found.answered, found.next_open, found.needed) == (1, 1, 3)


def test_the_pass_mark_is_rounded_up_to_whole_questions() -> None:
    assert points_needed(18, 80) == 15  # 14.4
    assert points_needed(15, 80) == 12  # exactly 12
    assert points_needed(3, 1) == 1
    assert points_needed(7, 100) == 7


def test_waiting_counts_from_the_failed_sitting() -> None:
    assert open_from(paper(wait_hours=0), AT) is None
    assert open_from(paper(wait_hours=24), None) is None
    assert open_from(paper(wait_hours=24), AT) == datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def test_what_a_form_sends_is_a_position_or_none_that_exists() -> None:
    assert position_of("2") == 2
    for bad in (None, "", "-1", "two", "1.5", "٣", "99999"):
        assert position_of(bad) == -1
