"""What a learner finds first. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kamacademy.coaching.brief import Note
from kamacademy.curriculum.standing import ProgrammePath
from kamacademy.curriculum.steps import NextStep
from kamacademy.kpi.cards import KpiCard
from kamacademy.retrieval.stack import Stack

if TYPE_CHECKING:
    from kamacademy.overview.visit_brief import VisitBrief


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An open action of a plan in one line."""

    id: int
    title: str
    where_tried: str | None
    due_on: date


@dataclass(frozen=True, slots=True)
class Desk:
    """A learner's first page. `awaiting` is the newest note not seen yet, `agreement` the newest still to be done.

    `visit` is the next one planned with the coach, and `view_due` the one of today on which the learner's own view
    is still to be given. On those `accompanied` a second observer means to come along, to whom the learner may say no.
    """

    step: NextStep | None
    paths: Sequence[ProgrammePath]
    awaiting: Note | None
    agreement: Note | None
    actions: Sequence[OpenAction]
    results: Sequence[KpiCard]
    practice: Stack
    visit: "VisitBrief | None"
    view_due: "VisitBrief | None"
    accompanied: "Sequence[VisitBrief]"
