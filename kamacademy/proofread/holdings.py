"""What a set of files or a release holds, by kind, for counting. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from kamacademy.calibration.documents import CASE, CalibrationCase
from kamacademy.competency.documents import Competency, Framework
from kamacademy.content.documents import Drafts, Model
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Lesson, Module
from kamacademy.development.documents import ActionSet
from kamacademy.exercise.documents import Exercise, Rubric
from kamacademy.handout.documents import GUIDE, JOB_AID, JobAid, ModuleGuide
from kamacademy.items.documents import Bank
from kamacademy.items.item import AnyItem
from kamacademy.scenario.documents import Scenario


class Shelf(Protocol):
    """Gives every document of a kind by slug."""

    def __call__(self, model: type[Model], kind: str) -> Mapping[str, Model]:
        """The documents."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Documents by slug; competencies by code."""

    framework: Framework | None
    competencies: Mapping[str, Competency]
    modules: Mapping[str, Module]
    lessons: Mapping[str, Lesson]
    banks: Mapping[str, Bank]
    rubrics: Mapping[str, Rubric]
    exercises: Mapping[str, Exercise]
    scenarios: Mapping[str, Scenario]
    cases: Mapping[str, CalibrationCase]
    actions: Mapping[str, ActionSet]
    aids: Mapping[str, JobAid]
    guides: Mapping[str, ModuleGuide]

    def items_of(self, module: str) -> list[AnyItem]:
        """The questions of a module: those in banks that bear its code, such as m05-gate.yaml for M05.

        A bank that bears the code of a market's module, such as m05-uk-gate.yaml, is not one of M05.
        """
        code = self.modules[module].code.lower()
        longer = [other for other in self.codes if other.startswith(f"{code}-")]
        return [
            item
            for slug, bank in self.banks.items()
            if bears(slug, code) and not any(bears(slug, other) for other in longer)
            for item in bank.all_items
        ]

    @property
    def codes(self) -> list[str]:
        """The codes of all modules, as file names bear them."""
        return [one.code.lower() for one in self.modules.values()]


def bears(slug: str, code: str) -> bool:
    """Whether a file's name bears a module's code."""
    return slug == code or slug.startswith(f"{code}-")


def holdings(of: Shelf) -> Holdings:
    """Everything that is counted."""
    return Holdings(
        framework=next(iter(of(Framework, "framework").values()), None),
        competencies={one.code: one for one in of(Competency, "competency").values()},
        modules=of(Module, "module"),
        lessons=of(Lesson, "lesson"),
        banks=of(Bank, "bank"),
        rubrics=of(Rubric, "rubric"),
        exercises=of(Exercise, "exercise"),
        scenarios=of(Scenario, "scenario"),
        cases=of(CalibrationCase, CASE),
        actions=of(ActionSet, "actions"),
        aids=of(JobAid, JOB_AID),
        guides=of(ModuleGuide, GUIDE),
    )


def from_drafts(drafts: Drafts) -> Holdings:
    """What authored files hold."""

    def of(model: type[Model], kind: str) -> Mapping[str, Model]:
        return {draft.slug: content for draft, content in drafts.contents(kind, model)}

    return holdings(of)


def from_library(release: Library) -> Holdings:
    """What a release holds."""
    return holdings(release.all)
