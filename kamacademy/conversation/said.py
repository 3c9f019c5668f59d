"""The conversation about a note: what was answered, disputed and replied, in threads, and what is still open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# What a dispute can be about besides the note's indicators.
THE_WORDS = "words"


class MessageKind(StrEnum):
    """What somebody said. Answers and disputes open a thread, the others belong to one."""

    ANSWER = "answer"
    DISPUTE = "dispute"
    REPLY = "reply"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `opener_id` is the message that opened its thread, None for that one itself."""

    id: int
    note_id: int
    kind: MessageKind
    by_id: int
    by_name: str
    at: datetime
    words: str | None
    about: tuple[str, ...]
    opener_id: int | None


@dataclass(frozen=True, slots=True)
class Thread:
    """An answer or a dispute by the learner, what was replied, and who settled it; `settled` None while it is open."""

    opening: Said
    replies: tuple[Said, ...]
    settled: Said | None

    @property
    def is_dispute(self) -> bool:
        """Whether the learner disagrees with the note."""
        return self.opening.kind is MessageKind.DISPUTE

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it yet."""
        return self.settled is None

    @property
    def last(self) -> Said:
        """What was said last."""
        return (self.opening, *self.replies)[-1]

    @property
    def waits_for_coach(self) -> bool:
        """Open, and the learner spoke last."""
        return self.is_open and self.last.by_id == self.opening.by_id

    @property
    def waits_for_learner(self) -> bool:
        """Open, and the coach spoke last."""
        return self.is_open and not self.waits_for_coach

    def may_be_settled_by(self, person_id: int) -> bool:
        """Either of the two settles an answer; a dispute is closed by the learner who raised it, by nobody else."""
        return self.is_open and (not self.is_dispute or person_id == self.opening.by_id)


def threads(said: Sequence[Said]) -> list[Thread]:
    """What was said, oldest first, as threads in the order in which they were opened."""
    found = []
    for opening in said:
        if opening.opener_id is None:
            later = [one for one in said if one.opener_id == opening.id]
            replies = tuple(one for one in later if one.kind is MessageKind.REPLY)
            settled = next((one for one in later if one.kind is MessageKind.SETTLED), None)
            found.append(Thread(opening, replies, settled))
    return found


def disputed(found: Iterable[Thread]) -> frozenset[str]:
    """What open disputes are about: indicators, or the words."""
    return frozenset(
        about for thread in found if thread.is_dispute and thread.is_open for about in thread.opening.about
    )
