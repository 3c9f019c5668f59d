"""Glossary and fact cards: enough of them, each with its source and date, each shown in some lesson."""

from collections import defaultdict

from kamacademy.content.documents import Drafts
from kamacademy.curriculum.documents import FactFile, Glossary, Lesson
from kamacademy.curriculum.lesson import uses_of


def modules_using(drafts: Drafts, kind: str) -> dict[str, set[str]]:
    """The modules whose lessons show a card or explain a term, by its id."""
    found = defaultdict[str, set[str]](set)
    for draft, lesson in drafts.contents("lesson", Lesson):
        for use in uses_of(lesson.markdown):
            if use.kind == kind:
                found[use.name].add(draft.slug.partition("/")[0])
    return found


def test_there_are_sixty_terms_and_none_is_idle(drafts: Drafts) -> None:
    terms = [term.id for _, file in drafts.contents("glossary", Glossary) for term in file.terms]
    used = modules_using(drafts, "term")
    assert len(terms) == len(set(terms)) >= 60
    assert [term for term in terms if term not in used] == []
    assert sum(len(used[term]) > 1 for term in terms) >= 10, "hardly any term is shared by modules"


def test_there_are_eighty_fact_cards_each_with_source_and_date_and_none_is_idle(drafts: Drafts) -> None:
    facts = [fact for _, file in drafts.contents("facts", FactFile) for fact in file.facts]
    shown = modules_using(drafts, "fact")
    assert len(facts) == len({fact.id for fact in facts}) >= 80
    assert [fact.id for fact in facts if fact.id not in shown] == []
    assert [fact.id for fact in facts if not fact.source.strip() or fact.as_of > fact.review_by] == []
