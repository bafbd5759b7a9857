"""The made-up decision (演示决定): eight articles whose deadlines lie around today, in the form that reading knows."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

TITLE: Final = "中共示例市委关于推进创新驱动发展的决定"


class Line(NamedTuple):
    """One numbered paragraph: heading, sentences, units that answer for it, the lead first."""

    heading: str
    sentences: tuple[str, ...]
    units: tuple[str, ...]


ARTICLES: Final[tuple[tuple[str, tuple[Line, ...]], ...]] = (
    ("壮大创新主体", (
        Line("培育高新技术企业", ("{this}，全市高新技术企业达到320家以上。", "{past}，建立高新技术企业培育库。", "开展高新技术企业认定辅导。"),
             ("市科技局", "市税务局")),
        Line("扶持专精特新企业", ("{soon}，新增专精特新中小企业45家。", "制定出台专精特新企业培育办法。"), ("市经信局", "市科技局")),
        Line("支持科技型中小企业", ("{next}，科技型中小企业达到800家。", "{recent}，建成科技型中小企业服务平台。"), ("市科技局",)),
    )),
    ("建好创新平台", (
        Line("建设产业创新中心", ("{this}，建成示例产业创新中心。", "{past}，完成创新中心选址。"), ("市发改委", "市科技局")),
        Line("布局重点实验室", ("{next}，建成省级重点实验室3个。", "健全实验室开放共享机制。"), ("市科技局", "市教育局")),
        Line("发展孵化载体", ("{soon}，新增科技企业孵化器5家。", "{recent}，建成中试基地2个。"), ("市科技局", "城东区", "甲县")),
    )),
    ("加大研发投入", (
        Line("提高投入强度", ("{next}，研发经费投入强度达到2.1%。", "建立财政科技投入稳定增长机制。"), ("市财政局", "市科技局")),
        Line("引导企业投入", ("{this}，规模以上工业企业有研发活动的比例达到40%。", "落实研发费用加计扣除政策。"), ("市税务局", "市经信局")),
        Line("用好创新券", ("{past}，制定出台创新券管理办法。", "{soon}，发放创新券500万元。"), ("市财政局",)),
    )),
    ("聚集创新人才", (
        Line("引进高层次人才", ("{this}，引进高层次人才120名。", "设立人才发展专项资金。"), ("市人社局", "市财政局")),
        Line("建设人才公寓", ("{recent}，建成人才公寓600套。", "{next}，建成人才公寓1500套。"), ("市住建局", "市人社局")),
        Line("培养技能人才", ("{soon}，开展职业技能培训2万人次。", "建立技能人才评价制度。"), ("市人社局", "市教育局")),
    )),
    ("促进成果转化", (
        Line("建好技术市场", ("{this}，技术合同成交额达到30亿元。", "{past}，建成技术交易服务平台。"), ("市科技局",)),
        Line("推动校企合作", ("{next}，建成校企联合实验室20个。", "开展科技特派员下乡服务。"), ("市教育局", "乙县", "丙县")),
        Line("保护知识产权", ("{soon}，每万人口发明专利拥有量达到12件。", "建立知识产权快速维权机制。"), ("市市场监管局",)),
    )),
    ("升级重点产业", (
        Line("做强新材料产业", ("{next}，新材料产业产值达到600亿元。", "{recent}，完成新材料产业园一期工程。"), ("市经信局", "城西区")),
        Line("发展数字经济", ("{this}，建成5G基站3000个。", "推进中小企业数字化改造。"), ("市经信局", "丁县")),
        Line("发展现代农业", ("{soon}，建成高标准农田8万亩。", "{recent}，建成农产品冷链中心4个。"), ("市农业农村局", "甲县", "乙县")),
    )),
    ("优化创新环境", (
        Line("深化放管服改革", ("{past}，公布行政审批事项清单。", "{this}，高频事项全程网办率达到90%。"), ("市行政审批局",)),
        Line("强化金融支持", ("{next}，设立科技创新基金10亿元。", "{soon}，新增科技贷款20亿元。"), ("市金融工作局", "市财政局")),
        Line("保障创新用地", ("{recent}，供应创新型产业用地1200亩。", "建立标准地出让制度。"), ("市自然资源局", "城西区")),
    )),
    ("加强组织领导", (
        Line("健全考核体系", ("{this}，制定出台创新发展考核办法。", "建立创新发展监测制度。"), ("市委目标绩效办",)),
        Line("推动区县联动", ("{soon}，建成县级创新服务中心4个。", "健全区县创新联席会议机制。"), ("丙县", "丁县")),
        Line("营造创新氛围", ("{past}，建成科普基地6个。", "开展创新型企业家培训。"), ("市科协", "市教育局")),
    )),
)  # fmt: skip


def text(today: date) -> str:
    """The decision as it reads for a demonstration on a day: some deadlines past, some near, some years away."""
    days = {
        name: _month(today, later) for name, later in (("past", -4), ("recent", -1), ("soon", 2), ("this", 8))
    }
    days["next"] = f"到{today.year + 2}年"
    lines = [TITLE, f"（{today.year - 1}年{today.month}月1日中共示例市委六届四次全会通过）", ""]
    number = 0
    for position, (heading, paragraphs) in enumerate(ARTICLES):
        lines.append(f"{'一二三四五六七八'[position]}、{heading}")
        for each in paragraphs:
            number += 1
            said = "".join(each.sentences).format(**days)
            helped = f"；配合单位：{'、'.join(each.units[1:])}" if each.units[1:] else ""
            lines.append(f"{number}.{each.heading}。{said}（牵头单位：{each.units[0]}{helped}）")
    return "\n".join(lines) + "\n"


def _month(today: date, later: int) -> str:
    year, month = divmod(today.year * 12 + today.month - 1 + later, 12)
    return f"到{year}年{month + 1}月"
