"""Windows, threads, versions, the pulse and the questions asked once: rules without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamacademy.competency.evidence import Purpose
from kamacademy.conversation.asking import high_without_line, hints_in, new_texts
from kamacademy.conversation.pulse import Given, Medians, counted, medians
from kamacademy.conversation.said import MessageKind, Said, disputed, threads
from kamacademy.conversation.versions import Body, Kept, RatedPart, as_body, as_kept, changes, differences
from kamacademy.conversation.windows import change_ends, dispute_ends_on, may_change
from kamacademy.guide.queries import word_hints_in
from tests.world import World

SHARED = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
MIRA, DANIEL = 1, 2
NAMES = {"C03a": "Discovery questions", "C09a": "Stakeholder map"}
SENTENCES = {"C03a": ("One", "Two", "Three", "Four", "Five"), "C09a": ("Eins", "Zwei", "Drei", "Vier", "Fünf")}


def said(key: int, kind: MessageKind, by: int, *about: str, opener: int | None = None) -> Said:
    return Said(key, 7, kind, by, f"Person {by}", SHARED + timedelta(hours=key), f"Words {key}", about, opener)


def test_a_coaching_note_is_locked_after_48_hours_to_the_second() -> None:
    assert change_ends(SHARED) == datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    last = datetime(2026, 11, 20, 9, 59, 59, tzinfo=UTC)
    assert may_change(Purpose.DEVELOPMENT, SHARED, last)
    assert not may_change(Purpose.DEVELOPMENT, SHARED, last + timedelta(seconds=1))


def test_an_attestation_is_locked_at_once() -> None:
    assert not may_change(Purpose.ATTESTATION, SHARED, SHARED)


def test_a_dispute_has_ten_days_from_the_last_change() -> None:
    assert dispute_ends_on(SHARED, None) == date(2026, 11, 28)
    assert dispute_ends_on(SHARED, SHARED + timedelta(hours=40)) == date(2026, 11, 30)


def test_messages_fall_into_threads_in_their_order() -> None:
    found = threads(
        [
            said(1, MessageKind.ANSWER, MIRA),
            said(2, MessageKind.DISPUTE, MIRA, "C03a"),
            said(3, MessageKind.REPLY, DANIEL, opener=2),
            said(4, MessageKind.REPLY, DANIEL, opener=1),
            said(5, MessageKind.REPLY, MIRA, opener=2),
            said(6, MessageKind.SETTLED, DANIEL, opener=1),
        ]
    )
    first, second = found
    assert [first.opening.id, *(one.id for one in first.replies)] == [1, 4]
    assert [second.opening.id, *(one.id for one in second.replies)] == [2, 3, 5]
    assert (first.is_open, second.is_open) == (False, True)
    assert (first.waits_for_coach, first.waits_for_learner) == (False, False)
    assert (second.waits_for_coach, second.waits_for_learner) == (True, False)
    assert disputed(found) == {"C03a"}


def test_a_settled_dispute_marks_nothing_any_more() -> None:
    found = threads([said(1, MessageKind.DISPUTE, MIRA, "C03a"), said(2, MessageKind.SETTLED, MIRA, opener=1)])
    assert disputed(found) == frozenset()


@pytest.mark.parametrize(
    ("kind", "who", "may"),
    [
        (MessageKind.ANSWER, MIRA, True),
        (MessageKind.ANSWER, DANIEL, True),
        (MessageKind.DISPUTE, MIRA, True),
        (MessageKind.DISPUTE, DANIEL, False),
    ],
)
def test_the_learner_alone_closes_a_dispute(kind: MessageKind, who: int, may: bool) -> None:
    (found,) = threads([said(1, kind, MIRA, "C03a")])
    assert found.may_be_settled_by(who) is may


def test_what_changed_is_told_part_by_part() -> None:
    before = Body((RatedPart("C03a", 2, "Asked twice."), RatedPart("C09a", 3, None)), "Calm.", None)
    after = Body((RatedPart("C03a", 4, "Asked twice."), RatedPart("C09a", None, "Drew it.")), "Calm.", "Close.")
    found = differences(before, after, names=NAMES, sentences=SENTENCES)
    assert [(one.title, one.before, one.after) for one in found] == [
        ("Discovery questions: level", "Level 2. Two", "Level 4. Four"),
        ("Stakeholder map: level", "Level 3. Drei", "Not observed: no chance to see it."),
        ("Stakeholder map: what was said or done", "Nothing written.", "Drew it."),
        ("One thing to improve", "Nothing written.", "Close."),
    ]
    assert as_body(as_kept(before)) == before


def test_each_change_stands_against_what_followed_it() -> None:
    bodies = [Body((RatedPart("C03a", level, None),), None, None) for level in (1, 2, 3)]
    kept = [Kept(number, "Daniel", SHARED, body) for number, body in enumerate(bodies[:2], start=1)]
    newest, oldest = changes(kept, bodies[2], names=NAMES, sentences=SENTENCES)
    assert (newest.number, newest.parts[0].before, newest.parts[0].after) == (2, "Level 2. Two", "Level 3. Three")
    assert (oldest.number, oldest.parts[0].before, oldest.parts[0].after) == (1, "Level 1. One", "Level 2. Two")


def test_no_medians_below_five_answers_or_three_people() -> None:
    assert medians([Given(one, 4, 4) for one in (1, 2, 3, 4)]) is None
    assert medians([Given(one, 4, 4) for one in (1, 2, 1, 2, 1, 2, 1, 2, 1, 2)]) is None
    assert medians([Given(one, 4, 3) for one in (1, 2, 3, 1, 2)]) == Medians(5, 4, 3)


def test_medians_are_the_lower_ones_of_each_question() -> None:
    given = [Given(number % 3, level, 6 - level) for number, level in enumerate((1, 1, 2, 2, 2, 3, 3, 4, 5, 5))]
    assert medians(given) == Medians(10, 2, 3)


def test_a_single_answer_never_moves_what_is_shown() -> None:
    given = [Given(one, 5, 5) for one in (1, 2, 3, 1, 2)]
    for _ in range(4):
        given.append(Given(3, 1, 1))
        assert medians(given) == Medians(5, 5, 5)
    given.append(Given(3, 1, 1))
    assert medians(given) == Medians(10, 1, 1)


@given(st.integers(0, 200))
def test_only_whole_groups_of_five_count_and_the_latest_25(number: int) -> None:
    given = [Given(one, 3, 3) for one in range(number)]
    shown = counted(given)
    assert len(shown) % 5 == 0
    assert len(shown) == min(number // 5 * 5, 25)
    if shown:
        assert shown[-1].learner_id == number // 5 * 5 - 1


def test_only_new_words_are_asked_about() -> None:
    before = Body((RatedPart("C03a", 2, "Asked twice."),), "Calm.", None)
    after = Body((RatedPart("C03a", 2, "Asked twice."),), "Calm and clear.", "Close.")
    assert new_texts(before, after) == ["Calm and clear.", "Close."]


def test_a_level_above_three_without_a_line_is_asked_about_where_it_is_new() -> None:
    before = Body((RatedPart("C03a", 4, None), RatedPart("C09a", 3, None)), None, None)
    after = Body((RatedPart("C03a", 4, None), RatedPart("C09a", 4, None)), None, None)
    assert high_without_line(before, after) == ["C09a"]
    assert high_without_line(before, before) == []
    assert (
        high_without_line(before, Body((RatedPart("C03a", 4, None), RatedPart("C09a", 4, "Drew it.")), None, None))
        == []
    )


def test_words_that_judge_and_words_about_a_patient_are_found_once(world: World) -> None:
    hints = word_hints_in(world.library())
    found = hints_in(["You were lazy today.", None, "Lazy again, said Mrs Miller, aged 64."], hints)
    assert [one.found.lower() for one in found].count("lazy") == 1
    assert any("Mrs Miller" in one.found for one in found)
    assert hints_in(["You asked who else must agree, then waited."], hints) == []
