"""Which files may show that something was done."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from kamacademy.development.rules import FileRefused
from kamacademy.proof.evidence_file import LARGEST_BYTES, plain_name, refuse_unfit
from kamacademy.proof.links import host_of, is_plain_link

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00"


def office(*names: str) -> bytes:
    """An archive with parts of these names."""
    packed = BytesIO()
    with ZipFile(packed, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return packed.getvalue()


WORD = office("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", PDF),
        ("Plan.PDF", PDF),
        ("map.png", PNG),
        ("board.jpg", b"\xff\xd8\xff\xe0rest"),
        ("board.jpeg", b"\xff\xd8\xff\xe0rest"),
        ("note.docx", WORD),
        ("hours.xlsx", office("[Content_Types].xml", "xl/workbook.xml")),
        ("talk.pptx", office("[Content_Types].xml", "ppt/presentation.xml")),
        ("hours.csv", "Woche;Stunden\r\n1;4½".encode("cp1252")),
        ("note.txt", "A word – or two".encode()),
    ],
)
def test_what_its_name_says_is_taken(name: str, content: bytes) -> None:
    refuse_unfit(name, content)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.exe", PDF, "Choose a PDF"),
        ("plan.svg", b"<svg/>", "Choose a PDF"),
        ("plan.html", b"<p>", "Choose a PDF"),
        ("plan", PDF, "Choose a PDF"),
        ("plan.pdf", b"", "is empty"),
        ("plan.pdf", b"MZ\x90\x00", "is not what its name says"),
        ("plan.pdf", PNG, "is not what its name says"),
        ("map.png", PDF, "is not what its name says"),
        ("note.docx", b"PK\x03\x04 nothing behind it", "is not what its name says"),
        ("note.docx", office("[Content_Types].xml", "xl/workbook.xml"), "is not what its name says"),
        ("note.docx", office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "without macros"),
        ("note.txt", b"a word\x00", "is not what its name says"),
        ("plan.pdf", PDF.ljust(LARGEST_BYTES + 1), "below 5 MB"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(name: str, content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        refuse_unfit(name, content)


def test_five_megabytes_are_taken() -> None:
    refuse_unfit("plan.pdf", PDF.ljust(LARGEST_BYTES))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\work\\plan.pdf", "plan.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("line\r\nbreak.pdf", "linebreak.pdf"),
        ("..", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("Plán №1.pdf", "Plán №1.pdf"),
    ],
)
def test_a_name_keeps_its_last_part_and_its_ending(given: str, kept: str) -> None:
    assert plain_name(given) == kept
    assert len(plain_name(given)) <= 120


@pytest.mark.parametrize("link", ["https://intranet.fernwick.example/plan", "https://a.example:8443/x?y=1#z"])
def test_a_whole_https_address_is_a_link(link: str) -> None:
    assert is_plain_link(link)


@pytest.mark.parametrize(
    "link",
    [
        "http://a.example/", "javascript:alert(1)", "https://", "//a.example", "https://me:secret@a.example/",
        "https://intranet", "https://a.example/ b", "https://a.example\\@evil.example", "ftp://a.example",
        "https://a.example:99999/", "https://[", "data:text/html,x",
    ],
)  # fmt: skip
def test_anything_else_is_not(link: str) -> None:
    assert not is_plain_link(link)


def test_the_host_says_where_a_link_leads() -> None:
    assert host_of("https://a.example/b/c") == "a.example"
