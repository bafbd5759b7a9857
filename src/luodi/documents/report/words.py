"""The words, shapes and colours of the report: one Chinese and one English word for one thing, on every page.

A status is always a word, a shape and a colour, never a colour alone.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from luodi.core.observation import EvidenceGrade
from luodi.delivery.report import Evidence, Role, Status

Group = Literal["delivered", "under_way", "slipped", "unknown"]


class Word(NamedTuple):
    """A term in the two languages of the report."""

    zh: str
    en: str


class Mark(NamedTuple):
    """How a status is shown.

    Attributes:
        word: what it is called.
        group: which of the report's first questions it answers.
        sign: its shape in a terminal; one cell wide in Chinese terminals too, where ● and ▲ take two.
        colour: its colour, at least 4.5 to 1 on white.
        path: its shape on the page, drawn in a square of 16.
    """

    word: Word
    group: Group
    sign: str
    colour: str
    path: str


MARKS: Final[dict[Status, Mark]] = {
    "met": Mark(
        Word("已完成", "met"),
        "delivered",
        "✓",
        "#14663f",
        "M6.2 13.6 1.2 8.6l2.1-2.1 2.9 2.9 6.5-6.9 2.1 2z",
    ),
    "on_track": Mark(Word("按期推进", "on track"), "under_way", "▴", "#2b706c", "M8 2 15 14H1z"),
    "at_risk": Mark(Word("存在风险", "at risk"), "slipped", "!", "#855600", "M8 .8 15.2 8 8 15.2.8 8z"),
    "off_track": Mark(Word("偏离进度", "off track"), "slipped", "▾", "#a8430f", "M8 14 1 2h14z"),
    "missed": Mark(
        Word("未完成", "missed"),
        "slipped",
        "✕",
        "#9c1c28",
        "M3.4 1.3 8 5.9l4.6-4.6 2.1 2.1L10.1 8l4.6 4.6-2.1 2.1L8 10.1l-4.6 4.6-2.1-2.1L5.9 8 1.3 3.4z",
    ),
    "not_yet_due": Mark(
        Word("尚未到期", "not yet due"),
        "under_way",
        "◌",
        "#475d74",
        "M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2zm0 2.3a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z",
    ),
    "not_measurable": Mark(
        Word("无法衡量", "not measurable"),
        "unknown",
        "?",
        "#5d6773",
        "M8 1.2c-2.7 0-4.6 1.7-4.7 4.3h2.4c.1-1.3.9-2.1 2.2-2.1 1.3 0 2.1.7 2.1 1.8 0 .9-.5 1.4-1.5 2.1"
        "-1.2.8-1.9 1.6-1.8 3.2H9c0-1 .4-1.4 1.5-2.1 1.2-.8 1.9-1.8 1.9-3.2 0-2.4-1.8-4-4.4-4z"
        "M6.7 12h2.5v2.6H6.7z",
    ),
}

GROUPS: Final[dict[Group, tuple[Word, Status]]] = {
    "delivered": (Word("兑现", "delivered"), "met"),
    "slipped": (Word("滞后", "slipped"), "off_track"),
    "under_way": (Word("在途", "under way"), "not_yet_due"),
    "unknown": (Word("无法衡量", "cannot be told"), "not_measurable"),
}
"""The first questions of the report, each with the status whose shape and colour stand for it."""

ROLES: Final[dict[Role, Word]] = {
    "direct": Word("直接", "direct"),
    "partial": Word("部分", "part"),
    "proxy": Word("替代", "proxy"),
    "benchmark": Word("对比", "benchmark"),
}
"""What a figure is to a promise."""

EVIDENCE: Final[dict[Evidence, tuple[Word, Word]]] = {
    "direct": (Word("直接数据", "direct"), Word("承诺本身的数据，可以定论", "its own figures, they decide")),
    "incomplete": (
        Word("数据不全", "incomplete"),
        Word("承诺本身的数据，但不足以定论", "its own figures, not enough to decide"),
    ),
    "partial": (Word("部分数据", "part only"), Word("只涉及承诺的一部分", "figures of a part of it")),
    "proxy": (Word("替代数据", "proxy only"), Word("与之同向变动的其他数据", "figures that move with it")),
    "benchmark": (Word("对比数据", "benchmark only"), Word("其他地区的同类数据", "the same thing elsewhere")),
    "none": (Word("没有数据", "no figure"), Word("未找到任何数据", "nothing was found")),
}
"""The best evidence a promise has, best first, with what that means."""

GRADES: Final[dict[EvidenceGrade, Word]] = {
    EvidenceGrade.A: Word("按规定方法由台账算得", "computed from records by the official method"),
    EvidenceGrade.B: Word("官方发布", "official publication"),
    EvidenceGrade.C: Word("转引", "second-hand publication"),
    EvidenceGrade.D: Word("责任单位自报", "reported by the responsible unit itself"),
}
"""What the grades of evidence mean."""

LABELS: Final[dict[str, Word]] = {
    "report": Word("落实情况报告", "Delivery report"),
    "to_promises": Word("跳到各项承诺", "Skip to the promises"),
    "as_of": Word("截至", "As of"),
    "document": Word("依据文件", "Decision"),
    "issuer": Word("制发机关", "issued by"),
    "used": Word("使用数据", "figures used"),
    "print": Word("打印", "Print"),
    "picture": Word("一图看清：每格是一项承诺", "At a glance: one tile is one promise"),
    "picture_how": Word(
        "形状和颜色表示状态，底纹表示依据。点开一格，看这项承诺的原文、数据和理由。",
        "Shape and colour show the status, the filling shows the evidence. A tile opens its promise.",
    ),
    "legend": Word("状态", "Status"),
    "legend_roles": Word("依据", "Evidence"),
    "f_status": Word("状态", "Status"),
    "f_article": Word("条款", "Article"),
    "f_evidence": Word("依据", "Evidence"),
    "f_text": Word("查找", "Search"),
    "all": Word("全部", "all"),
    "reset": Word("全部显示", "Show all"),
    "each": Word("逐项承诺", "Promise by promise"),
    "shown": Word("显示 {n} / {all} 项", "{n} of {all} shown"),
    "nothing": Word(
        "没有符合条件的承诺。请放宽条件，或按“全部显示”。",
        "No promise fits. Widen the filters or press “Show all”.",
    ),
    "demand": Word("要求", "Demand"),
    "deadline": Word("期限", "Deadline"),
    "last": Word("最近数据", "Last figure"),
    "distance": Word("差距", "Distance"),
    "required": Word("所需进度", "Required pace"),
    "actual": Word("实际进度", "Actual pace"),
    "needed": Word("余期所需", "Needed from now"),
    "chance": Word("完成概率", "Chance of being met"),
    "forecast": Word("预测", "Forecast"),
    "fan": Word("预测区间", "forecast interval"),
    "median": Word("预测中值", "forecast median"),
    "definition": Word("指标口径", "How it is measured"),
    "remark": Word("备注", "Remark"),
    "part": Word("分项", "Part"),
    "parts": Word("各分项", "Parts"),
    "limit": Word("要求", "Required"),
    "holds": Word("是否达到", "Holds"),
    "yes": Word("✓ 达到", "✓ yes"),
    "no": Word("✕ 未达到", "✕ no"),
    "unclear": Word("? 无法衡量", "? cannot be told"),
    "comparisons": Word("与其他地区对比", "Against other areas"),
    "other_area": Word("对比对象", "Area"),
    "measure": Word("比较内容", "Compared"),
    "own": Word("本地", "Own"),
    "other": Word("对方", "Other"),
    "level": Word("水平", "level"),
    "change": Word("变化量", "change"),
    "growth": Word("增速", "growth"),
    "missing": Word("尚缺", "Missing"),
    "figures": Word("数据", "Figures"),
    "t_period": Word("期间", "Period"),
    "t_value": Word("数值", "Value"),
    "t_unit": Word("单位", "Unit"),
    "t_name": Word("指标", "Indicator"),
    "t_area": Word("地区", "Area"),
    "t_role": Word("性质", "Role"),
    "t_grade": Word("等级", "Grade"),
    "t_source": Word("来源", "Source"),
    "t_known_on": Word("公开日期", "Known on"),
    "t_note": Word("说明", "Note"),
    "decides": Word("据此定论", "decides"),
    "superseded": Word("前一版本", "earlier vintage"),
    "incomplete": Word("不足以定论", "cannot decide"),
    "estimated": Word("（推定）", " (estimated)"),
    "progress": Word("已完成", "reached so far"),
    "path": Word("通往目标的路径", "path to the target"),
    "source": Word("来源", "Source"),
    "more_sources": Word("；其余见数据表", "; others in the table"),
    "again": Word("重申", "restated"),
    "hedged": Word("力争", "hedged"),
    "proposed": Word(
        "指标由目录推荐，未经人工确认", "indicator proposed by the catalogue, not confirmed by a person"
    ),
    "how": Word("说明", "Notes"),
    "lost": Word("未能对应的绑定", "Bindings that match nothing"),
}
"""Every other term of the report's page."""


def terms() -> dict[str, Word]:
    """Give every term under one key, as the page looks them up."""
    return {
        **LABELS,
        **{f"status.{status}": mark.word for status, mark in MARKS.items()},
        **{f"group.{group}": word for group, (word, _) in GROUPS.items()},
        **{f"role.{role}": word for role, word in ROLES.items()},
        **{f"evidence.{kind}": word for kind, (word, _) in EVIDENCE.items()},
        **{f"evidence_means.{kind}": meaning for kind, (_, meaning) in EVIDENCE.items()},
        **{f"grade.{grade.value}": word for grade, word in GRADES.items()},
    }
