"""Writing reminders and digests, once each, and keeping what a person chooses about letters."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from flask import current_app

from kamacademy.board.attention import Attention
from kamacademy.board.queries import team_attention
from kamacademy.mail import operations as mail
from kamacademy.mail import queries as letters
from kamacademy.mail.hours import Hours
from kamacademy.mail.kinds import may_choose
from kamacademy.people.models import Person
from kamacademy.reminder.due import ActionDue, Due, Reader, ReviewDue, by_day, by_reader, called_for, week_of
from kamacademy.wording import counted, weekday

REMINDER, REVIEW, DIGEST = "plan.reminder", "plan.review_due", "team.digest"
# What could not leave is of use on the next day too; a digest for longer.
REMINDER_DAYS, DIGEST_DAYS = 2, 4


def remind_of_actions(found: Iterable[ActionDue], *, at: datetime) -> int:
    """Write to each learner whose own day has begun about what is due today or in a week; gives to how many."""
    waiting = not_told(REMINDER, found, at)
    for reader, (hours, actions) in waiting.items():
        latest = actions[-1].due_on
        subject = (
            f"An action of your plan is due on {weekday(latest)}"
            if len(actions) == 1
            else f"{counted(len(actions), 'action')} of your plan are due by {weekday(latest)}"
        )
        post(REMINDER, reader, subject, hours, at, days=by_day(actions), link=address(f"/people/{reader.id}/plan"))
    return len(waiting)


def remind_of_reviews(found: Iterable[ReviewDue], *, at: datetime) -> int:
    """Write to each learner and coach whose own day has begun about reviews of plans; gives to how many."""
    waiting = not_told(REVIEW, found, at)
    for reader, (hours, reviews) in waiting.items():
        first = reviews[0]
        whose = f"of {first.name}" if first.name else "of your plan"
        subject = (
            f"The review {whose} is due on {weekday(first.due_on)}"
            if len(reviews) == 1
            else f"{counted(len(reviews), 'review')} are due by {weekday(reviews[-1].due_on)}"
        )
        lines = [(one, address(f"/plans/{one.id}/review")) for one in reviews]
        post(REVIEW, reader, subject, hours, at, lines=lines)
    return len(waiting)


def not_told(kind: str, found: Iterable[Due], at: datetime) -> dict[Reader, tuple[Hours, Sequence[Due]]]:
    """Who is to be told of what, with their hours: without whom the day's letter is written, or does not want it."""
    unwilling = letters.without(kind)
    gathered = by_reader(one for one in found if one.reader.id not in unwilling)
    hours = letters.hours_by_person([reader.id for reader in gathered])
    called = called_for(gathered, hours, at)
    keys = {reader: once(kind, reader.id, hours[reader.id].own_day(at)) for reader in called}
    written = letters.posted_of(keys.values())
    return {reader: (hours[reader.id], due) for reader, due in called.items() if keys[reader] not in written}


def once(kind: str, person_id: int, day: date) -> str:
    """What keeps a letter of a day from being written twice."""
    return f"{kind}-{person_id}-{day:%Y-%m-%d}"


def address(path: str) -> str:
    """A whole address below the academy's own."""
    return f"{current_app.config['ADDRESS']}{path}"


def post(kind: str, reader: Reader, subject: str, hours: Hours, at: datetime, **values: object) -> None:
    """One reminder of the reader's day."""
    today = hours.own_day(at)
    mail.post(
        reader.id, reader.email, kind, subject,
        mail.written(f"reminder/letters/{kind}.txt", reader=reader, **values),
        at=at, useful_until=hours.end_of(today + timedelta(days=REMINDER_DAYS - 1)), once=once(kind, reader.id, today),
    )  # fmt: skip


def digest_key(coach: Person, hours: Hours, at: datetime) -> str:
    """What keeps a coach from two digests in one week."""
    return f"{DIGEST}-{coach.id}-{week_of(hours.own_day(at))}"


def post_digest(coach: Person, hours: Hours, *, at: datetime) -> bool:
    """Write to a coach what needs attention in the team today; False where nothing does, and nothing is written."""
    today = hours.own_day(at)
    found = [one for one in team_attention(coach, today) if one.reasons]
    if not found:
        return False
    mail.post(
        coach.id, coach.email, DIGEST, digest_subject(found),
        mail.written(
            "reminder/letters/team.digest.txt", coach=coach, found=found, today=today, link=address("/team/plans"),
        ),
        at=at, useful_until=hours.end_of(today + timedelta(days=DIGEST_DAYS - 1)), once=digest_key(coach, hours, at),
    )  # fmt: skip
    return True


def digest_subject(found: Sequence[Attention]) -> str:
    """The subject of a digest: how many plans, and no name, since subjects are read over shoulders."""
    plans = counted(len(found), "plan")
    return f"Your team this week: {plans} {'needs' if len(found) == 1 else 'need'} your attention"


def choose_letters(person: Person, wanted: Collection[str], *, at: datetime) -> None:
    """Keep which kinds a person wants, of those that such a person gets and may switch off."""
    for kind in may_choose(person.functions):
        mail.choose(person.id, kind.code, wanted=kind.code in wanted, at=at)
