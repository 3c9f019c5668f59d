"""The chain from reaction to customer, each link with who came in and who came out, in counts that point at nobody.

Pure. A link says what is known, and of how many; what the academy does not know it says, and guesses nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from kamacademy.curriculum.documents import Module
from kamacademy.curriculum.reactions import Said, in_steps
from kamacademy.kpi.baseline import baseline
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure, measure_words
from kamacademy.kpi.periods import period_words
from kamacademy.kpi.status import is_better, is_met
from kamacademy.retrieval.retention import LEAST_PEOPLE, Delayed, retention
from kamacademy.small_groups import SMALLEST_GROUP, counted_steps
from kamacademy.wording import counted

DAY_90 = timedelta(days=90)
SIGNALS = ("O1", "O2", "O3")


@dataclass(frozen=True, slots=True)
class Count:
    """A count in words, and the figure as it may be shown."""

    words: str
    figure: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One link: of whom it is asked, of how many something is known, how many came out; and what is to be said."""

    name: str
    title: str
    counts: Sequence[Count]
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Chain:
    """Every link in order; `people` began, as it may be shown."""

    links: Sequence[Link]
    people: str

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


def chain_in(kept: Mapping[str, Any]) -> Chain:
    """What was kept."""
    links = [
        Link(one["name"], one["title"], [Count(**count) for count in one["counts"]], one["words"])
        for one in kept["links"]
    ]
    return Chain(links, kept["people"])


@dataclass(frozen=True, slots=True)
class Taken:
    """What one person did in one module: when it was completed, and what is known of them after it.

    `passed_first` and `passed` are None without a check handed in. Levels are the newest seen before completing and the
    newest since, of the indicator to look for. `figures` are of the module's KPI in order of period.
    """

    learner_id: int
    module: str
    completed: date | None
    passed_first: bool | None
    passed: bool | None
    level_before: int | None
    level_after: int | None
    has_handed_in: bool
    is_accepted: bool
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Signal:
    """An outcome of teams: of how many there is a figure at all, before and after; how many moved as hoped."""

    code: str
    name: str
    teams: int
    both: int
    better: int


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that a chain is made of."""

    taken: Sequence[Taken]
    said: Sequence[Said]
    delayed: Sequence[tuple[str, Delayed]]
    modules: Mapping[str, Module]
    kpis: Mapping[str, Kpi]
    signals: Sequence[Signal]
    programme_kpi: Sequence[Figure] | None
    today: date


# A link before its counts may be shown: name, title, counts of people, words.
Raw = tuple[str, str, list[tuple[str, int]], list[str]]


def chain(known: Known) -> Chain:
    """The chain. All counts of people are judged as one list, since any two of a page can be subtracted."""
    done = [one for one in known.taken if one.completed is not None]
    if not known.taken:
        begin = Link(
            "learning", "Taking part", [], ["Nobody has begun it in the academy, so nothing follows from it here."]
        )
        return Chain([begin, customer(known.signals)], "0")
    raw: list[Raw] = [
        learning(known, done),
        reaction(known.said),
        knowledge(known, done),
        demonstrated(known, done),
        applied(done),
        behaviour(known, done),
    ]
    steps = iter(counted_steps([count for _, _, counts, _ in raw for count in counts], people(known.taken)))
    links = []
    for name, title, counts, words in raw:
        shown = [next(steps) for _ in counts]
        links.append(Link(name, title, [Count(one.words, one.figure, one.is_number) for one in shown], words))
    begun = links[0].counts[0].figure
    return Chain([*links, customer(known.signals)], begun)


def people(some: Iterable[Taken]) -> int:
    """How many different people."""
    return len({one.learner_id for one in some})


def learning(known: Known, done: Sequence[Taken]) -> Raw:
    """Who began and who completed."""
    of = "it" if len(known.modules) == 1 else "a module of it"
    counts = [(f"began {of}", people(known.taken)), (f"completed {of}", people(done))]
    return "learning", "Taking part", counts, [] if done else ["Nobody has completed it yet."]


def reaction(said: Sequence[Said]) -> Raw:
    """What people said at the end, in whole steps of five answers."""
    shown = in_steps(said)
    if not shown:
        words = "Fewer than five answers, so none is told of."
        return "reaction", "Reaction", [], [words if said else "Nobody has said yet whether it can be used."]
    useful = sum(one.usable >= 4 for one in shown)
    other = len(shown) - useful
    is_open = useful == len(shown) or (useful >= SMALLEST_GROUP and (other >= SMALLEST_GROUP or not other))
    share = f"{useful} of {len(shown)}" if is_open else "Some"
    lead = f"{counted(len(shown), 'answer')} to “Could you use it within a month?”, shown in steps of five."
    return (
        "reaction",
        "Reaction",
        [],
        [lead, f"{share} said certainly or probably. This is what they expected, no more."],
    )


def knowledge(known: Known, done: Sequence[Taken]) -> Raw:
    """The check at the first try and at last, and the same questions sixty days later."""
    taken = [one for one in done if one.passed is not None]
    counts = [
        ("took the check", people(taken)),
        (
            "passed at the first try" if len(known.modules) == 1 else "passed every check at the first try",
            passing(taken, lambda one: one.passed_first is True),
        ),
        ("passed it in the end", passing(taken, lambda one: one.passed is True)),
    ]
    words = []
    for title, delayed in known.delayed:
        if delayed.people >= LEAST_PEOPLE:
            found = retention("", title, delayed)
            lead = f"{title}, right" if len(known.modules) > 1 else "Right"
            words.append(
                f"{lead} sixty days later: {found.later}; the same questions at first: {found.first} ({found.basis}; "
                f"95 % intervals). {found.change}"
            )
    if not words:
        words.append("Sixty days later fewer than five people have answered, so what is kept is not known.")
    return "knowledge", "Knowledge", counts if len(known.modules) == 1 else counts[:2], words


def passing(taken: Sequence[Taken], test: Callable[[Taken], bool]) -> int:
    """How many people pass a test in every module of theirs."""
    failed = {one.learner_id for one in taken if not test(one)}
    return len({one.learner_id for one in taken} - failed)


def demonstrated(known: Known, done: Sequence[Taken]) -> Raw:
    """What coaches saw of the indicator to look for, before completing and since."""
    seen = [one for one in done if one.level_after is not None]
    both = [one for one in seen if one.level_before is not None]
    at_first = [one for one in both if reaches(known, one, one.level_before)]
    at_last = [one for one in both if reaches(known, one, one.level_after)]
    counts = [
        ("were observed on it since", people(seen)),
        ("had been observed on it before, too", people(both)),
        ("of these, at the level hoped for before", people(at_first)),
        ("and at it since", people(at_last)),
    ]  # fmt: skip
    words = (
        ["The newest observation of each side. Who is observed again is not chosen by lot, so this compares nothing."]
        if both
        else ["Nobody was observed both before and since, so whether it shows in the work is not known."]
    )
    return "demonstrated", "Seen in the work", counts, words


def reaches(known: Known, one: Taken, level: int | None) -> bool:
    """Whether a level is that which the module's observation looks for."""
    return level is not None and level >= known.modules[one.module].observation.level


def applied(done: Sequence[Taken]) -> Raw:
    """Exercises on an own account."""
    counts = [
        ("handed an exercise in", people(one for one in done if one.has_handed_in)),
        ("had it accepted", people(one for one in done if one.is_accepted)),
    ]
    return "applied", "Applied to an account", counts, []


def behaviour(known: Known, done: Sequence[Taken]) -> Raw:
    """The KPI before, at day 90 and after."""
    if known.programme_kpi is not None:
        return "kpi", "Behaviour", [], programme_words(known, known.programme_kpi)
    reached = [one for one in done if one.completed is not None and one.completed + DAY_90 <= known.today]
    measured = [(one, pair) for one in reached if (pair := before_and_at_90(one)) is not None]
    kpi = known.kpis[next(iter(known.modules.values())).kpi]
    counts = [
        ("completed it 90 days ago or more", people(reached)),
        ("have a baseline and a figure at day 90", len(measured)),
        ("were nearer to the target, or at it", sum(came_nearer(kpi, one, pair) for one, pair in measured)),
        ("were at the target in that and in the next figure", sum(is_sustained(kpi, one) for one, _ in measured)),
    ]
    if len(measured) < LEAST_PEOPLE:
        return "kpi", "Behaviour", counts, ["Too few people have figures from before and from day 90 to tell of any."]
    words = ["Before and after only: other causes are possible. Whether it moved the measure is what a study asks."]
    return "kpi", "Behaviour", counts, words


def before_and_at_90(one: Taken) -> tuple[Figure, Figure] | None:
    """The figures before completing as one, and the first whole period that holds or follows day 90."""
    assert one.completed is not None
    base, after = baseline(one.figures, one.completed), at_90(one)
    return (base.figure, after[0]) if base is not None and after else None


def at_90(one: Taken) -> Sequence[Figure]:
    """The figures from day 90 on."""
    assert one.completed is not None
    day = one.completed + DAY_90
    return [figure for figure in one.figures if figure.start > one.completed and figure.end >= day]


def came_nearer(kpi: Kpi, one: Taken, pair: tuple[Figure, Figure]) -> bool:
    """Whether the figure at day 90 meets the target or lies nearer to it than the baseline."""
    return is_met(kpi, pair[1].measure) or is_better(kpi, pair[1].measure, pair[0].measure)


def is_sustained(kpi: Kpi, one: Taken) -> bool:
    """Whether the target is met at day 90 and in the figure after it."""
    after = at_90(one)
    return len(after) > 1 and all(is_met(kpi, figure.measure) for figure in after[:2])


def programme_words(known: Known, figures: Sequence[Figure]) -> list[str]:
    """The programme's own KPI: how often learning was carried into the work."""
    if not figures:
        return ["No figure of K25 Transfer rate is kept for this programme yet, so what changed is not known."]
    kpi, newest = known.kpis["K25"], figures[-1]
    words = (
        f"{kpi.name}: {measure_words(kpi, newest.measure)} of {newest.n} in {period_words(newest.start, newest.end)}."
    )
    return [words, "What each module was meant to move is on the page of the module."]


def customer(signals: Sequence[Signal]) -> Link:
    """What customers show: outcomes of the teams, never of a person."""
    known = [one for one in signals if one.teams]
    words = [signal_words(one) for one in known]
    missing = [f"{one.code} {one.name}" for one in signals if not one.teams]
    if missing:
        words.append(f"No figure is kept of {', '.join(missing)}, so what customers noticed there is not known.")
    if known:
        words.append("Much lies between a module and a customer; this is no measure of the module.")
    return Link("customer", "Customers", [], words)


def signal_words(one: Signal) -> str:
    """One outcome in a sentence; counts of teams below five are not told."""
    if one.both < SMALLEST_GROUP:
        return f"{one.code} {one.name}: too few teams have a figure from before and one from after."
    better = str(one.better) if one.better >= SMALLEST_GROUP else "fewer than five" if one.better else "none"
    return f"{one.code} {one.name}: better than before in {better} of {one.both} teams with both figures."
