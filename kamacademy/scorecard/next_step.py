"""What to learn or try next where a target is not met: so a figure leads back to learning. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kamacademy.curriculum.documents import Module
from kamacademy.development.action_library import Entry
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.status import Status
from kamacademy.kpi.subjects import kind_of
from kamacademy.wording import day

# Not met is not met, whichever way the figure is going.
NOT_MET = frozenset({Status.NOT_MET, Status.BETTER, Status.MOVING, Status.RELAPSED})


class Way(StrEnum):
    """What kind of step it is."""

    ACTION = "action"
    MODULE = "module"
    LIBRARY = "library"
    CHAIN = "chain"
    OWN = "own"


LEADS = {
    Way.ACTION: "Under way",
    Way.MODULE: "Learn next",
    Way.LIBRARY: "Try next",
    Way.CHAIN: "Look next",
    Way.OWN: "Agree on a next step",
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step: `key` is the slug of the module, or the plan of the action by its key."""

    way: Way
    words: str
    key: str = ""

    @property
    def lead(self) -> str:
        """What kind of step it is, in words."""
        return LEADS[self.way]


@dataclass(frozen=True, slots=True)
class Running:
    """An open action of a plan with the KPI it should move."""

    plan_id: int
    kpi: str
    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to learn and to try. `modules` are in the order in which they would be taken."""

    modules: Mapping[str, Module]
    library: Sequence[Entry]


def next_step(
    kpi: Kpi, found: Status, material: Material, *, completed: Collection[str] = (), running: Iterable[Running] = ()
) -> NextStep | None:
    """The step for a KPI whose target is not met; None where it is, or where too little is known.

    What is under way comes first: one step at a time. Then what is written for the KPI itself, a module that is not
    completed before an action of the library; then the same for its competencies. Of a programme the chain is looked
    at.
    """
    if found not in NOT_MET:
        return None
    if kind_of(kpi) == "programme":
        return NextStep(Way.CHAIN, "Where it stops on the way from learning to behaviour, module by module.")
    action = next((one for one in running if one.kpi == kpi.code), None)
    if action is not None:
        return NextStep(Way.ACTION, f"{action.title}, due {day(action.due_on)}", str(action.plan_id))
    open_ = {slug: one for slug, one in material.modules.items() if slug not in completed}
    aimed = [slug for slug, one in open_.items() if one.kpi == kpi.code]
    near = [slug for slug, one in open_.items() if {part.competency for part in one.builds} & {*kpi.competencies}]
    tries = [one for one in material.library if one.action.kpi == kpi.code]
    others = [one for code in kpi.competencies for one in material.library if one.competency == code]
    return learn(aimed, open_) or attempt(tries) or learn(near, open_) or attempt(others) or in_words(kpi)


def learn(slugs: Sequence[str], modules: Mapping[str, Module]) -> NextStep | None:
    """The first of some modules."""
    return NextStep(Way.MODULE, f"{modules[slugs[0]].code} {modules[slugs[0]].title}", slugs[0]) if slugs else None


def attempt(entries: Sequence[Entry]) -> NextStep | None:
    """The first of some actions of the library."""
    return NextStep(Way.LIBRARY, entries[0].action.title, entries[0].action.id) if entries else None


def in_words(kpi: Kpi) -> NextStep:
    """Where nothing is written for a KPI, as for an outcome of many hands."""
    if kpi.category == "outcome":
        return NextStep(Way.OWN, "An outcome of many hands: look at the behaviours that lead to it.")
    return NextStep(Way.OWN, "No module or action is written for it: agree on one of your own.")
