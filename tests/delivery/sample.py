"""A made-up report that shows every case: every status, every evidence, every test, every optional part.

For tests of writers. The city, its decision and its figures are invented.
"""

from __future__ import annotations

from luodi.core.observation import EvidenceGrade
from luodi.core.record import Document
from luodi.delivery.report import (
    Ahead,
    Baseline,
    Comparison,
    Counts,
    Demand,
    Distance,
    Figure,
    LostBinding,
    Outlook,
    Pace,
    Part,
    Point,
    Promise,
    Rate,
    Report,
    Words,
)
from luodi.delivery.totals import totals

AREA = "样例市"
TEXT_SHA = "0" * 64
NAMES = {
    "hightech_firms": Words(zh="高新技术企业数", en="High-tech enterprises (valid at year end)"),
    "tech_smes": Words(zh="科技型中小企业数", en="Technology-based SMEs"),
    "pv_output": Words(zh="光伏产业产值", en="Output of the photovoltaic industry"),
    "rd_intensity": Words(zh="全社会研发投入强度", en="R&D intensity"),
    "pm25": Words(zh="PM2.5年均浓度", en="PM2.5, annual mean"),
    "o3_p90": Words(
        zh="臭氧日最大8小时第90百分位", en="Ozone, 90th percentile of daily maximum 8-hour means"
    ),
    "incubators": Words(zh="国家级科技企业孵化器数", en="National incubators"),
    "patents": Words(zh="每万人口高价值发明专利拥有量", en="High-value invention patents per 10,000 people"),
    "surveyed_firms": Words(zh="完成数字化诊断企业数", en="Firms with a digital check-up"),
    "sei_share": Words(
        zh="战略性新兴产业增加值占比", en="Strategic emerging industries' share of value added"
    ),
    "heavy_days": Words(zh="重污染天数", en="Days of heavy pollution"),
    "energy": Words(zh="单位地区生产总值能耗", en="Energy use per unit of GDP"),
}


def figure(indicator: str, period: str, value: float, unit: str, **changes: object) -> Figure:
    """One figure of the sample, official and direct unless told otherwise."""
    last = period.split("/")[-1].split("-")
    on = (
        f"{last[-1] if len(last[-1]) == 4 else last[0]}-12-31" if len(last) == 1 or len(last[-1]) == 4 else ""
    )
    known = f"{int((on or period)[:4]) + 1}-04-02"
    fields: dict[str, object] = {
        "role": "direct",
        "indicator": indicator,
        "name": NAMES[indicator],
        "area": AREA,
        "period": period,
        "on": on or f"{last[0]}-{last[-1]}-28",
        "value": value,
        "unit": unit,
        "in_unit": value,
        "grade": EvidenceGrade.B,
        "known_on": known,
        "source_title": f"{known[:4]}年样例市统计公报",
        "source_url": f"https://example.org/{indicator}/{period.replace('/', '_')}",
        "row": f"observations.csv:{len(indicator) + int(period[:4]) % 100}",
    }
    return Figure(**(fields | changes))  # type: ignore[arg-type]


def _promise(number: int, quote: str, **fields: object) -> Promise:
    start = number * 100
    base: dict[str, object] = {
        "id": f"P{number:02d}",
        "target": f"T{number}",
        "kind": "level",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "article": str(3 + number // 3),
        "indicator": quote[:8],
        "bound": "bound",
        "area": AREA,
    }
    return Promise(**(base | fields))  # type: ignore[arg-type]


def _demand(zh: str, en: str, **fields: object) -> Demand:
    base: dict[str, object] = {"test": "level", "comparator": "ge", "deadline": "2025", "due": "2025-12-31"}
    return Demand(**(base | fields), words=Words(zh=zh, en=en))  # type: ignore[arg-type]


def _met() -> Promise:
    first, last = (
        figure("hightech_firms", "2020", 70, "家"),
        figure("hightech_firms", "2025", 201, "家", decides=True),
    )
    return _promise(
        1,
        "到2025年,全市高新技术企业达到192家",
        kind="count",
        indicator="高新技术企业",
        indicator_id="hightech_firms",
        name=NAMES["hightech_firms"],
        definition=Words(zh="年末有效高新技术企业数", en="Enterprises with a valid certificate at year end"),
        demand=_demand("达到192家", "reach 192 家", comparator="eq", value=192, unit="家", threshold=192),
        figures=[first, last],
        last=last,
        baseline=Baseline(period="2020", on="2020-12-31", value=70),
        distance=Distance(value=201, on="2025-12-31", gap=-9, unit="家", share=201 / 192, of_way=131 / 122),
        pace=Pace(
            required=Rate(since="2020-12-31", until="2025-12-31", per_year=24.4, percent=22.3598),
            actual=Rate(since="2020-12-31", until="2025-12-31", per_year=26.2, percent=23.4853),
            ratio=26.2 / 24.4,
        ),
        path=[Point(on="2020-12-31", value=70), Point(on="2025-12-31", value=192)],
        evidence="direct",
        status="met",
        reason=Words(zh="2025年为201家，达到192家", en="201 家 in 2025, 192 were promised"),
    )


def _on_track() -> Promise:
    low, high = (
        figure("energy", "2023", 0.44, "吨标准煤/万元"),
        figure("energy", "2025", 0.38, "吨标准煤/万元", decides=True),
    )
    return _promise(
        2,
        "到2026年,单位地区生产总值能耗下降到0.36吨标准煤/万元以下",
        indicator_id="energy",
        name=NAMES["energy"],
        demand=_demand(
            "不超过0.36吨标准煤/万元",
            "at most 0.36 吨标准煤/万元",
            comparator="le",
            value=0.36,
            unit="吨标准煤/万元",
            direction="decrease",
            deadline="2026",
            due="2026-12-31",
            threshold=0.36,
        ),
        figures=[low, high],
        last=high,
        baseline=Baseline(period="2023", on="2023-12-31", value=0.44),
        distance=Distance(
            value=0.38, on="2025-12-31", gap=0.02, unit="吨标准煤/万元", share=0.36 / 0.38, of_way=0.75
        ),
        pace=Pace(
            required=Rate(since="2023-12-31", until="2026-12-31", per_year=-0.0267, percent=-6.4702),
            actual=Rate(since="2023-12-31", until="2025-12-31", per_year=-0.03, percent=-7.0684),
            needed=Rate(since="2025-12-31", until="2026-12-31", per_year=-0.02, percent=-5.2632),
            ratio=1.1236,
        ),
        path=[Point(on="2023-12-31", value=0.44), Point(on="2026-12-31", value=0.36)],
        evidence="direct",
        status="on_track",
        reason=Words(zh="实际每年下降0.03，要求0.027", en="fell by 0.03 a year, 0.027 a year is required"),
    )


def _ahead(year: int, *levels: float) -> Ahead:
    names = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")
    return Ahead(period=str(year), on=f"{year}-12-31", **dict(zip(names, levels, strict=True)))


def _at_risk() -> Promise:
    revised = figure(
        "pv_output", "2024", 700, "亿元", superseded=(figure("pv_output", "2024", 735, "亿元"),), decides=True
    )
    first = figure("pv_output", "2022", 500, "亿元", known_on_estimated=True, known_on="2023-06-30")
    return _promise(
        3,
        "到2027年,光伏产业产值力争超过1200亿元",
        indicator_id="pv_output",
        name=NAMES["pv_output"],
        demand=_demand(
            "力争超过1200亿元",
            "strive for more than 1200 亿元",
            comparator="gt",
            value=1200,
            unit="亿元",
            hedged=True,
            deadline="2027",
            due="2027-12-31",
            threshold=1200,
        ),
        figures=[first, revised],
        last=revised,
        baseline=Baseline(period="2022", on="2022-12-31", value=500),
        distance=Distance(
            value=700, on="2024-12-31", gap=500, unit="亿元", share=700 / 1200, of_way=200 / 700
        ),
        pace=Pace(
            required=Rate(since="2022-12-31", until="2027-12-31", per_year=140, percent=19.1367),
            actual=Rate(since="2022-12-31", until="2024-12-31", per_year=100, percent=18.3216),
            needed=Rate(since="2024-12-31", until="2027-12-31", per_year=166.6667, percent=19.6802),
            ratio=100 / 140,
        ),
        path=[Point(on="2022-12-31", value=500), Point(on="2027-12-31", value=1200)],
        evidence="direct",
        status="at_risk",
        reason=Words(zh="实际每年100亿元，为要求的71%", en="100 亿元 a year, 71% of the required pace"),
        outlook=Outlook(
            basis="reference",
            points=3,
            start=Point(on="2024-12-31", value=700),
            ahead=[
                _ahead(2025, 640, 690, 750, 800, 850, 900, 960),
                _ahead(2026, 600, 700, 820, 900, 985, 1090, 1200),
                _ahead(2027, 560, 710, 880, 1000, 1120, 1290, 1440),
            ],
            needed=Rate(since="2024-12-31", until="2027-12-31", per_year=166.6667, percent=19.6802),
            warnings=[
                Words(
                    zh="只有3个年度数据，区间依据其他序列的误差",
                    en="3 yearly figures only: the interval is that of other series",
                )
            ],
        ),
        probability=0.1789,
    )


def _off_track() -> Promise:
    figures = [figure("tech_smes", "2020", 150, "家"), figure("tech_smes", "2023", 180, "家", decides=True)]
    return _promise(
        4,
        "科技型中小企业数量较“十三五”末实现倍增",
        kind="relative",
        indicator_id="tech_smes",
        name=NAMES["tech_smes"],
        demand=_demand(
            "较2020年翻一番（300家）",
            "twice the value of 2020 (300 家)",
            test="multiple",
            value=2,
            unit="倍",
            threshold=300,
        ),
        figures=figures,
        last=figures[1],
        baseline=Baseline(period="2020", on="2020-12-31", value=150),
        distance=Distance(value=180, on="2023-12-31", gap=120, unit="家", share=0.6, of_way=0.2),
        pace=Pace(
            required=Rate(since="2020-12-31", until="2025-12-31", per_year=30, percent=14.8698),
            actual=Rate(since="2020-12-31", until="2023-12-31", per_year=10, percent=6.2659),
            needed=Rate(since="2023-12-31", until="2025-12-31", per_year=60, percent=29.0994),
            ratio=1 / 3,
        ),
        path=[Point(on="2020-12-31", value=150), Point(on="2025-12-31", value=300)],
        evidence="direct",
        outlook=Outlook(
            basis="none",
            points=2,
            start=Point(on="2023-12-31", value=180),
            needed=Rate(since="2023-12-31", until="2025-12-31", per_year=60, percent=29.0994),
            reason=Words(
                zh="只有2个年度数据，预测至少要3个", en="2 yearly figures only; a forecast takes at least 3"
            ),
        ),
        status="off_track",
        reason=Words(
            zh="期限已过，尚无2025年数据；按最近数据为要求进度的33%",
            en="the deadline has passed without a figure of 2025; the last one was far behind its path",
        ),
    )


def _missed() -> Promise:
    days = figure("heavy_days", "2025", 2, "天", decides=True)
    return _promise(
        5,
        "消除重污染天气",
        kind="count",
        indicator_id="heavy_days",
        name=NAMES["heavy_days"],
        demand=_demand("0天", "0 天", comparator="eq", value=0, unit="天", direction="decrease", threshold=0),
        figures=[days],
        last=days,
        distance=Distance(value=2, on="2025-12-31", gap=2, unit="天"),
        path=[Point(on="2025-12-31", value=0)],
        evidence="direct",
        status="missed",
        reason=Words(zh="2025年为2天，要求为0天", en="2 天 in 2025, 0 were promised"),
    )


def _milestones() -> list[Promise]:
    return [
        _promise(
            6,
            "到2030年,建成科技成果转移转化示范区",
            target="M1",
            kind="milestone",
            bound="unbound",
            demand=_demand(
                "建成", "be built", test="event", comparator=None, deadline="2030", due="2030-12-31"
            ),
            evidence="none",
            status="not_yet_due",
            reason=Words(zh="期限未到（2030年）", en="its deadline is still ahead (2030)"),
            missing=[Words(zh="公布的认定或验收文件", en="a published recognition or acceptance")],
        ),
        _promise(
            7,
            "一总园六分园",
            target=None,
            found="stated",
            kind="milestone",
            bound="unbound",
            demand=Demand(test="event", words=Words(zh="建成", en="be built")),
            evidence="none",
            status="not_measurable",
            reason=Words(zh="没有期限，也没有证据", en="it has neither a deadline nor any evidence"),
            missing=[Words(zh="期限", en="a deadline"), Words(zh="分园名单", en="a list of the parks")],
            remark=Words(zh="布局数字，不是任务量", en="a figure of the layout, not of an amount of work"),
        ),
    ]


def _incomplete() -> Promise:
    part_year = figure(
        "pm25",
        "2025-01/2025-08",
        37.3,
        "微克/立方米",
        complete=False,
        why=Words(zh="只含1—8月", en="January to August only"),
    )
    fine = figure("pm25", "2024", 34, "ug/m3")
    return _promise(
        8,
        "全市环境空气质量稳定达到国家二级标准",
        kind="relative",
        indicator_id="air_class_ii",
        name=Words(zh="环境空气质量达到国家二级标准", en="Ambient air of class II"),
        definition=Words(
            zh="HJ 663-2013：六项污染物年评价均达标", en="HJ 663-2013: all six pollutants comply"
        ),
        demand=_demand("六项污染物全部达标", "all six pollutants comply", test="compound", comparator=None),
        figures=[fine, part_year],
        last=part_year,
        parts=[
            Part(
                indicator="pm25",
                name=NAMES["pm25"],
                comparator="le",
                limit=35,
                unit="微克/立方米",
                source="GB 3095-2012",
                figures=[fine, part_year],
                holds=True,
                words=Words(zh="2024年34，限值35", en="34 in 2024, limit 35"),
            ),
            Part(
                indicator="o3_p90",
                name=NAMES["o3_p90"],
                comparator="le",
                limit=160,
                unit="微克/立方米",
                source="GB 3095-2012",
                words=Words(zh="没有数据", en="no figure"),
            ),
        ],
        evidence="incomplete",
        status="not_measurable",
        reason=Words(zh="两项中只有一项有全年数据", en="only one of two parts has a figure of a whole year"),
        missing=[Words(zh="臭氧日最大8小时第90百分位2025年数据", en="the ozone percentile of 2025")],
    )


def _above() -> Promise:
    own = [figure("rd_intensity", "2020", 1.1, "%"), figure("rd_intensity", "2022", 1.3, "%", decides=True)]
    nation = [
        figure("rd_intensity", year, value, "%", role="benchmark", area="全国", source_url="")
        for year, value in (("2020", 2.4), ("2022", 2.54))
    ]
    return _promise(
        9,
        "保持全社会研发投入强度增幅高于全国平均水平",
        kind="relative",
        indicator_id="rd_intensity",
        name=NAMES["rd_intensity"],
        demand=_demand("增幅高于全国", "rise by more than the nation", test="above", comparator="gt"),
        figures=[*own, *nation],
        last=own[1],
        comparisons=[
            Comparison(
                area="全国",
                measure="change",
                period="2020-2022",
                unit="个百分点",
                own=0.2,
                other=0.14,
                holds=True,
            ),
            Comparison(area="全国", measure="growth", period="2022-2024", unit="%"),
        ],
        evidence="direct",
        status="on_track",
        reason=Words(
            zh="2020—2022年提高0.2个百分点，全国0.14", en="up 0.2 points in 2020–2022, the nation 0.14"
        ),
    )


def _rest() -> list[Promise]:
    check = figure(
        "surveyed_firms",
        "2024",
        474,
        "家",
        role="proxy",
        in_unit=None,
        bound="at_least",
        grade=EvidenceGrade.C,
    )
    elsewhere = figure("patents", "2025", 9.3, "件", role="benchmark", area="样例省", grade=EvidenceGrade.C)
    inside = figure(
        "tech_smes", "2023", 63, "家", role="partial", area="样例高新区", grade=EvidenceGrade.D, note="园区内"
    )
    one = figure("incubators", "2022", 1, "家", complete=False, why=Words(zh="缺基期", en="no baseline"))
    return [
        _promise(
            10,
            "规模以上制造业企业基本普及数字化",
            kind="relative",
            demand=_demand("基本普及", "be basically universal", test="unclear", comparator=None),
            figures=[check],
            last=check,
            evidence="proxy",
            status="not_measurable",
            reason=Words(zh="只有替代数据", en="only a proxy is known"),
            missing=[Words(zh="普及率", en="the share of firms")],
        ),
        _promise(
            11,
            "每万人口高价值发明专利拥有量达到1.54件以上",
            demand=_demand("不低于1.54件", "at least 1.54 件", value=1.54, unit="件", threshold=1.54),
            figures=[elsewhere],
            last=elsewhere,
            evidence="benchmark",
            status="not_measurable",
            reason=Words(zh="只有其他地区的数据", en="only other areas' figures are known"),
            missing=[Words(zh="本市数据", en="the city's own figure")],
        ),
        _promise(
            12,
            "国家科技型中小企业达到300家",
            kind="count",
            demand=_demand("达到300家", "reach 300 家", comparator="eq", value=300, unit="家", threshold=300),
            figures=[inside],
            last=inside,
            evidence="partial",
            status="not_measurable",
            reason=Words(zh="只有部分数据", en="only a part is known"),
            missing=[Words(zh="全市数据", en="the figure of the whole city")],
            bound="proposed",
        ),
        _promise(
            13,
            "全市新增国家科技型企业孵化器1家",
            kind="increment",
            demand=_demand("新增1家", "1 家 more", test="increment", value=1, unit="家"),
            figures=[one],
            last=one,
            baseline=Baseline(period="2020", on="2020-12-31"),
            evidence="incomplete",
            status="not_measurable",
            reason=Words(zh="缺2020年数据", en="the figure of 2020 is missing"),
            missing=[Words(zh="2020年数据", en="the figure of 2020")],
        ),
        _promise(
            14,
            "民用核技术应用产业产值年均增速20%到25%",
            kind="growth",
            bound="unbound",
            demand=_demand(
                "年均增长20%～25%",
                "grow by 20% to 25% a year",
                test="growth",
                comparator="range",
                value=20,
                value_high=25,
                unit="%",
                deadline="2021-2025",
            ),
            evidence="none",
            status="not_measurable",
            reason=Words(zh="没有绑定指标", en="it is bound to no indicator"),
            missing=[Words(zh="指标", en="an indicator")],
        ),
        _promise(
            15,
            "战略性新兴产业增加值占比持续上升",
            kind="relative",
            demand=_demand("逐年上升", "rise every year", test="rising", comparator=None),
            evidence="none",
            status="not_measurable",
            reason=Words(zh="没有数据", en="no figure is known"),
            missing=[Words(zh="各年数据", en="a figure of every year")],
        ),
        _promise(
            16,
            "高新技术企业达到192家",
            kind="count",
            demand=_demand("达到192家", "reach 192 家", comparator="eq", value=192, unit="家"),
            evidence="none",
            status="not_measurable",
            reason=Words(zh="与P01相同", en="the same promise as P01"),
            restates="P01",
            article=None,
        ),
    ]


def sample() -> Report:
    """Give the whole sample report."""
    promises = [
        _met(),
        _on_track(),
        _at_risk(),
        _off_track(),
        _missed(),
        *_milestones(),
        _incomplete(),
        _above(),
        *_rest(),
    ]
    headings = {
        "3": "主要目标",
        "4": "构建现代产业体系",
        "5": "打造中国绿色硅谷",
        "6": "",
        "7": "推动核技术应用",
    }
    return Report(
        version="0.1.0",
        city=Words(zh="样例市（虚构）", en="Sample City (made up)"),
        area=AREA,
        document=Document(
            title="中共样例市委关于创新驱动的决定",
            issuer="中共样例市委",
            adopted_on="2021-07-06",
            published_on="2021-07-14",
            text_sha256=TEXT_SHA,
        ),
        as_of="2026-11-25",
        promises=promises,
        totals=totals(promises, headings),
        lost=[
            LostBinding(
                id="P99",
                quote="森林覆盖率达到70%",
                row="bindings.yaml, binding 17",
                reason=Words(zh="决定原文中没有这句话", en="the decision has no such sentence"),
            )
        ],
        figures=Counts(in_folder=31, known=29, used=18),
        notes=[
            Words(
                zh="来源未注明公布日期的数据，按期末后6个月视为已知",
                en="figures whose source names no date count as known 6 months after the end of their period",
            )
        ],
    )
