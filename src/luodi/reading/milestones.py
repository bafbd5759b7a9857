"""Things that will be there or not (标志性成果): to be built, founded, listed, awarded.

A clause names a milestone when its verb says that something will have come about (建成, 创成, 获批, 上市 …)
and what comes about is one definite thing. A quantified target (新增上市公司4家) is none, nor is 建成一批….
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from luodi.core.record import Milestone
from luodi.reading.clauses import Clause
from luodi.reading.mentions import mentions
from luodi.reading.page import Page
from luodi.reading.when import Moment, between

Deadline = Callable[[Clause], str | None]
"""Gives the deadline that holds for a clause."""

_REACH: Final = 600
"""Characters back to which a paragraph is searched for its deadline."""
_HOW: Final = (
    r"(?:到\d{4}年[底末]?|\d{4}年[底末]?前?|基本|全面|初步|高质量|高标准|高水平|加快|成功|力争|率先|争取|确保|努力|积极|全力|如期|"
    r"按期|推动|推进|支持|最终|顺利|持续|大力|尽快|抓紧|启动|要)*"
)
_RESULT: Final = re.compile(
    rf"{_HOW}(?P<verb>建成(?!区(?!域))|创成|建设成为?|创建成为?|创建(?=[国全省“])|争创|争建|获批|成为|获评|跻身|入选|荣获|摘取|"
    r"升级为|升格为|晋升为?|纳入(?=[国全省])|融入(?=[国全省成京长粤])|列入(?=[国全省])|申报成功)(?P<what>.+)",
    re.DOTALL,
)
_MADE: Final = re.compile(
    r"(?:把|将|推动|支持|推进|促进|力争|争取).{1,60}?(?P<verb>建成(?!区(?!域))|建设成为?|创建成为?|升级为|升格为|纳入(?=[国全省])|列入(?=[国全省]))(?P<what>.+)",
    re.DOTALL,
)
_FOUNDED: Final = re.compile(
    rf"{_HOW}(?P<verb>组建|设立|成立|筹建|建立)(?P<what>(?![一各若多]).{{1,60}}?(?:公司|中心|研究院|分院|学院|医院|领导小组|基金|银行|农商行|"
    r"博物馆|科技馆|委员会|实验室|法院|法庭|仲裁院|交易所|联盟|大学|总部|工作专班))\Z"
)
_BUILT: Final = re.compile(
    r"(?:规划|选址|启动)?(?P<verb>建设|新建|兴建|修建|筹建)(?P<what>[^、，]{2,40}?(?:中心|研究院|科技馆|博物馆|图书馆|体育馆|展览馆|医院|"
    r"学院|大学|实验室|枢纽|机场|车站|大桥|水库|电站))\Z"
)
_FINISHED: Final = re.compile(
    rf"{_HOW}(?P<verb>完成)(?P<what>.{{2,60}}?(?:上市|改制|搬迁|挂牌|组建|修编|编制|普查|验收|工程|项目|主体建设|建设任务|立法|确权|划定))\Z"
)
_COME: Final = re.compile(
    r"(?P<what>.{3,60}?)(?:项目|工程)?(?P<verb>建成投用|建成投运|建成投产|建成通车|建成运营|建成开放|建成启用|开工建设|竣工投产|竣工通车|竣工验收|投产达效|"
    r"投入使用|投入运营|投入运行|落成|投产|投运|竣工|通车|挂牌|启用|开通运营|上线运行|建成|完工|获批)\Z"
)
_HELPED: Final = re.compile("(?:推动|推进|加快|加速|确保|实现|促进|力争|争取|支持|服务好|做好)+")
_VAGUE: Final = re.compile(
    r"[于在]|全部|\d{4}年|年底|一批|一些|更多|若干|多个|一系列|各类|[^“”]*(?:体系|机制|格局|氛围|环境|局面|计划|规划|目录|考核|管理|范围|内容|议程|预算|名单|清单)\Z|[了的]"
)
_NEGATED: Final = re.compile("不得|不再|未|没有|严禁|禁止|已|如果|对(?!标)")
_TITLE: Final = re.compile(
    r"[^、]*(?:国家|全国|全省|省级|示范|试点)[^、]*(?:城市|县|区|市|基地|中心|试点|单位|镇|村)\Z"
)


def paragraph_deadline(page: Page, times: Sequence[Moment], horizon: str | None) -> Deadline:
    """Give a clause the time that its own paragraph sets last, before it or in it, else the document's own.

    Args:
        page: the folded text.
        times: all its times, in order.
        horizon: the document's own deadline.

    >>> from luodi.reading.clauses import clauses_of
    >>> from luodi.reading.page import fold
    >>> from luodi.reading.when import moments
    >>> page = fold("建成市科技馆。到2023年底，建成中心。")
    >>> deadline = paragraph_deadline(page, moments(page.flat, 2021), None)
    >>> [deadline(clause) for clause in clauses_of(page, 0, len(page.flat), 0)]
    [None, '2023', '2023']
    """

    def deadline(clause: Clause) -> str | None:
        low = max(page.blocks[clause.block].start, clause.end - _REACH)
        told = [time.label for time in between(times, low, clause.end) if time.role == "time"]
        return told[-1] if told else horizon

    return deadline


def milestones_of(
    page: Page, clauses: Sequence[Clause], deadline: Deadline, taken: Sequence[tuple[int, int]] = ()
) -> list[Milestone]:
    """Find the milestones.

    Args:
        page: the folded text, its blocks told which provision they stand in.
        clauses: those that may promise something.
        deadline: gives the deadline that holds for a clause.
        taken: stretches of the text that are quantified targets, in order.

    Returns:
        The milestones in the order of the text.

    >>> from luodi.reading.clauses import promising
    >>> from luodi.reading.page import fold
    >>> from luodi.reading.structure import provisions_of
    >>> page = fold("一、任务\\n1.强化平台。到2025年，建成市科技馆，建成一批工作站，把新区建成国家级示范区。")
    >>> clauses = promising(page, provisions_of(page))
    >>> [(m.what, m.deadline) for m in milestones_of(page, clauses, lambda clause: "2025")]
    [('市科技馆', '2025'), ('国家级示范区', '2025')]
    """
    found: list[Milestone] = []
    next_taken = 0
    for clause in clauses:
        start, end = page.span(clause.start, clause.end)
        while next_taken < len(taken) and taken[next_taken][1] <= start:
            next_taken += 1
        if next_taken < len(taken) and taken[next_taken][0] < end:
            continue
        for begin, finish, thing in _things(page.flat, clause):
            start, end = page.span(begin, finish)
            begins, ends = page.span(*thing)
            found.append(
                Milestone(
                    id=f"s{len(found) + 1}",
                    provision=page.blocks[clause.block].provision,
                    quote=page.text[start:end],
                    start=start,
                    end=end,
                    what="".join(page.text[begins:ends].split()),
                    deadline=deadline(clause),
                )
            )
    return found


def _things(flat: str, clause: Clause) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Yield where a quote begins and ends, and where the thing in it does."""
    start, end = clause.start, clause.end
    if end - start > 400 or _NEGATED.match(flat, start, end):
        return
    for pattern in (_RESULT, _MADE, _FOUNDED, _BUILT, _FINISHED):
        match = pattern.match(flat, start, end)
        if match:
            if _definite(flat, *match.span("what")):
                yield from _listed(flat, start, *match.span("what"))
            return
    come = _COME.match(flat, start, end)
    if come:
        helped = _HELPED.match(flat, start, end)
        what = helped.end() if helped else start
        if _definite(flat, what, come.end("what")):
            yield start, end, (what, come.end("what"))


def _definite(flat: str, start: int, end: int) -> bool:
    """One thing that can be pointed at, not 一批… and not a number of things."""
    return (
        end > start and not _VAGUE.match(flat, start, end) and next(mentions(flat, start, end), None) is None
    )


def _listed(flat: str, start: int, what: int, end: int) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Tell titles to be awarded apart when several stand after one verb (建成全国…城市、全省…试点)."""
    items = flat[what:end].split("、")
    if len(items) < 2 or not all(map(_TITLE.match, items)):
        yield start, end, (what, end)
        return
    at = what
    for number, item in enumerate(items):
        yield at if number else start, at + len(item), (at, at + len(item))
        at += len(item) + 1
