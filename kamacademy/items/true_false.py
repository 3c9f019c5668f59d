"""A statement that is true or false, answered with how sure one is."""

from collections.abc import Iterator
from typing import Literal

from kamacademy.content.documents import Closed, Words
from kamacademy.content.reading import Location
from kamacademy.items.expression import NoResult, evaluate, truth
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
    text_of,
    words_of,
)
from kamacademy.items.variant import Claim, Variant

# How sure, in words, and as the probability that the person gives to the answer.
CONFIDENCE = {"guess": 0.5, "fairly": 0.75, "sure": 1.0}
CONFIDENCE_WORDS = {"guess": "A guess", "fairly": "Fairly sure", "sure": "Sure"}
HELP = {
    "right_only": "How sure you are is for yourself; it does not change the points.",
    "quadratic": (
        "How sure you are counts: right gives 1 point when sure, 0.88 when fairly sure, 0.5 as a guess; "
        "wrong takes 1 point when sure, 0.13 when fairly sure, and gives 0.5 as a guess."
    ),
}


class TrueFalseRationale(Closed):
    """What to say to who chose true, and to who chose false."""

    if_true: Words
    if_false: Words


class TrueFalse(AnyItem):
    """A statement. An answer holds `answer`, true or false, and `confidence`: guess, fairly or sure.

    Rule `right_only`: 1 for right. Rule `quadratic`: the quadratic scoring rule for two outcomes, 1 - 2(1 - p)^2 where
    right and 1 - 2p^2 where wrong, p being 0.5, 0.75 or 1 (Brier 1950; de Finetti 1965): who says what they believe
    does best. It runs from -1 to 1. An answer without confidence counts as a guess.
    """

    kind: Literal["true_false"]
    answer: Claim
    rationale: TrueFalseRationale
    rule: Literal["right_only", "quadratic"] = "right_only"

    def key(self, variant: Variant) -> Key:
        """`answer`, whether the statement is true."""
        return {"answer": truth(evaluate(self.answer, variant.values))}

    def read(self, form: Form, variant: Variant) -> Given:
        """True or false and how sure; one may be kept without the other. Raises NotAnAnswer."""
        given: dict[str, bool | str] = {}
        answer, confidence = first(form, "answer"), first(form, "confidence")
        if answer not in ("", "true", "false"):
            raise NotAnAnswer("answer", "Choose true or false.")
        if confidence not in ("", *CONFIDENCE):
            raise NotAnAnswer("confidence", "Choose how sure you are.")
        if answer:
            given["answer"] = answer == "true"
        if confidence:
            given["confidence"] = confidence
        if not given:
            raise NotAnAnswer("answer", "Choose true or false, and how sure you are.")
        return given

    def form(self, given: Given, variant: Variant) -> dict[str, list[str]]:
        """Both choices as words."""
        sent: dict[str, list[str]] = {}
        if isinstance(given.get("answer"), bool):
            sent["answer"] = ["true" if given["answer"] else "false"]
        if text_of(given.get("confidence")):
            sent["confidence"] = [text_of(given.get("confidence"))]
        return sent

    def missing(self, given: Given) -> str | None:
        """Whether one of the two is open."""
        if not isinstance(given.get("answer"), bool):
            return "Choose true or false as well."
        return None if given.get("confidence") else "Say how sure you are as well."

    def marked(self, given: Given, variant: Variant, key: Key) -> Mark:
        """By the question's rule; without true or false there is nothing to mark."""
        answer, confidence = given.get("answer"), text_of(given.get("confidence"))
        if not isinstance(answer, bool):
            return Mark(0.0, False, None)
        is_right = answer == key.get("answer")
        code = f"{'true' if answer else 'false'}/{confidence or '-'}"
        share = float(is_right)
        if self.rule == "quadratic":
            probability = CONFIDENCE.get(confidence, CONFIDENCE["guess"])
            share = 1 - 2 * (1 - probability) ** 2 if is_right else 1 - 2 * probability**2
        return Mark(share, is_right, code, (is_right,))

    def ask(self, variant: Variant, given: Given | None = None, order_seed: int | None = None) -> Asked:
        """The statement; true stands first, as everywhere."""
        so_far = given or {}
        choices = tuple(
            Choice(code, words, so_far.get("answer") is value)
            for code, words, value in (("true", "True", True), ("false", "False", False))
        )
        confidence = tuple(
            Choice(code, words, so_far.get("confidence") == code) for code, words in CONFIDENCE_WORDS.items()
        )
        return self.asked(variant, help=HELP[self.rule], choices=choices, confidence=confidence)

    def review(self, variant: Variant, given: Given | None, mark: Mark, order_seed: int | None = None) -> Reviewed:
        """Both answers with what to say to who chose them, and how sure the person was."""
        right, chosen = self.key(variant)["answer"], (given or {}).get("answer")
        lines = tuple(
            Line(words, words_of(variant, reason), *verdict(is_right=value is right, is_chosen=value is chosen))
            for words, value, reason in (
                ("True", True, self.rationale.if_true),
                ("False", False, self.rationale.if_false),
            )
        )
        confidence = CONFIDENCE_WORDS.get(text_of((given or {}).get("confidence")))
        return self.reviewed(variant, mark, lines=lines, note=f"You said: {confidence.lower()}." if confidence else "")

    def texts(self) -> Iterator[tuple[Location, str]]:
        """The statement and both reasons."""
        yield ("stem",), self.stem
        yield ("rationale", "if_true"), self.rationale.if_true
        yield ("rationale", "if_false"), self.rationale.if_false

    def variant_faults(self, variant: Variant) -> Iterator[tuple[Location, str]]:
        """Whether the statement is true is decided."""
        try:
            truth(evaluate(self.answer, variant.values))
        except NoResult as error:
            yield ("answer",), str(error)


def verdict(*, is_right: bool, is_chosen: bool) -> tuple[LineState, str]:
    """How one of the two answers stands."""
    if is_right:
        return LineState.RIGHT, "Your answer, right" if is_chosen else "Right answer"
    return (LineState.WRONG, "Your answer") if is_chosen else (LineState.PLAIN, "")
