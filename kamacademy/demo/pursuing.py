"""Carrying out what moves plans, through the operations that the pages use."""

from datetime import datetime

from flask import current_app

from kamacademy.agreeing import operations as agreeing
from kamacademy.content.queries import library
from kamacademy.demo import plan_acts
from kamacademy.demo.stage import Stage, perform
from kamacademy.demo.words import FILES
from kamacademy.development import operations as development
from kamacademy.development.action_library import find_entry
from kamacademy.development.details import Details, Source
from kamacademy.development.models import Action
from kamacademy.development.plan import RUNNING
from kamacademy.people.models import Person
from kamacademy.plan.operations import close
from kamacademy.proof import operations as proof
from kamacademy.proof.piece import Piece
from kamacademy.proposal import operations as proposal
from kamacademy.reviewing import operations as reviewing
from kamacademy.reviewing.queries import waiting_review
from kamacademy.reviewing.review import Said, Verdict


@perform.register
def propose(act: plan_acts.Propose, stage: Stage) -> None:
    """A library action with the place where it will be tried."""
    by, release = stage.people[act.by], library()
    entry = find_entry(release, act.library_id)
    assert entry is not None
    plan = development.begin_plan(stage.people[act.learner], by=by, at=act.at)
    given, kpi = entry.action, proposal.carried_kpi(entry.action.kpi, plan.learner, release)
    details = Details(
        title=given.title, indicator=given.indicator, due_on=act.due_on, kind=given.kind, kpi=kpi, how=given.how,
        where_tried=act.where, evidence_expected=given.evidence, module=next(iter(given.modules), None),
        library_id=given.id, revision_id=entry.revision_id,
    )  # fmt: skip
    action = development.propose_action(plan, details, by=by, at=act.at, library=release)
    stage.actions[act.learner, act.library_id] = action


@perform.register
def draft_plan(act: plan_acts.DraftPlan, stage: Stage) -> None:
    """A plan from the gaps."""
    learner, by = stage.people[act.learner], stage.people[act.by]
    proposal.draft_plan(learner, by=by, at=act.at, today=act.at.date(), library=library())


@perform.register
def agree_plan(act: plan_acts.AgreePlan, stage: Stage) -> None:
    """One side's yes."""
    agreeing.agree(stage.plan_of(act.learner), by=stage.people[act.by], at=act.at)


@perform.register
def fill_in(act: plan_acts.FillIn, stage: Stage) -> None:
    """What an action agreed in coaching still lacked; a KPI only where the job role may carry it."""
    action, by, release = stage.actions[act.learner, act.action], stage.people[act.by], library()
    details = Details(
        title=action.title, indicator=action.indicator, due_on=action.due_on, where_tried=act.where,
        evidence_expected=action.evidence_expected or act.evidence,
        kpi=action.kpi or proposal.carried_kpi(act.kpi, action.learner, release),
    )  # fmt: skip
    development.change_action(action, details, by=by, at=act.at, library=release)


@perform.register
def check_in(act: plan_acts.CheckIn, stage: Stage) -> None:
    """A remark."""
    development.check_in(stage.actions[act.learner, act.action], act.words, by=stage.people[act.by], at=act.at)


@perform.register
def redate(act: plan_acts.Redate, stage: Stage) -> None:
    """Another day."""
    action = stage.actions[act.learner, act.action]
    development.redate(action, act.due_on, reason=act.reason, by=stage.people[act.by], at=act.at)


@perform.register
def complete(act: plan_acts.Complete, stage: Stage) -> None:
    """Done, with evidence: the coach says so, or the learner hands it in and the coach accepts it that evening."""
    action, by = stage.actions[act.learner, act.action], stage.people[act.by]
    if by.id != action.learner.id:
        proof.complete(action, act.evidence, by=by, at=act.at)
        return
    relation = action.learner.coaching_on(act.at.date())
    assert relation is not None, act
    give(action, Piece(words=act.evidence), by, act.at)
    proof.hand_in(action, by=by, at=act.at)
    proof.accept(action, by=relation.coach, at=act.at)


@perform.register
def drop(act: plan_acts.Drop, stage: Stage) -> None:
    """Given up, with the reason."""
    development.drop(stage.actions[act.learner, act.action], reason=act.reason, by=stage.people[act.by], at=act.at)


@perform.register
def propose_own(act: plan_acts.ProposeOwn, stage: Stage) -> None:
    """An action in own words, the plan begun with it where there is none."""
    by, release = stage.people[act.by], library()
    details = Details(
        title=act.title, indicator=act.indicator, due_on=act.due_on, kpi=act.kpi, where_tried=act.where,
        evidence_expected=act.evidence,
    )  # fmt: skip
    plan = development.begin_plan(stage.people[act.learner], by=by, at=act.at)
    source = Source(act.origin, name=act.origin_name) if act.origin else None
    made = development.propose_action(plan, details, by=by, at=act.at, library=release, source=source)
    stage.actions[act.learner, act.action] = made


@perform.register
def show_evidence(act: plan_acts.ShowEvidence, stage: Stage) -> None:
    """One piece of evidence; a file is read from beside the texts."""
    content = None if act.file is None else (FILES / act.file).read_bytes()
    piece = Piece(words=act.words, link=act.link, file_name=act.file, content=content)
    give(stage.actions[act.learner, act.action], piece, stage.people[act.by], act.at)


def give(action: Action, piece: Piece, by: Person, at: datetime) -> None:
    """Lay one piece of evidence beside an action."""
    proof.give_evidence(action, [piece], by=by, at=at, data=current_app.config["DATA"])


@perform.register
def hand_in(act: plan_acts.HandIn, stage: Stage) -> None:
    """Given to the coach."""
    proof.hand_in(stage.actions[act.learner, act.action], by=stage.people[act.by], at=act.at)


@perform.register
def accept(act: plan_acts.Accept, stage: Stage) -> None:
    """Taken as done."""
    proof.accept(stage.actions[act.learner, act.action], by=stage.people[act.by], at=act.at)


@perform.register
def give_back(act: plan_acts.GiveBack, stage: Stage) -> None:
    """Open again, with the reason."""
    action = stage.actions[act.learner, act.action]
    proof.give_back(action, reason=act.reason, by=stage.people[act.by], at=act.at)


@perform.register
def rate_stretch(act: plan_acts.RateStretch, stage: Stage) -> None:
    """How far it reaches."""
    action = stage.actions[act.learner, act.action]
    proof.rate_stretch(action, act.stretch, by=stage.people[act.by], at=act.at)


@perform.register
def write_review(act: plan_acts.WriteReview, stage: Stage) -> None:
    """What is said of the named actions; every other one that runs is kept."""
    plan = stage.plan_of(act.learner)
    said = {stage.actions[act.learner, name].id: one for name, one in act.said}
    for one in plan.actions:
        if act.kept and one.state in RUNNING and one.id not in said:
            said[one.id] = Said(Verdict.KEPT, act.kept)
    reviewing.write_review(
        plan, said, moved=act.moved, next_step=act.next_step, by=stage.people[act.by], at=act.at
    )  # fmt: skip


@perform.register
def hold_review(act: plan_acts.HoldReview, stage: Stage) -> None:
    """The other's word that it was held as written."""
    review = waiting_review(stage.plan_of(act.learner).id)
    assert review is not None, act
    reviewing.confirm_review(review, edition=review.edition, by=stage.people[act.by], at=act.at)


@perform.register
def close_plan(act: plan_acts.ClosePlan, stage: Stage) -> None:
    """A plan as history."""
    close(stage.plan_of(act.learner), by=stage.people[act.by], at=act.at, library=library())
