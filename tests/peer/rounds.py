"""Rounds of peer feedback by one call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kamacademy.peer import operations, queries
from kamacademy.peer.given import Given
from kamacademy.peer.models import PeerAsked, PeerRound
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from tests.world import NOW, World

ITEMS = (
    "shares-what-i-need", "keeps-agreements", "conflict-early", "decision-paths", "credits-others", "role-limits",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Company:
    """A learner with a coach, and colleagues of several functions."""

    learner: Person
    coach: Person
    kim: Person
    mads: Person
    nora: Person
    otto: Person


def company(world: World) -> Company:
    """Two commercial colleagues, one medical, one marketer."""
    coach = world.coach("Cora Linde")
    return Company(
        learner=world.learner("Lena Berg", coach=coach),
        coach=coach,
        kim=world.learner("Kim Alder"),
        mads=world.learner("Mads Moller", job_role=JobRole.MSL),
        nora=world.learner("Nora Quist", job_role=JobRole.BK),
        otto=world.person("Otto Rhee", job_role=JobRole.MK),
    )


def opened(who: Company, *, size: int = 4, at: datetime = NOW) -> PeerRound:
    """A round that waits for the coach's half."""
    picks = [who.kim.id, who.mads.id, who.nora.id][: (size + 1) // 2]
    return operations.open_round(who.learner, size=size, picks=picks, weeks=2, seed=7, at=at)


def asking(who: Company, *, at: datetime = NOW) -> PeerRound:
    """A round in which Kim, Mads, Nora and Otto are asked."""
    round_ = opened(who, at=at)
    operations.choose_rest(round_, [who.nora.id, who.otto.id], by=who.coach, at=at)
    return queries.peer_round(round_.id)


def place(round_: PeerRound, person: Person) -> PeerAsked:
    """A person's place in a round."""
    return next(one for one in round_.asked if one.person_id == person.id)


def given(choice: int | None = 4, others: Mapping[str, int | None] | None = None, example: str = "") -> list[Given]:
    """Answers to all six statements, with an example where one is needed."""
    choices = dict.fromkeys(ITEMS, choice) | dict(others or {})
    return [
        Given(item, one, f"{example or 'Seen'} on {item}" if one in (1, 5) or example else None)
        for item, one in choices.items()
    ]


def answer(round_: PeerRound, person: Person, choice: int | None = 4, *, at: datetime = NOW, example: str = "") -> None:
    """One person's answers, all alike."""
    operations.answer(place(round_, person), given(choice, example=example), at=at)
