"""The body of an Akoma Ntoso document: provisions as nested elements that keep every character of the text.

Provisions may be anything: crossing, orphaned, out of order. They are nested by the stretch they cover, cut
where they cross, and whatever text lies between them becomes paragraphs, so that the result is always valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import msgspec

from luodi.core.record import Provision, Reading
from luodi.documents.akn_inline import Mark, within
from luodi.documents.plain import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
ELEMENTS: Final = {
    "chapter": ("chapter", "chp"),
    "section": ("section", "sec"),
    "article": ("article", "art"),
    "paragraph": ("paragraph", "para"),
    "item": ("point", "point"),
}
"""Level → element and its abbreviation in eIds (Akoma Ntoso Naming Convention 1.0)."""
DEEPEST: Final = 12
"""Levels of nesting kept; official texts have five, parsers refuse hundreds."""

_XML_SPACE: Final = " \t\r\n"
_HAN_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_NUMBER: Final = re.compile(r"\d{1,4}|[零一二三四五六七八九十百]{1,7}", re.ASCII)


class Node(msgspec.Struct):
    """A provision cut to fit into the one around it."""

    provision: Provision
    start: int
    end: int
    children: list[Node] = []


def tree(reading: Reading) -> list[Node]:
    """Nest the provisions by the stretches of text they cover."""
    ranks = list(ELEMENTS)
    order = sorted(reading.provisions, key=lambda p: (p.start, -p.end, ranks.index(p.level)))
    roots: list[Node] = []
    path: list[Node] = []
    for provision in order:
        start, end = max(0, provision.start), min(len(reading.text), provision.end)
        while path and path[-1].end <= start:
            path.pop()
        end = min(end, path[-1].end) if path else end
        if start >= end or len(path) >= DEEPEST:
            continue
        node = Node(provision, start, end, [])
        (path[-1].children if path else roots).append(node)
        path.append(node)
    return roots


class Body:
    """Writes stretches of a text into elements, one after the other, losing nothing.

    White space between blocks stays between the elements. Full-width spaces are no white space to XML: they
    wait for the next line and begin it.
    """

    def __init__(self, text: str, marks: list[Mark]) -> None:
        self.text, self.marks = text, marks
        self.waiting: tuple[int, int] | None = None
        self.ids: set[str] = set()
        self.counts: dict[tuple[str, str], int] = {}

    def nodes(self, parent: _Element, prefix: str, nodes: list[Node], start: int, end: int) -> None:
        """Write nodes and the loose text around them into an element that holds provisions."""
        at, group, group_id = start, None, ""
        for node in nodes:
            point = node.provision.level == "item"
            if group is None or not point or self.text[at : node.start].strip():
                group = None
                self.loose(parent, prefix, at, node.start)
            else:
                self.gap(group, at, node.start)
            if point and group is None:
                group, group_id = self._list(parent, prefix)
            if group is not None and point:
                self.node(group, group_id, node)
            else:
                self.node(parent, prefix, node)
            at = node.end
        self.loose(parent, prefix, at, end)

    def _list(self, parent: _Element, prefix: str) -> tuple[_Element, str]:
        if not parent.tag.endswith(("}paragraph", "}point")):
            parent = self.element(parent, "paragraph", prefix := self.identify(prefix, "para"))
        name = self.identify(prefix, "list")
        return self.element(parent, "list", name), name

    def node(self, parent: _Element, prefix: str, node: Node) -> None:
        """Write one provision: number, heading, then what is below it or its own lines."""
        tag, short = ELEMENTS[node.provision.level]
        name = self.identify(prefix, short, node.provision.number)
        element = self.element(parent, tag, name)
        at = self._head(element, node)
        if node.children or tag in {"chapter", "section", "article"}:
            self.nodes(element, name, node.children, at, node.end)
        elif self.text[at : node.end].strip():
            self.lines(self.element(element, "content"), at, node.end)
        else:
            self.gap(element, at, node.end)

    def _head(self, element: _Element, node: Node) -> int:
        """Write number and heading where the text really begins with them."""
        at = node.start
        limit = node.children[0].start if node.children else node.end
        for tag, wanted in (("num", node.provision.number), ("heading", node.provision.heading)):
            begin = at + len(self.text[at:limit]) - len(self.text[at:limit].lstrip())
            wanted = (wanted or "").strip()
            if wanted and begin + len(wanted) <= limit and self.text.startswith(wanted, begin):
                end = begin + len(wanted)
                # the sign that closes a heading belongs to it, not to the sentence after it
                if tag == "heading" and end < limit and self.text[end] in "。：:":
                    end += 1
                self.gap(element, at, begin)
                self.line(self.element(element, tag), begin, end)
                at = end
        return at

    def loose(self, parent: _Element, prefix: str, start: int, end: int) -> None:
        """Write text that belongs to no provision below: a paragraph for every line."""
        for begin, finish in self._split(start, end):
            if self.text[begin:finish].strip():
                name = self.identify(prefix, "para")
                content = self.element(self.element(parent, "paragraph", name), "content")
                self.line(self.element(content, "p"), begin, finish)
            else:
                self.gap(parent, begin, finish)

    def lines(self, parent: _Element, start: int, end: int) -> None:
        """Write text as one block per line."""
        for begin, finish in self._split(start, end):
            if self.text[begin:finish].strip():
                self.line(self.element(parent, "p"), begin, finish)
            else:
                self.gap(parent, begin, finish)

    def _split(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        """Divide a stretch into lines and the white space between them."""
        at = begin = start
        while begin < end:
            stop = self.text.find("\n", begin, end)
            stop = end if stop < 0 else stop
            line = self.text[begin:stop]
            if line.strip():
                first = begin + len(line) - len(line.lstrip(_XML_SPACE))
                last = stop - len(line) + len(line.rstrip(_XML_SPACE))
                if at < first:
                    yield at, first
                yield first, last
                at = last
            begin = stop + 1
        if at < end:
            yield at, end

    def gap(self, parent: _Element, start: int, end: int) -> None:
        """Write white space between blocks; what XML does not count as such waits for the next line."""
        if self.waiting is not None:
            self.waiting = (self.waiting[0], max(end, self.waiting[1]))
            return
        gap = clean(self.text[start:end])
        plain = len(gap) - len(gap.lstrip(_XML_SPACE))
        if plain == len(gap):
            _append(parent, gap)
            return
        at = start
        while self.text[at] in _XML_SPACE:
            at += 1
        _append(parent, self.text[start:at])
        self.waiting = (at, end)

    def line(self, element: _Element, start: int, end: int) -> None:
        """Write one line with its inline marks."""
        if self.waiting is not None:
            start, self.waiting = self.waiting[0], None
        stack: list[tuple[_Element, int]] = [(element, end)]
        at = start
        for mark in within(self.marks, start, end):
            while stack[-1][1] <= mark.start:
                at = self._close(stack, at)
            _append(stack[-1][0], clean(self.text[at : mark.start]))
            inner = self.element(stack[-1][0], mark.tag)
            for key, value in mark.attributes.items():
                inner.set(key, value)
            stack.append((inner, mark.end))
            at = mark.start
        while stack:
            at = self._close(stack, at)

    def _close(self, stack: list[tuple[_Element, int]], at: int) -> int:
        element, end = stack.pop()
        _append(element, clean(self.text[at:end]))
        return end

    def element(self, parent: _Element, tag: str, name: str = "") -> _Element:
        """Add an element of the Akoma Ntoso namespace."""
        from lxml import etree

        element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
        if name:
            element.set("eId", name)
        return element

    def identify(self, prefix: str, short: str, printed: str | None = None) -> str:
        """Make an eId: by the printed number, else by counting, and never twice the same."""
        self.counts[prefix, short] = count = self.counts.get((prefix, short), 0) + 1
        start = f"{prefix}__{short}_" if prefix else f"{short}_"
        value = arabic(printed or "")
        name = f"{start}{count if value is None else value}"
        while name in self.ids:
            self.counts[prefix, short] = count = count + 1
            name = f"{start}{count}" if value is None else f"{start}{value}-{count}"
        self.ids.add(name)
        return name


def _append(element: _Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def arabic(printed: str) -> int | None:
    """Read the number of a provision.

    >>> arabic("二十八、"), arabic("（三）"), arabic("第十二条"), arabic("9."), arabic("——")
    (28, 3, 12, 9, None)
    """
    match = _NUMBER.search(printed)
    if match is None:
        return None
    if match[0].isdigit() and match[0].isascii():
        return int(match[0])
    total = digit = 0
    for sign in match[0]:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _HAN_DIGITS[sign]
    return total + digit
