"""Nothing opens without signing in, and no view answers without asking whether it may."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from kamacademy.access import Function, Permission, authorize
from kamacademy.db import db
from kamacademy.people.models import Person, Team
from kamacademy.records.models import AuditEvent
from tests.browser import Browser
from tests.own import Visitor, add_person, own_app, sent_to
from tests.world import PASSWORD, World

PUBLIC = {
    "people.sign_in", "people.forgotten_password", "people.new_password", "mail.stop", "reports.verify",
    "pages.healthz", "pages.readyz", "pages.favicon", "static",
    "bootstrap.static", "htmx.static", "corridor_files.static",
    "corridor.shell", "corridor.worker", "corridor.manifest_file", "corridor.contact",
}  # fmt: skip
# A program on a phone asks these: it is told to sign in, where a page would lead there.
FOR_DEVICES = {"corridor.pack", "corridor.entries"}


def part(converter: BaseConverter) -> str | int:
    """Something that a converter takes."""
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return 1 if isinstance(converter, IntegerConverter) else "x"


def address_of(app: Flask, rule: Rule) -> str:
    """An address that leads to a rule; the records it names need not exist."""
    values = {name: part(rule._converters[name]) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def guarded(app: Flask, method: str) -> list[str]:
    """Every address that is not public and takes a method."""
    return [
        address_of(app, rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in PUBLIC | FOR_DEVICES and method in (rule.methods or ())
    ]


@pytest.fixture
def own(tmp_path: Path) -> Flask:
    """An application of the test's own, so that it may have more routes."""
    return own_app(tmp_path)


def teams(app: Flask) -> list[str]:
    """The teams that are really stored."""
    with app.app_context():
        return list(db.session.scalars(select(Team.name)))


def denials(app: Flask) -> list[AuditEvent]:
    """The refused acts that are really stored."""
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent).where(AuditEvent.act == "access.denied")))


def test_the_public_endpoints_are_a_closed_list(own: Flask) -> None:
    endpoints = {rule.endpoint for rule in own.url_map.iter_rules()}
    assert endpoints >= PUBLIC
    marked = {name for name, view in own.view_functions.items() if getattr(view, "is_public", False)}
    assert marked | {"static", "bootstrap.static", "htmx.static", "corridor_files.static"} == PUBLIC
    assert {name for name, view in own.view_functions.items() if getattr(view, "is_for_devices", False)} == FOR_DEVICES


def test_every_page_sends_a_stranger_to_sign_in(own: Flask) -> None:
    client = own.test_client()
    addresses = guarded(own, "GET")
    assert len(addresses) > 20
    for address in addresses:
        wanted = None if address == "/" else address
        assert sent_to(client.get(address)) == ("/sign-in", wanted), address


def test_every_button_sends_a_stranger_to_sign_in(own: Flask) -> None:
    stranger = Visitor(own)
    addresses = guarded(own, "POST")
    assert len(addresses) > 10
    for address in addresses:
        assert sent_to(stranger.post(address)) == ("/sign-in", None), address


def test_a_phone_is_told_to_sign_in_where_a_page_would_lead_there(own: Flask) -> None:
    add_person(own, "ada@fernwick.example", *Function)
    ada = Visitor(own)
    for client in (own.test_client(), ada.client):
        for method, address in (("GET", "/corridor/pack"), ("POST", "/corridor/entries")):
            answer = client.open(address, method=method, json={} if method == "POST" else None)
            assert answer.status_code == 401, address
            assert answer.json == {"state": "sign-in"}
            assert answer.headers["Cache-Control"] == "no-store"
    with own.app_context():
        db.session.query(Person).update({"must_change_password": True})
        db.session.commit()
    ada.post("/sign-in", email="ada@fernwick.example", password=PASSWORD)
    assert ada.client.get("/corridor/pack").status_code == 401
    assert sent_to(ada.client.get("/sign-in?next=/corridor/")) == ("/account", None)


def test_no_form_is_taken_without_its_token(own: Flask) -> None:
    add_person(own, "ada@fernwick.example", *Function)
    someone = Visitor(own)
    assert someone.sign_in("ada@fernwick.example").status_code == 303
    for address in [*guarded(own, "POST"), "/sign-in"]:
        answer = someone.client.post(address, data={"name": "x"})
        assert answer.status_code == 400, address
        assert "This form had been open too long" in answer.get_data(as_text=True)


def test_a_token_of_someone_else_is_not_taken(own: Flask) -> None:
    add_person(own, "ada@fernwick.example")
    ada, stranger = Visitor(own), Visitor(own)
    ada.sign_in("ada@fernwick.example")
    ada.token = stranger.token
    assert ada.post("/account/theme", theme="dark").status_code == 400


def test_a_view_that_forgets_to_authorize_answers_500_and_stores_nothing(own: Flask) -> None:
    def forgetful() -> str:
        db.session.add(Team(name="Made without asking"))
        db.session.flush()
        return "done"

    own.add_url_rule("/forgetful", "forgetful", forgetful, methods=["POST"])
    add_person(own, "ada@fernwick.example", *Function)
    ada = Visitor(own)
    ada.sign_in("ada@fernwick.example")
    answer = ada.post("/forgetful")
    assert answer.status_code == 500
    assert "done" not in answer.get_data(as_text=True)
    assert teams(own) == []


def test_a_refusal_is_written_down_and_all_else_is_undone(own: Flask) -> None:
    def greedy() -> str:
        db.session.add(Team(name="Made before asking"))
        db.session.flush()
        authorize(Permission.MANAGE_PEOPLE)
        return "done"

    own.add_url_rule("/greedy", "greedy", greedy, methods=["POST"])
    key = add_person(own, "leo@fernwick.example")
    leo = Visitor(own)
    leo.sign_in("leo@fernwick.example")
    assert leo.post("/greedy").status_code == 403
    assert teams(own) == []
    (event,) = denials(own)
    assert (event.actor_id, event.codes) == (key, {"permission": "MANAGE_PEOPLE"})


def test_a_refused_page_is_written_down_though_reading_writes_nothing(own: Flask) -> None:
    key = add_person(own, "leo@fernwick.example")
    leo = Visitor(own)
    leo.sign_in("leo@fernwick.example")
    assert leo.client.get("/admin/audit").status_code == 403
    assert [(one.actor_id, one.codes) for one in denials(own)] == [(key, {"permission": "READ_AUDIT"})]


def test_a_reading_request_that_would_write_fails_and_stores_nothing(own: Flask) -> None:
    def sly() -> str:
        authorize(Permission.OPEN_FIRST_PAGE)
        db.session.add(Team(name="Made while reading"))
        return "done"

    own.add_url_rule("/sly", "sly", sly)
    own.config["PROPAGATE_EXCEPTIONS"] = False
    add_person(own, "ada@fernwick.example")
    ada = Visitor(own)
    ada.sign_in("ada@fernwick.example")
    assert ada.client.get("/sly").status_code == 500
    assert teams(own) == []


def test_an_unknown_page_is_not_found_with_and_without_signing_in(own: Flask) -> None:
    stranger = Visitor(own)
    answer = stranger.client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.get_data(as_text=True)


def test_methods_that_no_page_offers_are_refused_in_words(own: Flask) -> None:
    client = own.test_client()
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH"):
        assert client.open("/healthz", method=method).status_code in {400, 405}


def test_a_key_that_no_record_can_have_is_not_found(world: World, browse: type[Browser]) -> None:
    administrator = browse(world.administrator())
    for key in (0, 2**31, 10**30):
        administrator.open(f"/admin/people/{key}", expect=404)


def test_a_character_that_no_column_takes_is_refused(world: World, browse: type[Browser]) -> None:
    administrator = browse(world.administrator())
    administrator.open("/admin/people?words=a%00b", expect=400)
    administrator.open("/admin/people/new")
    administrator.fill("Name", "Mira\0Halvorsen").press("Add and show the first password", expect=400)
    assert not db.session.scalars(select(Person).where(Person.name.contains("Mira"))).all()
