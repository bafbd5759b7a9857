"""Which kind of numbering is chapter, section, article, paragraph or item in this document (层级)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from luodi.core.record import Level
from luodi.reading.page import Page

Kind = Literal[
    "annex",
    "part",
    "chapter",
    "section",
    "article",
    "comma",
    "bracket",
    "box",
    "arabic",
    "row",
    "decimals",
    "arabic_bracket",
    "circled",
    "first",
    "dash",
]
_ARTICLES: Final[tuple[Kind, ...]] = ("row", "arabic", "bracket", "section", "comma", "chapter")
"""Kinds that may be a document's articles when it has no 第X条, the deepest first."""
_INNER: Final[frozenset[Kind]] = frozenset({"decimals", "arabic_bracket", "circled", "first", "dash", "box"})


@dataclass(slots=True)
class Node:
    """A provision under way.

    Attributes:
        kind: how it is numbered.
        first: its first block, by position in the page.
        number: the numbering as printed.
        value: its number, if it counts.
        heading: its heading in the folded text.
        parent: position of the provision it stands in.
        last: its last block.
        letter: it stands in a letter that issues the document.
        inside: the number last counted in it, if it is a box.
    """

    kind: Kind
    first: int
    number: str | None = None
    value: int | None = None
    heading: tuple[int, int] | None = None
    parent: int | None = None
    last: int = 0
    letter: bool = False
    inside: int | None = None


def levels_of(nodes: Sequence[Node], page: Page) -> list[Level]:
    """Give every provision its level.

    第X条 is always the article. Otherwise it is the deepest kind of numbering that carries at least half of
    the places where measures stand; numberings in boxes (专栏) and annexes are not asked.
    """
    outside = _outside(nodes)
    article = _article(nodes, outside, page)
    found: list[Level] = []
    for index, node in enumerate(nodes):
        above = found[node.parent] if node.parent is not None else None
        found.append(_level(node, article, above, inside=not outside[index]))
    return found


def _outside(nodes: Sequence[Node]) -> list[bool]:
    """Whether each node stands outside boxes, and outside annexes to a text that has articles of its own."""
    found: list[bool] = []
    annexes = [i for i, node in enumerate(nodes) if node.kind == "annex"]
    first = annexes[0] if annexes else len(nodes)
    body = sum(node.kind in ("bracket", "arabic", "article") for node in nodes[:first])
    beyond = sum(node.kind in ("bracket", "arabic", "article", "comma") for node in nodes[first:])
    annexed = body > 0 or first > beyond
    for node in nodes:
        if node.letter or node.kind == "box" or (node.kind == "annex" and annexed):
            found.append(False)
        else:
            found.append(found[node.parent] if node.parent is not None else True)
    return found


def _article(nodes: Sequence[Node], outside: Sequence[bool], page: Page) -> Kind | None:
    counted = Counter(node.kind for node, own in zip(nodes, outside, strict=True) if own)
    if counted["article"]:
        return "article"
    parents = {node.parent for node in nodes if node.kind not in _INNER}
    leaves = Counter(node.kind for index, node in enumerate(nodes) if outside[index] and index not in parents)
    for position, kind in enumerate(_ARTICLES):
        above = sum(leaves[other] for other in _ARTICLES[position + 1 :] if other != "comma")
        if (
            kind == "row"
            and counted["row"]
            and not (counted["arabic"] or counted["bracket"] or counted["comma"])
        ):
            return kind
        if kind in ("arabic", "bracket", "section") and counted[kind] and counted[kind] >= above:
            return kind
        if kind == "comma" and counted[kind] and not counted["chapter"]:
            return kind if _with_text(nodes, page) else None
        if kind == "chapter" and counted[kind] and counted["part"]:
            return kind
    return None


def _with_text(nodes: Sequence[Node], page: Page) -> bool:
    """Whether 一、 is followed by its text rather than standing alone as a heading."""
    commas = [node for node in nodes if node.kind == "comma"]
    running = sum(
        page.blocks[node.first].end - (node.heading[1] if node.heading else page.blocks[node.first].start) > 1
        for node in commas
    )
    return 2 * running >= len(commas)


def _level(node: Node, article: Kind | None, above: Level | None, *, inside: bool) -> Level:
    if node.kind == "annex":
        return "section"
    if node.kind in ("box", "first") and above != "paragraph":
        return "paragraph"
    if node.kind in ("box", "first", "dash", "circled") or inside:
        return "item"
    if node.kind == article:
        return "item" if above in ("article", "paragraph", "item") else "article"
    if above in ("article", "paragraph", "item") or (node.kind == "row" and article != "row"):
        return "item" if above in ("paragraph", "item") else "paragraph"
    if node.kind in ("part", "chapter"):
        return "chapter"
    if node.kind == "comma":
        return "section" if above is not None else "chapter"
    if node.kind in ("section", "bracket"):
        return "section"
    return "paragraph"
