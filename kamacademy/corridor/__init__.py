"""The coaching form on a phone without a signal: what the device holds, and what it sends."""

from pathlib import Path

from flask import Blueprint, Flask

from kamacademy.corridor import routes
from kamacademy.corridor.shell import OF_PAGES, SHARED_FILES, SHELL_TEMPLATES, version_of

TEMPLATES = Path(__file__).parent / "templates"


def init_app(app: Flask) -> None:
    """Add the form's page and files, what it asks, and the pages about phones."""
    static = Path(app.static_folder or "")
    own = static / "corridor"
    files = {place.relative_to(own).as_posix(): place for place in sorted(own.rglob("*")) if place.is_file()}
    frame = {name: static / name for name in SHARED_FILES}
    frame |= {name: TEMPLATES / name for name in SHELL_TEMPLATES}
    version = version_of((name, place.read_bytes()) for name, place in (files | frame).items())
    # Their folder is named for the version, so that modules that name each other are always of one version.
    app.register_blueprint(
        Blueprint("corridor_files", __name__, static_folder=str(own), static_url_path=f"/corridor/{version}")
    )
    app.extensions["corridor"] = routes.Shell(version, tuple(name for name in files if name not in OF_PAGES))
    app.register_blueprint(routes.corridor)
