"""The form's page, worker and manifest: open to all, about nobody, and always of one version."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from kamacademy.config import PROJECT
from kamacademy.corridor.shell import manifest, version_of
from tests.own import Visitor, add_person, own_app

OWN = PROJECT / "kamacademy" / "static" / "corridor"


@pytest.fixture
def own(tmp_path: Path) -> Flask:
    """An application without content or people."""
    return own_app(tmp_path)


def kept_files(own: Flask) -> list[str]:
    """What the worker keeps on the phone."""
    words = own.test_client().get("/corridor/worker.js").get_data(as_text=True)
    found = re.search(r"const KEPT = (\[.*?\]);", words)
    assert found is not None, words[:300]
    files: list[str] = json.loads(found.group(1))
    return files


def test_the_page_is_the_same_for_everyone(own: Flask) -> None:
    add_person(own, "ada@fernwick.example")
    ada = Visitor(own)
    ada.sign_in("ada@fernwick.example")
    with own.test_client().get("/corridor/") as stranger, ada.client.get("/corridor/") as hers:
        assert stranger.status_code == 200
        assert stranger.data == hers.data
        assert b"csrf" not in stranger.data


def test_everything_the_worker_keeps_is_there_for_everyone_and_belongs_to_nobody(own: Flask) -> None:
    files = kept_files(own)
    assert "/corridor/" in files
    assert len(files) == len(set(files)) > len(list(OWN.rglob("*.js")))
    for address in files:
        assert address.startswith("/"), address
        with own.test_client().get(address) as answer:
            assert answer.status_code == 200, address
            assert "Set-Cookie" not in answer.headers, address


def test_everything_the_page_names_is_kept_by_the_worker(own: Flask) -> None:
    page = own.test_client().get("/corridor/").get_data(as_text=True)
    named = set(re.findall(r'(?:href|src)="(/(?:static|corridor)/[^"#]+)', page))
    assert len(named) > 3
    assert named <= set(kept_files(own))


def test_modules_name_only_modules_of_their_own_folder(own: Flask) -> None:
    """So that the version in the folder's name holds for all of them."""
    names = {place.name for place in OWN.glob("*.js")}
    named = 0
    for place in OWN.glob("*.js"):
        for other in re.findall(r"""from\s+["']([^"']+)["']""", place.read_text(encoding="utf-8")):
            assert other.startswith("./"), f"{place.name} names {other}"
            assert other.removeprefix("./") in names, f"{place.name} names {other}"
            named += 1
    assert named > 10


def test_own_files_are_kept_for_a_year_and_carry_no_session(own: Flask) -> None:
    add_person(own, "ada@fernwick.example")
    ada = Visitor(own)
    ada.sign_in("ada@fernwick.example")
    address = next(one for one in kept_files(own) if one.endswith("/main.js"))
    with ada.client.get(address) as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        assert answer.mimetype == "text/javascript"


def test_worker_and_manifest_are_asked_for_each_time(own: Flask) -> None:
    worker = own.test_client().get("/corridor/worker.js")
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Cache-Control"] == "no-cache"
    found = own.test_client().get("/corridor/manifest.webmanifest")
    assert found.mimetype == "application/manifest+json"
    assert found.headers["Cache-Control"] == "no-cache"
    body = json.loads(found.data)
    assert (body["start_url"], body["scope"], body["display"]) == ("/corridor/", "/corridor/", "standalone")
    assert {(one["sizes"], one["purpose"]) for one in body["icons"]} == {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
    for one in body["icons"]:
        with own.test_client().get(one["src"]) as icon:
            assert icon.mimetype == one["type"]


def test_a_changed_file_makes_another_version() -> None:
    first = version_of([("a.js", b"one"), ("b.js", b"two")])
    assert version_of([("b.js", b"two"), ("a.js", b"one")]) == first
    assert len(first) == 10
    others = [
        [("a.js", b"one"), ("b.js", b"three")], [("a.js", b"one")], [("a.js", b"two"), ("b.js", b"one")],
        [("a.js", b"onetwo"), ("b.js", b"")], [("c.js", b"one"), ("b.js", b"two")],
    ]  # fmt: skip
    assert len({version_of(one) for one in others} - {first}) == len(others)


def test_the_manifest_names_the_icons_it_is_given() -> None:
    icons = manifest(address="/corridor/", icons=[("/x.png", "192x192", "any")])["icons"]
    assert icons == [{"src": "/x.png", "sizes": "192x192", "type": "image/png", "purpose": "any"}]
