"""Who answers for what (责任分工): units after labels, in brackets, in task tables, named in running text.

Where 牵头单位 and 责任单位 are both given, 牵头 leads and 责任 cooperates; 责任单位 alone leads.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from luodi.core.record import Provision, Responsibility
from luodi.reading.marks import DATE_LINE, LABEL, NUMBERING, OTHER_LABEL
from luodi.reading.names import Named, Role, is_strong_unit, is_unit, names_in
from luodi.reading.narrative import narrated
from luodi.reading.page import Block, Page

_LEAD: Final = re.compile("牵头|主办|主责")
_HELP: Final = re.compile("配合|协|参与|参加|支持|保障|联合")
_PERSON: Final = re.compile("领导|人[：】]")
_ANY_LABEL: Final = re.compile(r"(?<=[；，。、）\s])[一-龥]{2,8}：")
_BRACKET: Final = re.compile(r"[（【\[〔）】\]〕]")
_PAIR: Final = {"）": "（", "】": "【", "]": "[", "〕": "〔"}
_BETWEEN: Final = re.compile(r"[\s；，。、）】\]〕（【\[〔,;]*\Z")
_FIRST_LEADS: Final = re.compile(
    r"(?:列|排|位于|居)[^。，；（）]{0,8}(?:第一|首)(?:位|名|个)?[^。；（）]{0,10}(?:为|是|系|作为|即)[^。；（）]{0,4}牵头"
    r"|(?:第一|首个|首位)(?:个)?(?:单位|部门)?(?:为|是)牵头"
)
_COLUMN: Final = re.compile(
    r"(?:牵头|责任|主责|配合|协办|协同|主办|承办|参与|落实|实施|负责|完成|执行|组织)(?:.{0,8}(?:单位|部门|主体|地区|处室|科室|县区|区县|分工)|单位)"
)
_NO_COLUMN: Final = re.compile("领导|责任人|联系人|电话")
_SAID: Final = re.compile("负责|牵头|配合|会同")
_WIDEST: Final = 600
"""Characters of the longest list of units in brackets without a label."""


@dataclass(slots=True)
class _Duty:
    """A record under way, in folded-text positions."""

    start: int
    end: int
    block: int
    own_line: bool = False
    roles: set[Role] = field(default_factory=set)
    names: list[Named] = field(default_factory=list)


def duties_of(page: Page, provisions: Sequence[Provision]) -> list[Responsibility]:
    """Find the responsible units of each provision, in the order of the text.

    >>> from luodi.reading.page import fold
    >>> page = fold("推进改革。（牵头单位：市财政局；责任单位：各县(市、区)人民政府，市税务局等）")
    >>> [(duty.lead, duty.cooperating) for duty in duties_of(page, [])]
    [(['市财政局'], ['各县(市、区)人民政府', '市税务局'])]
    """
    labelled = list(_labelled(page))
    taken = [(duty.start, duty.end) for duty in labelled]
    found = [*labelled, *_bracketed(page, taken), *_tabled(page)]
    found.sort(key=lambda duty: duty.start)
    first_leads = _FIRST_LEADS.search(page.flat) is not None
    by_id = {provision.id: provision for provision in provisions}
    places = _places(page, found, by_id)
    records = [
        record
        for duty, place in zip(found, places, strict=True)
        if (record := _record(page, duty, place, first_leads=first_leads))
    ]
    named = {record.provision for record in records}
    records += [duty for duty in narrated(page) if duty.provision is None or duty.provision not in named]
    return sorted(records, key=lambda record: (record.start, record.end))


def _places(page: Page, found: Iterable[_Duty], by_id: dict[str, Provision]) -> list[str | None]:
    """Say which provision each record speaks of.

    A label on a line of its own below the items of an article speaks for the article, unless items have
    labels of their own.
    """
    found = list(found)
    places = [page.blocks[duty.block].provision for duty in found]
    articles = [_article(place, by_id) for place in places]
    records = Counter(articles)
    for i, duty in enumerate(found):
        if duty.own_line and articles[i] is not None and records[articles[i]] == 1:
            places[i] = articles[i]
    return places


def _article(place: str | None, by_id: dict[str, Provision]) -> str | None:
    while place is not None and place in by_id:
        if by_id[place].level == "article":
            return place
        place = by_id[place].parent
    return None


def _record(page: Page, duty: _Duty, place: str | None, *, first_leads: bool) -> Responsibility | None:
    by_role: dict[Role, list[str]] = {"lead": [], "main": [], "cooperating": []}
    for name in duty.names:
        shown = "".join(page.text[page.at[i]] for i in range(name.start, name.end))
        role = name.role or "main"
        if shown and shown not in by_role[role]:
            by_role[role].append(shown)
    lead, cooperating = by_role["lead"], by_role["cooperating"]
    main = by_role["main"]
    if lead:
        cooperating = [*main, *cooperating]
    elif first_leads and len(main) > 1:
        lead, cooperating = main[:1], [*main[1:], *cooperating]
    else:
        lead = main
    if not lead and not cooperating:
        return None
    start, end = page.span(duty.start, duty.end)
    return Responsibility(
        provision=place,
        lead=lead,
        cooperating=[name for name in dict.fromkeys(cooperating) if name not in lead],
        quote=page.text[start:end],
        start=start,
        end=end,
    )


def _role_of(label: str) -> Role:
    if _LEAD.search(label):
        return "lead"
    return "cooperating" if _HELP.search(label) else "main"


def _labelled(page: Page) -> Iterator[_Duty]:
    """Find 责任单位：… in brackets, in running text and on lines of their own."""
    flat = page.flat
    open_duty: _Duty | None = None
    for position, block in enumerate(page.blocks):
        if block.kind != "text":
            continue
        labels = list(LABEL.finditer(flat, block.start, block.end))
        for i, label in enumerate(labels):
            role = None if _PERSON.search(label[0]) else _role_of(label["role"] or label["bare_role"])
            limit = labels[i + 1].start() if i + 1 < len(labels) else block.end
            end = _list_end(flat, label.end(), limit)
            names = names_in(page, label.end(), end).found
            last = position
            if not names and i + 1 == len(labels):
                last, end, names = _below(page, position)
            if role is None or not names:
                continue
            for name in names:
                name.role = name.role if name.role and name.role != "main" else role
            end = max(name.end for name in names)
            if open_duty is not None and _goes_on(page, open_duty, label.start(), role, block):
                open_duty.end, open_duty.names = end, [*open_duty.names, *names]
                open_duty.roles.add(role)
                continue
            if open_duty is not None:
                yield open_duty
            own = label.start() - block.start <= 1
            open_duty = _Duty(label.start(), end, last, own, {role}, names)
    if open_duty is not None:
        yield open_duty


def _goes_on(page: Page, duty: _Duty, start: int, role: Role, block: Block) -> bool:
    if role in duty.roles or (role == "lead" and "cooperating" in duty.roles):
        return False
    gap = page.flat[duty.end : start]
    same = page.blocks[duty.block].provision == block.provision
    return same and len(gap) < 80 and _BETWEEN.match(re.sub(r"等[^、，；。）】\n]{0,6}", "", gap)) is not None


def _list_end(flat: str, start: int, limit: int) -> int:
    """Where a list after a label ends: at the bracket around it, a full stop, or another label."""
    stop = flat.find("。", start, limit)
    limit = stop if stop >= 0 else limit
    for pattern in (OTHER_LABEL, _ANY_LABEL, _FIRST_LEADS):
        other = pattern.search(flat, start, limit)
        if other:
            limit = other.start()
    depth = 0
    for match in _BRACKET.finditer(flat, start, limit):
        depth += 1 if match[0] in "（【[〔" else -1
        if depth < 0:
            return match.start()
    while limit > start and flat[limit - 1] in "（【[〔":
        limit -= 1
    return limit


def _below(page: Page, position: int) -> tuple[int, int, list[Named]]:
    """Take the names on the lines below a label that stands alone."""
    names: list[Named] = []
    at = position + 1
    while at < len(page.blocks):
        block = page.blocks[at]
        text = page.flat[block.start : block.end]
        after = page.blocks[at + 1] if at + 1 < len(page.blocks) else None
        signed = after is not None and DATE_LINE.match(page.flat, after.start, after.end)
        if block.kind != "text" or signed or NUMBERING.match(text) or LABEL.search(text) or "。" in text[:-1]:
            break
        found = names_in(page, block.start, block.end).found
        if not found or not all(is_unit(page.flat[name.start : name.end]) for name in found):
            break
        names += found
        at += 1
    return position, names[-1].end if names else 0, names


def _bracketed(page: Page, taken: Sequence[tuple[int, int]]) -> Iterator[_Duty]:
    """Find lists of units without a label: in brackets at the end of a sentence, or a line of their own."""
    flat = page.flat
    starts = [start for start, _ in taken]
    for position, block in enumerate(page.blocks):
        if block.kind != "text" or block.provision is None:
            continue
        for start, end, own in _candidates(flat, block):
            near = bisect_left(starts, end)
            if end - start > _WIDEST or (near and taken[near - 1][1] > start):
                continue
            edge = 0 if flat[start] not in "（【[〔" else 1
            after_sentence = own or flat[start - 1] in "。；！”"
            if not after_sentence and flat[end : block.end].strip("。；"):
                continue
            note = _FIRST_LEADS.search(flat, start, end)
            names = names_in(page, start + edge, note.start() if note else end - edge)
            shown = [flat[name.start : name.end] for name in names.found]
            if not shown or not all(map(is_unit, shown)):
                continue
            if names.said or (edge and (len(shown) > 1 or (after_sentence and is_strong_unit(shown[0])))):
                yield _Duty(start, end, position, own, {"main"}, names.found)


def _candidates(flat: str, block: Block) -> Iterator[tuple[int, int, bool]]:
    """Yield what may be a list of units: each bracket, or else the whole of a short paragraph."""
    whole = False
    for start, end in _brackets(flat, block.start, block.end):
        own = start == block.start
        whole = whole or (own and end >= block.end - 1)
        yield start, end, own
    if not whole and block.end - block.start <= _WIDEST and _SAID.search(flat, block.start, block.end):
        yield block.start, block.end - (flat[block.end - 1] == "。"), True


def _brackets(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the outermost brackets of a block: where each opens and where it has closed."""
    stack: list[int] = []
    for match in _BRACKET.finditer(flat, start, end):
        if match[0] in "（【[〔":
            stack.append(match.start())
        elif stack and flat[stack[-1]] == _PAIR[match[0]]:
            begin = stack.pop()
            if not stack:
                yield begin, match.end()


def _tabled(page: Page) -> Iterator[_Duty]:
    """Find the units in the columns of task tables (任务分工表)."""
    flat = page.flat
    columns: dict[int, Role] = {}
    for position, block in enumerate(page.blocks):
        if block.kind != "row":
            columns = columns if block.kind == "furniture" else {}
            continue
        cells = _cells(flat, block)
        header = _columns([flat[a:b] for a, b in cells])
        if header:
            columns = header
            continue
        names: list[Named] = []
        for column, role in columns.items():
            if column < len(cells):
                for name in names_in(page, *cells[column]).found:
                    name.role = name.role if name.role and name.role != "main" else role
                    names.append(name)
        names = [name for name in names if flat[name.start : name.end].strip("-—/－") != ""]
        if names:
            start, end = min(name.start for name in names), max(name.end for name in names)
            yield _Duty(start, end, position, False, {name.role or "main" for name in names}, names)


def _cells(flat: str, block: Block) -> list[tuple[int, int]]:
    found = []
    at = block.start
    for cell in flat[block.start : block.end].split("\t"):
        found.append((at, at + len(cell)))
        at += len(cell) + 1
    return found


def _columns(cells: Sequence[str]) -> dict[int, Role]:
    found: dict[int, Role] = {}
    for i, cell in enumerate(cells):
        if len(cell) <= 14 and _COLUMN.match(cell) and not _NO_COLUMN.search(cell) and "、" not in cell:
            found[i] = _role_of(cell)
    return found
