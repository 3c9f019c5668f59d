"""The file that a phone sealed, and a second look before phones are emptied."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField
from wtforms.validators import InputRequired


class ExportForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """One sealed file."""

    file = FileField("File from the phone", [FileRequired("Choose the file that the phone saved.")])


class EmptyForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Whoever empties phones knows what goes with it. The pages of people print the box by hand."""

    sure = BooleanField("Yes, empty them", [InputRequired("Tick the box to empty the phones.")])
