"""What a module is made of in a release, and whether two releases differ in it."""

from kamacademy.assessment.documents import Bank, Paper
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Fact, FactFile, Glossary, Lesson, Module, Term
from kamacademy.curriculum.lesson import lesson_text
from kamacademy.curriculum.progress import Syllabus


def syllabus(library: Library, slug: str) -> Syllabus:
    """A module of a release with its lessons and check. Raises NotInLibrary."""
    module = library.one(Module, "module", slug)
    return Syllabus(
        slug=slug,
        module=module,
        lessons={lesson: library.one(Lesson, "lesson", f"{slug}/{lesson}") for lesson in module.lessons},
        check=library.one(Paper, "paper", module.check),
        release_number=library.number,
    )


def facts_in(library: Library) -> dict[str, Fact]:
    """Every fact of a release by its id."""
    return {fact.id: fact for one in library.all(FactFile, "facts").values() for fact in one.facts}


def terms_in(library: Library) -> dict[str, Term]:
    """Every glossary term of a release by its id."""
    return {term.id: term for one in library.all(Glossary, "glossary").values() for term in one.terms}


def editions_used(library: Library, slug: str) -> frozenset[int]:
    """The keys of all revisions a learner of the module meets: text, drawings, check, questions, facts and terms."""
    found = syllabus(library, slug)
    facts, figures, terms = names_used(found)
    used = {("module", slug), ("paper", found.module.check)}
    used |= {("lesson", f"{slug}/{lesson}") for lesson in found.lessons}
    used |= {("image", f"{slug}/{figure}") for figure in figures}
    asked = set(found.check.items)
    for name, bank in library.all(Bank, "bank").items():
        if asked & {item.id for item in bank.items}:
            used.add(("bank", name))
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
