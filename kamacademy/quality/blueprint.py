"""What a paper promises to ask: how much each question weighs, and how the answered ones lie over the blueprint."""

from collections import Counter
from collections.abc import Iterable

from kamacademy.assessment.catalogue import Catalogue
from kamacademy.assessment.documents import Draw, Paper, blueprint
from kamacademy.assessment.draw import matched
from kamacademy.quality.coverage import Coverage, coverage
from kamacademy.quality.question_view import kind_words

OUTSIDE = "outside the blueprint"


def weights(paper: Paper, found: Catalogue) -> dict[str, float]:
    """The points that each question is expected to carry in a sitting, in the paper's order.

    A question of a fixed paper carries its points. Of a paper that draws it carries them times the chance of being
    drawn, as if each line of the blueprint drew for itself; lines that share questions make that a little inexact.
    """
    lines = blueprint(paper)
    if not lines:
        ids = [item_id for unit in paper.items for item_id in found.units[unit].item_ids]
        return {item_id: float(found.entries[item_id].item.points) for item_id in ids}
    expected: dict[str, float] = {}
    for line in lines:
        pool = [unit for unit in found.units.values() if line.takes(unit)]
        chance = line.count / len(pool)
        for item_id in (one for unit in pool for one in unit.item_ids):
            points = found.entries[item_id].item.points * chance
            expected[item_id] = round(expected.get(item_id, 0.0) + points, 6)
    return {item_id: expected[item_id] for item_id in found.entries if item_id in expected}


def line_name(line: Draw) -> str:
    """A line of a blueprint in words."""
    parts = [
        line.competency,
        f"level {line.level}" if line.level else None,
        *line.tags,
        kind_words(line.kind) if line.kind else None,
        f"bank {line.bank}" if line.bank else None,
    ]
    return ", ".join(part for part in parts if part) or "any question"


def covered(paper: Paper, found: Catalogue, sittings: Iterable[Iterable[str]]) -> Coverage:
    """How the units answered in some sittings, given by their questions, lie over what the paper plans.

    Of a paper that draws, the cells are the lines of its blueprint; of a fixed one the competencies of its questions.
    """
    unit_of = {item_id: unit.id for unit in found.units.values() for item_id in unit.item_ids}
    answered: Counter[str] = Counter()
    for item_ids in sittings:
        units = list(dict.fromkeys(unit_of[one] for one in item_ids if one in unit_of))
        answered.update(cells(paper, found, units))
    planned = Counter(cells(paper, found, paper.items)) if paper.items else planned_lines(paper)
    return coverage(planned, answered)


def planned_lines(paper: Paper) -> Counter[str]:
    """How many units each line asks for."""
    planned: Counter[str] = Counter()
    for line in paper.draw:
        planned[line_name(line)] += line.count
    return planned


def cells(paper: Paper, found: Catalogue, units: Iterable[str]) -> list[str]:
    """The cell that each unit lies in; of a paper that draws, as many as possible in lines that still have room."""
    there = {one: found.units[one] for one in units if one in found.units}
    if not paper.draw:
        return [found.entries[item_id].item.competency for unit in there.values() for item_id in unit.item_ids]
    filled = matched(blueprint(paper), there, tuple(there))
    return [line_name(paper.draw[filled[one]]) if one in filled else OUTSIDE for one in there]
