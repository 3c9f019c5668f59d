"""What waits for somebody because two people rate a visit, in one line each. Pure."""

from dataclasses import dataclass
from datetime import date

from kamacademy.pairing.rules import State
from kamacademy.wording import weekday


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do, and where."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class PairBrief:
    """A pair as the database gives it, with the three names. `is_together`: the coach has the learner in their care.

    `is_to_talk`: the two differ by more than one level, and the reader has not said that they talked about it.
    """

    id: int
    visit_id: int
    planned_on: date
    learner_id: int
    learner: str
    coach_id: int
    coach: str
    second_id: int | None
    second: str | None
    state: State
    is_together: bool
    is_to_talk: bool


def waiting(one: PairBrief, reader_id: int, today: date) -> Waiting | None:
    """What a pair asks of one of the three, or None."""
    when = weekday(one.planned_on)
    if one.state is State.TOGETHER and one.is_to_talk and reader_id in (one.coach_id, one.second_id):
        other = one.second if reader_id == one.coach_id else one.coach
        return Waiting(f"{other} and you saw the visit of {when} differently: talk about it", f"/pairs/{one.id}")
    if reader_id == one.second_id and one.state is State.CHOSEN:
        act = "Come along as second observer" if today < one.planned_on else "Rate as second observer"
        return Waiting(f"{act}: {one.learner} with {one.coach}, {when}", f"/pairs/{one.id}/rate")
    if reader_id == one.coach_id and one.state is State.ASKED and one.is_together:
        words = f"Choose a second observer for the visit with {one.learner}, {when}"
        return Waiting(words, f"/pairs/{one.id}/choose")
    if reader_id == one.learner_id and one.state is State.CHOSEN and today <= one.planned_on:
        words = f"{one.second} comes along on your visit of {when} to rate too; you may say no"
        return Waiting(words, f"/visits/{one.visit_id}")
    return None
