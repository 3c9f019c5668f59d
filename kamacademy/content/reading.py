"""Reading YAML and Markdown so that every part of a file keeps its line and column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import ConstructorError, DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import Node

from kamacademy.content.problems import Problem, Severity, UnreadableFile

Location = tuple[str | int, ...]
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Places:
    """Where each part of a file stands. `first_line` is added for YAML that begins further down."""

    path: str
    root: Any = None  # Any: ruamel's commented tree, which keeps lines and columns
    first_line: int = 1
    lines: Mapping[Location, int] = field(default_factory=dict)

    def of(self, location: Location) -> tuple[int, int]:
        """Line and column of the deepest part of a location that stands in the file."""
        if location in self.lines:
            return self.lines[location], 1
        node, line, column = self.root, 0, 0
        for step in location:
            if isinstance(node, CommentedMap) and step in node:
                line, column = node.lc.key(step)
            elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
                line, column = node.lc.item(step)
            else:
                break
            node = node[step]
        return line + self.first_line, column + 1

    def problem(self, location: Location, message: str, severity: Severity = Severity.PROBLEM) -> Problem:
        """A problem at a location."""
        line, column = self.of(location)
        return Problem(self.path, line, column, message, severity)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file's text: plain values for the model, and their places."""

    values: Any  # Any: whatever the file says, checked by the model next
    places: Places


class PlacedConstructor(RoundTripConstructor):
    """Gives a value that YAML cannot make, such as the 45th of a month, the place where it stands."""

    def construct_object(self, node: Node, deep: bool = False) -> Any:  # Any: as in the library
        """The value of a node. Raises ConstructorError."""
        try:
            return super().construct_object(node, deep=deep)
        except ValueError as error:
            raise ConstructorError(None, None, f"{node.value} is no such value: {error}", node.start_mark) from error


def read_yaml(path: str, text: str, first_line: int = 1) -> Reading:
    """Read YAML 1.2 with places. Raises UnreadableFile for broken YAML and repeated keys."""
    reader = YAML(typ="rt", pure=True)
    reader.allow_duplicate_keys = False
    reader.Constructor = PlacedConstructor
    try:
        root = reader.load(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        raise UnreadableFile(Problem(path, line + first_line, column + 1, reason(error))) from error
    except YAMLError as error:
        raise UnreadableFile(Problem(path, first_line, 1, f"cannot be read as YAML: {error}")) from error
    except RecursionError as error:
        raise UnreadableFile(Problem(path, first_line, 1, "is nested too deeply to be read")) from error
    if not isinstance(root, CommentedMap):
        raise UnreadableFile(Problem(path, first_line, 1, "is empty or not a mapping; expected `key: value` lines"))
    places = Places(path, root, first_line)
    return Reading(plain(root, places), places)


def reason(error: MarkedYAMLError) -> str:
    """Why YAML refuses a file, in words an author can act on."""
    words = " ".join((error.problem or "not YAML").split())
    if isinstance(error, DuplicateKeyError):
        return f"the key `{words.split(chr(34))[1]}` stands here twice; keep one of them"
    if r"'\t'" in words:
        return "cannot be read as YAML: there is a tab; indent with spaces"
    return f"cannot be read as YAML: {words}"


def plain(node: Any, places: Places) -> Any:  # Any: ruamel's tree in, YAML's plain values out
    """ruamel's tree as plain dicts, tuples and scalars. Raises UnreadableFile for anchors, which may form circles."""
    if isinstance(node, CommentedMap | CommentedSeq) and node.yaml_anchor() is not None:
        line, column = node.lc.line + places.first_line, node.lc.col + 1
        raise UnreadableFile(Problem(places.path, line, column, "uses a YAML anchor (&); write the part out each time"))
    if isinstance(node, CommentedMap):
        return {key: plain(value, places) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return tuple(plain(value, places) for value in node)
    for simple in (str, float):
        if isinstance(node, simple):
            return simple(node)
    return node


def read_markdown(path: str, text: str) -> Reading:
    """Read a Markdown file with YAML front matter. Adds `markdown` and `markdown_line` to the values."""
    parts = re.split(r"^---[ \t]*$\n?", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0]:
        raise UnreadableFile(
            Problem(path, 1, 1, "must begin with a line `---`, then the lesson's facts as YAML, then `---`")
        )
    front = read_yaml(path, parts[1], first_line=2)
    line = text[: len(text) - len(parts[2])].count("\n") + 1
    reserved = [key for key in ("markdown", "markdown_line") if key in front.values]
    if reserved:
        raise UnreadableFile(
            *(front.places.problem((key,), f"`{key}` is not a key of the front matter") for key in reserved)
        )
    values = {**front.values, "markdown": parts[2], "markdown_line": line}
    return Reading(values, Places(path, front.places.root, 2, {("markdown",): line}))


def text_problems(path: str, text: str) -> list[Problem]:
    """What would not survive a release unchanged or stop another reader: marks, line ends, control characters."""
    problems = []
    if text.startswith("\ufeff"):
        problems.append(Problem(path, 1, 1, "begins with a byte-order mark; save it as UTF-8 without one"))
    if "\r" in text:
        problems.append(Problem(path, *place(text, "\r"), "has Windows line ends; save it with plain line feeds"))
    control = CONTROL.search(text.replace("\r", ""))
    if control:
        message = f"has the control character U+{ord(control.group()):04X}; take it out"
        problems.append(Problem(path, *place(text, control.group()), message))
    return problems


def place(text: str, word: str) -> tuple[int, int]:
    """Line and column of a word's first appearance; the beginning where it is not found."""
    at = max(text.find(word), 0)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
