"""The structure (结构): which numbered parts a text has, how they nest, and how far each reaches.

A block that begins with a numbering opens a provision; what follows belongs to it until a numbering of the
same or a higher kind. Which kind of numbering is the article (条) is decided once for the whole document, by
where its measures stand, see :func:`luodi.reading.levels.levels_of`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from luodi.core.record import Provision
from luodi.reading.letters import issued_at
from luodi.reading.levels import Kind, Node, levels_of
from luodi.reading.marks import DATE_LINE, LABEL, NUMBERING
from luodi.reading.numerals import number
from luodi.reading.page import Block, Page

_KINDS: Final[dict[str, Kind]] = {
    "comma": "comma",
    "bracket": "bracket",
    "first": "first",
    "decimals": "decimals",
    "arabic": "arabic",
    "arabic_bracket": "arabic_bracket",
    "arabic_half": "arabic_bracket",
    "circled": "circled",
    "dash": "dash",
    "bullet": "dash",
    "box": "box",
    "annex": "annex",
}
_UNITS: Final[dict[str, Kind]] = {
    "编": "part",
    "篇": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
}
_RANKS: Final[dict[Kind, int]] = {
    "annex": 0,
    "part": 1,
    "chapter": 2,
    "section": 3,
    "article": 4,
    "comma": 5,
    "bracket": 6,
    "box": 7,
    "arabic": 8,
    "row": 8,
    "decimals": 9,
    "arabic_bracket": 10,
    "circled": 11,
    "first": 12,
    "dash": 13,
}
"""How deep each kind of numbering stands (GB/T 9704-2012, 7.3.3: 一、（一）1.（1））."""
_ONE_BLOCK: Final[frozenset[Kind]] = frozenset({"dash", "first", "circled"})
"""Items of one paragraph each; what follows the last of them belongs to the part around them."""
_HEADING: Final = 45
"""Characters of the longest heading that runs into its text (条旨)."""
_STANDING: Final = 80
"""Characters of the longest heading on a line of its own."""
_CONTENTS: Final = re.compile(r"目录\Z")
_PAGE_AT_END: Final = re.compile(r"[.…·\-—_]*\s?\d{0,4}\Z")
_ANNEX_NOTE: Final = re.compile(r"附(?:件|表)：(?P<first>1[.．、])?[^。]{2,80}\Z")
_SENTENCE_END: Final = re.compile(r"[。！？；]")
_CLAIM: Final = re.compile(r"\d{4}年|达到|\d[%万亿个家]")
_TASK_COLUMNS: Final = re.compile(r"牵头|责任|配合|主办|承办|协办")
_SERIAL: Final = re.compile(r"\d{1,4}(?:[.-]\d{1,3})?\.?\Z|[一二三四五六七八九十]{1,3}\Z")
_AUTHORITY: Final = re.compile(r"[^，。；：、]{2,40}(?:委|府|会|厅|局|室|部|院|署|党组|小组|司|办)\Z")


def provisions_of(page: Page) -> list[Provision]:
    """Find the provisions of a text, and set every block's innermost one.

    >>> from luodi.reading.page import fold
    >>> page = fold("一、目标\\n到2025年建成。\\n二、任务\\n1.强化企业。支持企业。\\n市科技局\\n2021年7月6日")
    >>> for found in provisions_of(page):
    ...     print(found.id, found.level, found.number, found.heading, found.start, found.end)
    一 chapter 一、 目标 0 14
    二 chapter 二、 任务 15 32
    二.1 article 1. 强化企业 20 32
    """
    _drop_contents(page)
    _drop_annex_note(page)
    issued = issued_at(page) or 0
    nodes = _tree(page, issued)
    levels = levels_of(nodes, page)
    names = _names(nodes)
    _reach(nodes, page, issued)
    found: list[Provision] = []
    for index, node in enumerate(nodes):
        start, end = page.span(page.blocks[node.first].start, page.blocks[node.last].end)
        parent = None if node.parent is None else names[node.parent]
        heading = _shown(page, *node.heading) if node.heading else None
        found.append(
            Provision(
                id=names[index],
                parent=parent,
                level=levels[index],
                number=node.number,
                heading=heading,
                start=start,
                end=end,
            )
        )
        for block in page.blocks[node.first : node.last + 1]:
            if block.kind != "furniture":
                block.provision = names[index]
    return found


def _shown(page: Page, start: int, end: int) -> str:
    """Print a heading as it stands in the text, on one line."""
    return " ".join(page.text[slice(*page.span(start, end))].replace("**", "").split())


def _drop_contents(page: Page) -> None:
    """Set a table of contents (目录) aside: its lines come again as headings, or end in page numbers."""
    begin = next((i for i, b in enumerate(page.blocks) if _CONTENTS.match(page.flat, b.start, b.end)), None)
    if begin is None:
        return
    blocks = page.blocks
    texts = [page.flat[b.start : b.end] for b in blocks]
    plain = [text[: match.start()] if (match := _PAGE_AT_END.search(text)) else text for text in texts]
    last_place = {text: i for i, text in enumerate(texts)}
    end = begin + 1
    while end < len(blocks) and "。" not in texts[end]:
        numbered = texts[end] != plain[end]
        again = last_place.get(plain[end], end) > end
        if not numbered and not again:
            break
        end += 1
    for block in blocks[begin:end]:
        block.kind = "furniture"


def _drop_annex_note(page: Page) -> None:
    """Set the note that lists the annexes (附件说明) aside: 附件：1.… with the lines that go on counting."""
    flat, blocks = page.flat, page.blocks
    i = 0
    while i < len(blocks):
        note = _ANNEX_NOTE.match(flat, blocks[i].start, blocks[i].end)
        i += 1
        if note is None:
            continue
        blocks[i - 1].kind = "furniture"
        count = 1
        while note["first"] and i < len(blocks):
            following = NUMBERING.match(flat, blocks[i].start, blocks[i].end)
            if following is None or following["arabic"] != str(count + 1):
                break
            blocks[i].kind = "furniture"
            count += 1
            i += 1


def _tree(page: Page, issued: int) -> list[Node]:
    nodes: list[Node] = []
    path: list[int] = []
    latest: dict[Kind, Node] = {}
    header: list[str] = []
    for position, block in enumerate(page.blocks):
        if block.kind != "row":
            header = []
        if block.kind == "furniture":
            continue
        if block.kind == "row":
            cells = page.flat[block.start : block.end].split("\t")
            if any(_TASK_COLUMNS.search(cell) and len(cell) <= 12 for cell in cells):
                header = cells
                continue
            node = _row_node(cells, position, block) if header else None
        else:
            node = _text_node(page, position, block, latest)
        if node is None:
            continue
        if path and nodes[path[-1]].first < issued <= position:
            path.clear()
            latest.clear()
        node.letter = position < issued
        while path and not _holds(nodes[path[-1]], node):
            path.pop()
        node.parent = path[-1] if path else None
        if path and nodes[path[-1]].kind == "box":
            nodes[path[-1]].inside = node.value
        latest[node.kind] = node
        path.append(len(nodes))
        nodes.append(node)
    return nodes


def _holds(above: Node, node: Node) -> bool:
    if _RANKS[above.kind] >= _RANKS[node.kind]:
        return False
    # a box (专栏) counts its own items from 1; when the count of the articles goes on, the box has ended
    if above.kind == "box" and node.kind == "arabic":
        return node.value == (above.inside or 0) + 1
    return True


def _row_node(cells: list[str], position: int, block: Block) -> Node | None:
    """A row of a task table is a provision: its number stands in the first cell, its task in the longest."""
    if sum(bool(cell) for cell in cells) < 2:
        return None
    serial = cells[0] if _SERIAL.match(cells[0]) else None
    task = next((i for i in range(1 if serial else 0, len(cells)) if cells[i]), 0)
    start = block.start + sum(len(cell) + 1 for cell in cells[:task])
    heading = (start, start + len(cells[task])) if cells[task] and len(cells[task]) <= _HEADING else None
    value = int(number(serial)) if serial and serial.isdecimal() else None
    return Node("row", position, number=serial, value=value, heading=heading)


def _text_node(page: Page, position: int, block: Block, latest: dict[Kind, Node]) -> Node | None:
    flat = page.flat
    match = NUMBERING.match(flat, block.start, block.end)
    if match is None:
        return None
    group = match.lastgroup or ""
    kind = _UNITS[match["unit"]] if group == "unit" else _KINDS[group]
    value = _value(match, kind)
    if not _plausible(kind, value, flat[match.end() : min(block.end, match.end() + 2 * _STANDING)], latest):
        return None
    start = match.end()
    while start < block.end and flat[start] in "：:.、．　 ":
        start += 1
    printed = page.text[slice(*page.span(*match.span()))]
    heading = _heading(flat, start, block.end)
    if kind == "annex" and heading is None and position + 1 < len(page.blocks) and start >= block.end:
        below = page.blocks[position + 1]
        if below.end - below.start <= _STANDING and "。" not in flat[below.start : below.end]:
            heading = (below.start, below.end)
    return Node(kind, position, number="".join(printed.split()), value=value, heading=heading)


def _value(match: re.Match[str], kind: Kind) -> int | None:
    digits = (
        match["unit_number"]
        or match["comma"]
        or match["bracket"]
        or match["arabic"]
        or match["arabic_bracket"]
    )
    digits = digits or match["arabic_half"] or match["first"]
    try:
        return int(number(digits)) if digits else None
    except ValueError:
        return None


def _plausible(kind: Kind, value: int | None, rest: str, latest: dict[Kind, Node]) -> bool:
    """Refuse what only looks like a numbering."""
    if kind == "annex":
        # 附件：1.… lists the annexes; an annex begins where a text has been before it
        body = any(other != "annex" for other in latest)
        return body and "。" not in rest and not re.match(r"[：:]?1[.．、]", rest) and len(rest) <= _STANDING
    if kind in ("article", "first") and value != 1:
        same = latest.get(kind)
        if same is None or same.value is None:
            return kind == "article" and "comma" not in latest
        return value is not None and same.value < value <= same.value + 3
    return bool(rest.strip()) or kind in ("box", "part", "chapter", "section", "article")


def _heading(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """Find the heading: a line without an end, or a short first sentence before more text."""
    if start >= end:
        return None
    stop = _SENTENCE_END.search(flat, start, end)
    if stop is None:
        colon = flat.find("：", start, end)
        if end - start <= _STANDING:
            return (start, end) if colon < 0 else (start, colon) if colon > start else None
        return None
    close = stop.start()
    if stop[0] == "；" or close + 1 >= end or close - start > _HEADING or close == start:
        return None
    if flat[close + 1] in "（【[［" and LABEL.search(flat, close + 1, end):
        return None
    return None if _CLAIM.search(flat, start, close) else (start, close)


def _reach(nodes: list[Node], page: Page, issued: int) -> None:
    """Set each provision's last block: before the next of its rank or above; signatures belong to none."""
    open_nodes: list[int] = []
    for index, node in enumerate(nodes):
        while open_nodes and open_nodes[-1] != node.parent:
            above = nodes[open_nodes.pop()]
            _close(above, issued if above.letter and not node.letter else node.first, page)
        open_nodes.append(index)
    for index in open_nodes:
        _close(nodes[index], issued if nodes[index].letter else len(page.blocks), page)


def _close(node: Node, end: int, page: Page) -> None:
    last = _last_text(page, end)
    own = page.blocks[node.first]
    if node.kind == "row" or (node.kind in _ONE_BLOCK and "。" in page.flat[own.start : own.end]):
        last = node.first + 1
    node.last = max(node.first, last - 1)


def _last_text(page: Page, end: int) -> int:
    """Go back from a block over furniture, and over date and signature (成文日期、署名)."""
    flat, blocks = page.flat, page.blocks
    while end and blocks[end - 1].kind == "furniture":
        end -= 1
    if end and DATE_LINE.match(flat, blocks[end - 1].start, blocks[end - 1].end):
        end -= 1
        while end and (
            blocks[end - 1].kind == "furniture"
            or _AUTHORITY.match(flat, blocks[end - 1].start, blocks[end - 1].end)
        ):
            end -= 1
    return end


def _names(nodes: Iterable[Node]) -> list[str]:
    """Name provisions by the path of their numbers (三.（一）.7), told apart where numbers come twice."""
    names: list[str] = []
    taken: dict[str, int] = {}
    for node in nodes:
        own = (node.number or "·").strip("、.．（）()：:[] ") or "·"
        if node.kind == "bracket":
            own = f"（{own}）"
        name = own if node.parent is None else f"{names[node.parent]}.{own}"
        taken[name] = count = taken.get(name, 0) + 1
        if count > 1:
            name = f"{name}~{count}"
            taken[name] = 1
        names.append(name)
    return names
