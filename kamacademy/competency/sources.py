"""What features to the right know of getting evidence: each says it once, at the start, and is never imported. Pure."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from kamacademy.competency.documents import Framework
from kamacademy.content.library import Library
from kamacademy.people.job_roles import JobRole

MayRate = Callable[[Framework, JobRole, JobRole], Collection[str]]
AskedOfPeers = Callable[[Library], Collection[str]]
PlaceOfCheck = Callable[[Library, str], tuple[str, str] | None]


@dataclass(slots=True)
class Sources:
    """Filled in while the application is made.

    `may_rate` gives the competencies of a job role that a rater of another may rate, `asked_of_peers` those that the
    form for colleagues speaks about, `place_of_check` the programme and module in which a paper is taken.
    """

    may_rate: MayRate
    asked_of_peers: AskedOfPeers
    place_of_check: PlaceOfCheck


def no_sources() -> Sources:
    """Before anything is said: everybody rates everything, colleagues are asked nothing, and no paper has a place."""
    return Sources(lambda framework, _learner, _rater: framework.codes, lambda _: (), lambda _, __: None)
