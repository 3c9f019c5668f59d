"""Reading what was signed under a plan, and by whom."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select

from kamacademy.agreeing.agreement import SUBJECT
from kamacademy.agreeing.models import PlanAgreement
from kamacademy.agreeing.signed_plan import SignedLine, lines_of
from kamacademy.competency.queries import competencies_in
from kamacademy.content.library import Library
from kamacademy.db import db
from kamacademy.development.models import Plan
from kamacademy.kpi.queries import kpis_in
from kamacademy.people.models import Person
from kamacademy.records.models import Signature
from kamacademy.records.signature import JSON, Signed, is_intact


def current_agreement(plan: Plan) -> PlanAgreement | None:
    """What one side has signed and the other signs too; None before the first signature, or where it was withdrawn."""
    if plan.learner_agreed_at is None and plan.coach_agreed_at is None:
        return None
    query = select(PlanAgreement).where(PlanAgreement.plan_id == plan.id).order_by(PlanAgreement.id.desc())
    return db.session.scalars(query.limit(1)).first()


@dataclass(frozen=True, slots=True)
class SignedAgreement:
    """What was signed once under a plan, and the signatures under it, oldest first."""

    id: int
    made_at: datetime
    content: JSON
    signatures: tuple[Signed, ...]


@cache
def signed_under_plan() -> Select[PlanAgreement, Signature, str]:
    """Every signature under the `plan` with what was signed, oldest first."""
    return (
        select(PlanAgreement, Signature, Person.name)
        .join(Signature, (Signature.subject_type == SUBJECT) & (Signature.subject_id == PlanAgreement.id))
        .join(Person, Person.id == Signature.signer_id)
        .where(PlanAgreement.plan_id == bindparam("plan"))
        .order_by(Signature.id)
    )


def signed_agreements(plan: Plan) -> list[SignedAgreement]:
    """What was signed under a plan, newest first; each signature is checked against what is kept now."""
    found: dict[int, tuple[PlanAgreement, list[Signed]]] = {}
    for agreement, signature, name in db.session.execute(signed_under_plan(), {"plan": plan.id}):
        signed = Signed(name, signature.at, signature.meaning, is_intact(agreement.content, signature))
        found.setdefault(agreement.id, (agreement, []))[1].append(signed)
    return [
        SignedAgreement(key, agreement.made_at, agreement.content, tuple(signatures))
        for key, (agreement, signatures) in sorted(found.items(), reverse=True)
    ]


@cache
def newest_signed_under_plan() -> Select[PlanAgreement, Signature, str]:
    """The same of what was signed last under the `plan`."""
    is_signed = (Signature.subject_type == SUBJECT) & (Signature.subject_id == PlanAgreement.id)
    newest = select(func.max(PlanAgreement.id)).join(Signature, is_signed)
    return signed_under_plan().where(
        PlanAgreement.id == newest.where(PlanAgreement.plan_id == bindparam("plan")).scalar_subquery()
    )


def newest_signatures(plan: Plan) -> tuple[Signed, ...]:
    """The signatures under what was signed last, oldest first, each checked; none before the first."""
    return tuple(
        Signed(name, signature.at, signature.meaning, is_intact(agreement.content, signature))
        for agreement, signature, name in db.session.execute(newest_signed_under_plan(), {"plan": plan.id})
    )


def signatures_under(agreement: PlanAgreement) -> tuple[Signed, ...]:
    """The signatures under one agreement, oldest first."""
    query = select(Signature, Person.name).join(Person, Person.id == Signature.signer_id)
    rows = db.session.execute(
        query.where(Signature.subject_type == SUBJECT, Signature.subject_id == agreement.id).order_by(Signature.id)
    )
    return tuple(Signed(name, one.at, one.meaning, is_intact(agreement.content, one)) for one, name in rows)


def signed_lines(content: JSON, library: Library) -> list[SignedLine]:
    """What is signed, in words."""
    return lines_of(content, competencies_in(library), kpis_in(library))
