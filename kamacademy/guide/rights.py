"""Who may rate whom on what: the firewall between commercial, medical and nursing roles."""

from collections.abc import Iterable, Mapping

from kamacademy.competency.documents import Competency, Framework
from kamacademy.people.job_roles import NON_COMMERCIAL, JobRole
from kamacademy.wording import listed

# Of a medical or nursing role only the own function rates these: journey insight, evidence and compliance.
OWN_FUNCTION_ONLY = frozenset({"C04", "C06", "C12"})


def open_competencies(framework: Framework, learner: JobRole, rater: JobRole) -> tuple[str, ...]:
    """The competencies that a rater of one job role may rate of a learner of another, in the framework's order.

    Of a commercial role everybody rates all. Of a medical or nursing role a commercial rater rates only shared team
    work, the own function all that the role has a target for, and the other of the two all but what belongs to the
    own function.
    """
    if learner not in NON_COMMERCIAL:
        return framework.codes
    role = framework.role(learner)
    if rater not in NON_COMMERCIAL:
        return role.rated_by_commercial
    closed: frozenset[str] = frozenset() if rater is learner else OWN_FUNCTION_ONLY
    return tuple(code for code in framework.codes if code in role.targets and code not in closed)


def may_rate(framework: Framework, *, rater: JobRole, learner: JobRole, indicator: str) -> bool:
    """Whether a rater of one job role may rate an indicator of a learner of another."""
    return indicator[:3] in open_competencies(framework, learner, rater)


def limit_words(framework: Framework, competencies: Mapping[str, Competency], learner: JobRole, rater: JobRole) -> str:
    """Why a rater of one job role cannot rate a medical or nursing role on the rest."""
    role, may_rate = framework.role(learner), open_competencies(framework, learner, rater)
    if rater not in NON_COMMERCIAL:
        return (
            f"A commercial coach rates a {role.name.lower()} only in shared team work: "
            f"{names(competencies, may_rate)}. Everything else is rated by the own function."
        )
    if rater is not learner:
        closed = names(competencies, sorted(OWN_FUNCTION_ONLY))
        return f"For a {role.name.lower()}, {closed} are rated by the own function only."
    left_out = [code for code in framework.codes if code not in may_rate]
    return f"A {role.name.lower()} has no target for {names(competencies, left_out)}, so it is not rated."


def names(competencies: Mapping[str, Competency], codes: Iterable[str]) -> str:
    """Competencies in a sentence."""
    return listed([f"“{competencies[code].short_name.lower()}”" for code in codes])
