"""Figures of questions, papers and exercises as they are kept, and their way to JSON and back."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, TypeVar, get_type_hints

from kamacademy.quality import coverage, figures, responses, standards
from kamacademy.quality.coverage import Coverage
from kamacademy.quality.figures import Calibration, Consistency, ItemFigures, ItemParameters, Reliability
from kamacademy.quality.responses import Refused
from kamacademy.quality.standards import BorderlineCut

Snapshot = TypeVar("Snapshot")


@dataclass(frozen=True, slots=True)
class ItemSnapshot:
    """A question's figures; its parameters beside the bank's other questions, or why there are none."""

    figures: ItemFigures
    parameters: ItemParameters | Refused | None


@dataclass(frozen=True, slots=True)
class PaperSnapshot:
    """A paper's figures, from each person's first sitting.

    `earlier` counts first sittings with questions that have changed since; they are in no figure but the coverage.
    A calibration is kept without the abilities, which are about people.
    """

    sittings: int
    earlier: int
    again: int
    cut_percent: float
    reliability: Reliability | Refused
    consistency: Consistency | None
    calibration: Calibration | Refused
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class ExerciseSnapshot:
    """An exercise's borderline regression, or why there is none."""

    borderline: BorderlineCut | Refused


def known() -> dict[str, type]:
    """Every dataclass and choice that a snapshot may hold, by name."""
    found = {
        name: one
        for module in (coverage, figures, responses, standards)
        for name, one in vars(module).items()
        if isinstance(one, type) and (is_dataclass(one) or issubclass(one, StrEnum))
    }
    return found | {one.__name__: one for one in (ItemSnapshot, PaperSnapshot, ExerciseSnapshot)}


KNOWN = known()


# Any, below: JSON, and values of every dataclass above.
def kept(value: Any) -> Any:
    """Figures as JSON; each dataclass says its name under `is`."""
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__} | {one.name: kept(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [kept(one) for one in value]
    return value


def restored(model: type[Snapshot], stored: Any) -> Snapshot:
    """Figures from JSON."""
    found = read(stored)
    assert isinstance(found, model), type(found)
    return found


def read(stored: Any) -> Any:
    """One value from JSON: a dataclass by its name, a list as a tuple."""
    if isinstance(stored, list):
        return tuple(read(one) for one in stored)
    if not isinstance(stored, Mapping):
        return stored
    model = KNOWN[stored["is"]]
    hints = get_type_hints(model)
    return model(**{name: of_choice(hints[name], read(one)) for name, one in stored.items() if name != "is"})


def of_choice(hint: Any, value: Any) -> Any:
    """A word as the choice that a field asks for."""
    return hint(value) if isinstance(hint, type) and issubclass(hint, StrEnum) else value
