"""The library of plan actions as a page to read and search. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kamacademy.development.action_library import KIND_WORDS, Entry
from kamacademy.development.lexicon import KpiLink, Lexicon, ModuleLink


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action of the library. `is_carried`: the reader's job role may carry its KPI; `is_taken`: in the own plan."""

    id: str
    title: str
    how: str
    evidence: str
    kind_words: str
    days: int
    indicator_name: str
    kpi: KpiLink | None
    is_carried: bool
    is_taken: bool
    modules: tuple[ModuleLink, ...]


@dataclass(frozen=True, slots=True)
class ActionShelf:
    """The actions of one competency that were asked for."""

    code: str
    name: str
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True)
class ActionLibrary:
    """The shelves, and the reader's running plan by its key, None without one."""

    shelves: Sequence[ActionShelf]
    plan_id: int | None

    @property
    def count(self) -> int:
        """How many actions are shown."""
        return sum(len(one.actions) for one in self.shelves)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: words that all occur somewhere in the action, and a kind; both may be empty."""

    words: str
    kind: str

    def fits(self, entry: Entry, line: ActionLine, competency: str) -> bool:
        """Whether an action is one of those asked for."""
        if self.kind and entry.action.kind != self.kind:
            return False
        kpi = f"{line.kpi.code} {line.kpi.name}" if line.kpi else ""
        modules = " ".join(one.title for one in line.modules)
        said = f"{line.title} {line.how} {line.evidence} {line.indicator_name} {competency} {entry.competency} {kpi} "
        return all(word in f"{said}{modules}".casefold() for word in self.words.casefold().split())


def action_shelves(
    entries: Mapping[str, Sequence[Entry]],
    lexicon: Lexicon,
    wanted: Wanted,
    *,
    carried: Collection[str],
    taken: Collection[str | None],
) -> list[ActionShelf]:
    """The library by competency in the framework's order, without competencies in which nothing fits."""
    shelves = []
    for code, competency in lexicon.competencies.items():
        lines = [(one, action_line(one, lexicon, carried, taken)) for one in entries.get(code, ())]
        fitting = tuple(line for one, line in lines if wanted.fits(one, line, competency.name))
        if fitting:
            shelves.append(ActionShelf(code, competency.name, fitting))
    return shelves


def action_line(entry: Entry, lexicon: Lexicon, carried: Collection[str], taken: Collection[str | None]) -> ActionLine:
    """One action with its codes in words."""
    action = entry.action
    return ActionLine(
        id=action.id,
        title=action.title,
        how=action.how,
        evidence=action.evidence,
        kind_words=KIND_WORDS[action.kind],
        days=action.days,
        indicator_name=lexicon.competencies[entry.competency].indicator(action.indicator).name,
        kpi=lexicon.kpis.get(action.kpi),
        is_carried=action.kpi in carried,
        is_taken=action.id in taken,
        modules=tuple(lexicon.modules[one] for one in action.modules if one in lexicon.modules),
    )
