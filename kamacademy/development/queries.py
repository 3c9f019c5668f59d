"""Reading plans, their actions, what was signed, reviewed and kept of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from kamacademy.assessment.documents import Paper
from kamacademy.assessment.models import Sitting
from kamacademy.assessment.queries import sheet_of
from kamacademy.assessment.sheet import Outcome
from kamacademy.competency.estimation import RULE, Estimate
from kamacademy.competency.queries import competencies_in, estimates_of, framework_in
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Lesson, Module, Programme
from kamacademy.curriculum.queries import completions, first_completions
from kamacademy.db import db
from kamacademy.development.action_library import Entry, entries_by_competency
from kamacademy.development.agreement import SUBJECT
from kamacademy.development.cards import EvidenceLine, KpiLink, Lexicon, ModuleLink, Remark
from kamacademy.development.details import Source
from kamacademy.development.gaps import Guidance, gaps, unknowns
from kamacademy.development.keeping import kept_plan_of
from kamacademy.development.models import (
    Action,
    ActionEvidence,
    CheckIn,
    Plan,
    PlanAgreement,
    PlanEvent,
    PlanReview,
    PlanSnapshot,
    ReviewVerdict,
)
from kamacademy.development.page import Earlier, HistoryLine, PlanPage, WrittenReview, plan_page
from kamacademy.development.plan import RUNNING, Origin, State, places_free
from kamacademy.development.review import VERDICT_WORDS, Verdict
from kamacademy.development.shelves import Shelf, shelves
from kamacademy.development.signed_plan import SignedLine, lines_of
from kamacademy.development.snapshot import KeptPlan, KeptReview, KeptVerdict, thawed
from kamacademy.development.suggestions import Suggestion, next_module, suggest
from kamacademy.development.thought import Thought, in_order
from kamacademy.development.words import event_words
from kamacademy.kpi.cards import KpiCard, KpiResult, ReadingRow, kpi_card, kpi_result
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.queries import (
    kpis_for,
    kpis_in,
    readings_of,
    series_by_kpi,
)
from kamacademy.kpi.rules import is_kept_for_a_person, may_carry
from kamacademy.kpi.run_chart import Event
from kamacademy.people.models import Person, initials
from kamacademy.records.models import Signature
from kamacademy.records.signature import JSON, Signed, is_intact
from kamacademy.wording import counted

UNKNOWN_SHOWN, GAPS_SHOWN = 3, 5
EARLIER_SHOWN = 20
MOST_DIGITS = 10


@cache
def whole_plans() -> Select[Plan]:
    """Plans with their actions and the coach who agreed, in one statement."""
    return select(Plan).options(joinedload(Plan.agreed_coach).load_only(Person.name), joinedload(Plan.actions))


@cache
def running_plans() -> Select[Plan]:
    """The plan that the `learner` is working on."""
    return whole_plans().where(Plan.learner_id == bindparam("learner"), Plan.closed_at.is_(None))


def running_plan(learner_id: int) -> Plan | None:
    """The plan a person is working on, or None."""
    return db.session.scalars(running_plans(), {"learner": learner_id}).unique().one_or_none()


def plan(plan_id: int) -> Plan:
    """A plan with its learner, running or closed, or 404."""
    wanted = whole_plans().where(Plan.id == plan_id).options(joinedload(Plan.learner))
    return db.session.scalars(wanted).unique().one_or_none() or abort(404)


@cache
def check_ins_of_plan() -> Select[int, str, datetime, str]:
    """The check-ins on every action of the `plan`, oldest first."""
    return (
        select(CheckIn.action_id, Person.name, CheckIn.at, CheckIn.words)
        .join(Person, Person.id == CheckIn.by_id)
        .join(Action, Action.id == CheckIn.action_id)
        .where(Action.plan_id == bindparam("plan"))
        .order_by(CheckIn.id)
    )


def check_ins(plan: Plan) -> dict[int, list[Remark]]:
    """The check-ins of a plan by action, oldest first."""
    found: dict[int, list[Remark]] = defaultdict(list)
    for action_id, name, at, words in db.session.execute(check_ins_of_plan(), {"plan": plan.id}):
        found[action_id].append(Remark(name, initials(name), at, words))
    return found


@cache
def evidence_of_plan() -> Select[*tuple[Any, ...]]:
    """What shows that the actions of the `plan` were done, oldest first. Any: the columns' own types."""
    return (
        select(
            ActionEvidence.action_id, ActionEvidence.id, ActionEvidence.by_id, Person.name, ActionEvidence.at,
            ActionEvidence.words, ActionEvidence.link, ActionEvidence.file_name, ActionEvidence.size_bytes,
        )
        .join(Person, Person.id == ActionEvidence.by_id)
        .join(Action, Action.id == ActionEvidence.action_id)
        .where(Action.plan_id == bindparam("plan"))
        .order_by(ActionEvidence.id)
    )  # fmt: skip


def evidence_by_action(plan: Plan) -> dict[int, list[EvidenceLine]]:
    """What shows that the actions of a plan were done, by action, oldest first."""
    found: dict[int, list[EvidenceLine]] = defaultdict(list)
    for action_id, *rest in db.session.execute(evidence_of_plan(), {"plan": plan.id}):
        found[action_id].append(EvidenceLine(*rest))
    return found


def count_evidence(action: Action) -> int:
    """How many pieces of evidence an action has."""
    query = select(func.count()).select_from(ActionEvidence).where(ActionEvidence.action_id == action.id)
    return db.session.scalar(query) or 0


def evidence(evidence_id: int) -> ActionEvidence:
    """One piece of evidence with its action, plan and learner, or 404."""
    found: ActionEvidence = db.one_or_404(
        select(ActionEvidence)
        .where(ActionEvidence.id == evidence_id)
        .options(joinedload(ActionEvidence.action).joinedload(Action.plan).joinedload(Plan.learner))
    )
    return found


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


def signatures_under(agreement: PlanAgreement) -> tuple[Signed, ...]:
    """The signatures under one agreement, oldest first."""
    query = select(Signature, Person.name).join(Person, Person.id == Signature.signer_id)
    rows = db.session.execute(
        query.where(Signature.subject_type == SUBJECT, Signature.subject_id == agreement.id).order_by(Signature.id)
    )
    return tuple(Signed(name, one.at, one.meaning, is_intact(agreement.content, one)) for one, name in rows)


def waiting_review(plan_id: int) -> PlanReview | None:
    """The review that is written and not confirmed, or None."""
    query = select(PlanReview).where(PlanReview.plan_id == plan_id, PlanReview.confirmed_at.is_(None))
    wanted = query.options(
        joinedload(PlanReview.written_by), selectinload(PlanReview.verdicts).joinedload(ReviewVerdict.action)
    )
    return db.session.scalar(wanted)


@cache
def review_waiting_in() -> Select[int, str]:
    """Who wrote the review of the `plan` that waits to be confirmed."""
    return (
        select(Person.id, Person.name)
        .join(PlanReview, PlanReview.written_by_id == Person.id)
        .where(PlanReview.plan_id == bindparam("plan"), PlanReview.confirmed_at.is_(None))
    )


def written_review(plan: Plan) -> WrittenReview | None:
    """Who wrote the review that waits to be confirmed, or None."""
    row = db.session.execute(review_waiting_in(), {"plan": plan.id}).one_or_none()
    return WrittenReview(*row) if row else None


def review(review_id: int) -> PlanReview:
    """A review with its plan and learner, or 404."""
    found: PlanReview = db.one_or_404(
        select(PlanReview)
        .where(PlanReview.id == review_id)
        .options(joinedload(PlanReview.plan).joinedload(Plan.learner))
    )
    return found


def held_reviews(plan: Plan) -> list[KeptReview]:
    """The reviews of a plan that both have held, newest first."""
    found = db.session.scalars(
        select(PlanReview)
        .where(PlanReview.plan_id == plan.id, PlanReview.confirmed_at.is_not(None))
        .order_by(PlanReview.id.desc())
        .options(
            joinedload(PlanReview.written_by),
            joinedload(PlanReview.confirmed_by),
            selectinload(PlanReview.verdicts).joinedload(ReviewVerdict.action),
        )
    ).unique()
    return [kept_review(one) for one in found]


def kept_review(held: PlanReview) -> KeptReview:
    """A held review in words."""
    assert held.confirmed_at is not None
    assert held.confirmed_by is not None
    return KeptReview(
        held_on=held.confirmed_at.date(),
        written_by=held.written_by.name,
        confirmed_by=held.confirmed_by.name,
        moved=held.moved,
        next_step=held.next_step,
        verdicts=tuple(
            KeptVerdict(one.action.title, VERDICT_WORDS[Verdict(one.verdict)], one.reason, one.due_on)
            for one in held.verdicts
        ),
    )


@cache
def returns_of_plan() -> Select[int | None, str | None]:
    """Why actions of the `plan` were returned, oldest first."""
    return (
        select(PlanEvent.action_id, PlanEvent.reason)
        .where(PlanEvent.plan_id == bindparam("plan"), PlanEvent.what == "returned")
        .order_by(PlanEvent.id)
    )


def returned(plan: Plan) -> dict[int, str]:
    """The newest reason for which each action was returned."""
    rows = db.session.execute(returns_of_plan(), {"plan": plan.id})
    return {action_id: reason for action_id, reason in rows if action_id is not None and reason is not None}


def page_of(found: Plan, reader: Person, known: Guidance, lexicon: Lexicon, today: date) -> PlanPage:
    """A running plan as its page shows it."""
    agreements = signed_agreements(found)
    return plan_page(
        found, check_ins(found), reader, known, lexicon, today, evidence=evidence_by_action(found),
        returned=returned(found), signatures=agreements[0].signatures if agreements else (),
        written=written_review(found),
    )  # fmt: skip


def kept_plan(found: Plan, today: date, library: Library, *, closed_by: str | None) -> KeptPlan:
    """A plan with everything in it, and the estimates of the day on which it is closed."""
    estimates = estimates_of([found.learner], today, library)[found.learner_id]
    return kept(found, library, closed_by=closed_by, guidance_of_day=(RULE, estimates))


def kept(
    found: Plan,
    library: Library,
    *,
    closed_by: str | None,
    guidance_of_day: tuple[str, Mapping[str, Estimate]] | None,
) -> KeptPlan:
    """A plan with everything in it, in the words of a release."""
    agreements = signed_agreements(found)
    return kept_plan_of(
        found,
        lexicon=lexicon_in(library),
        remarks=check_ins(found),
        evidence=evidence_by_action(found),
        signatures=agreements[0].signatures if agreements else (),
        reviews=held_reviews(found),
        history=history(found),
        closed_by=closed_by,
        guidance_of_day=guidance_of_day,
    )


def find_snapshot(plan_id: int) -> KeptPlan | None:
    """The frozen plan; None for one closed before plans were frozen."""
    content = db.session.scalar(select(PlanSnapshot.content).where(PlanSnapshot.plan_id == plan_id))
    return thawed(content) if content is not None else None


def closed_plan(found: Plan, library: Library) -> KeptPlan:
    """A closed plan as it was frozen; one closed before plans were frozen is put together from its rows."""
    return find_snapshot(found.id) or kept(found, library, closed_by=None, guidance_of_day=None)


@cache
def events_of_plan() -> Select[*tuple[Any, ...]]:
    """What happened to the `plan`, newest first. Any: the columns' own types."""
    return (
        select(
            PlanEvent.at, PlanEvent.what, PlanEvent.before, PlanEvent.after, PlanEvent.reason,
            Person.name.label("who"), Action.title,
        )
        .join(Person, Person.id == PlanEvent.by_id)
        .outerjoin(Action, Action.id == PlanEvent.action_id)
        .where(PlanEvent.plan_id == bindparam("plan"))
        .order_by(PlanEvent.id.desc())
    )  # fmt: skip


def history(plan: Plan) -> list[HistoryLine]:
    """What happened to a plan in words, newest first."""
    events = db.session.execute(events_of_plan(), {"plan": plan.id})
    return [
        HistoryLine(at, event_words(what, who=who, title=title, before=before, after=after, reason=reason))
        for at, what, before, after, reason, who, title in events
    ]


@cache
def closed_plans_of() -> Select[int, datetime, datetime | None, int, int]:
    """The `learner`'s closed plans with how many actions they had and how many of these were done, newest first."""
    done = func.count(Action.id).filter(Action.state == State.DONE)
    return (
        select(Plan.id, Plan.created_at, Plan.closed_at, done, func.count(Action.id))
        .outerjoin(Action, Action.plan_id == Plan.id)
        .where(Plan.learner_id == bindparam("learner"), Plan.closed_at.is_not(None))
        .group_by(Plan.id, Plan.created_at, Plan.closed_at)
        .order_by(Plan.closed_at.desc())
        .limit(EARLIER_SHOWN)
    )


def closed_plans(learner_id: int) -> list[Earlier]:
    """A person's earlier plans in one line each, newest first."""
    return [
        Earlier(key, began.date(), closed.date(), f"{finished} of {counted(total, 'action')} done")
        for key, began, closed, finished, total in db.session.execute(closed_plans_of(), {"learner": learner_id})
        if closed is not None
    ]


def action(action_id: int) -> Action:
    """An action with its plan, or 404."""
    found: Action = db.one_or_404(
        select(Action)
        .where(Action.id == action_id)
        .options(
            joinedload(Action.plan).joinedload(Plan.learner),
            joinedload(Action.plan).selectinload(Plan.actions),
        )
    )
    return found


def open_actions(learner_ids: Collection[int]) -> dict[int, list[Action]]:
    """The open actions of several people, soonest due first, in one statement."""
    found = db.session.scalars(
        select(Action)
        .join(Action.plan)
        .where(Plan.learner_id.in_(learner_ids), Plan.closed_at.is_(None), Action.state == State.OPEN)
        .options(contains_eager(Action.plan))
        .order_by(Action.due_on, Action.id)
    )
    by_learner: dict[int, list[Action]] = defaultdict(list)
    for one in found:
        by_learner[one.plan.learner_id].append(one)
    return {learner_id: by_learner.get(learner_id, []) for learner_id in learner_ids}


@cache
def actions_for_a_kpi() -> Select[date | None, str]:
    """When the actions of any plan of the `learner` that should move the `kpi` were opened, and their titles."""
    return (
        select(Action.opened_on, Action.title)
        .join(Action.plan)
        .where(Plan.learner_id == bindparam("learner"), Action.kpi == bindparam("kpi"), Action.opened_on.is_not(None))
        .order_by(Action.opened_on, Action.id)
    )


def guidance(learner: Person, today: date, library: Library) -> Guidance:
    """Gaps and unknowns of a person in the order a plan takes them."""
    framework = framework_in(library)
    estimates = estimates_of([learner], today, library)[learner.id]
    gate, priorities = framework.gate.competency, framework.role(learner.job_role).priorities
    return Guidance(
        estimates,
        gaps(estimates, gate=gate, priorities=priorities),
        unknowns(estimates, gate=gate, priorities=priorities),
    )


def suggestions_for(learner: Person, plan: Plan, *, today: date, library: Library) -> list[Suggestion]:
    """Library actions for the learner's known gaps, as many as the plan has places for."""
    running = [one for one in plan.actions if one.state in (State.PROPOSED, *RUNNING)]
    return suggest(
        guidance(learner, today, library).gaps,
        entries_by_competency(library),
        places=places_free(len(running)),
        carried={kpi.code for kpi in kpis_for(learner.job_role, library)},
        taken={one.library_id for one in plan.actions if one.library_id},
        covered={one.competency for one in running},
        modules=modules_to_take(learner, library),
    )


def modules_to_take(learner: Person, library: Library) -> dict[str, list[str]]:
    """The modules that a person has not completed, by each competency they build."""
    completed = completions([learner.id])[learner.id]
    modules: dict[str, list[str]] = defaultdict(list)
    for slug, module in library.all(Module, "module").items():
        for builds in module.builds:
            if slug not in completed:
                modules[builds.competency].append(slug)
    return modules


def module_for(learner: Person, entry: Entry, library: Library) -> str | None:
    """The module to take with a library action, or None where there is none or it is completed."""
    return next_module(entry, modules_to_take(learner, library).get(entry.competency, ()))


def lexicon_in(library: Library) -> Lexicon:
    """What the codes of a plan mean in a release."""
    homes = {
        one.module: slug
        for slug, programme in reversed(library.all(Programme, "programme").items())
        for one in programme.modules
    }
    return Lexicon(
        framework=framework_in(library),
        competencies=competencies_in(library),
        kpis={code: KpiLink(code, kpi.name, is_kept_for_a_person(kpi)) for code, kpi in kpis_in(library).items()},
        modules={
            slug: ModuleLink(slug, module.title, homes.get(slug))
            for slug, module in library.all(Module, "module").items()
        },
        lessons={slug: lesson.title for slug, lesson in library.all(Lesson, "lesson").items()},
        papers={slug: paper.title for slug, paper in library.all(Paper, "paper").items()},
    )


def shelves_for(plan: Plan, today: date, library: Library) -> list[Shelf]:
    """The action library for the plan's learner, known gaps first."""
    return shelves(
        guidance(plan.learner, today, library).gaps,
        entries_by_competency(library),
        competencies=competencies_in(library),
        carried={kpi.code: kpi for kpi in kpis_for(plan.learner.job_role, library)},
        running={one.library_id for one in plan.actions if one.state in (State.PROPOSED, *RUNNING)},
    )


def find_thought(learner: Person, kind: str, key: str, library: Library) -> Thought | None:
    """The lesson (`module/lesson`), check not passed (its sitting's key) or result (a KPI's code), if there is one."""
    if kind == "lesson":
        return thought_of_lesson(key, library)
    if kind == "result":
        return thought_of_result(learner, key, library)
    return thought_of_check(learner, int(key)) if key.isdecimal() and len(key) < MOST_DIGITS else None


def thought_of_lesson(key: str, library: Library) -> Thought | None:
    """A lesson of the newest release."""
    if not library.has("lesson", key):
        return None
    lesson = library.one(Lesson, "lesson", key)
    competencies = in_order([one[:3] for one in lesson.indicators])
    source = Source(Origin.LESSON, name=key)
    return Thought(
        source, f"From the lesson “{lesson.title}”", competencies, lesson.indicators[0], key.partition("/")[0]
    )


def thought_of_check(learner: Person, key: int) -> Thought | None:
    """A check of the learner's own that was not passed, about what was missed in it."""
    found = db.session.get(Sitting, key)
    if found is None or found.learner_id != learner.id or found.passed is not False:
        return None
    sheet = sheet_of(found)
    missed = [
        one.entry.item.competency
        for one in sheet.questions
        if one.outcome in (Outcome.WRONG, Outcome.NONE, Outcome.PARTLY)
    ]
    source = Source(Origin.SITTING, key=key, name=found.paper)
    return Thought(source, f"After the check “{sheet.paper.title}”", in_order(missed), is_told=True)


def thought_of_result(learner: Person, code: str, library: Library) -> Thought | None:
    """A KPI that the learner's job role may carry."""
    kpi = kpis_in(library).get(code.upper())
    if kpi is None or code != code.lower() or not may_carry(kpi, learner.job_role):
        return None
    entries = [one for found in entries_by_competency(library).values() for one in found if one.action.kpi == kpi.code]
    competencies = in_order([one.competency for one in entries])
    source = Source(Origin.KPI, name=kpi.code)
    return Thought(source, f"To move the result “{kpi.name}”", competencies, kpi=kpi.code)


def shelves_of_thought(learner: Person, thought: Thought, today: date, library: Library) -> list[Shelf]:
    """The library's actions that fit a thought, by competency, those it is about first."""
    found, competencies = running_plan(learner.id), competencies_in(library)
    first = [one for one in thought.competencies if one in competencies]
    order = [*first, *(one for one in competencies if one not in first)]
    entries = {
        code: [one for one in some if thought.fits(one)] for code, some in entries_by_competency(library).items()
    }
    filled = shelves(
        [],
        entries,
        competencies={code: competencies[code] for code in order},
        carried={kpi.code: kpi for kpi in kpis_for(learner.job_role, library)},
        running={one.library_id for one in found.actions if one.state in (State.PROPOSED, *RUNNING)} if found else (),
    )
    return [one for one in filled if one.actions]


def signed_lines(content: JSON, library: Library) -> list[SignedLine]:
    """What is signed, in words."""
    return lines_of(content, competencies_in(library), kpis_in(library))


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A KPI of one person as its page shows it. `seen` is the latest reading with a note."""

    found: KpiResult
    rows: list[ReadingRow]
    seen: ReadingRow | None
    guard: KpiCard | None


def results_of(learner: Person, library: Library, most: int | None = None) -> list[KpiCard]:
    """The KPIs that the learner's job role carries and that are kept for one person, or the first few of them."""
    kpis = [kpi for kpi in kpis_for(learner.job_role, library) if is_kept_for_a_person(kpi)][:most]
    series = series_by_kpi(learner.id, [kpi.code for kpi in kpis])
    return [kpi_card(kpi, series.get(kpi.code, ())) for kpi in kpis]


def events_for(learner: Person, kpi: str, library: Library) -> list[Event]:
    """What should move a KPI and when: actions opened, modules completed."""
    actions = [
        Event(opened_on, f"plan action “{title}” begun")
        for opened_on, title in db.session.execute(actions_for_a_kpi(), {"learner": learner.id, "kpi": kpi})
        if opened_on is not None
    ]
    modules = {slug: one for slug, one in library.all(Module, "module").items() if one.kpi == kpi}
    completed = first_completions(learner.id, modules)
    done = [
        Event(completed[slug], f"module “{one.title}” completed") for slug, one in modules.items() if slug in completed
    ]
    return sorted([*actions, *done], key=lambda one: one.on)


def result_page(learner: Person, kpi: Kpi, library: Library) -> ResultPage:
    """One KPI of one person with its table, and the guard beside it where the job role carries it."""
    guard = kpis_in(library).get(kpi.guard.kpi or "")
    if guard is not None and not (is_kept_for_a_person(guard) and may_carry(guard, learner.job_role)):
        guard = None
    readings = readings_of(learner.id, [kpi, guard] if guard else [kpi])
    series = {code: [figure for figure, row in reversed(found) if row.is_current] for code, found in readings.items()}
    rows = [row for _, row in readings[kpi.code]]
    return ResultPage(
        found=kpi_result(kpi, series[kpi.code], events_for(learner, kpi.code, library)),
        rows=rows,
        seen=next((row for row in rows if row.is_current and row.note), None),
        guard=kpi_card(guard, series[guard.code]) if guard else None,
    )
