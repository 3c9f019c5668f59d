"""What the first pages show, gathered from the features on their left."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from kamacademy.assessment.documents import Bank
from kamacademy.coaching import queries as coaching
from kamacademy.coaching.models import Observation
from kamacademy.competency import queries as competency
from kamacademy.competency.documents import Cluster, Competency
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.curriculum import queries as curriculum
from kamacademy.curriculum.documents import FactFile, Module
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.curriculum.progress import ProgrammePath
from kamacademy.curriculum.steps import NextStep, next_step
from kamacademy.db import db
from kamacademy.development import queries as development
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import State
from kamacademy.kpi.cards import KpiCard
from kamacademy.overview.heat import TeamRow, cells
from kamacademy.overview.small_groups import band_words, shown
from kamacademy.people import queries as people
from kamacademy.people.models import Person

OBSERVED_WITHIN_DAYS = 90
REVIEW_WITHIN_DAYS = 90
RESULTS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Desk:
    """A learner's first page."""

    step: NextStep | None
    paths: Sequence[ProgrammePath]
    awaiting: Sequence[Observation]
    agreement: Observation | None
    actions: Sequence[Action]
    results: Sequence[KpiCard]


def desk_of(learner: Person, today: date) -> Desk:
    """What a learner finds first: what a coach waits for, the next lesson, the agreement, actions due."""
    paths = curriculum.paths_of(learner, today)
    actions = development.open_actions([learner.id]).get(learner.id, [])
    return Desk(
        step=next_step(paths),
        paths=paths,
        awaiting=coaching.awaiting_answer(learner.id),
        agreement=coaching.latest_agreement(learner.id),
        actions=sorted(actions, key=lambda action: (action.due_on, action.id)),
        results=[card for card in development.results_of(learner, library(), RESULTS_SHOWN) if card.figure_words],
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """Notes that a coach has not shared yet."""

    observation_id: int
    name: str
    observed_on: date


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
    release = library()
    learners = people.learners_of(coach, today)
    ids = [learner.id for learner in learners]
    framework, competencies = competency.framework_in(release), competency.competencies_in(release)
    estimates = competency.estimates_of(learners, today, release)
    last, actions = coaching.last_observed(ids), open_and_due(ids, today)
    rows = []
    for learner in learners:
        seen, (begun, due) = last.get(learner.id), actions.get(learner.id, (0, 0))
        rows.append(
            TeamRow(
                person_id=learner.id,
                name=learner.name,
                job_role_name=learner.job_role_name,
                cells=cells(estimates[learner.id], competencies, framework, today),
                last_observed=seen,
                days=(today - seen).days if seen else None,
                actions_open=begun,
                actions_due=due,
            )
        )
    return Team(
        rows=rows,
        clusters=framework.clusters,
        competencies=competencies,
        drafts=drafts_of(coach, ids),
        observed_this_month=shared_since(coach, today.replace(day=1)),
        plans_to_agree=waiting_for_coach(learners),
    )


def open_and_due(learner_ids: Collection[int], today: date) -> dict[int, tuple[int, int]]:
    """How many open actions people have, and how many of them are due. One statement."""
    due = func.count(Action.id).filter(Action.due_on <= today)
    query = (
        select(Plan.learner_id, func.count(Action.id), due)
        .join(Action, Action.plan_id == Plan.id)
        .where(Plan.learner_id.in_(learner_ids), Plan.closed_at.is_(None), Action.state == State.OPEN.value)
        .group_by(Plan.learner_id)
    )
    return {learner_id: (begun, ripe) for learner_id, begun, ripe in db.session.execute(query)}


def drafts_of(coach: Person, learner_ids: Collection[int]) -> list[Draft]:
    """A coach's drafts on the people in their care, newest visit first."""
    query = (
        select(Observation.id, Person.name, Observation.observed_on)
        .join(Person, Person.id == Observation.learner_id)
        .where(
            Observation.coach_id == coach.id,
            Observation.learner_id.in_(learner_ids),
            Observation.shared_at.is_(None),
            Observation.discarded_at.is_(None),
        )
        .order_by(Observation.observed_on.desc(), Observation.id.desc())
    )
    return [Draft(*row) for row in db.session.execute(query)]


def shared_since(coach: Person, day: date) -> int:
    """How many observations a coach has shared of visits since a day."""
    query = select(func.count(Observation.id)).where(
        Observation.coach_id == coach.id, Observation.shared_at.is_not(None), Observation.observed_on >= day
    )
    return db.session.scalar(query) or 0


def waiting_for_coach(learners: Collection[Person]) -> list[Person]:
    """Those who have agreed to their plan while the coach has not, in order of name."""
    ids = {learner.id for learner in learners}
    query = select(Plan.learner_id).where(
        Plan.learner_id.in_(ids),
        Plan.closed_at.is_(None),
        Plan.learner_agreed_at.is_not(None),
        Plan.coach_agreed_at.is_(None),
    )
    waiting = set(db.session.scalars(query))
    return [learner for learner in learners if learner.id in waiting]


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
    ids = learner_ids()
    started = started_by_module()
    completed = completed_by_module(ids)
    counts = [
        ("learners in the academy", len(ids)),
        ("have begun a module", len(set().union(*started.values()) & ids)),
        ("have completed a module", len(set().union(*completed.values()) & ids)),
        (f"observed by a coach in the last {OBSERVED_WITHIN_DAYS} days", len(observed_since(today) & ids)),
        ("have a plan agreed by both", len(with_agreed_plan() & ids)),
        ("have completed a plan action with evidence", len(with_action_done() & ids)),
    ]
    modules = release.all(Module, "module")
    counts += [
        (f"{module.code} {words}", len(one.get(slug, set()) & ids))
        for slug, module in modules.items()
        for words, one in (("begun", started), ("completed", completed))
    ]
    # One list, since any two numbers on the page can be subtracted.
    steps = [
        Step(words, str(number) if number is not None else band_words(count, len(ids)), number is not None)
        for (words, count), number in zip(counts, shown([count for _, count in counts]), strict=True)
    ]
    chain, by_module = steps[: -2 * len(modules)], steps[-2 * len(modules) :]
    return Academy(
        learners=len(ids),
        chain=chain,
        modules=[
            (module.code, module.title, by_module[2 * place], by_module[2 * place + 1])
            for place, module in enumerate(modules.values())
        ],
        due=due_content(release, today),
        release_number=release.number,
    )


def learner_ids() -> set[int]:
    """Active people who learn."""
    rows = db.session.execute(select(Person.id, Person.function_codes).where(Person.deactivated_at.is_(None)))
    return {key for key, codes in rows if "learner" in codes}


def started_by_module() -> dict[str, set[int]]:
    """Who has begun each module."""
    found: dict[str, set[int]] = {}
    for module, learner_id in db.session.execute(select(ModuleAttempt.module, ModuleAttempt.learner_id).distinct()):
        found.setdefault(module, set()).add(learner_id)
    return found


def completed_by_module(ids: Collection[int]) -> dict[str, set[int]]:
    """Who has completed each module."""
    found: dict[str, set[int]] = {}
    for learner_id, modules in curriculum.completions(ids).items():
        for module in modules:
            found.setdefault(module, set()).add(learner_id)
    return found


def observed_since(today: date) -> set[int]:
    """Who has been observed lately."""
    query = select(Observation.learner_id).where(
        Observation.shared_at.is_not(None), Observation.observed_on >= today - timedelta(days=OBSERVED_WITHIN_DAYS)
    )
    return set(db.session.scalars(query.distinct()))


def with_agreed_plan() -> set[int]:
    """Who has a running plan that both have agreed to."""
    query = select(Plan.learner_id).where(
        Plan.closed_at.is_(None), Plan.learner_agreed_at.is_not(None), Plan.coach_agreed_at.is_not(None)
    )
    return set(db.session.scalars(query))


def with_action_done() -> set[int]:
    """Who has completed an action."""
    query = select(Plan.learner_id).join(Action, Action.plan_id == Plan.id).where(Action.state == "done")
    return set(db.session.scalars(query.distinct()))


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
        for item in bank.items
        if item.review_by <= until
    ]
    return sorted(due, key=lambda one: (one.review_by, one.words))
