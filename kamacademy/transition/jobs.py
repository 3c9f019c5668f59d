"""What happens to changes of job role by themselves: on their day they take effect."""

from datetime import datetime

from kamacademy.jobs import PeriodicJob, job
from kamacademy.transition import operations


@job
def switch_roles(at: datetime) -> None:
    """Let every confirmed change whose day has come take effect. May run twice: what is in force is left alone."""
    operations.switch_due(at)


SWITCH_ROLES = PeriodicJob("role-changes", switch_roles, minute="5")
