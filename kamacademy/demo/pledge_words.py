"""The shape in which the texts tell what people committed to after a module, and what became of it. Pure."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kamacademy.commitment.asking import Kept
from kamacademy.commitment.lines import Kind


class LineWords(BaseModel):
    """One commitment; `hours` a month are to be released by stopping."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Annotated[str, Field(max_length=200)]
    hours: float | None = None
    is_shared: bool = False


class AnswerWords(BaseModel):
    """How one commitment was kept; `hours` a month really released by stopping."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kept: Kept
    hours: float | None = None
    words: Annotated[str | None, Field(max_length=300)] = None


class PledgeWords(BaseModel):
    """All that one person committed to after a module, and the answers by the days after which they were asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    learner: str
    module: str
    lines: dict[Kind, LineWords]
    answers: dict[int, dict[Kind, AnswerWords]] = {}
