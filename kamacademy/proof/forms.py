"""Forms that show what was done, and return it."""

from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from kamacademy.development.details import LONGEST_REASON
from kamacademy.development.rules import FileRefused
from kamacademy.fields import LONGEST_TEXT, RuleForm, most
from kamacademy.proof.evidence_file import LARGEST_BYTES, plain_name, refuse_unfit
from kamacademy.proof.links import is_plain_link
from kamacademy.proof.piece import LONGEST_LINK, Piece


class EvidenceForm(RuleForm):
    """What shows that it is done: words, a link, a file, or several of them."""

    evidence = TextAreaField("What shows that it is done", [most(LONGEST_TEXT, "it")])
    link = StringField("Link", [most(LONGEST_LINK, "the link")])
    file = FileField("File")

    def validate_link(self, field: StringField) -> None:
        """A whole address that begins with https."""
        if self.words("link") and not is_plain_link(self.words("link")):
            raise ValidationError("Give a whole address that begins with https://, without a name or password in it.")

    def validate_file(self, field: FileField) -> None:
        """A file of a kind that is taken, whole and not too large."""
        piece = self.file_piece()
        if piece is not None and piece.content is not None:
            try:
                refuse_unfit(plain_name(piece.file_name or ""), piece.content)
            except FileRefused as refused:
                raise ValidationError(str(refused)) from refused

    def file_piece(self) -> Piece | None:
        """The file that was chosen, or None. Read is at most one byte more than a file may have."""
        if not self.file.data:
            return None
        self.file.data.stream.seek(0)
        return Piece(file_name=self.file.data.filename, content=self.file.data.stream.read(LARGEST_BYTES + 1))

    def pieces(self, *, with_words: bool = True) -> list[Piece]:
        """What was given, each piece by itself."""
        words, link = self.words("evidence"), self.words("link")
        return [
            *([Piece(words=words)] if words and with_words else []),
            *([Piece(link=link)] if link else []),
            *([file] if (file := self.file_piece()) else []),
        ]


class ReturnForm(RuleForm):
    """Give what was handed in back."""

    reason = StringField(
        "What is still missing",
        [DataRequired("Say what is still missing, in a sentence."), most(LONGEST_REASON, "it")],
    )
