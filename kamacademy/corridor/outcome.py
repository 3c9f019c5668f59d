"""What became of the entries of a sealed file, one line each."""

from dataclasses import dataclass

from kamacademy.coaching.entry import Entry, OwnViewEntry
from kamacademy.guide.activity import visit_title
from kamacademy.intake.received import State
from kamacademy.wording import day

STATE_WORDS = {
    State.STORED: "Taken in",
    State.ALREADY: "Was already here",
    State.CONFLICT: "Kept beside another version",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One entry: what it was, what became of it, and where it lies now. `words` say more, or why it was refused."""

    title: str
    state: State | None
    words: str
    address: str | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the academy holds it now."""
        return self.state is not None

    @property
    def state_words(self) -> str:
        """The state for a person."""
        return STATE_WORDS[self.state] if self.state else "Not taken in"


def title_of(entry: Entry | OwnViewEntry | None, number: int) -> str:
    """What an entry is about, without a name; its number where it cannot be read."""
    if isinstance(entry, Entry):
        return f"{visit_title(entry.activity, entry.complexity)}, {day(entry.observed_on)}"
    if isinstance(entry, OwnViewEntry):
        return f"Own view, {day(entry.viewed_on)}"
    return f"Entry {number}"
