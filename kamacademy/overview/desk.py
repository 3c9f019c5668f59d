"""What a learner finds first. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamacademy.board.attention import Attention
from kamacademy.board.reason import Kind, Reason
from kamacademy.coaching.brief import Note
from kamacademy.commitment.card import CommitmentCard
from kamacademy.curriculum.standing import ProgrammePath
from kamacademy.curriculum.steps import NextStep
from kamacademy.kpi.cards import KpiCard
from kamacademy.retrieval.stack import Stack
from kamacademy.transition.page import RoleCard

if TYPE_CHECKING:
    from kamacademy.overview.visit_brief import VisitBrief

SAID_BY_ACTIONS = frozenset({Kind.OVERDUE, Kind.DUE_TODAY, Kind.NOTHING_OPEN})


@dataclass(frozen=True, slots=True)
class Desk:
    """A learner's first page. `awaiting` is the newest note not seen yet, `agreement` the newest still to be done.

    `plan` is what the own plan needs. `visit` is the next one planned with the coach, and `view_due` the one of today
    on which the learner's own view is still to be given. On those `accompanied` a second observer means to come along,
    to whom the learner may say no.
    """

    step: NextStep | None
    paths: Sequence[ProgrammePath]
    awaiting: Note | None
    agreement: Note | None
    plan: Attention
    results: Sequence[KpiCard]
    practice: Stack
    commitments: CommitmentCard
    role_change: RoleCard | None
    visit: "VisitBrief | None"
    view_due: "VisitBrief | None"
    accompanied: "Sequence[VisitBrief]"

    @property
    def plan_waits(self) -> list[Reason]:
        """What the own plan needs beyond its actions, each of which says its day itself."""
        if self.plan.plan_id is None:
            return []
        return [one for one in self.plan.reasons if one.kind not in SAID_BY_ACTIONS]
