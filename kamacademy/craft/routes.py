"""How somebody coaches, in counts: for the coach, and for whoever coaches the coach."""

from flask import Blueprint, abort, render_template

from kamacademy import clock
from kamacademy.access import Function, Permission, authorize, person_signed_in
from kamacademy.craft import queries
from kamacademy.craft.line_hints import hint_words
from kamacademy.craft.words import turn_finding
from kamacademy.people.models import Person
from kamacademy.people.queries import person

craft = Blueprint("craft", __name__, template_folder="templates")


@craft.get("/my-coaching")
def mine() -> str:
    """One's own coaching: what the notes of a year say, and what a good coach does next."""
    coach = person_signed_in()
    authorize(Permission.READ_CRAFT, coach)
    return craft_of(coach)


@craft.get("/people/<int:person_id>/coaching-craft")
def of_person(person_id: int) -> str:
    """The same of a coach whom one coaches: counts from five on, and no names."""
    coach = person(person_id)
    authorize(Permission.READ_CRAFT, coach)
    if Function.COACH not in coach.functions:
        abort(404)
    return craft_of(coach)


def craft_of(coach: Person) -> str:
    """The page about a coach, for whoever is signed in."""
    reader, today = person_signed_in(), clock.today()
    found = queries.page_of(coach, today, is_own=reader.id == coach.id)
    return render_template(
        "craft/coaching-craft.html",
        coach=coach,
        is_own=reader.id == coach.id,
        page=found,
        turn=turn_finding(found.turn, today),
        hint_words=hint_words(found.hints) if found.hints and found.hints.lines else None,
    )
