"""Strict headers on every answer, and cookies only where they belong."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from kamacademy import create_app
from kamacademy.config import SecretMissing, own_secret, settings
from tests.conftest import SECRET
from tests.conftest import settings as settings_of_test
from tests.own import Visitor, add_person, own_app
from tests.world import NOW


@pytest.fixture
def own(tmp_path: Path) -> Flask:
    """An application with one person."""
    app = own_app(tmp_path)
    add_person(app, "ada@fernwick.example")
    return app


@pytest.mark.parametrize("address", ["/sign-in", "/nowhere", "/healthz", "/static/kamacademy.css", "/favicon.ico"])
def test_every_answer_forbids_what_the_pages_do_not_need(own: Flask, address: str) -> None:
    with own.test_client().get(address) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_are_kept_by_no_cache(own: Flask) -> None:
    ada = Visitor(own)
    ada.sign_in("ada@fernwick.example")
    assert ada.client.get("/account").headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_a_year_and_carry_no_session(own: Flask) -> None:
    ada = Visitor(own)
    ada.sign_in("ada@fernwick.example")
    page = ada.client.get("/account").get_data(as_text=True)
    addresses = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert len(addresses) == 2
    for address in addresses:
        assert "?v=" in address
        with ada.client.get(address) as answer:
            assert "max-age=31536000" in answer.headers["Cache-Control"]
            assert "Set-Cookie" not in answer.headers
            assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_session_is_carried_on_every_five_minutes_not_with_each_page(own: Flask) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        ada = Visitor(own)
        ada.sign_in("ada@fernwick.example")
        ada.client.get("/account")
        for minutes, is_sent in ((0, False), (4, False), (2, True), (1, False)):
            clock.shift(timedelta(minutes=minutes))
            assert ("Set-Cookie" in ada.client.get("/account").headers) is is_sent


def test_addresses_are_kept_by_value_type_and_mount(own: Flask) -> None:
    address = own.jinja_env.globals["url_for"]
    with own.test_request_context("/"):
        assert [address("people.people_list", page=1), address("people.people_list", page=True)] == [
            "/admin/people?page=1",
            "/admin/people?page=True",
        ]
        assert address("people.people_list", words=["a", "b"]) == "/admin/people?words=a&words=b"
    with own.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/academy"}):
        assert address("people.people_list", page=1) == "/academy/admin/people?page=1"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(tmp_path: Path) -> None:
    kept = settings({"KAMACADEMY_SECRET_KEY": SECRET, "KAMACADEMY_DATA": str(tmp_path)})
    assert kept["SESSION_COOKIE_HTTPONLY"] is True
    assert kept["SESSION_COOKIE_SECURE"] is True
    assert kept["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_a_proxy_is_believed_only_where_one_is_named(tmp_path: Path) -> None:
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    plain = create_app(settings_of_test("sqlite://", tmp_path))
    behind_one = create_app(settings_of_test("sqlite://", tmp_path) | {"PROXIES": 1})
    for app, is_believed in ((plain, False), (behind_one, True)):
        headers = app.test_client().get("/healthz", headers=forwarded).headers
        assert ("Strict-Transport-Security" in headers) is is_believed


@pytest.mark.parametrize("secret", [None, "", "short"])
def test_a_server_without_a_secret_does_not_start(secret: str | None) -> None:
    with pytest.raises(SecretMissing, match=r"KAMACADEMY_SECRET_KEY is not set\. Make one with: python -c"):
        settings({} if secret is None else {"KAMACADEMY_SECRET_KEY": secret})


def test_a_demo_makes_its_secret_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    first = own_secret(tmp_path / "demo")
    assert len(first) == 64
    assert own_secret(tmp_path / "demo") == first
    assert (tmp_path / "demo" / "secret").stat().st_mode & 0o077 == 0
    assert own_secret(tmp_path / "other") != first


def test_the_database_is_embedded_unless_an_address_is_given(tmp_path: Path) -> None:
    base = {"KAMACADEMY_SECRET_KEY": SECRET, "KAMACADEMY_DATA": str(tmp_path)}
    assert settings(base)["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path / 'kamacademy.sqlite'}"
    given = settings(base | {"KAMACADEMY_DATABASE_URL": "postgres://a:b@db/kam"})
    assert given["SQLALCHEMY_DATABASE_URI"] == "postgresql://a:b@db/kam"
