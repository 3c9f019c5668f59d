"""Tables of cases: read with the place of every mistake, asked by expressions, varied by factors."""

import pytest

from kamacademy.content.problems import UnreadableFile
from kamacademy.items.data_table import DataTable, multiplied, read_csv
from kamacademy.items.expression import NoResult, evaluate
from tests.items.examples import TABLE, files, tables

HEAD = "month,site,seen\n"


def refused(text: str) -> list[str]:
    """What is said about a table that cannot be taken."""
    with pytest.raises(UnreadableFile) as refusal:
        read_csv("t.csv", text)
    return sorted(map(str, refusal.value.problems))


def table(text: str) -> DataTable:
    return DataTable.model_validate(read_csv("t.csv", text).values)


def test_a_table_knows_what_its_columns_hold() -> None:
    found = table('day,site,seen,share\n2026-05-31,"Ashdown, north",20,-0.5\n2026-06-30,"The ""Well""",1204.5,0\n')
    assert [column.kind for column in found.columns] == ["date", "text", "number", "number"]
    assert found.rows[0] == ("2026-05-31", "Ashdown, north", "20", "-0.5")
    assert found.rows[1][1] == 'The "Well"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["t.csv:1:1: needs a header and at least one row"]),
        ("a,b\n", ["t.csv:1:1: needs a header and at least one row"]),
        ("seen\n1\n", ["t.csv:1:1: has 1 columns, expected 2 to 12"]),
        ("a,b\n1,2\n3\n", ["t.csv:3:1: has 1 cells, expected 2 as in the header"]),
        ("a,b\n1,\n", ["t.csv:2:3: is an empty cell; write 0 or take the row out"]),
        ("a,b\n1,x\n2,3\n4,5\n", ["t.csv:2:3: `x` is a text, and the column `b` holds numbers"]),
        ("a,a\n1,2\n", ["t.csv:1:3: the column `a` stands here twice"]),
        ('a,b\n1,"x\n', ["t.csv:2:3: has a quote that is not closed or stands inside a cell",
                        "t.csv:2:1: has 1 cells, expected 2 as in the header"]),
        ("a,b\n1,=2+3\n", ["t.csv:2:3: begins with =, which a spreadsheet takes for a formula"]),
        ("a,b\n1,@x\n", ["t.csv:2:3: begins with @, which a spreadsheet takes for a formula"]),
        ("a,b\n1," + "x" * 81 + "\n", ["t.csv:2:3: is a cell of more than 80 characters"]),
    ],
)  # fmt: skip
def test_every_mistake_has_its_place(text: str, said: list[str]) -> None:
    assert refused(text) == sorted(said)


@pytest.mark.parametrize("name", ["Seen", "in time", "min", "total", "2nd", "for", ""])
def test_a_column_needs_a_name_that_expressions_can_use(name: str) -> None:
    assert any("is no name for a column" in one and one.startswith("t.csv:1:3:") for one in refused(f"a,{name}\n1,2\n"))


@pytest.mark.parametrize("name", ["patient", "patient_id", "dob", "date_of_birth", "mrn", "last_name", "nhs_number"])
def test_columns_about_single_patients_are_refused(name: str) -> None:
    assert any("looks like data about single patients" in one for one in refused(f"site,{name}\nAshdown,2\n"))


def test_totals_of_patients_are_no_data_about_single_patients() -> None:
    assert table("site,patients,patients_seen\nAshdown,20,9\n").columns[1].name == "patients"


def test_a_table_is_small() -> None:
    assert len(table(HEAD + "2026,Ashdown,1\n" * 200).rows) == 200
    assert refused(HEAD + "2026,Ashdown,1\n" * 201) == ["t.csv:202:1: has 201 rows, expected at most 200"]
    assert refused(HEAD + f"2026,{'x' * 80},1\n" * 500) == [
        "t.csv:1:1: is larger than 40 kB; a table of a case is small"
    ]


def test_all_mistakes_come_at_once() -> None:
    assert len(refused("A,dob,seen\n1,,x\n2,=1,3\n4,5,6\n")) >= 5


# By hand from two-sites.csv.
@pytest.mark.parametrize(
    ("source", "result"),
    [
        ('total("seen")', 71),
        ('total("seen", site="Ashdown")', 33),
        ('mean("referred", site="Brookfield")', 24),
        ('count(site="Ashdown")', 3),
        ("count()", 6),
        ('least("seen")', 9),
        ('most("seen", month="2026-07")', 16),
        ('value("seen", site="Ashdown", month="2026-06")', 11),
        ("count(seen=16)", 1),
        ('100 * total("seen", site=lead) / total("referred", site=lead)', 52.380952381),
    ],
)
def test_a_table_answers_expressions(source: str, result: float) -> None:
    assert evaluate(source, {"lead": "Ashdown"}, tables()["two-sites"].functions()) == pytest.approx(result)


@pytest.mark.parametrize(
    "source",
    ['total("missing")', 'total("site")', 'mean("seen", site="Nowhere")', 'value("seen", site="Ashdown")', "total(1)",
     'total("seen", missing="x")', "total()"],
)  # fmt: skip
def test_what_a_table_cannot_answer_is_told(source: str) -> None:
    with pytest.raises(NoResult):
        evaluate(source, {}, tables()["two-sites"].functions())


def test_figures_are_multiplied_and_rounded_in_the_rows_named() -> None:
    changed = multiplied(tables()["two-sites"], ["seen"], 1.25, 0, {"site": "Ashdown"})
    # 9, 11, 13 by 1.25 are 11.25, 13.75, 16.25.
    assert [row[3] for row in changed.rows] == ["11", "14", "16", "10", "12", "16"]
    assert [row[2] for row in changed.rows] == [row[2] for row in tables()["two-sites"].rows]


def test_the_shipped_form_of_the_example_is_what_the_reader_takes() -> None:
    assert DataTable.model_validate(read_csv(TABLE, files()[TABLE]).values) == tables()["two-sites"]
