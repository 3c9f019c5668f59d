"""What the columns of a file mean: offered from their headings and from what was chosen last. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class Field(StrEnum):
    """What a column may hold."""

    PERSON = "person"
    TEAM = "team"
    PROGRAMME = "programme"
    KPI = "kpi"
    PERIOD = "period"
    START = "start"
    END = "end"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    VALUE = "value"
    N = "n"
    NOTE = "note"
    SEEN_ON = "seen_on"
    SEEN_BY = "seen_by"


FIELD_WORDS = {
    Field.PERSON: "Person, by e-mail",
    Field.TEAM: "Team, by name",
    Field.PROGRAMME: "Programme",
    Field.KPI: "KPI, by code",
    Field.PERIOD: "Period in one column",
    Field.START: "First day",
    Field.END: "Last day",
    Field.NUMERATOR: "How many",
    Field.DENOMINATOR: "Out of how many",
    Field.VALUE: "Figure that is no share",
    Field.N: "Cases it rests on (n)",
    Field.NOTE: "What was seen",
    Field.SEEN_ON: "Seen on",
    Field.SEEN_BY: "Seen by",
}
FIELD_HINTS = {
    Field.KPI: "Such as K01.",
    Field.PERIOD: "A month as 2026-09, a quarter as 2026-Q3, a half-year as 2026-H2, a year as 2026.",
    Field.START: "With the last day, instead of a period in one column.",
    Field.NUMERATOR: "Of a share, such as the 13 of 13 of 17.",
    Field.VALUE: "Days, a count, a level.",
    Field.NOTE: "Read beside the figure; up to 2,000 characters.",
}
# Headings that say what they mean, in small letters without signs.
KNOWN_AS: Mapping[Field, tuple[str, ...]] = {
    Field.PERSON: ("person", "email", "e mail", "mail", "person email", "e mail address", "email address", "learner"),
    Field.TEAM: ("team", "team name"),
    Field.PROGRAMME: ("programme", "program"),
    Field.KPI: ("kpi", "kpi code", "code", "measure"),
    Field.PERIOD: ("period", "month", "quarter"),
    Field.START: ("start", "first day", "period start", "from", "begin", "start date"),
    Field.END: ("end", "last day", "period end", "to", "until", "end date"),
    Field.NUMERATOR: ("numerator", "how many", "count of"),
    Field.DENOMINATOR: ("denominator", "out of", "out of how many", "total"),
    Field.VALUE: ("value", "figure"),
    Field.N: ("n", "cases", "number of cases"),
    Field.NOTE: ("note", "what was seen", "comment", "remark"),
    Field.SEEN_ON: ("seen on",),
    Field.SEEN_BY: ("seen by",),
}
FIGURES = (Field.NUMERATOR, Field.DENOMINATOR, Field.VALUE, Field.N)
# The template, with the columns that most files need.
TEMPLATE = (
    Field.PERSON, Field.TEAM, Field.KPI, Field.PERIOD, Field.NUMERATOR, Field.DENOMINATOR, Field.VALUE, Field.N,
    Field.NOTE, Field.SEEN_ON, Field.SEEN_BY,
)  # fmt: skip
# As the page of columns groups them.
GROUPS: tuple[tuple[str, tuple[Field, ...]], ...] = (
    ("Whom a row is about", (Field.PERSON, Field.TEAM, Field.PROGRAMME)),
    ("Which figure, and when", (Field.KPI, Field.PERIOD, Field.START, Field.END)),
    ("The figure", FIGURES),
    ("What was seen", (Field.NOTE, Field.SEEN_ON, Field.SEEN_BY)),
)

Columns = dict[Field, int]


def offered(header: Sequence[str], remembered: Mapping[str, str]) -> Columns:
    """Which column holds what: as it was chosen last for headings that read the same, else by what they say.

    Where all columns chosen last are there, nothing is added to them: what was left out was left out on purpose.
    """
    places = {heading: place for place, heading in reversed(list(enumerate(header)))}
    found = {Field(name): places[heading] for name, heading in remembered.items() if heading in places}
    if remembered and len(found) == len(remembered):
        return found
    for field in Field:
        names = (*KNOWN_AS[field], said(FIELD_WORDS[field]))
        by_name = [place for place, heading in enumerate(header) if said(heading) in names]
        free = [place for place in by_name if place not in found.values()]
        if field not in found and free:
            found[field] = free[0]
    return found


def said(heading: str) -> str:
    """A heading as it is compared: small, with single blanks for all signs."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in heading.casefold()).split())


def why_incomplete(columns: Mapping[Field, int]) -> tuple[Field, str] | None:
    """What is missing in a choice of columns or chosen twice, and beside which field to say so; None for nothing."""
    chosen = set(columns)
    if not chosen & {Field.PERSON, Field.TEAM, Field.PROGRAMME}:
        return Field.PERSON, "Choose the column that says whom a row is about: a person, a team or a programme."
    if Field.KPI not in chosen:
        return Field.KPI, "Choose the column with the code of the KPI, such as K01."
    if Field.PERIOD not in chosen and not {Field.START, Field.END} <= chosen:
        return Field.PERIOD, "Choose the column with the period, or one with the first day and one with the last."
    if Field.PERIOD in chosen and chosen & {Field.START, Field.END}:
        return Field.PERIOD, "Choose either one column with the period, or two with its first and last day."
    if not ({Field.NUMERATOR, Field.DENOMINATOR} <= chosen or {Field.VALUE, Field.N} <= chosen):
        return Field.NUMERATOR, "Choose how many and out of how many for shares, or the figure and its n, or all four."
    return twice(columns)


def twice(columns: Mapping[Field, int]) -> tuple[Field, str] | None:
    """A column that was chosen for two things."""
    seen: dict[int, Field] = {}
    for field, place in columns.items():
        if place in seen:
            return field, f"This column is chosen for “{FIELD_WORDS[seen[place]]}” already."
        seen[place] = field
    return None
