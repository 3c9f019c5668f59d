"""Every sentence that a learner or a facilitator reads, with its place. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from kamacademy.content.documents import Draft, Drafts
from kamacademy.content.reading import Location
from kamacademy.curriculum.documents import Lesson, Module
from kamacademy.curriculum.prose import passages
from kamacademy.exercise.documents import Exercise
from kamacademy.handout.documents import GUIDE, JOB_AID, JobAid, ModuleGuide
from kamacademy.items.documents import Bank

Placed = tuple[Location, str]


@dataclass(frozen=True, slots=True)
class Said:
    """A text with its place; `line` counts from 0 inside a lesson's Markdown and is None elsewhere."""

    draft: Draft
    at: Location
    words: str
    line: int | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Line and column in the file, from 1."""
        if self.line is not None and isinstance(self.draft.content, Lesson):
            return self.draft.content.markdown_line + self.line, 1
        return self.draft.places.of(self.at)


def texts(drafts: Drafts) -> Iterator[Said]:
    """Lessons first, so that a question which repeats one is named as the second; then what is built on them."""
    for draft, lesson in drafts.contents("lesson", Lesson):
        yield from (Said(draft, ("markdown",), one.words, one.line) for one in passages(lesson.markdown))
        yield from (Said(draft, *one) for one in of_lesson(lesson))
    for draft, module in drafts.contents("module", Module):
        yield from (Said(draft, *one) for one in of_module(module))
    for draft, bank in drafts.contents("bank", Bank):
        yield from (Said(draft, *one) for one in of_bank(bank))
    for draft, exercise in drafts.contents("exercise", Exercise):
        yield from (Said(draft, *one) for one in of_exercise(exercise))
    for draft, aid in drafts.contents(JOB_AID, JobAid):
        # Its sources may well be those of other pages.
        yield from (Said(draft, at, words) for at, words in aid.texts() if at[0] != "sources")
    for draft, guide in drafts.contents(GUIDE, ModuleGuide):
        yield from (Said(draft, *one) for one in of_guide(guide))


def of_lesson(lesson: Lesson) -> Iterator[Placed]:
    """The idea and the two questions."""
    yield ("idea",), lesson.idea
    for number, question in enumerate(lesson.retrieval):
        at: Location = ("retrieval", number)
        yield (*at, "stem"), question.stem
        for place, option in enumerate(question.options):
            yield (*at, "options", place, "text"), option.text
            yield (*at, "options", place, "feedback"), option.feedback


def of_module(module: Module) -> Iterator[Placed]:
    """What it is for, and its exercise."""
    yield ("summary",), module.summary
    yield ("exercise", "task"), module.exercise.task
    for level, words in module.exercise.good.items():
        yield ("exercise", "good", level), words
    for place, words in enumerate(module.exercise.do_not_credit):
        yield ("exercise", "do_not_credit", place), words


def of_bank(bank: Bank) -> Iterator[Placed]:
    """Every question and case, without the line that says who the experts are: it is the same for all."""
    for at, item, _ in bank.placed_items():
        yield from (((*at, *inside), words) for inside, words in item.texts() if inside != ("experts",))
    for number, case in enumerate(bank.cases):
        yield from ((("cases", number, *inside), words) for inside, words in case.texts())


def of_exercise(exercise: Exercise) -> Iterator[Placed]:
    """The introduction, the made-up account and the help of the form."""
    yield ("intro",), exercise.intro
    if exercise.case is not None:
        yield ("case", "text"), exercise.case.text
    for number, section in enumerate(exercise.sections):
        if section.help:
            yield ("sections", number, "help"), section.help
        for place, field in enumerate(section.fields):
            if field.help:
                yield ("sections", number, "fields", place, "help"), field.help


def of_guide(guide: ModuleGuide) -> Iterator[Placed]:
    """What whoever leads a session reads and says."""
    for number, session in enumerate(guide.sessions):
        at: Location = ("sessions", number)
        yield (*at, "purpose"), session.purpose
        for key, lines in (("before", session.before), ("materials", session.materials)):
            yield from (((*at, key, place), words) for place, words in enumerate(lines))
        for place, step in enumerate(session.agenda):
            yield (*at, "agenda", place, "do"), step.do
            if step.say:
                yield (*at, "agenda", place, "say"), step.say
        for place, question in enumerate(session.debrief):
            yield (*at, "debrief", place, "ask"), question.ask
            for nth, one in enumerate(question.answers):
                yield (*at, "debrief", place, "answers", nth, "answer"), one.answer
                yield (*at, "debrief", place, "answers", nth, "reply"), one.reply
        for place, pitfall in enumerate(session.pitfalls):
            yield (*at, "pitfalls", place, "sign"), pitfall.sign
            yield (*at, "pitfalls", place, "instead"), pitfall.instead
