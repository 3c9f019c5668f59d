"""A person's story as its page shows it. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from kamacademy.competency.estimation import Estimate
from kamacademy.kpi.periods import add_months
from kamacademy.people.job_roles import JobRole
from kamacademy.story.commitments import answer_entries, made_entries
from kamacademy.story.entry import Entry, narrowed, newest_first
from kamacademy.story.kept import Kept, Lexicon, PlanAction, Series, Visit
from kamacademy.story.month_levels import Wanted, estimates_at, level_changes
from kamacademy.story.months import MONTHS_DRAWN, MONTHS_SHOWN, Span, before, end_of, ends, in_address, span
from kamacademy.story.other_evidence import other_entries
from kamacademy.story.roles import role_entries
from kamacademy.story.strip import Told, shown_actions, strip
from kamacademy.story.strip_parts import Strip
from kamacademy.story.strip_words import Fact, MonthRow, description, facts, month_rows
from kamacademy.story.telling import (
    check_entries,
    level_entries,
    module_entries,
    plan_entries,
    result_entries,
    visit_entries,
)

if TYPE_CHECKING:
    from kamacademy.competency.reckoning import Raters


@dataclass(frozen=True, slots=True)
class MonthOfStory:
    """What happened in one month, newest first."""

    first: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """One competency drawn and told: the loop in four facts, the strip, and its months as a table."""

    competency: str
    name: str
    months: Span
    facts: tuple[Fact, ...]
    strip: Strip
    rows: Sequence[MonthRow]
    actions: Sequence[PlanAction]
    kpi_name: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """The page. `older` and `newer` are months for addresses; None where nothing lies there."""

    months: Span
    told: tuple[MonthOfStory, ...]
    older: str | None
    newer: str | None
    picture: Picture | None


def by_month(entries: Iterable[Entry]) -> tuple[MonthOfStory, ...]:
    """Entries by month, the newest first."""
    groups = groupby(newest_first(entries), key=lambda one: one.on.replace(day=1))
    return tuple(MonthOfStory(first, tuple(some)) for first, some in groups)


def older_month(shown: Span, days: Iterable[date]) -> str | None:
    """The last month of the page before, where something happened before the first day shown; else None."""
    return in_address(add_months(shown.first, -1)) if any(one < shown.first for one in days) else None


def newer_month(shown: Span, today: date) -> str | None:
    """The last month of the page after, at most the present one; None on the newest page."""
    if end_of(today) <= shown.last:
        return None
    return in_address(min(add_months(shown.last.replace(day=1), MONTHS_SHOWN), today.replace(day=1)))


def competency_to_draw(
    chosen: str | None, actions: Iterable[PlanAction], visits: Iterable[Visit], competencies: Iterable[str]
) -> str | None:
    """The competency asked for; else that of the newest action, running ones first; else the one seen most often."""
    codes = list(competencies)
    if chosen is not None:
        return chosen
    known = [one for one in actions if one.competency in codes]
    if known:
        return max(known, key=lambda one: (one.ended_on is None, one.opened_on, one.action_id)).competency
    seen = [code for one in visits for code in one.about if code in codes]
    return max(codes, key=lambda code: (seen.count(code), -codes.index(code))) if seen else None


def series_to_draw(competency: str, actions: Iterable[PlanAction], series: Mapping[str, Series]) -> Series | None:
    """The KPI that the newest action for a competency should move; else the first that belongs to it, with readings."""
    newest = sorted(actions, key=lambda one: (one.opened_on, one.action_id), reverse=True)
    named = [one.kpi for one in newest if one.competency == competency and one.kpi is not None]
    belonging = [code for code, one in series.items() if competency in one.kpi.competencies]
    return next((series[code] for code in (*named, *belonging) if code in series), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose story, by which key and job role's targets, and what of it: six months up to one, a competency or all."""

    person_id: int
    job_role: JobRole
    role_since: date
    is_own: bool
    last_month: date
    competency: str | None
    today: date


def story(kept: Kept, asked: Asked, lexicon: Lexicon, raters: "Raters") -> Story:
    """The page of what is kept."""
    shown, drawn_over = span(asked.last_month, MONTHS_SHOWN), span(asked.last_month, MONTHS_DRAWN)
    told = list(entries(kept, asked, lexicon, shown))
    drawn = competency_to_draw(asked.competency, kept.actions, kept.visits, lexicon.competencies)
    told_on, drawn_on = ends(shown, asked.today, with_one_before=True), ends(drawn_over, asked.today)
    followed = lexicon.competencies if asked.competency is None else [asked.competency]
    wanted: list[Wanted] = [(on, code) for on in told_on for code in followed]
    wanted += [(on, drawn) for on in drawn_on if drawn is not None]
    targets = lexicon.framework.role(asked.job_role).targets
    levels = estimates_at(wanted, kept.rows, asked.person_id, raters, targets)
    changes = level_changes(told_on, levels, followed, lexicon.level_names)
    return Story(
        months=shown,
        told=by_month([*told, *level_entries(changes, lexicon.competencies, asked.person_id, asked.today)]),
        older=older_month(shown, (one.on for one in entries(kept, asked, lexicon, before(shown)))),
        newer=newer_month(shown, asked.today),
        picture=None
        if drawn is None
        else picture(kept, lexicon, drawn_over, drawn, [levels[on, drawn] for on in drawn_on]),
    )


def entries(kept: Kept, asked: Asked, lexicon: Lexicon, shown: Span) -> Iterator[Entry]:
    """What happened in some months and speaks of what was asked for, but the levels; one kind after the other."""
    for some in entries_by_kind(kept, asked, lexicon, shown):
        yield from narrowed((one for one in some if shown.holds(one.on)), asked.competency)


def entries_by_kind(kept: Kept, asked: Asked, lexicon: Lexicon, shown: Span) -> Iterator[list[Entry]]:
    """Everything that happened in some months, and of what there is little also before and after them."""
    yield module_entries(kept.completed, is_own=asked.is_own)
    yield check_entries(kept.passed, is_own=asked.is_own)
    yield visit_entries([one for one in kept.visits if shown.holds(one.on)], lexicon)
    yield plan_entries(kept.steps, lexicon, asked.competency, shown)
    yield result_entries(kept.series.values(), asked.person_id, shown)
    yield other_entries(kept.rows, lexicon, asked.person_id)
    yield made_entries(kept.committed, lexicon.modules, asked.person_id)
    yield answer_entries(kept.answered, lexicon.modules, asked.person_id)
    yield role_entries(asked.job_role, asked.role_since, kept.role_changes)


def picture(kept: Kept, lexicon: Lexicon, months: Span, code: str, estimates: Sequence[Estimate]) -> Picture:
    """One competency over twelve months, drawn and told; `estimates` at the ends of those that have come."""
    series = series_to_draw(code, kept.actions, kept.series)
    told = Told(
        name=lexicon.competencies[code].short_name,
        months=months,
        estimates=estimates,
        visits=[one for one in kept.visits if one.has_seen(code)],
        actions=[one for one in kept.actions if one.competency == code],
        series=series,
        level_names=lexicon.level_names,
    )
    return Picture(
        code, told.name, months, facts(told), strip(told, description(told)), month_rows(told),
        shown_actions(told.actions, months), f"{series.kpi.code} {series.kpi.name}" if series else None,
    )  # fmt: skip
