"""What the story has made so far, and the one function by which each kind of act is carried out."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import singledispatch

from kamacademy.attestation.models import NoteCopy
from kamacademy.calibration.models import CalibrationEvent
from kamacademy.coaching.models import Observation
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.demo import acts
from kamacademy.development.models import Action, Plan
from kamacademy.development.queries import running_plan
from kamacademy.exercise.models import Submission
from kamacademy.kpi.models import Reading
from kamacademy.pairing.models import Pair
from kamacademy.peer.models import PeerRound
from kamacademy.people.models import Person
from kamacademy.transition.models import Transition
from kamacademy.visit.models import PlannedVisit


@dataclass(slots=True)
class Stage:
    """What the story has made so far, by the names its acts use."""

    people: dict[str, Person] = field(default_factory=dict)
    attempts: dict[tuple[str, str], ModuleAttempt] = field(default_factory=dict)
    works: dict[tuple[str, str], Submission] = field(default_factory=dict)
    visits: dict[str, Observation] = field(default_factory=dict)
    actions: dict[tuple[str, str], Action] = field(default_factory=dict)
    readings: dict[tuple[str, str, date], Reading] = field(default_factory=dict)
    planned: dict[str, PlannedVisit] = field(default_factory=dict)
    copies: dict[str, NoteCopy] = field(default_factory=dict)
    rounds: dict[str, PeerRound] = field(default_factory=dict)
    events: dict[str, CalibrationEvent] = field(default_factory=dict)
    pairs: dict[str, Pair] = field(default_factory=dict)
    changes: dict[str, Transition] = field(default_factory=dict)
    at: datetime | None = None
    signed_in: set[tuple[str, date]] = field(default_factory=set)

    def plan_of(self, learner: str) -> Plan:
        """A learner's running plan."""
        found = running_plan(self.people[learner].id)
        assert found is not None, learner
        return found


@singledispatch
def perform(act: acts.Act, stage: Stage) -> None:
    """Carry out an act by its kind."""
    raise TypeError(type(act))
