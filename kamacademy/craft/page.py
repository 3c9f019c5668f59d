"""A coach's craft as the page prints it: findings in groups, what to try next, and who else reads it. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.conversation.pulse import Medians
from kamacademy.craft import measures, words
from kamacademy.craft.attention import InCare, Planned, coaches, waiting
from kamacademy.craft.finding import Finding
from kamacademy.craft.line_hints import LineHints, line_hints
from kamacademy.craft.notes import CraftNote, CraftRating
from kamacademy.craft.turn import OwnTurn
from kamacademy.development.action_library import Entry

OBSERVING, FOLLOWING_UP = "C11a", "C11b"


@dataclass(frozen=True, slots=True)
class Record:
    """All that is known of somebody's coaching on the day `on`; `since` is the first day looked back on."""

    notes: Sequence[CraftNote]
    ratings: Sequence[CraftRating]
    pulse: Medians | None
    care: Sequence[InCare]
    planned: Planned
    turn: OwnTurn
    since: date
    on: date


@dataclass(frozen=True, slots=True)
class Group:
    """Findings under one title."""

    key: str
    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ToTry:
    """A library action for the coach's own plan. `plan_id` is None where no plan runs."""

    library_id: str
    title: str
    how: str
    indicator: str
    plan_id: int | None


@dataclass(frozen=True, slots=True)
class CraftPage:
    """What the page prints. `hints` and `waiting` are the coach's alone; `coach_name` is who else reads the page."""

    groups: tuple[Group, ...]
    turn: OwnTurn
    hints: LineHints | None
    waiting: Sequence[InCare]
    coaches: Sequence[InCare]
    to_try: ToTry | None
    coach_name: str | None
    since: date


def groups(record: Record, *, is_own: bool) -> tuple[Group, ...]:
    """Everything in sentences, for the coach or for whoever coaches the coach."""
    notes, ratings = record.notes, record.ratings
    unplanned = sum(1 for one in notes if one.is_visit and not one.is_planned)
    return (
        Group("talk", "The talk", (words.pulse_finding(record.pulse),)),
        Group(
            "notes",
            "The notes",
            (
                words.behaviour_finding(measures.with_behaviour(notes, ratings), is_own=is_own),
                words.action_finding(measures.with_action(notes), is_own=is_own),
                words.sharing_finding(measures.sharing(notes), is_own=is_own),
            ),
        ),
        Group(
            "after",
            "What followed",
            (
                words.follow_through_finding(measures.follow_through(notes, record.on), is_own=is_own),
                words.change_finding(measures.change(notes, ratings), is_own=is_own),
            ),
        ),
        Group(
            "attention",
            "Attention",
            (
                words.attention_finding(record.care, record.on, is_own=is_own),
                words.planned_finding(record.planned, unplanned, is_own=is_own),
            ),
        ),
    )


def craft_page(
    record: Record,
    *,
    is_own: bool,
    actions: Sequence[Entry],
    plan_id: int | None,
    taken: Collection[str | None],
    coach_name: str | None,
) -> CraftPage:
    """The page for the coach, or for whoever coaches the coach. `actions` are the library's about coaching."""
    return CraftPage(
        groups=groups(record, is_own=is_own),
        turn=record.turn,
        hints=line_hints(record.notes, record.ratings) if is_own else None,
        waiting=waiting(record.care, record.on) if is_own else (),
        coaches=coaches(record.care) if is_own else (),
        to_try=to_try(record, actions, plan_id, taken),
        coach_name=coach_name,
        since=record.since,
    )


def to_try(
    record: Record, actions: Sequence[Entry], plan_id: int | None, taken: Collection[str | None]
) -> ToTry | None:
    """The library action that fits best and is not in the plan yet: follow-up where more notes lack an action than lack
    a line of what was seen, else observing; None where all are taken.
    """
    seen, agreed = measures.with_behaviour(record.notes, record.ratings), measures.with_action(record.notes)
    wanted = FOLLOWING_UP if agreed.whole - agreed.count > seen.whole - seen.count else OBSERVING
    free = [one.action for one in actions if one.action.id not in taken]
    chosen = min(free, key=lambda one: one.indicator != wanted, default=None)
    return ToTry(chosen.id, chosen.title, chosen.how, chosen.indicator, plan_id) if chosen else None
