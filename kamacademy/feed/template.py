"""The template that files can be made from, with rows that show each way of writing. Pure."""

from datetime import date

from kamacademy.feed.columns import FIELD_WORDS, TEMPLATE
from kamacademy.spreadsheet import Table

EXAMPLES = (
    ("ada.example@example.org", None, "K01", "2026-09", 17, 24, None, None, None, None, None),
    (
        "ada.example@example.org", None, "K06", "2026-09", None, None, 8, 5, "Two of five waited for legal.",
        date(2026, 9, 24), "Ben Example",
    ),
    (None, "Example team", "K02", "2026-Q3", 3, 8, None, None, None, None, None),
)  # fmt: skip


def template() -> Table:
    """Headings that are known by themselves, and a share, a figure that is no share and a team's reading below."""
    return Table("Readings", tuple(FIELD_WORDS[one] for one in TEMPLATE), EXAMPLES)
