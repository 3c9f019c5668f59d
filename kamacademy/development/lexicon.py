"""What the codes of a plan mean in a release. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from kamacademy.competency.documents import Competency, Framework


@dataclass(frozen=True, slots=True)
class KpiLink:
    """The KPI an action should move. `has_chart` is False where readings are not kept for one person."""

    code: str
    name: str
    has_chart: bool


@dataclass(frozen=True, slots=True)
class ModuleLink:
    """A module that prepares for an action, and whether it has a job aid."""

    slug: str
    title: str
    programme: str | None
    has_job_aid: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the codes of a plan mean in the newest release."""

    framework: Framework
    competencies: Mapping[str, Competency]
    kpis: Mapping[str, KpiLink]
    modules: Mapping[str, ModuleLink]
    lessons: Mapping[str, str]
    papers: Mapping[str, str]

    @property
    def level_names(self) -> list[str]:
        """The names of levels 1 to 5."""
        return [level.name for level in self.framework.levels]
