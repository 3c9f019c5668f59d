"""What the first pages show, gathered from the features on their left.

Columns, not entities, on the connection beneath the session: these pages read much and change nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from kamacademy.board.queries import own_attention, people_in_care
from kamacademy.calibration import queries as calibration
from kamacademy.coaching import queries as coaching
from kamacademy.coaching.models import Observation, OwnView
from kamacademy.commitment import queries as commitment
from kamacademy.competency import queries as competency
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.curriculum import queries as curriculum
from kamacademy.curriculum.documents import Module
from kamacademy.curriculum.steps import next_step
from kamacademy.db import rows_of
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import State
from kamacademy.guide.activity import Activity
from kamacademy.guide.cadence import cadence_for, observed_words
from kamacademy.guide.queries import activities_in, cadence_in, questions_in
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.models import Reading
from kamacademy.kpi.queries import kpis_in
from kamacademy.outcome import queries as outcome
from kamacademy.overview import chain, heat
from kamacademy.overview.agreement import Agreement
from kamacademy.overview.desk import Desk
from kamacademy.overview.due import DueContent, due_content
from kamacademy.overview.first_screen import FirstScreen, PlannedHeld, TodayVisit
from kamacademy.overview.moved import Series, most_moved
from kamacademy.overview.preparation import Sheet, Written, focus_lines
from kamacademy.overview.visit_brief import VisitBrief, VisitRow, visit_brief
from kamacademy.pairing import queries as pairing
from kamacademy.pairing.models import Pair
from kamacademy.people import queries as people
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.retrieval.queries import stack_of
from kamacademy.visit.models import PlannedVisit
from kamacademy.visit.queries import ahead
from kamacademy.visit.rules import DAYS_SHOWN_AHEAD

OBSERVED_WITHIN_DAYS = 90
RESULTS_SHOWN = 2
VISITS_SHOWN = 50
SERIES_LOOKED_AT = 6


def desk_of(learner: Person, at: datetime) -> Desk:
    """What a learner finds first: what a coach waits for, the next lesson, the agreement, visits, actions due."""
    today, every_path = at.date(), curriculum.all_paths(learner, at.date())
    paths, completed = [one for one in every_path if one.is_taken], curriculum.first_completions_in(every_path)
    results = outcome.results_of(learner, library(), RESULTS_SHOWN, completed=completed)
    notes, own = coaching.notes_to_act_on(learner.id), own_attention(learner, today)
    visits = [one for one in visits_ahead_of(learner, today) if one.is_own]
    return Desk(
        step=next_step(paths, at),
        paths=paths,
        awaiting=next((note for note in notes if not note.is_seen), None),
        agreement=next((note for note in notes if note.is_to_do), None),
        plan=own.plan,
        results=[card for card in results if card.figure_words],
        practice=stack_of(learner, today),
        commitments=commitment.card_of(learner, paths, at),
        role_change=own.role_change,
        visit=visits[0] if visits else None,
        view_due=next((one for one in visits if one.planned_on == today and not one.is_viewed and one.focus), None),
        accompanied=[one for one in visits if one.second],
    )


def team_of(coach: Person, today: date) -> heat.Team:
    """The people whom somebody coaches today, in order of name. The same number of statements however many."""
    release, care = library(), people_in_care(coach, today)
    framework, competencies = competency.framework_in(release), competency.competencies_in(release)
    estimates = competency.estimates_of(care, today, release)
    return heat.Team(
        rows=[
            heat.TeamRow(
                person=one,
                cells=heat.cells(estimates[one.id], competencies, framework),
                days=one.days_unobserved(today),
                waits=one.has_waited(today),
                rhythm_words=observed_words(one.rhythm),
            )
            for one in care
        ],
        care=care,
        clusters=framework.clusters,
        competencies=competencies,
        drafts=coaching.drafts_of(coach, [one.id for one in care]),
        observed_this_month=shared_since(coach, today.replace(day=1)),
    )


@cache
def notes_shared() -> Select[int]:
    """How many observations the `coach` has shared of visits since a `day`."""
    return select(func.count(Observation.id)).where(
        Observation.coach_id == bindparam("coach"),
        Observation.shared_at.is_not(None),
        Observation.observed_on >= bindparam("day"),
        Observation.activity != Activity.ROLE_PLAY.value,
    )


def shared_since(coach: Person, day: date) -> int:
    """How many visits since a day a coach has observed and shared."""
    return int(rows_of(notes_shared(), coach=coach.id, day=day)[0][0])


def first_screen_of(coach: Person, today: date) -> FirstScreen:
    """What a field manager finds first. The same number of statements however many people."""
    care, visits = people_in_care(coach, today), [one for one in visits_ahead_of(coach, today) if not one.is_own]
    of_today = [one for one in visits if one.planned_on == today]
    shown = of_today or visits[:1]
    agreements = last_agreements({one.learner_id for one in shown})
    with_agreement = [TodayVisit(one, agreements.get(one.learner_id)) for one in shown]
    moved = most_moved(newest_series({one.id for one in care}))
    return FirstScreen(
        today=with_agreement if of_today else [],
        following=with_agreement[0] if with_agreement and not of_today else None,
        month=planned_and_held(coach, today.replace(day=1), last_of_month(today)),
        care=care,
        moved=moved,
        moved_name=next((one.name for one in care if moved and one.id == moved.learner_id), None),
        also=[*pairing.waiting_for(coach, today), *calibration.waiting_for(coach, today)],
        on=today,
    )


def last_of_month(today: date) -> date:
    """The last day of a day's month."""
    return (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


@cache
def visits_in_month() -> Select[int, int]:
    """How many visits the `coach` has planned from the day `first` to `last`, and how many of them were held."""
    return select(func.count(PlannedVisit.id), func.count(PlannedVisit.id).filter(coaching.is_held())).where(
        PlannedVisit.coach_id == bindparam("coach"),
        PlannedVisit.planned_on.between(bindparam("first"), bindparam("last")),
        PlannedVisit.cancelled_at.is_(None),
    )


def planned_and_held(coach: Person, first: date, last: date) -> PlannedHeld:
    """How many visits a coach had planned for some days, without cancelled ones, and how many were held."""
    return PlannedHeld(*rows_of(visits_in_month(), coach=coach.id, first=first, last=last)[0])


@cache
def visits_in_brief() -> Select[*tuple[Any, ...]]:
    """Planned visits with the names of the two, whether held and viewed, and who comes along to rate as well.

    Any: the columns' own types.
    """
    learner, coach, second = aliased(Person), aliased(Person), aliased(Person)
    is_viewed = exists().where(OwnView.planned_visit_id == PlannedVisit.id)
    comes_along = (
        select(second.name)
        .join(Pair, Pair.second_id == second.id)
        .where(Pair.visit_id == PlannedVisit.id, Pair.declined_at.is_(None), Pair.finished_at.is_(None))
        .correlate(PlannedVisit)
        .scalar_subquery()
    )
    return (
        select(PlannedVisit)
        .join(learner, learner.id == PlannedVisit.learner_id)
        .join(coach, coach.id == PlannedVisit.coach_id)
        .with_only_columns(
            PlannedVisit.id, PlannedVisit.planned_on, PlannedVisit.begins, PlannedVisit.activity,
            PlannedVisit.account_alias, PlannedVisit.purpose, PlannedVisit.focus, PlannedVisit.learner_id,
            learner.name, PlannedVisit.coach_id, coach.name, PlannedVisit.cancelled_at.is_not(None), coaching.is_held(),
            is_viewed, comes_along,
        )
    )  # fmt: skip


@cache
def ahead_in_brief() -> Select[*tuple[Any, ...]]:
    """The same of the visits ahead. Any: the columns' own types."""
    brief = visits_in_brief()
    wanted = ahead().with_only_columns(PlannedVisit.id)
    order = (PlannedVisit.planned_on, PlannedVisit.begins.nulls_last(), PlannedVisit.id)
    return brief.where(PlannedVisit.id.in_(wanted.order_by(None))).order_by(*order)


@cache
def behind_in_brief() -> Select[*tuple[Any, ...]]:
    """Visits of the `person` that lie before a `day` or were cancelled, newest first. Any: the columns' own types."""
    mine = or_(PlannedVisit.learner_id == bindparam("person"), PlannedVisit.coach_id == bindparam("person"))
    is_over = or_(PlannedVisit.planned_on < bindparam("day"), PlannedVisit.cancelled_at.is_not(None))
    order = (PlannedVisit.planned_on.desc(), PlannedVisit.id.desc())
    return visits_in_brief().where(mine, is_over).order_by(*order).limit(VISITS_SHOWN)


def briefs(found: Sequence[Row[*tuple[Any, ...]]], reader: Person) -> list[VisitBrief]:
    """Visits as the reader reads them. Any: the columns' own types."""
    names = indicator_names(library()) if found else {}
    return [visit_brief(VisitRow(*row), reader.id, names) for row in found]


def indicator_names(release: Library) -> Mapping[str, str]:
    """The names of all indicators of a release."""
    found = competency.competencies_in(release).values()
    return {indicator.id: indicator.name for one in found for indicator in one.indicators}


def visits_ahead_of(reader: Person, today: date, days: int = DAYS_SHOWN_AHEAD) -> list[VisitBrief]:
    """The reader's visits of today and the days ahead, soonest first. One statement."""
    given = {"person": reader.id, "first": today, "last": today + timedelta(days=days)}
    return briefs(rows_of(ahead_in_brief(), **given), reader)


def visits_behind(reader: Person, today: date) -> list[VisitBrief]:
    """The reader's visits that lie behind or were cancelled, newest first. A coach reads those still in care."""
    found = briefs(rows_of(behind_in_brief(), person=reader.id, day=today), reader)
    in_care = {one.id for one in people.learners_of(reader, today)} if any(not one.is_own for one in found) else set()
    return [one for one in found if one.is_own or one.learner_id in in_care]


@cache
def newest_agreements() -> Select[*tuple[Any, ...]]:
    """The newest action that each of some `learners` agreed in a shared note. Any: the columns' own types."""
    place = func.row_number().over(
        partition_by=Observation.learner_id, order_by=(Observation.observed_on.desc(), Observation.id.desc())
    )
    newest = (
        select(Observation.id, place.label("place"))
        .where(
            Observation.learner_id.in_(bindparam("learners", expanding=True)),
            Observation.shared_at.is_not(None),
            Observation.discarded_at.is_(None),
            Observation.agreed_action.is_not(None),
        )
        .subquery()
    )
    return (
        select(
            Observation.learner_id, Observation.agreed_action, Observation.agreed_indicator, Observation.observed_on,
            Observation.agreed_due_on, Action.state, Action.done_on, Action.due_on,
        )
        .join(newest, newest.c.id == Observation.id)
        .outerjoin(Action, Action.id == Observation.action_id)
        .where(newest.c.place == 1)
    )  # fmt: skip


def last_agreements(learner_ids: Collection[int]) -> dict[int, Agreement]:
    """The newest agreed action of some people by learner, with what became of it. No statement for nobody."""
    if not learner_ids:
        return {}
    return {
        learner_id: Agreement(learner_id, title, indicator, agreed_on, moved_to or due_on, state, done_on)
        for learner_id, title, indicator, agreed_on, due_on, state, done_on, moved_to in rows_of(
            newest_agreements(), learners=sorted(learner_ids)
        )
    }


@cache
def series_with_news() -> Select[*tuple[Any, ...]]:
    """The readings of the few KPIs of some `learners` that were read last, in order of period.

    Each with the day on which its first plan action was opened. Any: the columns' own types.
    """
    newest = (
        select(Reading.learner_id, Reading.kpi)
        .where(Reading.learner_id.in_(bindparam("learners", expanding=True)))
        .group_by(Reading.learner_id, Reading.kpi)
        .having(func.count(Reading.id) > 3)
        .order_by(func.max(Reading.period_end).desc(), func.max(Reading.id).desc())
        .limit(SERIES_LOOKED_AT)
        .subquery()
    )
    first_action = (
        select(func.min(Action.opened_on))
        .join(Plan, Plan.id == Action.plan_id)
        .where(Plan.learner_id == newest.c.learner_id, Action.kpi == newest.c.kpi)
        .correlate(newest)
        .scalar_subquery()
    )
    later = aliased(Reading)
    is_superseded = select(later.id).where(later.supersedes_id == Reading.id, later.withdrawn_at.is_(None)).exists()
    return (
        select(
            Reading.learner_id, Reading.kpi, first_action, Reading.period_start, Reading.period_end,
            Reading.numerator, Reading.denominator, Reading.value, Reading.n,
        )
        .join(newest, and_(newest.c.learner_id == Reading.learner_id, newest.c.kpi == Reading.kpi))
        .where(~is_superseded, Reading.withdrawn_at.is_(None))
        .order_by(Reading.period_start, Reading.id)
    )  # fmt: skip


def newest_series(learner_ids: Collection[int]) -> list[Series]:
    """The KPIs of some people that were read last. One statement; none for nobody."""
    if not learner_ids:
        return []
    kpis = kpis_in(library())
    figures: dict[tuple[int, str, date | None], list[Figure]] = defaultdict(list)
    for learner_id, kpi, first_action_on, *figure in rows_of(series_with_news(), learners=sorted(learner_ids)):
        figures[learner_id, kpi, first_action_on].append(Figure(*figure))
    return [
        Series(learner_id, kpis[kpi], found, first_action_on)
        for (learner_id, kpi, first_action_on), found in figures.items()
        if kpi in kpis
    ]


@cache
def written_of_visit() -> Select[*tuple[Any, ...]]:
    """The keys of the shared note and of the draft of a planned `visit`, and whether the own view is given.

    Any: the columns' own types.
    """
    of_visit = (Observation.planned_visit_id == bindparam("visit"), Observation.discarded_at.is_(None))
    newest = select(func.max(Observation.id)).where(*of_visit)
    return select(
        newest.where(Observation.shared_at.is_not(None)).scalar_subquery(),
        newest.where(Observation.shared_at.is_(None)).scalar_subquery(),
        exists().where(OwnView.planned_visit_id == bindparam("visit")),
    )


def written_of(visit: PlannedVisit) -> Written:
    """What has been written of a visit. One statement."""
    return Written(*rows_of(written_of_visit(), visit=visit.id)[0])


def sheet_of(visit: PlannedVisit, today: date) -> Sheet:
    """What coach and learner prepare a visit by."""
    release, learner = library(), visit.learner
    framework, competencies = competency.framework_in(release), competency.competencies_in(release)
    estimates = competency.estimates_of([learner], today, release)[learner.id]
    agreement, banks = last_agreements({learner.id}).get(learner.id), questions_in(release)
    names = indicator_names(release)
    return Sheet(
        agreement=agreement,
        agreement_about=names.get(agreement.indicator) if agreement else None,
        focus=focus_lines(
            [one for one in visit.focus if one in names],
            activities_in(release).of(visit.activity),
            framework,
            competencies,
            estimates,
        ),
        moved=most_moved(newest_series({learner.id})),
        grow=banks.grow,
        feedback=banks.of("sbi"),
        strategy=banks.of("strategy"),
    )


def academy_on(today: date) -> chain.Academy:
    """What a learning team and a leader see: no names, no count that points at anyone."""
    release = library()
    learners = learners_on(today)
    return chain.academy(
        learners,
        curriculum.begun_modules([learner.id for learner in learners]),
        release.all(Module, "module"),
        days=OBSERVED_WITHIN_DAYS,
        release_number=release.number,
    )


def due_for_review(today: date) -> Sequence[DueContent]:
    """Facts and questions of the newest release that are to be looked at again."""
    return due_content(library(), today)


@cache
def active_people() -> Select[*tuple[Any, ...]]:
    """Active people: functions, job role and since when, the newest visit, and how far plans and visits have come.

    Visits are those of the days from `day` to `on`. Any: the columns' own types.
    """
    agreed = exists().where(
        Plan.learner_id == Person.id,
        Plan.closed_at.is_(None),
        Plan.learner_agreed_at.is_not(None),
        Plan.coach_agreed_at.is_not(None),
    )
    done = exists().where(Plan.learner_id == Person.id, Action.plan_id == Plan.id, Action.state == State.DONE.value)
    lately = and_(
        PlannedVisit.learner_id == Person.id,
        PlannedVisit.planned_on.between(bindparam("day"), bindparam("on")),
        PlannedVisit.cancelled_at.is_(None),
    )
    held = exists().where(
        lately,
        Observation.planned_visit_id == PlannedVisit.id,
        Observation.shared_at.is_not(None),
        Observation.discarded_at.is_(None),
    )
    return select(
        Person.id, Person.function_codes, Person.job_role_code, Person.role_since, coaching.newest_visit(), agreed,
        done, exists().where(lately), held,
    ).where(Person.deactivated_at.is_(None))  # fmt: skip


def learners_on(today: date) -> list[chain.Learner]:
    """Active people who learn. One statement."""
    first, policy = today - timedelta(days=OBSERVED_WITHIN_DAYS), cadence_in(library())
    found = []
    for key, functions, code, since, observed, agreed, done, planned, held in rows_of(
        active_people(), day=first, on=today
    ):
        if "learner" not in functions:
            continue
        longest = cadence_for(policy, JobRole(code), since, today).longest_days
        found.append(
            chain.Learner(
                id=key,
                is_observed=observed is not None and observed >= first,
                has_agreed_plan=agreed,
                has_action_done=done,
                is_in_rhythm=observed is not None and (today - observed).days <= longest,
                had_visit_planned=planned,
                had_visit_held=held,
            )
        )
    return found
