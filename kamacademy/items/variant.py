"""Seeded parameters: the figures of one variant of a question, the same for one seed on every machine."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from keyword import iskeyword
from string import Formatter
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    model_validator,
)

from kamacademy.content.documents import Closed
from kamacademy.content.problems import BrokenRule
from kamacademy.items import expression
from kamacademy.items.expression import FUNCTIONS, TABLE_FUNCTIONS, NoResult, NotAnExpression, Value, evaluate
from kamacademy.wording import number

# What a table can be asked, once the parameters that vary it are known.
FunctionsOf = Callable[[Mapping[str, Value]], Mapping[str, expression.Function]]

MOST_STEPS = 10_000
# A variant whose conditions do not hold is drawn again, so many times at most.
MOST_TRIES = 200
SPEC = re.compile(r"(?P<sign>\+?)(?P<comma>,?)(?:\.(?P<places>[0-6])f)?")


class NoVariant(ValueError):
    """No values meet the conditions, or one cannot be computed; carries the part of the document to blame."""

    def __init__(self, message: str, *at: str | int) -> None:
        super().__init__(message)
        self.at = at


class BrokenWords(ValueError):
    """A text has a placeholder that cannot be filled."""


def unreserved(name: str) -> str:
    """A name that is no function's and no word of the language of expressions."""
    if iskeyword(name) or name in (*FUNCTIONS, *TABLE_FUNCTIONS):
        raise BrokenRule(f"`{name}` means something in expressions; choose another name")
    return name


def as_expression(value: object) -> object:
    """A number as an author wrote it, or words, as an expression that can be read."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    if isinstance(value, str):
        try:
            expression.parse(value)
        except NotAnExpression as error:
            raise BrokenRule(str(error)) from None
    return value


def as_claim(value: object) -> object:
    """`true` or `false`, or an expression that is one of them."""
    return str(value) if isinstance(value, bool) else as_expression(value)


def number_or_words(value: object) -> int | float | str:
    """One of several values that a parameter may take."""
    if isinstance(value, int | float | str) and not isinstance(value, bool) and value != "":
        return value
    raise BrokenRule(f"a value to choose from is a number or words, found {value!r}")


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=30), AfterValidator(unreserved)]
Formula = Annotated[str, BeforeValidator(as_expression)]
Claim = Annotated[str, BeforeValidator(as_claim)]


class Parameter(Closed):
    """What a parameter may be: every step from one number to another, or one of some values."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: float | int | None = Field(default=None, alias="from")
    to: float | int | None = None
    step: float | int | None = None
    one_of: Annotated[
        tuple[Annotated[int | float | str, PlainValidator(number_or_words)], ...] | None, Field(min_length=2)
    ] = None

    @model_validator(mode="after")
    def one_way(self) -> Self:
        """Either a range in whole steps or a list."""
        ends = (self.from_, self.to, self.step)
        if self.one_of is not None:
            if any(end is not None for end in ends):
                raise BrokenRule("give either `from`, `to` and `step`, or `one_of`")
            if len(set(self.one_of)) != len(self.one_of):
                raise BrokenRule("a value stands here twice", "one_of")
            return self
        if self.from_ is None or self.to is None or self.step is None:
            raise BrokenRule("a parameter needs `from`, `to` and `step`, or `one_of`")
        if self.step <= 0 or self.to <= self.from_:
            raise BrokenRule("`to` must be above `from`, and `step` above 0", "to")
        if (exact(self.to) - exact(self.from_)) % exact(self.step):
            raise BrokenRule("whole steps from `from` do not reach `to`", "step")
        if self.steps > MOST_STEPS:
            raise BrokenRule(f"more than {MOST_STEPS:,} steps; take larger ones", "step")
        return self

    @property
    def steps(self) -> int:
        """How many values it may take."""
        if self.one_of is not None:
            return len(self.one_of)
        assert self.from_ is not None
        assert self.to is not None
        assert self.step is not None
        return int((exact(self.to) - exact(self.from_)) / exact(self.step)) + 1

    def drawn(self, seed: int, salt: str) -> int | float | str:
        """The value for a seed: by SHA-256, so that every machine and every version of Python draws the same."""
        place = int(sha256(f"{seed}:{salt}".encode()).hexdigest()[:16], 16) % self.steps
        if self.one_of is not None:
            return self.one_of[place]
        assert self.from_ is not None
        assert self.step is not None
        value = exact(self.from_) + place * exact(self.step)
        return int(value) if isinstance(self.from_, int) and isinstance(self.step, int) else float(value)


def exact(value: float) -> Decimal:
    """The decimal that an author wrote."""
    return Decimal(repr(value))


@dataclass(frozen=True, slots=True)
class Variant:
    """The figures of one variant. A question without parameters has none."""

    seed: int
    values: Mapping[str, Value] = field(default_factory=dict)


class Varied(Closed):
    """What may vary by seed. `computed` may use parameters and what stands before it; `conditions` must all hold."""

    parameters: dict[Name, Parameter] = {}
    computed: dict[Name, Formula] = {}
    conditions: tuple[Formula, ...] = ()

    def drawn(
        self, seed: int, salt: str, known: Mapping[str, Value], functions_of: FunctionsOf | None = None
    ) -> dict[str, Value]:
        """The known values, parameters and computed figures for a seed. Raises NoVariant."""
        for attempt in range(MOST_TRIES):
            values = dict(known)
            for name, parameter in self.parameters.items():
                values[name] = parameter.drawn(seed, f"{salt}:{attempt}:{name}")
            self.compute(values, functions_of(values) if functions_of is not None else {})
            if self.holds(values):
                return values
        raise NoVariant(f"no values in {MOST_TRIES} tries meet the conditions", "conditions")

    def compute(self, values: dict[str, Value], functions: Mapping[str, expression.Function]) -> None:
        """Add the computed figures, in the author's order. Raises NoVariant."""
        for name, source in self.computed.items():
            try:
                values[name] = evaluate(source, values, functions)
            except NoResult as error:
                raise NoVariant(f"`{name}`: {error}", "computed", name) from None

    def holds(self, values: Mapping[str, Value]) -> bool:
        """Whether every condition holds. Raises NoVariant for one that is neither true nor false."""
        for place, source in enumerate(self.conditions):
            try:
                if not expression.truth(evaluate(source, values)):
                    return False
            except NoResult as error:
                raise NoVariant(str(error), "conditions", place) from None
        return True


def fill(text: str, values: Mapping[str, Value]) -> str:
    """The text with `{name}` or `{name:,.1f}` filled in; `{{` and `}}` are braces. Raises BrokenWords."""
    if "{" not in text and "}" not in text:
        return text
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:
        raise BrokenWords("a brace stands alone; write {{ or }} for one that is to be seen") from None
    words = []
    for before, name, spec, conversion in pieces:
        words.append(before)
        if name is not None:
            if name not in values or conversion:
                raise BrokenWords(f"there is no value `{name}` to fill in; it is not among parameters or computed")
            words.append(figure(values[name], spec or ""))
    return "".join(words)


def figure(value: Value, spec: str = "") -> str:
    """A value in words: as it is, or to so many places with `,.1f`; halves are rounded away from zero.

    Raises BrokenWords for another form.
    """
    found = SPEC.fullmatch(spec)
    if found is None:
        raise BrokenWords(f"`{spec}` is not a form for a figure; write for example `,.0f` or `.1f`")
    if isinstance(value, bool | str):
        if spec:
            raise BrokenWords(f"`{spec}` is for figures, and {value!r} is none")
        return str(value)
    if found["places"] is None:
        return number(value, 6) if not spec else f"{value:{spec}}"
    places = int(found["places"])
    return f"{expression.rounded(value, places):{found['sign']}{found['comma']}.{places}f}"


def option_order(seed: int, item_id: str, options: int) -> tuple[int, ...]:
    """An order of positions that looks random and is the same for one seed and question, on every machine.

    By SHA-256 of seed, question and position: the standard library's shuffle may differ between Python versions.
    """
    return tuple(sorted(range(options), key=lambda position: sha256(f"{seed}:{item_id}:{position}".encode()).digest()))
