"""The kamacademy command. Exit code 0 for done, 1 for refused or problems found, 2 for a wrong call."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

DESCRIPTION = (
    "Learning and competency assessment for account management. See the README for how the parts belong together."
)


class Refused(Exception):
    """A command that cannot be carried out; its words say what to do."""


def parser() -> argparse.ArgumentParser:
    """Every command with its help."""
    top = argparse.ArgumentParser("kamacademy", description=DESCRIPTION)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = command(commands, "demo", "fill a fictional company and serve it on loopback", "kamacademy demo --port 8000")
    demo.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000; 0 takes a free one)")
    demo.add_argument("--data", type=Path, default=Path("data/demo"), help="folder of the database (default data/demo)")
    demo.add_argument("--fill-only", action="store_true", help="fill the database and stop")
    serve = command(commands, "serve", "serve a real academy with gunicorn", "kamacademy serve --bind 127.0.0.1:8000")
    serve.add_argument("--bind", default="127.0.0.1:8000", help="address and port (default 127.0.0.1:8000)")
    serve.add_argument("--threads", type=int, default=4, help="threads (default 4)")
    serve.add_argument("--no-jobs", action="store_true", help="leave the jobs to `kamacademy worker`")
    command(commands, "worker", "run background jobs, such as sending letters", "kamacademy worker")
    command(commands, "upgrade", "bring the database to the newest shape", "kamacademy upgrade")
    add_content(commands)
    add_people(commands)
    quality = command(commands, "quality", "figures of questions and papers", "kamacademy quality compute")
    acts = quality.add_subparsers(dest="act", required=True, metavar="ACT")
    command(acts, "compute", "compute the figures of every question and paper now", "kamacademy quality compute")
    raters = command(commands, "raters", "how severe each rater is", "kamacademy raters fit")
    acts = raters.add_subparsers(dest="act", required=True, metavar="ACT")
    command(acts, "fit", "run the rater model now and make all estimates again", "kamacademy raters fit")
    estimates = command(commands, "estimates", "what is kept of everybody's levels", "kamacademy estimates rebuild")
    acts = estimates.add_subparsers(dest="act", required=True, metavar="ACT")
    command(acts, "rebuild", "work every estimate out of the ledger afresh", "kamacademy estimates rebuild")
    add_kpi(commands)
    add_simulate(commands)
    return top


def command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str, example: str
) -> argparse.ArgumentParser:
    """One command with an example in its help."""
    return commands.add_parser(name, help=words, description=words, epilog=f"example: {example}")


def add_kpi(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """kpi import."""
    kpi = command(commands, "kpi", "KPI readings that arrive in files", "kamacademy kpi import --help")
    acts = kpi.add_subparsers(dest="act", required=True, metavar="ACT")
    one = command(
        acts, "import", "check a CSV or XLSX file of readings and take it over, as a whole or not at all",
        "kamacademy kpi import readings.csv --source CRM --by ada@example.org --dry-run",
    )  # fmt: skip
    one.add_argument("file", type=Path)
    one.add_argument("--source", required=True, metavar="NAME", help="where it comes from; its columns are remembered")
    one.add_argument("--by", required=True, metavar="EMAIL", help="who imports: learning team or administrator")
    one.add_argument("--reason", metavar="WORDS", help="why figures are corrected; needed where some are")
    one.add_argument("--decimals", choices=["point", "comma"], help="how decimals are written, where a file is silent")
    one.add_argument("--dry-run", action="store_true", help="check and take nothing over")


def add_simulate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """simulate."""
    simulate = command(
        commands, "simulate", "let the estimator judge people whose abilities are known", "kamacademy simulate --seed 1"
    )
    for name, value, words in (
        ("--seed", 1, "the first seed"),
        ("--rounds", 10, "how many academies are made, each from the next seed"),
        ("--people", 400, "people in each"),
        ("--raters", 80, "raters in each"),
        ("--visits", 6, "visits of each person"),
    ):
        simulate.add_argument(name, type=at_least_one, default=value, help=f"{words} (default {value})")
    simulate.add_argument("--target", type=int, choices=range(2, 6), default=3, help="the level to reach (default 3)")


def at_least_one(text: str) -> int:
    """A whole number from 1 on."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("give a whole number from 1 on")
    return number


def add_content(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """content check, coverage, publish, export."""
    content = command(
        commands, "content", "check, count, publish or export the authored files", "kamacademy content check"
    )
    acts = content.add_subparsers(dest="act", required=True, metavar="ACT")
    check = command(
        acts, "check", "show every problem in curricula/ and assessments/", "kamacademy content check --root ."
    )
    publish = command(
        acts,
        "publish",
        "make a release of the files",
        'kamacademy content publish --by ada@example.org --note "New figures"',
    )
    coverage = command(acts, "coverage", "show what the files cover and what is missing", "kamacademy content coverage")
    for one in (check, coverage, publish):
        one.add_argument(
            "--root", type=Path, help="folder that holds curricula/ and assessments/ (default: the shipped ones)"
        )
    publish.add_argument("--by", required=True, metavar="EMAIL", help="who publishes; must be in the learning team")
    publish.add_argument(
        "--note", required=True, metavar="WORDS", help="what changed, for those who read the list of releases"
    )
    export = command(
        acts, "export", "write a release's files into a folder", "kamacademy content export 3 /tmp/release-3"
    )
    export.add_argument("number", type=int, help="number of the release")
    export.add_argument("folder", type=Path, help="folder to write into; must be new or empty")


def add_people(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """people add, reset-password, deactivate, market, team-market."""
    people = command(commands, "people", "add people or reset a password", "kamacademy people add --help")
    acts = people.add_subparsers(dest="act", required=True, metavar="ACT")
    add = command(
        acts, "add", "add a person and print the first password",
        'kamacademy people add "Ada Example" ada@example.org --job-role FM --function administrator',
    )  # fmt: skip
    add.add_argument("name")
    add.add_argument("email")
    add.add_argument("--job-role", required=True, choices=["REP", "SK", "BK", "AL", "FM", "MSL", "NAV", "MK", "SL"])
    add.add_argument(
        "--function", required=True, action="append", dest="functions",
        choices=["learner", "coach", "learning-team", "leader", "administrator"], help="may be given several times",
    )  # fmt: skip
    add.add_argument("--team", help="name of the team; made if it is new")
    add.add_argument("--market", choices=["US", "UK"], help="the market they learn for (default: the team's)")
    add.add_argument("--coach", metavar="EMAIL", help="who coaches the person from today on")
    for name, words in (
        ("reset-password", "print a new password for a person"),
        ("deactivate", "close a person's account"),
    ):
        one = command(acts, name, words, f"kamacademy people {name} ada@example.org")
        one.add_argument("email")
    market = command(
        acts, "market", "choose the market a person learns for", "kamacademy people market ada@example.org UK"
    )
    market.add_argument("email")
    market.add_argument("market", choices=["US", "UK", "team"], help="team: as the person's team")
    team = command(acts, "team-market", "say which market a team works in", "kamacademy people team-market North UK")
    team.add_argument("team", help="name of the team")
    team.add_argument("market", choices=["US", "UK"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit."""
    asked = parser().parse_args(arguments)
    from sqlalchemy.exc import OperationalError

    from kamacademy.config import MailMisconfigured, SecretMissing, UnknownTimeZone

    try:
        code = run(asked)
    except (Refused, SecretMissing, MailMisconfigured, UnknownTimeZone) as error:
        print(f"kamacademy: {error}", file=sys.stderr)
        code = 1
    except OperationalError as error:
        print(f"kamacademy: the database does not answer. Check KAMACADEMY_DATABASE_URL. {error.orig}", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        code = 0
    sys.exit(code)


def run(asked: argparse.Namespace) -> int:
    """The command as asked."""
    if asked.command == "demo":
        from kamacademy.demo.cli import demo

        return demo(asked.port, asked.data, fill_only=asked.fill_only)
    if asked.command == "serve":
        from kamacademy.server import serve

        return serve(asked.bind, asked.threads, jobs_inside=not asked.no_jobs)
    if asked.command == "worker":
        from kamacademy.server import work

        return work()
    if asked.command == "content":
        from kamacademy.content import cli as content
        from kamacademy.proofread import cli as proofread

        if asked.act == "coverage":
            return proofread.coverage(content.checked(asked.root)[0])
        return {"check": content.check, "publish": content.publish, "export": content.export}[asked.act](asked)
    if asked.command == "people":
        from kamacademy.people import cli as people

        acts = {
            "add": people.add,
            "reset-password": people.reset_password,
            "deactivate": people.deactivate,
            "market": people.market,
            "team-market": people.team_market,
        }
        return acts[asked.act](asked)
    if asked.command == "quality":
        from kamacademy.quality import cli as quality

        return quality.compute(asked)
    if asked.command == "raters":
        from kamacademy.monitor import cli as monitor

        return monitor.fit(asked)
    if asked.command == "kpi":
        from kamacademy.feed import cli as feed

        return feed.import_readings(asked)
    if asked.command == "simulate":
        from kamacademy.competency import cli as competency

        return competency.simulate(asked)
    if asked.command == "estimates":
        from kamacademy.competency import cli as estimates

        return estimates.rebuild(asked)
    return upgrade()


def application() -> "Flask":
    """The application on the database that the environment names, brought to the newest shape."""
    from kamacademy import create_app
    from kamacademy.server import upgrade_database

    app = create_app()
    upgrade_database(app)
    return app


def upgrade() -> int:
    """Migrate the database."""
    app = application()
    print(f"The database is up to date: {app.config['SQLALCHEMY_DATABASE_URI'].rpartition('@')[2]}")
    return 0
