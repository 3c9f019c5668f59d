"""Which library actions to propose for a person's gaps. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kamacademy.development.action_library import Entry
from kamacademy.development.gaps import Gap


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A library action for a gap, with a module not yet completed that prepares for it, if there is one."""

    gap: Gap
    entry: Entry
    module: str | None


def suggest(
    gaps: Sequence[Gap],
    entries: Mapping[str, Sequence[Entry]],
    *,
    places: int,
    carried: Collection[str],
    taken: Collection[str],
    covered: Collection[str],
    modules: Mapping[str, Sequence[str]],
    in_place: Mapping[str, str],
) -> list[Suggestion]:
    """One action for each of the first gaps that has one, as many as there are places.

    `carried` are the KPIs the job role may carry; `taken` the library actions the plan has had; `covered` the
    competencies it works on already; `modules` by competency those not completed yet; `in_place` by modules of other
    markets those that stand there for the person. On the job comes first, and an action whose KPI the role may not
    carry only where its competency has no other.
    """
    suggestions: list[Suggestion] = []
    for gap in gaps:
        if len(suggestions) >= places:
            break
        left = [one for one in entries.get(gap.competency, ()) if one.action.id not in taken]
        if gap.competency in covered or not left:
            continue
        entry = next((one for one in left if one.action.kpi in carried), left[0])
        suggestions.append(Suggestion(gap, entry, next_module(entry, modules.get(gap.competency, ()), in_place)))
    return suggestions


def next_module(entry: Entry, not_completed: Sequence[str], in_place: Mapping[str, str]) -> str | None:
    """The module to take with an action: one the action names, else any that builds the competency; not done yet.

    Of a module that the action names for another market, the one in its place.
    """
    named = [one for one in (in_place.get(slug, slug) for slug in entry.action.modules) if one in not_completed]
    return next(iter([*named, *not_completed]), None)
