"""Job roles on a story: when each was taken up, and a change that is announced. Pure."""

from collections.abc import Iterable
from datetime import date

from kamacademy.people.job_roles import NAMES, JobRole
from kamacademy.story.entry import Entry, Kind, Line, Link
from kamacademy.story.kept import RoleChange
from kamacademy.wording import day, inside


def role_entries(job_role: JobRole, since: date, changes: Iterable[RoleChange]) -> list[Entry]:
    """Changes of job role, and since when the present one is held where no change tells it."""
    told = [change_entry(one) for one in changes]
    if any(one.on == since for one in told):
        return told
    return [*told, Entry(since, Kind.ROLE, f"Began as {inside(NAMES[job_role])}")]


def change_entry(change: RoleChange) -> Entry:
    """A change on its day once it is in force; until then on the day on which it was confirmed."""
    roles = f"from {inside(NAMES[change.from_role])} to {inside(NAMES[change.to_role])}"
    link = Link("transition.page", {"transition_id": change.transition_id})
    if change.is_in_force:
        title, lines = f"Began as {inside(NAMES[change.to_role])}", (Line(f"A change {roles}."),)
        return Entry(change.starts_on, Kind.ROLE, title, lines, link=link)
    lines = (Line(f"A change {roles}, on {day(change.starts_on)}."),)
    return Entry(change.confirmed_on, Kind.ROLE, "Change of job role announced", lines, link=link)
