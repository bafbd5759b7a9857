"""Units and measure words (计量单位和量词) that follow a number in official texts.

The list is open: a unit that is missing makes a figure unread, never misread, and one word here mends it.
"""

from __future__ import annotations

import re

PERCENT = "%|‰|个百分点|百分点|个基点|个点"
MONEY = "元|美元|欧元|港元|日元|美金|人民币|卢布|英镑"
PEOPLE = "人次|人日|人份|人|名|位|户次|户|岁"
THINGS = (
    "家次|家|个|所|处|座|间|栋|幢|套|张|床|台套|台次|台|辆次|辆|艘次|艘|架次|架|列车|列|班次|班列|班|趟|次|起|"
    "件次|件|项次|项|条|款|部|本|册|场次|场|期|批次|批|类|种|门|支|只|头|羽|尾|株|棵|袋|盒|箱次|箱|标箱|标准箱|"
    "折标准箱|标准集装箱|车次|幅|首|集|片|宗|笔|单|票|份|盏|口|眼|孔|例|篇|枚|颗|粒|块|对|双|匹|道|卷|幢|枝|"
    "标准机架|机架|核|端口|站|团次|团|组|把|根|面|副|具|路|公里次|节|艘艇|人年|人月|标台|标准台|实例|队|套次"
)
MEASURES = (
    "平方公里|平方千米|平方米|平方|平米|立方米|立方|公里|千米|厘米|毫米|海里|米|公顷|亩次|亩|万亩|"
    "吨标准煤|吨标煤|吨二氧化碳当量|吨二氧化碳|吨公里|吨海里|人公里|吨|公斤|千克|毫克|微克|克|斤|升|毫升|"
    "千瓦时|千瓦|兆瓦时|兆瓦|吉瓦时|吉瓦|瓦|千伏安|千伏|度|大卡|千卡|焦耳|吉焦|"
    "TWh|GWh|MWh|kWh|TW|GW|MW|kW|PFLOPS|EFLOPS|Pflops|Eflops|EFlops|PFlops|TB|PB|GB|Gbps|Mbps|Tbps|"
    "km²|km2|km|m³|m3|m²|m2|㎡|㎥|hm2|hm²|℃|dB|mm|cm|kg|μg/m³|ug/m3|mg/L|分贝|摄氏度|"
    "个等级|小时|分钟|秒|个工作日|工作日|天|个月|倍|成|番|分"
)

_PART = "|".join([PERCENT, MONEY, PEOPLE, THINGS, MEASURES])
_WORDS = sorted(set(_PART.split("|")), key=len, reverse=True)
WORD = "(?:" + "|".join(map(re.escape, _WORDS)) + ")"
UNIT = rf"{WORD}(?:（{WORD}）)?(?:/(?:[万亿百千])?(?:{WORD}|日|年|月|时|万|小时))?"
"""One unit: perhaps with an alternative in brackets (辆（台）), perhaps per something (微克/立方米)."""

SCALE = "(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![瓦米克伏卡])|百(?!分))"

COUNT_WORDS = frozenset((PEOPLE + "|" + THINGS).split("|"))
"""Words that count things, which makes a value a count rather than a level."""

DURATIONS = frozenset(["小时", "分钟", "秒", "天", "个月", "工作日", "个工作日", "分"])
"""Units of time and marks, which mostly set a condition and measure something only when a verb says so."""

_SCALED = re.compile(SCALE)


def split_scale(unit: str) -> tuple[str, str]:
    """Split a unit as printed into its scale word and its base.

    >>> split_scale("万人次"), split_scale("亿元"), split_scale("千瓦")
    (('万', '人次'), ('亿', '元'), ('', '千瓦'))
    """
    found = _SCALED.match(unit)
    return (found[0], unit[found.end() :]) if found and found.end() < len(unit) else ("", unit)
