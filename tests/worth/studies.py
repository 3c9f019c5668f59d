"""Studies with a known answer, and assumptions about them."""

from dataclasses import replace

from kamacademy.db import db
from kamacademy.impact.found import CHANGED, Found
from kamacademy.impact.models import EffectStudy
from kamacademy.impact.states import Starts, State
from kamacademy.people.models import Person
from kamacademy.worth.assumptions import Part, Stated
from tests.world import NOW, World

SUBJECT = "module:m07-profiling-and-discovery"
FOUND = Found(
    answer=CHANGED, words="The module M07 raised the measure by 6 percentage points.", unit="percentage points",
    method="staggered", value=6.0, low=2.0, high=10.0, teams=20, people=120, months=18, is_by_lot=True,
)  # fmt: skip
# Low, central, high of each.
FIGURES = {
    Part.UNIT: (10, 20, 30), Part.REACHED: (100, 110, 120), Part.MONTHS: (6, 9, 12), Part.SHARE: (50, 75, 100),
    Part.DEVELOPMENT: (10_000, 12_000, 15_000), Part.DELIVERY: (20_000, 20_000, 20_000),
    Part.TIME: (15_000, 18_000, 25_000), Part.MATERIALS: (0, 500, 1_000),
}  # fmt: skip


def study(world: World, found: Found | None = FOUND, kpi: str = "K01", by: Person | None = None) -> EffectStudy:
    """A study that was worked out, or with None one that still waits."""
    made = EffectStudy(
        subject=SUBJECT, kpi=kpi, kpi_revision_id=world.library().revision_id("kpi", kpi.lower()),
        starts=Starts.COMPLETED, worth_while=5.0, asked_by=by or world.learning_team(), asked_at=NOW, begun_at=NOW,
        worked_at=NOW if found else None, fingerprint="0" * 64 if found else None,
        state=State.DONE if found else State.ASKED, method=found.method if found else None,
        result=found.kept() if found else None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def stated(**changed: tuple[float, float, float]) -> list[Stated]:
    """Every assumption; another three figures for those named."""
    return [
        Stated(
            part, *(float(one) for one in changed.get(part.value, figures)), words=f"What {part} means",
            source=f"Ledger, {part}", is_opinion=part is Part.SHARE,
        )
        for part, figures in FIGURES.items()
    ]  # fmt: skip


def other(found: Found = FOUND, **changes: object) -> Found:
    """The study's result with some of it changed."""
    return replace(found, **changes)  # type: ignore[arg-type]  # whatever a test changes
