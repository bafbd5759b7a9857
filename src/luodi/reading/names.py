"""Lists of units (单位名单): split at 、，； and line breaks, never inside brackets, each with its role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from luodi.reading.page import Page

Role = Literal["lead", "main", "cooperating"]
"""牵头 and 主办; 责任, 负责 and lists without a word; 配合, 协办 and 参与."""

_OPEN: Final = "（〔【[《"
_DONE: Final = "(?:分别|具体|共同|抓好)?(?:负责|落实|推进|实施|配合)"
_TOKEN: Final = re.compile(
    r"(?P<open>[（〔【\[《])|(?P<close>[）〕】\]》])|(?P<separator>[、，；,;\n\t]|\.(?=[一-龥]))"
    r"|(?P<etc>等(?:相关|有关|各|[市省县区州]直|[市省县区各]级|责任)*(?:单位|部门|地区|地方|机构|企业)?(?=[、，；。）】\]按牵配负参协共分及和\n\t]|以及|$))"
    rf"|(?P<verb>(?:按照?|依据?|根据|结合)(?:各自)?(?:(?:工作|任务)?(?:职责|职能){{1,2}}(?:分工)?|(?:任务)?分工){_DONE}?"
    rf"|(?:分别|共同|具体|联合|分工|主要)?(?:负责(?:落实|实施|推进)?|牵头(?:负责|会同|落实|抓总|实施|组织实施)?)"
    r"|分工落实|会同|予以配合|(?:共同|协同)?配合(?:落实|实施)?|参与|参加|协助|协同(?=[，；。）】\n\t]|$)|组织实施|抓好落实)"
)
_SUFFIX: Final = (
    "局|委|办|厅|部|院|府|会|处|室|署|司|行|社|站|所|中心|公司|集团|企业|银行|大学|学院|学校|高校|院校|医院|队|团|联|"
    "区|县|市|镇|乡|街道|园|基地|单位|部门|机构|机关|党校|电网|海关|海事|税务|组|专班|台|馆|工会|供电|气象|消防|"
    "各地|地区|地方|州|盟|旗|主体|关|协|办事处|邮政|烟草|移动|联通|电信|铁塔|石油|石化|人社|基金|平台"
)
_UNIT: Final = re.compile(rf"[^，。；：\d][^。；：]*?(?:{_SUFFIX})(?:[（〔][^（）〔〕]{{1,40}}[）〕])?\Z")
_STRONG: Final = re.compile(
    r"(?:局|委|办|厅|部|院|府|会|室|署|中心|公司|单位|部门|集团|机构|行|区|县|处|各地)(?:（[^（）]{1,30}）)?\Z"
)
_NO_NAME: Final = re.compile(
    r"[含指即如见原]|试行|暂行|包括|不含|其中|列第|排[在名第]|下同|以上|以下|同上|\d+年|完成"
)
_AREA_HEAD: Final = re.compile(r"各(?:地级以上|设区|有关)?(?:省|市|州|县|区|旗|盟|镇|乡)\Z")
_AREA_TAIL: Final = re.compile(
    r"(?:(?:自治)?[省市州县区旗镇乡]|自治区|直辖市|县级市|开发区|街道)(?:（[^（）]{1,20}）)?(?:(?:人民)?政府|党委|管委会|办事处|财政局|有关部门|人民法院)?(?:（[^（）]{1,20}）)?\Z"
)
_AREA_WHOLE: Final = re.compile(r"(?:政府|党委|管委会|办事处|部门|法院|局)(?:（[^（）]{1,20}）)?\Z")
_LONGEST: Final = 120
"""Characters above which a stretch without a separator is no name."""
_FIRST_SIGNS: Final = "各市省县区州国中自本有相其团人"
_AND: Final = re.compile(rf"(?:以及|及|和|与|、)(?=[{_FIRST_SIGNS}])")
_AND_BEFORE: Final = re.compile(
    r"(?:局|委|办|厅|部|院|府|会|室|署|中心|公司|联|集团|银行|处|队|行)(?:（[^（）]{1,30}）)?\Z"
)
_AND_SO_ON: Final = re.compile(r"等[^、]{0,14}\Z")
_LEAD_MARK: Final = re.compile(r"（(?:牵头|牵头单位|牵头部门|主办|总牵头)）\Z")
_HELP_MARK: Final = re.compile(r"（(?:配合|配合单位|协办|参与)）\Z")


@dataclass(slots=True)
class Named:
    """One unit in a list, in folded-text positions.

    Attributes:
        start: where its name begins.
        end: where it ends.
        role: what the words around it say; None when they say nothing.
    """

    start: int
    end: int
    role: Role | None = None


@dataclass(slots=True)
class Names:
    """A list of units: who they are, and whether a word such as 负责 or 牵头 said that it is one."""

    found: list[Named]
    said: bool


def names_in(page: Page, start: int, end: int) -> Names:
    """Split a list of units.

    Args:
        page: the folded text.
        start: where the list begins in it.
        end: where it ends.

    >>> from luodi.reading.page import fold
    >>> page = fold("市教育局牵头，市文化和旅游局、各县（市、区）人民政府等配合")
    >>> [(page.flat[n.start : n.end], n.role) for n in names_in(page, 0, len(page.flat)).found]
    [('市教育局', 'lead'), ('市文化和旅游局', 'cooperating'), ('各县（市、区）人民政府', 'cooperating')]
    """
    flat = page.flat
    found: list[Named] = []
    pending: list[Named] = []
    said = False

    def give(role: Role | None) -> None:
        for name in pending:
            name.role = name.role or role
        found.extend(pending)
        pending.clear()

    for at, piece_end, verb in _pieces(flat, start, end):
        pending.extend(_named(page, at, piece_end))
        if verb:
            said = True
            give(_role(verb))
            if verb.endswith("会同"):
                # 甲会同乙: whoever comes next cooperates
                given: Role = "cooperating"
                for later, later_end, _ in _pieces(flat, piece_end + len(verb), end):
                    found += [Named(n.start, n.end, given) for n in _named(page, later, later_end)]
                found = _merge_areas(flat, found)
                return Names(found, said)
    give(None)
    return Names(_merge_areas(flat, found), said)


def _role(verb: str) -> Role:
    if verb.startswith(("牵头", "会同")):
        return "lead"
    return "cooperating" if re.search("配合|参与|参加|协", verb) and "负责" not in verb else "main"


def _pieces(flat: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Cut at separators and verbs outside brackets; yield stretch and the verb that ends it."""
    depth, at = 0, start
    for token in _TOKEN.finditer(flat, start, end):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif depth == 0 and token.start() >= at:
            verb = token[0] if kind == "verb" else ""
            if verb and token.end() < end and flat[token.end()] in "局委办厅部院处室司":
                continue
            yield at, token.start(), verb
            at = token.end()
    if at < end:
        yield at, end, ""


def _named(page: Page, start: int, end: int) -> Iterator[Named]:
    flat = page.flat
    while start < end and flat[start] in "由和及与以。 ：":
        start += 1
    while end > start and flat[end - 1] in "。 ：*":
        end -= 1
    if not start < end <= start + _LONGEST or _NO_NAME.match(flat, start, end):
        return
    rest = _AND_SO_ON.search(flat, start, end)
    if rest and _UNIT.match(flat, start, rest.start()):
        end = rest.start()
    cuts = [start]
    for match in _AND.finditer(flat, start + 1, end):
        if _AND_BEFORE.search(flat[max(cuts[-1], match.start() - 40) : match.start()]) and not _inside(
            flat, cuts[-1], match.start()
        ):
            yield from _marked(flat, cuts[-1], match.start())
            cuts.append(match.end())
    if page.at[end - 1] - page.at[cuts[-1]] >= end - cuts[-1]:
        # white space may part two names, too
        for i in range(cuts[-1] + 1, end):
            if page.at[i] - page.at[i - 1] > 1 and _UNIT.match(flat, cuts[-1], i) and _begins(flat, i, end):
                yield from _marked(flat, cuts[-1], i)
                cuts.append(i)
    yield from _marked(flat, cuts[-1], end)


def _begins(flat: str, start: int, end: int) -> bool:
    """Whether another name begins here, and not the second half of one that a line break has cut."""
    return end - start >= 3 and flat[start] in _FIRST_SIGNS and _UNIT.match(flat, start, end) is not None


def _inside(flat: str, start: int, at: int) -> bool:
    return flat.count("（", start, at) > flat.count("）", start, at)


def _marked(flat: str, start: int, end: int) -> Iterator[Named]:
    """Take off a role in brackets: 市科技局（牵头）."""
    for mark, role in ((_LEAD_MARK, "lead"), (_HELP_MARK, "cooperating")):
        match = mark.search(flat, start, end)
        if match and match.start() > start:
            yield Named(start, match.start(), "lead" if role == "lead" else "cooperating")
            return
    if start < end:
        yield Named(start, end)


def _merge_areas(flat: str, found: list[Named]) -> list[Named]:
    """Join what is one name with 、 in it: 各市、县（市、区）人民政府; 各省、自治区、直辖市人民政府."""
    merged: list[Named] = []
    i = 0
    while i < len(found):
        name = found[i]
        if _AREA_HEAD.match(flat, name.start, name.end):
            j = i + 1
            while j < len(found) and j <= i + 3 and _AREA_TAIL.match(flat, found[j].start, found[j].end):
                if found[j].start != found[j - 1].end + 1 or flat[found[j].start - 1] != "、":
                    break
                j += 1
                if _AREA_WHOLE.search(flat[found[j - 1].start : found[j - 1].end]):
                    name = Named(name.start, found[j - 1].end, found[j - 1].role)
                    i = j - 1
                    break
        merged.append(name)
        i += 1
    return merged


def is_unit(name: str) -> bool:
    """Say whether a name sounds like that of a unit.

    >>> is_unit("市科技局"), is_unit("各县（市、区）人民政府"), is_unit("2023年底前完成"), is_unit("试行")
    (True, True, False, False)
    """
    return 2 <= len(name) <= 40 and _UNIT.match(name) is not None and _NO_NAME.match(name) is None


def is_strong_unit(name: str) -> bool:
    """Say whether a name can only be that of a unit, so that it needs no company.

    >>> is_strong_unit("市科技局"), is_strong_unit("各有关单位"), is_strong_unit("含开发区")
    (True, True, False)
    """
    return len(name) >= 3 and is_unit(name) and _STRONG.search(name) is not None
