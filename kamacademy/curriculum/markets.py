"""Which modules of a programme stand for people of a market. Pure, and the one place that says so."""

from collections.abc import Iterable, Mapping
from datetime import date

from kamacademy.curriculum.documents import Module, Programme, ProgrammeModule
from kamacademy.people.market import Market


def standing_in(entry: ProgrammeModule, market: Market) -> str:
    """The module that stands at a place of a programme for people of a market."""
    return entry.in_market.get(market.value, entry.module)


def anywhere_at(entry: ProgrammeModule) -> tuple[str, ...]:
    """Every module that stands at a place of a programme in some market, the one for most first."""
    return (entry.module, *entry.in_market.values())


def anywhere_in(programme: Programme) -> list[str]:
    """Every module that a programme holds in some market, in order."""
    return [module for entry in programme.modules for module in anywhere_at(entry)]


def modules_for(programme: Programme, market: Market) -> tuple[ProgrammeModule, ...]:
    """The places of a programme with the modules that stand there for people of a market.

    What a place requires is what stands for them in the place of the module that it names.
    """
    if not has_variants(programme):
        return programme.modules
    stands = {entry.module: standing_in(entry, market) for entry in programme.modules}
    return tuple(in_its_place(entry, stands) for entry in programme.modules)


def in_its_place(entry: ProgrammeModule, stands: Mapping[str, str]) -> ProgrammeModule:
    """A place of a programme by what stands where for people of a market."""
    requires = tuple(stands.get(required, required) for required in entry.requires)
    if stands[entry.module] == entry.module and requires == entry.requires:
        return entry
    return entry.model_copy(update={"module": stands[entry.module], "requires": requires})


def has_variants(programme: Programme) -> bool:
    """Whether a programme has another module for some market."""
    return any(entry.in_market for entry in programme.modules)


def find_counterpart(programme: Programme, module: str, market: Market) -> str | None:
    """What stands for people of a market where a programme has a module for others; None where it has it nowhere."""
    return next((standing_in(entry, market) for entry in programme.modules if module in anywhere_at(entry)), None)


def in_place_of(programmes: Iterable[Programme], market: Market) -> dict[str, str]:
    """By each module of other markets, the one that stands in its place for people of a market."""
    return {
        other: standing_in(entry, market)
        for programme in programmes
        for entry in programme.modules
        for other in anywhere_at(entry)
        if other != standing_in(entry, market)
    }


def alike(programmes: Iterable[Programme], module: str) -> frozenset[str]:
    """A module and those that stand in its place in other markets."""
    same = (anywhere_at(entry) for programme in programmes for entry in programme.modules)
    return frozenset({module}.union(*(some for some in same if module in some)))


def is_for(module: Module, market: Market) -> bool:
    """Whether a module is written for people of a market, or for everybody."""
    return module.market in ("all", market.value)


def modules_in(modules: Mapping[str, Module], market: Market) -> dict[str, Module]:
    """The modules that are written for people of a market, or for everybody, in the order given."""
    return {slug: module for slug, module in modules.items() if is_for(module, market)}


def due_in_market(due: date, after_switch: date, *, shares_open: bool) -> date:
    """The day a programme is due for somebody who changed market: `due` as long as modules for everybody are open.

    When only those of the new market are open, it is `after_switch`, counted from the change, if that is later. So a
    change of market gives time for what it brings and for nothing else.
    """
    return due if shares_open else max(due, after_switch)
