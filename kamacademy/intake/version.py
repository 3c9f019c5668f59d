"""One of two versions of a draft, as the coach compares them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kamacademy.coaching.agreement import Agreed
from kamacademy.coaching.lines import Line, agreed_in
from kamacademy.guide.activity import visit_title
from kamacademy.wording import day

if TYPE_CHECKING:
    from kamacademy.coaching.models import Observation


@dataclass(frozen=True, slots=True)
class Version:
    """What one version says. `state` is a word for what has become of it."""

    observation_id: int
    state: str
    is_open: bool
    visit: str
    lines: tuple[Line, ...]
    strength: str | None
    improve: str | None
    agreed: Agreed | None
    device_at: datetime | None


def version(observation: "Observation", lines: Sequence[Line]) -> Version:
    """An observation as one of two versions."""
    is_discarded = observation.discarded_at is not None
    state = "shared" if observation.is_shared else "discarded" if is_discarded else "draft"
    return Version(
        observation_id=observation.id,
        state=state,
        is_open=state == "draft",
        visit=f"{visit_title(observation.activity, observation.complexity)}, {day(observation.observed_on)}",
        lines=tuple(lines),
        strength=observation.strength,
        improve=observation.improve,
        agreed=agreed_in(observation),
        device_at=observation.device_at,
    )
