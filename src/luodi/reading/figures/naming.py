"""What a number measures: the words before it (predicate and name) and the names put together from them.

The words before a number are read backwards: comparator, verb (达到, 增长, 下降), base (较2020年),
hedge (力争). What is left is the name, whose head is then freed from dates and pushing verbs (力争, 推动).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from luodi.reading.figures import vocabulary as v
from luodi.reading.when import Time

Move = Literal["level", "grow", "shrink", ""]

_WINDOW: Final = 22
"""Characters before a number in which one predicate word is looked for."""
_TAIL: Final = re.compile(
    rf"(?:(?P<average>{v.AVERAGE})|(?P<reach>{v.REACH})|(?P<grow>{v.GROW})|(?P<shrink>{v.SHRINK})|(?P<relate>{v.RELATE})"
    rf"|(?P<hedge>{v.HEDGE})|(?P<filler>{v.FILLER}|连续[一二三四五六七八九十\d]{{1,2}}年)|(?P<base>(?:同比|环比|(?:比|较)(?:上年|去年|上年末|上年同期|去年同期|年初|上月|前年|以往|同期|基期|规划基期)(?:底|末|同期)?)"
    r"|与上年(?:同期)?相?比?|基础上)"
    r"|(?P<aside>(?:(?:位居|排名|位列|居|列|排)?(?:全国|全省|全市|全球|世界|西部|中部|东部|全区|全州|副省级城市|同类城市))|在|到|至|由|从|的|：|-|\[\d{{1,2}}\])"
    r"|(?P<comparator>达到或超过|不低于|不少于|不小于|不下|至少|超过|突破|超|逾|高于|大于|不超过|不高于|不多于|不大于|控制在|控制到|低于|少于|小于|不足|不到|近|约|接近|将近|跨上|迈上|跃上|站上|站稳|≥|≤|>|<))\Z"
)
_TIME_HEAD: Final = re.compile(
    r"(?:(?:到|至|在|于|截至|争取到|力争到)?(?:(?:19|20)\d\d年(?:[—\-至]+(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:底|末)?(?:之?前)?(?:，)?|“?十[一二三四五]?五”?(?:末|期间|时期)|年[底末]前?|年内|全年|今年|三年|五年))"
)
_PUSH: Final = re.compile(rf"(?:{v.PUSH}|[，、；：（）.．-])")
_AREA: Final = re.compile(r"全[国省市县区州旗域盟](?=[^性面程])|我[国省市县区州旗]|本[省市县区]")
_VERB: Final = re.compile(rf"(?:{v.words(v.MAKE.replace('|', ' '), v.WORK.replace('|', ' '))})+")
_MAKE: Final = re.compile(rf"(?:{v.MAKE})+\Z")
_CHANGE: Final = re.compile(rf"(?:{v.GROW}|{v.SHRINK}|{v.REACH})+")
_ETC: Final = re.compile(r"[^、，]*(?:、[^、，]*)*等")
_QUALIFIER: Final = re.compile(r"[^，。、]*\d[^，。、的]*的(?=[^的]{4})")
"""A restriction with a number of its own before the noun: 规模面积200亩以上的示范园."""
_NOTE: Final = re.compile(r"\[\d{1,2}\]")
_NOUN_OF_VERBS: Final = re.compile(".+(?:投入|服务|接待|登记|生产|消费)")
"""Names made of verbs alone: 研发投入."""
_DEED: Final = re.compile(rf"[^、，]{{2,10}}?(?:{v.WORK})(?=.{{2}})")
_TRIM: Final = " 　，。；：、的"


@dataclass(slots=True)
class Predicate:
    """What stands between a name and its number.

    Attributes:
        end: where the name before it ends.
        move: level (达到), grow (增长), shrink (下降), or "" for nothing.
        reach: it says that the number is the level reached (增长到, 降至).
        average: 年均.
        hedged: 力争 and the like.
        each: the number holds for each of the names before it (均, 各).
        relate: a distance to something else (高于全省平均水平2个百分点).
        baseline: the time compared with.
    """

    end: int
    move: Move = ""
    reach: bool = False
    average: bool = False
    hedged: bool = False
    relate: bool = False
    each: bool = False
    baseline: Time | None = None


def predicate(flat: str, start: int, end: int, ends: Mapping[int, Time]) -> Predicate:
    """Read the words that end at ``end`` backwards, not beyond ``start``.

    >>> text = "单位能耗力争累计下降"
    >>> found = predicate(text, 0, len(text), {})
    >>> text[: found.end], found.move, found.hedged
    ('单位能耗', 'shrink', True)
    """
    found = Predicate(end)
    while found.end > start:
        time = ends.get(found.end)
        if time is not None and time.start >= start:
            if time.role == "baseline":
                found.baseline = time
            found.end = time.start
            continue
        match = _TAIL.search(flat, max(start, found.end - _WINDOW), found.end)
        if match is None:
            break
        kind = match.lastgroup
        word = match[0]
        if kind in ("grow", "shrink") and not found.move:
            found.move = "grow" if kind == "grow" else "shrink"
        elif kind in ("grow", "shrink"):
            break
        elif kind == "reach":
            if not found.move:
                found.move, found.reach = "level", True
            if word.startswith(("降", "下降", "减", "压", "缩", "回落", "收窄", "控制")):
                found.reach = True
        elif kind == "filler":
            found.each = found.each or word in ("均", "都", "各", "均要")
        elif kind == "relate":
            found.relate = True
        elif kind == "average":
            found.average = True
        elif kind == "hedge":
            found.hedged = found.hedged or word in ("力争", "争取", "力求", "努力")
        elif (
            kind == "aside"
            and word in ("的", "由", "从", "在", "到", "至")
            and found.end - len(word) <= start
        ):
            found.end = start
            break
        found.end -= len(word)
    return found


@dataclass(slots=True)
class Name:
    """A name with what its head says.

    Attributes:
        start: where it begins behind dates and pushing verbs.
        text: the name.
        verb: its leading verb (新增, 建成), or "".
        area: 全市 and the like, or None.
        hedged: 力争 stands before it.
        partial: 其中 stands before it.
    """

    start: int
    text: str
    verb: str = ""
    area: str | None = None
    hedged: bool = False
    partial: bool = False


def name(flat: str, start: int, end: int) -> Name:
    """Free ``flat[start:end]`` from dates, areas and verbs at its head.

    >>> name("力争全市新增上市公司", 0, 10).text, name("到2025年建成数字工厂", 0, 12).text
    ('新增上市公司', '数字工厂')
    """
    at = start
    found = Name(start, "")
    while at < end:
        match = _TIME_HEAD.match(flat, at, end) or _PUSH.match(flat, at, end)
        if match and match.end() > at:
            found.hedged = found.hedged or match[0] in ("力争", "争取", "努力", "力求")
            found.partial = found.partial or match[0] == "其中"
            at = match.end()
            continue
        area = _AREA.match(flat, at, end)
        if area is None:
            break
        found.area = area[0]
        at = area.end()
    found.start = at
    verb = _VERB.match(flat, at, end)
    rest = flat[at:end].strip(_TRIM)
    if verb and verb.end() < end and not flat.startswith(("率", "量", "额", "性", "者"), verb.end()):
        found.verb = verb[0]
        rest = flat[verb.end() : end].strip(_TRIM)
        etc = _ETC.match(rest)
        if etc and len(rest) - etc.end() >= 2:
            rest = rest[etc.end() :].strip(_TRIM)
        if not _MAKE.match(found.verb):
            rest = found.verb + rest
    elif verb and verb.end() == end and not _NOUN_OF_VERBS.fullmatch(rest):
        found.verb, rest = verb[0], ""
    if "的" in rest:
        rest = _QUALIFIER.sub("", rest) or rest
    found.text = _NOTE.sub("", rest) if "[" in rest else rest
    return found


def full_verb(verb: str) -> str:
    """The verb as names carry it: nothing for 建成 and its like.

    >>> full_verb("新建"), full_verb("建成")
    ('新建', '')
    """
    return "" if not verb or _MAKE.match(verb) else verb


def deed(flat: str, start: int, end: int) -> bool:
    """Whether a stretch is a verb of work and nothing else: 新增, 改造提升; not 增加."""
    match = _VERB.fullmatch(flat, start, end)
    return match is not None and _CHANGE.fullmatch(flat, start, end) is None


def leading_deed(text: str) -> str:
    """Subject and verb at the head of a name, which further things may share.

    >>> leading_deed("邮轮母港接待邮轮"), leading_deed("上市公司")
    ('邮轮母港接待', '')
    """
    match = _DEED.match(text)
    return match[0] if match else ""


def head_of(text: str) -> str:
    """What a name measures: 人均可支配收入 of 农村居民人均可支配收入, or "".

    >>> head_of("城镇居民人均可支配收入"), head_of("上市公司")
    ('人均可支配收入', '')
    """
    match = v.HEAD.search(text[-10:])
    return match[0] if match else ""


def split_names(text: str, count: int) -> list[str] | None:
    """Cut an enumeration into ``count`` names and give each the head they share, or None.

    >>> split_names("风电、光伏发电装机容量", 2), split_names("加固、新建堤防", 2)
    (['风电装机容量', '光伏发电装机容量'], ['加固堤防', '新建堤防'])
    """
    if "（" in text:
        return None
    text = re.sub(r"等(?:[^、，]{0,6})\Z|[三四五六七八九两]项?指标\Z", "", text)
    if count == 2 and "城乡居民" in text and "、" not in text:
        return [text.replace("城乡居民", "城镇居民"), text.replace("城乡居民", "农村居民")]
    for pattern in ("、", "、|以及", "、|以及|和|与|及"):
        parts = [part.strip(_TRIM) for part in re.split(pattern, text)]
        if len(parts) == count and all(parts):
            return _shared(parts)
    return None


def _shared(parts: list[str]) -> list[str]:
    last = parts[-1]
    head = head_of(last)
    first_verb = _VERB.match(parts[0])
    if head and head != last:
        return [*(part if head_of(part) else part + head for part in parts[:-1]), last]
    last_verb = _VERB.match(last)
    if last_verb and all((m := _VERB.match(part)) and m.end() == len(part) for part in parts[:-1]):
        thing = last[last_verb.end() :]
        return [*(part + thing for part in parts[:-1]), last]
    prefix = ""
    if first_verb and first_verb.end() < len(parts[0]):
        prefix = full_verb(first_verb[0])
        parts = [parts[0][first_verb.end() :], *parts[1:]]
    suffix = ""
    if len(parts) > 2 and len(last) > max(map(len, parts[1:-1])) + 1:
        # 供热、燃气、排水管网: the names are as long as those in the middle
        usual = max(map(len, parts[1:-1]))
        suffix = last[usual:]
        if len(parts[0]) > usual and not prefix:
            prefix = ""
        adjective = parts[0][: max(0, len(parts[0]) - usual)]
        return [
            prefix + (adjective if number else "") + part + (suffix if number < len(parts) - 1 else "")
            for number, part in enumerate(parts)
        ]
    return [prefix + part + suffix for part in parts]
