"""What the first pages show, gathered from the features on their left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import Select, and_, bindparam, exists, func, select

from kamacademy.coaching import queries as coaching
from kamacademy.coaching.brief import Draft, Note
from kamacademy.coaching.models import Observation
from kamacademy.competency import queries as competency
from kamacademy.competency.documents import Cluster, Competency
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.curriculum import queries as curriculum
from kamacademy.curriculum.documents import FactFile, Module
from kamacademy.curriculum.standing import ProgrammePath
from kamacademy.curriculum.steps import NextStep, next_step
from kamacademy.db import db
from kamacademy.development import queries as development
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import State
from kamacademy.items.documents import Bank
from kamacademy.kpi.cards import KpiCard
from kamacademy.overview.heat import TeamRow, cells
from kamacademy.overview.small_groups import band_words, shown
from kamacademy.people import queries as people
from kamacademy.people.models import Person
from kamacademy.retrieval.queries import stack_of
from kamacademy.retrieval.stack import Stack

OBSERVED_WITHIN_DAYS = 90
REVIEW_WITHIN_DAYS = 90
RESULTS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An open action of a plan in one line."""

    id: int
    title: str
    where_tried: str | None
    due_on: date


@dataclass(frozen=True, slots=True)
class Desk:
    """A learner's first page. `awaiting` is the newest note not seen yet, `agreement` the newest still to be done."""

    step: NextStep | None
    paths: Sequence[ProgrammePath]
    awaiting: Note | None
    agreement: Note | None
    actions: Sequence[OpenAction]
    results: Sequence[KpiCard]
    practice: Stack


def desk_of(learner: Person, at: datetime) -> Desk:
    """What a learner finds first: what a coach waits for, the next lesson, the agreement, actions due."""
    paths = curriculum.paths_of(learner, at.date())
    notes = coaching.notes_to_act_on(learner.id)
    return Desk(
        step=next_step(paths, at),
        paths=paths,
        awaiting=next((note for note in notes if not note.is_seen), None),
        agreement=next((note for note in notes if note.is_to_do), None),
        actions=[OpenAction(*row) for row in db.session.execute(open_actions(), {"learner": learner.id})],
        results=[card for card in development.results_of(learner, library(), RESULTS_SHOWN) if card.figure_words],
        practice=stack_of(learner, at.date()),
    )


@cache
def open_actions() -> Select[int, str, str | None, date]:
    """The open actions of the `learner`'s plan, soonest due first."""
    return (
        select(Action.id, Action.title, Action.where_tried, Action.due_on)
        .join(Plan, Plan.id == Action.plan_id)
        .where(Plan.learner_id == bindparam("learner"), Plan.closed_at.is_(None), Action.state == State.OPEN.value)
        .order_by(Action.due_on, Action.id)
    )


@dataclass(frozen=True, slots=True)
class Team:
    """A coach's people and what waits for the coach."""

    rows: Sequence[TeamRow]
    clusters: Sequence[Cluster]
    competencies: dict[str, Competency]
    drafts: Sequence[Draft]
    observed_this_month: int
    plans_to_agree: Sequence[Person]


def team_of(coach: Person, today: date) -> Team:
    """The people whom somebody coaches today, in order of name. The same number of statements however many."""
    release, care = library(), people_in_care(coach, today)
    learners = [one.person for one in care]
    framework, competencies = competency.framework_in(release), competency.competencies_in(release)
    estimates = competency.estimates_of(learners, today, release)
    return Team(
        rows=[
            TeamRow(
                person_id=one.person.id,
                name=one.person.name,
                job_role_name=one.person.job_role_name,
                cells=cells(estimates[one.person.id], competencies, framework, today),
                last_observed=one.last_observed,
                days=(today - one.last_observed).days if one.last_observed else None,
                actions_open=one.actions_open,
                actions_due=one.actions_due,
            )
            for one in care
        ],
        clusters=framework.clusters,
        competencies=competencies,
        drafts=coaching.drafts_of(coach, [learner.id for learner in learners]),
        observed_this_month=shared_since(coach, today.replace(day=1)),
        plans_to_agree=[one.person for one in care if one.waits_for_coach],
    )


@dataclass(frozen=True, slots=True)
class InCare:
    """One person in a coach's care. `waits_for_coach`: the learner has agreed to the plan and the coach has not."""

    person: Person
    last_observed: date | None
    waits_for_coach: bool
    actions_open: int
    actions_due: int


@cache
def care_in_brief() -> Select[Person, date | None, bool, int, int]:
    """The people whom the `coach` coaches on the day `on`: newest visit, running plan, actions open and due."""
    is_running = and_(Plan.learner_id == Person.id, Plan.closed_at.is_(None))
    is_open = and_(Action.plan_id == Plan.id, Action.state == State.OPEN.value)
    waits = and_(Plan.learner_agreed_at.is_not(None), Plan.coach_agreed_at.is_(None))
    due = func.count(Action.id).filter(Action.due_on <= bindparam("on"))
    return (
        people.in_care()
        .add_columns(coaching.newest_visit(), waits, func.count(Action.id), due)
        .outerjoin(Plan, is_running)
        .outerjoin(Action, is_open)
        .group_by(Person.id, Plan.id)
    )


def people_in_care(coach: Person, today: date) -> list[InCare]:
    """The people whom somebody coaches today, in order of name. One statement."""
    return [InCare(*row) for row in db.session.execute(care_in_brief(), {"coach": coach.id, "on": today})]


@cache
def notes_shared() -> Select[int]:
    """How many observations the `coach` has shared of visits since a `day`."""
    return select(func.count(Observation.id)).where(
        Observation.coach_id == bindparam("coach"),
        Observation.shared_at.is_not(None),
        Observation.observed_on >= bindparam("day"),
    )


def shared_since(coach: Person, day: date) -> int:
    """How many observations a coach has shared of visits since a day."""
    return db.session.scalar(notes_shared(), {"coach": coach.id, "day": day}) or 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain from learning to behaviour: a number, or a band where a number would point at people."""

    words: str
    figure: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class DueContent:
    """A fact or question that must be looked at again."""

    words: str
    place: str
    review_by: date


@dataclass(frozen=True, slots=True)
class Academy:
    """Counts over the whole academy, and content due for review."""

    learners: int
    chain: Sequence[Step]
    modules: Sequence[tuple[str, str, Step, Step]]
    due: Sequence[DueContent]
    release_number: int


def academy_on(today: date) -> Academy:
    """What a learning team and a leader see: no names, no count that points at anyone."""
    release = library()
    learners = learners_on(today)
    begun = curriculum.begun_modules([learner.id for learner in learners])
    completed = {key: {slug for slug, day in own.items() if day is not None} for key, own in begun.items()}
    counts = [
        ("learners in the academy", len(learners)),
        ("have begun a module", sum(1 for own in begun.values() if own)),
        ("have completed a module", sum(1 for own in completed.values() if own)),
        (f"observed by a coach in the last {OBSERVED_WITHIN_DAYS} days", sum(one.is_observed for one in learners)),
        ("have a plan agreed by both", sum(one.has_agreed_plan for one in learners)),
        ("have completed a plan action with evidence", sum(one.has_action_done for one in learners)),
    ]
    modules = release.all(Module, "module")
    counts += [
        (f"{module.code} {words}", sum(1 for own in modules_by_learner.values() if slug in own))
        for slug, module in modules.items()
        for words, modules_by_learner in (("begun", begun), ("completed", completed))
    ]
    # One list, since any two numbers on the page can be subtracted.
    steps = [
        Step(words, str(number) if number is not None else band_words(count, len(learners)), number is not None)
        for (words, count), number in zip(counts, shown([count for _, count in counts]), strict=True)
    ]
    chain, by_module = steps[: -2 * len(modules)], steps[-2 * len(modules) :]
    return Academy(
        learners=len(learners),
        chain=chain,
        modules=[
            (module.code, module.title, by_module[2 * place], by_module[2 * place + 1])
            for place, module in enumerate(modules.values())
        ],
        due=due_content(release, today),
        release_number=release.number,
    )


@dataclass(frozen=True, slots=True)
class Learner:
    """How far one person has come after the modules."""

    id: int
    is_observed: bool
    has_agreed_plan: bool
    has_action_done: bool


@cache
def active_people() -> Select[int, list[str], bool, bool, bool]:
    """Active people: their functions; whether observed since a `day`, with an agreed plan, with an action done."""
    observed = exists().where(
        Observation.learner_id == Person.id,
        Observation.shared_at.is_not(None),
        Observation.observed_on >= bindparam("day"),
    )
    agreed = exists().where(
        Plan.learner_id == Person.id,
        Plan.closed_at.is_(None),
        Plan.learner_agreed_at.is_not(None),
        Plan.coach_agreed_at.is_not(None),
    )
    done = exists().where(Plan.learner_id == Person.id, Action.plan_id == Plan.id, Action.state == State.DONE.value)
    return select(Person.id, Person.function_codes, observed, agreed, done).where(Person.deactivated_at.is_(None))


def learners_on(today: date) -> list[Learner]:
    """Active people who learn. One statement."""
    rows = db.session.execute(active_people(), {"day": today - timedelta(days=OBSERVED_WITHIN_DAYS)})
    return [Learner(key, *steps) for key, functions, *steps in rows if "learner" in functions]


def due_content(release: Library, today: date) -> list[DueContent]:
    """Facts and questions whose review date has passed or comes within three months, soonest first."""
    until = today + timedelta(days=REVIEW_WITHIN_DAYS)
    due = [
        DueContent(f"Fact: {fact.title}", f"curricula/facts/{slug}.yaml", fact.review_by)
        for slug, facts in release.all(FactFile, "facts").items()
        for fact in facts.facts
        if fact.review_by <= until
    ]
    due += [
        DueContent(f"Question {item.id}", f"assessments/items/{slug}.yaml", item.review_by)
        for slug, bank in release.all(Bank, "bank").items()
        for item in bank.all_items
        if item.review_by <= until
    ]
    return sorted(due, key=lambda one: (one.review_by, one.words))
