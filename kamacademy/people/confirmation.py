"""The password asked again before a signature, so that an open page alone signs nothing.

Not a pure file: it joins a form to the record of wrong passwords. Wrong ones make the next try wait as they do at
sign-in, but are counted apart: who guesses here does not keep the person out.
"""

from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired

from kamacademy.db import remember
from kamacademy.people import delay, operations, queries, sign_in
from kamacademy.people.models import Person
from kamacademy.wording import counted

DONE, INVALID, TOO_SOON = 200, 422, 429


class SigningForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What every form has that ends in a signature; other fields come in its children."""

    password = PasswordField("Your password", [InputRequired("Enter your password to sign. Nothing is signed yet.")])


def status_of(form: SigningForm, person: Person, *, at: datetime) -> int:
    """200 where the form is in order and the password is the person's own, else 422 or 429 with words at the field.

    The count of wrong passwords outlives the refusal; a right one clears it.
    """
    if not form.validate():
        return INVALID
    key = sign_in.keyed(f"signature {person.id}")
    row = queries.failure(key)
    left = delay.seconds_left(row.failures, row.last_at, at) if row else 0
    if left:
        form.password.errors = [f"Too many tries in a row. Wait {counted(left, 'second')}, then try again."]
        return TOO_SOON
    if not sign_in.matches(person.password_hash, form.password.data or ""):
        person_id = person.id
        remember(lambda: operations.record_failure([key], person_id=person_id, at=at, act="signature.refused"))
        form.password.errors = ["That is not your password. Nothing is signed yet; all else is still here."]
        return INVALID
    operations.forget_failures([key])
    return DONE
