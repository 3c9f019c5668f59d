"""Steps to be put in the right order."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Annotated, Literal

from pydantic import Field

from kamacademy.content.documents import Closed, Words
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
    Row,
    first,
    read_alike,
    wholes,
    words_of,
)
from kamacademy.items.variant import Variant
from kamacademy.wording import counted, listed

HELP = {
    "exact": "Give each step its place. The whole order must be right.",
    "pairs": "Give each step its place. Each pair of steps in the right order counts.",
}


class Step(Closed):
    """One step and why it stands where it does."""

    text: Words
    rationale: Words


class Ordering(AnyItem):
    """Steps, in the file in the right order. An answer holds `places`: for each step of the file its place, from 1.

    Rule `exact`: 1 where every step has its place, else 0. Rule `pairs`: of all pairs of steps, the share that stands
    in the right order (the concordant pairs of Kendall 1938); the reverse order gives 0.
    """

    kind: Literal["ordering"]
    steps: Annotated[tuple[Step, ...], Field(min_length=3, max_length=7)]
    rule: Literal["exact", "pairs"] = "pairs"

    def key(self, variant: Variant) -> Key:
        """`places`, the right place of each step of the file."""
        return {"places": list(range(1, len(self.steps) + 1))}

    def read(self, form: Form, variant: Variant) -> Given:
        """The place of each step; a button `move` puts one step up or down. Raises NotAnAnswer."""
        codes, count = self.codes(variant, "step", len(self.steps)), len(self.steps)
        places = [place_in(first(form, f"place-{code}"), count, f"place-{code}") for code in codes]
        move = first(form, "move")
        if move:
            return {"places": moved(move, places, codes, first(form, "shown"))}
        if not any(places):
            raise NotAnAnswer("place", "Give the steps their places first.")
        return {"places": places}

    def form(self, given: Given, variant: Variant) -> dict[str, list[str]]:
        """The place of each step, by its code."""
        codes = self.codes(variant, "step", len(self.steps))
        places = zip(codes, wholes(given.get("places")), strict=True)
        return {f"place-{code}": ["" if place is None else str(place)] for code, place in places}

    def missing(self, given: Given) -> str | None:
        """Which places are open, or given twice."""
        places = wholes(given.get("places"))
        twice = sorted({place for place in places if place is not None and places.count(place) > 1})
        if twice:
            words = listed([str(place) for place in twice])
            return f"Two steps have place {words}." if len(twice) == 1 else f"Places {words} are given twice."
        lacking = places.count(None)
        return f"{counted(lacking, 'step')} without a place." if lacking else None

    def marked(self, given: Given, variant: Variant, key: Key) -> Mark:
        """By the question's rule; a step without a place is in no right pair."""
        places, right = wholes(given.get("places")), wholes(key.get("places"))
        parts = tuple(place == wanted for place, wanted in zip(places, right, strict=True))
        share = float(all(parts)) if self.rule == "exact" else pairs_share(places, right)
        return Mark(share, all(parts), "".join("-" if place is None else str(place) for place in places), parts)

    def ask(self, variant: Variant, given: Given | None = None, order_seed: int | None = None) -> Asked:
        """The steps: in the order given so far where it is whole, else shuffled, never in the right order."""
        count = len(self.steps)
        places = wholes((given or {}).get("places")) or [None] * count
        codes = self.codes(variant, "step", count)
        order = self.shuffled(variant.seed if order_seed is None else order_seed)
        if sorted(place or 0 for place in places) == list(range(1, count + 1)):
            order = tuple(sorted(range(count), key=lambda step: places[step] or 0))
        rows = tuple(
            Row(f"place-{codes[step]}", words_of(variant, self.steps[step].text), str(places[step] or ""))
            for step in order
        )
        choices = tuple(Choice(str(place), str(place)) for place in range(1, count + 1))
        return self.asked(variant, help=HELP[self.rule], choices=choices, rows=rows)

    def shuffled(self, seed: int) -> tuple[int, ...]:
        """An order of the steps by seed that is not the right one."""
        order = self.order(seed, len(self.steps))
        return order if order != tuple(range(len(self.steps))) else (*order[1:], order[0])

    def review(self, variant: Variant, given: Given | None, mark: Mark, order_seed: int | None = None) -> Reviewed:
        """The steps in the right order, each with the place it was given."""
        places = wholes((given or {}).get("places")) or [None] * len(self.steps)
        lines = tuple(self.line(number, places[number], variant) for number in range(len(self.steps)))
        right = sum(line.state is LineState.RIGHT for line in lines)
        note = f"{right} of {counted(len(lines), 'step')} at the right place." if given else ""
        if given and self.rule == "pairs":
            wanted = list(range(1, len(self.steps) + 1))
            pairs = len(wanted) * (len(wanted) - 1) // 2
            note += f" {round(pairs_share(places, wanted) * pairs)} of {pairs} pairs stand in the right order."
        return self.reviewed(variant, mark, lines=lines, note=note)

    def line(self, number: int, place: int | None, variant: Variant) -> Line:
        """One step at its right place, and where the person put it."""
        step = self.steps[number]
        state, verdict = LineState.WRONG, f"You gave it place {place}"
        if place is None:
            state, verdict = LineState.OPEN, "No place given"
        elif place == number + 1:
            state, verdict = LineState.RIGHT, "Right place"
        text, rationale = words_of(variant, step.text), words_of(variant, step.rationale)
        return Line(text, rationale, state, verdict, answer=str(number + 1))

    def texts(self) -> Iterator[tuple[Location, str]]:
        """The stem, every step and its reason."""
        yield ("stem",), self.stem
        for place, step in enumerate(self.steps):
            yield ("steps", place, "text"), step.text
            yield ("steps", place, "rationale"), step.rationale

    def variant_faults(self, variant: Variant) -> Iterator[tuple[Location, str]]:
        """No two steps read alike."""
        for place in read_alike([words_of(variant, step.text) for step in self.steps]):
            yield ("steps", place, "text"), f"question `{self.id}` has the same step twice"


def place_in(sent: str, count: int, field: str) -> int | None:
    """The place that a form gives a step; None where it is left open. Raises NotAnAnswer."""
    if not sent:
        return None
    place = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 3 else 0
    if not 1 <= place <= count:
        raise NotAnAnswer(field, f"Give each step a place from 1 to {count}.")
    return place


def moved(move: str, places: Sequence[int | None], codes: Sequence[str], shown: str) -> list[int]:
    """The places after one step went up or down; steps without a place of their own stand as they were shown.

    `move` is the step's code and the way, as in `c:up`; `shown` the codes in the order of the page. Raises NotAnAnswer.
    """
    code, _, way = move.partition(":")
    if code not in codes or way not in ("up", "down") or sorted(shown) != sorted(codes):
        raise NotAnAnswer("move", "This step cannot be moved. Give the steps their places by number.")
    settled = {one: place for one, place in zip(codes, places, strict=True) if place is not None}
    order = sorted(codes, key=lambda one: (settled.get(one, shown.index(one) + 1), shown.index(one)))
    at = order.index(code)
    to = min(max(at + (-1 if way == "up" else 1), 0), len(order) - 1)
    order[at], order[to] = order[to], order[at]
    return [order.index(one) + 1 for one in codes]


def pairs_share(places: Sequence[int | None], right: Sequence[int | None]) -> float:
    """Of all pairs of steps, the share whose places stand in the right order."""
    pairs = list(combinations(range(len(right)), 2))
    return sum(stands(places, one, other, right) for one, other in pairs) / len(pairs)


def stands(places: Sequence[int | None], one: int, other: int, right: Sequence[int | None]) -> bool:
    """Whether two steps stand in the right order."""
    first_place, second_place, first_right, second_right = places[one], places[other], right[one], right[other]
    if first_place is None or second_place is None or first_right is None or second_right is None:
        return False
    return first_place != second_place and (first_place < second_place) == (first_right < second_right)
