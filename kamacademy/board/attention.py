"""What needs attention in a plan, in words, and in which order: one rule for every page and letter. Pure.

What somebody waits for by the reader comes first, then what is late, then what stands still, as `Kind` has it; within
a kind, what has waited longest.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kamacademy.agreeing.agreement import Side
from kamacademy.board.plan_facts import ActionFacts, NextDay, PersonFacts, PlanFacts, next_day, titled
from kamacademy.board.reason import Kind, Reason
from kamacademy.development.plan import MOST_OPEN, RUNNING, State, is_overdue, is_review_due
from kamacademy.wording import counted, day

UNANSWERED_DAYS = 14
STILL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Attention:
    """A person and why the plan needs attention, heaviest reason first; none where all is quiet.

    `actions` run: they are open or handed in, soonest due first. `next_day` is the next one that the plan names.
    """

    person_id: int
    name: str
    plan_id: int | None
    reasons: tuple[Reason, ...]
    actions: tuple[ActionFacts, ...] = ()
    next_day: NextDay | None = None

    @property
    def weight(self) -> int:
        """The weight of the heaviest reason; 0 where all is quiet."""
        return self.reasons[0].weight if self.reasons else 0

    @property
    def since(self) -> date | None:
        """Since when the heaviest reason holds; None where nobody knows."""
        return self.reasons[0].since if self.reasons else None

    @property
    def running(self) -> int:
        """How many of the three places are in use."""
        return len(self.actions)

    @property
    def running_words(self) -> str:
        """2 of 3 actions running."""
        return f"{self.running} of {MOST_OPEN} actions running"

    def has(self, *kinds: Kind) -> bool:
        """Whether one of the reasons is of one of some kinds."""
        return any(one.kind in kinds for one in self.reasons)


def by_weight(found: Iterable[Attention]) -> list[Attention]:
    """Heaviest first; of one weight who has waited longest; then in order of name."""
    return sorted(found, key=lambda one: (-one.weight, one.since or date.max, one.name, one.person_id))


@dataclass(frozen=True, slots=True)
class Case:
    """One person's running plan on a day."""

    person: PersonFacts
    plan: PlanFacts
    today: date

    @property
    def page(self) -> str:
        """The address of the plan."""
        return plan_address(self.person)

    def at(self, actions: Sequence[ActionFacts]) -> str:
        """The plan's address, at the first of some actions."""
        return f"{self.page}#action-{actions[0].id}"

    def since(self, day_: date) -> str:
        """Since today, or since 12 Nov 2026."""
        return f"since {'today' if day_ == self.today else day(day_)}"


def plan_address(person: PersonFacts) -> str:
    """The address of a person's running plan, or of the offer to begin one."""
    return f"/people/{person.id}/plan"


def attention(person: PersonFacts, side: Side, today: date) -> Attention:
    """Why a person's plan needs the attention of the coach, or of the learner."""
    plan = person.plan
    if plan is None:
        return Attention(person.id, person.name, None, (no_plan(person),) if person.learns else ())
    case = Case(person, plan, today)
    found = [asked(case) for asked in (FOR_COACH if side is Side.COACH else FOR_LEARNER)]
    reasons = tuple(one for one in found if one is not None)
    return Attention(person.id, person.name, plan.id, reasons, tuple(plan.in_state(*RUNNING)), next_day(plan, today))


def no_plan(person: PersonFacts) -> Reason:
    """Nothing runs, perhaps since the last plan was closed."""
    since = f" since {day(person.closed_on)}" if person.closed_on else ""
    return Reason(Kind.NO_PLAN, f"No plan{since}", person.closed_on, "Begin a plan", plan_address(person))


def handed_in(case: Case) -> Reason | None:
    """What was handed in waits for the coach."""
    waiting = sorted(case.plan.in_state(State.HANDED_IN), key=lambda one: (one.handed_in_on or case.today, one.id))
    if not waiting:
        return None
    since = waiting[0].handed_in_on or case.today
    words = f"{titled(waiting)} handed in, waiting for you {case.since(since)}"
    return Reason(Kind.HANDED_IN, words, since, "Look at what was handed in", case.at(waiting))


def coach_to_sign(case: Case) -> Reason | None:
    """The learner has signed, and the coach has not."""
    since = case.plan.learner_signed_on
    if since is None or not case.plan.may_be_signed:
        return None
    return to_sign(case, f"Waiting for your signature {case.since(since)}", since)


def learner_to_sign(case: Case) -> Reason | None:
    """The coach has signed and the learner has not, or something is proposed that nobody has signed."""
    since, proposed = case.plan.coach_signed_on, case.plan.in_state(State.PROPOSED)
    if case.plan.learner_signed_on is not None or not case.plan.may_be_signed:
        return None
    if since is not None:
        return to_sign(case, f"Signed by your coach, waiting for your signature {case.since(since)}", since)
    if not proposed:
        return None
    begins = "begins" if len(proposed) == 1 else "begin"
    since = min(one.proposed_on for one in proposed)
    return to_sign(case, f"{titled(proposed)} {begins} once you and your coach have signed", since)


def to_sign(case: Case, words: str, since: date) -> Reason:
    """A signature that is missing."""
    return Reason(Kind.SIGNATURE, words, since, "Read and sign", f"/plans/{case.plan.id}/agree")


def coach_to_confirm(case: Case) -> Reason | None:
    """The learner has written a review."""
    return to_confirm(case) if case.plan.review_by == case.person.id else None


def learner_to_confirm(case: Case) -> Reason | None:
    """The coach has written a review."""
    return to_confirm(case) if case.plan.review_by != case.person.id else None


def to_confirm(case: Case) -> Reason | None:
    """A written review that waits for the other's word."""
    since = case.plan.review_written_on
    if since is None:
        return None
    words = f"A review is waiting for you to confirm it {case.since(since)}"
    return Reason(Kind.REVIEW_WRITTEN, words, since, "Read the review", f"/plans/{case.plan.id}/review")


def returned(case: Case) -> Reason | None:
    """What the coach gave back and is open again, the newest with its reason."""
    back = [one for one in case.plan.in_state(State.OPEN) if one.returned_on is not None]
    if not back:
        return None
    newest = max(back, key=lambda one: (one.returned_on or case.today, one.id))
    because = f": {newest.returned_because}" if newest.returned_because else ""
    words = f"“{newest.title}” was returned{because}"
    return Reason(Kind.RETURNED, words, newest.returned_on, "Open the action", case.at([newest]))


def overdue(case: Case) -> Reason | None:
    """Open actions whose day has passed."""
    late = [one for one in case.plan.in_state(State.OPEN) if is_overdue(one.state, one.due_on, case.today)]
    if not late:
        return None
    first = "" if len(late) == 1 else ", the first"
    words = f"{titled(late)} overdue{first} since {day(late[0].due_on)}"
    return Reason(Kind.OVERDUE, words, late[0].due_on, "Open the action", case.at(late))


def review_due(case: Case) -> Reason | None:
    """The day of the review has come, and nobody has written one."""
    since = case.plan.review_due_on
    if since is None or not is_review_due(since, case.today) or case.plan.review_written_on is not None:
        return None
    words = "Review due today" if since == case.today else f"Review due {case.since(since)}"
    return Reason(Kind.REVIEW_DUE, words, since, "Hold the review", f"/plans/{case.plan.id}/review")


def due_today(case: Case) -> Reason | None:
    """Open actions whose day is today."""
    due = [one for one in case.plan.in_state(State.OPEN) if one.due_on == case.today]
    if not due:
        return None
    return Reason(Kind.DUE_TODAY, f"{titled(due)} due today", case.today, "Open the action", case.at(due))


def unanswered(case: Case) -> Reason | None:
    """What was put forward, or a review that the coach wrote, has had no answer for a fortnight."""
    plan, latest = case.plan, case.today - timedelta(days=UNANSWERED_DAYS)
    first = plan.coach_signed_on or min((one.proposed_on for one in plan.in_state(State.PROPOSED)), default=None)
    if plan.may_be_signed and plan.learner_signed_on is None and first is not None and first <= latest:
        waiting = plan.in_state(State.PROPOSED)
        said = f"{counted(len(waiting), 'proposal')} without an answer" if waiting else "Signed by you alone"
        return Reason(Kind.UNANSWERED, f"{said} {case.since(first)}", first, "Read what is proposed", case.page)
    written = plan.review_written_on
    if written is None or plan.review_by == case.person.id or written > latest:
        return None
    words = f"A written review is not confirmed {case.since(written)}"
    return Reason(Kind.UNANSWERED, words, written, "Read the review", f"/plans/{plan.id}/review")


def nothing_open(case: Case) -> Reason | None:
    """A running plan in which nothing runs and nothing is proposed."""
    if case.plan.actions:
        return None
    return Reason(Kind.NOTHING_OPEN, "Nothing is open in the plan", case.plan.moved_on, "Open the plan", case.page)


def still(case: Case) -> Reason | None:
    """Something runs, and nothing in the plan has moved for thirty days."""
    days = (case.today - case.plan.moved_on).days
    if not case.plan.running or days < STILL_DAYS:
        return None
    return Reason(Kind.STILL, f"Nothing has moved for {days} days", case.plan.moved_on, "Ask how it goes", case.page)


def talk_due(case: Case) -> Reason | None:
    """What is open has gone without a word for as many weeks as the rhythm sets, though the plan has moved."""
    weeks, spoken_on = case.person.talk_weeks, case.plan.spoken_on
    if weeks is None or not case.plan.in_state(State.OPEN) or still(case):
        return None
    if spoken_on + timedelta(weeks=weeks) > case.today:
        return None
    words = f"Talk due: last spoken of on {day(spoken_on)}"
    return Reason(Kind.TALK_DUE, words, spoken_on, "Ask how it goes", case.page)


# In the order of `Kind`. A learner is not asked to ask, and waits for what the coach has in hand.
Asked = Callable[[Case], Reason | None]
FOR_COACH: tuple[Asked, ...] = (
    handed_in, coach_to_sign, coach_to_confirm, overdue, review_due, due_today, unanswered, nothing_open, still,
    talk_due,
)  # fmt: skip
FOR_LEARNER: tuple[Asked, ...] = (
    learner_to_sign, learner_to_confirm, returned, overdue, review_due, due_today, nothing_open,
)  # fmt: skip
