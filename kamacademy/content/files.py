"""The authored files as they lie on disk. Not pure: it reads the disk, and nothing else does."""

from pathlib import Path

from kamacademy.config import place_of
from kamacademy.content.problems import Problem

FOLDERS = ("curricula", "assessments")
LARGEST_FILE_BYTES = 512 * 1024
LONGEST_PATH = 200


def files_under(root: Path) -> tuple[dict[str, str], list[Problem]]:
    """Every authored file by its path from `root`, and those that cannot be read as text."""
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for folder in FOLDERS:
        for place in sorted((root / folder).rglob("*")):
            path = place.relative_to(root).as_posix()
            if not place.is_file() or "/." in path:
                continue
            if len(path) > LONGEST_PATH:
                problems.append(Problem(path, 1, 1, f"has a path of more than {LONGEST_PATH} characters; shorten it"))
                continue
            if place.stat().st_size > LARGEST_FILE_BYTES:
                problems.append(Problem(path, 1, 1, "is larger than 512 kB; split it"))
                continue
            try:
                files[path] = place.read_bytes().decode("utf-8")
            except UnicodeDecodeError as error:
                before = place.read_bytes()[: error.start].decode("utf-8")
                line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
                problems.append(Problem(path, line, column, "is not UTF-8 text from here on; save it as UTF-8"))
    return files, problems


def shipped_root() -> Path:
    """The folder that holds the shipped `curricula/` and `assessments/`."""
    return place_of("curricula").parent
