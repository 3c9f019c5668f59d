"""The shape in which the texts tell a plan step by step. Pure."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kamacademy.development.plan import Origin
from kamacademy.reviewing.review import Verdict


class Do(StrEnum):
    """What happens in a step."""

    AGREED = "agreed"
    PROPOSE = "propose"
    OWN = "own"
    SIGN = "sign"
    REMARK = "remark"
    SHOW = "show"
    HAND_IN = "hand-in"
    ACCEPT = "accept"
    GIVE_BACK = "give-back"
    STRETCH = "stretch"
    REDATE = "redate"
    DROP = "drop"
    REVIEW = "review"
    HELD = "held"
    CLOSE = "close"


class SaidWords(BaseModel):
    """What a review says of one action; `due` is the other day of a changed one, counted from today."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verdict: Verdict
    reason: str
    due: int | None = None


class StepWords(BaseModel):
    """One step, so many days ago. Which of the others are needed follows from what is done; `due` counts from today."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ago: Annotated[int, Field(ge=1)]
    do: Do
    by: Literal["learner", "coach"] = "learner"
    action: str = ""
    due: int = 0
    words: str | None = None
    where: Annotated[str, Field(max_length=150)] = ""
    link: str | None = None
    file: str | None = None
    stretch: int = 0
    title: str = ""
    indicator: str = ""
    evidence: str = ""
    kpi: str = ""
    source: Origin | None = None
    name: Annotated[str | None, Field(alias="from")] = None
    said: dict[str, SaidWords] = {}
    kept: str | None = None
    moved: str = ""
    next: str = ""


PlanSteps = dict[str, tuple[StepWords, ...]]
