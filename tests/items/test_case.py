"""Cases: figures and table by seed, the page's view of them, the chart's places, the download."""

import csv
from io import StringIO

import pytest

from kamacademy.items.case import Chart
from kamacademy.items.case_view import Block, blocks, case_shown, csv_of, escaped
from kamacademy.items.data_chart import data_chart, scale_for
from kamacademy.items.data_table import DataTable, read_csv
from tests.items.examples import case, tables


def table(text: str) -> DataTable:
    return DataTable.model_validate(read_csv("t.csv", text).values)


def test_the_table_varies_by_seed_and_the_figures_follow_it() -> None:
    seen = set()
    for seed in range(30):
        variant = case().variant(seed, tables())
        lead = str(variant.values["lead_site"])
        shown = case().table(variant.values, tables())
        assert shown is not None
        total = sum(int(row[3]) for row in shown.rows if row[1] == lead)
        assert variant.values["lead"] == total
        assert variant.values["ashdown"] != variant.values["brookfield"]
        seen.add((lead, total))
    assert len(seen) > 6


def test_the_same_seed_gives_the_same_table_and_only_its_own_rows_change() -> None:
    variant = case().variant(3, tables())
    assert variant == case().variant(3, tables())
    shown, plain = case().table(variant.values, tables()), tables()["two-sites"]
    assert shown is not None
    others = [row for row in plain.rows if row[1] != variant.values["lead_site"]]
    assert [row for row in shown.rows if row[1] != variant.values["lead_site"]] == others


def test_every_question_of_a_case_has_one_right_answer_for_what_the_table_shows() -> None:
    share, conclusion = case().items
    for seed in range(20):
        variant = case().variant(seed, tables())
        shown = case().table(variant.values, tables())
        assert shown is not None
        rows = [row for row in shown.rows if row[1] == variant.values["lead_site"]]
        by_hand = 100 * sum(int(row[3]) for row in rows) / sum(int(row[2]) for row in rows)
        assert share.key(share.variant(seed, variant))["value"] == pytest.approx(by_hand)
        ashdown, brookfield = (sum(int(r[3]) for r in shown.rows if r[1] == s) for s in ("Ashdown", "Brookfield"))
        assert conclusion.key(conclusion.variant(seed, variant)) == {"right": 0 if ashdown > brookfield else 1}


def test_paragraphs_and_lists_and_nothing_else() -> None:
    assert blocks("One\nline.\n\n- a\n- b\n\n**Two** <b>x</b>\n- c") == (
        Block("One line."), Block(lines=("a", "b")), Block("**Two** <b>x</b>"), Block(lines=("c",)),
    )  # fmt: skip


def test_the_view_of_a_case_is_filled_in() -> None:
    variant = case().variant(3, tables())
    shown = case_shown(case(), variant, tables())
    assert shown.blocks[0].text.endswith(f"{variant.values['lead_site']} started in June.")
    assert shown.table is not None
    assert [head.words for head in shown.table.headers] == [
        "Month",
        "Site",
        "Patients referred",
        "Seen within six weeks",
    ]
    assert [head.is_number for head in shown.table.headers] == [False, False, True, True]


def test_a_case_without_a_table_is_words_alone() -> None:
    plain = case().model_copy(update={"data": None, "stem": "Words.", "parameters": {}, "computed": {}})
    variant = plain.variant(1, {})
    assert case_shown(plain, variant, {}).table is None
    assert csv_of(plain, variant, {}) == ""


def test_thousands_are_parted_on_the_page_but_not_in_years_or_the_download() -> None:
    wide = {"two-sites": table("month,year,referred,seen\n2026-05,2026,-12040,1204.50\n")}
    data = case().data
    assert data is not None
    plain = case().model_copy(update={"data": data.model_copy(update={"vary": (), "chart": None})})
    variant = case().variant(3, tables())
    shown = case_shown(plain, variant, wide).table
    assert shown is not None
    assert shown.rows == (("2026-05", "2026", "-12,040", "1,204.50"),)
    assert csv_of(plain, variant, wide).splitlines()[1] == "2026-05,2026,-12040,1204.50"


def test_the_download_is_the_table_of_the_variant() -> None:
    variant = case().variant(3, tables())
    rows = list(csv.reader(StringIO(csv_of(case(), variant, tables()))))
    shown = case().table(variant.values, tables())
    assert shown is not None
    assert rows[0] == ["Month", "Site", "Patients referred", "Seen within six weeks"]
    assert [tuple(row) for row in rows[1:]] == list(shown.rows)


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula_for_a_spreadsheet(cell: str) -> None:
    assert escaped(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-12", "-0.5", "Ashdown", "2026-05"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert escaped(cell) == cell


def test_labels_are_escaped_in_the_download_too() -> None:
    data = case().data
    assert data is not None
    bad = case().model_copy(update={"data": data.model_copy(update={"labels": {"seen": "=1+1"}})})
    assert csv_of(bad, case().variant(3, tables()), tables()).splitlines()[0].endswith(",'=1+1")


@pytest.mark.parametrize(
    ("values", "low", "high", "ticks"),
    [
        ([9, 11, 16], 0, 20, [0, 5, 10, 15, 20]),
        ([0.2, 0.35], 0, 0.4, [0, 0.1, 0.2, 0.3, 0.4]),
        ([-3, 8], -5, 10, [-5, 0, 5, 10]),
        ([0, 0], 0, 1, [0, 0.5, 1]),
    ],
)
def test_a_scale_holds_nothing_and_every_figure(
    values: list[float], low: float, high: float, ticks: list[float]
) -> None:
    scale, found = scale_for(values)
    assert (scale.low, scale.high) == (pytest.approx(low), pytest.approx(high))
    assert found == pytest.approx(ticks)


def test_a_line_lies_where_its_figures_are() -> None:
    chart = Chart(kind="line", x="month", y="seen", by="site")
    found = data_chart(chart, tables()["two-sites"], name="c", title="Seen", y_label="Seen")
    assert [series.name for series in found.series] == ["Ashdown", "Brookfield"]
    # The scale runs from 0 at 88 % to 20 at 6 %; 10 lies in the middle, at 47 %.
    first = found.series[1].points[0]
    assert (first.x, first.y, first.words) == (pytest.approx(16.67), 47.0, "Brookfield, 2026-05: 10")
    assert (
        found.desc
        == "Line chart of seen: Ashdown from 9 to 13 and Brookfield from 10 to 16. The table holds every figure."
    )


def test_bars_stand_on_nothing_side_by_side() -> None:
    chart = Chart(kind="bar", x="site", y="change")
    found = data_chart(chart, table("site,change\nA,10\nB,-5\n"), name="c", title="Change", y_label="Change")
    up, down = found.series[0].bars
    assert up.y + up.height == pytest.approx(found.zero)
    assert down.y == pytest.approx(found.zero)
    assert up.height == pytest.approx(2 * down.height, abs=0.02)
    assert up.x + up.width < down.x
    grouped = data_chart(
        Chart(kind="bar", x="month", y="seen", by="site"), tables()["two-sites"], name="c", title="t", y_label="y"
    )
    one, other = (series.bars[0] for series in grouped.series)
    assert one.x + one.width <= other.x


def test_a_phone_shows_few_words_under_a_long_chart() -> None:
    rows = "".join(f"w{number},{number}\n" for number in range(52))
    ticks = data_chart(
        Chart(kind="line", x="spot", y="seen"), table(f"spot,seen\n{rows}"), name="c", title="t", y_label="y"
    )
    assert len(ticks.x_ticks) <= 12
    assert sum(tick.is_major for tick in ticks.x_ticks) <= 4
