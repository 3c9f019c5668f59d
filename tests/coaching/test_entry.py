"""What a phone sends is read whole, or refused with every problem at once."""

from datetime import date, datetime, timedelta, timezone

import pytest

from kamacademy.coaching.agreement import Agreed
from kamacademy.coaching.entry import Entry, EntryRating, EntryRefused, OwnViewEntry, read_entry
from kamacademy.coaching.proposition import Fit
from kamacademy.competency.evidence import Context
from kamacademy.guide.activity import Activity

KEY = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
SENT = {
    "kind": "observation", "key": KEY, "edition": 3, "base": 2, "device_at": "2026-11-20T14:05:00+01:00",
    "learner": 4, "release": 1, "visit": 9, "activity": "negotiation", "complexity": "complex",
    "observed_on": "2026-11-20", "account_alias": " North 11 ", "proposition_fit": "no",
    "ratings": [
        {"indicator": "C03a", "level": 4, "evidence_line": " She waited. "},
        {"indicator": "C09a", "level": None},
        {"indicator": "C05b", "level": None, "is_rated": False},
    ],
    "strength": "You waited.", "improve": "", "share": True,
    "agreed": {"title": "Wait", "indicator": "C03a", "due_on": "2026-12-20", "library_id": "c03-job"},
}  # fmt: skip
VIEW = {
    "kind": "own-view", "key": KEY, "edition": 1, "base": 0, "device_at": "2026-11-20T14:05:00Z", "visit": 9,
    "viewed_on": "2026-11-20", "ratings": [{"indicator": "C03a", "level": 4}, {"indicator": "C09a", "level": None}],
    "words": "Good.",
}  # fmt: skip


def problems_of(sent: object) -> tuple[str, ...]:
    with pytest.raises(EntryRefused) as refused:
        read_entry(sent)
    return refused.value.problems


def test_an_observation_is_read_whole() -> None:
    found = read_entry(SENT)
    assert isinstance(found, Entry)
    assert (found.key, found.edition, found.base, found.learner_id, found.release_id) == (KEY, 3, 2, 4, 1)
    assert found.device_at == datetime(2026, 11, 20, 14, 5, tzinfo=timezone(timedelta(hours=1)))
    assert (found.activity, found.complexity, found.visit_id) == (Activity.NEGOTIATION, Context.COMPLEX, 9)
    assert (found.account_alias, found.proposition_fit, found.improve) == ("North 11", Fit.NO, None)
    assert found.ratings == (
        EntryRating("C03a", 4, "She waited.", True),
        EntryRating("C09a", None, None, True),
        EntryRating("C05b", None, None, False),
    )
    assert found.agreed == Agreed("Wait", "C03a", date(2026, 12, 20), "c03-job")
    assert found.is_to_share


def test_an_own_view_is_read_whole() -> None:
    found = read_entry(VIEW)
    assert isinstance(found, OwnViewEntry)
    assert (found.levels, found.words, found.visit_id, found.coach_id) == ({"C03a": 4, "C09a": None}, "Good.", 9, None)


def digest(sent: dict[str, object]) -> str:
    return read_entry(sent).digest


def test_the_digest_is_the_same_however_often_and_from_whatever_base_it_is_sent() -> None:
    same = digest(SENT)
    assert digest(dict(reversed(SENT.items())) | {"base": 7, "device_at": "2026-11-21T09:00:00Z"}) == same
    for changed in ({"edition": 4}, {"strength": "You waited"}, {"share": False}, {"ratings": SENT["ratings"][:1]}):  # type: ignore[index]  # a list
        assert digest(SENT | changed) != same


@pytest.mark.parametrize("sent", [None, [], "text", 7])
def test_what_is_no_object_is_no_entry(sent: object) -> None:
    assert problems_of(sent) == ("What was sent is no entry.",)


def test_an_entry_says_what_it_is() -> None:
    assert "observation or an own view" in problems_of(SENT | {"kind": "other"})[0]


def test_every_problem_is_said_at_once() -> None:
    found = problems_of(SENT | {"key": "7", "activity": "fishing", "observed_on": "2026-02-30", "strength": "x" * 1001})
    assert found == (
        "The entry has no identifier of its own.",
        "The kind of visit is missing.",
        "The day of the visit is missing or is no day.",
        "The strength: keep it below 1,000 characters.",
    )


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"edition": 0}, "The edition is missing or out of range."),
        ({"edition": True}, "The edition is missing or out of range."),
        ({"base": -1}, "The base edition is missing"),
        ({"learner": "4"}, "The learner is missing"),
        ({"learner": 2**31}, "The learner is missing"),
        ({"release": None}, "The content release is missing"),
        ({"visit": 0}, "The planned visit is missing"),
        ({"device_at": "2026-11-20T14:05:00"}, "The phone's time is missing."),
        ({"device_at": "0001-01-01T00:00:00+14:00"}, "The phone's time is missing."),
        ({"observed_on": "20261120"}, "The day of the visit is missing"),
        ({"complexity": None}, "How hard the visit was is missing."),
        ({"proposition_fit": "maybe"}, "Whether the proposition matched"),
        ({"account_alias": "x" * 81}, "keep it below 80 characters"),
        ({"account_alias": ["x"]}, "The account alias cannot be read."),
        ({"strength": "a\x00b"}, "The strength cannot be read."),
        ({"strength": "\ud800"}, "The strength cannot be read."),
        ({"share": "yes"}, "Whether to share is neither yes nor no."),
        ({"ratings": {"C03a": 4}}, "The ratings cannot be read."),
        ({"ratings": ["C03a"]}, "The ratings cannot be read."),
        ({"ratings": [{"indicator": "C03", "level": 1}], "agreed": None}, "An indicator is missing its code."),
        ({"ratings": [{"indicator": "C03a", "level": 6}]}, "The level of C03a is missing or out of range."),
        ({"ratings": [{"indicator": "C03a", "level": 2}] * 2}, "An indicator is rated twice."),
        ({"ratings": [{"indicator": f"C{n:02}a", "level": 2} for n in range(1, 7)]}, "at most 5 indicators"),
        ({"agreed": {"indicator": "C03a", "due_on": "2026-12-20"}}, "The agreed action has no words."),
        ({"agreed": {"title": "x" * 251, "indicator": "C03a", "due_on": "2026-12-20"}}, "below 250 characters"),
        ({"agreed": {"title": "Wait", "indicator": "C03a"}}, "The day of the agreed action is missing"),
        ({"agreed": {"title": "Wait", "indicator": "C01a", "due_on": "2026-12-20"}}, "was not in focus"),
        ({"agreed": "Wait"}, "The agreed action cannot be read."),
    ],
)
def test_each_part_is_checked(changed: dict[str, object], problem: str) -> None:
    assert any(problem in one for one in problems_of(SENT | changed)), problems_of(SENT | changed)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"ratings": []}, "Choose a sentence"),
        ({"visit": None}, "whose visit it was"),
        ({"words": "x" * 2001}, "below 2,000 characters"),
        ({"viewed_on": None}, "The day of the visit is missing"),
    ],
)
def test_each_part_of_an_own_view_is_checked(changed: dict[str, object], problem: str) -> None:
    assert any(problem in one for one in problems_of(VIEW | changed))


def test_what_an_older_server_does_not_know_is_left_alone() -> None:
    assert digest(SENT | {"more": float("nan"), "deep": [[[{}]]]}) == digest(SENT)
