"""The process that prints: it takes sheets of HTML and gives PDF, and knows nothing else of the academy.

It is started by its path (see `press`), so that neither the application nor WeasyPrint weighs on the other's process.
A message is four bytes of length and then JSON; an answer is four bytes of length and then PDF, empty for a sheet kept.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from weasyprint import Document
    from weasyprint.urls import URLFetcher

SCHEME = "academy:"
LENGTH_BYTES = 4
VARIANT = "pdf/ua-1"
# What must fit one page is set a little smaller until it does; below three quarters nobody could read it.
SCALES = (1.0, 0.94, 0.88, 0.82, 0.76)


class NotOurs(ValueError):
    """A sheet asked for a file that is none of our static files."""


def place_in(folder: Path, address: str) -> Path:
    """The static file behind an address such as `academy:print.css`. Raises NotOurs for every other address."""
    if not address.startswith(SCHEME):
        raise NotOurs(address)
    place = (folder / address.removeprefix(SCHEME)).resolve()
    if not place.is_relative_to(folder.resolve()) or not place.is_file():
        raise NotOurs(address)
    return place


def fetcher(folder: Path) -> "URLFetcher":
    """What WeasyPrint asks for every file: our static ones, and nothing on the network or elsewhere on the disk."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Ours(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Reads static files by their own scheme."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            """One static file."""
            kind = "text/css" if url.endswith(".css") else "font/woff2"
            return URLFetcherResponse(url, place_in(folder, url).read_bytes(), {"Content-Type": kind})

    return Ours()


class Printer:
    """Sheets laid out one after another, until they are written as one file."""

    def __init__(self, folder: Path) -> None:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        self.fetcher = fetcher(folder)
        self.fonts: FontConfiguration = FontConfiguration()
        self.style: CSS = CSS(f"{SCHEME}print.css", url_fetcher=self.fetcher, font_config=self.fonts)
        self.kept: list[Document] = []

    def keep(self, html: str, *, one_page: bool) -> None:
        """Lay a sheet out; where it must be one page, as large as fits."""
        for scale in SCALES if one_page else SCALES[:1]:
            laid_out = self.laid_out(html, scale)
            if len(laid_out.pages) == 1:
                break
        self.kept.append(laid_out)

    def laid_out(self, html: str, scale: float) -> "Document":
        """A sheet on its pages."""
        from weasyprint import CSS, HTML

        smaller = [CSS(string=f":root {{ font-size: {10 * scale:.2f}pt }}")] if scale < 1 else []
        page = HTML(string=html, url_fetcher=self.fetcher)
        return page.render(stylesheets=[self.style, *smaller], font_config=self.fonts, pdf_variant=VARIANT)

    def written(self, title: str | None = None) -> bytes:
        """Everything kept as one tagged PDF under the first sheet's title or another; then nothing is kept any more."""
        first, pages = self.kept[0], [page for one in self.kept for page in one.pages]
        self.kept = []
        whole = first.copy(pages) if len(pages) > len(first.pages) else first
        whole.metadata.title = title or whole.metadata.title
        made: bytes = whole.write_pdf(pdf_variant=VARIANT)
        return made


def read_message(stream: BinaryIO) -> bytes | None:
    """One message, or None at the end of the stream."""
    length = stream.read(LENGTH_BYTES)
    if len(length) < LENGTH_BYTES:
        return None
    whole = int.from_bytes(length, "big")
    message = stream.read(whole)
    return message if len(message) == whole else None


def write_message(stream: BinaryIO, message: bytes) -> None:
    """Send one message."""
    stream.write(len(message).to_bytes(LENGTH_BYTES, "big") + message)
    stream.flush()


def main(arguments: Sequence[str]) -> None:
    """Print until nobody asks any more. The argument is the folder of static files."""
    printer = Printer(Path(arguments[0]))
    while (message := read_message(sys.stdin.buffer)) is not None:
        asked = json.loads(message)
        if "html" in asked:
            printer.keep(asked["html"], one_page=asked["one_page"])
        write_message(sys.stdout.buffer, printer.written(asked.get("title")) if asked.get("write") else b"")


if __name__ == "__main__":
    main(sys.argv[1:])
