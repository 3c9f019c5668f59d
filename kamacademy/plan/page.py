"""A plan as its page shows it: its actions by state, who has signed, what is due, what is not known. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kamacademy.agreeing.agreement import may_be_signed
from kamacademy.development.gaps import Guidance
from kamacademy.development.lexicon import Lexicon
from kamacademy.development.plan import RUNNING, State, is_review_due, places_free
from kamacademy.development.words import agreement_words, lede_words, next_evidence_words, review_words, why_words
from kamacademy.plan.cards import ActionCard, FinishedAction, Remark, card_of, finished_action
from kamacademy.proof.piece import EvidenceLine
from kamacademy.records.signature import Signed
from kamacademy.reviewing.held import WrittenReview
from kamacademy.wording import day

if TYPE_CHECKING:
    from kamacademy.development.models import Action, Plan
    from kamacademy.people.models import Person

UNKNOWN_SHOWN, GAPS_SHOWN = 3, 5


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
class ReviewState:
    """The review as the plan shows it. `waiting_for` is whose word is missing, None where none was written."""

    words: str
    is_due: bool
    waits_for_reader: bool
    written_by: str | None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A person's plan. `agreement` is None while there is nothing to sign; `review` before both have signed."""

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
    signatures: tuple[Signed, ...] = ()
    review: ReviewState | None = None

    @property
    def may_close(self) -> bool:
        """Whether nothing is open and there is something to keep."""
        return self.closed_on is None and not self.open and bool(self.finished)


def plan_page(
    plan: "Plan",
    remarks: Mapping[int, Sequence[Remark]],
    reader: "Person",
    known: Guidance,
    lexicon: Lexicon,
    today: date,
    *,
    evidence: Mapping[int, Sequence[EvidenceLine]] | None = None,
    returned: Mapping[int, str] | None = None,
    signatures: Sequence[Signed] = (),
    written: WrittenReview | None = None,
) -> PlanPage:
    """A plan with every code in words, for the learner or the coach who reads it.

    `remarks` and `evidence` are by action, `returned` the reason for which the coach gave one back.
    """
    shown, because = evidence or {}, returned or {}
    by_state: dict[str, list[Action]] = defaultdict(list)
    for action in plan.actions:
        by_state[action.state].append(action)

    def cards(*states: State) -> list[ActionCard]:
        return [
            card_of(
                one, plan, remarks.get(one.id, ()), known, lexicon, today,
                reader=reader, evidence=shown.get(one.id, ()), returned_because=because.get(one.id),
            )
            for state in states
            for one in by_state[state]
        ]  # fmt: skip

    def finished(state: State) -> list[FinishedAction]:
        return [finished_action(one, remarks.get(one.id, ()), shown.get(one.id, ())) for one in by_state[state]]

    proposed, running = cards(State.PROPOSED), cards(*RUNNING)
    done, dropped = finished(State.DONE), finished(State.DROPPED)
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
        agreement=agreement_of(plan, reader, len(proposed), today) if proposed or may_be_signed(plan) else None,
        signatures=tuple(signatures),
        review=review_state(plan, reader, written, today),
    )


def review_state(plan: "Plan", reader: "Person", written: WrittenReview | None, today: date) -> ReviewState | None:
    """When the plan is reviewed, and whether a review waits for the reader's word."""
    if plan.review_due_on is None:
        return None
    is_other = written is not None and (written.by_id == plan.learner_id) != (reader.id == plan.learner_id)
    return ReviewState(
        words=review_words(plan.review_due_on, today),
        is_due=is_review_due(plan.review_due_on, today),
        waits_for_reader=is_other,
        written_by=written.name if written else None,
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
