"""Counts over many people are worked out once in ten minutes, and anew on another day or by another release."""

from datetime import datetime, timedelta

import pytest
from pydantic import TypeAdapter

from kamacademy.content.queries import current_release_id
from kamacademy.db import db
from kamacademy.small_groups import Step
from kamacademy.tally import operations, queries
from kamacademy.tally.models import Tally
from kamacademy.tally.operations import tallied
from tests.world import NOW, World

STEPS = TypeAdapter(list[Step])
MINUTE = timedelta(minutes=1)


class Counting:
    """Counts, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[Step]:
        self.times += 1
        return [Step("people", str(self.times), is_number=True)]

    def at(self, when: datetime, name: str = "people") -> tuple[str, datetime]:
        """What is said at a moment."""
        found = tallied(name, STEPS, self, when)
        return found.counts[0].figure, found.at


@pytest.fixture
def count(world: World) -> Counting:
    """A release there is."""
    db.session.commit()
    return Counting()


def test_what_is_fresh_is_not_counted_anew(count: Counting) -> None:
    assert count.at(NOW) == ("1", NOW)
    assert count.at(NOW + 9 * MINUTE) == ("1", NOW)
    assert count.at(NOW + 10 * MINUTE) == ("2", NOW + 10 * MINUTE)
    assert count.at(NOW + 11 * MINUTE) == ("2", NOW + 10 * MINUTE)
    assert db.session.query(Tally).count() == 1


def test_names_are_kept_apart(count: Counting) -> None:
    assert [count.at(NOW, name)[0] for name in ("people", "plans", "people")] == ["1", "2", "1"]


def test_another_day_counts_anew(count: Counting) -> None:
    late = NOW.replace(hour=23, minute=57)
    assert count.at(late)[0] == "1"
    assert count.at(late + 5 * MINUTE)[0] == "2"


def test_a_clock_that_went_back_counts_anew(count: Counting) -> None:
    assert [count.at(when)[0] for when in (NOW, NOW - MINUTE)] == ["1", "2"]


def test_another_release_counts_anew(count: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    assert count.at(NOW)[0] == "1"
    newer = current_release_id() + 1
    monkeypatch.setattr(queries, "current_release_id", lambda: newer)
    assert count.at(NOW)[0] == "2"


def test_of_two_who_count_at_once_one_is_kept(count: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    assert count.at(NOW) == ("1", NOW)
    with monkeypatch.context() as both:
        both.setattr(db.session, "get", lambda *_: None)
        both.setattr(operations, "find_fresh", lambda *_: None)
        assert count.at(NOW + MINUTE) == ("2", NOW + MINUTE), "who came second is told what was counted"
    assert count.at(NOW + 2 * MINUTE) == ("1", NOW)
