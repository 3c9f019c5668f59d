"""The form on which a person chooses letters, hours and time zone."""

from datetime import time
from functools import cache

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from kamacademy.access import Function
from kamacademy.mail.hours import LONGEST_QUIET, WEEKDAYS, place, quiet_length, zones_by_region
from kamacademy.mail.kinds import may_choose
from kamacademy.mail.models import LetterHours

# The choice of whoever lives where the academy is.
AS_ACADEMY = "academy"
TIMES = ["%H:%M", "%H:%M:%S"]
MOST_HOURS = int(LONGEST_QUIET.total_seconds()) // 3600
BOTH_OR_NONE = "Give both times, or neither."
NO_LENGTH = "Quiet hours need an end that is not their beginning. Clear both times for none."
TOO_LONG = f"Quiet hours last at most {MOST_HOURS} hours, so that letters can come on the same day."


def weekday(value: object) -> int:
    """A day of the week as a number, 0 for Monday."""
    return int(str(value))


@cache
def zone_choices() -> tuple[SelectChoice, ...]:
    """Every time zone under its region."""
    return tuple(
        SelectChoice(zone, place(zone), optgroup=region)
        for region, zones in zones_by_region().items()
        for zone in zones
    )


class LettersForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Which letters, on which day the digest, in which hours none, in which time zone."""

    time_zone = SelectField("Your time zone", [InputRequired("Choose your time zone.")], choices=[])
    quiet_from = TimeField("No letters from", [Optional()], format=TIMES)
    quiet_until = TimeField("No letters until", [Optional()], format=TIMES)
    digest_weekday = RadioField(
        "On which day shall the team's digest come?",
        choices=[SelectChoice(str(number), name) for number, name in enumerate(WEEKDAYS)],
        coerce=weekday,
    )
    kinds = SelectMultipleField("Letters", choices=[])

    def prepare(self, functions: frozenset[Function], academy_zone: str) -> None:
        """Offer what a person with these functions may choose."""
        self.kinds.choices = [SelectChoice(one.code, one.title) for one in may_choose(functions)]
        as_academy = SelectChoice(AS_ACADEMY, f"As the academy ({place(academy_zone)})")
        self.time_zone.choices = [as_academy, *zone_choices()]
        if Function.COACH not in functions:
            del self.digest_weekday

    @property
    def own_zone(self) -> str | None:
        """The time zone chosen; None for the academy's."""
        return None if self.time_zone.data == AS_ACADEMY else str(self.time_zone.data)

    def fill(self, functions: frozenset[Function], switched_off: frozenset[str], hours: LetterHours | None) -> None:
        """Show what the person has chosen so far."""
        self.kinds.data = [one.code for one in may_choose(functions) if one.code not in switched_off]
        self.time_zone.data = (hours.time_zone if hours else None) or AS_ACADEMY
        self.quiet_from.data = hours.quiet_from if hours else None
        self.quiet_until.data = hours.quiet_until if hours else None
        if self.digest_weekday:
            self.digest_weekday.data = hours.digest_weekday if hours else 0

    def validate(self, extra_validators: None = None) -> bool:
        """Each field for itself, then both times together; an empty one is not asked by its own rules."""
        is_whole = super().validate(extra_validators)
        if self.quiet_from.errors or self.quiet_until.errors:
            return False
        trouble = quiet_trouble(self.quiet_from.data, self.quiet_until.data)
        if trouble is not None:
            self.quiet_until.errors = [trouble]
        return is_whole and trouble is None


def quiet_trouble(start: time | None, end: time | None) -> str | None:
    """What is wrong with quiet hours, in words; None where nothing is."""
    if start is None and end is None:
        return None
    if start is None or end is None:
        return BOTH_OR_NONE
    if start == end:
        return NO_LENGTH
    return TOO_LONG if quiet_length(start, end) > LONGEST_QUIET else None
