"""Numbers with their unit and comparator (数量表述), wherever they stand; what they mean is told elsewhere.

A :class:`Mention` is a stretch of the folded text: 8-10个, 达到不少于10项, 千亿元, 四成, 翻两番, 第三位.
Numbers that are part of a name, date, document number or ordinal are no mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from luodi.core.record import Comparator
from luodi.reading.numerals import number
from luodi.reading.units import SCALE, UNIT

Form = Literal["number", "tenths", "percent", "multiple", "digits", "rank", "bare"]

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = "[一二两三四五六七八九十百千]"
_DASH = "(?:-|－|—{1,2}|–|~|～|至|到)"
_MORE = "[余多几]"
_AFTER = "及?以上|以内|之内|及?以下|左右|上下|以下"

_PATTERN = re.compile(
    rf"""
    (?P<percent>百分之(?P<percent_value>[零一二两三四五六七八九十百点]+)(?P<percent_after>{_AFTER}|多)?)
  | (?P<multiple>翻了?(?:(?P<fold>[一两二三四五])?番)|倍增(?![计行工器培三五攻专”])|(?<![成数几加])翻倍)
      (?P<multiple_after>以上|多)?
  | (?P<fraction>(?P<parts>[二三四五六七八九十])分之(?P<part>[一二三四五六七八九])
      (?P<fraction_after>{_AFTER})?)
  | (?P<tenths>(?P<tenths_value>[一二两三四五六七八九])成(?P<half>半)?(?P<tenths_after>{_AFTER}|多)?
      (?![立为果效本都熟员就长功型分品片套])(?=[，。；、！？）\n的增提下降占]|$|以|左))
  | (?P<digits>(?P<digits_value>[两三])位数(?P<digits_after>{_AFTER})?)
  | (?P<rank>(?:第(?P<nth>\d+|[一二三四五六七八九十]+)|前(?P<top>\d+|[一二三四五六七八九十]+))
      (?P<rank_word>位|名|强(?=[，。；、）\n行]|$)|(?<=第.)(?=[，。；）\n]|$)))
  | (?P<number>
      (?P<value>{_ARABIC})(?P<more>{_MORE})?(?P<scale>{SCALE})?(?P<more2>{_MORE})?
      (?P<low_unit>{UNIT})?
      (?:{_DASH}(?P<high>{_ARABIC})(?P<high_scale>{SCALE})?)?
      (?P<more3>{_MORE})?
      (?P<unit>{UNIT})?
      (?P<after>{_AFTER})?
    )
  | (?P<literal>
      (?=[一二两三四五六七八九十]{{0,4}}[百千万亿])(?P<words>{_CHINESE}*)(?P<words_more>{_MORE})?(?P<words_scale>万亿|亿|万)?
      (?P<words_more2>{_MORE})?(?P<words_unit>{UNIT})(?P<words_after>{_AFTER})?
    )
    """,
    re.VERBOSE,
)

_BEFORE_BARRED = re.compile(r"[A-Za-z〔\[._/+&]$|第$|[A-Za-z]-$|No\.$|[Ⅰ-ⅿ]$")
_AFTER_BARRED = re.compile(
    r"[A-Za-z〕\]]|号|届|级(?!以上)|年|月|日|时(?!效)|点|路|周年|季度|维|代|∶|\+|/\d|"
    r"-\d|—\d|:\d|：\d|线|大|型|期|中全会|次(?:全体)?会议|频道|版|楼|层|章|条(?=例)"
)

_BEFORE_TENTHS = frozenset("超过近约达升长加低降少占比到于至减高的在缩")
_RANKED = re.compile(r"[居列排升跃名次进入于]|全[国省市球区]|世界|西部|中部|东部|全州|副省级")
_PLACED = re.compile(r"[居列排].{0,8}$|[国省市区球]$|[居列名至到]$|升$|入$|于$|第$|跃$|稳居$|并列$")
_MINUS = re.compile(r"[率为达约长幅是至到于在度降负]\s?[-－−]$")

_COMPARING: tuple[tuple[str, Comparator], ...] = (
    (
        r"(?:不超过|不超|不高于|不多于|不大于|不突破|控制在|控制到|限制在|压减到|压减至|最多|小于等于|≤|<=)"
        r"(?:约|人均|为)?",
        "le",
    ),
    (r"不低于|不少于|不小于|至少|不下|最少|大于等于|≥|>=|达到或超过|达到或高于", "ge"),
    (
        r"超过|超出|超|突破|高于|大于|多于|逾|跨上|跨过|跨越|跃上|跃升|迈上|迈过|站上|登上|冲破|过|上|高出|>|＞",
        "gt",
    ),
    (r"(?<!不)低于|(?<!不)少于|(?<!不)小于|不足|不到|<|＜", "lt"),
    (r"约为|大约|约|接近|近|将近|大致|基本达到|左右", "approx"),
)
_COMPARATORS = tuple((re.compile(f"(?:{words})$"), comparator) for words, comparator in _COMPARING)
_STEPS: dict[str, Comparator] = {
    "跨上": "ge",
    "跃上": "ge",
    "迈上": "ge",
    "站上": "ge",
    "登上": "ge",
    "上": "gt",
}

_POST: dict[str, Comparator] = {
    "以上": "ge",
    "及以上": "ge",
    "以内": "le",
    "之内": "le",
    "以下": "le",
    "及以下": "le",
    "左右": "approx",
    "上下": "approx",
    "多": "gt",
}


@dataclass(slots=True)
class Mention:
    """A number as printed, in folded-text positions.

    Attributes:
        start: where the number begins (after the comparator).
        end: where unit and 以上/左右 end.
        value: the number before the scale word's factor; the scale stays in the unit (万人).
        high: upper end of a range.
        unit: unit with scale, or None for a bare number.
        form: how it was printed.
        comparator: what the words around the number say; eq when they say nothing.
        comparator_start: where the comparator word before the number begins (start when there is none).
        after: the word behind (以上, 左右), or "".
        negative: a minus sign stands before it (自然增长率为-1.91‰); the value has none.
    """

    start: int
    end: int
    value: float
    high: float | None
    unit: str | None
    form: Form
    comparator: Comparator = "eq"
    comparator_start: int = 0
    after: str = ""
    negative: bool = False


def mentions(flat: str, start: int = 0, end: int | None = None) -> Iterator[Mention]:
    """Yield the mentions of ``flat[start:end]`` in order.

    >>> [(m.value, m.high, m.unit, m.comparator) for m in mentions("建成5-8个基地，产值超千亿元")]
    [(5.0, 8.0, '个', 'range'), (1000.0, None, '亿元', 'gt')]
    >>> list(mentions("国发〔2005〕39号，第3版，到2025年，5G，PM2.5"))
    []
    """
    end = len(flat) if end is None else end
    for match in _PATTERN.finditer(flat, start, end):
        mention = _build(match, flat)
        if mention is not None:
            yield mention


def _build(match: re.Match[str], flat: str) -> Mention | None:
    kind = match.lastgroup
    group = match.group
    start, end = match.span()
    if group("number") is not None:
        return _number(match, flat)
    if group("literal") is not None:
        return _literal(match, flat)
    if group("rank") is not None:
        return _rank(match, flat)
    value, high, unit, form, after = 0.0, None, "%", "percent", ""
    if group("percent") is not None:
        value, after = number(group("percent_value")), group("percent_after") or ""
    elif group("tenths") is not None:
        value = number(group("tenths_value")) * 10 + (5 if group("half") else 0)
        form, after = "tenths", group("tenths_after") or ""
        if flat[max(0, start - 1) : start] not in _BEFORE_TENTHS:
            return None
    elif group("multiple") is not None:
        fold = group("fold")
        value = 2.0 ** number(fold) if fold else 2.0
        unit, form, after = "倍", "multiple", group("multiple_after") or ""
    elif group("fraction") is not None:
        value = round(number(group("part")) / number(group("parts")) * 100, 2)
        after = group("fraction_after") or ""
    elif group("digits") is not None:
        value, form, after = (
            10.0 if group("digits_value") == "两" else 100.0,
            "digits",
            group("digits_after") or "",
        )
    assert kind is not None
    mention = Mention(start, end, value, high, unit, form, after=after)  # type: ignore[arg-type]
    _compare(mention, flat)
    if form == "digits" and mention.comparator == "eq":
        mention.comparator = "ge"
    return mention


def _number(match: re.Match[str], flat: str) -> Mention | None:
    group = match.group
    start, end = match.span()
    low_unit, unit, high = group("low_unit"), group("unit"), group("high")
    scale, high_scale = group("scale") or "", group("high_scale") or ""
    more = group("more") or group("more2") or group("more3")
    if low_unit and unit and high is None:  # 5天个: a second unit without a second number is not ours
        end = match.end("low_unit")
        unit = None
    if high is not None and low_unit and not unit:
        # 2023年5个到6: no range after all
        if low_unit not in ("%",):
            high, end = None, match.end("low_unit")
        unit = low_unit
    unit = unit or low_unit
    if unit is None and "." in group("value") and flat[end : end + 1] == "年":
        unit, end = "年", end + 1  # 平均受教育年限提高到11.4年: no year has a decimal
    if _barred(flat, start, end, bool(unit)):
        return None
    value = number(group("value"))
    full_unit: str | None
    if high is not None:
        top = number(high)
        if not scale and high_scale:
            scale = high_scale
        elif scale and not high_scale and top < value:
            return None
        if top <= value:
            return None
    if unit is None:
        if scale and scale[-1] in "亿万" and not more:
            full_unit = scale + "元" if "亿" in scale else None
        else:
            full_unit = None
        if full_unit is None and scale:
            return None
    else:
        full_unit = scale + unit if unit[0] not in "%‰" else unit
    mention = Mention(
        start,
        end,
        value,
        number(high) if high is not None else None,
        full_unit,
        "number" if full_unit else "bare",
        after=group("after") or "",
    )
    if _MINUS.search(flat[max(0, start - 2) : start]):
        mention.start, mention.negative = start - 1, True
    _compare(mention, flat)
    if more and mention.comparator in ("eq", "approx"):
        mention.comparator = "gt"
    if mention.high is not None:
        mention.comparator = "range"
    return mention


def _literal(match: re.Match[str], flat: str) -> Mention | None:
    """千亿元, 百余项, 上万亩: Chinese numerals count only with a comparator, 余, or a large money scale."""
    group = match.group
    words, scale, unit = group("words"), group("words_scale") or "", group("words_unit")
    more = group("words_more") or group("words_more2")
    start, end = match.span()
    bare = not words
    if bare:
        words = "一"
    try:
        value = number(words)
    except ValueError:
        return None
    mention = Mention(start, end, value, None, scale + unit, "number", after=group("words_after") or "")
    _compare(mention, flat)
    if not (more or mention.after or mention.comparator_start < start or (scale and not bare)):
        return None
    if flat[start - 1 : start] in ("第", "几", "数", "成") or unit in ("年", "度", "条", "强"):
        return None
    if more and mention.comparator in ("eq", "approx"):
        mention.comparator = "gt"
    return mention


def _rank(match: re.Match[str], flat: str) -> Mention | None:
    start, end = match.span()
    before = flat[max(0, start - 12) : start]
    if not _RANKED.search(before):
        return None
    if _PLACED.search(before) is None:
        return None
    top = match.group("top")
    value = number(top or match.group("nth"))
    mention = Mention(start, end, value, None, "位", "rank", comparator_start=start)
    mention.comparator = "le" if top else "eq"
    return mention


def _barred(flat: str, start: int, end: int, has_unit: bool) -> bool:
    """Part of a name, date, number of a document, ordinal or version: no quantity."""
    if _BEFORE_BARRED.search(flat[max(0, start - 3) : start]):
        return True
    if flat[start - 1 : start] == "前" and not has_unit:
        return True
    return not has_unit and _AFTER_BARRED.match(flat, end) is not None


def _compare(mention: Mention, flat: str) -> None:
    """Set the comparator from the words just before and behind the number."""
    mention.comparator_start = mention.start
    before = flat[max(0, mention.start - 8) : mention.start]
    found: Comparator | None = None
    for pattern, comparator in _COMPARATORS:
        hit = pattern.search(before)
        if hit and hit.group():
            word = hit.group()
            if word in ("上", "过") and mention.form != "number":
                continue
            if word == "上" and before[-2:] in ("以上", "路上", "线上", "网上", "市上"):
                continue
            found = _STEPS.get(word, comparator) if word != "上" else "gt"
            mention.comparator_start = mention.start - len(word)
            break
    post = _POST.get(mention.after)
    if post == "ge" and found == "gt" and before.endswith("突破"):
        # 关键技术突破10项以上: the word names what is counted
        found, mention.comparator_start = None, mention.start
    if post == "approx" and found in (None, "le", "approx"):
        found = "approx"
    elif found is None or (found == "approx" and post):
        found = post
    mention.comparator = found or "eq"
