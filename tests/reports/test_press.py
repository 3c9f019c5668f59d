"""The process that prints: tagged pages that fit, in order, and an end to one that hangs."""

import os
import signal
from pathlib import Path

import pytest

from kamacademy.config import PROJECT
from kamacademy.reports.press import NotPrinted, press, printed
from tests.reports.printed import Printed

STATIC = PROJECT / "kamacademy" / "static"


def sheet(title: str, words: str = "Words") -> str:
    """A paper with a heading, a table and a figure."""
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><h1>{title}</h1><p>{words}</p>'
        '<table><thead><tr><th scope="col">Level</th></tr></thead><tbody><tr><td>3</td></tr></tbody></table>'
        '<svg width="20" height="20"><title>A square</title><rect width="9" height="9"/></svg></body></html>'
    )


def test_a_sheet_becomes_a_tagged_page() -> None:
    with press(STATIC) as opened:
        made = Printed(opened.print(sheet("Plan"), one_page=True))
    made.assert_accessible()
    assert made.title == "Plan"
    assert made.alternatives == ["A square"]
    assert [one for one in made.tags if one in {"/H1", "/Table", "/TH", "/TD"}] == ["/H1", "/Table", "/TH", "/TD"]


def test_what_must_be_one_page_is_set_smaller_until_it_is() -> None:
    words = "<br>".join(["A line of the plan"] * 58)
    with press(STATIC) as opened:
        large = Printed(opened.print(sheet("Plan", words), one_page=False))
        small = Printed(opened.print(sheet("Plan", words), one_page=True))
    assert large.pages == 2
    assert small.pages == 1
    assert small.words.count("A line of the plan") == 58


def test_sheets_kept_come_out_as_one_tagged_file_in_order() -> None:
    with press(STATIC) as opened:
        for name in ("Ada", "Ben", "Cleo"):
            opened.keep(sheet(name), one_page=True)
        made = Printed(opened.write("The team"))
        again = Printed(opened.print(sheet("Dora"), one_page=True))
    made.assert_accessible()
    assert made.title == "The team"
    assert [page.extract_text().split("Words")[0] for page in made.reader.pages] == [
        "Ada", "Ben", "Cleo",
    ]  # fmt: skip
    assert made.tags.count("/H1") == 3
    assert again.pages == 1, "what was written is kept no longer"


def test_two_presses_keep_the_order() -> None:
    names = [f"Sheet {number}" for number in range(7)]
    made = list(printed(STATIC, (sheet(name) for name in names), one_page=True, presses=2))
    assert [Printed(one).title for one in made] == names


def test_nothing_outside_our_static_files_reaches_a_paper(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">Password</text></svg>')
    pages = f'<img alt="x" src="file://{secret}"><img alt="y" src="academy:../../pyproject.toml">'
    with press(STATIC) as opened:
        made = Printed(opened.print(sheet("Plan", pages), one_page=True))
    assert "Password" not in made.words
    assert "/Image" not in made.tags
    assert not made.reader.pages[0].images


def test_a_press_that_ends_is_noticed() -> None:
    with press(STATIC) as opened:
        os.kill(opened.process.pid, signal.SIGKILL)
        with pytest.raises(NotPrinted):
            opened.print(sheet("Plan"), one_page=True)


def test_a_press_that_hangs_is_ended() -> None:
    with press(STATIC) as opened:
        os.kill(opened.process.pid, signal.SIGSTOP)
        with pytest.raises(NotPrinted):
            opened.ask({"html": sheet("Plan"), "one_page": True, "write": True}, 0.2)
