"""A plan in words: why an action, where from, who has agreed, what happened. Pure."""

from collections.abc import Sequence
from datetime import date

from kamacademy.competency.estimation import Estimate, Standing
from kamacademy.competency.words import standing_words
from kamacademy.development.gaps import Gap, Unknown
from kamacademy.development.plan import MOST_OPEN, Origin
from kamacademy.wording import counted, day, inside, listed

NUMBER_WORDS = ("None", "One", "Two", "Three")


def gap_words(name: str, estimate: Estimate | None, level_names: Sequence[str]) -> str:
    """What the action is for, as far as the evidence tells."""
    if estimate is None or estimate.target is None:
        return f"{name} has no target in this job role; the action is a choice of its own."
    target = level_names[estimate.target - 1]
    if estimate.level is None:
        return f"{name}: target {target}. Its level is not known yet ({counted(estimate.visits, 'visit')} so far)."
    if estimate.standing is Standing.AT_TARGET:
        return f"{name} is at the target of the role, {target}; the action keeps it there."
    if not estimate.gap:
        return f"{name} has reached the target of the role, {target}, not yet securely; the action makes it last."
    return f"{name}: {inside(standing_words(estimate, level_names))}; the target, {target}, is not shown yet."


ORIGIN_WORDS = {
    Origin.OBSERVATION: "From coaching on {on}",
    Origin.LIBRARY: "From the library on {on}",
    Origin.OWN: "Own, added on {on}",
    Origin.LESSON: "To try what the lesson “{name}” says, from {on}",
    Origin.SITTING: "After the check “{name}” was not passed, from {on}",
    Origin.KPI: "To move the result {name}, from {on}",
    Origin.TRANSITION: "For the change of job role, from {on}",
    Origin.COMMITMENT: "From a commitment after the module “{name}”, from {on}",
}


def origin_words(origin: str, created: date, name: str = "") -> str:
    """Where an action came from; `name` is the lesson's, the check's, the KPI's or the module's, none if it is gone."""
    words = ORIGIN_WORDS[Origin(origin)]
    return (words if name else words.replace(" “{name}”", "")).format(on=day(created), name=name)


STRETCH_WORDS = {1: "near what is done already", 2: "beyond what is done already", 3: "far beyond what is done already"}


def stretch_words(stretch: int | None) -> str | None:
    """How far an action reaches, as the coach sees it; None until the coach has said so."""
    return f"{stretch} of 3: {STRETCH_WORDS[stretch]}" if stretch is not None else None


def review_words(review_due_on: date | None, today: date) -> str:
    """When the plan is reviewed; nothing before both have signed."""
    if review_due_on is None:
        return ""
    verb = "has been due since" if review_due_on < today else "is due"
    return f"The review {verb} {'today' if review_due_on == today else day(review_due_on)}."


def size_words(size_bytes: int) -> str:
    """A file's size: 12 kB, 1.4 MB."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def places_words(number_open: int) -> str:
    """Two of three places are in use."""
    verb = "is" if number_open < 2 else "are"
    return f"{NUMBER_WORDS[number_open]} of {NUMBER_WORDS[MOST_OPEN].lower()} places {verb} in use"


def lede_words(number_open: int, number_proposed: int, agreed_words: str) -> str:
    """The plan in a sentence or two: what was agreed, and how full it is."""
    proposed = f"; {counted(number_proposed, 'action')} proposed" if number_proposed else ""
    return f"{agreed_words}{places_words(number_open)}{proposed}. Few actions, really tried."


def agreement_words(
    *, learner: str, coach: str | None, learner_on: date | None, coach_on: date | None, is_own: bool, waiting: int
) -> str:
    """Who has signed what is proposed, and what happens next. Nothing waits where all that runs began in coaching."""
    if learner_on and coach_on:
        action = "The action still proposed begins" if waiting == 1 else "The actions still proposed begin"
        return f"Agreed by both. {action} as soon as a place is free: at most three are open at a time."
    other = coach if is_own else learner
    yours, theirs = (learner_on, coach_on) if is_own else (coach_on, learner_on)
    if yours:
        return f"You signed on {day(yours)}. The plan waits for {other or 'a coach'}; a change asks you both again."
    if theirs:
        begin = "the actions begin" if waiting else "it is reviewed every ninety days"
        return f"{other} signed on {day(theirs)}. Once you sign too, {begin}."
    if coach is None and is_own:
        return "Nobody coaches you at the moment, so a plan cannot be agreed yet. Ask your administrator for a coach."
    if not waiting:
        return (
            f"What runs was agreed in coaching. Once you and {other} have signed the plan, it is reviewed every ninety "
            "days."
        )
    return f"You and {other} both sign before an action begins. A change to what is proposed asks you both again."


EVENT_WORDS = {
    "begun": "{who} began the plan.",
    "agreed-in-coaching": "{who} agreed in coaching: “{title}”.",
    "proposed": "{who} proposed “{title}”.",
    "changed": "{who} changed {fields} of “{title}”.",
    "opened": "Begun: “{title}”.",
    "agreed": "{who} agreed to the plan.",
    "re-dated": "{who} moved “{title}” from {before} to {after}.{because}",
    "handed-in": "{who} handed in “{title}”.",
    "accepted": "{who} accepted “{title}” as done.",
    "returned": "{who} returned “{title}”.{because}",
    "completed": "{who} completed “{title}” with evidence.",
    "stretch": "{who} rated the stretch of “{title}”: {stretch}.",
    "reviewed": "{who} confirmed that the review was held.",
    "dropped": "{who} dropped “{title}”.{because}",
    "closed": "{who} closed the plan.",
}


def event_words(
    what: str, *, who: str, title: str | None, before: str | None, after: str | None, reason: str | None
) -> str:
    """One event of the history in words."""
    known = {"who": who, "title": title, "because": f" Reason: {reason}" if reason else ""}
    if what == "changed":
        known["fields"] = fields_words(after or "")
    elif what == "stretch":
        known["stretch"] = stretch_words(int(after or 1))
    elif what == "re-dated":
        known |= {"before": iso_day(before), "after": iso_day(after)}
    return EVENT_WORDS[what].format_map(known)


def opened_words(said: str, titles: Sequence[str]) -> str:
    """What was done, and which actions begin with it."""
    if not titles:
        return said
    return f"{said} {listed([f'“{title}”' for title in titles])} begin{'s' if len(titles) == 1 else ''} now."


FIELD_WORDS = {
    "title": "the wording",
    "due_on": "the due date",
    "kpi": "the result it should move",
    "where_tried": "where it will be tried",
    "evidence_expected": "the evidence expected",
}


def fields_words(names: str) -> str:
    """The changed parts of an action in words."""
    return listed([FIELD_WORDS[name] for name in names.split(",")])


def iso_day(text: str | None) -> str:
    """A day as it is stored in the history, in words."""
    return day(date.fromisoformat(text)) if text else "–"


def why_words(gap: Gap) -> str:
    """Why a gap comes where it comes."""
    first = "Gate, " if gap.is_gate else "Priority of the role, " if gap.is_priority else ""
    below = f"{'' if gap.is_sure else 'probably '}{counted(gap.size, 'level')} below target"
    return f"{first}{below}" if first else f"{below[0].upper()}{below[1:]}"


def next_evidence_words(unknown: Unknown) -> str:
    """What would tell where a competency stands."""
    so_far = f"{counted(unknown.visits, 'visit')} so far" if unknown.visits else "not seen yet"
    more = "more " if unknown.visits else ""
    return f"{so_far}; {counted(unknown.visits_missing, f'{more}visit')} needed for a level"
