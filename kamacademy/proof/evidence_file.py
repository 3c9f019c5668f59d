"""Which files may show that something was done: told by their name and by their content together. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from kamacademy.development.rules import FileRefused

LARGEST_BYTES = 5 * 1024 * 1024

LONGEST_NAME = 120

OFFICE = "application/vnd.openxmlformats-officedocument"

# Besides printable text, a text file holds tabs, line feeds, form feeds and carriage returns.
CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13}) + b"\x7f"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: what it is called when it is served, and how its content is known."""

    mimetype: str
    fits: Callable[[bytes], bool]


def begins(*marks: bytes) -> Callable[[bytes], bool]:
    """A test by the first bytes."""
    return lambda content: content.startswith(marks)


def office(main_part: str) -> Callable[[bytes], bool]:
    """A test for an Office document with its main part and without macros."""

    def fits(content: bytes) -> bool:
        try:
            with ZipFile(BytesIO(content)) as parts:
                names = set(parts.namelist())
        except (BadZipFile, ValueError, EOFError, NotImplementedError):
            return False
        has_macros = any(PurePosixPath(one).name.lower() == "vbaproject.bin" for one in names)
        return {"[Content_Types].xml", main_part} <= names and not has_macros

    return fits


def is_text(content: bytes) -> bool:
    """Text in UTF-8 or an older alphabet: no control characters."""
    return bool(content) and not set(content) & set(CONTROLS)


KINDS: Mapping[str, FileKind] = {
    "pdf": FileKind("application/pdf", begins(b"%PDF-")),
    "png": FileKind("image/png", begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": FileKind("image/jpeg", begins(b"\xff\xd8\xff")),
    "jpeg": FileKind("image/jpeg", begins(b"\xff\xd8\xff")),
    "docx": FileKind(f"{OFFICE}.wordprocessingml.document", office("word/document.xml")),
    "xlsx": FileKind(f"{OFFICE}.spreadsheetml.sheet", office("xl/workbook.xml")),
    "pptx": FileKind(f"{OFFICE}.presentationml.presentation", office("ppt/presentation.xml")),
    "csv": FileKind("text/csv", is_text),
    "txt": FileKind("text/plain", is_text),
}

KIND_WORDS = "PDF, PNG, JPEG, Word, Excel, PowerPoint, CSV or plain text"


def plain_name(given: str) -> str:
    """The last part of a file's name, without what could mislead, at most 120 characters with its ending kept."""
    last = given.replace("\\", "/").rpartition("/")[2]
    name = "".join(one for one in last if one.isprintable() and one not in '<>:"|?*').strip(" .")
    stem, dot, ending = name.rpartition(".")
    if len(name) > LONGEST_NAME:
        name = f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-LONGEST_NAME:]
    return name or "file"


def kind_of_name(name: str) -> FileKind | None:
    """The kind that a name claims; None for one that is not taken."""
    return KINDS.get(name.rpartition(".")[2].lower()) if "." in name else None


def refuse_unfit(name: str, content: bytes) -> None:
    """Raise FileRefused for a file that is empty, too large, of another kind, or not what its name says."""
    kind = kind_of_name(name)
    if kind is None:
        raise FileRefused(f"Choose a {KIND_WORDS} file.")
    if not content:
        raise FileRefused("This file is empty. Choose another one.")
    if len(content) > LARGEST_BYTES:
        raise FileRefused("Keep a file below 5 MB. A page or a picture of it is enough.")
    if not kind.fits(content):
        raise FileRefused(
            f"What is in this file is not what its name says. Save it again as {KIND_WORDS}, without macros."
        )
