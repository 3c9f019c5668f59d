"""kamacademy demo as a person runs it."""

import socket
from contextlib import closing
from pathlib import Path

import pytest

from kamacademy.demo.cli import DATABASE, HALF_MADE
from kamacademy.demo.unit import UNIT, UNIT_NAME
from tests.commands import Command

pytestmark = pytest.mark.xdist_group("demo")


def test_the_demo_is_filled_once_and_kept(tmp_path: Path) -> None:
    run = Command(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / HALF_MADE).write_text("left by a start that was cut off")
    first = run("demo", "--fill-only", "--data", str(tmp_path / "data"))
    assert first.code == 0, first.err
    assert "interrupted" in first.out
    assert "demo-academy-2026" in first.out
    assert "mira.halvorsen@fernwick.example" in first.out
    assert f"{len(UNIT)} people of {UNIT_NAME} have no password" in first.out
    assert sorted(one.name for one in (tmp_path / "data").iterdir()) == sorted([DATABASE, "feeds", "files", "secret"])
    assert not list((tmp_path / "data" / "feeds").iterdir())
    written = (tmp_path / "data" / DATABASE).read_bytes()
    second = run("demo", "--fill-only", "--data", str(tmp_path / "data"))
    assert second.code == 0, second.err
    assert "kept" in second.out
    assert (tmp_path / "data" / DATABASE).read_bytes() == written
    serve = run("serve", KAMACADEMY_DATA=str(tmp_path / "data"))
    assert serve.code == 1
    assert "demo" in serve.err


def test_a_port_in_use_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        answer = Command(tmp_path)("demo", "--port", str(listener.getsockname()[1]), "--data", str(tmp_path / "data"))
    assert answer.code == 1
    assert "PORT=" in answer.err
    assert not (tmp_path / "data").exists()


def test_a_port_that_cannot_be_is_explained(tmp_path: Path) -> None:
    answer = Command(tmp_path)("demo", "--port", "70000", "--data", str(tmp_path / "data"))
    assert answer.code == 1
    assert "PORT=0" in answer.err


def test_another_academy_is_left_alone(tmp_path: Path) -> None:
    run = Command(tmp_path)
    assert run("upgrade").code == 0
    answer = run("demo", "--fill-only", "--data", str(tmp_path))
    assert answer.code == 1
    assert "not the demo" in answer.err
