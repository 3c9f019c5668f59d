"""Right and wrong answers to a question of any kind, made from its key. Pure."""

from collections.abc import Mapping, Sequence

from kamacademy.items.item import AnyItem, Given, Key, figure_of, positions, text_of
from kamacademy.items.open_answer import OpenAnswer
from kamacademy.items.variant import Variant


def right_answer(item: AnyItem, variant: Variant, key: Key) -> Given:
    """An answer worth all points; to an open question, its model answer."""
    right = key.get("right")
    match item.kind:
        case "single":
            return {"choice": right}
        case "multiple" | "matching" | "categorise":
            return {"choices": right}
        case "true_false":
            return {"answer": key.get("answer"), "confidence": "sure"}
        case "numeric":
            return number_given(figure_of(key.get("value")) or 0.0)
        case "short_text":
            return {"text": first_accepted(key)}
        case "ordering":
            return {"places": key.get("places")}
        case "judgement":
            values = positions(key.get("values"))
            return {"best": values.index(max(values)), "worst": values.index(min(values))}
    assert isinstance(item, OpenAnswer), item.id
    return {"text": item.model_answer}


def wrong_answer(item: AnyItem, variant: Variant, key: Key) -> Given:
    """An answer that is not wholly right, such as people give; to an open question, a very short one."""
    right = right_answer(item, variant, key)
    match item.kind:
        case "single":
            return {"choice": 1 if key.get("right") == 0 else 0}
        case "multiple":
            count = figure_of(key.get("options")) or 0
            return {"choices": [one for one in range(int(count)) if one not in positions(key.get("right"))][:1]}
        case "matching" | "categorise":
            found = positions(key.get("right"))
            return {"choices": [*found[1:], found[0]]}
        case "true_false":
            return {"answer": not key.get("answer"), "confidence": "guess"}
        case "numeric":
            return number_given((figure_of(key.get("high")) or 0.0) * 3 + 7)
        case "ordering":
            places = positions(right["places"])
            return {"places": [*places[1:], places[0]]}
        case "judgement":
            return {"best": right["worst"], "worst": right["best"]}
    return {"text": "I do not know"}


def number_given(value: float) -> Given:
    """A number as a form reads it."""
    return {"text": f"{value:.10g}", "value": float(f"{value:.10g}")}


def first_accepted(key: Key) -> str:
    """The first accepted form of a short answer."""
    accepted = key.get("accepted")
    assert isinstance(accepted, Sequence)
    first = accepted[0]
    assert isinstance(first, Mapping)
    return text_of(first.get("text"))
