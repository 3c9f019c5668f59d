"""A plan as its page shows it: every code in words, every action with its gap and what it should move. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kamacademy.competency.documents import Competency, Framework
from kamacademy.development.action_library import KIND_WORDS
from kamacademy.development.gaps import Guidance
from kamacademy.development.plan import State, is_overdue, places_free
from kamacademy.development.words import (
    agreement_words,
    gap_words,
    lede_words,
    next_evidence_words,
    origin_words,
    why_words,
)
from kamacademy.wording import day

if TYPE_CHECKING:
    from kamacademy.development.models import Action, Plan
    from kamacademy.people.models import Person

UNKNOWN_SHOWN, GAPS_SHOWN = 3, 5


@dataclass(frozen=True, slots=True)
class Remark:
    """One check-in."""

    name: str
    initials: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class KpiLink:
    """The KPI an action should move. `has_chart` is False where readings are not kept for one person."""

    code: str
    name: str
    has_chart: bool


@dataclass(frozen=True, slots=True)
class ModuleLink:
    """A module that prepares for an action."""

    slug: str
    title: str
    programme: str | None


@dataclass(frozen=True, slots=True)
class ActionCard:
    """One action. `first_due_on` is None unless it has been re-dated."""

    id: int
    state: State
    title: str
    competency: str
    competency_name: str
    indicator_name: str
    gap_words: str
    kind_words: str
    how: str | None
    where_tried: str | None
    due_on: date
    first_due_on: date | None
    is_overdue: bool
    evidence_expected: str | None
    kpi: KpiLink | None
    module: ModuleLink | None
    origin_words: str
    waits: bool
    missing: bool
    opened_on: date | None
    check_ins: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class FinishedAction:
    """An action that is over, in a few lines. `first_due_on` is None unless it was re-dated."""

    state: State
    title: str
    due_on: date
    first_due_on: date | None
    done_on: date | None
    evidence_given: str | None
    check_ins: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class NextEvidence:
    """A competency about which too little is known, and what would tell."""

    competency: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A closed plan in one line."""

    id: int
    began: date
    closed: date
    words: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether the reader has said yes to what is proposed, and in words who has."""

    is_given: bool
    words: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A person's plan. `agreement` is None while nothing is proposed."""

    plan_id: int
    began_on: date
    closed_on: date | None
    lede: str
    proposed: tuple[ActionCard, ...]
    open: tuple[ActionCard, ...]
    finished: tuple[FinishedAction, ...]
    free: int
    agreement: Agreement | None
    unknown: tuple[NextEvidence, ...]

    @property
    def may_close(self) -> bool:
        """Whether nothing is open and there is something to keep."""
        return self.closed_on is None and not self.open and bool(self.finished)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the codes of a plan mean in the newest release."""

    framework: Framework
    competencies: Mapping[str, Competency]
    kpis: Mapping[str, KpiLink]
    modules: Mapping[str, ModuleLink]

    @property
    def level_names(self) -> list[str]:
        """The names of levels 1 to 5."""
        return [level.name for level in self.framework.levels]


def plan_page(
    plan: "Plan",
    remarks: Mapping[int, Sequence[Remark]],
    reader: "Person",
    known: Guidance,
    lexicon: Lexicon,
    today: date,
) -> PlanPage:
    """A plan with every code in words, for the learner or the coach who reads it. `remarks` are by action."""
    by_state: dict[str, list[Action]] = defaultdict(list)
    for action in plan.actions:
        by_state[action.state].append(action)
    proposed, running = (
        [card_of(one, plan, remarks.get(one.id, ()), known, lexicon, today) for one in by_state[state]]
        for state in (State.PROPOSED, State.OPEN)
    )
    done, dropped = (
        [finished_action(one, remarks.get(one.id, ())) for one in by_state[state]]
        for state in (State.DONE, State.DROPPED)
    )
    return PlanPage(
        plan_id=plan.id,
        began_on=plan.created_at.date(),
        closed_on=plan.closed_at.date() if plan.closed_at else None,
        lede=lede_words(len(running), len(proposed), agreed_words(plan)),
        proposed=tuple(proposed),
        open=tuple(sorted(running, key=lambda card: (card.due_on, card.id))),
        finished=(*sorted(done, key=lambda card: card.done_on or today, reverse=True), *dropped),
        free=places_free(len(running)),
        unknown=next_evidence(known, lexicon),
        agreement=agreement_of(plan, reader, len(proposed), today) if proposed else None,
    )


def agreed_words(plan: "Plan") -> str:
    """Agreed by both on a day; nothing before."""
    if plan.learner_agreed_at is None or plan.coach_agreed_at is None or plan.agreed_coach is None:
        return ""
    on = max(plan.learner_agreed_at, plan.coach_agreed_at)
    return f"Agreed by {plan.learner.name} and {plan.agreed_coach.name} on {day(on)}. "


def agreement_of(plan: "Plan", reader: "Person", waiting: int, today: date) -> Agreement:
    """Who has said yes. The yes of a coach who has left counts only where both had said it."""
    relation, is_own = plan.learner.coaching_on(today), reader.id == plan.learner_id
    coach = relation.coach if relation else None
    stands = plan.is_agreed or (coach is not None and plan.agreed_coach_id == coach.id)
    learner_on = plan.learner_agreed_at.date() if plan.learner_agreed_at else None
    coach_on = plan.coach_agreed_at.date() if plan.coach_agreed_at and stands else None
    words = agreement_words(
        learner=plan.learner.name,
        coach=coach.name if coach else None,
        learner_on=learner_on,
        coach_on=coach_on,
        is_own=is_own,
        waiting=waiting,
    )
    return Agreement((learner_on if is_own else coach_on) is not None, words)


def next_evidence(known: Guidance, lexicon: Lexicon) -> tuple[NextEvidence, ...]:
    """The first competencies about which too little is known."""
    names = lexicon.competencies
    return tuple(
        NextEvidence(one.competency, names[one.competency].name, next_evidence_words(one))
        for one in known.unknown[:UNKNOWN_SHOWN]
    )


def gap_lines(known: Guidance, lexicon: Lexicon) -> tuple[NextEvidence, ...]:
    """The first known gaps, each with why it comes where it comes."""
    names = lexicon.competencies
    return tuple(
        NextEvidence(one.competency, names[one.competency].name, why_words(one)) for one in known.gaps[:GAPS_SHOWN]
    )


def card_of(
    action: "Action", plan: "Plan", remarks: Sequence[Remark], known: Guidance, lexicon: Lexicon, today: date
) -> ActionCard:
    """One action with every code in words."""
    competency = lexicon.competencies[action.competency]
    return ActionCard(
        id=action.id,
        state=State(action.state),
        title=action.title,
        competency=action.competency,
        competency_name=competency.name,
        indicator_name=competency.indicator(action.indicator).name,
        gap_words=gap_words(competency.name, known.estimates.get(action.competency), lexicon.level_names),
        kind_words=KIND_WORDS[action.kind],
        how=action.how,
        where_tried=action.where_tried,
        due_on=action.due_on,
        first_due_on=first_due_on(action),
        is_overdue=is_overdue(action.state, action.due_on, today),
        evidence_expected=action.evidence_expected,
        kpi=lexicon.kpis.get(action.kpi or ""),
        module=lexicon.modules.get(action.module or ""),
        origin_words=origin_words(action.origin_type, action.created_at.date()),
        waits=action.state == State.PROPOSED and plan.is_agreed,
        missing=bool(action.changeable),
        opened_on=action.opened_on,
        check_ins=tuple(remarks),
    )


def finished_action(action: "Action", remarks: Sequence[Remark]) -> FinishedAction:
    """An action that is over."""
    return FinishedAction(
        state=State(action.state),
        title=action.title,
        due_on=action.due_on,
        first_due_on=first_due_on(action),
        done_on=action.done_on,
        evidence_given=action.evidence_given,
        check_ins=tuple(remarks),
    )


def first_due_on(action: "Action") -> date | None:
    """The date first agreed, where another has taken its place."""
    return action.original_due_on if action.original_due_on != action.due_on else None
