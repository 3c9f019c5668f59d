"""What happens to pairs by themselves: the draw, letters about visits that changed, and opening both ratings."""

import secrets
from datetime import datetime

from kamacademy.jobs import PeriodicJob, job
from kamacademy.pairing import operations
from kamacademy.pairing.lot import LARGEST_SEED


@job
def move_on(at: datetime) -> None:
    """Draw what is due, keep second observers told, and open what both have rated. May run twice."""
    operations.draw_due(fresh_seed=secrets.randbelow(LARGEST_SEED), at=at)
    operations.follow_visits(at=at)
    operations.open_due(at=at)


# Every ten minutes, so that both ratings open soon after the later of the two.
MOVE_ON = PeriodicJob("pairs", move_on, minute="*/10")
