"""Naming a number (指标命名): from the words before it, behind it, or from what was named before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from luodi.core.record import Comparator, Direction, Kind
from luodi.reading.figures import names
from luodi.reading.figures import vocabulary as words
from luodi.reading.figures.figure import Carried, Spot
from luodi.reading.mentions import Mention
from luodi.reading.units import COUNT_WORDS, split_scale

_JOINT_FIRST: Final = frozenset("、和及与")
_NO_CHANGE: Final = re.compile(r"(?:增加|增速|增长)值\Z|自然增长率为?\Z")
"""Names that end like verbs of change."""
_STARTS_VERB: Final = re.compile(
    r"(?:[，、]|完成|达标|到位|建成|投|开工|竣工|以上|以下|左右|。|的(?:目标|任务)|目标)"
)
_THAN: Final = re.compile(r"(?:高于|低于|快于|超过|优于|好于).*\Z")
_EACH_MULTIPLE: Final = re.compile(r"等指标|均|都|分别")
_OF_THESE: Final = re.compile(r"(?:均|都|实现|等指标|等)+\Z")
_PLACED: Final = re.compile(
    r"(?:连续[^，]{1,4}年)?(?:综合)?(?:排名|排位|排|位次|位居|居|列|升至|进入|进位至|跻身|跃居|上升至|"
    r"跃升至)*"
    r"(?:全[国省市球区]|世界|西部)?[^，]{0,6}\Z"
)
_AMONG: Final = re.compile(r"(全国|全省|全市|全球|世界|全区|全州|西部|中部|副省级城市)[^，]{0,4}\Z")
_RATE_NOUN: Final = re.compile(r"增速|增幅|涨幅|降幅")
_EACH: Final = re.compile(r"(?:均|各|都)(?:在|为|达到?|保持在|稳定在|超过?|突破)*\Z")
_BARE_SHARE: Final = re.compile(r"(?:率|占比|比重|比例)\Z")
_IS_GROWTH: Final = re.compile(r"增速|增长率|增幅|涨幅|降幅")
_IS_NEW: Final = re.compile(r"新(?!建|型|能|材|区|一|城|农)|净增")
_AT_LEAST: Final = re.compile(r"至少|最少|不少于|不低于")
_BIG_MODIFIER: Final = re.compile(r"级?(?:[^，、。；]{0,8})?(?:产业集群|产业链|集群|产业|企业|园区|基地)")


_OF_A_WHOLE: Final = frozenset(("增速", "占比", "比重"))
"""Head nouns that say something of a whole indicator (支出占比)."""
_NEW: Final = frozenset(("新增", "净增"))
_PART_OF: Final = re.compile(r"占(?!比|地|用|有)[^，]+")
_KIND_OF: Final = re.compile(r"类(?P<measured>.{2,5})\Z")
_CAPACITY: Final = re.compile(r"(?:综合)?生产能力\Z|(?:总)?产量\Z|播种面积\Z")
_LONGEST_OBJECT: Final = 8
"""Characters behind a verb above which they are no part of what stands behind the number."""
_LONGEST_BARE: Final = 4
_LONGEST_OWNER: Final = 18


@dataclass(slots=True)
class Named:
    """What the numbers of a spot are called.

    Attributes:
        names: one name for each number of a list, or several names for one number.
        end: where the quote ends.
        kind: the kind of value, where the words settle it.
        direction: whether the value is of a fall.
        inherited: the name is that of a number before.
    """

    names: list[str]
    end: int
    kind: Kind | None = None
    direction: Direction = "increase"
    inherited: bool = False


def change_of(spot: Spot, carried: Carried) -> re.Match[str] | None:
    """Find the verb of change (增长, 下降) that a number tells the amount of.

    新增 and 减少 may also be what is done to the things that a number counts (新增停车场5处).
    """
    if spot.head[-1:] not in words.CHANGING_ENDS:
        return None
    changing = words.CHANGING.search(spot.head)
    if changing is None or _NO_CHANGE.search(spot.head):
        return None
    if spot.percent:
        return changing
    verbal = names.only_verb(spot.name)
    if changing.start() and verbal and carried.subject:
        return None
    if names.of_tail(spot.tail) and not _STARTS_VERB.match(spot.tail):
        subject = names.clean(names.without_examples(spot.head[: changing.start()]))
        if verbal or not subject or names.only_verb(subject):
            return None
    return changing


def named(
    spot: Spot, carried: Carried, changing: re.Match[str] | None, margin: re.Match[str] | None
) -> Named | None:
    """Name the numbers of a list.

    Args:
        spot: the numbers and the words around them.
        carried: what the clauses before hand on.
        changing: the verb of change before the number, from :func:`change_of`.
        margin: what the number is a distance from (高于全省平均水平).

    Returns:
        The names, or None when there is none to be found.
    """
    if margin:
        return _of_margin(spot, carried, margin)
    if spot.first.form == "multiple":
        return _of_multiple(spot, carried)
    if spot.first.form == "rank":
        return _of_rank(spot, carried)
    if changing:
        return _of_change(spot, carried, changing)
    return _of_things(spot, carried) or _of_level(spot, carried)


def _of_margin(spot: Spot, carried: Carried, margin: re.Match[str]) -> Named | None:
    own = _THAN.sub("", names.clean(spot.head[: margin.start()] or spot.head))
    name = with_topic(own or carried.subject, carried)
    if not name or len(spot.group) > 1:
        return None
    return Named([name], spot.last.end, "relative", inherited=not own)


def _of_multiple(spot: Spot, carried: Carried) -> Named | None:
    """收入翻一番; 增加值、企业数量等指标均实现倍增."""
    own = _OF_THESE.sub("", names.clean(_OF_THESE.sub("", names.without_times(spot.head))))
    name = own or carried.subject
    if not name:
        return None
    each = names.each_of(name) if _EACH_MULTIPLE.search(spot.head) else [name]
    return Named(each, spot.last.end, "relative", inherited=not own)


def _of_rank(spot: Spot, carried: Carried) -> Named | None:
    name = names.clean(_PLACED.sub("", spot.head)) or carried.subject or spot.name
    where = _AMONG.search(spot.head)
    return Named([name + (where[1] if where else "") + "排名"], spot.last.end, "rank") if name else None


def _of_change(spot: Spot, carried: Carried, changing: re.Match[str]) -> Named | None:
    """Name what changes; 年均 and a noun of change (增速) belong to the name."""
    count = len(spot.group)
    result = Named([], spot.last.end, "growth" if spot.first.unit == "%" else "increment")
    result.direction = "decrease" if changing["down"] else "increase"
    head = names.clean(spot.head[: changing.start()])
    listed = names.distribute(head or carried.topic, count)
    if listed is None and not head:
        result.inherited = True
        if 1 < count <= len(carried.history):
            result.names = carried.history[-count:]
            return result
        if not carried.subject:
            return None
        listed = [carried.subject] * count
    elif listed is None:
        listed = [_like_before(with_topic(head, carried), carried)] * count
    if result.inherited and changing["up"] in _NEW and not spot.percent:
        listed = [changing["up"] + name.removeprefix(names.verb_of(name)) for name in listed]
    yearly = "年均" in changing["how"]
    noun = _RATE_NOUN.search(changing[0])
    suffix = (("年均" if yearly else "") + noun[0]) if noun else "年均增速" if yearly else ""
    result.names = [n if n.endswith(("增速", "增幅", "涨幅")) else n + suffix for n in listed]
    return result


def _of_things(spot: Spot, carried: Carried) -> Named | None:
    """Name what stands behind the number (建成5个示范基地, 8%的企业)."""
    tail, last = spot.tail, spot.last
    share = _is_share(spot)
    if spot.qualified and not share:
        return Named([tail], last.end + len(tail))
    counted = names.of_tail(tail)
    if not counted:
        return None
    head, end = spot.own, last.end + tail.find(counted) + len(counted)
    if share:
        of = not head and tail.startswith(("的", "以上的"))
        return Named([counted], end, "share") if of else None
    verb = names.verb_of(head)
    before_verb = not head or verb == head or names.only_verb(head) or head != spot.name
    if len(spot.group) > 1 or _STARTS_VERB.match(tail):
        return None
    if (spot.reached or spot.compared) and not before_verb:
        return None
    if names.JOINTS.search(head) or (verb and len(head) - len(verb) > _LONGEST_OBJECT):
        head = verb
    if not head and spot.head[:1] in _JOINT_FIRST:
        head = carried.verb
    return Named([head + counted], end)


def _of_level(spot: Spot, carried: Carried) -> Named | None:
    """Name what stands before the number: a verb and a noun, a list of names, or what was named before."""
    count, end, head = len(spot.group), spot.last.end, spot.own if names.of_tail(spot.tail) else spot.name
    share = _is_share(spot)
    verb = names.verb_of(head)
    reached = spot.reached or spot.compared
    if head and not verb and spot.head[:1] in _JOINT_FIRST and not share and not reached:
        head = carried.verb + head
    listed = names.distribute(head, count)
    if listed is not None:
        return Named(listed, end)
    if head and names.only_verb(head) and carried.subject and not share:
        rest = carried.subject[len(names.verb_of(carried.subject)) :]
        return Named([head + rest] * count, end, inherited=True)
    if spot.clause.after_colon and carried.topic and head and not names.full(head):
        return Named([carried.topic + head] * count, end)
    if share and (part := _PART_OF.search(head)):
        return _of_part(spot, head[: part.start()], part[0], carried)
    each = _each(spot, head, carried)
    if each:
        return Named(each, end)
    if not head and 1 < count <= len(carried.history):
        return Named(carried.history[-count:], end, inherited=True)
    if head and head not in words.PRONOUNS:
        return Named([_of_which(spot, with_topic(head, carried), carried)] * count, end)
    head = carried.subject or carried.topic
    return Named([with_topic(head, carried)] * count, end, inherited=True) if head else None


def _of_part(spot: Spot, whole: str, part: str, carried: Carried) -> Named | None:
    """占一般公共预算支出的78.6%, 占GDP比重6.8%: the part is what the clause or the number before names."""
    part = part if _BARE_SHARE.search(part) else part.rstrip("的") + "比重"
    count = len(spot.group)
    if whole:
        return Named([whole + part] * count, spot.last.end)
    if 1 < count == len(carried.listed):
        owners = carried.listed
    else:
        owners = [carried.subject or carried.topic] * count
    return Named([owner + part for owner in owners], spot.last.end, inherited=True)


def _like_before(name: str, carried: Carried) -> str:
    """Let what a list measures hold for its next item: 食品类价格下降0.5%，衣着类上涨1.2%.

    >>> _like_before("衣着类", Carried(subject="食品烟酒类价格"))
    '衣着类价格'
    """
    before = _KIND_OF.search(carried.subject) if name.endswith("类") else None
    return name + before["measured"] if before else name


def _of_which(spot: Spot, name: str, carried: Carried) -> str:
    """粮食产量8000万吨，其中大豆900万吨: the part is measured like the whole."""
    if not spot.head.startswith("其中") or names.full(name):
        return name
    measured = _CAPACITY.search(carried.subject)
    return name + measured[0] if measured and not names.JOINTS.search(name) else name


def _is_share(spot: Spot) -> bool:
    return spot.percent or spot.first.form in ("tenths", "percent", "bare")


def _each(spot: Spot, head: str, carried: Carried) -> list[str] | None:
    """甲覆盖率、乙普及率均达到95%, 其中科创板、北交所各2家: one number for several names."""
    if len(spot.group) > 1 or not _EACH.search(spot.head) or not names.JOINTS.search(head):
        return None
    each = names.each_of(head)
    if spot.head.endswith("各"):
        shared = carried.subject if not names.full(each[-1]) else ""
        return [item + shared for item in each]
    return each if all(map(names.full, each)) else None


def with_topic(head: str, carried: Carried) -> str:
    """Let a bare head noun (规模, 产值, 达标率) take what the sentence speaks of before it.

    >>> with_topic("产值", Carried(subject="生物医药园")), with_topic("森林覆盖率", Carried(subject="绿化"))
    ('生物医药园产值', '森林覆盖率')
    """
    bare_share = len(head) <= _LONGEST_BARE and bool(_BARE_SHARE.search(head))
    if head not in words.HEADS and not bare_share:
        return head
    theme = carried.subject or carried.theme or carried.topic
    if bare_share and carried.theme:
        theme = carried.theme
    noun = theme[len(names.verb_of(theme)) :]
    if len(noun) < 2 or head in noun or noun in head or (names.full(noun) and head not in _OF_A_WHOLE):
        return head
    longest = _LONGEST_OWNER if bare_share else int(1.5 * len(head)) + 4
    return noun + head if len(noun) <= longest else head


def comparator_of(number: Mention, spot: Spot) -> Comparator:
    """Give the comparator of one number of a list.

    分别突破900家、2100家 and 8%、5%、6%左右: what stands before the first or behind the last holds for all.
    """
    if number.comparator != "eq":
        return number.comparator
    group = spot.group
    if len(group) > 1:
        if spot.compared:
            return group[0].comparator
        if group[-1].after and all(m.comparator == "eq" for m in group[:-1]):
            return group[-1].comparator
    if _AT_LEAST.search(spot.head[-12:]):
        return "ge"
    if number.unit and "亿" in number.unit and _BIG_MODIFIER.match(spot.tail):
        return "ge"  # 500亿级产业集群 is one of at least that size
    return "eq"


def kind_of(number: Mention, name: str) -> Kind:
    """Give the kind of a value by its unit and name."""
    unit = number.unit or ""
    if unit in words.PERCENT_UNITS:
        return "growth" if _IS_GROWTH.search(name) else "share"
    if _IS_NEW.match(name):
        return "increment"
    return "count" if split_scale(unit)[1] in COUNT_WORDS else "level"
