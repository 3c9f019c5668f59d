"""kamacademy people add, reset-password and deactivate; and a server that refuses the demo's people."""

import re
from pathlib import Path

import pytest
from flask import Flask

from kamacademy.access import Function
from kamacademy.db import db
from kamacademy.people import operations, queries
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from tests.commands import Command
from tests.own import Visitor, own_app
from tests.world import NOW

ADA = ("people", "add", "Ada Example", "ada@fernwick.example", "--job-role", "FM", "--function", "administrator")


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """The command on an empty folder."""
    return Command(tmp_path)


def app_on(command: Command) -> Flask:
    """The application on the command's database."""
    return own_app(command.data, f"sqlite:///{command.data / 'kamacademy.sqlite'}")


def test_the_first_administrator_comes_by_command(command: Command) -> None:
    added = command(*ADA, "--function", "coach", "--team", "North")
    assert (added.code, added.err) == (0, "")
    said = re.fullmatch(
        r"Ada Example can sign in as ada@fernwick\.example with the password (\S+) and then chooses another\.\n",
        added.out,
    )
    assert said is not None
    visitor = Visitor(app_on(command))
    assert visitor.sign_in("ada@fernwick.example", said.group(1)).status_code == 303
    assert visitor.client.get("/admin/people").headers["Location"] == "/account"


def test_a_learner_comes_with_a_coach(command: Command) -> None:
    assert command(*ADA, "--function", "coach").err == ""
    leo = ("people", "add", "Leo Example", "leo@fernwick.example", "--job-role", "SK", "--function", "learner")
    assert command(*leo, "--coach", "ada@fernwick.example").code == 0
    with app_on(command).app_context():
        found = queries.find_person("leo@fernwick.example")
        assert found is not None
        assert [one.coach.name for one in found.coached_by] == ["Ada Example"]


BO, NOBODY = "bo@fernwick.example", "who@fernwick.example"
REFUSED = [
    (ADA, "ada@fernwick.example already has an account. To give a new password: kamacademy people reset-password"),
    ((*ADA[:2], "Bo", "bo.example", *ADA[4:]), "bo.example is not a whole address, such as ada@example.org."),
    ((*ADA[:2], "  ", BO, *ADA[4:]), "a person needs a name."),
    ((*ADA[:3], BO, *ADA[4:], "--coach", NOBODY), f"nobody has the address {NOBODY}. Check its spelling."),
    ((*ADA[:3], BO, *ADA[4:], "--coach", ADA[3]), "ada@fernwick.example does not coach. Name an active person"),
    (("people", "reset-password", NOBODY), f"nobody has the address {NOBODY}. Check its spelling."),
    (("people", "market", NOBODY, "UK"), f"nobody has the address {NOBODY}. Check its spelling."),
    (("people", "team-market", "South", "UK"), "there is no team South. The teams are: none yet."),
    (("people", "deactivate", ADA[3]), "this is the last administrator. Give someone else the function first."),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED)
def test_what_cannot_be_done_is_explained_and_changes_nothing(
    command: Command, arguments: tuple[str, ...], words: str
) -> None:
    assert command(*ADA).err == ""
    refused = command(*arguments)
    assert refused.code == 1
    assert refused.out == ""
    assert refused.err.startswith(f"kamacademy: {words}")
    with app_on(command).app_context():
        assert [(one.email, one.is_active) for one in db.session.scalars(db.select(Person))] == [
            ("ada@fernwick.example", True)
        ]


def test_a_password_is_reset_and_an_account_closed_by_command(command: Command) -> None:
    assert command(*ADA).err == ""
    command("people", "add", "Leo", "leo@fernwick.example", "--job-role", "SK", "--function", "learner")
    reset = command("people", "reset-password", "LEO@fernwick.example")
    said = re.fullmatch(r"The new password of leo@fernwick\.example is (\S+)\. It is shown only now\.\n", reset.out)
    assert said is not None
    app = app_on(command)
    assert Visitor(app).sign_in("leo@fernwick.example", said.group(1)).status_code == 303
    closed = command("people", "deactivate", "leo@fernwick.example")
    assert closed.out == "leo@fernwick.example can no longer sign in. Everything they did is kept.\n"
    assert Visitor(app).sign_in("leo@fernwick.example", said.group(1)).status_code == 422


def test_a_market_is_chosen_for_a_person_and_for_a_team_by_command(command: Command) -> None:
    assert command(*ADA, "--team", "North").err == ""
    leo = ("people", "add", "Leo Example", "leo@fernwick.example", "--job-role", "SK", "--function", "learner")
    assert command(*leo, "--team", "North", "--market", "US").err == ""
    team = command("people", "team-market", "North", "UK")
    assert team.out == "North works in the United Kingdom. Who chose a market of their own keeps it.\n"
    assert markets(command) == {ADA[3]: "UK", "leo@fernwick.example": "US"}
    own = command("people", "market", "leo@fernwick.example", "team")
    assert own.out == ("leo@fernwick.example learns for the United Kingdom. What was done before stays on record.\n")
    assert command("people", "market", ADA[3], "US").code == 0
    assert markets(command) == {ADA[3]: "US", "leo@fernwick.example": "UK"}
    assert command("people", "market", ADA[3], "FR").code == 2


def markets(command: Command) -> dict[str, str]:
    """The market that holds for everybody."""
    with app_on(command).app_context():
        return {one.email: one.market.value for one in db.session.scalars(db.select(Person))}


@pytest.mark.parametrize("wrong", [["--job-role", "CEO", "--function", "learner"], ["--job-role", "SK"], []])
def test_a_wrong_call_ends_with_two(command: Command, wrong: list[str]) -> None:
    assert command("people", "add", "Leo", "leo@fernwick.example", *wrong).code == 2


def test_a_command_without_a_secret_says_how_to_make_one(command: Command) -> None:
    refused = command("upgrade", KAMACADEMY_SECRET_KEY="")
    assert refused.code == 1
    assert refused.err.startswith("kamacademy: KAMACADEMY_SECRET_KEY is not set. Make one with: python -c")


def test_a_database_that_does_not_answer_is_named_without_its_password(command: Command) -> None:
    refused = command("upgrade", KAMACADEMY_DATABASE_URL="postgresql://kam:hush@127.0.0.1:1/kam")
    assert refused.code == 1
    assert refused.err.startswith("kamacademy: the database does not answer. Check KAMACADEMY_DATABASE_URL.")
    assert "hush" not in refused.err
    assert "Traceback" not in refused.err


def test_upgrade_makes_the_database_and_may_be_repeated(command: Command) -> None:
    for _ in range(2):
        done = command("upgrade")
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("The database is up to date: ")


def test_a_real_server_refuses_the_people_of_the_demo(command: Command) -> None:
    app = app_on(command)
    with app.app_context():
        operations.add_person(
            "Demo Person", "demo@fernwick.example", job_role=JobRole.SK, functions=[Function.LEARNER], team=None,
            role_since=NOW.date(), at=NOW, by=None, password="a password of four words", is_demo=True,
        )  # fmt: skip
        db.session.commit()
    refused = command("serve", "--bind", "127.0.0.1:0")
    assert refused.code == 1
    assert refused.err.startswith("kamacademy: this database holds the demo's people, whose passwords are public.")
