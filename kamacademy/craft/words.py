"""What is known of a coach's craft, in sentences: each with what a good coach does next. Pure.

The coach reads every count. Whoever coaches the coach reads none that rests on fewer than five, no names, and the
change in ratings in coarse words only, so that nothing points at a learner.
"""

from collections.abc import Sequence
from datetime import date

from kamacademy.conversation.pulse import SCALE, SPECIFIC, USEFUL, Medians
from kamacademy.craft.attention import InCare, Planned, waiting
from kamacademy.craft.finding import NUMBERS, Finding, is_hidden, part_words, too_few
from kamacademy.craft.measures import FEWEST_PEOPLE, SMALLEST_GROUP, Change, FollowThrough, Part, Sharing
from kamacademy.craft.turn import OwnTurn
from kamacademy.wording import counted, day, listed, percent

MOST, FEW = 2 / 3, 1 / 3


def pulse_finding(medians: Medians | None) -> Finding:
    """How the coaching lands with learners, in medians."""
    title, following = "How it lands", "Ask at the end of a talk: what of this will you use, and where?"
    if medians is None:
        words = (
            f"Learners may answer two short questions after a note. Medians are shown from {NUMBERS[SMALLEST_GROUP]} "
            f"answers by at least {NUMBERS[FEWEST_PEOPLE]} people on."
        )
        return Finding(title, words, following, is_shown=False)
    answers = [
        f"“{question}” {SCALE[median - 1]}, median {median} of {len(SCALE)}."
        for question, median in ((SPECIFIC, medians.was_specific), (USEFUL, medians.can_use))
    ]
    number = f"Over {medians.answers} answers by at least {NUMBERS[FEWEST_PEOPLE]} people."
    return Finding(title, " ".join((*answers, number)), following)


def behaviour_finding(part: Part, *, is_own: bool) -> Finding:
    """Whether notes say what was seen."""
    return of_notes(
        part,
        "What was seen",
        "A line of what was said or done stands in",
        none="No note with a level yet.",
        following="Write what was said or done before you choose a level; one tag is enough.",
        following_all="Keep the order: first the line, then the level.",
        is_own=is_own,
    )


def action_finding(part: Part, *, is_own: bool) -> Finding:
    """Whether a note ends with one thing to try."""
    return of_notes(
        part,
        "One thing to try",
        "One action with a date was agreed in",
        none="No note yet.",
        following="End each talk by asking which one thing will be tried, and by when.",
        following_all="Keep it at one action; two are rarely done.",
        is_own=is_own,
    )


def of_notes(
    part: Part, title: str, words: str, *, none: str, following: str, following_all: str, is_own: bool
) -> Finding:
    """How many notes have something; `following_all` is the next step where all of them do."""
    if is_hidden(part.whole, is_own=is_own):
        return too_few(title, "notes", following)
    if not part.whole:
        return Finding(title, none, following, is_shown=False)
    is_all = part.count == part.whole
    return Finding(title, f"{words} {part_words(part, 'note')}.", following_all if is_all else following)


def sharing_finding(found: Sharing | None, *, is_own: bool) -> Finding:
    """How soon a note reached its learner."""
    title, following = "While it is fresh", "Talk and share on the day of the visit, before the next appointment."
    if is_hidden(len(found.days) if found else 0, is_own=is_own):
        return too_few(title, "notes", following)
    if found is None:
        return Finding(title, "No note yet.", following, is_shown=False)
    notes = counted(len(found.days), "note")
    if found.same_day == len(found.days):
        return Finding(title, f"{notes}, shared on the day of the visit.", "Keep the ten minutes for it free.")
    if len(found.days) < SMALLEST_GROUP:
        after = [counted(days, "day") if days else "none" for days in found.days]
        return Finding(title, f"{notes}, shared after so many days: {listed(after)}.", following)
    words = f"{part_words(Part(found.same_day, len(found.days)), 'note')} reached the learner on the day of the visit."
    if found.half_within:
        words = f"{words[:-1]}; half came within {counted(found.half_within, 'day')}."
    return Finding(title, words, following)


def follow_through_finding(found: FollowThrough, *, is_own: bool) -> Finding:
    """What became of what was agreed."""
    title, following = (
        "What became of it",
        "Open each visit with the last agreed action, and ask to see what came of it.",
    )
    if is_hidden(found.due, is_own=is_own) or (not is_own and found.people < FEWEST_PEOPLE):
        return too_few(title, f"due actions of at least {NUMBERS[FEWEST_PEOPLE]} people", following)
    if not found.due:
        return Finding(title, "No agreed action has reached its date yet.", following, is_shown=False)
    parts = [
        f"{words}: {number}"
        for words, number in (
            ("done", found.done),
            ("moved to a later date", found.moved),
            ("still to do", found.still_open),
            ("waiting for a place in the plan", found.waiting),
            ("dropped", found.dropped),
        )
        if number
    ]
    in_time = f" Of those done, {found.in_time} by the first date." if found.done else ""
    share = f" ({percent(found.done / found.due)} done)" if found.due >= SMALLEST_GROUP else ""
    first = f"{counted(found.due, 'agreed action')} reached {'its' if found.due == 1 else 'their'} first date{share}."
    words = f"{first} {'; '.join(parts).capitalize()}."
    if found.moved + found.still_open > found.done:
        following = "Find out together why actions stall: make the next one smaller, or bring in whoever blocks it."
    return Finding(title, words + in_time, following)


CHANGE_CAUTION = (
    "Read it with care: a rating is one glimpse, a level is told only after three visits and as a range, and a first "
    "rating is often low and rises by itself."
)


def change_finding(found: Change, *, is_own: bool) -> Finding:
    """Whether what was looked at moved."""
    title, following = (
        "After three visits",
        "Stay with one focus until it moves, then say what moved and choose the next.",
    )
    if is_hidden(found.cases, is_own=is_own) or (not is_own and found.people < FEWEST_PEOPLE):
        return too_few(title, f"cases of at least {NUMBERS[FEWEST_PEOPLE]} people", following)
    if not found.cases:
        words = "Nobody has been seen on three visits with the same focus yet."
        return Finding(title, words, following, is_shown=False)
    if not is_own:
        told = (
            f"In {share_in_words(found.higher / found.cases)} of {found.cases} cases the third rating of a focus was "
        )
        return Finding(title, f"{told}higher than the first. {CHANGE_CAUTION}", following)
    people = counted(found.people, "person", "people")
    steps = [
        f"{number} {words}"
        for words, number in (("higher", found.higher), ("the same", found.same), ("lower", found.lower))
        if number
    ]
    words = (
        f"{counted(found.cases, 'focus', 'focuses')} seen on three visits, of {people}. "
        f"The third rating against the first: {listed(steps)}. "
    )
    if found.higher <= found.lower + found.same:
        following = "Where a focus does not move, change the practice or the support before you change the goal."
    return Finding(title, words + CHANGE_CAUTION, following)


def share_in_words(share: float) -> str:
    """Coarse, so that a new case can hardly be told from the words."""
    return "most" if share > MOST else "few" if share < FEW else "about half"


def attention_finding(care: Sequence[InCare], today: date, *, is_own: bool) -> Finding:
    """Who has waited."""
    title, following = "Nobody forgotten", "Plan the next visit with whoever has waited longest."
    if is_hidden(len(care), is_own=is_own):
        return too_few(title, "people in care", following)
    if not care:
        return Finding(title, "Nobody is in care today.", following, is_shown=False)
    late, whole = waiting(care, today), counted(len(care), "person", "people")
    if not late:
        words = f"Nobody in care ({whole}) has gone longer without a visit than the role’s rhythm sets."
        return Finding(title, words, "Look a month ahead, so that it stays so.")
    names = f": {listed([waiting_words(one, today) for one in late])}" if is_own else ""
    verb = "has" if len(late) == 1 else "have"
    words = f"{len(late)} of {whole} {verb} gone longer without a visit than the role’s rhythm sets{names}."
    return Finding(title, words, following)


def waiting_words(one: InCare, today: date) -> str:
    """Mira Halvorsen (46 days)."""
    days = one.days_unobserved(today)
    return f"{one.name} ({counted(days, 'day') if days is not None else 'never yet'})"


def planned_finding(found: Planned, unplanned: int, *, is_own: bool) -> Finding:
    """Whether planned visits are held."""
    title, following = (
        "Planned and held",
        "Protect a planned visit as a customer’s appointment; move it, and do not drop it.",
    )
    if is_hidden(found.planned, is_own=is_own):
        return too_few(title, "planned visits", following)
    without = f"{counted(unplanned, 'visit')} {'was' if unplanned == 1 else 'were'} made without a plan"
    if not found.planned:
        words = f"No planned visit has passed yet{f'; {without}' if unplanned else ''}."
        return Finding(title, words, "Plan visits with a focus, so that nothing comes as a surprise.", is_shown=False)
    called_off = f"{found.cancelled} more {'was' if found.cancelled == 1 else 'were'} cancelled beforehand"
    more = [*([called_off] if found.cancelled else ()), *([without] if unplanned else ())]
    held = part_words(Part(found.held, found.planned), "planned visit")
    verb = "was" if found.planned == 1 else "were"
    words = f"{held[0].upper()}{held[1:]} {verb} held{f'; {listed(more)}' if more else ''}."
    return Finding(title, words, following)


def turn_finding(turn: OwnTurn, today: date) -> Finding:
    """Whether the coach is coached: how often somebody watched a coaching session, and when the next is due."""
    times = {1: "once", 2: "twice"}.get(turn.wanted, f"{turn.wanted} times")
    rhythm = "a year" if turn.months == 12 else f"in {turn.months} months"
    number = len(turn.sessions)
    seen = f"{counted(number, 'coaching session')} watched in the last 12 months; the rhythm is {times} {rhythm}."
    if not number:
        seen = f"No coaching session was watched in the last 12 months; the rhythm is {times} {rhythm}."
    if turn.planned_on:
        return Finding("In turn", f"{seen} The next is planned for {day(turn.planned_on)}.", PLANNED_TURN)
    if turn.due_on is None:
        return Finding("In turn", f"{seen} The first is due.", PLAN_TURN)
    due = f"has been due since {day(turn.due_on)}" if turn.is_overdue(today) else f"is due by {day(turn.due_on)}"
    return Finding("In turn", f"{seen} The next {due}.", PLAN_TURN)


PLAN_TURN = "Invite somebody to watch a talk after a visit, and agree beforehand what to look at."
PLANNED_TURN = "Agree beforehand what to look at, and ask the learner’s leave."
