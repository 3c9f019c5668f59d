"""Every kind as it stands on a page: its fields, labels, errors and reasons, and no markup of authors."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, render_template_string

from kamacademy import create_app
from kamacademy.items.case_view import case_shown
from kamacademy.items.item import Given, NotAnAnswer
from kamacademy.items.variant import Variant
from tests.conftest import settings
from tests.items.examples import bank, case, item, tables

ASK = '{% import "items/" ~ asked.kind ~ ".html" as kind %}{{ kind.ask(asked, error) }}'
REVIEW = '{% import "items/" ~ reviewed.kind ~ ".html" as kind %}{{ kind.review(reviewed) }}'
CASE = '{% from "items/_case.html" import situation %}{{ situation(case, "/sittings/1/table.csv") }}'
ALONE = [one.id for one in bank().items]
# An answer to each question that is wrong in part, and words that its explanation shows.
EXPLAINED: dict[str, tuple[Given, str]] = {
    "ex-single": ({"choice": 0}, "A cardiologist requests it; the request alone decides nothing."),
    "ex-multiple": ({"choices": [0, 2]}, "Right, not ticked"),
    "ex-true-false": ({"answer": True, "confidence": "sure"}, "You said: sure."),
    "ex-numeric": ({"text": "0.007", "value": 0.007}, "give or take 0.05"),
    "ex-short": ({"text": "drug list"}, "Your answer, in part right"),
    "ex-open": ({"text": "Dear Dr Amari"}, "One good answer"),
    "ex-ordering": ({"places": [1, 3, 2, None]}, "You gave it place 3"),
    "ex-matching": ({"choices": [0, 3, None]}, "You chose: Nobody at all"),
    "ex-categorise": ({"choices": [1, None, None, None]}, "Category: Fact"),
    "ex-judgement": ({"best": 0, "worst": 2}, "Your pick for worst"),
}


@pytest.fixture(scope="module")
def pages() -> Iterator[Flask]:
    """The application, for its templates."""
    app = create_app(settings("sqlite://", Path("unused")))
    with app.test_request_context():
        yield app


def soup(template: str, **values: object) -> BeautifulSoup:
    return BeautifulSoup(render_template_string(template, **values), "html.parser")


def sent(page: BeautifulSoup) -> dict[str, list[str]]:
    """What a browser would send of the page as it stands, without pressing a button."""
    form: dict[str, list[str]] = {}
    for field in page.select("input[name], textarea[name]"):
        if field.get("type") not in ("radio", "checkbox") or field.has_attr("checked"):
            value = field.get_text() if field.name == "textarea" else str(field.get("value", ""))
            form.setdefault(str(field["name"]), []).append(value)
    for select in page.select("select[name]"):
        chosen = select.select_one("option[selected]")
        form[str(select["name"])] = [str(chosen["value"]) if chosen else ""]
    return form


def label_of(page: BeautifulSoup, field: Tag) -> str:
    """The words of a field's label."""
    inside = field.find_parent("label")
    found = inside or page.select_one(f"label[for='{field.get('id')}']")
    return found.get_text(" ", strip=True) if found else ""


@pytest.mark.parametrize("item_id", ALONE)
def test_what_is_shown_as_chosen_is_what_the_form_sends(pages: Flask, item_id: str) -> None:
    asked, given = item(item_id), EXPLAINED[item_id][0]
    variant = asked.variant(7)
    page = soup(ASK, asked=asked.ask(variant, given, 3), error=None)
    assert asked.read(sent(page), variant) == given


@pytest.mark.parametrize("item_id", ALONE)
def test_every_field_has_a_label_and_the_group_its_question(pages: Flask, item_id: str) -> None:
    asked = item(item_id)
    page = soup(ASK, asked=asked.ask(asked.variant(7), None, 3), error=None)
    group = page.select_one("fieldset")
    assert group is not None
    legend = group.find("legend")
    assert isinstance(legend, Tag)
    assert legend.get_text(strip=True) == asked.ask(asked.variant(7)).stem
    fields = [one for one in page.select("input, select, textarea") if one.get("type") != "hidden"]
    assert fields
    assert all(label_of(page, field) for field in fields)
    assert all(button.get("aria-label") for button in page.select("button"))
    ids = [one["id"] for one in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert not page.select("form, [style], script")


@pytest.mark.parametrize("item_id", ALONE)
def test_what_was_wrong_is_told_beside_the_question(pages: Flask, item_id: str) -> None:
    asked = item(item_id)
    variant = asked.variant(7)
    with pytest.raises(NotAnAnswer) as refusal:
        asked.read({}, variant)
    page = soup(ASK, asked=asked.ask(variant, refusal.value.kept, 3), error=refusal.value)
    told = page.select_one("[role=alert]")
    assert told is not None
    assert told.get_text(strip=True) == refusal.value.message
    group = page.select_one("fieldset")
    assert group is not None
    assert told["id"] in str(group["aria-describedby"]).split()
    ids = {one["id"] for one in page.select("[id]")}
    assert {one for tag in page.select("[aria-describedby]") for one in str(tag["aria-describedby"]).split()} <= ids


@pytest.mark.parametrize("item_id", ALONE)
def test_every_answer_is_explained_with_its_reasons(pages: Flask, item_id: str) -> None:
    asked = item(item_id)
    given, words = EXPLAINED[item_id]
    variant = asked.variant(7)
    mark = asked.mark(given, variant, asked.key(variant))
    reviewed = asked.review(variant, given, mark, 3)
    text = " ".join(soup(REVIEW, reviewed=reviewed).get_text(" ").split())
    assert words in text
    assert all(line.rationale in text for line in reviewed.lines)
    assert reviewed.rationale in text
    nothing = asked.review(variant, None, asked.mark(None, variant, asked.key(variant)), 3)
    assert soup(REVIEW, reviewed=nothing).get_text(strip=True)


def test_what_authors_write_is_words_and_never_markup(pages: Flask) -> None:
    single = item("ex-single", stem="<script>alert(1)</script>")
    html = render_template_string(ASK, asked=single.ask(Variant(1)), error=None)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    written = item("ex-open")
    given = {"text": "</textarea><b>x</b>"}
    shown = render_template_string(ASK, asked=written.ask(Variant(1), given), error=None)
    assert "<b>" not in shown
    reviewed = written.review(Variant(1), given, written.mark(given, Variant(1), {}))
    assert "<b>x" not in render_template_string(REVIEW, reviewed=reviewed)


def test_a_text_that_begins_with_an_empty_line_keeps_it(pages: Flask) -> None:
    # A browser drops the first line feed of a text area; the template writes one of its own.
    html = render_template_string(ASK, asked=item("ex-open").ask(Variant(1), {"text": "\nDear"}), error=None)
    assert ">\n\nDear</textarea>" in html


def test_the_same_way_picked_twice_is_shown_as_it_was_picked(pages: Flask) -> None:
    asked = item("ex-judgement")
    with pytest.raises(NotAnAnswer) as refusal:
        asked.read({"best": ["a"], "worst": ["a"]}, Variant(7))
    page = soup(ASK, asked=asked.ask(Variant(7), refusal.value.kept, 3), error=refusal.value)
    assert [(one["name"], one["value"]) for one in page.select("input[checked]")] == [("best", "a"), ("worst", "a")]


def test_steps_can_be_moved_without_a_mouse(pages: Flask) -> None:
    asked = item("ex-ordering")
    page = soup(ASK, asked=asked.ask(Variant(7)), error=None)
    buttons = page.select("button[name=move]")
    assert len(buttons) == 8
    assert [one["aria-label"] for one in buttons if one.has_attr("disabled")] == [
        f"Move up: {asked.ask(Variant(7)).rows[0].text}",
        f"Move down: {asked.ask(Variant(7)).rows[-1].text}",
    ]
    down = next(one for one in buttons if not one.has_attr("disabled"))
    given = asked.read({**sent(page), "move": [str(down["value"])]}, Variant(7))
    rows = [row.text for row in asked.ask(Variant(7), given).rows]
    before = [row.text for row in asked.ask(Variant(7)).rows]
    assert rows == [before[1], before[0], *before[2:]]


def test_a_case_shows_words_chart_table_and_download(pages: Flask) -> None:
    variant = case().variant(3, tables())
    page = soup(CASE, case=case_shown(case(), variant, tables()))
    assert [one.get_text(strip=True) for one in page.select(".case > ul > li")] == [
        "The table counts patients who were seen within six weeks.", "Every figure is made up.",
    ]  # fmt: skip
    assert len(page.select("tbody tr")) == 6
    assert [head["scope"] for head in page.select("thead th")] == ["col"] * 4
    assert all(row.select_one("th[scope=row]") for row in page.select("tbody tr"))
    assert page.select_one("caption") is not None
    drawing = page.select_one("svg[role=img]")
    assert drawing is not None
    named = [page.find(id=one) for one in str(drawing["aria-labelledby"]).split()]
    assert "The table holds every figure." in " ".join(one.get_text() for one in named if isinstance(one, Tag))
    assert len(drawing.select("polyline")) == 2
    assert page.select_one("a[href='/sittings/1/table.csv']") is not None
    assert [one.get_text(strip=True) for one in page.select(".data-key li")] == ["Ashdown", "Brookfield"]
