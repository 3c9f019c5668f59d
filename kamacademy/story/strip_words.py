"""A story's picture in words: what it shows, month by month, and the loop in four facts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kamacademy.competency.words import standing_words
from kamacademy.kpi.figures import Figure, sentence
from kamacademy.kpi.run_chart import Days
from kamacademy.kpi.status import target_words
from kamacademy.story.kept import PlanAction
from kamacademy.story.months import Span
from kamacademy.story.strip import Told, level_words, shown_actions, shown_figures
from kamacademy.wording import counted, day, inside, listed
from kamacademy.wording import month as month_words

NO_LEVEL = "no level yet"


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the picture in words."""

    month: str
    level: str
    visits: str
    actions: str
    reading: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One part of the loop: what it is called, and how it stands; `more` says what it rests on."""

    name: str
    words: str
    more: str


def description(told: Told) -> str:
    """The picture for someone who does not see it."""
    parts = [levels_words(told), visits_words(told)]
    parts += [
        f"Action {number}: {one.words}." for number, one in enumerate(shown_actions(told.actions, told.months), 1)
    ]
    if told.series is not None:
        figures = figures_of(told)
        parts += [f"{told.series.kpi.code} {told.series.kpi.name}, target {target_words(told.series.kpi)}:"]
        parts += [f"{'; '.join(sentence(told.series.kpi, one) for one in figures)}." if figures else "no reading."]
    return " ".join(parts)


def levels_words(told: Told) -> str:
    """The levels in order of month, each said once for the months in a row in which it held."""
    said: list[str] = []
    last = None
    for one in told.estimates:
        words = NO_LEVEL if one.level is None else inside(level_words(one, told.level_names))
        if words != last:
            said.append(f"from {month_words(one.on)} {words}")
        last = words
    return f"Level: {', '.join(said)}." if said else "Level: none."


def visits_words(told: Told) -> str:
    """How many visits there were, and how many of them were attestations."""
    seen = [one for one in told.visits if told.months.holds(one.on)]
    attested = sum(one.is_attested for one in seen)
    also = f", {attested} of them for an attestation" if attested else ""
    return f"{counted(len(seen), 'visit').capitalize()}{also}."


def figures_of(told: Told) -> list[Figure]:
    """The readings that the picture shows."""
    if told.series is None:
        return []
    return shown_figures(told.series.figures, Days(told.months.first, told.months.last))


def month_rows(told: Told) -> list[MonthRow]:
    """The months that have come, the newest first."""
    return [month_row(told, place) for place in reversed(range(len(told.estimates)))]


def month_row(told: Told, place: int) -> MonthRow:
    """One month of the picture by its place."""
    estimate, own = told.estimates[place], Span(told.months.months[place], told.estimates[place].on)
    numbered = enumerate(shown_actions(told.actions, told.months), 1)
    running = [str(number) for number, one in numbered if one in shown_actions(told.actions, own)]
    return MonthRow(
        month=month_words(own.first),
        level=first_upper(NO_LEVEL) if estimate.level is None else level_words(estimate, told.level_names),
        visits=listed([f"{day(one.on)}, {one.coach}" for one in told.visits if own.holds(one.on)]),
        actions=listed(running),
        reading="; ".join(
            sentence(told.series.kpi, one)
            for one in figures_of(told)
            if told.series is not None and one.end.replace(day=1) == own.first
        ),
    )


def facts(told: Told) -> tuple[Fact, ...]:
    """Gap, action, observation and result of a competency, at the end of the months told."""
    return (
        gap_fact(told),
        action_fact([one for one in told.actions if one.opened_on <= told.months.last]),
        visit_fact(told),
        result_fact(told),
    )


def gap_fact(told: Told) -> Fact:
    """Where the level stands and where it should."""
    last = told.estimates[-1]
    target = "No target for the job role" if last.target is None else f"Target {told.level_names[last.target - 1]}"
    return Fact(
        "Level and target",
        standing_words(last, told.level_names),
        f"{target}, seen {counted(last.visits, 'time')} so far",
    )


def action_fact(actions: Sequence[PlanAction]) -> Fact:
    """The newest action for it."""
    if not actions:
        return Fact("Action", "None yet", "Nothing in the plan is for this competency")
    newest = max(actions, key=lambda one: (one.opened_on, one.action_id))
    return Fact("Action", newest.title, first_upper(newest.state_words))


def first_upper(words: str) -> str:
    """Words as a sentence begins; names and months keep their capitals."""
    return words[:1].upper() + words[1:]


def visit_fact(told: Told) -> Fact:
    """The newest visit on which it was looked at."""
    seen = [one for one in told.visits if one.on <= told.months.last]
    if not seen:
        return Fact("Observation", "None yet", "No shared visit has looked at it")
    newest = max(seen, key=lambda one: (one.on, one.note_id))
    return Fact("Observation", day(newest.on), f"With {newest.coach}")


def result_fact(told: Told) -> Fact:
    """The newest reading of the KPI that it should move."""
    if told.series is None:
        return Fact("Result", "None kept", "No result with a reading belongs to it")
    kpi = told.series.kpi
    known = [one for one in told.series.figures if one.end <= told.months.last]
    if not known:
        return Fact("Result", "No reading yet", f"{kpi.code} {kpi.name}")
    return Fact("Result", sentence(kpi, known[-1]), f"{kpi.code} {kpi.name}, target {target_words(kpi)}")
