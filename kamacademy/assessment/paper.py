"""Which questions a paper asks: fixed or drawn by seed, in which order, how many, and which it might ask."""

from kamacademy.assessment.catalogue import Catalogue
from kamacademy.assessment.documents import Paper, blueprint
from kamacademy.assessment.draw import by_hash, drawn
from kamacademy.wording import counted


def units_asked(paper: Paper, found: Catalogue, *, seed: int, avoid: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The units of one sitting in their order. Raises LookupError where the banks cannot fill the blueprint."""
    units = drawn(blueprint(paper), found.units, seed=seed, avoid=avoid) if paper.draw else paper.items
    return tuple(by_hash(seed, units, "place")) if paper.shuffle_questions else units


def questions_asked(
    paper: Paper, found: Catalogue, *, seed: int, avoid: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """The ids of the questions of one sitting in their order; those of a case stay together."""
    units = units_asked(paper, found, seed=seed, avoid=avoid)
    return tuple(item_id for one in units for item_id in found.units[one].item_ids)


def questions_possible(paper: Paper, found: Catalogue) -> tuple[str, ...]:
    """The ids of all questions that a sitting of the paper may ask, in the paper's order or the banks'."""
    lines = blueprint(paper)
    units = (
        [unit.id for unit in found.units.values() if any(line.takes(unit) for line in lines)]
        if lines
        else list(paper.items)
    )
    return tuple(item_id for one in units for item_id in found.units[one].item_ids)


def count_words(paper: Paper, found: Catalogue) -> str:
    """How many questions a sitting asks: `20 questions`, or `19 to 21 questions` where cases differ in size."""
    if not paper.draw:
        return counted(len(questions_possible(paper, found)), "question")
    fewest = most = 0
    for line in blueprint(paper):
        sizes = [len(unit.item_ids) for unit in found.units.values() if line.takes(unit)]
        fewest, most = fewest + line.count * min(sizes), most + line.count * max(sizes)
    return counted(most, "question") if fewest == most else f"{fewest} to {counted(most, 'question')}"


def position_of(chosen: str | None) -> int:
    """The option's position in what a form sent; -1 for what is no position, which no question has."""
    words = chosen or ""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 4 else -1
