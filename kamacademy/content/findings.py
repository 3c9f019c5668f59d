"""What pydantic finds wrong with a document, as sentences for its author."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kamacademy.content.problems import BrokenRule, Problem
from kamacademy.content.reading import Location, Places

# Pydantic marks the members of `float | int`; what it says of the first says it all.
UNION_MARKS = ("float", "int")

EXPECTED = {
    "string_type": "text; put it in quotes if it looks like something else",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "`true` or `false`",
    "date_type": "a date such as 2026-11-21",
    "tuple_type": "a list, one `- ` line for each",
    "dict_type": "`key: value` lines",
    "model_type": "`key: value` lines",
}
FORMS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words joined by `-`",
    r"^C\d\d$": "a competency such as C01",
    r"^C\d\d[ab]$": "an indicator such as C01a",
    r"^K\d\d$": "a KPI such as K01",
    r"^https://\S+$": "an address that begins with https://",
}


def findings(error: ValidationError, places: Places) -> Iterator[Problem]:
    """Every finding with its place."""
    for detail in error.errors(include_url=False):
        if detail["loc"][-1:] != ("int",):
            location = without_kinds(location_of(detail), places)
            yield places.problem(location, sentence(detail, location))


def location_of(detail: ErrorDetails) -> Location:
    """Where the finding is in the file: without pydantic's marks, and as far as a rule of ours points."""
    steps = [step for step in detail["loc"] if step != "[key]"]
    if steps[-1:] and steps[-1] in UNION_MARKS:
        steps.pop()
    if detail["type"] == "union_tag_invalid":
        steps.append("kind")
    broken = detail.get("ctx", {}).get("error")
    return (*steps, *broken.at) if isinstance(broken, BrokenRule) else tuple(steps)


def without_kinds(location: Location, places: Places) -> Location:
    """A location without the names of kinds, by which pydantic says which of several models it tried."""
    node, steps = places.root, list[str | int]()
    for step in location:
        if isinstance(node, dict) and step not in node and step == node.get("kind"):
            continue
        steps.append(step)
        is_there = step in node if isinstance(node, dict) else isinstance(node, list) and isinstance(step, int)
        node = node[step] if is_there else None
    return tuple(steps)


def sentence(detail: ErrorDetails, location: Location) -> str:
    """One finding in words."""
    name = f"`{next((step for step in reversed(location) if isinstance(step, str)), 'document')}`"
    kind, limits = detail["type"], detail.get("ctx", {})
    match kind:
        case "union_tag_not_found":
            return f"`{limits['discriminator'].strip(chr(39))}` is missing here"
        case "missing":
            return f"{name} is missing here"
        case "extra_forbidden":
            return f"{name} is not a known key here; take it out or correct its name"
        case "value_error":
            return str(limits["error"])
        case "too_short" | "too_long":
            word, limit = ("at least", "min_length") if kind == "too_short" else ("at most", "max_length")
            return f"{name} has {limits['actual_length']} entries, expected {word} {limits[limit]}"
        case "string_too_short":
            return f"{name} is empty"
        case "string_too_long":
            return f"{name} is longer than {limits['max_length']} characters"
    found = limits["tag"] if kind == "union_tag_invalid" else detail["input"]
    return f"{name} should be {expected(detail)}, found {shown(found)}"


def expected(detail: ErrorDetails) -> str:
    """What would have been right."""
    limits = detail.get("ctx", {})
    match detail["type"]:
        case "literal_error":
            return f"one of {limits['expected']}"
        case "union_tag_invalid":
            return f"one of {limits['expected_tags']}"
        case "string_pattern_mismatch":
            return FORMS.get(limits["pattern"], f"of the form {limits['pattern']}")
        case "greater_than_equal":
            return f"at least {limits['ge']}"
        case "less_than_equal":
            return f"at most {limits['le']}"
    return EXPECTED.get(detail["type"], detail["msg"])


def shown(value: Any) -> str:  # Any: whatever the author wrote
    """A value short enough to be told in a line."""
    if isinstance(value, dict):
        return "`key: value` lines"
    if isinstance(value, tuple):
        return "a list"
    words = "nothing" if value is None else repr(value) if isinstance(value, str) else str(value)
    return words if len(words) <= 40 else f"{words[:37]}..."
