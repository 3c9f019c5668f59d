"""A number with its unit, right within a tolerance; near misses are told what went wrong."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kamacademy.content.documents import Closed, Words
from kamacademy.content.problems import BrokenRule
from kamacademy.content.reading import Location
from kamacademy.items.expression import NoResult, clean, evaluate, number, rounded
from kamacademy.items.item import (
    JSON,
    AnyItem,
    Asked,
    Form,
    Given,
    Key,
    Mark,
    NotAnAnswer,
    Reviewed,
    figure_of,
    first,
    text_of,
    words_of,
)
from kamacademy.items.variant import Formula, Variant, figure
from kamacademy.wording import counted

LONGEST_NUMBER = 40
# As many decimals as any calculator shows, since people copy what it says.
FIGURE = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{1,15})?(?:\.\d{0,20})?", re.ASCII)
COMMA = re.compile(r"[+-]?\d+,\d{1,2}|[+-]?\d+,\d{4,}|[+-]?[\d.]+,\d+", re.ASCII)
SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2212": "-", "\u2013": "-"})
HOW = "Write the number in figures, such as 7.2 or 11,400."


class Tolerance(Closed):
    """How far from the answer still counts: so many units, or so many percent of the answer."""

    absolute: float | int | None = None
    percent: float | int | None = None

    @model_validator(mode="after")
    def one_way(self) -> Self:
        """One of the two, not below nothing."""
        given = [one for one in (self.absolute, self.percent) if one is not None]
        if len(given) != 1 or given[0] < 0:
            raise BrokenRule("a tolerance is either `absolute: 0.05` or `percent: 1`, from 0 up")
        return self

    @property
    def words(self) -> str:
        """What follows the answer; nothing where it must be exact."""
        if self.absolute is not None:
            return f", give or take {figure(self.absolute)}" if self.absolute else ""
        return f", give or take {figure(self.percent)} percent of it" if self.percent else ""

    def width(self, answer: float) -> float:
        """How far on either side of an answer, in its unit."""
        return float(self.absolute if self.absolute is not None else abs(answer) * (self.percent or 0) / 100)


class Near(Closed):
    """A figure that a common slip leads to, and what to say to who gave it. It scores nothing."""

    value: Formula
    feedback: Words


class Numeric(AnyItem):
    """A question for a number. An answer holds `text` as typed and `value`, the number read from it."""

    kind: Literal["numeric"]
    answer: Formula
    unit: Words
    tolerance: Tolerance
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None
    near: Annotated[tuple[Near, ...], Field(max_length=6)] = ()
    rationale: Words

    def right(self, variant: Variant) -> float:
        """The answer before it is rounded. Raises NoResult."""
        return number(evaluate(self.answer, variant.values))

    def key(self, variant: Variant) -> Key:
        """`value`, the ends `low` and `high` that still count, and `near`, the figures of common slips."""
        value = self.right(variant)
        width = self.tolerance.width(value)
        near: list[JSON] = [number(evaluate(one.value, variant.values)) for one in self.near]
        return {"value": value, "low": clean(value - width), "high": clean(value + width), "near": near}

    def read(self, form: Form, variant: Variant) -> Given:
        """The number in what was typed. Raises NotAnAnswer."""
        text = first(form, "number")[: LONGEST_NUMBER + 1]
        if not text:
            raise NotAnAnswer("number", f"Write a number first. {HOW}")
        return {"text": text, "value": number_in(text, words_of(variant, self.unit))}

    def form(self, given: Given, variant: Variant) -> dict[str, list[str]]:
        """What was typed."""
        return {"number": [text_of(given.get("text"))]}

    def marked(self, given: Given, variant: Variant, key: Key) -> Mark:
        """1 within the tolerance, else 0. The code tells which slip a wrong number fits."""
        value, low, high = (figure_of(one) for one in (given.get("value"), key.get("low"), key.get("high")))
        if value is None or low is None or high is None:
            return Mark(0.0, False, None)
        is_right = low <= clean(value) <= high
        slip = None if is_right else self.slip(value, key)
        return Mark(float(is_right), is_right, "right" if is_right else "other" if slip is None else f"near{slip + 1}")

    def slip(self, value: float, key: Key) -> int | None:
        """The place of the common slip that a wrong number fits, within the same tolerance as the answer."""
        low, high, near = figure_of(key.get("low")), figure_of(key.get("high")), key.get("near")
        if low is None or high is None or not isinstance(near, list | tuple):
            return None
        width = (high - low) / 2
        for place, one in enumerate(near):
            at = figure_of(one)
            if at is not None and clean(at - width) <= clean(value) <= clean(at + width):
                return place
        return None

    def ask(self, variant: Variant, given: Given | None = None, order_seed: int | None = None) -> Asked:
        """The stem, the unit and what was typed."""
        places = "" if self.decimals is None else f"Round to {counted(self.decimals, 'decimal place')}. "
        if self.decimals == 0:
            places = "Round to a whole number. "
        help = f"{places}Use a point for decimals; commas only part thousands."
        typed = text_of((given or {}).get("text"))
        return self.asked(variant, help=help, words=typed, unit=words_of(variant, self.unit))

    def review(self, variant: Variant, given: Given | None, mark: Mark, order_seed: int | None = None) -> Reviewed:
        """The number given, the answer with what still counts, and the reason."""
        key, unit = self.key(variant), words_of(variant, self.unit)
        right = f"{self.in_words(self.right(variant))} {unit}{self.tolerance.words}"
        typed = text_of((given or {}).get("text"))
        value = figure_of((given or {}).get("value"))
        slip = None if value is None or mark.is_right else self.slip(value, key)
        note = "" if slip is None else words_of(variant, self.near[slip].feedback)
        return self.reviewed(
            variant,
            mark,
            given=f"{typed} {unit}" if typed else "",
            right=right,
            note=note,
            rationale=self.rationale,
        )

    def in_words(self, value: float) -> str:
        """A figure as the question wants it rounded."""
        return figure(value) if self.decimals is None else figure(value, f",.{self.decimals}f")

    def texts(self) -> Iterator[tuple[Location, str]]:
        """The stem, the unit, the reason and what is said to common slips."""
        for name, text in (("stem", self.stem), ("unit", self.unit), ("rationale", self.rationale)):
            yield (name,), text
        for place, one in enumerate(self.near):
            yield ("near", place, "feedback"), one.feedback

    def variant_faults(self, variant: Variant) -> Iterator[tuple[Location, str]]:
        """The answer can be computed and typed, and no slip counts as right."""
        try:
            value = self.right(variant)
        except NoResult as error:
            yield ("answer",), str(error)
            return
        width = self.tolerance.width(value)
        if self.decimals is not None and clean(abs(rounded(value, self.decimals) - value)) > clean(width):
            message = f"rounded to {self.decimals} places the answer {figure(value)} is outside its own tolerance"
            yield ("decimals",), message
        for place, one in enumerate(self.near):
            try:
                near = number(evaluate(one.value, variant.values))
            except NoResult as error:
                yield ("near", place, "value"), str(error)
                continue
            if clean(abs(near - value)) <= clean(width):
                message = f"{figure(near)} is within the tolerance of the answer {figure(value)}, so it would be right"
                yield ("near", place, "value"), message


def number_in(text: str, unit: str) -> float:
    """The number that a person typed, with or without its unit. Raises NotAnAnswer, which says how to write it."""
    plain = " ".join(text.translate(SPACES).split())
    kept: Given = {"text": text}
    if len(text) > LONGEST_NUMBER:
        raise NotAnAnswer("number", f"This is too long for a number. {HOW}", kept)
    for sign in "$£€":
        if plain.lstrip("+-").startswith(sign):
            plain = plain.replace(sign, "", 1).strip()
    if plain.casefold().endswith(unit.casefold()):
        plain = plain[: len(plain) - len(unit)].rstrip()
    elif plain.endswith("%"):
        if unit.casefold() not in ("percent", "per cent"):
            raise NotAnAnswer("number", f"The answer is in {unit}, not in percent. Write the number alone.", kept)
        plain = plain[:-1].rstrip()
    if FIGURE.fullmatch(plain) and any(one.isdigit() for one in plain):
        return float(plain.replace(",", "").replace(" ", ""))
    if COMMA.fullmatch(plain):
        raise NotAnAnswer("number", "Use a point for decimals, such as 7.2; commas only part thousands: 11,400.", kept)
    raise NotAnAnswer("number", f"This is not a number in {unit}. {HOW}", kept)
