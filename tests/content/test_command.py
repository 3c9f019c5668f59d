"""kamacademy content check, publish and export, as the learning team runs them."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import time_machine

from kamacademy.cli import main
from kamacademy.config import PROJECT
from tests.commands import Command
from tests.content.broken import BANK, KPI, LESSON
from tests.world import NOW


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the shipped files to work on."""
    for folder in ("curricula", "assessments"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The command on a database with one member of the learning team and one learner."""
    run = Command(tmp_path_factory.mktemp("data"))
    for name, function in (("ada", "learning-team"), ("leo", "learner")):
        added = run(
            "people",
            "add",
            f"{name.title()} Example",
            f"{name}@fernwick.example",
            "--job-role",
            "MK",
            "--function",
            function,
        )
        assert added.code == 0, added.err
    return run


def change(tree: Path, path: str, old: str, new: str) -> None:
    """Edit one file of the copy."""
    file = tree / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def check(tree: Path) -> int:
    """Run `content check` in this process; gives its exit code."""
    with time_machine.travel(NOW), pytest.raises(SystemExit) as ended:
        main(["content", "check", "--root", str(tree)])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_the_shipped_files_are_clean(shipped: Mapping[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(NOW), pytest.raises(SystemExit) as ended:
        main(["content", "check"])
    said = capsys.readouterr()
    assert (ended.value.code, said.err) == (0, "")
    assert said.out == f"{len(shipped)} documents, 0 problems, 0 warnings\n"


def test_all_problems_come_at_once_with_their_places(
    tree: Path, shipped: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    change(tree, KPI, "unit: percent", "units: percent")
    change(tree, LESSON, "::fact team-2026", "::fact team-2062")
    (tree / BANK).write_bytes("title: Fragen für M01".encode("latin-1"))
    (tree / "curricula/notes.txt").write_text("to do")
    assert check(tree) == 1
    said = capsys.readouterr()
    assert f"{KPI}:1:1: `unit` is missing here\n" in said.err
    assert f"{KPI}:11:1: `units` is not a known key here; take it out or correct its name\n" in said.err
    assert f"{LESSON}:43:1: there is no fact `team-2062`\n" in said.err
    assert f"{BANK}:1:16: is not UTF-8 text from here on; save it as UTF-8\n" in said.err
    assert "curricula/notes.txt:1:1: does not belong here: no kind of document has this place or name\n" in said.err
    assert said.out.startswith(f"{len(shipped) - 2} documents, 5 problems, ")


def test_a_warning_fails_nothing(tree: Path, shipped: Mapping[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    change(tree, "curricula/facts/accountable-care.yaml", "review_by: 2027-01-31", "review_by: 2026-02-01")
    assert check(tree) == 0
    said = capsys.readouterr()
    assert "warning: fact `mssp-2026` was due for review by 2026-02-01" in said.err
    assert said.out == f"{len(shipped)} documents, 0 problems, 1 warning\n"


def test_a_folder_without_content_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path) == 1
    assert "holds no curricula/ or assessments/ files" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", [[], ["content"], ["content", "check", "--rot", "."], ["content", "export", "one", "x"]]
)
def test_a_wrong_call_ends_with_two_and_the_usage(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2
    assert "usage: kamacademy" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--help"], ["content", "--help"], ["content", "publish", "--help"], ["people", "add", "--help"]]
)
def test_help_is_offered(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    assert "usage: kamacademy" in capsys.readouterr().out


def test_files_go_into_the_database_and_out_again(
    command: Command, tree: Path, shipped: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    by = ("--by", "ada@fernwick.example", "--root", str(tree))
    first = command("content", "publish", *by, "--note", "First")
    assert (first.code, first.out.splitlines()[-1]) == (0, "Release 1 is published.")
    same = command("content", "publish", *by, "--note", "Again")
    assert same.code == 0
    assert same.out.splitlines()[-1] == "Nothing has changed since release 1; no new release was made."
    change(tree, KPI, "name: Living profile", "name: Living account profile")
    second = command("content", "publish", *by, "--note", "A clearer name")
    assert second.out.splitlines()[-1] == "Release 2 is published."
    folder = tmp_path_factory.mktemp("out")
    exported = command("content", "export", "2", str(folder / "new"))
    assert (exported.code, exported.out) == (0, f"{len(shipped)} files written to {folder / 'new'}\n")
    for place in (folder / "new").rglob("*.*"):
        assert place.read_bytes() == (tree / place.relative_to(folder / "new")).read_bytes()
    refused = command("content", "export", "2", str(folder))
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == f"kamacademy: {folder} is not empty. Give a new folder, so that nothing is overwritten.\n"
    unknown = command("content", "export", "7", str(folder / "other"))
    assert (unknown.code, unknown.err) == (1, "kamacademy: there is no release 7. The page of releases lists them.\n")


def test_files_with_a_problem_are_not_published(command: Command, tree: Path) -> None:
    change(tree, KPI, "unit: percent", "units: percent")
    refused = command("content", "publish", "--by", "ada@fernwick.example", "--note", "x", "--root", str(tree))
    assert refused.code == 1
    assert f"{KPI}:11:1: `units` is not a known key here" in refused.err
    assert "kamacademy: nothing was published. Put the problems right, then publish again." in refused.err
    assert "there is no release 1" in command("content", "export", "1", str(tree / "out")).err


@pytest.mark.parametrize("email", ["leo@fernwick.example", "nobody@fernwick.example"])
def test_only_the_learning_team_publishes(command: Command, email: str) -> None:
    refused = command("content", "publish", "--by", email, "--note", "x")
    assert refused.code == 1
    assert f"{email} is not an active member of the learning team" in refused.err


def test_a_note_has_words_and_an_end(command: Command) -> None:
    for words in ("  ", "x" * 501):
        refused = command("content", "publish", "--by", "ada@fernwick.example", "--note", words)
        assert (refused.code, refused.err) == (1, "kamacademy: --note says what changed, in 1 to 500 characters.\n")
