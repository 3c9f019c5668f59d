"""What a machine can read of lessons, modules, terms and drawings. Pure.

All are warnings: they ask an author to look. A link that leads nowhere is a problem.
"""

import re
from collections.abc import Iterator

from kamacademy.content.documents import Draft, Drafts, Image
from kamacademy.content.problems import Problem, Severity
from kamacademy.curriculum.documents import Glossary, Lesson, Module
from kamacademy.curriculum.lesson import uses_of
from kamacademy.curriculum.prose import anchors, links, passages
from kamacademy.handout.kinds import stated
from kamacademy.items.documents import Bank
from kamacademy.proofread.holdings import Holdings, from_drafts
from kamacademy.proofread.modules import guide_gap, objective_gaps
from kamacademy.proofread.sentences import grade
from kamacademy.wording import words_in

# The lessons are written for about grade 9; the count of syllables is a rule of thumb, and words such as
# "readmission" or "formulary" cannot be had shorter, so a lesson is looked at again from one grade above.
HIGHEST_GRADE = 10.0
# Adults read English texts silently at 238 words a minute (Brysbaert, 2019, Journal of Memory and Language 109,
# 104047, a meta-analysis of 190 studies). Nobody studies faster; below a quarter of that, the minutes promise too much.
FASTEST, SLOWEST = 238, 60
# A question is read, answered and explained in about a minute; the box at the end asks for two.
QUESTION_MINUTES, TRY_MINUTES = 1, 2
FEWEST_ALTERNATIVE_WORDS = 10


def text_findings(drafts: Drafts) -> Iterator[Problem]:
    """Everything below."""
    for draft, lesson in drafts.contents("lesson", Lesson):
        yield from lesson_findings(draft, lesson)
    holdings = from_drafts(drafts)
    for draft, module in drafts.contents("module", Module):
        yield from module_findings(draft, module, holdings)
    for draft, bank in drafts.contents("bank", Bank):
        for at, item, _ in bank.placed_items():
            if item.lesson is None:
                yield warning(draft, (*at, "id"), f"question `{item.id}` names no lesson, so it covers no objective")
    yield from orphans(drafts)
    yield from drawing_findings(drafts)


def warning(draft: Draft, at: tuple[str | int, ...], words: str) -> Problem:
    """Something to look at."""
    return draft.problem(at, words, Severity.WARNING)


def lesson_findings(draft: Draft, lesson: Lesson) -> Iterator[Problem]:
    """How hard it is to read, whether its minutes are true, and where its links lead."""
    told = [one.words for one in passages(lesson.markdown) if one.is_told]
    found = grade(told)
    if found > HIGHEST_GRADE:
        words = f"the text reads at grade {found:.1f} (Flesch-Kincaid), at most {HIGHEST_GRADE:g}: shorten sentences"
        yield warning(draft, ("markdown",), words)
    yield from minutes_findings(draft, lesson)
    names = anchors(lesson.markdown)
    for link in links(lesson.markdown):
        if link.href.startswith(("https://", "term:")) or link.href.removeprefix("#") in names:
            continue
        words = f"the link `{link.href}` leads nowhere: write https://, term:NAME or a heading of this lesson"
        yield Problem(draft.path, lesson.markdown_line + link.line, 1, words)


def minutes_findings(draft: Draft, lesson: Lesson) -> Iterator[Problem]:
    """Whether the text can be read in the minutes given, and whether they are too many for it."""
    count = len(words_in(lesson.markdown))
    beside = len(lesson.retrieval) * QUESTION_MINUTES + ("::: try" in lesson.markdown) * TRY_MINUTES
    least, most = count / FASTEST + beside, count / SLOWEST + beside
    if not round(least) <= lesson.minutes <= round(most):
        fitting = f"say {round(least)} to {round(most)}, or change the text"
        words = f"{lesson.minutes} minutes do not fit {count} words: {fitting}"
        yield warning(draft, ("minutes",), words)


def module_findings(draft: Draft, module: Module, holdings: Holdings) -> Iterator[Problem]:
    """Whether its minutes are those of its lessons, its objectives are covered, and it has aid and guide."""
    lessons = (holdings.lessons.get(f"{draft.slug}/{slug}") for slug in module.lessons)
    total = sum(lesson.minutes for lesson in lessons if lesson)
    if total > module.minutes.self_paced:
        words = f"its lessons take {total} minutes, more than the {module.minutes.self_paced} of `self_paced`"
        yield warning(draft, ("minutes", "self_paced"), words)
    for gap in objective_gaps(holdings, draft.slug):
        yield warning(draft, ("objectives",), gap)
    if draft.slug not in holdings.aids:
        yield warning(draft, (), "has no job aid: add job-aid.yaml beside this file")
    missing = guide_gap(holdings.guides.get(draft.slug), stated(module.minutes))
    if missing:
        yield warning(draft, ("minutes",), f"{missing}: see facilitator-guide.yaml beside this file")


def orphans(drafts: Drafts) -> Iterator[Problem]:
    """Terms that no lesson explains by a link."""
    used = {
        one.name for _, lesson in drafts.contents("lesson", Lesson) for one in uses_of(lesson.markdown)
        if one.kind == "term"
    }  # fmt: skip
    for draft, glossary in drafts.contents("glossary", Glossary):
        for number, term in enumerate(glossary.terms):
            if term.id not in used:
                words = f"term `{term.id}` is used in no lesson: link to it, or take it out"
                yield warning(draft, ("terms", number, "id"), words)


def drawing_findings(drafts: Drafts) -> Iterator[Problem]:
    """Drawings that no lesson places, and those whose words say too little to whoever cannot see them."""
    placed = {
        f"{draft.slug.partition('/')[0]}/{one.name}"
        for draft, lesson in drafts.contents("lesson", Lesson)
        for one in uses_of(lesson.markdown)
        if one.kind == "figure"
    }
    for draft, image in drafts.contents("image", Image):
        if draft.slug not in placed:
            yield warning(draft, (), "no lesson places this drawing: place it, or take it out")
        said = re.search(r"<desc\b[^>]*>(.*?)</desc>", image.svg, re.DOTALL)
        count = len(words_in(said.group(1))) if said else 0
        if count < FEWEST_ALTERNATIVE_WORDS:
            yield warning(
                draft, (), f"its <desc> has {count} words: say in {FEWEST_ALTERNATIVE_WORDS} or more what it shows"
            )
