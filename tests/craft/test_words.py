"""The findings in words, for the coach and for whoever coaches the coach."""

from datetime import date, timedelta

import pytest

from kamacademy.access import Function
from kamacademy.conversation.pulse import Medians
from kamacademy.craft import words
from kamacademy.craft.attention import InCare, Planned
from kamacademy.craft.line_hints import LineHints, hint_words
from kamacademy.craft.measures import Change, FollowThrough, Part, Sharing
from kamacademy.craft.turn import OwnTurn, Session, own_turn

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def person(name: str, ago: int | None, longest: int = 45) -> InCare:
    seen = None if ago is None else TODAY - ago * DAY
    return InCare(1, name, frozenset({Function.LEARNER}), seen, longest)


@pytest.mark.parametrize(
    ("part", "found"),
    [
        (Part(9, 12), "A line of what was said or done stands in 9 of 12 notes (75 %)."),
        (Part(5, 5), "A line of what was said or done stands in all 5 notes."),
        (Part(4, 5), "A line of what was said or done stands in 4 of 5 notes (80 %)."),
        (Part(2, 4), "A line of what was said or done stands in 2 of 4 notes."),
        (Part(1, 1), "A line of what was said or done stands in 1 of 1 note."),
    ],
)
def test_a_share_needs_five(part: Part, found: str) -> None:
    assert words.behaviour_finding(part, is_own=True).words == found


@pytest.mark.parametrize("count", [0, 1, 4])
def test_who_coaches_the_coach_reads_nothing_below_five(count: int) -> None:
    found = [
        words.behaviour_finding(Part(0, count), is_own=False),
        words.action_finding(Part(0, count), is_own=False),
        words.sharing_finding(Sharing((3,) * count, 3, 0) if count else None, is_own=False),
        words.follow_through_finding(FollowThrough(count, count, count, 0, 0, 0, 0, 3), is_own=False),
        words.change_finding(Change(count, 0, 0, 3), is_own=False),
        words.attention_finding([person("Mira", None)] * count, TODAY, is_own=False),
        words.planned_finding(Planned(count, count, 3), 2, is_own=False),
    ]
    for one in found:
        assert not one.is_shown
        assert one.words.startswith("Shown from five "), one
        assert not any(digit in one.words for digit in "0123456789")
        assert one.following


def test_with_five_the_other_reader_reads_counts_without_names() -> None:
    care = [person(f"Name{number}", 60 if number else 3) for number in range(5)]
    found = words.attention_finding(care, TODAY, is_own=False)
    assert found.words == "4 of 5 people have gone longer without a visit than the role’s rhythm sets."
    own = words.attention_finding(care[:2], TODAY, is_own=True)
    assert own.words == "1 of 2 people has gone longer without a visit than the role’s rhythm sets: Name1 (60 days)."
    never = words.attention_finding([person("Zoe", None), person("Otto", 100, 183)], TODAY, is_own=True)
    assert never.words.endswith(": Zoe (never yet).")
    assert (
        "Nobody in care (1 person) has gone longer"
        in words.attention_finding([person("Ann", 45)], TODAY, is_own=True).words
    )


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Change(5, 1, 1, 3), "In most of 7 cases the third rating of a focus was higher than the first."),
        (Change(4, 2, 1, 3), "In about half of 7 cases"),
        (Change(1, 5, 1, 3), "In few of 7 cases"),
    ],
)
def test_change_is_told_coarsely_to_the_other_reader(found: Change, told: str) -> None:
    other = words.change_finding(found, is_own=False)
    assert other.words.startswith(told)
    assert "one glimpse" in other.words
    own = words.change_finding(found, is_own=True).words
    assert f"{found.higher} higher, {found.same} the same and {found.lower} lower." in own
    assert "one glimpse" in own
    assert "lower" not in words.change_finding(Change(1, 0, 0, 1), is_own=True).words


def test_change_of_two_people_is_told_to_the_coach_alone() -> None:
    found = Change(5, 1, 0, 2)
    assert not words.change_finding(found, is_own=False).is_shown
    assert "6 focuses seen on three visits, of 2 people." in words.change_finding(found, is_own=True).words


def test_what_one_or_two_people_did_with_their_actions_is_told_to_the_coach_alone() -> None:
    found = FollowThrough(6, 1, 1, 0, 0, 0, 5, 2)
    assert words.follow_through_finding(found, is_own=False).words == (
        "Shown from five due actions of at least three people on."
    )
    assert "dropped: 5" in words.follow_through_finding(found, is_own=True).words
    enough = FollowThrough(6, 1, 1, 0, 0, 0, 5, 3)
    assert "dropped: 5" in words.follow_through_finding(enough, is_own=False).words


def test_moved_dates_are_said() -> None:
    found = words.follow_through_finding(FollowThrough(9, 5, 4, 1, 1, 1, 1, 4), is_own=True)
    assert found.words == (
        "9 agreed actions reached their first date (56 % done). Done: 5; moved to a later date: 1; still to do: 1; "
        "waiting for a place in the plan: 1; dropped: 1. Of those done, 4 by the first date."
    )
    assert "Open each visit" in found.following
    stalled = words.follow_through_finding(FollowThrough(3, 1, 1, 1, 1, 0, 0, 2), is_own=True)
    assert "stall" in stalled.following
    assert "%" not in stalled.words


def test_how_soon_notes_come() -> None:
    assert words.sharing_finding(Sharing((0, 0, 1, 9, 9), 1, 2), is_own=True).words == (
        "2 of 5 notes (40 %) reached the learner on the day of the visit; half came within 1 day."
    )
    assert words.sharing_finding(Sharing((0, 0, 0, 9, 9), 0, 3), is_own=True).words == (
        "3 of 5 notes (60 %) reached the learner on the day of the visit."
    )
    assert words.sharing_finding(Sharing((0, 2), 0, 1), is_own=True).words == (
        "2 notes, shared after so many days: none and 2 days."
    )
    assert words.sharing_finding(Sharing((0,), 0, 1), is_own=True).words == "1 note, shared on the day of the visit."


def test_planned_visits_with_what_was_cancelled_and_what_was_not_planned() -> None:
    assert words.planned_finding(Planned(16, 13, 2), 4, is_own=True).words == (
        "13 of 16 planned visits (81 %) were held; 2 more were cancelled beforehand and 4 visits were made without a "
        "plan."
    )
    assert words.planned_finding(Planned(0, 0, 0), 1, is_own=True).words == (
        "No planned visit has passed yet; 1 visit was made without a plan."
    )


def test_the_pulse_is_told_in_its_own_words() -> None:
    assert words.pulse_finding(Medians(10, 4, 5)).words == (
        "“The coaching was specific.” Mostly, median 4 of 5. “I can use it in my work.” Fully, median 5 of 5. "
        "Over 10 answers by at least three people."
    )
    assert not words.pulse_finding(None).is_shown


def turn(*ago: int, planned: int | None = None) -> OwnTurn:
    sessions = [Session(number, TODAY - days * DAY, 9, "Samuel") for number, days in enumerate(ago)]
    return own_turn(
        sessions, since=TODAY - 365 * DAY, wanted=2, months=12, longest_days=183,
        planned_on=None if planned is None else TODAY + planned * DAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (turn(), "No coaching session was watched in the last 12 months; the rhythm is twice a year. "
                 "The first is due."),
        (
            turn(10, 200),
            "2 coaching sessions watched in the last 12 months; the rhythm is twice a year. "
            "The next is due by 12 May 2027.",
        ),
        (turn(183), "1 coaching session watched in the last 12 months; the rhythm is twice a year. "
                    "The next is due by 20 Nov 2026."),
        (turn(184), "1 coaching session watched in the last 12 months; the rhythm is twice a year. "
                    "The next has been due since 19 Nov 2026."),
        (turn(400), "No coaching session was watched in the last 12 months; the rhythm is twice a year. "
                    "The next has been due since 17 Apr 2026."),
        (turn(400, planned=4), "No coaching session was watched in the last 12 months; the rhythm is twice a year. "
                               "The next is planned for 24 Nov 2026."),
    ],
)  # fmt: skip
def test_the_own_turn(found: OwnTurn, told: str) -> None:
    assert words.turn_finding(found, TODAY).words == told


def test_the_rule_of_thumb_in_a_sentence() -> None:
    assert hint_words(LineHints(12, 3, 1, ())) == (
        "Of 12 lines, 3 name neither words said nor an act and 1 has sixty words or more. "
        "A rule of thumb that errs often: a reason to read a line again, no more."
    )
    assert hint_words(LineHints(1, 0, 0, ())) == (
        "By a rule of thumb nothing stands out in 1 line: each quotes words or names an act."
    )
