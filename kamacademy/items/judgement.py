"""Situational judgement: the best and the worst of several ways to act, scored against experts' values."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from kamacademy.content.documents import Closed, Words
from kamacademy.content.reading import Location
from kamacademy.items.item import (
    AnyItem,
    Asked,
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
    letter,
    read_alike,
    whole,
    wholes,
    words_of,
)
from kamacademy.items.variant import Variant

HELP = "Choose the best and the worst way to act. A pick near the experts' view counts in part."
SAME = "The best and the worst cannot be the same. Change one of the two."
VALUE_WORDS = {2: "very good", 1: "good", 0: "neither good nor bad", -1: "poor", -2: "very poor"}


class Action(Closed):
    """One way to act, what the experts hold it worth from -2 to 2, and why."""

    text: Words
    value: Annotated[int, Field(ge=-2, le=2)]
    rationale: Words


class Judgement(AnyItem):
    """A situation with ways to act. An answer holds `best` and `worst`, positions in the file, from 0.

    The share is the mean of both picks. The best is worth (v - low) / (high - low) and the worst (high - v) / (high -
    low), v being the experts' value of the option picked, low and high the lowest and highest value of the question.
    """

    kind: Literal["judgement"]
    options: Annotated[tuple[Action, ...], Field(min_length=4, max_length=5)]
    experts: Words

    def key(self, variant: Variant) -> Key:
        """`values`, the experts' value of each option."""
        return {"values": [option.value for option in self.options]}

    def read(self, form: Form, variant: Variant) -> Given:
        """The two picks; one may be kept without the other. Raises NotAnAnswer."""
        codes, picks = self.codes(variant, "option", len(self.options)), dict[str, int]()
        for name in ("best", "worst"):
            sent = first(form, name)
            if sent and sent not in codes:
                raise NotAnAnswer(name, "This question has no such answer. Choose among those shown.")
            if sent:
                picks[name] = codes.index(sent)
        if not picks:
            raise NotAnAnswer("best", "Choose the best and the worst way to act first.")
        if picks.get("best") == picks.get("worst"):
            raise NotAnAnswer("worst", SAME, picks)
        return picks

    def form(self, given: Given, variant: Variant) -> dict[str, list[str]]:
        """The codes of both picks."""
        codes = self.codes(variant, "option", len(self.options))
        picks = {name: whole(given.get(name)) for name in ("best", "worst")}
        return {name: [codes[place]] for name, place in picks.items() if place is not None}

    def missing(self, given: Given) -> str | None:
        """Which pick is open."""
        for name in ("best", "worst"):
            if whole(given.get(name)) is None:
                return f"Choose the {name} way to act as well."
        return None

    def marked(self, given: Given, variant: Variant, key: Key) -> Mark:
        """The mean of both picks; a pick that is open counts nothing."""
        values = [one or 0 for one in wholes(key.get("values"))]
        best, worst = whole(given.get("best")), whole(given.get("worst"))
        low, high = min(values), max(values)
        shares = (
            0.0 if best is None else (values[best] - low) / (high - low),
            0.0 if worst is None else (high - values[worst]) / (high - low),
        )
        parts = tuple(share == 1 for share in shares)
        return Mark(sum(shares) / 2, all(parts), f"best={letter(best)};worst={letter(worst)}", parts)

    def ask(self, variant: Variant, given: Given | None = None, order_seed: int | None = None) -> Asked:
        """The situation and the ways to act; a row's code says what it is picked for."""
        codes = self.codes(variant, "option", len(self.options))
        rows = tuple(
            Row(codes[place], words_of(variant, self.options[place].text), picks_of(place, given))
            for place in self.order(order_seed, len(self.options))
        )
        return self.asked(variant, help=HELP, rows=rows)

    def review(self, variant: Variant, given: Given | None, mark: Mark, order_seed: int | None = None) -> Reviewed:
        """Every way to act, the best first, with what the experts hold of it and why."""
        values = [option.value for option in self.options]
        picked = {whole((given or {}).get(name)): name for name in ("best", "worst")}
        lines = tuple(
            self.line(place, values, picked.get(place, ""), variant)
            for place in sorted(range(len(values)), key=lambda one: -values[one])
        )
        return self.reviewed(variant, mark, lines=lines, note=f"Experts: {words_of(variant, self.experts)}")

    def line(self, place: int, values: Sequence[int], pick: str, variant: Variant) -> Line:
        """One way to act explained."""
        ends = {max(values): "best", min(values): "worst"}
        state = LineState.PLAIN
        if pick:
            state = LineState.RIGHT if ends.get(values[place]) == pick else LineState.WRONG
        verdict = f"Your pick for {pick}" if pick else ""
        option = self.options[place]
        answer = VALUE_WORDS[option.value]
        if values[place] in ends:
            answer = f"{ends[values[place]]}, {answer}"
        text, rationale = words_of(variant, option.text), words_of(variant, option.rationale)
        return Line(text, rationale, state, verdict, answer)

    def texts(self) -> Iterator[tuple[Location, str]]:
        """The stem, the ways to act with their reasons, and who the experts are."""
        yield ("stem",), self.stem
        yield ("experts",), self.experts
        for place, option in enumerate(self.options):
            yield ("options", place, "text"), option.text
            yield ("options", place, "rationale"), option.rationale

    def faults(self) -> Iterator[tuple[Location, str]]:
        """One option has the highest value, and one the lowest."""
        values = [option.value for option in self.options]
        for word, end in (("highest", max(values)), ("lowest", min(values))):
            if values.count(end) > 1:
                second = [place for place, value in enumerate(values) if value == end][1]
                message = f"{values.count(end)} options have the {word} value {end}; only one may"
                yield ("options", second, "value"), message

    def variant_faults(self, variant: Variant) -> Iterator[tuple[Location, str]]:
        """No two ways to act read alike."""
        for place in read_alike([words_of(variant, option.text) for option in self.options]):
            yield ("options", place, "text"), f"question `{self.id}` has the same option twice"


def picks_of(place: int, given: Given | None) -> str:
    """What an option is picked for, in words; both while an answer is put right."""
    return " ".join(name for name in ("best", "worst") if whole((given or {}).get(name)) == place)
