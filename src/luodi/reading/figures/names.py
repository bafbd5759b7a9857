"""What a number measures (指标名称): the words around it, without times, helpers and verbs of reaching."""

from __future__ import annotations

import re
from typing import Final

from luodi.reading.figures import vocabulary as words

_LEADING: Final = re.compile(
    rf"(?:[、，的和与及以]|{words.AREA.pattern}|{words.HELPING}(?![率型化])|按[^，、]{{1,8}}计算|"
    rf"[（）]|(?:一|二|三|四|五|六|七|八|九|十)是)+"
)
_TRAILING: Final = re.compile(
    rf"(?:{words.REACHING}|均|分别|累计|共|已|将|可|力争|争取|确保|全部|总共|合计|约|近|超|各|都|不|要|"
    rf"也|就|更|还|总体|[、，的：])+\Z"
)
_TIME_WORDS: Final = re.compile(
    r"(?:(?<![高升加长降少减短缩大增展落整])(?:到|至)|截至)?(?:(?:19|20)\d\d年?(?:[-—–~～至到]+(?:19|"
    r"20)\d\d年?)?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底前|末前|底|末|前|内|度|起|初|以来)?)|(?:到|"
    r"至)?“?十?[一二三四五六]五”?(?:时期|期间|末|以来|期末)"
    r"|(?:今后|未来|过去|近)[一二三四五十]年(?:来|内|间)?|[一二三四五]年(?:来|内|累计|共)|全年|年末|"
    r"年底前?|年内|今年|当年|本年|去年|上年末?|月末|近年来"
)
_BASELINE: Final = re.compile(
    r"(?:较|比|与|以|在|由|从|按)(?:“?十?[一二三四五六]五”?(?:期)?末?|(?:19|20)\d\d年?(?:同期|末|底)?|"
    r"上年(?:末|同期)?|去年(?:同期|末)?|基期|同期|年初)(?:水平)?(?:相比|为基期|的?基础上|上|的)?|同比|"
    r"环比"
)
_VERB: Final = re.compile(rf"(?:{words.DOING}(?:[和与及、](?={words.DOING}))?)+(?:了|好)?")
_TAIL_VERB: Final = re.compile(
    r"撬动|融入|布局|加快|有序|建成|开放|投用|聚力|实现|完成|进入|入选|获[评得批]|稳定|先行|开工|落地|"
    r"投产|运营|参与|通过|达到|全部|顺利|正式|成功|启动|推进|竣工|签约|全面|基本|挂牌|上市|入驻|"
    r"集中|投入使用|增长|总投资|超过?|占|纳入|通车|并网|产值|营收|开展|有效|持续|得到|惠及|已|均|，"
)
_MAY_TELL_TIME: Final = re.compile(r"[年月五期比\d]")
"""Every time and baseline holds one of these: looking for them first saves two searches in most names."""
_ENDINGS: Final = words.REACHED_ENDS | frozenset("均别计共已将可争取保部总合约近超各都不要也就更还体、，的：")
"""Last characters of what :data:`_TRAILING` finds; most names end in none of them."""
_BEFORE_NOUN: Final = re.compile(r"(?:以上|以下|左右|以内)?的?")
_TOGETHER: Final = re.compile(r"(?:共计?|合计|在内的?)\Z")
JOINTS: Final = re.compile(r"[、]|以及|和(?!美|谐|平|林|合|县|睦|田)|与(?=[^，、]{2,})|及(?!时|格)")


_FROM: Final = re.compile(r"(?:由|从)[^，]{0,12}\d[^，]*\Z")
"""由1124家增加到: what something was before."""


def without_times(text: str) -> str:
    """Drop times and baselines.

    >>> without_times("到2025年全市软件收入较2020年")
    '全市软件收入'
    """
    return _TIME_WORDS.sub("", _BASELINE.sub("", text))


def clean(text: str) -> str:
    """Drop what surrounds the name of an indicator.

    >>> clean("其中全市技术合同成交额力争达到"), clean("确保城镇调查失业率控制在")
    ('技术合同成交额', '城镇调查失业率')
    """
    if _MAY_TELL_TIME.search(text):
        text = _FROM.sub("", without_times(text))
    for _ in range(3):
        before = text
        lead = _LEADING.match(text)
        if lead:
            text = text[lead.end() :]
        trail = _TRAILING.search(text) if text[-1:] in _ENDINGS else None
        if trail:
            text = text[: trail.start()]
        if text == before:
            break
    return text.strip("、，的：")


def verb_of(text: str) -> str:
    """Give the verb of doing that a text begins with, or "".

    >>> verb_of("新建改扩建中小学"), verb_of("技术合同成交额")
    ('新建改扩建', '')
    """
    found = _VERB.match(text)
    return found[0].rstrip("和与及、") if found else ""


def plain(name: str) -> str:
    """Drop a verb that says no more than that something will be there.

    >>> plain("打造上云企业"), plain("新建停车场"), plain("建设用地")
    ('上云企业', '新建停车场', '建设用地')
    """
    verb = verb_of(name)
    rest = name[len(verb) :]
    return rest if verb in words.QUIET and len(rest) > 2 else name


def only_verb(text: str) -> bool:
    """Say whether a text is nothing but verbs of doing.

    >>> only_verb("建设"), only_verb("建设用地")
    (True, False)
    """
    found = _VERB.match(text)
    return bool(found) and found.end() == len(text)  # type: ignore[union-attr]


def of_tail(tail: str) -> str:
    """Give the noun that a number counts, from what stands behind it.

    >>> of_tail("精品线路撬动乡村休闲体验升级"), of_tail("以上的中型病险水库除险加固")
    ('精品线路', '中型病险水库除险加固')
    """
    lead = _BEFORE_NOUN.match(tail)
    tail = tail[lead.end() :] if lead else tail
    verb = _TAIL_VERB.search(tail, 2)
    if verb:
        tail = tail[: verb.start()]
    return tail.strip("、，的等")


def without_examples(head: str) -> str:
    """Drop examples before 等: only the verb before them is kept.

    >>> without_examples("维修改造机场大道、友谊路等"), without_examples("大港电厂共")
    ('维修改造', '大港电厂')
    """
    head = _TOGETHER.sub("", head)
    if head.endswith("等"):
        return verb_of(head)
    return head


def parts(head: str, joints: re.Pattern[str] = JOINTS) -> list[str]:
    """Split a list of names at 、和与及, brackets and quotes kept whole.

    >>> parts("国家级制造业单项冠军、专精特新“小巨人”"), parts("电力、热力（含制冷、供暖）和燃气")
    (['国家级制造业单项冠军', '专精特新“小巨人”'], ['电力', '热力（含制冷、供暖）', '燃气'])
    """
    found, start, depth = [], 0, 0
    position = 0
    while position < len(head):
        c = head[position]
        if c in "（“《":
            depth += 1
        elif c in "）”》":
            depth = max(0, depth - 1)
        elif depth == 0:
            joint = joints.match(head, position)
            if joint:
                found.append(head[start:position])
                start = position = joint.end()
                continue
        position += 1
    found.append(head[start:])
    return [part for part in (part.strip() for part in found) if part]


_COMMA: Final = re.compile("、")


def each_of(head: str) -> list[str]:
    """Split a list of full names: at 、 where there is one, and at a 和 between two of a kind.

    >>> each_of("科技型企业数量、顶尖人才和科技领军人才数量"), each_of("存款余额、贷款余额和保费收入")
    (['科技型企业数量', '顶尖人才和科技领军人才数量'], ['存款余额', '贷款余额', '保费收入'])
    """
    items = parts(head, _COMMA)
    last = parts(items[-1]) if items else []
    if (
        len(last) == 2
        and (len(items) == 1 or _HEAD_NOUN.search(last[0]))
        and not (len(items) == 1 and not _HEAD_NOUN.search(last[0]))
    ):
        items[-1:] = last
    return items


def full(name: str) -> bool:
    """Say whether a name ends in what is measured (率, 收入, 数量 …).

    >>> full("系统管理率"), full("互认")
    (True, False)
    """
    return bool(_HEAD_NOUN.search(name))


def distribute(head: str, count: int) -> list[str] | None:
    """Give ``count`` names out of a list that shares a verb before it or a noun behind it.

    >>> distribute("改造老旧供热、燃气、排水管网", 3)
    ['改造老旧供热管网', '改造燃气管网', '改造排水管网']
    >>> distribute("加固、新建、改造堤防", 3)
    ['加固堤防', '新建堤防', '改造堤防']
    """
    if count < 2:
        return None
    if count == 2 and head.startswith("城乡"):
        # 城乡居民收入分别增长5%、7%
        return ["城镇" + head[2:], "农村" + head[2:]]
    items = parts(head, _COMMA)
    if len(items) != count:
        items = parts(head)
    if len(items) < count:
        return None
    if len(items) > count:
        items = (
            [head[: head.rindex(items[-count + 1])].strip("、和与及"), *items[-count + 1 :]]
            if count > 1
            else items
        )
    verb = verb_of(items[0])
    core = items[-1]
    own = verb_of(core)
    noun = core[len(own) :] if own and len(own) < len(core) else ""
    if noun and all(only_verb(item) or verb_of(item) == item for item in items[:-1]):
        return [*(item + noun for item in items[:-1]), core]
    tail = _shared_tail(items)
    names = []
    for number, item in enumerate(items):
        name = item if not tail or item.endswith(tail) else item + tail
        if number and verb and not verb_of(name):
            name = verb + name
        names.append(name)
    return names


_HEAD_NOUN: Final = re.compile(
    r"(?:增加值|收入|支出|产值|产量|面积|占比|比重|比例|覆盖率|普及率|管网|装机容量|总额|余额|数量|"
    r"人数|价格|投资额?|销售额|利润|里程|浓度|消费价格|工程|项目|企业|道路|总产量|播种面积|"
    r"人均可支配收入|入学率|入园率|"
    r"综合人口覆盖率|人口覆盖率|用户|业务总量|贡献率|消费支出|总量|成交额|交易额|发电量|吞吐量|周转量|"
    r"客运量|货运量|率|额|量|人次|床位|岗位|学位)\Z"
)


def _shared_tail(items: list[str]) -> str:
    """Give the noun at the end of the last name that the others lack."""
    last = items[-1]
    found = _HEAD_NOUN.search(last)
    if found is None or found.start() == 0:
        return ""
    tail = found[0]
    if any(_HEAD_NOUN.search(item) for item in items[:-1]):
        return ""
    return tail
