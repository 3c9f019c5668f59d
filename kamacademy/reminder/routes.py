"""The page on which a person chooses which letters come, and when."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.mail import operations as mail
from kamacademy.mail import queries as letters_of
from kamacademy.mail.kinds import for_reader
from kamacademy.people.models import Person
from kamacademy.reminder import operations
from kamacademy.reminder.forms import LettersForm

reminder = Blueprint("reminder", __name__, template_folder="templates")


@reminder.route("/account/letters", methods=["GET", "POST"])
def letters() -> str | Response | tuple[str, int]:
    """Which kinds of letter come, the day of the digest, quiet hours and the time zone of one's own."""
    person = person_signed_in()
    authorize(Permission.CHANGE_OWN_ACCOUNT, person)
    hours, form = letters_of.find_hours(person.id), LettersForm()
    form.prepare(person.functions, letters_of.academy_zone().key)
    if request.method == "GET":
        form.fill(person.functions, letters_of.switched_off_by(person.id), hours)
    elif form.validate():
        keep(person, form, hours.digest_weekday if hours else 0)
        flash("Your choices are kept. They hold from the next letter on.", "good")
        return redirect(url_for("reminder.letters"), 303)
    return render_template(
        "reminder/letters.html", form=form, topics=for_reader(person.functions), is_on=letters_of.is_on(),
        own_time=letters_of.hours_of(person.id).own_time(clock.now()),
    ), 422 if form.is_submitted() else 200  # fmt: skip


def keep(person: Person, form: LettersForm, weekday: int) -> None:
    """Keep what the form says; the day of the digest stays where the person has no team."""
    at = clock.now()
    operations.choose_letters(person, form.kinds.data or [], at=at)
    mail.choose_hours(
        person.id, time_zone=form.own_zone, quiet_from=form.quiet_from.data,
        quiet_until=form.quiet_until.data,
        digest_weekday=form.digest_weekday.data if form.digest_weekday else weekday, at=at,
    )  # fmt: skip
