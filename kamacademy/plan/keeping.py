"""A plan with everything in it, in words, as it is frozen when it is closed. Pure."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kamacademy.competency.estimation import Estimate
from kamacademy.competency.words import basis_words, standing_words
from kamacademy.development.action_library import KIND_WORDS
from kamacademy.development.lexicon import Lexicon
from kamacademy.development.words import stretch_words
from kamacademy.plan.cards import Remark, first_due_on, origin_of
from kamacademy.plan.page import HistoryLine
from kamacademy.plan.snapshot import (
    KeptAction,
    KeptEstimate,
    KeptEvidence,
    KeptLine,
    KeptPlan,
    KeptRemark,
    KeptSignature,
)
from kamacademy.proof.piece import EvidenceLine
from kamacademy.records.signature import Signed
from kamacademy.reviewing.held import KeptReview

if TYPE_CHECKING:
    from kamacademy.development.models import Action, Plan


def kept_plan_of(
    plan: "Plan",
    *,
    lexicon: Lexicon,
    remarks: Mapping[int, Sequence[Remark]],
    evidence: Mapping[int, Sequence[EvidenceLine]],
    signatures: Sequence[Signed],
    reviews: Sequence[KeptReview],
    history: Sequence[HistoryLine],
    closed_by: str | None,
    guidance_of_day: tuple[str, Mapping[str, Estimate]] | None,
) -> KeptPlan:
    """A closed plan in words. `guidance_of_day` is the rule's name with what it made of the evidence that day."""
    assert plan.closed_at is not None
    rule, estimates = guidance_of_day or (None, {})
    return KeptPlan(
        learner=plan.learner.name,
        began_on=plan.created_at.date(),
        closed_on=plan.closed_at.date(),
        closed_by=closed_by,
        signatures=tuple(KeptSignature(one.name, one.at, one.meaning) for one in signatures),
        actions=tuple(
            kept_action(one, plan, lexicon, remarks.get(one.id, ()), evidence.get(one.id, ())) for one in plan.actions
        ),
        reviews=tuple(reviews),
        history=tuple(KeptLine(one.at, one.words) for one in history),
        estimates=kept_estimates(estimates, lexicon),
        rule=rule,
    )


def kept_action(
    action: "Action",
    plan: "Plan",
    lexicon: Lexicon,
    remarks: Sequence[Remark],
    evidence: Sequence[EvidenceLine],
) -> KeptAction:
    """One action in words."""
    competency = lexicon.competencies[action.competency]
    kpi = lexicon.kpis.get(action.kpi or "")
    return KeptAction(
        title=action.title,
        state=action.state,
        competency_name=competency.name,
        indicator_name=competency.indicator(action.indicator).name,
        kind_words=KIND_WORDS[action.kind],
        origin_words=origin_of(action, plan.learner_id, plan.learner_id, lexicon).words,
        where_tried=action.where_tried,
        evidence_expected=action.evidence_expected,
        kpi_words=f"{kpi.code} {kpi.name}" if kpi else action.kpi,
        stretch_words=stretch_words(action.stretch),
        due_on=action.due_on,
        first_due_on=first_due_on(action),
        opened_on=action.opened_on,
        done_on=action.done_on,
        evidence_given=action.evidence_given,
        evidence=tuple(KeptEvidence(one.id, one.name, one.at, one.words, one.link, one.file_name) for one in evidence),
        check_ins=tuple(KeptRemark(one.name, one.at, one.words) for one in remarks),
    )


def kept_estimates(estimates: Mapping[str, Estimate], lexicon: Lexicon) -> tuple[KeptEstimate, ...]:
    """What was known of each competency that has a target, in the framework's order."""
    names = lexicon.level_names
    return tuple(
        KeptEstimate(
            competency=code,
            name=lexicon.competencies[code].name,
            words=standing_words(one, names),
            basis=basis_words(one),
            target=names[one.target - 1] if one.target else None,
        )
        for code, one in estimates.items()
        if one.target is not None
    )
