"""What a document says of itself (公文要素): title, issuer, number, dates, kind; or None."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Final

from luodi.core.errors import InputError
from luodi.core.record import Document, DocumentKind
from luodi.reading.letters import issued_at
from luodi.reading.marks import DATE, DATE_LINE, NUMBER, NUMBERING, STRONG_TITLE, TITLE
from luodi.reading.numerals import number
from luodi.reading.page import Block, Page

_HEAD: Final = 60
"""Blocks at the top among which the heading data are looked for."""
_FOOT: Final = 12
"""Blocks at the end among which signature and date are looked for."""
_LONGEST_TITLE: Final = 120
_META: Final = re.compile(
    r"(?:(?P<issued>发布日期|发布时间|发文日期|印发日期|公开日期|发布于|时间|日期)|(?P<made>成文日期|成文时间|生成日期|通过日期)|"
    r"(?P<issuer>发布机构|发文机关|发文单位|发布单位|制发机关|印发机关)|(?P<number>发文字号|文号|文件编号|文件字号)|"
    r"(?P<title>文件名称|文件标题|标题|名称))：(?P<value>.{1,120})\Z"
)
_NEWSPAPER_DAY: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?:星期|周)[一二三四五六日天]")
_ADOPTED: Final = re.compile(r"(?:通过|批准|审议通过|表决通过|公布|发布)）?\Z")
_OFFICE: Final = (
    r"(?:人民政府办公厅|人民政府办公室|人民政府|委员会办公室|办公厅|办公室|委员会|党委|市委|省委|县委|区委|州委|地委|盟委|旗委|"
    r"党工委|管委会|中央|国务院|常委会|代表大会|总局|政府|调查总队|调查队|统计局|[省市县区州]?[一-龥]{1,10}(?:部|委|局|厅|署|院|会|办))"
)
_TITLED: Final = re.compile(
    rf"(?P<issuer>[一-龥、]{{0,40}}?{_OFFICE}(?:[、，]?[一-龥]{{2,20}}?{_OFFICE}){{0,3}})(?=关于|印发|办公厅关于)"
)
_REPORTED: Final = re.compile(
    r"(?:\d{4}年)?(?P<issuer>[一-龥]{2,12}?(?:省|市|县|区|州|盟|旗)(?:人民)?政府)工作报告"
)
_AUTHORITY: Final = re.compile(rf"[一-龥（）、]{{0,40}}{_OFFICE}(?:[一-龥、]{{0,20}}{_OFFICE})?\Z")
_WIDER: Final = re.compile(
    r"（(?:\d{4}|试行|暂行|草案|修订|征求意见|[一二三四五六七八九十\d]{1,4}年)[^（）]{0,20}）\Z"
)
_OFFICE_LINE: Final = re.compile(r"[^，。；：]{2,40}(?:委|府|会|厅|局|室|部|院|办|署)\Z")
_COMMUNIQUE: Final = re.compile(r"公报|统计(?:月报|快报|年报)|经济运行情况|运行简况|主要指标完成情况")
_NO_TITLE: Final = re.compile(r"[。；]|^[《——]|^(?:各|来源|时间)|：.{3,}")


def document_of(page: Page, kind: str = "auto") -> Document:
    """Read a document's heading data.

    Args:
        page: the folded text.
        kind: ``decision``, ``communique`` (公报), or ``auto`` to tell by the title.

    Raises:
        InputError: ``kind`` is none of these.

    >>> from luodi.reading.page import fold
    >>> found = document_of(fold("某市委关于创新的决定\\n（2021年7月6日某会议通过）\\n一、目标\\n全面建成。"))
    >>> found.title, found.issuer, found.adopted_on, found.kind
    ('某市委关于创新的决定', '某市委', '2021-07-06', 'decision')
    """
    if kind not in ("auto", "decision", "communique"):
        raise InputError(
            f"{kind!r} is no kind of document",
            where="kind",
            accepted="auto, decision or communique",
            remedy="leave it out to have it found out",
        )
    meta = _meta(page)
    place = _title_place(page)
    title = _title(page, *place) if place else meta.get("title")
    foot = _signature(page)
    adopted, published = _dates(page, place, meta, foot)
    kind = _kind(kind, title)
    if kind == "communique" and published is None:
        # nobody adopts a communiqué; the date it bears is the day it came out
        adopted, published = None, adopted
    return Document(
        title=title,
        issuer=_issuer(page, place, title, meta, foot),
        number=_number(page, meta),
        adopted_on=adopted,
        published_on=published,
        kind=kind,
        text_sha256=hashlib.sha256(page.text.encode()).hexdigest(),
    )


def _kind(kind: str, title: str | None) -> DocumentKind:
    if kind == "auto":
        return "communique" if title and _COMMUNIQUE.search(title) else "decision"
    return "communique" if kind == "communique" else "decision"


def iso_date(match: re.Match[str]) -> str | None:
    """Give a matched date (:data:`luodi.reading.marks.DATE`) as ISO date; None for a day that is none."""
    year = match["year"]
    if not year.isdecimal():
        year = "".join(
            str("零一二三四五六七八九".find(c)) if c in "一二三四五六七八九" else "0" for c in year
        )
    try:
        month, day = int(number(match["month"])), int(number(match["day"]))
    except ValueError:
        return None
    long = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (1800 <= int(year) <= 2200 and 1 <= month <= 12 and 1 <= day <= long[month - 1]):
        return None
    return f"{year}-{month:02d}-{day:02d}"


def _text(page: Page, block: Block) -> str:
    return page.flat[block.start : block.end]


def _shown(page: Page, start: int, end: int) -> str:
    return " ".join(page.text[slice(*page.span(start, end))].replace("**", "").lstrip("#> ").split())


def _top(page: Page) -> Sequence[Block]:
    """The blocks before the body: up to the first numbered one, behind a letter that issues the document."""
    issued = issued_at(page) or 0
    for i, block in enumerate(page.blocks[issued : issued + _HEAD * 4], start=issued):
        match = NUMBERING.match(page.flat, block.start, block.end) if block.kind == "text" else None
        if match and match.lastgroup in ("comma", "bracket", "unit", "arabic"):
            return page.blocks[:i]
        if block.kind == "row":
            return page.blocks[:i]
    return page.blocks[: issued + _HEAD]


def _meta(page: Page) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in [*page.blocks[:_HEAD], *page.blocks[-_FOOT:]]:
        match = _META.match(page.flat, block.start, block.end)
        if match and match.lastgroup:
            name = next(key for key in ("issued", "made", "issuer", "number", "title") if match[key])
            found.setdefault(name, _shown(page, *match.span("value")))
    return found


def _title_place(page: Page) -> tuple[int, int] | None:
    """Find the title: of the lines that end with a kind of document, the last one before the body."""
    best: tuple[int, int] | None = None
    weak: tuple[int, int] | None = None
    top = _top(page)
    for i, block in enumerate(top):
        text = _text(page, block)
        if block.kind != "text" or len(text) > _LONGEST_TITLE or _NO_TITLE.search(text):
            continue
        if match := TITLE.match(text):
            first = i
            while first and i - first < 3 and _goes_before(page, top[first - 1], top[first]):
                first -= 1
            place = (
                top[first].start,
                block.start + (match.end("more") if match["more"] else match.end("name")),
            )
            if STRONG_TITLE.search(text):
                best = place
            else:
                weak = place
    return best or weak


def _goes_before(page: Page, block: Block, below: Block) -> bool:
    """Whether a title's first lines stand above: issuers, or 关于… broken before its end."""
    text = _text(page, block)
    if block.kind != "text" or len(text) > 60 or TITLE.match(text) or "：" in text:
        return False
    begins = _text(page, below)
    if begins.startswith(("关于", "印发")) or ("关于" not in begins and _OFFICE_LINE.match(begins)):
        return _OFFICE_LINE.match(text) is not None
    return "关于" in text and not text.endswith(("。", "；", "）")) and "关于" not in begins


def _title(page: Page, start: int, end: int) -> str:
    lines = page.flat[start:end].split("\n")
    shown: list[str] = []
    at = start
    for line in lines:
        shown.append(_shown(page, at, at + len(line)))
        at += len(line) + 1
    title = shown[0]
    for line in shown[1:]:
        title += line if "关于" in title else f" {line}" if not line.startswith("关于") else line
    after = next((b for b in page.blocks if b.start > end), None)
    if after is not None and _WIDER.match(text := _text(page, after)) and not DATE.search(text):
        title += _shown(page, after.start, after.end)
    return title


def _signature(page: Page) -> tuple[str | None, str | None]:
    """Find who signed (署名) and when (成文日期), at the end of the text or of the letter above the title."""
    blocks = [block for block in page.blocks if block.kind == "text"]
    for block_range in (
        range(len(blocks) - 1, max(-1, len(blocks) - _FOOT), -1),
        range(min(_HEAD, len(blocks))),
    ):
        for i in block_range:
            match = DATE_LINE.match(page.flat, blocks[i].start, blocks[i].end)
            if match and i and not _text(page, blocks[i]).startswith("（"):
                above = _text(page, blocks[i - 1])
                if _AUTHORITY.match(above):
                    date = DATE.search(page.flat, blocks[i].start, blocks[i].end)
                    return above, iso_date(date) if date else None
    return None, None


def _dates(
    page: Page, place: tuple[int, int] | None, meta: dict[str, str], foot: tuple[str | None, str | None]
) -> tuple[str | None, str | None]:
    adopted = _day(meta.get("made")) or foot[1]
    published = _day(meta.get("issued"))
    for block in page.blocks[:_HEAD]:
        text = _text(page, block)
        if published is None and _NEWSPAPER_DAY.match(text):
            published = _day(text)
        if place and block.start > place[1] and len(text) < 80:
            if (
                text.startswith("（")
                and text.endswith("）")
                and (_ADOPTED.search(text) or DATE_LINE.match(text))
            ):
                return _day(text) or adopted, published
            if text.startswith("——") and adopted is None:
                adopted = _day(text)
    return adopted, published


def _day(text: str | None) -> str | None:
    match = DATE.search(text) if text else None
    return iso_date(match) if match else None


def _number(page: Page, meta: dict[str, str]) -> str | None:
    printed = meta.get("number")
    if printed and NUMBER.search(printed):
        return printed
    for block in _top(page):
        match = NUMBER.match(page.flat, block.start, block.end)
        if match and block.end - match.end() <= 1 and len(match[0]) <= 40:
            return "".join(_shown(page, *match.span()).split())
    return None


def _issuer(
    page: Page,
    place: tuple[int, int] | None,
    title: str | None,
    meta: dict[str, str],
    foot: tuple[str | None, str | None],
) -> str | None:
    if title:
        flat = "".join(title.split())
        match = _TITLED.match(flat) or _REPORTED.match(flat)
        if match:
            return _as_printed(title, *match.span("issuer"))
    if foot[0]:
        return foot[0]
    printed = meta.get("issuer")
    if printed and _AUTHORITY.match(printed):
        return printed
    return next(_near(page, place), None) if place else None


def _near(page: Page, place: tuple[int, int]) -> Iterator[str]:
    """Yield who stands under or over the title on a line of its own, as in a communiqué."""
    for i, block in enumerate(page.blocks):
        if block.start == place[0]:
            for near in [*page.blocks[i + 1 : i + 5], *page.blocks[max(0, i - 2) : i]]:
                text = _text(page, near)
                if near.kind == "text" and len(text) <= 40 and _AUTHORITY.match(text):
                    yield text


def _as_printed(title: str, start: int, end: int) -> str:
    """Give a stretch of the title, counted without white space, with the white space it is printed with."""
    places = [i for i, c in enumerate(title) if not c.isspace()]
    return title[places[start] : places[end - 1] + 1]
