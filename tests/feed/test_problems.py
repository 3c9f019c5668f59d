"""Every kind of problem has its own sentence, by row and column, that says how to put it right."""

from datetime import date

import pytest
from sqlalchemy import select

from kamacademy.db import db
from kamacademy.feed import jobs
from kamacademy.feed.columns import Field
from kamacademy.feed.letters import Letters
from kamacademy.feed.numbers import Decimals
from kamacademy.feed.rows import Known, RowReader, Whom
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.given import Collected, Given
from kamacademy.kpi.models import Reading
from kamacademy.kpi.operations import record_many, record_reading
from kamacademy.kpi.queries import series_about, series_of
from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.operations import deactivate
from tests.feed.files import bringer, checked, counts, found, lines, of, take, taken, value_of
from tests.kpi.definitions import kpi
from tests.world import NOW, TODAY, World


def only(*rows: str, **how: object) -> tuple[int, str, str]:
    """The only problem of a file."""
    problems = found(checked(lines(*rows), **how))
    assert len(problems) == 1, problems
    return problems[0]


def test_an_unknown_person_with_the_nearest_name(world: World) -> None:
    ada = world.learner()
    row, column, words = only(of(ada).replace(ada.email, ada.email.replace("fern", "fren")))
    assert (row, column) == (2, "Person, by e-mail")
    assert words.startswith(f"Nobody here has this e-mail. Did you mean {ada.email}")
    assert only(of(ada).replace(ada.email, "zzz")) == (
        2, "Person, by e-mail", "Nobody here has this e-mail. Put it right, or take the row out.",
    )  # fmt: skip
    company = ada.email.partition("@")[2]
    assert "Did you mean" not in only(of(ada).replace(ada.email, f"zzz@{company}"))[2]


def test_an_unknown_team_with_the_nearest_name(world: World) -> None:
    world.person(team="Harbour")
    assert only(",Harbor,K02,2026-Q3,3,8,,,") == (
        2, "Team, by name", "There is no such team. Did you mean Harbour?",
    )  # fmt: skip


def test_a_team_reading_and_a_programme_reading(world: World) -> None:
    team = world.person(team="Harbour").team
    assert team is not None
    taken(lines(",HARBOUR,K02,2026-Q3,3,8,,,"))
    assert series_about(Subject(team_id=team.id), ["K02"])["K02"][0].numerator == 3
    heading = "Programme,KPI,Period,Numerator,Denominator"
    taken(lines("account-management-mindset,K25,2026-Q3,3,8", heading=heading))
    of_programme = series_about(Subject(programme="account-management-mindset"), ["K25"])
    assert of_programme["K25"][0].denominator == 8


def test_nobody_and_two_at_once(world: World) -> None:
    ada = world.person(team="Harbour")
    assert only(of(ada).replace(ada.email, "")) == (
        2, "Person, by e-mail", "Say whom it is about: a person's e-mail, a team or a programme.",
    )  # fmt: skip
    assert only(of(ada).replace(",,", ",Harbour,", 1))[1:] == (
        "Team, by name", "Name a person, a team or a programme, and only one of them.",
    )  # fmt: skip


def test_a_closed_account(world: World) -> None:
    ada = world.learner()
    deactivate(ada, by=bringer(), at=NOW)
    assert "This account is closed" in only(of(ada))[2]


def test_the_role_firewall(world: World) -> None:
    medical = world.learner(job_role=JobRole.MSL)
    assert only(of(medical)) == (
        2, "KPI, by code",
        "K01 Living profile may not be kept for a medical science liaison: medical and nursing roles stay apart from "
        "commercial measures. Take the row out.",
    )  # fmt: skip


def test_a_measure_of_a_team_is_not_given_for_a_person(world: World) -> None:
    ada = world.learner()
    words = only(of(ada, "K02", "2026-Q3", "3,8"))[2]
    assert words == "K02 Shared knowledge is measured for a team, not for one person. Give it for that instead."


def test_a_commercial_figure_is_never_kept_for_a_person() -> None:
    sales = kpi(code="K90", name="Sales", category="commercial")
    ada = Whom("Ada", Subject(learner_id=1), frozenset({JobRole.SK}))
    columns = {Field.PERSON: 0, Field.KPI: 1, Field.PERIOD: 2, Field.NUMERATOR: 3, Field.DENOMINATOR: 4}
    reader = RowReader(columns, 5, Decimals.POINT, Known({"ada": ada}, {}, {}, {"K90": sales}), "CRM", TODAY)
    assert reader.reading(2, ["ada", "K90", "2026-09", "1", "2"]) is None
    assert [one.words for one in reader.problems] == [
        "K90 Sales is a commercial figure, and those are never kept for a person. Take the row out."
    ]


@pytest.mark.parametrize(
    ("code", "period", "column", "words"),
    [
        ("K01", "2026-11", "Period in one column", "The period ends on 30 Nov 2026. Enter the reading once"),
        ("K01", "Sept", "Period in one column", "Write a month as 2026-09, a quarter as 2026-Q3"),
        ("K01", "2026-13", "Period in one column", "Write a month as 2026-09"),
        ("K01", "2026-Q3", "Period in one column", "K01 is read once in each month, and Jul to Sep 2026 is a quarter."),
        ("K04", "2026-09", "Period in one column", "K04 is read once in each quarter, and Sep 2026 is a month."),
        ("K05", "2026-Q1", "Period in one column", "half-year, and Jan to Mar 2026 is a quarter. Write 2026-H1"),
        ("K99", "2026-09", "KPI, by code", "There is no such KPI. Write a code from K01 to O8"),
    ],
)  # fmt: skip
def test_periods_and_codes(world: World, code: str, period: str, column: str, words: str) -> None:
    problems = found(checked(lines(of(world.learner(), code, period))))
    assert [(one[0], one[1]) for one in problems if words in one[2]] == [(2, column)], problems


def test_two_days_are_a_period_of_the_cadence_or_none(world: World) -> None:
    ada, heading = world.learner(), "Person,KPI,Start,End,Numerator,Denominator"
    run = checked(
        lines(
            f"{ada.email},K01,2026-09-01,2026-09-30,13,17",
            f"{ada.email},K01,2026-08-02,2026-09-01,13,17",
            f"{ada.email},K01,2026-08-01,31.09.2026,13,17",
            f"{ada.email},K01,2026-08-31,2026-08-01,13,17",
            heading=heading,
        )
    )
    assert found(run) == [
        (3, "Last day", "K01 is read once in each month, and 2 Aug 2026 to 1 Sep 2026 is none. Write 2026-08, with the "
         "figure of the whole month."),
        (4, "Last day", "Write a day as 2026-09-30."),
        (5, "Last day", "The period ends before it begins."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "column", "words"),
    [
        ("13,x", "Out of how many", "Write a number in digits, such as 13 or 8.5."),
        ("76 %,17", "How many", "Write it without the % sign; a share is how many and out of how many"),
        ("18,17", "How many", "This cannot be more than the 17 it is counted out of."),
        ("-1,17", "How many", "Enter how many, 0 or more."),
        ("13,0", "Out of how many", "Enter out of how many, at least 1."),
        ("13,17.5", "Out of how many", "Write a whole number of cases."),
        (",17", "How many", "Enter how many, 0 or more."),
        ("2000000,2000000", "How many", "Enter at most 1,000,000."),
    ],
)
def test_numbers_that_cannot_be(world: World, share: str, column: str, words: str) -> None:
    told = found(checked(lines(of(world.learner(), share=share))))
    assert [one for _, one, said in told if said.startswith(words)] == [column], told


def test_a_share_is_no_figure_and_a_figure_no_share(world: World) -> None:
    ada = world.learner()
    run = checked(lines(value_of(ada, "K01"), of(ada, "K06"), value_of(ada, value="-1")))
    assert [one[1:] for one in found(run)] == [
        ("Figure that is no share", "K01 is a share: give how many and out of how many, and leave this cell empty."),
        ("Cases it rests on (n)", "K01 is a share: give how many and out of how many, and leave this cell empty."),
        ("How many", "K06 is no share: give figure and n, and leave this cell empty."),
        ("Out of how many", "K06 is no share: give figure and n, and leave this cell empty."),
        ("Figure that is no share", "Enter a figure of 0 or more."),
    ]


def test_rows_given_twice(world: World) -> None:
    ada, ben = world.learner(), world.learner()
    run = checked(lines(of(ada), of(ben), of(ada, share="1,2"), of(ada)))
    words = "Row 2 gives K01 for the same period and the same person, team or programme. Keep one of them."
    assert found(run) == [(4, "Whole row", words), (5, "Whole row", words)]
    assert counts(run)[3] == 2


def test_periods_that_are_taken(world: World) -> None:
    ada = world.learner()
    record_reading(
        ada, "K01", period_start=date(2026, 9, 10), period_end=date(2026, 9, 20), numerator=1, denominator=2,
        source="Form", by=ada, at=NOW,
    )  # fmt: skip
    counted = Given(Subject(learner_id=ada.id), "K22", Figure(date(2026, 9, 1), date(2026, 9, 30), 1, 2), "The academy")
    record_many([counted], collected=Collected.CALCULATED, reason="", by=None, at=NOW)
    assert found(checked(lines(of(ada), of(ada, "K22")))) == [
        (2, "Period in one column",
         "There is a reading for 10 Sep 2026 to 20 Sep 2026. Choose another period, or correct that one."),
        (3, "Period in one column", "The academy works out K22 for Sep 2026 itself. Take the row out."),
    ]  # fmt: skip


def test_a_note_and_when_and_by_whom(world: World) -> None:
    ada, heading = world.learner(), "Person,KPI,Period,Numerator,Denominator,Note,Seen on,Seen by"
    start = f"{ada.email},K01,2026-09,13,17"
    run = checked(
        lines(
            f"{start},Two nurses,2026-09-12,Ben", f"{start},,2026-09-12,", f"{start},Seen,2026-12-24,Ben",
            f"{start},{'x' * 2001},,", f"{start},Seen,yesterday,", heading=heading,
        )
    )  # fmt: skip
    assert [one[1:] for one in found(run)] == [
        ("Seen on", "Say in the note what was seen, or leave this cell empty."),
        ("Seen on", "This day has not come yet. What was seen lies in the past."),
        ("What was seen", "Keep it below 2,000 characters; it has 2,001."),
        ("Seen on", "Write a day as 2026-09-30."),
    ]
    assert counts(run)[3] == 4


def test_rows_of_another_shape_and_a_file_that_breaks_off(world: World) -> None:
    ada = world.learner()
    assert only(of(ada) + ",more")[2].startswith("The heading has 9 columns. A cell that holds the sign")
    assert (
        only(f"{ada.email},,K01")[2]
        == "The heading has 9 columns. Complete the row; the file may have been cut off here."
    )
    run = checked(lines(of(ada), of(ada, period="2026-08") + '"Never closed', of(ada, period="2026-07")))
    assert found(run) == [(3, "Whole row", jobs.BROKEN_FILE)]


def test_letters(world: World) -> None:
    ada = world.learner()
    words = "Zwei Pflegekräfte, geprüft"
    row = lines(of(ada) + f'"{words}"').decode()
    for letters in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        run = checked(row.encode(letters), name=f"{letters}.csv")
        assert (run.is_sure, counts(run)) == (True, (1, 0, 0, 0)), letters
        run.state = "dropped"
    run = checked(row.encode("cp1252"))
    assert (run.letters, run.is_sure, counts(run)) == (Letters.WINDOWS, False, (1, 0, 0, 0))
    take(run)

    assert db.session.scalars(select(Reading.note)).one() == words


def test_broken_letters_in_the_middle_are_named_by_row(world: World) -> None:
    ada = world.learner()
    good, bad = of(ada) + "geprüft", of(ada, period="2026-08") + "Seen \x00"
    content = lines(good, bad).replace(b"\x00", b"\xfc")
    assert only_in(content) == (
        3, "What was seen", "Some letters of this cell cannot be read. Save the file as CSV UTF-8 and bring it again.",
    )  # fmt: skip


def test_the_sign_that_no_column_takes_is_named_by_row(world: World) -> None:
    assert only(of(world.learner()) + "Seen\0twice")[1:] == (
        "What was seen", "Some letters of this cell cannot be read. Save the file as CSV UTF-8 and bring it again.",
    )  # fmt: skip


def only_in(content: bytes) -> tuple[int, str, str]:
    """The only problem of a file as it stands."""
    problems = found(checked(content))
    assert len(problems) == 1, problems
    return problems[0]


def test_decimals_by_the_file_and_the_row_that_differs(world: World) -> None:
    ada, heading = world.learner(), "Person;KPI;Period;Value;n"
    rows = [
        f"{ada.email};K06;2026-0{month};{value};5" for month, value in enumerate(("8,5", "1.234,5", "7,25", "9.5"), 1)
    ]
    run = checked(lines(*rows, heading=heading))
    assert found(run) == [
        (5, "Figure that is no share",
         "This file's decimals begin with a comma, and this number is written the other way. Write 9,5."),
    ]  # fmt: skip
    run = taken(lines(*rows[:3], heading=heading))
    assert [one.value for one in series_of(ada.id, "K06")] == [8.5, 1234.5, 7.25]
