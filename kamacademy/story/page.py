"""A person's story as its page shows it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from kamacademy.kpi.periods import add_months
from kamacademy.people.job_roles import JobRole
from kamacademy.story.commitments import answer_entries, made_entries
from kamacademy.story.entry import Entry, narrowed, newest_first
from kamacademy.story.kept import Kept, Lexicon, PlanAction, Series, Visit
from kamacademy.story.month_levels import Wanted, estimates_at, level_changes
from kamacademy.story.months import MONTHS_DRAWN, MONTHS_SHOWN, Span, end_of, ends, in_address, span
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
    shown, told = span(asked.last_month, MONTHS_SHOWN), narrowed(entries(kept, asked, lexicon), asked.competency)
    levels = narrowed(level_story(kept, asked, lexicon, raters, shown), asked.competency)
    drawn = competency_to_draw(asked.competency, kept.actions, kept.visits, lexicon.competencies)
    return Story(
        months=shown,
        told=by_month([*(one for one in told if shown.holds(one.on)), *levels]),
        older=older_month(shown, [one.on for one in told]),
        newer=newer_month(shown, asked.today),
        picture=picture(kept, asked, lexicon, raters, drawn) if drawn is not None else None,
    )


def entries(kept: Kept, asked: Asked, lexicon: Lexicon) -> list[Entry]:
    """Everything that ever happened, but the levels."""
    return [
        *module_entries(kept.completed, is_own=asked.is_own),
        *check_entries(kept.passed, is_own=asked.is_own),
        *visit_entries(kept.visits, lexicon),
        *other_entries(kept.rows, lexicon, asked.person_id),
        *plan_entries(kept.steps, lexicon, asked.competency),
        *result_entries(kept.series.values(), asked.person_id),
        *made_entries(kept.committed, lexicon.modules, asked.person_id),
        *answer_entries(kept.answered, lexicon.modules, asked.person_id),
        *role_entries(asked.job_role, asked.role_since, kept.role_changes),
    ]


def level_story(kept: Kept, asked: Asked, lexicon: Lexicon, raters: "Raters", shown: Span) -> list[Entry]:
    """The months of these at whose end a level is worded otherwise than before."""
    days = ends(shown, asked.today, with_one_before=True)
    wanted: list[Wanted] = [(on, code) for on in days for code in lexicon.competencies]
    found = estimates_at(wanted, kept.rows, asked.person_id, raters, lexicon.framework.role(asked.job_role).targets)
    changes = level_changes(days, found, lexicon.competencies, lexicon.level_names)
    return level_entries(changes, lexicon.competencies, asked.person_id, asked.today)


def picture(kept: Kept, asked: Asked, lexicon: Lexicon, raters: "Raters", code: str) -> Picture:
    """One competency over twelve months, drawn and told."""
    months = span(asked.last_month, MONTHS_DRAWN)
    days = ends(months, asked.today)
    targets = lexicon.framework.role(asked.job_role).targets
    found = estimates_at([(on, code) for on in days], kept.rows, asked.person_id, raters, targets)
    series = series_to_draw(code, kept.actions, kept.series)
    told = Told(
        name=lexicon.competencies[code].short_name,
        months=months,
        estimates=[found[on, code] for on in days],
        visits=[one for one in kept.visits if one.has_seen(code)],
        actions=[one for one in kept.actions if one.competency == code],
        series=series,
        level_names=lexicon.level_names,
    )
    return Picture(
        code, told.name, months, facts(told), strip(told, description(told)), month_rows(told),
        shown_actions(told.actions, months), f"{series.kpi.code} {series.kpi.name}" if series else None,
    )  # fmt: skip
