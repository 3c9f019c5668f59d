"""The letter of a day on which questions come back."""

from datetime import datetime, timedelta

from flask import current_app

from kamacademy.jobs import job
from kamacademy.mail import operations as mail
from kamacademy.people.models import Person
from kamacademy.retrieval import queries
from kamacademy.retrieval.stack import Stack
from kamacademy.wording import counted

PEOPLE_AT_ONCE = 200
USEFUL_HOURS = 16


@job
def post_letters(at: datetime) -> None:
    """Write to everyone for whom questions wait today and who wants to be told: once a day, however often it runs."""
    people = queries.who_wants_letters()
    for first in range(0, len(people), PEOPLE_AT_ONCE):
        some = people[first : first + PEOPLE_AT_ONCE]
        stacks = queries.stacks_of(some, at.date())
        for person in some:
            if stacks[person.id].left:
                post_letter(person, stacks[person.id], at)


def post_letter(person: Person, stack: Stack, at: datetime) -> None:
    """One person's letter."""
    address = current_app.config["ADDRESS"]
    waiting = counted(len(stack.left), "question")
    mail.post(
        person.id,
        person.email,
        "practice",
        f"{waiting[0].upper()}{waiting[1:]} from your lessons, about {counted(stack.minutes, 'minute')}",
        mail.written(
            "retrieval/letters/practice.txt",
            person=person,
            stack=stack,
            link=f"{address}/practice",
        ),
        at=at,
        useful_until=at + timedelta(hours=USEFUL_HOURS),
        once=f"practice-{person.id}-{at:%Y-%m-%d}",
    )
