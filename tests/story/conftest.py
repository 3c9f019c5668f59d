"""The day stands still; what codes mean is the shipped content's."""

from collections.abc import Iterator

import pytest
import time_machine

from kamacademy.competency.documents import Competency, Framework
from kamacademy.content.documents import Drafts
from kamacademy.curriculum.documents import Module
from kamacademy.kpi.documents import Kpi
from kamacademy.story.kept import Lexicon
from tests.world import NOW


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Every clock reads the world's now."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="session")
def lexicon(drafts: Drafts) -> Lexicon:
    """The shipped words, without a database."""
    [(_, framework)] = drafts.contents("framework", Framework)
    return Lexicon(
        framework,
        {one.code: one for _, one in drafts.contents("competency", Competency)},
        {one.code: one for _, one in drafts.contents("kpi", Kpi)},
        {draft.slug: one for draft, one in drafts.contents("module", Module)},
    )
