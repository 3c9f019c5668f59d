"""The shape in which the texts tell rounds of peer feedback. Pure."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class PeerWords(BaseModel):
    """One colleague's answers, so many days after the round was opened."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after_days: Annotated[int, Field(ge=2)]
    choices: dict[str, Annotated[int, Field(ge=1, le=5)] | None]
    examples: dict[str, str]


class RoundWords(BaseModel):
    """A round of peer feedback; `chosen` is empty where the coach has not chosen yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    learner: str
    days_ago: int
    size: int
    weeks: int
    picks: tuple[str, ...]
    chosen: tuple[str, ...]
    answers: dict[str, PeerWords]
