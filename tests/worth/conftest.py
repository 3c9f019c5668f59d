"""The day stands still."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.world import NOW


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Every clock reads the world's now."""
    with time_machine.travel(NOW, tick=False):
        yield
