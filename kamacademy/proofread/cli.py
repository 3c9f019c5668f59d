"""kamacademy content coverage."""

from collections.abc import Iterator

from kamacademy.content.documents import Drafts
from kamacademy.proofread.holdings import Holdings, from_drafts
from kamacademy.proofread.modules import ModuleLine, module_lines
from kamacademy.proofread.tally import CompetencyRows, Held, by_competency

WIDTH = 10


def coverage(drafts: Drafts) -> int:
    """Print what authored files cover, whether or not they could be published."""
    for line in report(from_drafts(drafts)):
        print(line)
    return 0


def report(found: Holdings) -> Iterator[str]:
    """The whole report, line by line."""
    yield f"{'':24}{''.join(f'{held.value:>{WIDTH}}' for held in Held)}"
    for one in by_competency(found):
        yield from competency_report(one)
    for line in module_lines(found):
        yield from module_report(line)


def competency_report(one: CompetencyRows) -> Iterator[str]:
    """One competency: its levels that hold anything, then what is missing."""
    yield ""
    yield f"{one.code} {one.name}" + (f", built to level {one.built}" if one.built else "")
    for row in one.rows:
        if any(row.counts):
            head = f"  level {row.level}" if row.level else "  no level named"
            yield f"{head:24}{''.join(f'{count or chr(0xB7):>{WIDTH}}' for count in row.counts)}"
    yield from (f"  - {gap}" for gap in one.gaps)


def module_report(line: ModuleLine) -> Iterator[str]:
    """One module: its objectives, its questions, then what is missing."""
    yield ""
    yield f"{line.module.code} {line.module.title}"
    for one in line.objectives:
        asked = "questions not linked" if one.items is None else f"{one.items} questions"
        yield f"  {one.number}. {one.words}: {asked}, {'practised' if one.is_practised else 'not practised'}"
    levels = ", ".join(f"{count} at level {level}" for level, count in line.by_level.items())
    kinds = ", ".join(f"{count} {kind}" for kind, count in line.by_kind.items())
    yield f"  {line.items} questions: {levels or 'none'}; {kinds or 'of no kind'}"
    yield from (f"  - {gap}" for gap in line.gaps)
