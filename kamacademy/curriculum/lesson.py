"""A lesson's Markdown as the parts of a page: text, fact cards, drawings, questions.

Beside CommonMark and tables a lesson knows three lines of its own, `::fact NAME`, `::figure NAME` and
`::question NAME`, two boxes, `::: example TITLE` and `::: try TITLE`, and links to terms, `[word](term:NAME)`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.container import container_plugin

from kamacademy.wording import bound

PartKind = Literal["html", "fact", "figure", "question"]
DIRECTIVE = re.compile(r"^::(fact|figure|question)\s+([a-z0-9-]+)\s*$")
BOXES = {"example": "Worked example", "try": "Try it"}
WHY_NO_DIRECTIVE = {
    True: "must stand alone: a blank line before and after it, outside lists and boxes",
    False: "is not known; write ::fact NAME, ::figure NAME or ::question NAME",
}


@dataclass(frozen=True, slots=True)
class Use:
    """What a lesson's text points at, on which line and in which column, both from 0."""

    kind: Literal["fact", "figure", "question", "term"]
    name: str
    line: int
    column: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the page: HTML to print, or the name of what stands there."""

    kind: PartKind
    html: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of the lesson, for the outline."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class LessonText:
    """The whole lesson, ready for a template."""

    parts: tuple[Part, ...]
    headings: tuple[Heading, ...]
    terms: tuple[str, ...]


def box(name: str) -> RendererProtocol | object:
    """How a box opens and closes."""

    def render(renderer: RendererProtocol, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[at]
        if token.nesting != 1:
            return "</div>\n"
        title = token.info.strip().partition(" ")[2].strip()
        head = f'<p class="lesson-box-title"><b>{BOXES[name]}</b>{f" {plain_inline(title)}" if title else ""}</p>'
        return f'<div class="lesson-box lesson-box-{name}">{head}\n'

    return render


def table_open(renderer: RendererProtocol, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    """How a table opens: with the heading it stands under as its caption, for those who hear the page."""
    return f'<table><caption class="visually-hidden">{escaped(tokens[at].meta.get("caption", "Table"))}</caption>\n'


def escaped(text: str) -> str:
    """Text safe inside HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_inline(text: str) -> str:
    """A title without marks of its own, with the quotation marks and spaces of the text around it, safe inside HTML."""
    (block,) = reader().parseInline(text)
    return escaped("".join(child.content for child in block.children or ()))


def keep_with_number(state: StateCore) -> None:
    """A per cent sign never begins a line: the space between a number and its sign does not break."""
    for block in state.tokens:
        for child in block.children or ():
            if child.type == "text":
                child.content = bound(child.content)


@lru_cache(maxsize=1)
def reader() -> MarkdownIt:
    """The one Markdown reader: CommonMark with tables and boxes, no raw HTML."""
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "smartquotes"])
    markdown.core.ruler.push("keep_with_number", keep_with_number)
    markdown.use(anchors_plugin, min_level=2, max_level=3)
    for name in BOXES:
        markdown.use(container_plugin, name=name, render=box(name))
    markdown.add_render_rule("table_open", table_open)
    # The library refuses unknown schemes; `term:` is ours.
    known = markdown.validateLink
    markdown.validateLink = lambda url: url.startswith("term:") or known(url)  # type: ignore[method-assign]
    return markdown


def directive(tokens: list[Token], at: int) -> tuple[str, str] | None:
    """The directive that a paragraph holds alone, at the top level."""
    if tokens[at].type != "paragraph_open" or tokens[at].level != 0:
        return None
    found = DIRECTIVE.match(tokens[at + 1].content.strip())
    return (found.group(1), found.group(2)) if found else None


def uses_of(markdown: str) -> list[Use]:
    """Everything a lesson's text points at."""
    tokens, lines = reader().parse(markdown), markdown.splitlines()
    uses = []
    for at, token in enumerate(tokens):
        line = (token.map or [0])[0]
        found = directive(tokens, at)
        if found is not None:
            uses.append(Use(found[0], found[1], line))  # type: ignore[arg-type]  # one of the three, checked above
        for child in token.children or ():
            href = str(child.attrGet("href") or "") if child.type == "link_open" else ""
            if href.startswith("term:"):
                uses.append(Use("term", href.removeprefix("term:"), *place_of(f"({href})", lines, line)))
    return uses


def place_of(word: str, lines: Sequence[str], first: int) -> tuple[int, int]:
    """Line and column, from 0, of a word in the paragraph or table that begins on a line."""
    return next(((first + n, line.find(word)) for n, line in enumerate(lines[first:]) if word in line), (first, 0))


def text_problems(markdown: str) -> Iterator[tuple[int, str]]:
    """Lines, from 0, with a heading of another level than two or three, or with a mark of ours that would not work."""
    tokens = reader().parse(markdown)
    for token in tokens:
        if token.type == "heading_open" and token.tag not in {"h2", "h3"}:
            yield (token.map or [0])[0], f"a {token.tag[1]}-mark heading is not used in lessons; write ## or ###"
    known = {(token.map or [0])[0] for at, token in enumerate(tokens) if directive(tokens, at)}
    quoted = {n for token in tokens if token.type in {"fence", "code_block"} for n in range(*(token.map or (0, 0)))}
    boxes: list[int] = []
    for number, line in enumerate(markdown.splitlines()):
        if number in quoted or number in known:
            continue
        if re.match(r"\s*::(?!:)", line):
            yield number, f"`{line.strip()}` {WHY_NO_DIRECTIVE[bool(DIRECTIVE.match(line.strip()))]}"
        elif re.match(r":::+\s*$", line):
            boxes = boxes[:-1]
        elif named := re.match(r":::+\s*(\w+)", line):
            boxes.append(number)
            if named.group(1) not in BOXES:
                yield number, f"there is no box `{named.group(1)}`; write ::: example TITLE or ::: try TITLE"
    for number in boxes:
        yield number, "this box is not closed; end it with a line `:::`"


@lru_cache(maxsize=256)
def lesson_text(markdown: str) -> LessonText:
    """The parts of a lesson's page. Kept by the process, since a published text never changes."""
    tokens = reader().parse(markdown)
    parts: list[Part] = []
    run: list[Token] = []
    terms: list[str] = []
    heading = "Table"

    def close_run() -> None:
        if run:
            parts.append(Part("html", html=cleaned(reader().renderer.render(run, reader().options, {}))))
            run.clear()

    at = 0
    while at < len(tokens):
        found = directive(tokens, at)
        if found is not None:
            close_run()
            parts.append(Part(found[0], name=found[1]))  # type: ignore[arg-type]  # one of the three
            at += 3
            continue
        for child in tokens[at].children or ():
            point_at_term(child, terms)
        if tokens[at].type == "heading_open":
            heading = tokens[at + 1].content
        elif tokens[at].type == "table_open":
            tokens[at].meta["caption"] = heading
        run.append(tokens[at])
        at += 1
    close_run()
    return LessonText(tuple(parts), tuple(headings_of(tokens)), tuple(terms))


def point_at_term(token: Token, terms: list[str]) -> None:
    """Turn a link to a term into a link to its meaning at the foot of the lesson, and note the term."""
    href = str(token.attrGet("href") or "") if token.type == "link_open" else ""
    if href.startswith("term:"):
        name = href.removeprefix("term:")
        token.attrSet("href", f"#term-{name}")
        token.attrSet("class", "glossary-term")
        if name not in terms:
            terms.append(name)


def headings_of(tokens: Sequence[Token]) -> Iterator[Heading]:
    """The second-level headings with their anchors."""
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            yield Heading(str(token.attrGet("id")), tokens[at + 1].content)


LESSON_TAGS = {
    "p", "h2", "h3", "ul", "ol", "li", "strong", "em", "b", "a", "blockquote", "code", "pre",
    "hr", "br", "div", "table", "caption", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def cleaned(html: str) -> str:
    """Only what a lesson may hold; a second wall behind the reader, which lets no raw HTML through."""
    return nh3.clean(
        html,
        tags=LESSON_TAGS,
        attributes={"h2": {"id"}, "h3": {"id"}, "a": {"href", "class"}, "ol": {"start"}},
        allowed_classes={
            "div": {"lesson-box", "lesson-box-example", "lesson-box-try"},
            "p": {"lesson-box-title"},
            "caption": {"visually-hidden"},
        },
        url_schemes={"https"},
        link_rel="noopener",
    )


@lru_cache(maxsize=256)
def simple_html(markdown: str) -> str:
    """Short Markdown, such as an exercise's task, as HTML."""
    return cleaned(reader().render(markdown))
