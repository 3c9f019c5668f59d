"""What a plan allows: how many actions are open at a time, what may happen to one in each state, when it is late."""

from datetime import date, timedelta
from enum import StrEnum

MOST_OPEN = 3
SHORTEST_DAYS, LONGEST_DAYS = 30, 90
REVIEW_DAYS = 90


class State(StrEnum):
    """Where an action stands."""

    PROPOSED = "proposed"
    OPEN = "open"
    HANDED_IN = "handed-in"
    DONE = "done"
    DROPPED = "dropped"


# What takes one of the three places: what is handed in is not over until the coach has accepted it.
RUNNING = (State.OPEN, State.HANDED_IN)
STATE_WORDS = {State.HANDED_IN: "handed in"}


class Origin(StrEnum):
    """What an action came from.

    `origin_id` is the key of its observation, sitting, transition or commitment; `origin_key` the `module/lesson`, the
    KPI, or the module after which somebody committed to it.
    """

    OBSERVATION = "observation"
    LIBRARY = "library"
    OWN = "own"
    LESSON = "lesson"
    SITTING = "sitting"
    KPI = "kpi"
    TRANSITION = "transition"
    COMMITMENT = "commitment"


NEXT: dict[State, frozenset[State]] = {
    State.PROPOSED: frozenset({State.OPEN, State.DROPPED}),
    State.OPEN: frozenset({State.HANDED_IN, State.DONE, State.DROPPED}),
    State.HANDED_IN: frozenset({State.OPEN, State.DONE, State.DROPPED}),
    State.DONE: frozenset(),
    State.DROPPED: frozenset(),
}


def may_become(state: str, wanted: State) -> bool:
    """Whether an action may go from one state to another."""
    return wanted in NEXT[State(state)]


def state_words(state: str) -> str:
    """A state inside a sentence: open, handed in."""
    return STATE_WORDS.get(State(state), state)


def places_free(open_actions: int) -> int:
    """How many more actions may be open; 0 to 3."""
    return max(0, MOST_OPEN - open_actions)


def default_due(today: date, days: int | None = None) -> date:
    """The day an action is due when nobody has said otherwise: within 30 to 90 days."""
    wanted = LONGEST_DAYS // 2 if days is None else days
    return today + timedelta(days=min(max(wanted, SHORTEST_DAYS), LONGEST_DAYS))


def latest_due(today: date) -> date:
    """The last day that a due date may be set to."""
    return today + timedelta(days=LONGEST_DAYS)


def is_in_reach(due_on: date, today: date) -> bool:
    """Whether a due date is a promise: after today and at most 90 days ahead."""
    return today < due_on <= latest_due(today)


def is_overdue(state: str, due_on: date, today: date) -> bool:
    """Whether an open action's date has passed."""
    return state == State.OPEN and due_on < today


def next_review_on(since: date) -> date:
    """The day a review is due: ninety days after the agreement or the review before."""
    return since + timedelta(days=REVIEW_DAYS)


def is_review_due(review_due_on: date | None, today: date) -> bool:
    """Whether the day of the review has come."""
    return review_due_on is not None and review_due_on <= today
