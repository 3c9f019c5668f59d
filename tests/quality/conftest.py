"""The day stands still for tests of pages and operations."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.world import NOW


@pytest.fixture
def still() -> Iterator[None]:
    """Every clock reads the world's now."""
    with time_machine.travel(NOW, tick=False):
        yield
