"""What a PDF says of itself, for tests: its words, its tags, its alternatives, its fonts."""

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NumberObject


class Printed:
    """A PDF as a reader, or somebody who hears it, meets it."""

    def __init__(self, content: bytes) -> None:
        assert content.startswith(b"%PDF-")
        self.reader = PdfReader(BytesIO(content))

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.reader.pages)

    @property
    def words(self) -> str:
        """Everything that can be read, with single spaces."""
        return " ".join(" ".join(page.extract_text() for page in self.reader.pages).split())

    @property
    def title(self) -> str | None:
        """The title of the document."""
        return self.reader.metadata.title if self.reader.metadata else None

    @property
    def catalog(self) -> DictionaryObject:
        """The root, where a PDF says that it is tagged, in which language, and that its title is to be shown."""
        found = self.reader.trailer["/Root"].get_object()
        assert isinstance(found, DictionaryObject)
        return found

    @property
    def tags(self) -> list[str]:
        """The tags in the order of reading."""
        return [str(one["/S"]) for one in self.elements()]

    @property
    def alternatives(self) -> list[str]:
        """The words that stand for each figure; empty for a figure without."""
        return [str(one.get("/Alt", "")) for one in self.elements() if one["/S"] == "/Figure"]

    @property
    def fonts(self) -> set[str]:
        """The names of the fonts, without the mark of a subset."""
        return {
            str(font.get_object()["/BaseFont"]).split("+")[-1]
            for page in self.reader.pages
            for font in page["/Resources"]["/Font"].values()
        }

    def elements(self) -> Iterator[DictionaryObject]:
        """The elements of the structure tree."""
        yield from under(self.catalog["/StructTreeRoot"])

    def assert_accessible(self) -> None:
        """What PDF/UA-1 (ISO 14289-1, clause 7) asks for, as far as it can be read from outside."""
        catalog = self.catalog
        assert catalog["/MarkInfo"]["/Marked"]
        assert catalog["/Lang"] == "en"
        assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
        assert self.title
        assert "/H1" in self.tags
        assert all(self.alternatives), "a figure without words"
        assert self.fonts <= {"Inter", "Inter-Bold"}


def under(node: object) -> Iterator[DictionaryObject]:
    """An element and all below it."""
    found = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(found, ArrayObject):
        for one in found:
            yield from under(one)
    elif isinstance(found, DictionaryObject) and not isinstance(found, NumberObject):
        if "/S" in found:
            yield found
        if "/K" in found:
            yield from under(found["/K"])
