"""A closed plan as it stood on its last day, kept as JSON and shown from nothing else. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints

from kamacademy.records.signature import JSON
from kamacademy.reviewing.held import KeptReview


@dataclass(frozen=True, slots=True)
class KeptRemark:
    """One check-in."""

    name: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class KeptEvidence:
    """One piece of evidence; a file is fetched by its key."""

    id: int
    name: str
    at: datetime
    words: str | None
    link: str | None
    file_name: str | None


@dataclass(frozen=True, slots=True)
class KeptAction:
    """One action with everything that was said of it. `first_due_on` is None unless it was re-dated."""

    title: str
    state: str
    competency_name: str
    indicator_name: str
    kind_words: str
    origin_words: str
    where_tried: str | None
    evidence_expected: str | None
    kpi_words: str | None
    stretch_words: str | None
    due_on: date
    first_due_on: date | None
    opened_on: date | None
    done_on: date | None
    evidence_given: str | None
    evidence: tuple[KeptEvidence, ...]
    check_ins: tuple[KeptRemark, ...]


@dataclass(frozen=True, slots=True)
class KeptSignature:
    """One signature: who, when, and the sentence that was signed."""

    name: str
    at: datetime
    meaning: str


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One line of the history."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class KeptEstimate:
    """What was known of one competency on the day of closing, in words."""

    competency: str
    name: str
    words: str
    basis: str
    target: str | None


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """The whole plan. `rule` made the estimates; both are empty for a plan closed before they were kept."""

    learner: str
    began_on: date
    closed_on: date
    closed_by: str | None
    signatures: tuple[KeptSignature, ...]
    actions: tuple[KeptAction, ...]
    reviews: tuple[KeptReview, ...]
    history: tuple[KeptLine, ...]
    estimates: tuple[KeptEstimate, ...]
    rule: str | None


class UnreadableSnapshot(ValueError):
    """JSON that no version of this file wrote."""


def frozen(plan: KeptPlan) -> JSON:
    """The plan as JSON: days and moments in ISO form."""
    return plain(asdict(plan))


def plain(value: object) -> JSON:
    """A value as JSON."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(one) for one in value]
    assert value is None or isinstance(value, bool | int | float | str), type(value)
    return value


def thawed(content: JSON) -> KeptPlan:
    """The plan from its JSON. Raises UnreadableSnapshot."""
    plan = read_as(KeptPlan, content)
    assert isinstance(plan, KeptPlan)
    return plan


def read_as(kind: object, value: JSON) -> object:
    """A value of one of the types above. Raises UnreadableSnapshot."""
    if isinstance(kind, UnionType):
        given = next(one for one in get_args(kind) if one is not NoneType)
        return None if value is None else read_as(given, value)
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(read_as(get_args(kind)[0], one) for one in value)
    if isinstance(kind, type) and is_dataclass(kind) and isinstance(value, Mapping):
        hints, names = get_type_hints(kind), [one.name for one in fields(kind)]
        if set(names) == set(value):
            return kind(**{name: read_as(hints[name], value[name]) for name in names})
    if kind in (date, datetime) and isinstance(value, str):
        return (date if kind is date else datetime).fromisoformat(value)
    if kind in (str, int) and type(value) is kind:
        return value
    raise UnreadableSnapshot(f"{value!r} is not {kind}"[:200])
