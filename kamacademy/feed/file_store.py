"""Files with readings, kept outside of what the web server serves until they are taken over, and read in small parts.

Not a pure file: the one place of this feature that touches the disk and starts a process.
"""

import csv
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, TextIO

from kamacademy.feed import xlsx
from kamacademy.feed.kept import Kept
from kamacademy.feed.letters import Letters, delimiter_of, errors_of, letters_of, shown
from kamacademy.feed.problems import HEADINGS, Problem, as_rows
from kamacademy.feed.states import LONGEST_FILE_NAME, RunRule
from kamacademy.spreadsheet import MARK

FOLDER = "feeds"
CHUNK_BYTES = 1024 * 1024
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LONGEST_READING_SECONDS = 120
MOST_COLUMNS, LONGEST_HEADING = 100, 80


def folder_of(data: Path) -> Path:
    """Where files lie: for the academy's own user alone."""
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def keep(data: Path, stream: BinaryIO) -> Kept:
    """Keep what was brought and look at its beginning. Raises RunRule for what is no table; nothing stays then."""
    file = f"{secrets.token_hex(16)}.csv"
    place = folder_of(data) / file
    try:
        digest, size = write(place, stream)
        if not size:
            raise RunRule("This file is empty. Choose another one.", "file")
        start = next(chunks(place))[:4]
        if start.startswith(OLD_WORKBOOK):
            raise RunRule("This is a workbook of an old kind. Save it as XLSX or as CSV UTF-8.", "file")
        is_workbook = start.startswith(WORKBOOK)
        if is_workbook:
            unfold(place)
        told = letters_of(chunks(place))
        heading = first_line(place, told.letters)
        sign = "," if is_workbook else delimiter_of(heading)
        return Kept(file, digest, size, told.letters, told.is_sure, sign, header_in(heading, sign), is_workbook)
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def write(place: Path, stream: BinaryIO) -> tuple[str, int]:
    """Write what was brought, part by part; its hash and size."""
    digest, size = sha256(), 0
    with place.open("xb") as kept:
        place.chmod(0o600)
        while part := stream.read(CHUNK_BYTES):
            digest.update(part)
            size += len(part)
            kept.write(part)
    return digest.hexdigest(), size


def unfold(place: Path) -> None:
    """Make a table of a workbook, by a process of its own that may use little memory and time. Raises RunRule."""
    table = place.with_suffix(".table")
    command = [sys.executable, "-I", str(Path(xlsx.__file__)), str(place), str(table)]
    try:
        done = subprocess.run(  # noqa: S603  # our own file with our own paths
            command, capture_output=True, timeout=LONGEST_READING_SECONDS, env={"PATH": os.environ.get("PATH", "")},
            check=False,
        )  # fmt: skip
        said = json.loads(done.stdout) if done.returncode == 0 else {"problem": xlsx.UNREADABLE}
        if "problem" in said:
            raise RunRule(said["problem"], "file")
        table.chmod(0o600)
        table.replace(place)
    except subprocess.TimeoutExpired as error:
        raise RunRule("Reading this workbook takes too long. Save it as CSV UTF-8.", "file") from error
    finally:
        table.unlink(missing_ok=True)


def chunks(place: Path) -> Iterator[bytes]:
    """A file in parts."""
    with place.open("rb") as file:
        while part := file.read(CHUNK_BYTES):
            yield part


def first_line(place: Path, letters: Letters) -> str:
    """The heading row as it stands. Raises RunRule for a file without one."""
    with place.open(encoding=letters, errors=errors_of(letters), newline="") as text:
        line = text.readline(CHUNK_BYTES)
    if "\0" in line or not line.strip():
        raise RunRule("This is no table: its first row should hold the headings. Bring a CSV or XLSX file.", "file")
    return line


def header_in(line: str, delimiter: str) -> tuple[str, ...]:
    """The headings of the columns. Raises RunRule where there are too few to be a table, or too many."""
    try:
        header = next(csv.reader([line], delimiter=delimiter))
    except csv.Error as error:
        raise RunRule("The first row cannot be read. It should hold the headings alone.", "file") from error
    if not 3 <= len(header) <= MOST_COLUMNS:
        raise RunRule(
            "The first row should hold the headings of at least three columns: whom a row is about, the KPI and the "
            "period. The template shows one way.",
            "file",
        )
    return tuple(shown(one).strip()[:LONGEST_HEADING] or f"Column {place}" for place, one in enumerate(header, 1))


@contextmanager
def rows_in(place: Path, letters: Letters, delimiter: str) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """The rows below the heading with their numbers, as a spreadsheet counts them; empty ones are left out.

    Broken quotation marks raise csv.Error.
    """
    with place.open(encoding=letters, errors=errors_of(letters), newline="") as text:
        yield numbered(text, delimiter)


def numbered(text: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number."""
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    next(reader, None)
    for row, cells in enumerate(reader, start=2):
        if any(cells):
            yield row, cells


def plain_name(given: str | None) -> str:
    """The last part of a file's name, without what could mislead."""
    last = (given or "").replace("\\", "/").rpartition("/")[2]
    plain = "".join(one for one in last if one.isprintable() and one not in '<>:"|?*').strip(" .")
    return plain[-LONGEST_FILE_NAME:] or "file"


def list_of(data: Path, file: str | None) -> Path | None:
    """The list of problems of a file; None once the file is gone."""
    place = list_of_problems(folder_of(data) / file) if file else None
    return place if place is not None and place.exists() else None


def list_of_problems(place: Path) -> Path:
    """Where the list of all problems of a file lies."""
    return place.with_suffix(".problems.csv")


def begin_list(place: Path) -> None:
    """Begin the list of problems afresh."""
    with list_of_problems(place).open("w", encoding="utf-8", newline="") as file:
        list_of_problems(place).chmod(0o600)
        file.write(MARK)
        csv.writer(file).writerow(HEADINGS)


def add_to_list(place: Path, problems: list[Problem]) -> None:
    """Write problems down, in a form that no spreadsheet runs."""
    with list_of_problems(place).open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(as_rows(problems))


def let_go(place: Path) -> None:
    """Delete a file and its list of problems."""
    place.unlink(missing_ok=True)
    list_of_problems(place).unlink(missing_ok=True)


def sweep(folder: Path, known: Collection[str], before: datetime) -> None:
    """Delete what lies there since before a moment and belongs to none of the known files: somebody broke off."""
    stems = {one.partition(".")[0] for one in known}
    for place in folder.iterdir():
        if place.name.partition(".")[0] not in stems and place.stat().st_mtime < before.timestamp():
            place.unlink(missing_ok=True)
