"""What stands beside a study: its answer in a few words, how it was worked out, and what it cannot say. Pure."""

from collections.abc import Mapping
from datetime import date

from kamacademy.impact.found import CANNOT_TELL, CHANGED, NOTHING_LARGE, WENT_ALONG, Found, Point
from kamacademy.impact.rows import LeftOut
from kamacademy.impact.states import Method, Starts
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.periods import PERIOD_WORD, counted_periods
from kamacademy.kpi.status import target_words
from kamacademy.small_groups import SMALLEST_GROUP
from kamacademy.wording import counted, month, number, signed

ANSWERS: Mapping[str, str] = {
    CHANGED: "It changed the measure",
    WENT_ALONG: "The measure changed along with it",
    NOTHING_LARGE: "Any effect is likely small",
    CANNOT_TELL: "The data cannot tell",
}
SYMBOLS: Mapping[str, str] = {
    CHANGED: "check2", WENT_ALONG: "graph-up", NOTHING_LARGE: "info-circle", CANNOT_TELL: "question-circle",
}  # fmt: skip

WHY_LEFT: Mapping[LeftOut, str] = {
    LeftOut.NO_TEAM: "of people who are in no team today",
    LeftOut.NO_PART: "of teams that take no part",
    LeftOut.ODD_PERIOD: "of periods that are not one of the calendar's",
    LeftOut.SINGLE: "of people with no other reading, by which no change can be seen",
    LeftOut.THIN_MONTH: "of periods in which many teams have no figure, or beyond such a period",
    LeftOut.GAP: "of teams with a period in which nobody has a figure",
    LeftOut.BEGUN_BEFORE: "of teams that had begun in the first period or before it",
}


def answer_words(found: Found) -> str:
    """The answer in a few words."""
    return ANSWERS[found.answer]


def direction_words(kpi: Kpi) -> str:
    """Which way is the good one."""
    if kpi.direction == "up":
        return "More is better for this measure."
    if kpi.direction == "down":
        return "Less is better for this measure."
    return f"Neither more nor less is better by itself: the target is {target_words(kpi)}."


def basis_words(found: Found, cadence: str) -> str:
    """What the answer rests on: teams, people, periods, readings."""
    if not found.months or found.first is None or found.last is None:
        return "No reading could be used."
    who = counted(found.teams, "team")
    if found.people >= SMALLEST_GROUP:
        who += f" with {counted(found.people, 'person', 'people')} who have readings"
    periods = counted_periods(found.months, cadence)
    span = f"{month(date.fromisoformat(found.first))} to {month(date.fromisoformat(found.last))}"
    return f"{who}, {periods} ({span}), {counted(found.readings, 'reading')}."


def starts_words(starts: str, rollout: str | None) -> str:
    """Where the months come from in which teams began."""
    if starts == Starts.ROLLOUT:
        return (
            f"Teams began in the months that the roll-out “{rollout}” gives them, whether or not everybody took part "
            "in time."
        )
    return (
        "A team counts as begun from the month in which half of its people of today had completed it; whoever "
        "completed it sooner or later counts with the team."
    )


def group_words(found: Found) -> list[str]:
    """How many teams began when."""
    when = {begins: f"in {month(date.fromisoformat(begins))}" for begins, _, _ in found.groups if begins is not None}
    return [
        f"{counted(teams, 'team')} {when.get(begins or '', 'later or not yet')}" for begins, teams, _ in found.groups
    ]


def method_words(found: Found, cadence: str) -> list[str]:
    """How it was worked out, in plain words."""
    word = PERIOD_WORD[cadence]
    if found.method == Method.STAGGERED:
        return [
            f"For each {word} in which teams began, the change of their people's figures since the last {word} before "
            "is compared with the change of people in teams that had not begun yet. Everybody counts the same, and "
            f"all {word}s after the start are put together (difference in differences, Callaway and Sant'Anna 2021).",
            "People of one team are not independent of each other, so the range is worked out by teams.",
        ]
    if found.method == Method.INTERRUPTED:
        return [
            f"There is one team and nobody to compare with. A line through its {word}s before the start is carried on, "
            "and what was found after it is compared with that line (interrupted time series). The range allows for "
            f"{word}s that resemble the one before.",
        ]
    if found.method == Method.BEFORE_AFTER:
        return [
            "People's own figures after the start are compared with their own before it. What of the change comes by "
            "itself is worked out from how far they lay from everybody else before, and from how alike two "
            "measurements are when nothing happens in between (regression to the mean)."
        ]
    return []


def before_words(found: Found, unit: str) -> str | None:
    """What the months before say about the comparison; None where no comparison was made."""
    if found.method != Method.STAGGERED:
        return None
    before = found.before
    if before is None:
        return "There are too few months before the start, or too few teams, to see whether teams went the same way."
    if before.is_alike:
        lead = "Before the start nothing speaks against the comparison: teams that began early and late went alike"
        return f"{lead}, as far as these readings show. That they would have gone on alike cannot be shown."
    what = (
        f"they had drifted apart by up to {number(before.drift)} {unit} a month"
        if before.p_drift <= before.p_jump
        else f"something had moved their figures, by up to {number(before.jump)} {unit}, in the last months before"
    )
    if found.is_by_lot:
        return (
            f"Before the start teams did not go quite alike: {what}. As the lot drew the order, that is chance; it "
            "makes the answer less sure, not wrong."
        )
    return f"Before the start teams did not go alike: {what}. So a difference afterwards would say nothing."


def lot_words(found: Found) -> str | None:
    """What the lot adds; None where it drew nothing."""
    if found.chance is None:
        return None
    share = "fewer than 1" if found.chance < 0.01 else f"about {round(100 * found.chance)}"
    return (
        f"The lot drew the order. Had it drawn again, {share} in 100 orders would have shown as large a difference "
        "with nothing begun."
    )


def limits_of(found: Found, of_people: bool, is_by_lot: bool) -> list[str]:
    """What the study cannot say."""
    said = []
    if found.method == Method.STAGGERED:
        said.append(
            "The longest times after the start rest on the teams that began first, and the comparison ends when the "
            "last team has begun."
        )
        said.append(
            "Teams that had not begun may have heard of it from those that had; then the effect is larger than shown."
        )
        if not is_by_lot:
            said.append("No lot drew the order, so whatever made a team begin early may be behind the difference.")
    elif found.method == Method.INTERRUPTED:
        said.append("Whatever else began at the same time, a new tool or a new colleague, is in the figure as well.")
    elif found.method == Method.BEFORE_AFTER:
        said.append("Nothing here tells a change by training from a change that came to everybody.")
    if of_people:
        said.append("People count with the team they are in today; who was in which team before is not kept.")
    said.append("It says what happened to the teams together, nothing about any one person or team.")
    return said


def point_words(one: Point, unit: str, cadence: str) -> str:
    """A point of the event study in words."""
    return (
        f"{since_words(one.since, cadence)}: {signed(one.value)} {unit}, 95 % interval "
        f"{signed(one.low)} to {signed(one.high)}"
    )


def since_words(since: int, cadence: str) -> str:
    """3 months before; the month of the start; 2 months after."""
    if since == 0:
        return f"The {PERIOD_WORD[cadence]} of the start"
    return f"{counted_periods(abs(since), cadence)} {'after' if since > 0 else 'before'}"


def left_words(found: Found) -> list[str]:
    """Readings that were not used, and why."""
    return [f"{counted(count, 'reading')} {WHY_LEFT[why]}" for why, count in found.left()]
