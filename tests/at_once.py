"""Acts and requests that begin at one moment, with real commits; and steps made slow, so that both are under way."""

import threading
from collections.abc import Callable, Sequence
from time import sleep
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy.db import Base, db
from tests.own import Visitor


def together(acts: Sequence[Callable[[], object]]) -> None:
    """Do all acts in threads that begin together; the first failure is raised."""
    barrier, failures = threading.Barrier(len(acts)), list[BaseException]()

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=30)
            act()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(one,)) for one in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=120)
    if failures:
        raise failures[0]


def sent_together(app: Flask, *sent: tuple[str, str, dict[str, str]]) -> list[int]:
    """Forms sent at one moment, each by somebody (e-mail) in a browser of their own; how they were answered, sorted."""
    visitors, statuses = [Visitor(app) for _ in sent], list[int]()
    for visitor, (email, _, _) in zip(visitors, sent, strict=True):
        assert visitor.sign_in(email).status_code == 303

    def send(visitor: Visitor, address: str, values: dict[str, str]) -> None:
        statuses.append(visitor.post(address, **values).status_code)

    together(
        [
            lambda visitor=visitor, address=address, values=values: send(visitor, address, values)
            for visitor, (_, address, values) in zip(visitors, sent, strict=True)
        ]
    )
    return sorted(statuses)


def slowly(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> None:
    """Let a step take so long that the other request has begun by then; it does what it always does."""
    act = getattr(module, name)

    def later(*given: Any, **more: Any) -> object:  # Any: whatever the real one takes
        sleep(0.3)
        return act(*given, **more)

    monkeypatch.setattr(module, name, later)


def count(app: Flask, model: type[Base]) -> int:
    """How many rows are committed."""
    with app.app_context():
        return db.session.scalars(select(func.count()).select_from(model)).one()
