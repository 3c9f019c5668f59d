"""Single choice: one right option of three to five."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kamacademy.content.reading import Location
from kamacademy.items.item import (
    AnyItem,
    Asked,
    Choice,
    Form,
    Given,
    Key,
    Line,
    LineState,
    Mark,
    NotAnAnswer,
    Reviewed,
    first,
    letter,
    whole,
    words_of,
)
from kamacademy.items.option import Option, mixed_marking, option_texts, repeated_options, right_places, undecided
from kamacademy.items.variant import Variant


class Single(AnyItem):
    """A question with one right option. An answer holds `choice`, the option's position in the file, from 0."""

    kind: Literal["single"]
    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=5)]

    @property
    def right(self) -> int:
        """The position of the right option where no figures decide it."""
        return right_places(self.options, Variant(0))[0]

    def key(self, variant: Variant) -> Key:
        """`right`, the position of the right option."""
        return {"right": right_places(self.options, variant)[0]}

    def read(self, form: Form, variant: Variant) -> Given:
        """The option chosen. Raises NotAnAnswer."""
        sent, codes = first(form, "choice"), self.codes(variant, "option", len(self.options))
        if not sent:
            raise NotAnAnswer("choice", "Choose one of the answers first.")
        if sent not in codes:
            raise NotAnAnswer("choice", "This question has no such answer. Choose one of those shown.")
        return {"choice": codes.index(sent)}

    def form(self, given: Given, variant: Variant) -> dict[str, list[str]]:
        """The code of the option chosen."""
        place = whole(given.get("choice"))
        return {} if place is None else {"choice": [self.codes(variant, "option", len(self.options))[place]]}

    def marked(self, given: Given, variant: Variant, key: Key) -> Mark:
        """All or nothing."""
        place = whole(given.get("choice"))
        is_right = place is not None and place == whole(key.get("right"))
        return Mark(float(is_right), is_right, letter(place))

    def ask(self, variant: Variant, given: Given | None = None, order_seed: int | None = None) -> Asked:
        """The stem and the options in the order shown."""
        chosen = whole((given or {}).get("choice"))
        codes = self.codes(variant, "option", len(self.options))
        choices = tuple(
            Choice(codes[place], words_of(variant, self.options[place].text), place == chosen)
            for place in self.order(order_seed, len(self.options))
        )
        return self.asked(variant, choices=choices)

    def review(self, variant: Variant, given: Given | None, mark: Mark, order_seed: int | None = None) -> Reviewed:
        """Every option with its reason, in the order shown."""
        chosen, right = whole((given or {}).get("choice")), right_places(self.options, variant)
        lines = tuple(
            self.line(place, variant, is_right=place in right, is_chosen=place == chosen)
            for place in self.order(order_seed, len(self.options))
        )
        return self.reviewed(variant, mark, lines=lines)

    def line(self, place: int, variant: Variant, *, is_right: bool, is_chosen: bool) -> Line:
        """One option explained."""
        state, verdict = LineState.PLAIN, ""
        if is_right:
            state = LineState.RIGHT
            verdict = "Your answer, right" if is_chosen else "Right answer"
        elif is_chosen:
            state, verdict = LineState.WRONG, "Your answer"
        option = self.options[place]
        return Line(words_of(variant, option.text), words_of(variant, option.rationale), state, verdict)

    def texts(self) -> Iterator[tuple[Location, str]]:
        """The stem, every option and its reason."""
        yield ("stem",), self.stem
        yield from option_texts(self.options)

    def faults(self) -> Iterator[tuple[Location, str]]:
        """Options are marked in one way, and exactly one is right where no figures decide."""
        yield from mixed_marking(self.options)
        right = [place for place, option in enumerate(self.options) if option.correct]
        if any(option.correct_if is not None for option in self.options):
            return
        if not right:
            yield ("options",), "no option is `correct: true`; mark exactly one"
        elif len(right) > 1:
            message = f"{len(right)} options are `correct: true`; mark exactly one"
            yield ("options", right[1], "correct"), message

    def variant_faults(self, variant: Variant) -> Iterator[tuple[Location, str]]:
        """No two options read alike, and figures make exactly one right."""
        yield from repeated_options(self.id, self.options, variant)
        open_ones = list(undecided(self.options, variant))
        yield from open_ones
        if not open_ones and any(option.correct_if is not None for option in self.options):
            right = right_places(self.options, variant)
            if len(right) != 1:
                yield ("options",), f"{len(right)} options are right by `correct_if`; it must be exactly one"
