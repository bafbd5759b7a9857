"""From the elements of a web page to lines of text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

import msgspec

from luodi.reading.sources.tables import MAX_COLUMNS, Cell, lines_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_NO_TEXT: Final = (
    "script style noscript template iframe frame frameset object embed svg math canvas audio video map select"
    " option datalist button input textarea head nav footer rt rp"
)
_DROPPED: Final = frozenset(_NO_TEXT.split())
_OWN_LINE: Final = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre section summary table"
    " tbody td tfoot th thead title tr ul br"
)
_BLOCKS: Final = frozenset(_OWN_LINE.split())
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_EAST_ASIAN: Final = "\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d"
_BREAK: Final = re.compile(rf"(?<=[{_EAST_ASIAN}])[ \t]*[\r\n]\s*(?=[{_EAST_ASIAN}])")
_SPACES: Final = re.compile("[ \t\r\n\x0c\xa0]+")
_PARAGRAPHS: Final = 3
"""Blocks in a cell from which on a table of one row lays out a page."""
_SHELL_IDS: Final = frozenset({"app", "root", "__next", "__nuxt", "main-app"})


class Page(msgspec.Struct, kw_only=True):
    """What a page shows, and what tells a document from a notice.

    Attributes:
        lines: the text, block by block.
        title: what stands in ``<title>``.
        prose: characters shown outside links.
        password: it asks for a password.
        scripts: it runs scripts.
        shell: it has an empty place that a script fills, or asks for scripts to be allowed.
        frames: it frames other pages.
    """

    lines: list[str] = []
    title: str = ""
    prose: int = 0
    password: bool = False
    scripts: bool = False
    shell: bool = False
    frames: bool = False


class _Sink:
    """Lines under way: of the page, or of one cell."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pieces: list[str] = []

    def end_line(self, *, verbatim: bool = False) -> None:
        if not self.pieces:
            return
        text = "".join(self.pieces)
        self.pieces.clear()
        if verbatim:
            self.lines += [line.strip() for line in text.splitlines() if line.strip()]
            return
        # CSS Text 3, 4.1.3: a line break of the source between East Asian characters shows nothing
        text = _SPACES.sub(" ", _BREAK.sub("", text)).strip()
        if text:
            self.lines.append(text)


class _Table:
    """A table under way: where its next cell belongs, and which places merged cells from above take."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.outside = _Sink()  # a caption
        self.sink = self.outside
        self.nested = False
        self.row = -1
        self.place: tuple[int, int, int] = (0, 1, 1)
        self.column = 0
        self.taken: dict[int, int] = {}  # column → first row in which it is free again

    def start_row(self) -> None:
        self.row += 1
        self.column = 0

    def start_cell(self, element: _Element) -> None:
        self.row = max(self.row, 0)
        while self.taken.get(self.column, 0) > self.row:
            self.column += 1
        # more columns than any table has would only be a way to make the text huge
        across = min(_span(element, "colspan"), max(MAX_COLUMNS - self.column, 1))
        down = _span(element, "rowspan")
        for column in range(self.column, self.column + across):
            self.taken[column] = self.row + down
        self.place = (self.column, down, across)
        self.column += across
        self.sink = _Sink()

    def end_cell(self) -> None:
        if self.sink is self.outside:
            return
        self.sink.end_line()
        column, down, across = self.place
        self.cells.append(Cell(row=self.row, column=column, down=down, across=across, lines=self.sink.lines))
        self.sink = self.outside

    def lines(self) -> list[str]:
        self.end_cell()
        self.outside.end_line()
        # one row with whole paragraphs in it is a page in columns
        columns = self.row <= 0 and any(len(cell.lines) >= _PARAGRAPHS for cell in self.cells)
        return self.outside.lines + lines_of(self.cells, layout=self.nested or columns)


def _span(element: _Element, name: str) -> int:
    value = (element.get(name) or "").strip()
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def walk(root: _Element) -> Page:
    """Walk through a page once, without recursion, so that no depth of nesting can exhaust the stack.

    Args:
        root: the ``<html>`` element.

    Returns:
        The page's text and marks.

    Example:
        >>> from lxml import etree
        >>> page = "<ol><li>建成<b>5</b>个</li><li hidden=''>x</li></ol>"
        >>> walk(etree.fromstring(page, etree.HTMLParser())).lines
        ['1.建成5个']
    """
    from lxml import etree

    page, body, tables, numbers, links, verbatim = Page(), _Sink(), list[_Table](), list[int](), 0, 0
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: _Element | None = None
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        sink = tables[-1].sink if tables else body
        text: str | None = None
        if event == "start":
            _mark(page, element, tag)
            if _is_furniture(element, tag):
                skipped = element
                walker.skip_subtree()
                continue
            if tag in _BLOCKS:
                sink.end_line(verbatim=verbatim > 0)
            if tag == "table":
                tables.append(_Table())
            elif tables and tag == "tr":
                tables[-1].end_cell()
                tables[-1].start_row()
            elif tables and tag in {"td", "th"}:
                tables[-1].end_cell()
                tables[-1].start_cell(element)
            elif tag == "ol":
                numbers.append(_first_number(element))
            elif tag == "ul":
                numbers.append(0)
            sink = tables[-1].sink if tables else body
            if tag == "li" and numbers and numbers[-1] > 0:
                sink.pieces.append(f"{numbers[-1]}.")
                numbers[-1] += 1
            links += tag == "a"
            verbatim += tag == "pre"
            text = element.text
        else:
            if element is skipped:
                skipped = None
            else:
                if tag in _BLOCKS:
                    sink.end_line(verbatim=verbatim > 0)
                if tag == "table" and tables:
                    lines = tables.pop().lines()
                    sink = tables[-1].sink if tables else body
                    sink.lines += lines
                    if tables and lines:
                        tables[-1].nested = True
                elif tables and tag in {"td", "th"}:
                    tables[-1].end_cell()
                elif tag in {"ol", "ul"} and numbers:
                    numbers.pop()
                links -= tag == "a"
                verbatim -= tag == "pre"
            sink = tables[-1].sink if tables else body
            text = element.tail
        if text:
            sink.pieces.append(text)
            if not links:
                page.prose += len(text) - sum(map(text.count, " \t\r\n\u3000\xa0"))
    body.end_line()
    page.lines = body.lines
    return page


def _is_furniture(element: _Element, tag: str) -> bool:
    if tag in _DROPPED:
        return True
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    if tag != "header" or (parent := element.getparent()) is None or parent.tag not in {"body", "div"}:
        return False
    # a header with the title in it belongs to the article, not to the site; the title stands early
    return not any(child.tag == "h1" for child in islice(element.iterdescendants(), 300))


def _mark(page: Page, element: _Element, tag: str) -> None:
    if tag == "head":
        page.title = " ".join((element.findtext(".//title") or "").split())
        page.scripts = page.scripts or element.find(".//script") is not None
    elif tag == "input":
        page.password = page.password or (element.get("type") or "").lower() == "password"
    elif tag == "script":
        page.scripts = True
    elif tag in {"frame", "frameset", "iframe"}:
        page.frames = page.frames or tag != "iframe" or bool(element.get("src"))
    elif tag == "noscript":
        page.shell = page.shell or any(
            isinstance(text, str) and "script" in text.lower() for text in islice(element.itertext(), 20)
        )
    elif tag == "div" and not page.shell:
        page.shell = element.get("id") in _SHELL_IDS and len(element) == 0


def _first_number(element: _Element) -> int:
    """Give the first number of an ordered list; 0 when its items show none, as in menus."""
    if element.get("type") not in {None, "1"} or "list-style" in (element.get("style") or "").lower():
        return 0
    item = element.find("li")
    if item is None or (not (item.text or "").strip() and len(item) and item[0].tag == "a"):
        return 0
    start = (element.get("start") or "1").strip()
    return int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
