"""The pages of releases, for the learning team."""

from collections.abc import Mapping

import pytest

from kamacademy.content.documents import DocumentType, read_all
from tests.browser import Browser
from tests.content.broken import KPI
from tests.world import NOW, World


def test_the_learning_team_reads_what_a_release_changed(
    world: World, browse: type[Browser], types: list[DocumentType], shipped: Mapping[str, str]
) -> None:
    text = shipped[KPI].replace("name: Living profile", "name: Living account profile")
    world.publish(read_all(types, {**shipped, KPI: text})[0], "A clearer name", at=NOW)
    author = browse(world.learning_team()).open("/academy/releases")
    assert "A clearer name" in author.words
    author.follow("Release 2")
    assert "1 file changed" in author.words
    assert "+name: Living account profile" in author.words
    assert "-name: Living profile" in author.words


def test_the_first_release_lists_its_files_as_added(world: World, browse: type[Browser]) -> None:
    author = browse(world.learning_team()).open("/academy/releases/1")
    assert f"{KPI} added" in author.words


def test_a_release_that_does_not_exist_is_not_found(world: World, browse: type[Browser]) -> None:
    browse(world.learning_team()).open("/academy/releases/99", expect=404)
    browse(world.learning_team()).open("/academy/releases/99999999999999999999", expect=404)


@pytest.mark.parametrize("address", ["/academy/releases", "/academy/releases/1"])
def test_others_do_not_read_releases(world: World, browse: type[Browser], address: str) -> None:
    for person in (world.learner(), world.coach(), world.leader(), world.administrator()):
        browse(person).open(address, expect=403)
