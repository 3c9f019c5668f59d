"""Reminders and digests in each reader's own morning: asked every quarter of an hour, written once."""

from datetime import datetime

from kamacademy.access import Function
from kamacademy.db import db
from kamacademy.jobs import job
from kamacademy.mail import queries as letters
from kamacademy.people.queries import active_people_with
from kamacademy.reminder import operations, queries
from kamacademy.reminder.due import is_digest_time


@job
def post_reminders(at: datetime) -> None:
    """Remind of actions and of reviews that are due today or in a week."""
    operations.remind_of_actions(queries.actions_due(at), at=at)
    operations.remind_of_reviews(queries.reviews_due(at), at=at)


@job
def post_digests(at: datetime) -> None:
    """Write this week's digest to every coach whose morning of it has come. Each is kept at once: the next may take."""
    unwilling = letters.without(operations.DIGEST)
    coaches = [one for one in active_people_with(Function.COACH) if one.id not in unwilling]
    hours = letters.hours_by_person([one.id for one in coaches])
    due = [one for one in coaches if is_digest_time(hours[one.id], at)]
    keys = {one.id: operations.digest_key(one, hours[one.id], at) for one in due}
    written = letters.posted_of(keys.values())
    for coach in due:
        if keys[coach.id] not in written:
            operations.post_digest(coach, hours[coach.id], at=at)
            db.session.commit()
