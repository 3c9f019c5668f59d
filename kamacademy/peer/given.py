"""One colleague's answers as they are sent: what is missing in them, in words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamacademy.peer.documents import SENTENCES, PeerForm

CANNOT_SAY = "none"
LONGEST_EXAMPLE = 600
# These need an example, so that favour and grudge have to show a reason.
ENDS = (1, SENTENCES)


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one statement: 1 to 5, or None for "cannot say"; an example in own words or none."""

    item: str
    choice: int | None
    example: str | None


def choice_name(item: str) -> str:
    """The name of the field that holds a statement's choice."""
    return f"choice_{item}"


def example_name(item: str) -> str:
    """The name of the field that holds a statement's example."""
    return f"example_{item}"


def read(form: PeerForm, sent: Mapping[str, str]) -> tuple[list[Given], dict[str, str]]:
    """What was sent, and the problems by the name of the field. With no problem, every statement is answered."""
    given, problems = list[Given](), dict[str, str]()
    known = {CANNOT_SAY, *(str(number) for number in range(1, SENTENCES + 1))}
    for item in form.items:
        choice, example = sent.get(choice_name(item.id), ""), sent.get(example_name(item.id), "").strip()
        if choice not in known:
            problems[choice_name(item.id)] = "Choose the sentence closest to what you saw, or “cannot say”."
            continue
        one = Given(item.id, None if choice == CANNOT_SAY else int(choice), example or None)
        problems |= problems_of(one)
        given.append(one)
    if not problems and all(one.choice is None for one in given):
        problems[choice_name(form.items[0].id)] = "If you cannot say anything at all, decline below instead."
    return given, problems


def problems_of(one: Given) -> dict[str, str]:
    """What is missing in one answer, by the name of the field."""
    name = example_name(one.item)
    if len(one.example or "") > LONGEST_EXAMPLE:
        return {name: f"Keep it below {LONGEST_EXAMPLE} characters."}
    if one.choice in ENDS and one.example is None:
        return {name: f"A {one.choice} needs an example: what was done, and when?"}
    return {}


def texts(given: Sequence[Given]) -> str:
    """All words of the examples, one under another."""
    return "\n".join(one.example for one in given if one.example)
