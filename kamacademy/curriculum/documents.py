"""Programmes, modules, lessons, facts and terms as content."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from kamacademy.competency.documents import Framework, RoleCode, competency_codes, indicator_ids
from kamacademy.content.documents import (
    Closed,
    CompetencyCode,
    DocumentType,
    Draft,
    Drafts,
    Image,
    IndicatorId,
    KpiCode,
    LevelNumber,
    Slug,
    Words,
    overdue,
)
from kamacademy.content.drawing import read_svg
from kamacademy.content.problems import BrokenRule, Problem, Severity
from kamacademy.content.reading import read_markdown, read_yaml
from kamacademy.curriculum.lesson import Use, text_problems, uses_of
from kamacademy.items.documents import Bank
from kamacademy.items.item import refuse_other_than_one
from kamacademy.people.market import Market, MarketCode, Scope
from kamacademy.wording import words_in


class Figure(Closed):
    """A number for the face of a fact card."""

    value: Words
    label: Words


class Fact(Closed):
    """A claim that can go out of date, with its date and source."""

    id: Slug
    title: Words
    claim: Words
    figures: Annotated[tuple[Figure, ...], Field(max_length=4)] = ()
    market: Scope
    as_of: date
    source: Words
    url: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None
    review_by: date
    status: Literal["verified", "historical"]

    @model_validator(mode="after")
    def reviewed_later(self) -> Self:
        """A fact is reviewed after the day it speaks of."""
        if self.review_by <= self.as_of:
            raise BrokenRule("`review_by` must be after `as_of`", "review_by")
        return self


class FactFile(Closed):
    """Facts on one topic."""

    title: Words
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]


class Term(Closed):
    """A word of the trade and what it means; `market` says where it is used."""

    id: Slug
    term: Words
    meaning: Words
    market: Scope = "all"


class Glossary(Closed):
    """Terms on one topic."""

    title: Words
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]


class Assignment(Closed):
    """Who is given a programme without asking, and how long they have."""

    job_roles: tuple[RoleCode, ...]
    due_days: Annotated[int, Field(ge=1, le=730)]


class ProgrammeModule(Closed):
    """A module's place in a programme. `in_market` names the module that stands there for people of a market."""

    module: Slug
    in_market: dict[MarketCode, Slug] = {}
    requires: tuple[Slug, ...] = ()


class Programme(Closed):
    """Modules in order, for certain job roles. `practice` is the plan by which lessons' questions come back."""

    code: Words
    title: Words
    summary: Words
    award: Words
    assign: Assignment
    practice: Literal["fixed", "fsrs"] = "fixed"
    modules: Annotated[tuple[ProgrammeModule, ...], Field(min_length=1)]


class Minutes(Closed):
    """Time by way of delivery, in minutes."""

    self_paced: Annotated[int, Field(ge=0)]
    virtual: Annotated[int, Field(ge=0)]
    leader_led: Annotated[int, Field(ge=0)]

    @property
    def by_delivery(self) -> tuple[tuple[str, int], ...]:
        """The minutes of each way in which the module is delivered, by its name in words."""
        ways = (
            ("Lessons by yourself", self.self_paced),
            ("Virtual class", self.virtual),
            ("Leader-led session", self.leader_led),
        )
        return tuple((name, minutes) for name, minutes in ways if minutes)


class Builds(Closed):
    """The level of a competency that a module builds to."""

    competency: CompetencyCode
    level: LevelNumber


# Objectives are counted from 1, as they are listed in the module.
ObjectiveNumber = Annotated[int, Field(ge=1)]


class Exercise(Closed):
    """Something to do on a real account, with what good looks like by level; `form` is a form to do it in.

    `practises` are the objectives that it exercises, by their number in the module, from 1.
    """

    title: Words
    form: Slug | None = None
    minutes: Annotated[int, Field(ge=1)]
    task: Words
    good: dict[LevelNumber, Words]
    do_not_credit: tuple[Words, ...] = ()
    practises: tuple[ObjectiveNumber, ...] = ()


class WatchFor(Closed):
    """The indicator a coach should look for after the module."""

    indicator: IndicatorId
    level: LevelNumber
    watch: Words


class FurtherReading(Closed):
    """A published source to read on."""

    title: Words
    by: Words
    year: int | None = None
    url: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None


# A phrase to begin a commitment with after the module; a line of one's own has room for it.
CommitmentKind = Literal["stop", "start", "continue"]
Starter = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Module(Closed):
    """A piece of learning with lessons, a check, scenarios, an exercise, and what should change afterwards.

    `teaches` says which lessons serve which objective: by it, questions that name a lesson cover objectives.
    `commitments` are phrases for what somebody may stop, start or continue after it.
    `exemption` is a paper offered before the module is begun: who passes it has completed the module.
    """

    code: Words
    market: Scope = "all"
    title: Words
    summary: Words
    minutes: Minutes
    builds: Annotated[tuple[Builds, ...], Field(min_length=1)]
    objectives: Annotated[tuple[Words, ...], Field(min_length=1)]
    lessons: Annotated[tuple[Slug, ...], Field(min_length=1)]
    teaches: dict[ObjectiveNumber, Annotated[tuple[Slug, ...], Field(min_length=1)]] = {}
    check: Slug
    scenarios: tuple[Slug, ...] = ()
    exemption: Slug | None = None
    exercise: Exercise
    observation: WatchFor
    kpi: KpiCode
    commitments: dict[CommitmentKind, Annotated[tuple[Starter, ...], Field(min_length=1, max_length=4)]] = {}
    reading: tuple[FurtherReading, ...] = ()


class RetrievalOption(Closed):
    """An answer to a retrieval question, with feedback."""

    text: Words
    correct: bool = False
    feedback: Words


class RetrievalQuestion(Closed):
    """A question inside a lesson, to recall what was just read."""

    id: Slug
    stem: Words
    options: Annotated[tuple[RetrievalOption, ...], Field(min_length=3, max_length=4)]

    @model_validator(mode="after")
    def one_right(self) -> Self:
        """Exactly one option is correct."""
        refuse_other_than_one(self.options)
        return self

    @property
    def right(self) -> int:
        """The position of the right option, from 0."""
        return next(n for n, option in enumerate(self.options) if option.correct)


class Lesson(Closed):
    """One idea in five to twelve minutes."""

    title: Words
    minutes: Annotated[int, Field(ge=5, le=12)]
    idea: Words
    indicators: Annotated[tuple[IndicatorId, ...], Field(min_length=1)]
    retrieval: Annotated[tuple[RetrievalQuestion, ...], Field(min_length=2, max_length=2)]
    markdown: Words
    markdown_line: int

    def question(self, question_id: str) -> RetrievalQuestion:
        """One of the two questions."""
        return next(one for one in self.retrieval if one.id == question_id)


LEAST_WORDS, MOST_WORDS = 400, 900


def check_facts(drafts: Drafts) -> Iterable[Problem]:
    """Fact and term ids are unique over all files."""
    for kind, key in (("facts", "facts"), ("glossary", "terms")):
        seen: dict[str, str] = {}
        for draft in drafts.of(kind):
            for number, one in enumerate(getattr(draft.content, key)):
                if one.id in seen:
                    yield draft.problem((key, number, "id"), f"`{one.id}` is already in {seen[one.id]}")
                seen.setdefault(one.id, draft.path)


def check_programmes(drafts: Drafts) -> Iterable[Problem]:
    """A programme names modules of its own folder or another's, each once, and requires only earlier ones."""
    for draft, programme in drafts.contents("programme", Programme):
        before: list[str] = []
        for number, one in enumerate(programme.modules):
            at = ("modules", number)
            if not drafts.has("module", one.module):
                yield draft.problem((*at, "module"), f"there is no module `{one.module}`")
            if one.module in before:
                yield draft.problem((*at, "module"), f"module `{one.module}` is in the programme twice")
            for place, required in enumerate(one.requires):
                if required not in before:
                    yield draft.problem((*at, "requires", place), f"`{required}` does not come before `{one.module}`")
            before.append(one.module)
        yield from check_variants(draft, programme, drafts)


def check_variants(draft: Draft, programme: Programme, drafts: Drafts) -> Iterable[Problem]:
    """What stands in a module's place for a market exists, is written for it, and stands nowhere else."""
    markets = {one.slug: module.market for one, module in drafts.contents("module", Module)}
    seen = {entry.module for entry in programme.modules}
    for number, entry in enumerate(programme.modules):
        for market, slug in entry.in_market.items():
            at = ("modules", number, "in_market", market)
            if slug in seen:
                yield draft.problem(at, f"module `{slug}` is in the programme twice")
            seen.add(slug)
            if slug not in markets:
                yield draft.problem(at, f"there is no module `{slug}`")
            elif markets[slug] != market:
                words = f"`{slug}` is for `{markets[slug]}`; write `market: {market}` in its module.yaml"
                yield draft.problem(at, words)
        if entry.module in markets:
            yield from check_for_others(draft, number, entry, markets[entry.module])


def check_for_others(draft: Draft, number: int, entry: ProgrammeModule, written_for: str) -> Iterable[Problem]:
    """A module that others have another one for says whom it is written for; one of a market stands only for it."""
    at = ("modules", number, "module")
    left = [one.value for one in Market if one.value not in entry.in_market]
    if not left:
        yield draft.problem(at, f"every market has another module, so nobody is given `{entry.module}`")
    elif written_for == "all":
        if entry.in_market and len(left) == 1:
            words = f"only {left[0]} is left for `{entry.module}`; write `market: {left[0]}` in its module.yaml"
            yield draft.problem(at, words)
    elif written_for not in left:
        words = f"`{entry.module}` is for `{written_for}` itself; leave that market out here"
        yield draft.problem(("modules", number, "in_market", written_for), words)
    elif others := [one for one in left if one != written_for]:
        words = f"`{entry.module}` is for `{written_for}`; name under `in_market` what stands there for {others[0]}"
        yield draft.problem(at, words)


def code_in(folder: str, market: str) -> str:
    """The code by a module's folder: "M02", or "M02-UK" for the module of one market."""
    number, _, rest = folder.partition("-")
    return f"{number}-{market}".upper() if rest.startswith(f"{market.lower()}-") else number.upper()


def check_modules(drafts: Drafts) -> Iterable[Problem]:
    """A module's lessons, check, indicator and KPI exist, and every lesson in its folder is used."""
    indicators, competencies = indicator_ids(drafts), competency_codes(drafts)
    for draft, module in drafts.contents("module", Module):
        code = code_in(draft.slug, module.market)
        if module.code != code:
            yield draft.problem(("code",), f"the folder is named {draft.slug}, so the code should be {code}")
        for number, lesson in enumerate(module.lessons):
            if not drafts.has("lesson", f"{draft.slug}/{lesson}"):
                yield draft.problem(("lessons", number), f"there is no lesson `{lesson}` in lessons/")
        for slug in sorted(drafts.slugs("lesson")):
            if slug.startswith(f"{draft.slug}/") and slug.partition("/")[2] not in module.lessons:
                yield draft.problem(
                    ("lessons",), f"lesson `{slug.partition('/')[2]}` lies in lessons/ but is not listed"
                )
        if not drafts.has("paper", module.check):
            yield draft.problem(("check",), f"there is no paper `{module.check}`")
        if not drafts.has("kpi", module.kpi.lower()):
            yield draft.problem(("kpi",), f"there is no KPI `{module.kpi}`")
        if module.observation.indicator not in indicators:
            yield draft.problem(("observation", "indicator"), f"there is no indicator `{module.observation.indicator}`")
        for number, builds in enumerate(module.builds):
            if builds.competency not in competencies:
                yield draft.problem(("builds", number, "competency"), f"there is no competency `{builds.competency}`")
        yield from check_objectives(draft, module)
        yield from check_practice(draft, module, drafts)


def check_objectives(draft: Draft, module: Module) -> Iterable[Problem]:
    """What serves an objective names one that the module lists, and lessons of the module."""
    last = len(module.objectives)
    for objective, lessons in module.teaches.items():
        if objective > last:
            yield draft.problem(
                ("teaches", objective), f"the module has {last} objectives, so none is number {objective}"
            )
        for place, lesson in enumerate(lessons):
            if lesson not in module.lessons:
                yield draft.problem(("teaches", objective, place), f"lesson `{lesson}` is not one of this module")
    for place, objective in enumerate(module.exercise.practises):
        if objective > last:
            words = f"the module has {last} objectives, so none is number {objective}"
            yield draft.problem(("exercise", "practises", place), words)


def check_practice(draft: Draft, module: Module, drafts: Drafts) -> Iterable[Problem]:
    """A module's scenarios, form and exemption test exist; nobody is exempted from what builds the gate."""
    for number, scenario in enumerate(module.scenarios):
        if not drafts.has("scenario", scenario):
            yield draft.problem(("scenarios", number), f"there is no scenario `{scenario}`")
        if scenario in module.scenarios[:number]:
            yield draft.problem(("scenarios", number), f"scenario `{scenario}` is in the module twice")
    if module.exercise.form is not None and not drafts.has("exercise", module.exercise.form):
        yield draft.problem(("exercise", "form"), f"there is no exercise `{module.exercise.form}`")
    if module.exemption is None:
        return
    if not drafts.has("paper", module.exemption):
        yield draft.problem(("exemption",), f"there is no paper `{module.exemption}`")
    if module.exemption == module.check:
        yield draft.problem(("exemption",), "the exemption test is another paper than the module's check")
    gates = {one.gate.competency for _, one in drafts.contents("framework", Framework)}
    for built in sorted(gates & {one.competency for one in module.builds}):
        yield draft.problem(("exemption",), f"nobody is exempted from a module that builds {built}, the gate")


def check_lessons(drafts: Drafts) -> Iterable[Problem]:
    """What a lesson's text points at exists; both questions are placed once; its length is one sitting's reading."""
    indicators = indicator_ids(drafts)
    facts = {fact.id for _, one in drafts.contents("facts", FactFile) for fact in one.facts}
    terms = {term.id for _, one in drafts.contents("glossary", Glossary) for term in one.terms}
    for draft, lesson in drafts.contents("lesson", Lesson):
        module = draft.slug.partition("/")[0]
        for number, indicator in enumerate(lesson.indicators):
            if indicator not in indicators:
                yield draft.problem(("indicators", number), f"there is no indicator `{indicator}`")
        questions = [question.id for question in lesson.retrieval]
        if len(set(questions)) != len(questions):
            yield draft.problem(("retrieval",), "the two retrieval questions have the same id")
        yield from check_text(draft, lesson, module, drafts, facts, terms)


def check_text(
    draft: Draft, lesson: Lesson, module: str, drafts: Drafts, facts: set[str], terms: set[str]
) -> Iterable[Problem]:
    """The body of one lesson."""

    def at(line: int, column: int, message: str, severity: Severity = Severity.PROBLEM) -> Problem:
        return Problem(draft.path, lesson.markdown_line + line, column + 1, message, severity)

    images = {slug.partition("/")[2] for slug in drafts.slugs("image") if slug.startswith(f"{module}/")}
    known = {"fact": facts, "term": terms, "figure": images, "question": {one.id for one in lesson.retrieval}}
    placed: list[str] = []
    for use in uses_of(lesson.markdown):
        if use.name not in known[use.kind]:
            yield at(use.line, use.column, missing(use))
        elif use.kind == "question":
            if use.name in placed:
                yield at(use.line, use.column, f"question `{use.name}` is placed twice")
            placed.append(use.name)
    for number, question in enumerate(lesson.retrieval):
        if question.id not in placed:
            yield draft.problem(
                ("retrieval", number, "id"),
                f"question `{question.id}` is not placed: add a line `::question {question.id}`",
            )
    for line, message in text_problems(lesson.markdown):
        yield at(line, 0, message)
    words = len(words_in(lesson.markdown))
    if not LEAST_WORDS <= words <= MOST_WORDS * 1.15:
        yield at(0, 0, f"the text has {words} words; a lesson has {LEAST_WORDS} to {MOST_WORDS}", Severity.WARNING)


def missing(use: Use) -> str:
    """That what a text points at is not there."""
    if use.kind == "question":
        return f"this lesson has no question `{use.name}`; its questions stand under `retrieval`"
    word, where = ("drawing", " in images/") if use.kind == "figure" else (use.kind, "")
    return f"there is no {word} `{use.name}`{where}"


def check_item_references(drafts: Drafts) -> Iterable[Problem]:
    """A question names facts and a lesson that exist."""
    facts = {fact.id for _, one in drafts.contents("facts", FactFile) for fact in one.facts}
    lessons = {slug.partition("/")[2] for slug in drafts.slugs("lesson")}
    for draft, bank in drafts.contents("bank", Bank):
        for at, item, _ in bank.placed_items():
            for place, fact in enumerate(item.facts):
                if fact not in facts:
                    yield draft.problem((*at, "facts", place), f"there is no fact `{fact}`")
            if item.lesson is not None and item.lesson not in lessons:
                yield draft.problem((*at, "lesson"), f"there is no lesson `{item.lesson}`")


def check_all_modules(drafts: Drafts) -> Iterable[Problem]:
    """Modules, and the questions that point back at them."""
    yield from check_modules(drafts)
    yield from check_item_references(drafts)


def facts_due(drafts: Drafts, today: date) -> Iterable[Problem]:
    """Warnings for facts whose review date has passed."""
    for draft, facts in drafts.contents("facts", FactFile):
        for number, fact in enumerate(facts.facts):
            if fact.review_by < today:
                yield overdue(draft, ("facts", number, "review_by"), f"fact `{fact.id}`", fact.review_by)


MODULE_FOLDER = r"curricula/(?P<programme>[a-z0-9-]+)/(?P<module>m\d\d[a-z0-9-]*)"
DOCUMENT_TYPES = (
    DocumentType("glossary", Glossary, r"curricula/glossary/(?P<name>[a-z0-9-]+)\.yaml", "{name}", read_yaml),
    DocumentType(
        "facts", FactFile, r"curricula/facts/(?P<name>[a-z0-9-]+)\.yaml", "{name}", read_yaml, check_facts, facts_due
    ),
    DocumentType(
        "programme",
        Programme,
        r"curricula/(?P<programme>[a-z0-9-]+)/programme\.yaml",
        "{programme}",
        read_yaml,
        check_programmes,
    ),
    DocumentType("module", Module, rf"{MODULE_FOLDER}/module\.yaml", "{module}", read_yaml, check_all_modules),
    DocumentType(
        "lesson",
        Lesson,
        rf"{MODULE_FOLDER}/lessons/(?P<lesson>[a-z0-9-]+)\.md",
        "{module}/{lesson}",
        read_markdown,
        check_lessons,
    ),
    DocumentType("image", Image, rf"{MODULE_FOLDER}/images/(?P<image>[a-z0-9-]+)\.svg", "{module}/{image}", read_svg),
)
