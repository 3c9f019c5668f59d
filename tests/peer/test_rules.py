"""The pure rules: functions, the lot, what is missing in an answer, what is shown and what enters the ledger."""

from collections.abc import Mapping

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as some

from kamacademy.peer.documents import PeerForm
from kamacademy.peer.families import FAMILY_OF, Family, are_across
from kamacademy.peer.given import LONGEST_EXAMPLE, read
from kamacademy.peer.lot import Candidate, draw, mixed
from kamacademy.peer.result import Sheet, is_enough, item_result, kpi_words, levels, results
from kamacademy.peer.rules import own_share
from kamacademy.people.job_roles import JobRole
from tests.peer.rounds import ITEMS

INDICATORS = ("C10a", "C07b", "C10b", "C10b", "C10a", "C10a")
COMMERCIAL, MEDICAL = Family.COMMERCIAL, Family.MEDICAL


def form(shown: tuple[int, ...] = (1, 1, 2, 3, 4)) -> PeerForm:
    """A form whose sentences show these levels."""
    choices = tuple({"words": f"Sentence {number}", "level": one} for number, one in enumerate(shown, start=1))
    items = tuple(
        {"id": item, "statement": item, "indicator": indicator, "choices": choices}
        for item, indicator in zip(ITEMS, INDICATORS, strict=True)
    )
    return PeerForm.model_validate({"title": "T", "summary": "S", "items": items})


def sheet(key: int, choice: int | None, family: Family = COMMERCIAL, **others: int | None) -> Sheet:
    """One colleague's answers; others by the statement's name with underscores."""
    choices = dict.fromkeys(ITEMS, choice) | {name.replace("_", "-"): one for name, one in others.items()}
    return Sheet(key, family, choices, {item: f"{key} said {item}" for item, one in choices.items() if one in (1, 5)})


def three(*choices: int | None) -> list[Sheet]:
    """Colleagues of two functions, each with one choice throughout."""
    families = [MEDICAL] + [COMMERCIAL] * 5
    return [sheet(key, one, families[key]) for key, one in enumerate(choices)]


def test_every_job_role_belongs_to_a_function() -> None:
    assert set(FAMILY_OF) == set(JobRole)
    assert set(FAMILY_OF.values()) == set(Family)


@pytest.mark.parametrize(("size", "half"), [(3, 2), (4, 2), (5, 3), (6, 3)])
def test_the_learner_picks_half_rounded_up(size: int, half: int) -> None:
    assert own_share(size) == half


def test_nothing_is_shown_below_three_answers_or_from_one_function() -> None:
    for few in ([], three(4), three(4, 4), [sheet(key, 4) for key in range(6)]):
        assert not is_enough(few)
        assert results(form(), few, 1) == []
        assert levels(form(), few, 1) == []
    assert is_enough(three(4, 4, 4))


def test_a_statement_says_its_middle_answer_and_its_spread() -> None:
    one = results(form(), three(5, 2, 4, 2), 1)[0]
    assert (one.n, one.median, one.low, one.high) == (4, 2, 2, 5)
    assert one.words == "Middle answer 2, from 2 to 5; 4 answers."
    assert one.sentence == "Sentence 2"
    assert results(form(), three(3, 3, 3), 1)[0].words == "Middle answer 3, all alike at 3; 3 answers."


def test_a_statement_about_which_only_two_could_say_anything_shows_nothing_of_theirs() -> None:
    sheets = [sheet(1, 5, MEDICAL), sheet(2, 5), sheet(3, 5, keeps_agreements=None)]
    one = results(form(), sheets, 1)[1]
    assert (one.n, one.median, one.low, one.high, one.examples) == (2, None, None, None, ())
    assert "nothing is shown" in one.words
    assert results(form(), sheets, 1)[0].median == 5


def test_examples_come_in_an_order_of_their_own_for_each_statement() -> None:
    sheets = three(5, 5, 5, 5, 5, 5)
    orders = {
        tuple(words.split()[0] for words in item_result(item, sheets, seed).examples)
        for item in form().items
        for seed in range(5)
    }
    assert len(orders) > 10
    assert all(sorted(one) == ["0", "1", "2", "3", "4", "5"] for one in orders)
    assert item_result(form().items[0], sheets, 3) == item_result(form().items[0], sheets[::-1], 3)


def test_a_level_is_the_lower_median_of_what_a_colleagues_sentences_show() -> None:
    # C10a speaks in three statements, C10b in two, C07b in one. Choices 5, 4, 3 show levels 4, 3, 2: the middle is 3.
    mixed_one = sheet(0, 5, MEDICAL, credits_others=4, role_limits=3, decision_paths=2)
    found = levels(form(), [mixed_one, sheet(1, 4), sheet(2, 4)], 1)
    assert {(one.key, one.indicator): one.level for one in found} == {
        (0, "C10a"): 3, (0, "C10b"): 1, (0, "C07b"): 4,
        **{(key, indicator): 3 for key in (1, 2) for indicator in ("C10a", "C10b", "C07b")},
    }  # fmt: skip


def test_an_indicator_of_which_fewer_than_three_spoke_enters_no_ledger() -> None:
    sheets = [sheet(1, 4, MEDICAL), sheet(2, 4), sheet(3, 4, keeps_agreements=None)]
    assert {one.indicator for one in levels(form(), sheets, 1)} == {"C10a", "C10b"}


def test_the_order_of_the_ledger_does_not_follow_the_order_of_answering() -> None:
    sheets = three(4, 4, 4, 4, 4, 4)
    orders = {tuple(one.key for one in levels(form(), sheets, seed) if one.indicator == "C07b") for seed in range(8)}
    assert len(orders) > 4


@for_all(some.lists(some.sampled_from([None, 1, 2, 3, 4, 5]), min_size=3, max_size=6))
def test_a_level_is_one_that_a_sentence_shows_and_never_five(choices: list[int | None]) -> None:
    assert {one.level for one in levels(form(), three(*choices), 2)} <= {1, 2, 3, 4}
    for one in results(form(), three(*choices), 2):
        assert one.median is None or (one.low is not None and one.low <= one.median <= (one.high or 0))


def test_k19_counts_colleagues_who_are_content_with_four_of_six_and_only_from_five_on() -> None:
    assert kpi_words(three(4, 4, 4, 4)) is None
    just = sheet(9, 4, keeps_agreements=3, role_limits=None)
    short = sheet(8, 4, keeps_agreements=3, role_limits=2, credits_others=1)
    assert kpi_words([*three(4, 5, 3), just, short]) == (
        "3 of 5 colleagues gave 4 or 5 to at least four of the six statements."
    )


def test_the_lot_takes_the_own_team_first_and_looks_for_a_second_function() -> None:
    near = [Candidate(key, COMMERCIAL, is_near=True) for key in range(3)]
    far = [Candidate(key, COMMERCIAL, is_near=False) for key in range(10, 20)]
    medical = Candidate(99, MEDICAL, is_near=False)
    for seed in range(20):
        assert {one.key for one in draw([*far, *near], [medical], 3, seed)} == {0, 1, 2}
        assert medical in draw([*far, medical, *near], [near[0]], 2, seed)
    assert len({draw(far, [medical], 2, seed)[0].key for seed in range(30)}) > 5
    assert draw(near, [], 6, 1) == mixed(near, 1, lambda one: one.key)
    assert not are_across(one.family for one in draw(near, [], 3, 1))


def sent(choice: str, others: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a form sends with one choice throughout, and other fields by name."""
    return {f"choice_{item}": choice for item in ITEMS} | dict(others or {})


def test_whole_answers_have_no_problem() -> None:
    given, problems = read(form(), sent("3", {"choice_keeps-agreements": "none"}))
    assert problems == {}
    assert [one.choice for one in given] == [3, None, 3, 3, 3, 3]


@pytest.mark.parametrize("end", ["1", "5"])
def test_both_ends_need_an_example(end: str) -> None:
    _, problems = read(form(), sent("3", {"choice_keeps-agreements": end, "example_keeps-agreements": "  "}))
    assert problems == {"example_keeps-agreements": f"A {end} needs an example: what was done, and when?"}
    given, problems = read(
        form(), sent("3", {"choice_keeps-agreements": end, "example_keeps-agreements": " A minute "})
    )
    assert problems == {}
    assert given[1].example == "A minute"


@pytest.mark.parametrize("choice", ["", "0", "6", "ten"])
def test_every_statement_needs_a_known_choice(choice: str) -> None:
    _, problems = read(form(), sent("3", {"choice_keeps-agreements": choice}))
    assert list(problems) == ["choice_keeps-agreements"]


def test_saying_nothing_at_all_is_declining_and_long_examples_are_refused() -> None:
    assert "decline" in read(form(), sent("none"))[1]["choice_shares-what-i-need"]
    long = "x" * (LONGEST_EXAMPLE + 1)
    assert "below 600" in read(form(), sent("3", {"example_role-limits": long}))[1]["example_role-limits"]
