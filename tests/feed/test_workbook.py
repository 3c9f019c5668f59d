"""A workbook becomes a table in a process of its own: what its cells mean, how long it may be, what breaks it."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from kamacademy.feed import file_store, xlsx
from kamacademy.feed.states import RunRule
from kamacademy.kpi.queries import series_of
from tests.feed.files import checked, counts, take
from tests.world import World


def workbook(*rows: tuple[object, ...]) -> bytes:
    """A workbook of these rows."""
    written = BytesIO()
    book = Workbook(written, {"in_memory": True})
    sheet, days = book.add_worksheet(), book.add_format({"num_format": "d mmm yyyy"})
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, days)
            else:
                sheet.write(row, column, cell)
    book.close()
    return written.getvalue()


def test_a_workbook_is_read_as_its_cells_mean(world: World) -> None:
    ada = world.learner()
    content = workbook(
        ("E-mail", "KPI", "First day", "Last day", "Figure", "n", "Note"),
        (ada.email, "K06", date(2026, 9, 1), date(2026, 9, 30), 8.25, 5, "Seen"),
        (),
        (ada.email, "K06", datetime(2026, 8, 1), "2026-08-31", 1.234, 5),  # noqa: DTZ001  # as workbooks keep it
    )
    run = checked(content, name="readings.xlsx")
    assert (run.is_workbook, counts(run)) == (True, (2, 0, 0, 0))
    take(run)
    assert [(one.start, one.value, one.cases) for one in series_of(ada.id, "K06")] == [
        (date(2026, 8, 1), 1.234, 5), (date(2026, 9, 1), 8.25, 5),
    ]  # fmt: skip


def test_rows_keep_the_numbers_that_they_have_in_the_workbook(world: World) -> None:
    from tests.feed.files import found

    run = checked(workbook(("E-mail", "KPI", "Period", "Value", "n"), (), (), ("x", "K06", "2026-09", 8, 5)))
    assert found(run)[0][0] == 4


def test_what_breaks_it_is_said_and_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = workbook(("a", "b", "c"), (1, 2, 3))
    for content, words in (
        (whole[: len(whole) // 2], "This workbook cannot be read"),
        (workbook(), "The first sheet of this workbook is empty"),
    ):
        with pytest.raises(RunRule, match=words):
            file_store.keep(tmp_path, BytesIO(content))
    monkeypatch.setattr(file_store, "LONGEST_READING_SECONDS", 0.001)
    with pytest.raises(RunRule, match="takes too long"):
        file_store.keep(tmp_path, BytesIO(whole))
    assert list((tmp_path / file_store.FOLDER).iterdir()) == []


def test_it_is_taken_up_to_a_hundred_thousand_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "long.xlsx"
    place.write_bytes(workbook(("a",), *(((one,)) for one in range(11))))
    table = tmp_path / "table.csv"
    monkeypatch.setattr(xlsx, "MOST_ROWS", 10)
    assert xlsx.unfold(str(place), str(table)) == {"problem": xlsx.TOO_LONG}
    monkeypatch.setattr(xlsx, "MOST_ROWS", 11)
    assert xlsx.unfold(str(place), str(table)) == {"rows": 11}


def test_cells_mean_one_thing() -> None:
    assert [xlsx.cell_text(one) for one in (13.0, 8.5, True, date(2026, 9, 1), "x", 0.1 + 0.2, "")] == [
        "13", "8.5", "TRUE", "2026-09-01", "x", "0.3", "",
    ]  # fmt: skip
