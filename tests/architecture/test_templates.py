"""Templates keep to the strict policy: no inline script or style, a token in every form that changes something."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.architecture.source import PACKAGE

TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
BY_NAME = {place.as_posix().partition("/templates/")[2]: place for place in TEMPLATES}
JINJA = Environment(extensions=["jinja2.ext.do"], autoescape=True)
MARKED = ("hidden_tag()", "csrf_token()", "form.csrf_token")


def named(place: Path) -> str:
    """A test's id."""
    return place.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("place", TEMPLATES, ids=named)
def test_no_template_has_an_inline_script_or_style(place: Path) -> None:
    text = place.read_text(encoding="utf-8")
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"javascript:", text)
    assert not [tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag]


@pytest.mark.parametrize("place", TEMPLATES, ids=named)
def test_every_form_that_changes_something_carries_the_token(place: Path) -> None:
    text = place.read_text(encoding="utf-8")
    for form in re.findall(r"<form\b.*?</form>", text, flags=re.DOTALL | re.IGNORECASE):
        if re.search(r"method=[\"']post", form, re.IGNORECASE):
            assert any(mark in form for mark in MARKED), form[:120]


@pytest.mark.parametrize("place", TEMPLATES, ids=named)
def test_nothing_is_loaded_from_elsewhere(place: Path) -> None:
    text = place.read_text(encoding="utf-8")
    assert not re.search(r"<(script|link|img|iframe|source|use)\b[^>]*(src|href)=[\"'](https?:)?//", text)


@pytest.mark.parametrize("place", TEMPLATES, ids=named)
def test_only_what_a_lesson_or_drawing_was_cleaned_to_is_printed_unescaped(place: Path) -> None:
    text = place.read_text(encoding="utf-8")
    for printed in re.findall(r"\{\{[^}]*\|\s*safe[^}]*\}\}", text):
        assert re.search(r"(html|svg)\b", printed), printed


def names_in(place: Path) -> set[str]:
    """Every name that a template reads, and those that it includes, which see what it imports."""
    page = JINJA.parse(place.read_text(encoding="utf-8"))
    found = {one.name for one in page.find_all(nodes.Name) if one.ctx == "load"}
    for one in page.find_all(nodes.Include):
        assert isinstance(one.template, nodes.Const), place
        found |= names_in(BY_NAME[one.template.value])
    return found


@pytest.mark.parametrize("place", TEMPLATES, ids=named)
def test_every_macro_that_is_imported_is_used(place: Path) -> None:
    page = JINJA.parse(place.read_text(encoding="utf-8"))
    brought = [name for one in page.find_all(nodes.FromImport) for name in one.names]
    imported = [name if isinstance(name, str) else name[1] for name in brought]
    assert len(imported) == len(set(imported))
    assert set(imported) <= names_in(place)
