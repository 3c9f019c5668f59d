"""Which revisions of a bank asked a question in the same way: a bank's new revision need not touch every question."""

from collections.abc import Iterator, Mapping, Sequence

JSON = None | bool | int | float | str | Sequence["JSON"] | Mapping[str, "JSON"]

# What a person who answers does not see, and what does not decide the mark either.
UNSEEN = frozenset({"rationale", "source", "review_by", "facts", "lesson", "tags", "model_answer"})


def questions_in(bank: Mapping[str, JSON]) -> Iterator[tuple[str, JSON]]:
    """Every question of a bank's document by its id, with what its answers depend on; those of cases with the case."""
    for item in mappings(bank.get("items")):
        yield str(item["id"]), asked(item)
    for case in mappings(bank.get("cases")):
        around = {name: one for name, one in case.items() if name != "items"}
        for item in mappings(case.get("items")):
            yield str(item["id"]), [asked(around), asked(item)]


def mappings(value: JSON) -> Iterator[Mapping[str, JSON]]:
    """The mappings in a list."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield from (one for one in value if isinstance(one, Mapping))


def asked(value: JSON) -> JSON:
    """A document's part without what answers do not depend on."""
    if isinstance(value, Mapping):
        return {name: asked(one) for name, one in value.items() if name not in UNSEEN}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [asked(one) for one in value]
    return value


def editions(contents: Mapping[int, JSON]) -> dict[int, int]:
    """By number of a revision: the number of the revision since which the question has read so."""
    found: dict[int, int] = {}
    before: int | None = None
    for number in sorted(contents):
        is_same = before is not None and contents[before] == contents[number]
        found[number] = found[before] if is_same and before is not None else number
        before = number
    return found
