"""The way through the academy by what a person does."""

from kamacademy.access import Function
from kamacademy.navigation import navigation, nearest, tabs


def words_of(*functions: Function) -> list[str]:
    return [link.words for link in tabs(functions)]


def test_a_learner_sees_their_own_work_only() -> None:
    assert [group.title for group in navigation([Function.LEARNER])] == ["My work"]
    assert words_of(Function.LEARNER) == ["Next step", "Learn", "Profile", "Plan", "Results"]


def test_a_coach_reaches_the_team_with_one_thumb() -> None:
    assert words_of(Function.LEARNER, Function.COACH) == ["Next step", "Today", "Team", "Observe", "Marking"]


def test_learning_team_and_leader_share_one_group() -> None:
    assert [group.title for group in navigation([Function.LEARNING_TEAM, Function.LEADER])] == ["Academy"]


def test_who_marks_in_two_functions_finds_each_entry_once() -> None:
    groups = navigation([Function.COACH, Function.LEARNING_TEAM])
    assert [link.words for group in groups for link in group.links].count("Marking") == 1


def test_someone_without_a_function_sees_nothing() -> None:
    assert tabs([]) == []


def test_a_page_belongs_to_the_nearest_entry_above_it() -> None:
    addresses = ["/people/7", "/people/7/plan", "/learn"]
    assert nearest("/people/7/plan", addresses) == "/people/7/plan"
    assert nearest("/people/7/evidence", addresses) == "/people/7"
    assert nearest("/people/71", addresses) is None
    assert nearest("/learn/a/b", addresses) == "/learn"
