"""What else levels rest on: work that was reviewed, and feedback from colleagues. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from kamacademy.competency import evidence
from kamacademy.competency.evidence import Row
from kamacademy.story.entry import Entry, Kind, Link
from kamacademy.story.kept import Lexicon
from kamacademy.story.telling import level_lines


def other_entries(rows: Mapping[str, Sequence[Row]], lexicon: Lexicon, person_id: int) -> list[Entry]:
    """One entry for each piece of work with its levels, and one for each round of colleagues, without any level.

    `rows` are those of the ledger by competency. What a single colleague answered is told nowhere.
    """
    found: dict[tuple[evidence.Kind, str], list[Row]] = {}
    for row in sorted((row for some in rows.values() for row in some), key=lambda row: row.key):
        if row.kind in (evidence.Kind.WORK_PRODUCT, evidence.Kind.PEER):
            found.setdefault((row.kind, row.visit), []).append(row)
    link = Link("competency.evidence", {"person_id": person_id})
    return [
        work_entry(some, lexicon, link) if kind is evidence.Kind.WORK_PRODUCT else colleagues_entry(some, link)
        for (kind, _), some in found.items()
    ]


def work_entry(rows: Sequence[Row], lexicon: Lexicon, link: Link) -> Entry:
    """A piece of work on the day it was handed in; of each indicator the newest level."""
    levels = {row.indicator: row.level for row in rows if row.indicator is not None}
    day = max(row.happened_on for row in rows)
    return Entry(day, Kind.WORK, "Work reviewed", level_lines(levels, lexicon), about_of(rows), link)


def colleagues_entry(rows: Sequence[Row], link: Link) -> Entry:
    """A round of colleagues on the day it was closed."""
    day = max(row.happened_on for row in rows)
    return Entry(day, Kind.COLLEAGUES, "Feedback from colleagues", about=about_of(rows), link=link)


def about_of(rows: Iterable[Row]) -> frozenset[str]:
    """The competencies that rows speak of."""
    return frozenset(row.competency for row in rows)
