"""The pages of imports: from the file to the readings, and what each sees and may do."""

from csv import reader
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import BinaryIO

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from kamacademy.db import db
from kamacademy.feed import file_store, queries
from kamacademy.feed.kept import Kept
from kamacademy.feed.models import FeedRun
from kamacademy.feed.states import State
from kamacademy.kpi.operations import record_reading
from kamacademy.kpi.queries import series_of
from tests.browser import Browser
from tests.feed.files import checked, lines, of, taken, value_of, work
from tests.statements import statements
from tests.world import NOW, World

NEW = "/kpis/imports/new"


def send(browser: Browser, content: bytes, *, source: str = "CRM export", name: str = "readings.csv") -> Browser:
    """Bring a file by the form."""
    browser.open(NEW)
    token = browser.page.find("input", {"name": "csrf_token"})
    assert token is not None
    return browser.show(posted(browser, content, name, csrf_token=str(token["value"]), source=source), None)


def posted(browser: Browser, content: bytes, name: str, **words: str) -> TestResponse:
    """Send a file in memory: the test client would leave a temporary file of its own open."""
    boundary, body = encode_multipart({**words, "file": FileStorage(BytesIO(content), filename=name)})
    return browser.ask("post", NEW, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_from_a_file_to_readings_and_back(world: World, browse: type[Browser]) -> None:
    ada, team = world.learner("Ada One"), browse(world.learning_team())
    record_reading(
        ada, "K01", period_start=date(2026, 8, 1), period_end=date(2026, 8, 31), numerator=10, denominator=17,
        source="Form", by=ada, at=NOW,
    )  # fmt: skip
    team.open("/").follow("Imports").follow("Import a file")
    send(team, lines(of(ada), value_of(ada)))
    assert team.heading == "Columns of readings.csv"
    assert team.field("Person, by e-mail").find("option", selected=True).get_text() == "E-mail"
    team.press("Check every row")
    assert "Waiting to begin" in team.words
    run_id = db.session.scalars(select(FeedRun.id)).one()
    work()
    team.open(f"/kpis/imports/{run_id}")
    assert "New readings 2" in team.words
    team.press("Take over 2 readings")
    work()
    team.open(f"/kpis/imports/{run_id}")
    assert "taken over" in team.words
    assert "Kept until" not in team.words
    assert len(series_of(ada.id, "K01")) == 2
    team.fill("Why it is undone", "The wrong month").press("Undo it as a whole")
    work()
    team.open(f"/kpis/imports/{run_id}")
    assert "Why it was undone The wrong month Withdrawn 2 readings" in team.words
    assert len(series_of(ada.id, "K01")) == 1
    team.open("/kpis/imports")
    assert "readings.csv from CRM export" in team.words
    ada_browser = browse(ada).open(f"/people/{ada.id}/kpis/k01")
    assert "Withdrawn: the import that it came with was undone." in ada_browser.words


def test_problems_are_shown_and_kept_as_a_table(world: World, browse: type[Browser]) -> None:
    run = checked(lines(of(world.learner(), "=cmd|x")))
    team = browse(world.administrator()).open(f"/kpis/imports/{run.id}")
    assert "1 problem" in team.words
    assert "Row 2 KPI, by code =cmd|x There is no such KPI." in team.words
    assert "Take over" not in " ".join(team.button_words)
    answer = team.ask("get", f"/kpis/imports/{run.id}/problems.csv")
    rows = list(reader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    answer.close()
    assert rows[1][:3] == ["2", "KPI, by code", "'=cmd|x"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_correction_asks_why(world: World, browse: type[Browser]) -> None:
    ada, team = world.learner(), browse(world.learning_team())
    taken(lines(of(ada)))
    run = checked(lines(of(ada, share="12,17")))
    team.open(f"/kpis/imports/{run.id}").press("Take over 1 reading", expect=422)
    assert "Say what was wrong: the earlier readings stay in the tables with your reason." in team.words
    team.fill("Why the earlier figures were wrong", "Counted afresh").press("Take over 1 reading")
    work()
    assert [one.numerator for one in series_of(ada.id, "K01")] == [12]


def test_the_same_file_leads_to_its_import(world: World, browse: type[Browser]) -> None:
    content = lines(of(world.learner()))
    run = taken(content)
    team = send(browse(world.learning_team()), content)
    assert team.address == f"/kpis/imports/{run.id}"
    assert "This file was taken over on 20 Nov 2026. Nothing in it is new." in team.words


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "This file is empty."),
        (b"PK\x03\x04 and no more", "a.xlsx", "This workbook cannot be read."),
        (b"\xd0\xcf\x11\xe0 old", "a.xls", "This is a workbook of an old kind."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.png", "The first row should hold"),
        (b"a\0b\nc", "a.csv", "This is no table"),
        (b"one,two\n1,2", "a.csv", "The first row should hold the headings of at least three columns"),
    ],
)
def test_what_is_no_table_is_refused_with_words(
    world: World, browse: type[Browser], content: bytes, name: str, words: str
) -> None:
    team = send(browse(world.learning_team()), content, name=name)
    assert team.status == 422
    assert words in team.words
    assert db.session.scalars(select(FeedRun)).all() == []


def test_a_heading_with_broken_letters_is_shown(world: World, browse: type[Browser]) -> None:
    team = send(browse(world.learning_team()), "Gespräch,".encode() + b"Gr\xfcnde,Monat\n1,2,3\n")
    assert (team.status, team.heading) == (200, "Columns of readings.csv")
    assert "Gr\ufffdnde" in team.words


def test_only_those_who_import_send_much(world: World, browse: type[Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    much = b"a,b,c\n" + b"\n" * 3 * 1024 * 1024
    answer = posted(browse(world.learner()), much, "a.csv", source="CRM")
    assert (answer.status_code, "Keep what you send below 2 MB." in answer.get_data(as_text=True)) == (413, True)
    under_way, keep = list[bool](), file_store.keep

    def watched(data: Path, stream: BinaryIO) -> Kept:
        under_way.append(db.session().in_transaction())
        return keep(data, stream)

    monkeypatch.setattr(file_store, "keep", watched)
    assert send(browse(world.learning_team()), much).heading == "Columns of readings.csv"
    assert under_way == [False], "on SQLite nobody else could write meanwhile"


def test_missing_columns_are_said_beside_their_field(world: World, browse: type[Browser]) -> None:
    team = send(browse(world.learning_team()), b"who;what;when;how many\na;b;c;d\n")
    team.press("Check every row", expect=422)
    assert "Choose the column that says whom a row is about" in team.words
    team.fill("Person, by e-mail", "who").fill("KPI, by code", "what").press("Check every row", expect=422)
    assert "Choose the column with the period" in team.words
    assert team.field("KPI, by code").find("option", selected=True).get_text() == "what"


def test_decimals_and_letters_are_asked_on_the_page(world: World, browse: type[Browser]) -> None:
    ada, team = world.learner(), browse(world.learning_team())
    rows = f"Person;KPI;Period;Value;n;Note\n{ada.email};K06;2026-09;1.234;5;geprüft\n"
    send(team, rows.encode("cp1252"))
    assert "it is not UTF-8" in team.words
    team.press("Check every row")
    work()
    run_id = db.session.scalars(select(FeedRun.id)).one()
    assert "a thousand or a decimal figure?" in team.open(f"/kpis/imports/{run_id}").words
    team.follow("Choose the columns")
    assert "Is the 1.234 in this file a thousand or a decimal figure?" in team.words
    team.press("Check every row", expect=422)
    assert "Choose how decimals are written in this file." in team.words
    team.choose("a comma: 1.234,5").press("Check every row")
    work()
    assert queries.run(run_id).new == 1


def test_who_may_see_and_do_what(world: World, browse: type[Browser]) -> None:
    run = checked(lines(of(world.learner(), "K99")))
    address = f"/kpis/imports/{run.id}"
    leader = browse(world.leader()).open("/kpis/imports").follow("readings.csv")
    assert "1 problem" in leader.words
    assert "There is no such KPI" not in leader.words
    assert leader.button_words == []
    assert "bring it again" not in leader.words
    for page in (NEW, f"{address}/columns", f"{address}/problems.csv", "/kpis/imports/template.csv"):
        leader.open(page, expect=403)
    for person in (world.learner(), world.coach()):
        for page in ("/kpis/imports", address, NEW):
            browse(person).open(page, expect=403)
    for act in ("confirm", "undo", "drop"):
        browse(world.leader()).post(f"{address}/{act}", expect=403)
    assert queries.run(run.id).state == State.CHECKED


def test_given_up_it_brings_nothing(world: World, browse: type[Browser]) -> None:
    run = checked(lines(of(world.learner())))
    team = browse(world.learning_team()).open(f"/kpis/imports/{run.id}").press("Give up")
    assert "Given up. Nothing was taken over" in team.words
    team.post(f"/kpis/imports/{run.id}/confirm")
    assert "This import cannot be taken over as it stands." in team.words


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_taken_as_it_is(world: World, browse: type[Browser], form: str) -> None:
    team = browse(world.learning_team())
    answer = team.ask("get", f"/kpis/imports/template.{form}")
    content = answer.get_data()
    send(team, content, name=f"readings.{form}").press("Check every row")
    work()
    team.open(f"/kpis/imports/{db.session.scalars(select(FeedRun.id)).one()}")
    assert team.words.count("Nobody here has this e-mail") == 2
    assert "There is no such team." in team.words
    assert "3 problems" in team.words


def test_the_history_asks_no_more_the_longer_it_is(world: World, browse: type[Browser]) -> None:
    ada, team = world.learner(), browse(world.learning_team())
    checked(lines(of(ada)))
    team.open("/kpis/imports")
    with statements() as few:
        team.open("/kpis/imports")
    for month in range(1, 9):
        checked(lines(of(ada, period=f"2026-0{month}")), source=f"Source {month}")
    with statements() as many:
        team.open("/kpis/imports")
    assert len(many) == len(few)
