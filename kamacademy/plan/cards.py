"""One action as the plan's page shows it: every code in words, its gap, its origin, what shows it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kamacademy.development.action_library import KIND_WORDS
from kamacademy.development.gaps import Guidance
from kamacademy.development.lexicon import KpiLink, Lexicon, ModuleLink
from kamacademy.development.plan import Origin, State, is_overdue
from kamacademy.development.words import gap_words, origin_words, stretch_words
from kamacademy.proof.piece import EvidenceLine

if TYPE_CHECKING:
    from kamacademy.development.models import Action, Plan
    from kamacademy.people.models import Person


@dataclass(frozen=True, slots=True)
class Remark:
    """One check-in."""

    name: str
    initials: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class OriginLine:
    """Where an action came from, with the page that shows it where the reader may open it."""

    words: str
    endpoint: str | None
    values: Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class ActionCard:
    """One action. `first_due_on` is None unless it has been re-dated; `retired_kpi` is the code of one that is gone."""

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
    retired_kpi: str | None
    module: ModuleLink | None
    origin: OriginLine
    stretch: int | None
    stretch_words: str | None
    waits: bool
    missing: bool
    opened_on: date | None
    handed_in_on: date | None
    returned_because: str | None
    evidence: tuple[EvidenceLine, ...]
    check_ins: tuple[Remark, ...]

    @property
    def origin_words(self) -> str:
        """Where it came from, without the way there."""
        return self.origin.words

    @property
    def is_handed_in(self) -> bool:
        """Whether it waits for the coach's word."""
        return self.state is State.HANDED_IN


@dataclass(frozen=True, slots=True)
class FinishedAction:
    """An action that is over, in a few lines. `first_due_on` is None unless it was re-dated."""

    state: State
    title: str
    due_on: date
    first_due_on: date | None
    done_on: date | None
    evidence_given: str | None
    evidence: tuple[EvidenceLine, ...]
    check_ins: tuple[Remark, ...]


def origin_of(action: "Action", learner_id: int, reader_id: int, lexicon: Lexicon) -> OriginLine:
    """Where an action came from. A note is opened by the two who know it, a sitting by the learner alone."""
    origin, key = Origin(action.origin_type), action.origin_key or ""
    names: Mapping[Origin, str] = {
        Origin.LESSON: lexicon.lessons.get(key, ""),
        Origin.SITTING: lexicon.papers.get(key, ""),
        Origin.KPI: lexicon.kpis[key].name if key in lexicon.kpis else key,
        Origin.COMMITMENT: lexicon.modules[key].title if key in lexicon.modules else "",
    }
    words = origin_words(origin, action.created_at.date(), names.get(origin, ""))
    is_own = reader_id == learner_id
    if origin is Origin.OBSERVATION and action.origin_id and (is_own or reader_id == action.by_id):
        return OriginLine(words, "conversation.note", {"observation_id": action.origin_id})
    if origin is Origin.SITTING and action.origin_id and is_own:
        return OriginLine(words, "assessment.sitting", {"sitting_id": action.origin_id})
    if origin is Origin.KPI and key in lexicon.kpis:
        return OriginLine(words, "outcome.result", {"person_id": learner_id, "code": key.lower()})
    if origin is Origin.TRANSITION and action.origin_id:
        return OriginLine(words, "transition.page", {"transition_id": action.origin_id})
    if origin is Origin.COMMITMENT and is_own:
        return OriginLine(words, "commitment.commitments", {"_anchor": f"commitment-{action.origin_id}"})
    module, _, lesson = key.partition("/")
    found = lexicon.modules.get(module)
    if origin is Origin.LESSON and is_own and found and found.programme:
        return OriginLine(
            words, "curriculum.lesson", {"programme": found.programme, "module": module, "lesson": lesson}
        )
    return OriginLine(words, None, {})


def card_of(
    action: "Action",
    plan: "Plan",
    remarks: Sequence[Remark],
    known: Guidance,
    lexicon: Lexicon,
    today: date,
    *,
    reader: "Person",
    evidence: Sequence[EvidenceLine] = (),
    returned_because: str | None = None,
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
        retired_kpi=None if action.kpi in lexicon.kpis else action.kpi,
        module=lexicon.modules.get(action.module or ""),
        origin=origin_of(action, plan.learner_id, reader.id, lexicon),
        stretch=action.stretch,
        stretch_words=stretch_words(action.stretch),
        waits=action.state == State.PROPOSED and plan.is_agreed,
        missing=bool(action.changeable),
        opened_on=action.opened_on,
        handed_in_on=action.handed_in_on,
        returned_because=returned_because if action.state == State.OPEN else None,
        evidence=tuple(evidence),
        check_ins=tuple(remarks),
    )


def finished_action(
    action: "Action", remarks: Sequence[Remark], evidence: Sequence[EvidenceLine] = ()
) -> FinishedAction:
    """An action that is over."""
    return FinishedAction(
        state=State(action.state),
        title=action.title,
        due_on=action.due_on,
        first_due_on=first_due_on(action),
        done_on=action.done_on,
        evidence_given=action.evidence_given,
        evidence=tuple(evidence),
        check_ins=tuple(remarks),
    )


def first_due_on(action: "Action") -> date | None:
    """The date first agreed, where another has taken its place."""
    return action.original_due_on if action.original_due_on != action.due_on else None
