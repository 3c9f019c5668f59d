"""Reading SVG drawings that can be set into a page: words for those who do not see, no scripts, styles or colours."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from xml.parsers import expat

from kamacademy.content.problems import Problem, UnreadableFile
from kamacademy.content.reading import Places, Reading

NAMESPACE = "http://www.w3.org/2000/svg"
ELEMENTS = frozenset([
    "svg", "g", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "title", "desc",
])  # fmt: skip
ATTRIBUTES = frozenset([
    "xmlns", "viewBox", "role", "aria-labelledby", "id", "class", "x", "y", "x1", "y1",
    "x2", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "width",
    "height", "d", "points", "transform", "text-anchor", "font-size",
])  # fmt: skip
CLASSES = frozenset([
    "d-box", "d-box-accent", "d-line", "d-arrow", "d-accent",
    "d-text", "d-text-strong", "d-text-quiet", "d-text-on", "d-grid",
])  # fmt: skip
COLOURED = re.compile(r"^(style|fill.*|stroke.*|color|stop-.*|opacity|on.*)$")


class Drawing:
    """What the parser meets in one drawing, and everything wrong with it."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.name = PurePosixPath(path).stem
        self.lines = text.splitlines()
        self.problems: list[Problem] = []
        self.words = {"title": "", "desc": ""}
        self.open: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.read
        self.parser.StartDoctypeDeclHandler = self.declare
        self.parser.ProcessingInstructionHandler = self.instruct
        self.parser.XmlDeclHandler = self.instruct
        self.parser.Parse(text, True)
        for name, words in self.words.items():
            if not words.strip():
                self.problems.append(Problem(path, 1, 1, f"needs a <{name}> inside <svg>: the drawing in words"))

    def wrong(self, message: str, word: str = "") -> None:
        """Note a problem at the element being read, or at a word in it."""
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber
        found = re.compile(rf"(?<![\w-]){re.escape(word)}\s*=").search(self.lines[line - 1], column) if word else None
        self.problems.append(Problem(self.path, line, (found.start() if found else column) + 1, message))

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        if not self.open and (name != "svg" or attributes.get("xmlns") != NAMESPACE):
            self.wrong(f'must begin with <svg xmlns="{NAMESPACE}">')
        if name not in ELEMENTS:
            self.wrong(f"<{name}> is not allowed in a drawing")
        for attribute, value in attributes.items():
            self.judge(attribute, value)
        self.open.append(name)

    def judge(self, attribute: str, value: str) -> None:
        """One attribute: known, of a known class, and named so that two drawings fit on one page."""
        if COLOURED.match(attribute):
            self.wrong(f"`{attribute}` is not allowed; use the d-* classes, which follow light and dark", attribute)
        elif attribute not in ATTRIBUTES:
            self.wrong(f"the attribute `{attribute}` is not allowed in a drawing", attribute)
        elif attribute == "class" and not CLASSES.issuperset(value.split()):
            self.wrong(f"`{value}` is not one of the classes {', '.join(sorted(CLASSES))}", attribute)
        elif attribute == "id" and not value.startswith(f"{self.name}-"):
            self.wrong(f"the id `{value}` must begin with `{self.name}-`, so that no page has it twice", attribute)

    def end(self, name: str) -> None:
        """An element closes."""
        self.open.pop()

    def read(self, words: str) -> None:
        """Text between two marks."""
        if len(self.open) == 2 and self.open[1] in self.words:
            self.words[self.open[1]] += words

    def declare(self, *_: object) -> None:
        """A document type, which could define entities: read no further."""
        self.wrong("has a document type; leave only the <svg> element")
        raise UnreadableFile(*self.problems)

    def instruct(self, *_: object) -> None:
        """An XML declaration or instruction, which has no place inside a page."""
        self.wrong("has a line of the form <?...?>; leave only the <svg> element")


def read_svg(path: str, text: str) -> Reading:
    """Read a drawing. Raises UnreadableFile with everything that may not be set into a page."""
    try:
        problems = Drawing(path, text).problems
    except expat.ExpatError as error:
        message = f"is not well-formed SVG: {expat.ErrorString(error.code)}"
        raise UnreadableFile(Problem(path, error.lineno, error.offset + 1, message)) from error
    if problems:
        raise UnreadableFile(*problems)
    return Reading({"svg": text}, Places(path))
