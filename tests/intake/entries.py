"""Entries as a phone sends them."""

from collections.abc import Mapping
from uuid import UUID

from kamacademy.coaching.entry import Entry, OwnViewEntry, read_entry
from kamacademy.people.models import Person
from tests.world import NOW, TODAY

KEY = str(UUID(int=7, version=4))


def sent(learner: Person, levels: Mapping[str, int | None], **changed: object) -> dict[str, object]:
    """The JSON of an observation."""
    ratings = [{"indicator": one, "level": level, "evidence_line": f"Line of {one}"} for one, level in levels.items()]
    return {
        "kind": "observation", "key": KEY, "edition": 1, "base": 0, "device_at": NOW.isoformat(),
        "learner": learner.id, "release": 1, "visit": None, "activity": "discovery-meeting", "complexity": "usual",
        "observed_on": TODAY.isoformat(), "account_alias": "North 11", "proposition_fit": None, "ratings": ratings,
        "strength": "You waited.", "improve": None, "agreed": None, "share": False,
    } | changed  # fmt: skip


def entry(learner: Person, levels: Mapping[str, int | None], **changed: object) -> Entry:
    """An observation, read."""
    from kamacademy.content.queries import current_release_id

    found = read_entry(sent(learner, levels, **{"release": current_release_id(), **changed}))
    assert isinstance(found, Entry)
    return found


def viewed(coach: Person, levels: Mapping[str, int | None], **changed: object) -> OwnViewEntry:
    """An own view, read."""
    ratings = [{"indicator": one, "level": level} for one, level in levels.items()]
    found = read_entry(
        {
            "kind": "own-view",
            "key": KEY,
            "edition": 1,
            "base": 0,
            "device_at": NOW.isoformat(),
            "visit": None,
            "observation": None,
            "coach": coach.id,
            "viewed_on": TODAY.isoformat(),
            "ratings": ratings,
            "words": "It went well.",
        }
        | changed
    )
    assert isinstance(found, OwnViewEntry)
    return found
