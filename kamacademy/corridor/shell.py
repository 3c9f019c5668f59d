"""The application's frame on the phone: the files it is made of, its version, and how it introduces itself."""

from collections.abc import Iterable
from hashlib import sha256

# Beside the form's own files: what its page names of the academy's.
SHARED_FILES = ("kamacademy.css", "icons.svg", "images/favicon.svg", "fonts/inter.woff2")
# The page and its worker change with these templates.
SHELL_TEMPLATES = ("corridor/shell.html", "corridor/worker.js")
# Modules that the academy's pages load around signing out, and the form does not.
OF_PAGES = frozenset({"forget.js", "leave.js"})


def version_of(parts: Iterable[tuple[str, bytes]]) -> str:
    """Ten characters that change whenever one of the named parts does."""
    digest = sha256()
    for name, content in sorted(parts):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:10]


def manifest(*, address: str, icons: Iterable[tuple[str, str, str]]) -> dict[str, object]:
    """The web application's manifest. `icons` are address, size such as 192x192, and purpose."""
    return {
        "id": address,
        "name": "KAM Academy coaching",
        "short_name": "Coaching",
        "description": "Write down what you saw on a visit, with or without a signal.",
        "lang": "en",
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "background_color": "#faf9f7",
        "theme_color": "#faf9f7",
        "icons": [
            {"src": src, "sizes": sizes, "type": "image/png", "purpose": purpose} for src, sizes, purpose in icons
        ],
    }
