"""Options to choose among, each right or wrong with its reason."""

from collections.abc import Iterator, Sequence

from kamacademy.content.documents import Closed, Words
from kamacademy.content.reading import Location
from kamacademy.items.expression import NoResult, evaluate, truth
from kamacademy.items.item import read_alike, words_of
from kamacademy.items.variant import Formula, Variant


class Option(Closed):
    """One answer to choose, with the reason why it is right or wrong. `correct_if` decides by the variant's figures."""

    text: Words
    correct: bool = False
    correct_if: Formula | None = None
    rationale: Words

    def is_right(self, variant: Variant) -> bool:
        """Whether it is right in a variant. Raises NoResult."""
        if self.correct_if is None:
            return self.correct
        return truth(evaluate(self.correct_if, variant.values))


def right_places(options: Sequence[Option], variant: Variant) -> list[int]:
    """The positions of the right options in a variant. Raises NoResult."""
    return [place for place, option in enumerate(options) if option.is_right(variant)]


def option_texts(options: Sequence[Option]) -> Iterator[tuple[Location, str]]:
    """Every option and its reason."""
    for place, option in enumerate(options):
        yield ("options", place, "text"), option.text
        yield ("options", place, "rationale"), option.rationale


def mixed_marking(options: Sequence[Option]) -> Iterator[tuple[Location, str]]:
    """That some options are right by `correct` where others are decided by figures."""
    if any(option.correct_if is not None for option in options):
        for place, option in enumerate(options):
            if option.correct:
                yield ("options", place, "correct"), "mark right options either by `correct` or all by `correct_if`"


def undecided(options: Sequence[Option], variant: Variant) -> Iterator[tuple[Location, str]]:
    """Options whose figures decide nothing in a variant."""
    for place, option in enumerate(options):
        try:
            option.is_right(variant)
        except NoResult as error:
            yield ("options", place, "correct_if"), str(error)


def repeated_options(item_id: str, options: Sequence[Option], variant: Variant) -> Iterator[tuple[Location, str]]:
    """Options that read like an earlier one."""
    for place in read_alike([words_of(variant, option.text) for option in options]):
        yield ("options", place, "text"), f"question `{item_id}` has the same option twice"
