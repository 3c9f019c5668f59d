"""The library of plan actions as content."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from kamacademy.competency.documents import competency_codes, indicator_ids
from kamacademy.content.documents import (
    Closed,
    CompetencyCode,
    DocumentType,
    Drafts,
    IndicatorId,
    KpiCode,
    Slug,
    Words,
)
from kamacademy.content.problems import Problem
from kamacademy.content.reading import read_yaml

ActionKind = Literal["job", "others", "study"]


class LibraryAction(Closed):
    """Something a person can do to grow in one indicator, with the KPI it should move."""

    id: Slug
    kind: ActionKind
    title: Words
    how: Words
    indicator: IndicatorId
    evidence: Words
    kpi: KpiCode
    days: Annotated[int, Field(ge=30, le=90)]
    modules: tuple[Slug, ...] = ()


class ActionSet(Closed):
    """The actions of one competency."""

    competency: CompetencyCode
    actions: Annotated[tuple[LibraryAction, ...], Field(min_length=1)]


def check_actions(drafts: Drafts) -> Iterable[Problem]:
    """Actions are unique and name a competency, an indicator of it, a KPI and modules that exist."""
    competencies, indicators, seen = competency_codes(drafts), indicator_ids(drafts), set[str]()
    for draft, actions in drafts.contents("actions", ActionSet):
        if draft.slug != actions.competency.lower():
            yield draft.problem(
                ("competency",),
                f"the file is named {draft.slug}.yaml, so the competency should be {draft.slug.upper()}",
            )
        if actions.competency not in competencies:
            yield draft.problem(("competency",), f"there is no competency `{actions.competency}`")
        for number, action in enumerate(actions.actions):
            at = ("actions", number)
            if action.id in seen:
                yield draft.problem((*at, "id"), f"action `{action.id}` is already in the library")
            seen.add(action.id)
            if action.indicator not in indicators:
                yield draft.problem((*at, "indicator"), f"there is no indicator `{action.indicator}`")
            elif not action.indicator.startswith(actions.competency):
                yield draft.problem((*at, "indicator"), f"`{action.indicator}` does not belong to {actions.competency}")
            if not drafts.has("kpi", action.kpi.lower()):
                yield draft.problem((*at, "kpi"), f"there is no KPI `{action.kpi}`")
            for place, module in enumerate(action.modules):
                if not drafts.has("module", module):
                    yield draft.problem((*at, "modules", place), f"there is no module `{module}`")


DOCUMENT_TYPES = (
    DocumentType(
        "actions", ActionSet, r"assessments/actions/(?P<code>c\d\d)\.yaml", "{code}", read_yaml, check_actions
    ),
)
