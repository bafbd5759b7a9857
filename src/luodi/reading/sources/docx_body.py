"""The body of a Word document, from elements to lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from luodi.reading.sources.docx_numbers import Numbering
from luodi.reading.sources.docx_styles import VAL, Styles, W, integer, number_ref
from luodi.reading.sources.tables import MAX_COLUMNS, Cell, lines_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NO_TEXT: Final = (
    "del moveFrom delText instrText delInstrText rPr pPr tblPr tblGrid trPr tcPr sdtPr sectPr rt"
    " annotationRef footnoteRef endnoteRef altChunk"
)
"""Deleted text, properties, field codes and the reading aids over characters."""
_DROPPED: Final = frozenset(f"{W}{name}" for name in _NO_TEXT.split())
_CHARACTERS: Final = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_FALSE: Final = frozenset({"0", "false", "off", "none"})


class Body:
    """Reads blocks (paragraphs, tables and what wraps them) in document order, counting list numbers.

    Recursion is safe here: the parser refuses XML of more than 256 levels.
    """

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def read(self, container: _Element, *, in_cell: bool = False) -> list[str]:
        """Give the lines of a body, a cell, a text box or a note."""
        lines: list[str] = []
        carried = ""
        for block in self._blocks(container):
            if block.tag == f"{W}tbl":
                cells, nested = self._cells(block)
                lines += lines_of(cells, layout=nested)
                continue
            more = self._paragraph(block, in_cell=in_cell)
            if carried:
                more = [carried + more[0], *more[1:]] if more else [carried]
            # accepting the deletion of a paragraph's end joins it with the next one
            carried = more.pop() if more and block.find(f"{W}pPr/{W}rPr/{W}del") is not None else ""
            lines += more
        return [*lines, carried] if carried else lines

    def notes(self, root: _Element | None) -> list[str]:
        """Give the lines of footnotes or endnotes; the separators among them are no notes."""
        lines: list[str] = []
        for note in root if root is not None else ():
            if note.get(f"{W}type") in {None, "normal"}:
                lines += self.read(note)
        return lines

    def _blocks(self, container: _Element) -> Iterator[_Element]:
        for child in container:
            if child.tag in {f"{W}p", f"{W}tbl"}:
                yield child
            elif child.tag in _DROPPED or _is_contents(child):
                continue
            else:
                yield from self._blocks(_chosen(child))

    def _paragraph(self, paragraph: _Element, *, in_cell: bool) -> list[str]:
        properties = paragraph.find(f"{W}pPr")
        named = properties.find(f"{W}pStyle") if properties is not None else None
        style = (named.get(VAL) if named is not None else None) or self._styles.default
        if self._styles.is_contents(style):
            return []
        pieces: list[str] = []
        boxes: list[_Element] = []
        self._inline(paragraph, pieces, boxes)
        lines = [line.strip() for line in "".join(pieces).split("\n")]
        lines = [line for line in lines if line]
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        gone = mark is not None and any(mark.find(f"{W}{name}") is not None for name in ("del", "vanish"))
        # an empty paragraph counts too, unless it was deleted; in a cell its number is the text (序号)
        label = self._numbering.label(number_ref(properties), style) if lines or not gone else ""
        if lines:
            lines[0] = label + lines[0]
        elif label and in_cell:
            lines = [label.strip()]
        for box in boxes:
            lines += self.read(box)
        return lines

    def _inline(self, element: _Element, pieces: list[str], boxes: list[_Element]) -> None:
        for child in element:
            tag = child.tag
            if tag in {f"{W}t", f"{_MATH}t"}:
                pieces.append(" ".join((child.text or "").splitlines()) if child.text else "")
            elif tag in _CHARACTERS:
                pieces.append(_CHARACTERS[tag])
            elif tag == f"{W}sym":
                pieces.append(_symbol(child))
            elif tag == f"{W}txbxContent":
                boxes.append(child)
            elif tag == f"{W}ruby":
                for base in child.iterfind(f"{W}rubyBase"):
                    self._inline(base, pieces, boxes)
            elif tag in _DROPPED or (tag == f"{W}r" and _is_hidden(child)):
                continue
            else:
                self._inline(_chosen(child), pieces, boxes)

    def _cells(self, table: _Element) -> tuple[list[Cell], bool]:
        cells: list[Cell] = []
        begun: dict[int, int] = {}  # column → where in cells the merged cell above it is
        nested = False
        for number, row in enumerate(_wrapped(table, f"{W}tr")):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            column = integer(properties.find(f"{W}gridBefore"), 0) if properties is not None else 0
            column = min(max(column or 0, 0), MAX_COLUMNS)
            for element in _wrapped(row, f"{W}tc"):
                across, follows, continues = _merged(element)
                if follows:
                    continue
                if continues and column in begun:
                    above = cells[begun[column]]
                    cells[begun[column]] = Cell(
                        row=above.row,
                        column=column,
                        down=number - above.row + 1,
                        across=above.across,
                        lines=above.lines,
                    )
                else:
                    begun[column] = len(cells)
                    nested = nested or next(element.iter(f"{W}tbl"), None) is not None
                    lines = self.read(element, in_cell=True)
                    cells.append(Cell(row=number, column=column, across=across, lines=lines))
                column += across
        return cells, nested


def _wrapped(element: _Element, tag: str) -> Iterator[_Element]:
    """Give the rows of a table or the cells of a row, those inside content controls and insertions too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _DROPPED:
            yield from _wrapped(_chosen(child), tag)


def _chosen(element: _Element) -> _Element:
    """Give of a shape that is written twice, for new and old programs, the first that has text."""
    if element.tag != f"{_COMPATIBILITY}AlternateContent":
        return element
    for choice in element:
        if next(choice.iter(f"{W}t", f"{_MATH}t"), None) is not None:
            return choice
    return element[0] if len(element) else element


def _merged(cell: _Element) -> tuple[int, bool, bool]:
    """Tell how many columns a cell covers, and whether it only continues the one before or above it."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return 1, False, False
    across = integer(properties.find(f"{W}gridSpan"), 1) or 1
    sideways, down = properties.find(f"{W}hMerge"), properties.find(f"{W}vMerge")
    return (
        min(max(across, 1), MAX_COLUMNS),
        sideways is not None and sideways.get(VAL) in {None, "continue"},
        down is not None and down.get(VAL) in {None, "continue"},
    )


def _is_hidden(run: _Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(VAL) not in _FALSE


def _is_contents(element: _Element) -> bool:
    """Say whether a content control is Word's own table of contents, which repeats every heading."""
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(VAL) == "Table of Contents"


def _symbol(element: _Element) -> str:
    """Give a character of a symbol font if it is one of Unicode's own; private ones are pictures."""
    code = element.get(f"{W}char") or ""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 <= value < 0xD800 else ""
