"""The kinds of question, told apart by `kind`."""

from typing import Annotated

from pydantic import Field

from kamacademy.items.categorise import Categorise
from kamacademy.items.judgement import Judgement
from kamacademy.items.matching import Matching
from kamacademy.items.multiple import Multiple
from kamacademy.items.numeric import Numeric
from kamacademy.items.open_answer import OpenAnswer
from kamacademy.items.ordering import Ordering
from kamacademy.items.short_text import ShortText
from kamacademy.items.single import Single
from kamacademy.items.true_false import TrueFalse

Item = Annotated[
    Single | Multiple | TrueFalse | Numeric | ShortText | OpenAnswer | Ordering | Matching | Categorise | Judgement,
    Field(discriminator="kind"),
]
