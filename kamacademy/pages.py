"""What every page shares: headers, static files with a version, error pages, navigation, health."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request, url_for
from flask.templating import Environment
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from sqlalchemy import text
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from kamacademy import clock
from kamacademy.access import Function, public
from kamacademy.content.queries import NothingPublished
from kamacademy.db import LARGEST_KEY, db
from kamacademy.navigation import Group, Link, navigation, nearest, tabs

pages = Blueprint("pages", __name__)


class Templates(Environment):
    """Templates that share one table of globals instead of a layer each.

    Jinja copies the table for every template and every import of a page, and a layered one is copied key by key in
    Python. No template of ours is loaded with globals of its own, so that nothing can leak from one to another.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:  # Any: as Jinja has it
        """The globals of a template."""
        return super().make_globals(d) if d else self.globals


WAYS_KEPT = 2048
ADDRESSES_KEPT = 16_384

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

# What went wrong, and what to do now.
ERRORS: Mapping[int, tuple[str, str]] = {
    400: (
        "That request could not be read",
        "Go back, reload the page and try again. What you typed is still in the form.",
    ),
    403: ("This page is not open to you", "If you think it should be, ask your administrator which function you hold."),
    404: ("There is no such page", "The address may be mistyped, or the thing it pointed at has been archived."),
    405: ("That cannot be done here", "Go back and use the button on the page."),
    409: (
        "Someone changed this before you",
        "Reload the page to see the newest state, then try again. Nothing was overwritten.",
    ),
    413: ("That is too large", "Keep what you send below {most} MB."),
    500: (
        "Something broke on our side",
        "Nothing was saved half-way. Try again; if it happens twice, tell your administrator the time.",
    ),
}


@pages.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@pages.get("/readyz")
@public
def readyz() -> Response:
    """The database answers too."""
    db.session.execute(text("SELECT 1"))
    return Response("ready\n", mimetype="text/plain")


@pages.get("/favicon.ico")
@public
def favicon() -> Response:
    """Old browsers ask here."""
    return current_app.send_static_file("images/favicon.svg")


def error_page(error: HTTPException) -> tuple[str, int]:
    """An error in words."""
    code = error.code or 500
    title, help_ = ERRORS.get(code, ERRORS[500] if code >= 500 else ERRORS[400])
    if code == 413:
        help_ = help_.format(most=f"{(request.max_content_length or 0) // 1024**2:,}")
    if isinstance(error, CSRFError):
        title, help_ = "This form had been open too long", "Go back, reload the page and send it again."
    return render_template("error.html", title=title, help=help_), code


def nothing_published(error: NothingPublished) -> tuple[str, int]:
    """A server without content says how to get some."""
    return render_template("error.html", title="There is no content yet", help=str(error)), 503


def refuse_unstorable() -> None:
    """Answer 400 to the one character that no database column takes."""
    if any("\0" in value for values in (request.args, request.form) for _, value in values.items(multi=True)):
        abort(400)


class KeyConverter(IntegerConverter):
    """A row's key in an address; one that no row can have leads nowhere instead of breaking the query."""

    def __init__(self, map_: Map) -> None:
        super().__init__(map_, max=LARGEST_KEY)


def with_headers(response: Response) -> Response:
    """Strict headers on every answer; pages with a person's data are never kept by caches."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


@dataclass(frozen=True, slots=True)
class Way:
    """The navigation of one person: groups, the tabs of a phone, and every entry's address by endpoint."""

    groups: list[Group]
    tabs: list[Link]
    addresses: dict[str, str]


def address_of(link: Link, person_id: int) -> str:
    """Where an entry of the navigation leads for a person."""
    return url_for(link.endpoint, person_id=person_id) if link.mine else url_for(link.endpoint)


def add_htmx(app: Flask) -> None:
    """Serve htmx from its package, whose Python part is for another framework and is not imported."""
    found = find_spec("js_lib_htmx")
    assert found is not None
    assert found.submodule_search_locations is not None
    folder = Path(found.submodule_search_locations[0]) / "static" / "htmx"
    app.register_blueprint(Blueprint("htmx", __name__, static_folder=str(folder), static_url_path="/htmx"))
    app.jinja_env.globals["htmx_version"] = version("django-js-lib-htmx")


def init_app(app: Flask) -> None:
    """Add what every page shares."""
    add_htmx(app)
    app.url_map.converters["int"] = KeyConverter
    if app.config["PROXIES"]:
        count = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.before_request(refuse_unstorable)
    app.register_blueprint(pages)
    app.register_error_handler(HTTPException, error_page)
    app.register_error_handler(NothingPublished, nothing_published)
    app.after_request(with_headers)
    static = Path(app.static_folder or "")
    versions = {
        place.relative_to(static).as_posix(): sha256(place.read_bytes()).hexdigest()[:10]
        for place in static.rglob("*")
        if place.is_file()
    }

    @cache
    def static_file(name: str) -> str:
        """The address of a static file with its version, so that browsers may keep it for a year."""
        return url_for("static", filename=name, v=versions[name])

    @cache
    def icon(name: str) -> Markup:
        """A picture beside words. Not a macro, since a page prints up to fifty and there are but a few."""
        return Markup('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>').format(
            static_file("icons.svg"), name
        )

    @lru_cache(maxsize=WAYS_KEPT)
    def way(functions: frozenset[Function], person_id: int) -> Way:
        """The navigation of a person; every page prints it, and it changes with the functions only."""
        groups = navigation(functions)
        addresses = {link.endpoint: address_of(link, person_id) for group in groups for link in group.links}
        return Way(groups, tabs(functions), addresses)

    def shell() -> dict[str, Any]:  # Any: template values of several kinds
        """The frame's own values."""
        if not current_user.is_authenticated:
            return {"today": clock.today()}
        functions = frozenset() if current_user.must_change_password else current_user.functions
        found = way(functions, current_user.id)
        return {
            "navigation": found.groups,
            "tabs": found.tabs,
            "addresses": found.addresses,
            "here": nearest(request.path, found.addresses.values()),
            "today": clock.today(),
        }

    app.context_processor(shell)
    app.jinja_env.globals.update(static_file=static_file, icon=icon, url_for=addresses_of(app))


def addresses_of(app: Flask) -> Callable[..., str]:
    """Flask's `url_for` for templates, which keeps what it has built: a page prints up to a hundred addresses.

    What is printed depends on the values, their types and where the application is mounted, on nothing else.
    """

    @lru_cache(maxsize=ADDRESSES_KEPT)
    def built(_root: str, endpoint: str, values: tuple[tuple[str, type, Any], ...]) -> str:
        return app.url_for(endpoint, **{name: value for name, _, value in values})

    def address(endpoint: str, **values: Any) -> str:  # Any: whatever a route takes
        try:
            return built(request.script_root, endpoint, tuple((name, type(one), one) for name, one in values.items()))
        except TypeError:  # a list among the values
            return app.url_for(endpoint, **values)

    return address
