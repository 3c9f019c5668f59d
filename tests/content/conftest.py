"""The shipped files as texts, and the kinds of document."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kamacademy import create_app
from kamacademy.config import PROJECT
from kamacademy.content.documents import DocumentType
from kamacademy.content.files import files_under
from kamacademy.content.queries import document_types
from tests.conftest import settings


@pytest.fixture(scope="session")
def shipped() -> Mapping[str, str]:
    """Every shipped file by path."""
    files, unreadable = files_under(PROJECT)
    assert not unreadable
    return files


@pytest.fixture(scope="session")
def types() -> list[DocumentType]:
    """Every kind of document."""
    with create_app(settings("sqlite://", Path("unused"))).app_context():
        return document_types()
