"""A small decision with everything in it, and any reading at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from luodi.core.record import (
    Document,
    Level,
    Measure,
    Milestone,
    ObservedFigure,
    Provision,
    Reading,
    Responsibility,
    Span,
    Target,
)

TEXT = """中共某市委关于推进创新的决定
(2021年7月6日中国共产党某市第七届委员会第十二次全体会议通过)

　　为贯彻创新发展战略,作出如下决定。

　　一、总体目标
　　1.明确奋斗目标。到2025年,高新技术企业达到192家,研发投入年均增长10%～12%。
　　——体系更健全。建成省级实验室。
　　——生态更优化。万元地区生产总值能耗下降14%以上。
　　到2025年6月30日前完成中期评估。

　　二、重点任务
　　2.培育企业。实施企业倍增计划,科技型中小企业数量较2020年翻番。(牵头单位:市科技局;责任单位:市经济和信息化局、各县(市、区)人民政府)
　　3.=SUM(A1)也是文字。-1%以内。
中共某市委
2021年7月6日
"""


def _at(quote: str, record: type[Span], /, **fields: Any) -> Any:
    start = TEXT.index(quote)
    return record(quote=quote, start=start, end=start + len(quote), **fields)


def _part(first: str, last: str, **fields: Any) -> Provision:
    start = TEXT.index(first)
    return Provision(start=start, end=TEXT.index(last, start) + len(last), **fields)


def _sample() -> Reading:
    doubling = "科技型中小企业数量较2020年翻番"
    bracket = "(牵头单位:市科技局;责任单位:市经济和信息化局、各县(市、区)人民政府)"
    growth: dict[str, Any] = {"kind": "growth", "unit": "%", "deadline": "2025"}
    return Reading(
        document=Document(
            title="中共某市委关于推进创新的决定",
            issuer="中国共产党某市第七届委员会",
            adopted_on="2021-07-06",
            published_on="2021-07-14",
            text_sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        ),
        provisions=[
            _part("一、", "中期评估。", id="c1", level="chapter", number="一、", heading="总体目标"),
            _part(
                "1.", "中期评估。", id="a1", parent="c1", level="article", number="1.", heading="明确奋斗目标"
            ),
            _part(
                "——体系", "实验室。", id="a1-1", parent="a1", level="item", number="——", heading="体系更健全"
            ),
            _part(
                "——生态", "以上。", id="a1-2", parent="a1", level="item", number="——", heading="生态更优化"
            ),
            _part("二、", "以内。", id="c2", level="chapter", number="二、", heading="重点任务"),
            _part("2.培", "政府)", id="a2", parent="c2", level="article", number="2.", heading="培育企业"),
            _part(
                "3.=",
                "以内。",
                id="a3",
                parent="c2",
                level="article",
                number="3.",
                heading="=SUM(A1)也是文字",
            ),
        ],
        targets=[
            _at(
                "高新技术企业达到192家",
                Target,
                id="t1",
                provision="a1",
                indicator="高新技术企业",
                comparator="eq",
                value=192,
                unit="家",
                kind="count",
                deadline="2025",
            ),
            _at(
                "研发投入年均增长10%～12%",
                Target,
                id="t2",
                provision="a1",
                indicator="研发投入",
                comparator="range",
                value=10,
                value_high=12,
                **growth,
            ),
            _at(
                "万元地区生产总值能耗下降14%以上",
                Target,
                id="t3",
                provision="a1-2",
                indicator="万元地区生产总值能耗",
                comparator="ge",
                value=14,
                direction="decrease",
                **growth,
            ),
            _at(
                doubling,
                Target,
                id="t4",
                provision="a2",
                indicator="科技型中小企业数量",
                comparator="eq",
                value=2,
                unit="倍",
                kind="relative",
                baseline_year="2020",
            ),
            _at(
                "-1%以内",
                Target,
                id="t5",
                provision="a3",
                indicator="=SUM(A1)",
                comparator="le",
                value=1,
                unit="%",
                kind="share",
            ),
        ],
        milestones=[
            _at("建成省级实验室", Milestone, id="m1", provision="a1-1", what="省级实验室"),
            _at(
                "2025年6月30日前完成中期评估",
                Milestone,
                id="m2",
                provision="a1",
                what="中期评估",
                deadline="2025-06-30",
            ),
        ],
        measures=[
            _at("实施企业倍增计划", Measure, id="d1", provision="a2", action="实施", object="企业倍增计划"),
            _at("=SUM(A1)也是文字", Measure, id="d2", provision="a3", action="=", object="SUM(A1)"),
        ],
        responsibilities=[
            _at(
                bracket,
                Responsibility,
                provision="a2",
                lead=["市科技局"],
                cooperating=["市经济和信息化局", "各县(市、区)人民政府"],
            ),
        ],
        observations=[],
        text=TEXT,
    )


@pytest.fixture
def reading() -> Reading:
    """A decision of three articles with targets, milestones, measures and responsible units."""
    return _sample()


@pytest.fixture(scope="session")
def span() -> Callable[..., Any]:
    """Make a record from a quote of the sample text."""
    return _at


@st.composite
def _readings(draw: st.DrawFn) -> Reading:
    """Any reading whose quotes are right: odd texts, overlapping and orphaned provisions, odd names."""
    odd = st.text(
        st.one_of(
            st.sampled_from("一、二（）()1.①—年月到增长%家\n\r\t 　=+-@<&\x00\x0b\ufffe，；市局]]>"),
            st.characters(codec="utf-8"),
        )
    )
    text = draw(st.one_of(st.just(TEXT), st.text(alphabet=st.characters(codec="utf-8"), max_size=80), odd))
    place = st.integers(0, len(text))
    name = st.one_of(odd, st.sampled_from(["市科技局", "a、b", "各县(市、区)人民政府", "", " "]))
    ids = st.sampled_from(["p0", "p1", "p2", "p3", "x/y", " ", "", "一"])
    maybe = st.none() | ids

    def stretch() -> dict[str, Any]:
        start, end = sorted((draw(place), draw(place)))
        return {"quote": text[start:end], "start": start, "end": end}

    number = st.floats(allow_nan=False, allow_infinity=False)
    deadline = st.sampled_from(
        [None, "2025", "2025-06", "2025-06-30", "2021-2025", "十四五末", "1850-01-01", "=1"]
    )

    def provision() -> Provision:
        where = stretch()
        head = draw(st.sampled_from([where["quote"][:2], "一、", "（三）", "3.", None, "第十二条", "="]))
        return Provision(
            id=draw(ids),
            parent=draw(maybe),
            level=draw(st.sampled_from(Level.__args__)),
            number=head,
            heading=draw(st.none() | st.just(where["quote"][2:9]) | odd),
            start=where["start"],
            end=where["end"],
        )

    def target() -> Target:
        return Target(
            **stretch(),
            id=draw(ids),
            provision=draw(maybe),
            indicator=draw(odd),
            comparator=draw(st.sampled_from(["eq", "ge", "gt", "le", "lt", "approx", "range"])),
            value=draw(st.none() | number),
            value_high=draw(st.none() | number),
            unit=draw(st.none() | name),
            kind=draw(
                st.sampled_from(["level", "count", "increment", "growth", "share", "rank", "relative"])
            ),
            direction=draw(st.sampled_from(["increase", "decrease"])),
            deadline=draw(deadline),
            baseline=draw(st.none() | odd),
            baseline_year=draw(st.none() | st.just("2020") | odd),
            restates=draw(maybe),
        )

    def some(make: Callable[[], Any]) -> list[Any]:
        return [make() for _ in range(draw(st.integers(0, 4)))]

    figure = {"indicator": "甲", "comparator": "eq", "value": 1.0, "kind": "level"}
    return Reading(
        document=Document(
            title=draw(st.none() | st.just(text[:9]) | odd),
            issuer=draw(st.none() | name),
            number=draw(st.none() | odd),
            adopted_on=draw(st.sampled_from([None, "2021-07-06", "2021-07", "某日", "2021-02-31"])),
            published_on=draw(st.sampled_from([None, "2021-07-14", "0000-00-00"])),
            text_sha256=hashlib.sha256(text.encode(errors="replace")).hexdigest(),
        ),
        provisions=some(provision),
        targets=some(target),
        milestones=some(
            lambda: Milestone(
                **stretch(), id=draw(ids), provision=draw(maybe), what=draw(odd), deadline=draw(deadline)
            )
        ),
        measures=some(
            lambda: Measure(
                **stretch(), id=draw(ids), provision=draw(maybe), action=draw(odd), object=draw(odd)
            )
        ),
        responsibilities=some(
            lambda: Responsibility(
                **stretch(),
                provision=draw(maybe),
                lead=draw(st.lists(name, max_size=3)),
                cooperating=draw(st.lists(name, max_size=3)),
            )
        ),
        observations=some(lambda: ObservedFigure(**stretch(), id=draw(ids), **figure)),
        text=text,
    )


@pytest.fixture(scope="session")
def readings() -> st.SearchStrategy[Reading]:
    """Give the strategy of any reading at all."""
    return _readings()
