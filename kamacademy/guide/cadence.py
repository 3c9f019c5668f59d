"""Which rhythm of observing and talking holds for a person, in words too."""

from datetime import date

from kamacademy.guide.documents import CadencePolicy, CadenceRow
from kamacademy.people.job_roles import JobRole


def cadence_for(policy: CadencePolicy, job_role: JobRole, role_since: date, today: date) -> CadenceRow:
    """The row for those new in the role during its first days, where there is one; else the role's row."""
    is_new = (today - role_since).days < policy.new_in_role_days
    rows = [row for row in policy.rows if job_role.value in row.job_roles and (is_new or not row.is_new_in_role)]
    return max(rows, key=lambda row: row.is_new_in_role)


def observed_words(row: CadenceRow) -> str:
    """1 to 2 a month; 3 a month; 2 in 12 months."""
    least, most = row.observed_least, row.observed_most
    number = f"{least}" if least == most else f"{least} to {most}"
    return f"{number} a month" if row.observed_months == 1 else f"{number} in {row.observed_months} months"


def has_waited(longest_days: int, observed_on: date | None, today: date) -> bool:
    """Whether more days have gone without an observation than a rhythm allows, or none was ever made."""
    return observed_on is None or (today - observed_on).days > longest_days
