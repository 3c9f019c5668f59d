"""What a module hands out, with the module it belongs to. Pure."""

from dataclasses import dataclass

from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Module, Programme
from kamacademy.curriculum.markets import anywhere_in
from kamacademy.handout.documents import GUIDE, JOB_AID, JobAid, ModuleGuide


@dataclass(frozen=True, slots=True)
class AidPage:
    """A job aid with its module; `programme` is the first that has the module, None where none has."""

    slug: str
    module: Module
    programme: str | None
    aid: JobAid


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A facilitator guide with its module; `programme` as above."""

    slug: str
    module: Module
    programme: str | None
    guide: ModuleGuide


@dataclass(frozen=True, slots=True)
class Shelf:
    """A module and which of the two it has."""

    slug: str
    module: Module
    has_aid: bool
    guide: ModuleGuide | None


def home_of(release: Library, module: str) -> str | None:
    """The first programme that has a module."""
    programmes = release.all(Programme, "programme")
    return next((slug for slug, one in programmes.items() if module in anywhere_in(one)), None)


def aid_page(release: Library, slug: str) -> AidPage:
    """The job aid of a module. Raises NotInLibrary."""
    aid = release.one(JobAid, JOB_AID, slug)
    return AidPage(slug, release.one(Module, "module", slug), home_of(release, slug), aid)


def guide_page(release: Library, slug: str) -> GuidePage:
    """The facilitator guide of a module. Raises NotInLibrary."""
    guide = release.one(ModuleGuide, GUIDE, slug)
    return GuidePage(slug, release.one(Module, "module", slug), home_of(release, slug), guide)


def shelves(release: Library) -> list[Shelf]:
    """Every module that hands something out, in order."""
    guides = release.all(ModuleGuide, GUIDE)
    found = [
        Shelf(slug, module, release.has(JOB_AID, slug), guides.get(slug))
        for slug, module in release.all(Module, "module").items()
    ]
    return [one for one in found if one.has_aid or one.guide]
