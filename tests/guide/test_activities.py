"""What the shipped activities, phrases and questions offer, against what the subject asks of them."""

from collections.abc import Callable

import pytest

from kamacademy.competency.documents import Competency
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.guide.activity import ACTIVITY_ICONS, ACTIVITY_WORDS, Activity, activities_for, is_open
from kamacademy.guide.documents import GROW, Activities, Phrases, Questions
from kamacademy.guide.queries import (
    NotYetPublished,
    activities_in,
    cadence_in,
    phrases_in,
    questions_in,
    word_hints_in,
)
from kamacademy.people.job_roles import NON_COMMERCIAL, JobRole
from tests.world import World

CONVERSATIONS = {
    Activity.DISCOVERY, Activity.EXECUTIVE, Activity.GROUP, Activity.NEGOTIATION, Activity.CO_CREATION, Activity.DIGITAL
}  # fmt: skip


def test_every_activity_has_words_and_an_icon() -> None:
    assert set(ACTIVITY_WORDS) == set(ACTIVITY_ICONS) == set(Activity)


def test_customer_conversations_ask_for_the_proposition(activities: Activities) -> None:
    assert {one.code for one in activities.activities if one.asks_proposition} == CONVERSATIONS


def test_a_role_play_alone_is_a_simulation_of_the_five_it_can_play(activities: Activities) -> None:
    assert [one.code for one in activities.activities if one.is_simulation] == [Activity.ROLE_PLAY]
    played = {one[:3] for one in activities.of(Activity.ROLE_PLAY).indicator_ids}
    assert played == {"C03", "C06", "C08", "C09", "C12"}


def test_a_shared_team_meeting_shows_shared_team_work_only(activities: Activities) -> None:
    shown = activities.of(Activity.SHARED_TEAM).indicator_ids
    assert sorted(shown) == ["C07a", "C07b", "C10a", "C10b", "C13a", "C13b"]


def test_coaching_can_be_seen_in_a_coaching_session(activities: Activities) -> None:
    assert {"C11a", "C11b"} <= set(activities.of(Activity.COACHING).indicator_ids)


def test_no_two_examples_are_alike(activities: Activities) -> None:
    examples = [one.example for activity in activities.activities for one in activity.indicators]
    assert len(examples) == len(set(examples))


@pytest.mark.parametrize("key", ["strength", "improve"])
def test_every_indicator_has_a_phrase_of_each_kind(
    phrases: Phrases, competencies: dict[str, Competency], key: str
) -> None:
    indicators = [one.id for competency in competencies.values() for one in competency.indicators]
    named = [one.indicator for one in getattr(phrases, key)]
    assert sorted(one for one in named if one) == sorted(indicators)
    assert named.count(None) == 4


def test_no_tag_and_no_phrase_stands_twice(phrases: Phrases) -> None:
    sentences = [one.words for one in (*phrases.strength, *phrases.improve)]
    tags = [tag for found in phrases.tags.values() for tag in found]
    assert len(sentences) == len(set(sentences))
    assert len(tags) == len(set(tags))


def test_grow_comes_in_its_order(questions: Questions) -> None:
    assert [bank.title for bank in questions.grow] == ["Goal", "Reality", "Options", "Will"]
    assert [bank.code for bank in questions.grow] == list(GROW)
    assert questions.of("strategy").title == "Account strategy"


def test_questions_are_questions(questions: Questions) -> None:
    asked = [one for bank in questions.banks for one in bank.questions]
    assert [one for one in asked if not one.endswith("?")] == []
    assert len(asked) == len(set(asked))


COMMERCIAL = [role for role in JobRole if role not in NON_COMMERCIAL]


@pytest.mark.parametrize("learner", JobRole)
@pytest.mark.parametrize("rater", JobRole)
def test_who_may_look_at_which_activity_of_whom(learner: JobRole, rater: JobRole) -> None:
    for is_coach in (False, True):
        found = [one.code for one in activities_for(learner=learner, rater=rater, is_coach=is_coach)]
        if learner in COMMERCIAL:
            expected = set(Activity) - {Activity.SHARED_TEAM}
        elif rater in COMMERCIAL:
            expected = {Activity.SHARED_TEAM}
        else:
            expected = set(Activity)
        assert set(found) == (expected if is_coach else expected - {Activity.COACHING})
        assert found[-1] == (Activity.ROLE_PLAY if len(expected) > 1 else Activity.SHARED_TEAM)
    assert {one for one in Activity if is_open(one, learner=learner, rater=rater)} == expected


def test_a_release_gives_them_all(world: World, activities: Activities, phrases: Phrases, questions: Questions) -> None:
    release = library()
    assert activities_in(release) == activities
    assert phrases_in(release) == phrases
    assert questions_in(release) == questions
    assert len(cadence_in(release).rows) == 8
    assert word_hints_in(release).judging[0].found[0] == "lazy"


@pytest.mark.parametrize("read", [activities_in, phrases_in, questions_in, cadence_in, word_hints_in])
def test_a_release_from_before_says_that_content_must_be_published(read: Callable[[Library], object]) -> None:
    with pytest.raises(
        NotYetPublished, match=r"^Release 3 does not hold what coaches are given\. Run: kamacademy content publish"
    ):
        read(Library(7, 3, []))
