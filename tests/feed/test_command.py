"""kamacademy kpi import: a dry run, the swap, and what it says."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.kpi.models import Reading
from tests.commands import Command
from tests.feed.files import BRINGER, bringer, lines, of
from tests.own import own_app
from tests.world import World


@pytest.fixture
def ready(tmp_path: Path, drafts: Drafts) -> tuple[Flask, Command, list[str]]:
    """An academy of its own, the command on it, and rows of two people."""
    app = own_app(tmp_path, f"sqlite:///{tmp_path / 'kamacademy.sqlite'}")
    with app.app_context():
        World().publish(drafts)
        bringer()
        rows = [of(World().learner()), of(World().learner())]
        db.session.commit()
    return app, Command(tmp_path), rows


def test_a_dry_run_the_swap_and_a_correction(ready: tuple[Flask, Command, list[str]], tmp_path: Path) -> None:
    app, command, rows = ready
    file = tmp_path / "readings.csv"
    file.write_bytes(lines(*rows))
    call = ("kpi", "import", str(file), "--source", "CRM", "--by")
    said = command(*call, BRINGER, "--dry-run")
    assert (said.code, said.out) == (0, "2 new readings, 0 corrections, 0 known already.\n"), said.err
    assert stored(app) == 0
    said = command(*call, BRINGER)
    assert said.code == 0, said.err
    assert "Taken over: 2 readings, as import" in said.out
    assert stored(app) == 2
    said = command(*call, BRINGER)
    assert (said.code, said.err.startswith("kamacademy: This file was taken over on")) == (1, True)
    file.write_bytes(lines(rows[0].replace("13,17", "12,17")))
    said = command(*call, BRINGER)
    assert (said.code, "Say why with --reason" in said.err) == (1, True)
    said = command(*call, BRINGER, "--reason", "Counted afresh")
    assert (said.code, stored(app)) == (0, 3)
    assert list((tmp_path / "feeds").iterdir()) == []


def test_what_is_wrong_is_said_and_nothing_is_taken_over(
    ready: tuple[Flask, Command, list[str]], tmp_path: Path
) -> None:
    app, command, rows = ready
    file = tmp_path / "readings.csv"
    file.write_bytes(lines(rows[0], "nobody@example.org,,K01,2026-09,1,2,,,"))
    call = ("kpi", "import", str(file), "--source", "CRM", "--by")
    said = command(*call, BRINGER)
    assert said.code == 1
    assert "row 3, Person, by e-mail: 'nobody@example.org'. Nobody here has this e-mail." in said.err
    assert "1 problem; nothing was taken over." in said.err
    assert "there is nobody with the address" in command(*call, "x@example.org").err
    file.write_bytes(b"what,who\n")
    assert "The first row should hold the headings" in command(*call, BRINGER).err
    file.write_bytes(b"what,who,when\n")
    assert "the columns cannot be told from their headings (what, who and when)" in command(*call, BRINGER).err
    assert "there is no file" in command("kpi", "import", "gone.csv", "--source", "CRM", "--by", BRINGER).err
    assert stored(app) == 0
    assert list((tmp_path / "feeds").iterdir()) == []


def stored(app: Flask) -> int:
    """How many readings there are."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Reading)) or 0
