"""The shipped files, and what a coach is given in them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kamacademy import create_app
from kamacademy.competency.documents import Competency, Framework
from kamacademy.config import PROJECT
from kamacademy.content.documents import DocumentType, Drafts
from kamacademy.content.files import files_under
from kamacademy.content.queries import document_types
from kamacademy.guide.documents import Activities, CadencePolicy, Phrases, Questions, WordHints
from tests.conftest import settings


@pytest.fixture(scope="session")
def types() -> list[DocumentType]:
    """Every kind of document."""
    with create_app(settings("sqlite://", Path("unused"))).app_context():
        return document_types()


@pytest.fixture(scope="session")
def shipped() -> Mapping[str, str]:
    """Every shipped file by path, but for the cases that build on the activities."""
    files, unreadable = files_under(PROJECT)
    assert not unreadable
    return {path: text for path, text in files.items() if "/calibration/cases/" not in path}


@pytest.fixture(scope="session")
def framework(drafts: Drafts) -> Framework:
    """The shipped framework."""
    return drafts.contents("framework", Framework)[0][1]


@pytest.fixture(scope="session")
def competencies(drafts: Drafts) -> dict[str, Competency]:
    """The shipped competencies by code."""
    return {one.code: one for _, one in drafts.contents("competency", Competency)}


@pytest.fixture(scope="session")
def activities(drafts: Drafts) -> Activities:
    """What each activity can show."""
    return drafts.contents("activities", Activities)[0][1]


@pytest.fixture(scope="session")
def phrases(drafts: Drafts) -> Phrases:
    """Starter phrases and tags."""
    return drafts.contents("phrases", Phrases)[0][1]


@pytest.fixture(scope="session")
def questions(drafts: Drafts) -> Questions:
    """Banks of questions."""
    return drafts.contents("questions", Questions)[0][1]


@pytest.fixture(scope="session")
def cadence(drafts: Drafts) -> CadencePolicy:
    """How often to look."""
    return drafts.contents("cadence", CadencePolicy)[0][1]


@pytest.fixture(scope="session")
def hints(drafts: Drafts) -> WordHints:
    """Words to look out for."""
    return drafts.contents("word-hints", WordHints)[0][1]
