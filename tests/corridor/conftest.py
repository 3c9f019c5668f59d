"""The day stands still, and phones to carry through it."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask

from kamacademy.people.models import Person
from tests.corridor.phone import Phone
from tests.world import NOW, World


@pytest.fixture(autouse=True)
def now() -> Iterator[time_machine.Traveller]:
    """Every clock reads the world's now, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def carry(app: Flask, world: World) -> Callable[[Person | None], Phone]:
    """`carry(person)` is a phone on which the person is signed in; `carry(None)` has nobody."""

    def made(person: Person | None) -> Phone:
        return Phone(app, person)

    return made
