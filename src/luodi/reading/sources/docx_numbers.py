"""Automatic list numbers of Word (自动编号), written out as they show: 一、 （一） 1. 第一条."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from luodi.reading.sources.docx_numerals import numeral
from luodi.reading.sources.docx_styles import VAL, NumberRef, Styles, W, integer

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\x00-\x1f]")


class _Level(msgspec.Struct, kw_only=True, frozen=True):
    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""


class _List(msgspec.Struct, kw_only=True):
    abstract: int
    starts: dict[int, int] = {}
    levels: dict[int, _Level] = {}


class Numbering:
    """The lists of a document, and how far each has counted.

    Args:
        root: numbering.xml, or None when the document has none.
        styles: the document's styles, which lists may hang on.
    """

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[int, dict[int, _Level]] = {}
        self._lists: dict[int, _List] = {}
        self._counts: dict[int, list[int | None]] = {}
        self._met: set[int] = set()
        if root is None:
            return
        linked: dict[int, str] = {}
        owners: dict[str, int] = {}
        for abstract in root.iterfind(f"{W}abstractNum"):
            number = _attribute(abstract, "abstractNumId")
            self._levels[number] = {_attribute(x, "ilvl"): _level(x) for x in abstract.iterfind(f"{W}lvl")}
            link, owner = abstract.find(f"{W}numStyleLink"), abstract.find(f"{W}styleLink")
            if link is not None:
                linked[number] = link.get(VAL) or ""
            if owner is not None:
                owners[owner.get(VAL) or ""] = number
        for number, style in linked.items():
            self._levels[number] = self._levels.get(owners.get(style, -1), {}) or self._levels[number]
        for num in root.iterfind(f"{W}num"):
            self._lists[_attribute(num, "numId")] = self._list(num)

    def _list(self, num: _Element) -> _List:
        made = _List(abstract=integer(num.find(f"{W}abstractNumId")) or 0)
        for override in num.iterfind(f"{W}lvlOverride"):
            level = _attribute(override, "ilvl")
            start = integer(override.find(f"{W}startOverride"))
            if start is not None:
                made.starts[level] = start
            own = override.find(f"{W}lvl")
            if own is not None:
                made.levels[level] = _level(own)
        return made

    def label(self, own: NumberRef | None, style: str) -> str:
        """Count one paragraph and give the number it shows, with a space where one is needed.

        Args:
            own: the list named by the paragraph itself.
            style: the paragraph's style.

        Returns:
            The label, empty for a paragraph outside any list.
        """
        inherited = self._styles.number(style)
        num, level = (own.num, own.level) if own is not None else (None, None)
        if num is None and inherited is not None:
            num = inherited[0].num
        made = self._lists.get(num) if num else None
        if made is None or num is None:
            return ""
        if level is None:
            level = self._level_of(made, style, inherited)
        if not 0 <= level < LEVELS:
            return ""
        counts = self._counts.setdefault(made.abstract, [None] * LEVELS)
        if num not in self._met:
            self._met.add(num)
            for which, start in made.starts.items():
                if 0 <= which < LEVELS:
                    counts[which] = start - 1
        at = self._at(made, level)
        before = counts[level]
        counts[level] = (before if before is not None else at.start - 1) + 1
        for deeper in range(level + 1, LEVELS):
            restart = self._at(made, deeper).restart
            if restart is None or level < restart:
                counts[deeper] = None
        return self._print(made, at, counts)

    def _at(self, made: _List, level: int) -> _Level:
        return made.levels.get(level) or self._levels.get(made.abstract, {}).get(level) or _Level(form="none")

    def _level_of(self, made: _List, style: str, inherited: tuple[NumberRef, str] | None) -> int:
        """Find the level tied to the style, as headings are; else the one the style names; else the first."""
        for name in self._styles.line(style):
            for level in range(LEVELS):
                if self._at(made, level).style == name:
                    return level
        return (inherited[0].level if inherited is not None else None) or 0

    def _print(self, made: _List, at: _Level, counts: list[int | None]) -> str:
        if at.form == "bullet":
            text = _PRIVATE.sub("", at.text).strip()
            return f"{text or '•'} "

        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            source = self._at(made, level)
            count = counts[level]
            return numeral(
                count if count is not None else source.start, "decimal" if at.legal else source.form
            )

        text = _PRIVATE.sub("", _PLACE.sub(shown, at.text)).strip()
        # a full-width mark parts the number from the text by itself, a letter or digit does not
        return text if not text or text[-1] in "、．）】〕：，" else f"{text} "


def _attribute(element: _Element, name: str) -> int:
    value = element.get(f"{W}{name}") or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else -1


def _level(element: _Element) -> _Level:
    form, text, style = (element.find(f"{W}{tag}") for tag in ("numFmt", "lvlText", "pStyle"))
    legal = element.find(f"{W}isLgl")
    start = integer(element.find(f"{W}start"), 1)
    custom = element.find(".//{*}Choice/" + f"{W}numFmt")
    form = custom if form is None else form
    return _Level(
        start=1 if start is None else start,
        form=(form.get(VAL) or "decimal") if form is not None else "decimal",
        text=(text.get(VAL) or "") if text is not None else "",
        legal=legal is not None and legal.get(VAL) not in {"0", "false", "off"},
        restart=integer(element.find(f"{W}lvlRestart")),
        style=(style.get(VAL) or "") if style is not None else "",
    )
