"""What a planned visit may look at. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamacademy.competency.documents import Competency

if TYPE_CHECKING:
    from kamacademy.guide.documents import ActivityGuide


@dataclass(frozen=True, slots=True)
class FocusOption:
    """One indicator that can be agreed beforehand, with one example of how this activity shows it."""

    id: str
    name: str
    competency: str
    example: str
    is_planned: bool


def focus_options(
    activity: "ActivityGuide",
    competencies: Mapping[str, Competency],
    *,
    open_to_coach: Collection[str],
    in_plan: Sequence[str],
) -> tuple[FocusOption, ...]:
    """The activity's indicators that the coach may rate: those of open plan actions first, in the plan's order."""
    found = {
        shown.indicator: FocusOption(
            id=shown.indicator,
            name=competencies[shown.indicator[:3]].indicator(shown.indicator).name,
            competency=competencies[shown.indicator[:3]].short_name,
            example=shown.example,
            is_planned=shown.indicator in in_plan,
        )
        for shown in activity.indicators
        if shown.indicator[:3] in open_to_coach
    }
    planned = [found[one] for one in in_plan if one in found]
    return (*planned, *(option for option in found.values() if not option.is_planned))
