"""Who may rate whom on what: the firewall between commercial and medical or nursing roles."""

from collections.abc import Mapping

from kamacademy.competency.documents import Competency, Framework
from kamacademy.people.job_roles import NON_COMMERCIAL, JobRole
from kamacademy.wording import listed


def open_competencies(framework: Framework, learner: JobRole, coach: JobRole) -> tuple[str, ...]:
    """The competencies a coach may rate: all, or for a medical or nursing role only those of shared team work."""
    if learner in NON_COMMERCIAL and coach not in NON_COMMERCIAL:
        return framework.role(learner).rated_by_commercial
    return framework.codes


def limit_words(framework: Framework, competencies: Mapping[str, Competency], learner: JobRole) -> str:
    """Why a commercial coach cannot rate the rest."""
    role = framework.role(learner)
    open_ones = listed([competencies[code].short_name.lower() for code in role.rated_by_commercial])
    return (
        f"A commercial coach rates a {role.name.lower()} only in shared team work: {open_ones}. "
        "Everything else is rated by the own function."
    )
