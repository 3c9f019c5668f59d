"""Did it work? What an estimate allows to be said, and why nothing can be said where that is so. Pure.

"Changed" is said only where the lot drew who starts when; else it is "went along with". An interval that holds both
nothing and what would be worth while is no answer, and is called that.
"""

from dataclasses import dataclass
from enum import StrEnum

from kamacademy.effect.before_start import ONE_IN_TWENTY, BeforeStart
from kamacademy.effect.estimate import Estimate
from kamacademy.effect.rollout import FEWEST_TEAMS
from kamacademy.wording import number, percent

# With so many teams the errors by teams are good enough alone; with fewer, the lot is asked.
TEAMS_WITHOUT_LOT = 30


class Answer(StrEnum):
    """What can be said."""

    CHANGED = "it changed the measure"
    WENT_ALONG = "the measure changed along with it"
    NOTHING_LARGE = "any effect is smaller than what would be worth while"
    CANNOT_TELL = "the data cannot tell"


class Missing(StrEnum):
    """Why the data cannot tell."""

    NO_CONTROLS = "nobody to compare with"
    FEW_TEAMS = "too few teams"
    FEW_MONTHS_BEFORE = "too few months before"
    NOT_ALIKE = "not alike before"
    WIDE = "the range is too wide"
    THE_LOT = "the lot alone may have brought it"


@dataclass(frozen=True, slots=True)
class Study:
    """A comparison of teams that began at different times.

    `chance` is how often the lot alone brings such an effect, None where no lot was drawn. `worth` is the smallest
    effect that would be worth while, above 0 and in the unit of the figures. `effect` is None without controls.
    """

    effect: Estimate | None
    before: BeforeStart | None
    teams: int
    chance: float | None
    worth: float


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with its reason where there is none."""

    answer: Answer
    missing: Missing | None = None


def answer(study: Study) -> Answered:
    """What a study allows to be said."""
    if study.effect is None:
        return Answered(Answer.CANNOT_TELL, Missing.NO_CONTROLS)
    if study.teams < FEWEST_TEAMS:
        return Answered(Answer.CANNOT_TELL, Missing.FEW_TEAMS)
    if study.before is None:
        return Answered(Answer.CANNOT_TELL, Missing.FEW_MONTHS_BEFORE)
    if study.chance is None and not study.before.is_alike:
        return Answered(Answer.CANNOT_TELL, Missing.NOT_ALIKE)
    if is_sure(study.effect, study):
        return Answered(Answer.WENT_ALONG if study.chance is None else Answer.CHANGED)
    if max(abs(study.effect.low), abs(study.effect.high)) < study.worth:
        return Answered(Answer.NOTHING_LARGE)
    return Answered(Answer.CANNOT_TELL, Missing.THE_LOT if study.effect.is_apart else Missing.WIDE)


def is_sure(effect: Estimate, study: Study) -> bool:
    """Whether chance hardly brings it: by its interval, and with fewer than thirty teams by the lot as well."""
    if study.chance is not None and study.teams < TEAMS_WITHOUT_LOT:
        return effect.is_apart and study.chance < ONE_IN_TWENTY
    return effect.is_apart


def answer_words(study: Study, what: str, unit: str) -> str:
    """The answer in two sentences or three, with its range; `what` as in "the programme", `unit` as in "points"."""
    found = answer(study)
    if found.missing is not None:
        return f"The data cannot tell what {what} did. {missing_words(study, found.missing, unit)}"
    assert study.effect is not None
    span = range_words(study.effect, unit)
    if found.answer is Answer.NOTHING_LARGE:
        worth = f"{number(study.worth)} {unit} that would be worth while"
        return f"Any effect of {what} is smaller than the {worth}: it is {span}."
    by = f"{number(abs(study.effect.value))} {unit}"
    is_up = study.effect.value > 0
    if found.answer is Answer.CHANGED:
        did = f"{what[:1].upper()}{what[1:]} {'raised' if is_up else 'lowered'} the measure by {by}"
        return f"{did}, {span}. The lot drew which team began when."
    return (
        f"Where {what} had begun, the measure {'rose' if is_up else 'fell'} by {by} beside where it had not, {span}. "
        "The two are associated: no lot drew which team began when, so something else may have brought it."
    )


def range_words(effect: Estimate, unit: str) -> str:
    """Between what an effect likely lies."""
    return f"likely between {number(effect.low)} and {number(effect.high)} {unit} (95 % interval)"


def missing_words(study: Study, missing: Missing, unit: str) -> str:
    """What is missing for an answer."""
    if missing is Missing.WIDE:
        assert study.effect is not None
        return (
            f"The effect is {range_words(study.effect, unit)}: that holds both nothing at all and the "
            f"{number(study.worth)} {unit} that would be worth while."
        )
    if missing is Missing.THE_LOT:
        assert study.chance is not None
        return (
            f"In {percent(study.chance)} of all orders that the lot might have drawn, teams would have shown as large "
            "a difference with nothing begun."
        )
    return {
        Missing.NO_CONTROLS: "All began at once, so there is nobody to compare with.",
        Missing.FEW_TEAMS: f"There are {study.teams} teams; below {FEWEST_TEAMS} one unusual team decides.",
        Missing.FEW_MONTHS_BEFORE: "There are too few months before the start to see whether teams went the same way.",
        Missing.NOT_ALIKE: "Teams that began early and late had moved apart before anything began.",
    }[missing]
