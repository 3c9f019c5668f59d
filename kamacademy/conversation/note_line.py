"""A shared note as a line of a list, and a conversation that waits for somebody."""

from dataclasses import dataclass
from datetime import date, datetime

from kamacademy.conversation.said import Thread


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note. `opened_to` are the coaches, by key and name, to whom its learner has opened it."""

    id: int
    coach_id: int
    coach_name: str
    observed_on: date
    activity: str
    complexity: str
    purpose: str
    agreed_action: str | None
    is_seen: bool
    is_changed: bool
    talk: tuple[Thread, ...]
    opened_to: tuple[tuple[int, str], ...]

    @property
    def is_disputed(self) -> bool:
        """Whether a dispute about it is open."""
        return any(one.is_dispute and one.is_open for one in self.talk)

    @property
    def waits_for_coach(self) -> bool:
        """Whether its learner waits for a reply."""
        return any(one.waits_for_coach for one in self.talk)

    @property
    def waits_for_learner(self) -> bool:
        """Whether a reply waits for its learner."""
        return any(one.waits_for_learner for one in self.talk)

    @property
    def opened_names(self) -> tuple[str, ...]:
        """The names of those coaches."""
        return tuple(name for _, name in self.opened_to)

    def is_opened_to(self, coach_id: int) -> bool:
        """Whether a certain coach may read it."""
        return any(key == coach_id for key, _ in self.opened_to)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thread in which the other side spoke last: about which note, with whom, since when."""

    observation_id: int
    with_name: str
    observed_on: date
    activity: str
    complexity: str
    is_dispute: bool
    since: datetime
