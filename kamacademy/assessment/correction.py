"""Correcting a question after it was used: what an act does to one sitting, in numbers and in words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kamacademy.items.expression import NoResult
from kamacademy.items.item import AnyItem, Key
from kamacademy.items.variant import Variant
from kamacademy.wording import number

# What a question is made of, by the fields of its kind: an old answer holds positions in them.
PARTS = ("options", "steps", "pairs", "extra", "categories", "things")


class CorrectionAct(StrEnum):
    """What to do about past answers to a faulty question."""

    VOID = "void"
    REKEY = "rekey"
    LEAVE = "leave"


ACT_WORDS = {
    CorrectionAct.VOID: "Take it out: it counts for nobody, and the pass mark is taken of the other questions",
    CorrectionAct.REKEY: "Mark it again by the key of the newest edition",
    CorrectionAct.LEAVE: "Leave past results as they are, and keep a note of the fault",
}
DONE_WORDS = {
    CorrectionAct.VOID: "was taken out and counts for nobody",
    CorrectionAct.REKEY: "was marked again by a corrected key",
    CorrectionAct.LEAVE: "had a fault, and past results were left as they are",
}


class NotCorrectable(Exception):
    """The question cannot be corrected in this way; the words say why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a sitting at one moment; None while it is not known."""

    points: float | None
    points_max: float | None
    passed: bool | None

    @property
    def words(self) -> str:
        """12 of 15, passed."""
        if self.points is None or self.passed is None:
            return "waiting for a mark"
        verdict = "passed" if self.passed else "not passed"
        return f"{number(self.points, 2)} of {number(self.points_max, 2)}, {verdict}"


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was decided about a question of a sitting, why and when, and the result before and after."""

    item_id: str
    act: str
    reason: str
    at: datetime
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class Effect:
    """What an act does to one sitting. `share` is that of the question, None where it does not count."""

    sitting_id: int
    learner_id: int
    learner_name: str
    before: Outcome
    after: Outcome
    share_before: float | None
    share_after: float | None

    @property
    def changes_result(self) -> bool:
        """Whether points or the decision change."""
        return self.before != self.after

    @property
    def words(self) -> str:
        """How the decision moves: to a pass, from a pass, or not at all."""
        if self.before.passed == self.after.passed:
            return "Points change" if self.changes_result else "No change"
        return "Now passes" if self.after.passed else "No longer passes"


def said_to_learner(place: int, act: str, before: Outcome, after: Outcome) -> str:
    """A correction as the person concerned reads it."""
    done = f"Question {place} {DONE_WORDS[CorrectionAct(act)]}."
    if after.points is None:
        return f"{done} Your result is not known yet: it waits for a mark."
    if before == after:
        return f"{done} Your result is the same: {after.words}."
    return f"{done} Your result was {before.words}; it is now {after.words}."


def corrected_key(old: AnyItem, new: AnyItem, variant: Variant) -> Key:
    """The key of a corrected edition for answers to the old one. Raises NotCorrectable where they would not fit."""
    if old.kind != new.kind:
        raise NotCorrectable("The newest edition is another kind of question, so past answers cannot be marked by it.")
    if any(len(getattr(old, name, ())) != len(getattr(new, name, ())) for name in PARTS):
        raise NotCorrectable("The newest edition has more or fewer parts, so past answers cannot be marked by it.")
    try:
        return new.key(variant)
    except (NoResult, LookupError, StopIteration):
        raise NotCorrectable(
            "The newest edition works with other figures than the people were shown, so it cannot mark their answers."
        ) from None
