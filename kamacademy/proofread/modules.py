"""What covers the objectives of a module, what questions it has, and what it lacks, in words. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kamacademy.curriculum.documents import Module
from kamacademy.handout.documents import ModuleGuide, Part
from kamacademy.handout.kinds import stated
from kamacademy.proofread.holdings import Holdings
from kamacademy.quality.question_view import kind_words

# A check of ten questions drawn from fewer than twelve would be the same for everybody.
FEWEST_ITEMS = 12
FEWEST_LESSONS, MOST_LESSONS = 3, 6
PART_NAMES: Mapping[Part, str] = {
    "virtual": "virtual class",
    "leader-led": "leader-led session",
    "team": "team session",
}


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """One objective. `items` is None where the module does not say which lessons serve it."""

    number: int
    words: str
    lessons: tuple[str, ...]
    items: int | None
    is_practised: bool


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """One module: its objectives, its questions by level and kind, and what it lacks."""

    slug: str
    module: Module
    objectives: tuple[ObjectiveLine, ...]
    by_level: Mapping[int, int]
    by_kind: Mapping[str, int]
    has_aid: bool
    has_guide: bool
    gaps: tuple[str, ...]

    @property
    def items(self) -> int:
        """How many questions there are."""
        return sum(self.by_level.values())


def module_lines(found: Holdings) -> list[ModuleLine]:
    """Every module, in order of its code."""
    return [module_line(found, slug) for slug in sorted(found.modules)]


def module_line(found: Holdings, slug: str) -> ModuleLine:
    """One module."""
    module, items = found.modules[slug], found.items_of(slug)
    return ModuleLine(
        slug=slug,
        module=module,
        objectives=tuple(objective_lines(found, slug)),
        by_level=dict(sorted(Counter(item.level for item in items).items())),
        by_kind=dict(Counter(kind_words(item.kind) for item in items).most_common()),
        has_aid=slug in found.aids,
        has_guide=slug in found.guides,
        gaps=tuple(module_gaps(found, slug)),
    )


def objective_lines(found: Holdings, slug: str) -> Iterator[ObjectiveLine]:
    """Every objective with the lessons that serve it, the questions on those, and whether the exercise practises it."""
    module = found.modules[slug]
    asked = Counter(item.lesson for item in found.items_of(slug))
    for number, words in enumerate(module.objectives, start=1):
        lessons = module.teaches.get(number, ())
        items = sum(asked[lesson] for lesson in lessons) if lessons else None
        yield ObjectiveLine(number, words, lessons, items, number in module.exercise.practises)


def objective_gaps(found: Holdings, slug: str) -> Iterator[str]:
    """What of the objectives is not covered; by competency where the module does not link its objectives."""
    module = found.modules[slug]
    if not module.teaches:
        yield "does not say in `teaches` which lessons serve which objective, so coverage is counted by competency"
        yield from competency_gaps(found, slug)
        return
    for line in objective_lines(found, slug):
        if not line.lessons:
            yield f"objective {line.number} has no lesson in `teaches`"
        elif not line.items:
            yield f"objective {line.number} has no question"
        if not line.is_practised:
            yield f"objective {line.number} is not among what the exercise `practises`"
    served = {lesson for lessons in module.teaches.values() for lesson in lessons}
    for lesson in module.lessons:
        if lesson not in served:
            yield f"lesson `{lesson}` serves no objective in `teaches`"


def competency_gaps(found: Holdings, slug: str) -> Iterator[str]:
    """Competencies that the module builds and that no question of its own, or not its exercise's rubric, shows."""
    module = found.modules[slug]
    asked = {item.competency for item in found.items_of(slug)}
    form = found.exercises.get(module.exercise.form or "")
    rubric = found.rubrics.get(form.rubric) if form else None
    shown = {line.indicator[:3] for line in rubric.lines if line.indicator} if rubric else set()
    for built in dict.fromkeys(one.competency for one in module.builds):
        if built not in asked:
            yield f"builds {built} and has no question on it"
        if rubric and built not in shown:
            yield f"builds {built}, which no line of its exercise's rubric shows"


def guide_gap(guide: ModuleGuide | None, minutes: Mapping[Part, int]) -> str:
    """The led parts that the module states minutes for and no guide tells how to lead; empty where there are none."""
    led = {one.part for one in guide.sessions} if guide else set()
    missing = [PART_NAMES[part] for part in minutes if part not in led]
    return f"has no facilitator guide for its {' and '.join(missing)}" if missing else ""


def module_gaps(found: Holdings, slug: str) -> Iterator[str]:
    """Everything that the module lacks, in words that follow its code."""
    module, count = found.modules[slug], len(found.items_of(slug))
    yield from objective_gaps(found, slug)
    if not FEWEST_LESSONS <= len(module.lessons) <= MOST_LESSONS:
        yield f"has {len(module.lessons)} lessons, expected {FEWEST_LESSONS} to {MOST_LESSONS}"
    if count < FEWEST_ITEMS:
        yield f"has {count} questions, expected {FEWEST_ITEMS} or more"
    if module.exercise.form is None:
        yield "has an exercise without a form, so it cannot be handed in"
    if slug not in found.aids:
        yield "has no job aid"
    missing = guide_gap(found.guides.get(slug), stated(module.minutes))
    if missing:
        yield missing
