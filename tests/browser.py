"""A browser without a screen: acts by what a person sees, and checks every page it shows.

Each page must have one h1 with which the title begins, unique ids, a label for every input, no inline script or
style, and links inside the site that lead to known routes.
"""

from __future__ import annotations

import re
from contextvars import Context
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from kamacademy.db import db
from kamacademy.people.models import Person
from tests.world import PASSWORD


class Browser:
    """One person at one browser. `page` is what they see now."""

    app: ClassVar[Flask | None] = None

    def __init__(self, person: Person | None = None) -> None:
        assert self.app is not None
        self.client: FlaskClient = self.app.test_client()
        self.status = 0
        self.address = ""
        self.page = BeautifulSoup("", "html.parser")
        if person is not None:
            self.sign_in(person.email)

    def sign_in(self, email: str, password: str = PASSWORD) -> Browser:
        """Sign in through the form."""
        self.open("/sign-in")
        self.fill("E-mail address", email).fill("Password", password)
        self.press("Sign in", expect=None)
        return self

    def open(self, address: str, expect: int | None = 200) -> Browser:
        """Go to an address, following redirects."""
        return self.show(self.ask("get", address), expect)

    def ask(self, method: str, address: str, **sent: object) -> TestResponse:
        """One request, in a context of its own as on a real server, seeing all that the test has made so far."""
        if has_app_context():
            db.session.commit()

        def go() -> TestResponse:
            response: TestResponse = self.client.open(address, method=method.upper(), follow_redirects=True, **sent)
            return response

        answer = Context().run(go)
        if has_app_context():
            db.session.expire_all()
        return answer

    def show(self, response: TestResponse, expect: int | None) -> Browser:
        """Take an answer in and look it over."""
        self.status, self.address = response.status_code, response.request.full_path.rstrip("?")
        self.page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
        if expect is not None:
            assert self.status == expect, f"{self.address} answered {self.status}: {self.words[:600]}"
        if response.mimetype == "text/html":
            self.look_over()
        return self

    @property
    def words(self) -> str:
        """Everything that can be read on the page, with single spaces."""
        main = self.page.find("main") or self.page
        return " ".join(main.get_text(" ").split())

    @property
    def heading(self) -> str:
        """The page's h1."""
        found = self.page.find("h1")
        return " ".join(found.get_text(" ").split()) if found else ""

    def follow(self, words: str, expect: int | None = 200) -> Browser:
        """Click the link that reads so."""
        found = self.find_by_words(self.page.find_all("a"), words)
        assert found is not None, f"no link “{words}” on {self.address}; there are {self.link_words}"
        return self.open(urljoin(self.address, str(found["href"])), expect)

    @property
    def link_words(self) -> list[str]:
        """What the links in the page's main part read."""
        return [" ".join(one.get_text(" ").split()) for one in (self.page.find("main") or self.page).find_all("a")]

    def find_by_words(self, elements: list[Tag], words: str) -> Tag | None:
        """The element that reads exactly so, else the first that holds the words."""
        read = [
            (one, " ".join((one.get_text(" ") or "").split()) or str(one.get("aria-label", ""))) for one in elements
        ]
        exact = [one for one, text in read if text == words or one.get("aria-label") == words]
        return next(iter(exact), None) or next((one for one, text in read if words in text), None)

    def field(self, label: str) -> Tag:
        """The input that a label names."""
        found = self.find_by_words(self.page.find_all("label"), label)
        labels = [" ".join(one.get_text(" ").split()) for one in self.page.find_all("label")]
        assert found is not None, f"no label “{label}” on {self.address}; there are {labels}"
        inside = found.find(["input", "select", "textarea"])
        if inside is not None:
            return inside
        target = self.page.find(id=found["for"])
        assert target is not None
        return target

    def fill(self, label: str, value: str) -> Browser:
        """Write into the field that a label names."""
        field = self.field(label)
        if field.name == "textarea":
            field.string = value
        elif field.name == "select":
            self.select(field, value)
        else:
            field["value"] = value
        return self

    def select(self, field: Tag, words: str) -> None:
        """Choose the option that reads so."""
        options = field.find_all("option")
        chosen = self.find_by_words(options, words)
        assert chosen is not None, f"no option “{words}”: {[one.get_text() for one in options]}"
        for one in options:
            one.attrs.pop("selected", None)
        chosen["selected"] = ""

    def choose(self, label: str) -> Browser:
        """Tick the radio button or box that a label names."""
        field = self.field(label)
        if field.get("type") == "radio":
            form = field.find_parent("form")
            assert form is not None
            for other in form.find_all("input", {"type": "radio", "name": field["name"]}):
                other.attrs.pop("checked", None)
        field["checked"] = ""
        return self

    def untick(self, label: str) -> Browser:
        """Clear a box."""
        self.field(label).attrs.pop("checked", None)
        return self

    def press(self, words: str, expect: int | None = 200) -> Browser:
        """Press the button that reads so, sending its form."""
        button = self.find_by_words(self.page.find_all("button"), words)
        assert button is not None, f"no button “{words}” on {self.address}; there are {self.button_words}"
        form = button.find_parent("form")
        assert form is not None, f"button “{words}” is in no form"
        values = self.values_of(form)
        if button.get("name"):
            values.append((str(button["name"]), str(button.get("value", ""))))
        address = urljoin(self.address, str(form.get("action") or self.address))
        data: dict[str, list[str]] = {}
        for name, value in values:
            data.setdefault(name, []).append(value)
        if form.get("method", "get").lower() == "get":
            return self.show(self.ask("get", address.partition("?")[0], query_string=data), expect)
        return self.show(self.ask("post", address, data=data), expect)

    @property
    def button_words(self) -> list[str]:
        """What the buttons read."""
        return [" ".join(one.get_text(" ").split()) for one in self.page.find_all("button")]

    def post(self, address: str, expect: int | None = 200, **values: str) -> Browser:
        """Send a form that the page does not show, as a tampering person would, with a right token."""
        token = self.page.find("input", {"name": "csrf_token"})
        if token is None:
            self.open("/account")
            token = self.page.find("input", {"name": "csrf_token"})
        assert token is not None
        data = {"csrf_token": str(token["value"]), **values}
        return self.show(self.ask("post", address, data=data), expect)

    @staticmethod
    def values_of(form: Tag) -> list[tuple[str, str]]:
        """What a form would send now, without its buttons."""
        values = []
        for one in form.find_all(["input", "select", "textarea"]):
            name = one.get("name")
            if not name or one.has_attr("disabled"):
                continue
            if one.name == "textarea":
                values.append((str(name), one.get_text().removeprefix("\r").removeprefix("\n")))
            elif one.name == "select":
                options = one.find_all("option")
                chosen = [option for option in options if option.has_attr("selected")] or options[:1]
                values.extend((str(name), str(option.get("value", option.get_text()))) for option in chosen)
            elif one.get("type") in {"radio", "checkbox"}:
                if one.has_attr("checked"):
                    values.append((str(name), str(one.get("value", "on"))))
            elif one.get("type") not in {"submit", "button"}:
                values.append((str(name), str(one.get("value", ""))))
        return values

    def look_over(self) -> None:
        """What holds for every page."""
        headings = self.page.find_all("h1")
        assert len(headings) == 1, f"{self.address} has {len(headings)} h1"
        title = " ".join((self.page.title.get_text() if self.page.title else "").split())
        assert title.startswith(self.heading), f"title “{title}” does not begin with h1 “{self.heading}”"
        ids = [str(one["id"]) for one in self.page.find_all(id=True)]
        assert len(ids) == len(set(ids)), (
            f"{self.address}: ids twice: {sorted({one for one in ids if ids.count(one) > 1})}"
        )
        assert not self.page.find_all(style=True), f"{self.address} has an inline style"
        assert not [one for one in self.page.find_all("script") if not one.get("src")], "inline script"
        for field in self.page.find_all(["input", "select", "textarea"]):
            if field.get("type") not in {"hidden", "submit"}:
                self.assert_labelled(field)
        for table in self.page.find_all("table"):
            assert table.find("caption"), f"{self.address}: a table without caption"
        for link in self.page.find_all("a", href=re.compile(r"^/")):
            self.assert_known(str(link["href"]))
        for link in self.page.find_all("a", href=re.compile(r"^#.")):
            assert str(link["href"])[1:] in ids, f"{self.address}: {link['href']} leads nowhere"

    def assert_labelled(self, field: Tag) -> None:
        """Every input has a label, around it or by its id."""
        has_label = field.find_parent("label") or self.page.find("label", {"for": field.get("id")})
        assert has_label or field.get("aria-label"), f"{self.address}: {field} has no label"

    def assert_known(self, address: str) -> None:
        """A link inside the site leads to a route."""
        assert self.app is not None
        path = urlsplit(address).path
        try:
            self.app.url_map.bind("localhost").match(path)
        except RequestRedirect:
            pass
        except HTTPException as error:
            raise AssertionError(f"{self.address}: {address} leads nowhere") from error
