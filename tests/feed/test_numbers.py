"""Numbers, letters and periods as files write them."""

from datetime import date

import pytest

from kamacademy.feed.letters import Letters, Told, delimiter_of, is_broken, letters_of, shown
from kamacademy.feed.numbers import Decimals, Evidence, number, why_none
from kamacademy.feed.spans import calendars, day_in, period_in, why_not_cadence, written
from kamacademy.kpi.periods import Period

POINT, COMMA = Decimals.POINT, Decimals.COMMA


@pytest.mark.parametrize(
    ("cell", "by_point", "by_comma"),
    [
        ("17", 17, 17), ("0.123", 0.123, None), ("1,234.5", 1234.5, None), ("1.234,5", None, 1234.5),
        ("12,5", None, 12.5), ("12.5", 12.5, None),
        ("1.234", 1.234, 1234), ("1,234", 1234, 1.234), ("1 234,5", None, 1234.5), ("1'234.5", 1234.5, None),
        ("-3", -3, -3), ("−0.5", -0.5, None), ("+.5", 0.5, None), ("1,23,4", None, None), ("", None, None),
        ("-", None, None), ("1e5", None, None), ("12 %", None, None), ("²", None, None), ("nan", None, None),
        ("1\u202f234\u00a0567", 1234567, 1234567),
    ],
)  # fmt: skip
def test_numbers(cell: str, by_point: float | None, by_comma: float | None) -> None:
    assert (number(cell, POINT), number(cell, COMMA)) == (by_point, by_comma)


@pytest.mark.parametrize(
    ("cells", "decimals"),
    [
        (("1", "17"), POINT), (("1.234",), None), (("1.234", "12,5"), COMMA), (("1.234", "12.5"), POINT),
        (("0.123",), POINT), (("1234,567",), COMMA), (("1,234,567",), POINT), (("1.234.567",), COMMA),
        (("8,5", "8,5", "8.5"), COMMA), (("8,5", "8.5"), None), (("x", ""), POINT),
    ],
)  # fmt: skip
def test_decimals_are_told_by_all_numbers_together(cells: tuple[str, ...], decimals: Decimals | None) -> None:
    evidence = Evidence()
    evidence.see(cells)
    assert evidence.decimals == decimals


def test_a_number_that_is_none_is_told_how_to_be_one() -> None:
    assert why_none("12,5", POINT).endswith("written the other way. Write 12.5.")
    assert why_none("12.5", COMMA).endswith("written the other way. Write 12,5.")
    assert why_none("x", COMMA) == "Write a number in digits, such as 13 or 8,5."


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a,b", Told(Letters.UTF_8, True)),
        ("ä,b".encode(), Told(Letters.UTF_8, True)),
        ("ä,b".encode("utf-8-sig"), Told(Letters.UTF_8, True)),
        ("ä,b".encode("utf-16"), Told(Letters.UTF_16, True)),
        ("ab,bc".encode("utf-16-le"), Told(Letters.UTF_16_LE, True)),
        ("ab,bc".encode("utf-16-be"), Told(Letters.UTF_16_BE, True)),
        ("ä,b".encode("cp1252"), Told(Letters.WINDOWS, False)),
        ("ä,".encode() + b"\xfc", Told(Letters.UTF_8, True)),
        (b"", Told(Letters.UTF_8, True)),
    ],
)
def test_letters_are_told_by_the_whole_file_wherever_it_is_cut(content: bytes, told: Told) -> None:
    assert letters_of([content]) == told
    if told.letters in (Letters.UTF_8, Letters.WINDOWS):
        assert letters_of([content[at : at + 1] for at in range(len(content))]) == told


def test_broken_letters_are_seen_and_can_be_shown() -> None:
    cell = b"gepr\xfcft".decode("utf-8", "surrogateescape")
    assert (is_broken(cell), is_broken("geprüft"), shown(cell)) == (True, False, "gepr\ufffdft")


def test_the_sign_between_cells() -> None:
    assert [delimiter_of(one) for one in ("a;b;c,d", "a\tb", "a,b", '"a;b;c",d', "a|b|c")] == [";", "\t", ",", ",", "|"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-09", date(2026, 9, 1), date(2026, 9, 30)), ("2026-9", date(2026, 9, 1), date(2026, 9, 30)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)), ("Q3 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026 q4", date(2026, 10, 1), date(2026, 12, 31)), ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)), ("2026-02-01", date(2026, 2, 1), date(2026, 2, 28)),
    ],
)  # fmt: skip
def test_periods(text: str, start: date, end: date) -> None:
    assert period_in(text) == Period(start, end)


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "2026-Q5", "Q0 2026", "0000", "9999-01", "2026-02-02", "May"]
)
def test_what_is_no_period(text: str) -> None:
    assert period_in(text) is None


def test_days() -> None:
    assert day_in("2026-09-30") == day_in("30.9.2026") == day_in("2026-09-30 00:00:00") == date(2026, 9, 30)
    assert [day_in(one) for one in ("2026-09-31", "9/10/2026", "30-09-2026", "")] == [None] * 4


def test_periods_of_a_cadence() -> None:
    assert calendars("half-yearly", date(2026, 11, 3)) == Period(date(2026, 7, 1), date(2026, 12, 31))
    assert written("half-yearly", calendars("half-yearly", date(2026, 11, 3))) == "2026-H2"
    assert written("yearly", calendars("yearly", date(2026, 11, 3))) == "2026"
    assert why_not_cadence("K01", "monthly", Period(date(2026, 9, 1), date(2026, 9, 30))) is None
    words = why_not_cadence("K24", "yearly", Period(date(2026, 7, 1), date(2026, 12, 31)))
    assert words == (
        "K24 is read once in each year, and Jul to Dec 2026 is a half-year. Write 2026, with the figure of the whole "
        "year."
    )
