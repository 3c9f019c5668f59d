"""What a run goes through, from the file to its readings. Pure."""

from datetime import timedelta
from enum import StrEnum

from kamacademy.wording import counted


class State(StrEnum):
    """Where a run is. In `columns` and `checked` it waits for a person, in `check`, `take`, `undo` for a job."""

    COLUMNS = "columns"
    CHECK = "check"
    CHECKED = "checked"
    TAKE = "take"
    TAKEN = "taken"
    UNDO = "undo"
    UNDONE = "undone"
    DROPPED = "dropped"
    FAILED = "failed"


IN_BACKGROUND = (State.CHECK, State.TAKE, State.UNDO)
# As long as one of these, the file is needed.
BEFORE_TAKEN = (State.COLUMNS, State.CHECK, State.CHECKED, State.TAKE)

# What a run brought holds in these.
HELD = (State.TAKEN, State.UNDO)

STATE_WORDS = {
    State.COLUMNS: "columns to be chosen",
    State.CHECK: "being checked",
    State.CHECKED: "checked, waits for a word to go on",
    State.TAKE: "being taken over",
    State.TAKEN: "taken over",
    State.UNDO: "being undone",
    State.UNDONE: "undone",
    State.DROPPED: "given up",
    State.FAILED: "broken off",
}


def state_words(state: State, problems: int, readings: int) -> str:
    """Where a run is, in words; once checked, with what was found."""
    if state is State.CHECKED and problems:
        return f"checked, {counted(problems, 'problem')}"
    if state is State.CHECKED and not readings:
        return "checked, nothing new in it"
    return STATE_WORDS[state]


FILE_KEPT_FOR = timedelta(days=7)
# Without a sign of life for so long, whoever worked on it is gone.
ABANDONED_AFTER = timedelta(minutes=10)
# The file name of a run, the name of its source, why it corrects, why it is undone.
LONGEST_SOURCE, LONGEST_FILE_NAME, LONGEST_REASON = 60, 120, 300


class RunRule(Exception):
    """A rule of imports was broken; its words say what to do. `field` is the part of the form it is about, if one."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


class KnownAlready(RunRule):
    """The same file was taken over, or is on its way."""

    def __init__(self, words: str, run_id: int) -> None:
        super().__init__(words, "file")
        self.run_id = run_id


class ChangedSince(RunRule):
    """What the check rests on has changed since; it must be made again."""
