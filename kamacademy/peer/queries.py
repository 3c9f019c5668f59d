"""Reading rounds of peer feedback: one's own, those one is asked in, those of the people in one's care."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, load_only, selectinload

from kamacademy.access import Function
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.kpi.calculated import Counted
from kamacademy.kpi.periods import Period
from kamacademy.kpi.subjects import Subject
from kamacademy.peer.documents import PeerForm
from kamacademy.peer.families import FAMILY_OF, FAMILY_WORDS, Family
from kamacademy.peer.lot import Candidate
from kamacademy.peer.models import PeerAsked, PeerRound
from kamacademy.peer.result import counted_for_kpi
from kamacademy.peer.rules import REMIND_DAYS
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.people.queries import learners_of

FORM = "peer-feedback"
# Whoever only administers accounts is no colleague of anybody's account work.
MAY_BE_ASKED = frozenset(Function) - {Function.ADMINISTRATOR}


@dataclass(frozen=True, slots=True)
class Colleagues:
    """People of one function, for a list to choose from."""

    family: Family
    people: tuple[Person, ...]

    @property
    def words(self) -> str:
        """The function's name."""
        return FAMILY_WORDS[self.family]


def form_in(release: Library) -> PeerForm:
    """The form of a release. Raises NotInLibrary."""
    return release.one(PeerForm, FORM, FORM)


def competencies_asked(release: Library) -> set[str]:
    """The competencies that a release's form speaks about."""
    return {item.indicator[:3] for item in form_in(release).items} if release.has(FORM, FORM) else set()


def form_of(round_: PeerRound) -> PeerForm:
    """The form as it was when the round opened."""
    return form_in(library(round_.release_id))


def peer_round(round_id: int) -> PeerRound:
    """A round with everyone asked and their answers, or 404. Three statements."""
    found: PeerRound = db.one_or_404(
        select(PeerRound)
        .where(PeerRound.id == round_id)
        .options(selectinload(PeerRound.asked).selectinload(PeerAsked.marks))
    )
    return found


def asked(asked_id: int) -> PeerAsked:
    """One colleague's place in a round, with the round, or 404."""
    found: PeerAsked = db.one_or_404(
        select(PeerAsked)
        .where(PeerAsked.id == asked_id)
        .options(joinedload(PeerAsked.round), selectinload(PeerAsked.marks))
    )
    return found


def has_open_round(learner: Person) -> bool:
    """Whether a round of the learner's has not closed yet."""
    query = select(PeerRound.id).where(PeerRound.learner_id == learner.id, PeerRound.closed_at.is_(None))
    return db.session.scalar(query.limit(1)) is not None


def rounds_of(learner_ids: Collection[int]) -> list[PeerRound]:
    """The rounds of some people with those asked, newest first. Two statements."""
    return list(
        db.session.scalars(
            select(PeerRound)
            .where(PeerRound.learner_id.in_(learner_ids))
            .order_by(PeerRound.opened_at.desc(), PeerRound.id.desc())
            .options(selectinload(PeerRound.asked))
        )
    )


def rounds_in_care(coach: Person, today: date) -> list[PeerRound]:
    """The rounds of the people whom a coach has in their care, newest first."""
    care = [one.id for one in learners_of(coach, today)]
    return rounds_of(care) if care else []


def asked_of(person: Person) -> list[PeerAsked]:
    """Where a person was asked to answer, newest first; the rounds and their learners come with it."""
    return list(
        db.session.scalars(
            select(PeerAsked)
            .where(PeerAsked.person_id == person.id, PeerAsked.asked_at.is_not(None))
            .order_by(PeerAsked.asked_at.desc(), PeerAsked.id.desc())
            .options(joinedload(PeerAsked.round))
        )
    )


def waiting_for(person: Person) -> list[PeerAsked]:
    """Where a person's answer is still waited for, the most urgent first. One statement."""
    return list(
        db.session.scalars(
            select(PeerAsked)
            .join(PeerAsked.round)
            .where(
                PeerAsked.person_id == person.id,
                PeerAsked.asked_at.is_not(None),
                PeerAsked.answered_at.is_(None),
                PeerAsked.declined_at.is_(None),
                PeerRound.closed_at.is_(None),
            )
            .order_by(PeerRound.due_on, PeerAsked.id)
            .options(joinedload(PeerAsked.round))
        )
    )


def colleagues_of(learner: Person, today: date, *, besides: Iterable[int] = ()) -> list[Person]:
    """Active people who can be asked about a learner, in order of name: not oneself, nor the present coach."""
    relation = learner.coaching_on(today)
    left_out = {learner.id, *besides, *([relation.coach_id] if relation else [])}
    query = (
        select(Person)
        .where(Person.deactivated_at.is_(None), Person.id.not_in(left_out))
        .order_by(Person.name, Person.id)
        .options(load_only(Person.name, Person.job_role_code, Person.team_id, Person.function_codes))
    )
    return [one for one in db.session.scalars(query) if one.functions & MAY_BE_ASKED]


def by_family(people: Iterable[Person]) -> list[Colleagues]:
    """People under their functions, functions in a fixed order, empty ones left out."""
    found: dict[Family, list[Person]] = {family: [] for family in Family}
    for one in people:
        found[FAMILY_OF[one.job_role]].append(one)
    return [Colleagues(family, tuple(people)) for family, people in found.items() if people]


def candidate(person: Person, learner: Person) -> Candidate:
    """A person as the lot sees them."""
    is_near = learner.team_id is not None and person.team_id == learner.team_id
    return Candidate(person.id, FAMILY_OF[person.job_role], is_near)


def left_to_the_lot(today: date) -> list[PeerRound]:
    """Open rounds for which the coach has not chosen in time."""
    return list(
        db.session.scalars(
            select(PeerRound)
            .where(PeerRound.closed_at.is_(None), PeerRound.chosen_at.is_(None), PeerRound.choose_by < today)
            .order_by(PeerRound.id)
        )
    )


def overdue(today: date) -> list[PeerRound]:
    """Open rounds whose last day has passed."""
    return list(
        db.session.scalars(
            select(PeerRound).where(PeerRound.closed_at.is_(None), PeerRound.due_on < today).order_by(PeerRound.id)
        )
    )


def to_remind(today: date) -> list[PeerAsked]:
    """Whose answer is waited for, where the last day is near."""
    return list(
        db.session.scalars(
            select(PeerAsked)
            .join(PeerAsked.round)
            .join(Person, Person.id == PeerAsked.person_id)
            .where(
                PeerRound.closed_at.is_(None),
                PeerRound.due_on.between(today, today + timedelta(days=REMIND_DAYS)),
                PeerAsked.asked_at.is_not(None),
                PeerAsked.answered_at.is_(None),
                PeerAsked.declined_at.is_(None),
                Person.deactivated_at.is_(None),
            )
            .order_by(PeerAsked.id)
            .options(joinedload(PeerAsked.round))
        )
    )


def collaboration(people: Mapping[int, JobRole], period: Period) -> dict[Subject, Counted]:
    """K19: the newest round of each learner that was closed in a period and has answers enough."""
    query = (
        select(PeerRound)
        .where(PeerRound.learner_id.in_(people), PeerRound.closed_at >= first_moment(period.start))
        .where(PeerRound.closed_at < first_moment(period.end + timedelta(days=1)))
        .options(selectinload(PeerRound.asked).selectinload(PeerAsked.marks))
        .order_by(PeerRound.closed_at, PeerRound.id)
    )
    found: dict[Subject, Counted] = {}
    for one in db.session.scalars(query).unique():
        told = counted_for_kpi(form_of(one), [other.sheet for other in one.answered], one.seed)
        if told is not None:
            found[Subject(learner_id=one.learner_id)] = told
    return found


def first_moment(on: date) -> datetime:
    """Midnight, UTC."""
    return datetime.combine(on, time(), UTC)
