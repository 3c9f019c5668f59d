"""Gathering what stands on each paper, from the features that show it on their pages."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from flask import abort
from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import selectinload

from kamacademy.assessment.documents import Paper as ExamPaper
from kamacademy.assessment.models import Sitting
from kamacademy.assessment.queries import results_of
from kamacademy.assessment.scoring import Result, best
from kamacademy.attestation.queries import signed
from kamacademy.coaching.lines import lines
from kamacademy.coaching.proposition import FIT_WORDS, Fit
from kamacademy.competency.estimation import Estimate
from kamacademy.competency.evidence import Purpose
from kamacademy.competency.queries import competencies_in, estimates_of, framework_in, profile_of
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.conversation.queries import Note
from kamacademy.curriculum.progress import Status
from kamacademy.curriculum.queries import all_paths
from kamacademy.curriculum.standing import ModuleState, ProgrammePath
from kamacademy.db import db
from kamacademy.development import queries as development
from kamacademy.development.gaps import Guidance, gaps, unknowns
from kamacademy.development.lexicon import Lexicon
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import is_overdue
from kamacademy.guide.activity import visit_title
from kamacademy.impact import queries as impact
from kamacademy.impact.chain import chain_in
from kamacademy.impact.models import EffectStudy
from kamacademy.kpi.subjects import Group
from kamacademy.outcome import queries as outcome
from kamacademy.overview.agreement import Agreement
from kamacademy.overview.heat import TeamRow
from kamacademy.overview.queries import last_agreements, team_of
from kamacademy.people.market import market_of
from kamacademy.people.models import Person
from kamacademy.people.queries import team
from kamacademy.plan.page import gap_lines, next_evidence
from kamacademy.plan.queries import page_of
from kamacademy.reports.models import Certificate, PaperOrder
from kamacademy.reports.sheets import (
    CertificateLine,
    EffectSheet,
    Head,
    Member,
    ModuleLine,
    NoteSheet,
    Paper,
    PaperLine,
    PlanSheet,
    ProfileSheet,
    ScorecardSheet,
    TeamSheet,
    TranscriptSheet,
    plan_sheet,
)
from kamacademy.rollout.rules import title_of
from kamacademy.scorecard import queries as scorecards
from kamacademy.wording import inside, number
from kamacademy.worth import queries as worths

LINES_A_MEMBER = 2


def head_of(learner: Person, on: date) -> Head:
    """Whose paper it is on a day."""
    relation = learner.coaching_on(on)
    return Head(learner.name, learner.job_role_name, relation.coach.name if relation else None, on)


def plan_sheet_of(found: Plan, reader: Person, today: date) -> PlanSheet:
    """A plan as a paper, with where its competencies stand and the results it should move."""
    learner, release = found.learner, library()
    known, lexicon = development.guidance(learner, today, release), development.lexicon_in(release)
    page = page_of(found, reader, known, lexicon, today)
    wanted = {card.kpi.code for card in page.open if card.kpi}
    results = outcome.results_of(learner, release) if wanted else []
    cards = {card.kpi.code: card for card in results}
    return plan_sheet(head_of(learner, today), page, known.estimates, cards, lexicon.level_names)


def note_sheet_of(found: Note, today: date) -> NoteSheet:
    """A shared note as a paper; its signature is checked against what is stored now."""
    one = found.observation
    is_attestation = one.purpose == Purpose.ATTESTATION
    return NoteSheet(
        head=head_of(one.learner, today),
        paper=Paper.ATTESTATION if is_attestation else Paper.NOTE,
        title=visit_title(one.activity, one.complexity),
        coach=one.coach.name,
        observed_on=one.observed_on,
        account_alias=one.account_alias,
        lines=tuple(lines(one, library(one.release_id))),
        fit=FIT_WORDS[Fit(one.proposition_fit)] if one.proposition_fit else None,
        strength=one.strength,
        improve=one.improve,
        agreed=one.agreed_action,
        agreed_due_on=one.agreed_due_on,
        own_view=one.learner_view,
        signature=signed(one) if is_attestation else None,
    )


def profile_sheet_of(learner: Person, today: date) -> ProfileSheet:
    """A competency profile as a paper."""
    return ProfileSheet(head_of(learner, today), profile_of(learner, today), framework_in(library()))


def scorecard_sheet_of(learner: Person, today: date) -> ScorecardSheet:
    """A person's scorecard as a paper."""
    head, card = head_of(learner, today), scorecards.card_of(learner, library())
    coached = f", coached by {head.coach}" if head.coach else ""
    return ScorecardSheet(learner.name, f"{inside(head.job_role)}{coached}", today, card)


def team_scorecard_sheet_of(group: Group, today: date) -> ScorecardSheet:
    """A team's scorecard as a paper."""
    market = market_of(None, team(group.subject.team_id or 0).market)
    card = scorecards.card_of_team(group, market, library())
    return ScorecardSheet(group.name, "the people of the team today, together", today, card)


def programme_scorecard_sheet_of(group: Group, today: date) -> ScorecardSheet:
    """A programme's scorecard as a paper."""
    card = scorecards.card_of_programme(group, library())
    return ScorecardSheet(group.name, "everybody assigned to the programme, together", today, card)


def effect_sheet_of(study: EffectStudy, today: date) -> EffectSheet:
    """A study that was worked out as a paper, with the chain as counted last and what it was worth as stated last."""
    release = library()
    page, counted, worth = impact.page_of(study, release), impact.chain_of(study.subject), worths.latest_for(study.id)
    return EffectSheet(
        title=title_of(study.subject, release),
        measure=f"{page.kpi.code} {page.kpi.name}",
        on=today,
        asked_by=study.asked_by.name,
        asked_on=study.asked_at.date(),
        told=page.told,
        stamp=page.stamp,
        found=page.found,
        chain=chain_in(counted.result) if counted else None,
        counted_on=counted.counted_at.date() if counted else None,
        worth=worths.told_of(worth, study) if worth else None,
    )


def transcript_of(learner: Person, today: date) -> TranscriptSheet:
    """What a person has learned and passed, newest first."""
    release, paths = library(), all_paths(learner, today)
    certificates = certificates_of(learner, today)
    held = {one.programme for one, is_valid in certificates if is_valid}
    return TranscriptSheet(
        head=head_of(learner, today),
        modules=module_lines(paths, today),
        papers=paper_lines(results_of([learner.id])[learner.id], release, told_by_modules(paths)),
        certificates=tuple(certificate_line(one, is_valid=is_valid) for one, is_valid in certificates),
        offered={one.slug: one.programme.title for one in paths if is_whole(one) and one.slug not in held},
    )


def is_whole(path: ProgrammePath) -> bool:
    """Whether every module of a programme is complete and none of their checks has run out."""
    return path.is_done and all(one.status is not Status.DUE_AGAIN for one in path.modules)


def path_of(learner: Person, programme: str, today: date) -> ProgrammePath:
    """A programme as it stands for a person, or 404."""
    return next((one for one in all_paths(learner, today) if one.slug == programme), None) or abort(404)


def module_lines(paths: Iterable[ProgrammePath], today: date) -> tuple[ModuleLine, ...]:
    """The modules that were completed, each once, newest first; those done for another market too."""
    found: dict[str, ModuleLine] = {}
    for path in paths:
        for state in path.every_module:
            if state.completed_on is not None and state.slug not in found:
                found[state.slug] = module_line(path.programme.title, state, state.completed_on, today)
    return tuple(sorted(found.values(), key=lambda one: one.completed_on, reverse=True))


def module_line(programme: str, state: ModuleState, completed_on: date, today: date) -> ModuleLine:
    """One module that was completed."""
    best_one = state.best_sitting
    return ModuleLine(
        programme=programme,
        module=state.module.title,
        market=state.market_name,
        completed_on=completed_on,
        how="Exempted by a test" if state.is_exempted else "Worked through",
        points=points_words(best_one) if best_one and best_one.passed else "",
        valid_until=state.valid_until,
        counts=state.valid_until is None or state.valid_until >= today,
    )


def told_by_modules(paths: Iterable[ProgrammePath]) -> set[str | None]:
    """The checks and exemption tests of modules that were completed: the module's line tells them."""
    completed = [state.module for path in paths for state in path.every_module if state.completed_on is not None]
    return {paper for one in completed for paper in (one.check, one.exemption)}


def paper_lines(results: Sequence[Result], release: Library, told: Container[str | None]) -> tuple[PaperLine, ...]:
    """The papers passed that no completed module tells of, newest first."""
    papers = release.all(ExamPaper, "paper")
    return tuple(
        PaperLine(papers[one.paper].title, one.submitted_at.date(), points_words(one), one.valid_until)
        for one in sorted(best(results).values(), key=lambda one: one.started_at, reverse=True)
        if one.passed and one.submitted_at and one.paper in papers and one.paper not in told
    )


def points_words(result: Result) -> str:
    """9 of 10."""
    return "" if result.points is None else f"{number(result.points)} of {number(result.points_max)}"


def checks_behind(path: ProgrammePath) -> list[int]:
    """The sittings that a certificate of a programme would rest on, in the order of its modules."""
    passed = (next((one for one in passes(state)), None) for state in path.modules)
    return [one.sitting_id for one in passed if one is not None]


def passes(state: ModuleState) -> list[Result]:
    """The passed checks of a module, or its passed exemption tests where it was never begun; the best first."""
    sittings = state.exemption_sittings if state.is_exempted else state.check_sittings
    passed = [one for one in sittings if one.passed]
    return sorted(passed, key=lambda one: (one.valid_until or date.max, one.started_at), reverse=True)


@cache
def certificates_held() -> Select[Certificate]:
    """The certificates of the `person`, newest first."""
    return (
        select(Certificate)
        .where(Certificate.person_id == bindparam("person"))
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    )


def certificates_of(learner: Person, today: date) -> list[tuple[Certificate, bool]]:
    """A person's certificates, newest first, each with whether it holds. Two statements, one without any."""
    found = list(db.session.scalars(certificates_held(), {"person": learner.id}))
    standing = still_passed({sitting for one in found for sitting in one.sitting_ids})
    return [(one, holds(one, standing, today)) for one in found]


def certificate_line(one: Certificate, *, is_valid: bool) -> CertificateLine:
    """A certificate for a list."""
    return CertificateLine(one.id, one.title, one.issued_at.date(), one.valid_until, one.code, is_valid)


def certificate(certificate_id: int) -> Certificate:
    """A certificate, or 404."""
    found: Certificate = db.get_or_404(Certificate, certificate_id)
    return found


def find_certificate(code: str) -> Certificate | None:
    """The certificate with a code."""
    return db.session.scalar(select(Certificate).where(Certificate.code == code))


def still_passed(sitting_ids: Iterable[int]) -> set[int]:
    """Which of some sittings are passed now; a correction may have changed that. No statement for none."""
    wanted = sorted(sitting_ids)
    if not wanted:
        return set()
    return set(db.session.scalars(select(Sitting.id).where(Sitting.id.in_(wanted), Sitting.passed.is_(True))))


def holds(one: Certificate, standing: set[int], today: date) -> bool:
    """Whether a certificate holds on a day: nothing behind it has run out or was corrected to not passed."""
    return (one.valid_until is None or today <= one.valid_until) and standing.issuperset(one.sitting_ids)


def holds_now(one: Certificate, today: date) -> bool:
    """The same of one certificate."""
    return holds(one, still_passed(one.sitting_ids), today)


def team_sheet_of(coach: Person, today: date) -> TeamSheet:
    """The people in a coach's care as a paper. The same number of statements however many."""
    team, release = team_of(coach, today), library()
    ids = [row.person.id for row in team.rows]
    estimates, actions = estimates_of(team.care, today, release), development.open_actions(ids)
    agreements, lexicon = last_agreements(set(ids)), development.lexicon_in(release)
    members = tuple(
        member(row, estimates[row.person.id], actions[row.person.id], agreements.get(row.person.id), lexicon, today)
        for row in team.rows
    )
    return TeamSheet(coach.name, today, members, team.clusters, competencies_in(release))


def member(
    row: TeamRow,
    estimates: Mapping[str, Estimate],
    actions: Sequence[Action],
    agreed: Agreement | None,
    lexicon: Lexicon,
    today: date,
) -> Member:
    """One person of a team with what to talk about."""
    one, framework = row.person, lexicon.framework
    gate, priorities = framework.gate.competency, framework.role(one.job_role).priorities
    known = Guidance(
        estimates,
        gaps(estimates, gate=gate, priorities=priorities),
        unknowns(estimates, gate=gate, priorities=priorities),
    )
    return Member(
        id=one.id,
        name=one.name,
        job_role=one.job_role_name,
        cells=row.cells,
        last_seen=one.last_observed,
        has_waited=row.waits,
        actions=tuple((each.title, each.due_on, is_overdue(each.state, each.due_on, today)) for each in actions),
        gaps=gap_lines(known, lexicon)[:LINES_A_MEMBER],
        unknown=next_evidence(known, lexicon)[:LINES_A_MEMBER],
        agreed=f"{agreed.title} ({agreed.state_words(today)})" if agreed else "",
        estimates=estimates,
    )


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order with those whom it tells about, as the policy asks for it."""

    order: PaperOrder
    told_of: tuple[Person, ...]

    @property
    def person_id(self) -> int:
        """Who asked for it."""
        return self.order.person_id


def ordered(order_id: int) -> Ordered:
    """An order with those whom it tells about, or 404. Three statements."""
    found: PaperOrder = db.get_or_404(PaperOrder, order_id)
    people = select(Person).where(Person.id.in_(found.learner_ids)).options(selectinload(Person.coached_by))
    return Ordered(found, tuple(db.session.scalars(people.order_by(Person.id))))


def orders_of(person: Person, at: datetime, most: int = 10) -> list[PaperOrder]:
    """Somebody's orders that are not expired, newest first."""
    query = select(PaperOrder).where(
        PaperOrder.person_id == person.id, or_(PaperOrder.expires_at.is_(None), PaperOrder.expires_at > at)
    )
    return list(db.session.scalars(query.order_by(PaperOrder.id.desc()).limit(most)))


def next_order(abandoned_before: datetime) -> PaperOrder | None:
    """The order that has waited longest: not begun, or begun long ago by a process that is gone."""
    query = (
        select(PaperOrder)
        .where(
            PaperOrder.finished_at.is_(None),
            or_(PaperOrder.begun_at.is_(None), PaperOrder.begun_at < abandoned_before),
        )
        .order_by(PaperOrder.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalar(query)


def expired_orders(at: datetime) -> list[PaperOrder]:
    """Orders whose file is to be deleted."""
    query = select(PaperOrder).where(PaperOrder.expires_at <= at, PaperOrder.file.is_not(None))
    return list(db.session.scalars(query.order_by(PaperOrder.id)))


def waiting_orders(person: Person) -> int:
    """How many of somebody's orders are not finished."""
    query = select(func.count(PaperOrder.id)).where(PaperOrder.person_id == person.id, PaperOrder.finished_at.is_(None))
    return db.session.scalar(query) or 0


def people_in_order(learner_ids: Iterable[int]) -> list[tuple[int, int | None]]:
    """The keys of some people and of the plan each is working on, in order of name."""
    query = (
        select(Person.id, Plan.id)
        .outerjoin(Plan, and_(Plan.learner_id == Person.id, Plan.closed_at.is_(None)))
        .where(Person.id.in_(sorted(learner_ids)))
        .order_by(Person.name, Person.id)
    )
    return [(key, plan_id) for key, plan_id in db.session.execute(query)]
