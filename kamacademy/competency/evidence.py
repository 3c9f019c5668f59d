"""What evidence is: its kinds, its purposes, and the panel each kind speaks to."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """How the evidence came about."""

    KNOWLEDGE = "knowledge"
    SCENARIO = "scenario"
    SIMULATION = "simulation"
    WORK_PRODUCT = "work product"
    OBSERVED = "observed"
    PEER = "peer"
    SELF = "self"
    CUSTOMER = "customer"
    EXTERNAL = "external"


class Purpose(StrEnum):
    """Development is for growth; attestation is for a decision, announced beforehand."""

    DEVELOPMENT = "development"
    ATTESTATION = "attestation"


class View(StrEnum):
    """Which rows make a level.

    Development takes every row and is for the learner and the present coach. Attested takes what was made for a
    decision, and is the only view behind certificates, gates, readiness and lists with names.
    """

    DEVELOPMENT = "development"
    ATTESTED = "attested"


class Context(StrEnum):
    """How hard the situation was."""

    SIMPLE = "simple"
    USUAL = "usual"
    COMPLEX = "complex"


KNOWS = frozenset({Kind.KNOWLEDGE, Kind.SCENARIO})
DOES = frozenset({Kind.SIMULATION, Kind.WORK_PRODUCT, Kind.OBSERVED, Kind.PEER})


class Row(NamedTuple):
    """A ledger row as the rules see it. `level` is 1 to 5, or None for not observed; a greater `key` is newer.

    A tuple, since a team's page makes hundreds, and a frozen dataclass takes three times as long to make.
    """

    competency: str
    kind: Kind
    level: int | None
    happened_on: date
    rater_id: int | None
    visit: str
    indicator: str | None = None
    passed: bool | None = None
    source_ref: str | None = None
    valid_until: date | None = None
    purpose: Purpose = Purpose.DEVELOPMENT
    key: int = 0
    score: float | None = None
    score_max: float | None = None

    def is_seen_in(self, view: View) -> bool:
        """Whether the row belongs to a view. Passed checks and accepted work are attested by how they came about."""
        if view is View.DEVELOPMENT or self.purpose is Purpose.ATTESTATION:
            return True
        return self.kind is Kind.WORK_PRODUCT or (self.kind in KNOWS and self.passed is True)
