"""What a module is made of in a release, and whether two releases differ in it."""

from functools import lru_cache

from kamacademy.assessment.catalogue import catalogue
from kamacademy.assessment.documents import Paper
from kamacademy.assessment.paper import questions_possible
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Fact, FactFile, Glossary, Lesson, Module, Term
from kamacademy.curriculum.lesson import lesson_text
from kamacademy.curriculum.standing import Syllabus
from kamacademy.exercise.documents import Exercise
from kamacademy.scenario.documents import Scenario

# Modules of a few releases: every page of learning asks for all modules of the newest.
SYLLABI_KEPT = 64


@lru_cache(maxsize=SYLLABI_KEPT)
def syllabus(library: Library, slug: str) -> Syllabus:
    """A module of a release with all that belongs to it; kept, as a release never changes. Raises NotInLibrary."""
    module = library.one(Module, "module", slug)
    form = module.exercise.form
    return Syllabus(
        slug=slug,
        module=module,
        lessons={lesson: library.one(Lesson, "lesson", f"{slug}/{lesson}") for lesson in module.lessons},
        check=library.one(Paper, "paper", module.check),
        scenarios={name: library.one(Scenario, "scenario", name) for name in module.scenarios},
        form=library.one(Exercise, "exercise", form) if form else None,
        exemption=library.one(Paper, "paper", module.exemption) if module.exemption else None,
        release=library,
    )


def facts_in(library: Library) -> dict[str, Fact]:
    """Every fact of a release by its id."""
    return {fact.id: fact for one in library.all(FactFile, "facts").values() for fact in one.facts}


def terms_in(library: Library) -> dict[str, Term]:
    """Every glossary term of a release by its id."""
    return {term.id: term for one in library.all(Glossary, "glossary").values() for term in one.terms}


def editions_used(library: Library, slug: str) -> frozenset[int]:
    """The keys of all revisions a learner of the module meets: text, drawings, check, practice, facts and terms."""
    found = syllabus(library, slug)
    facts, figures, terms = names_used(found)
    used = {("module", slug), ("paper", found.module.check)}
    used |= {("lesson", f"{slug}/{lesson}") for lesson in found.lessons}
    used |= {("image", f"{slug}/{figure}") for figure in figures}
    used |= {("scenario", name) for name in found.scenarios}
    if found.form is not None and found.module.exercise.form is not None:
        used |= {("exercise", found.module.exercise.form), ("rubric", found.form.rubric)}
    asked = catalogue(library)
    entries = [asked.entries[one] for one in questions_possible(found.check, asked)]
    used |= {("bank", one.bank) for one in entries}
    used |= {("data", one.case.data.file) for one in entries if one.case is not None and one.case.data is not None}
    for name, fact_file in library.all(FactFile, "facts").items():
        if facts & {fact.id for fact in fact_file.facts}:
            used.add(("facts", name))
    for name, glossary in library.all(Glossary, "glossary").items():
        if terms & {term.id for term in glossary.terms}:
            used.add(("glossary", name))
    return frozenset(library.revision_id(kind, name) for kind, name in used)


def names_used(found: Syllabus) -> tuple[set[str], set[str], set[str]]:
    """The facts, figures and terms that a module's lessons point at."""
    facts: set[str] = set()
    figures: set[str] = set()
    terms: set[str] = set()
    for lesson in found.lessons.values():
        text = lesson_text(lesson.markdown)
        facts |= {part.name for part in text.parts if part.kind == "fact"}
        figures |= {part.name for part in text.parts if part.kind == "figure"}
        terms |= set(text.terms)
    return facts, figures, terms


def differs(old: Library, new: Library, slug: str) -> bool:
    """Whether a newer release changes a module that it still has."""
    if old.release_id == new.release_id or not new.has("module", slug):
        return False
    return editions_used(old, slug) != editions_used(new, slug)
