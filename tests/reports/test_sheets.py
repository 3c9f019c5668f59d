"""What stands on papers: names of files, words that fit, places of static files."""

from datetime import date
from pathlib import Path

import pytest

from kamacademy.reports.pdf import NotOurs, place_in
from kamacademy.reports.sheets import Paper, file_name, shortened


def test_a_file_is_named_by_what_whose_and_when() -> None:
    on = date(2026, 11, 22)
    assert file_name(Paper.PLAN, "Mira Halvorsen", on, "pdf") == "Development plan - Mira Halvorsen - 2026-11-22.pdf"
    assert file_name(Paper.NOTE, "../A/b\\c:d", on, "csv") == "Coaching report - .. A b c d - 2026-11-22.csv"


def test_long_words_are_cut_between_two_and_marked() -> None:
    assert shortened("one two\n three", 30) == "one two three"
    assert shortened("one two three four", 12) == "one two …"


def test_only_our_static_files_are_ever_read(tmp_path: Path) -> None:
    static = tmp_path / "static"
    static.mkdir()
    (static / "print.css").write_text("p {}")
    (tmp_path / "secret").write_text("key")
    (static / "way-out").symlink_to(tmp_path / "secret")
    assert place_in(static, "academy:print.css") == static / "print.css"
    for address in (
        "academy:../secret", "academy:/etc/passwd", "academy:way-out", "file:///etc/passwd", "https://elsewhere.example/x",
        "data:text/css,p{}", "academy:missing.css", "academy:",
    ):  # fmt: skip
        with pytest.raises(NotOurs):
            place_in(static, address)
