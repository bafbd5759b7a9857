"""How the report's numbers are said: amounts, periods, distance and pace, in both languages.

Nothing is worked out here. Numbers worked out elsewhere are shown with four significant
digits, published ones as published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from luodi.delivery.report import Figure, Part, Promise, Rate, Report, Words
from luodi.documents import words as official
from luodi.documents.plain import number, one_line
from luodi.documents.report.words import EVIDENCE, GROUPS, MARKS, ROLES, Group

_BOUNDS: Final = {
    "exact": ("{}", "{}"),
    "at_least": ("{}以上", "at least {}"),
    "at_most": ("{}以内", "at most {}"),
    "about": ("约{}", "about {}"),
}
NOTHING: Final = Words(zh="—", en="—")


def period(value: str) -> str:
    """Say a period.

    >>> period("2024"), period("2025-10"), period("2024-01/2024-08"), period("2021-2024")
    ('2024年', '2025年10月', '2024年1—8月', '2021—2024年')
    """
    months = re.fullmatch(r"(\d{4})-(\d\d)/(\d{4})-(\d\d)", value)
    if months is None:
        return official.deadline(value)
    first, since, last, until = months.groups()
    if first == last:
        return f"{first}年{int(since)}—{int(until)}月"
    return f"{first}年{int(since)}月—{last}年{int(until)}月"


def rounded(value: float) -> str:
    """Print a number that was worked out: four significant digits, or all digits before the point.

    >>> rounded(33.999999), rounded(12345.6), rounded(0.123456), rounded(-2.0)
    ('34', '12346', '0.1235', '-2')
    """
    return number(round(value)) if abs(value) >= 1000 else number(float(f"{value:.4g}"))


def percent(share: float) -> str:
    """Print a share in percent with one decimal.

    >>> percent(0.8229), percent(1.0)
    ('82.3%', '100%')
    """
    return number(round(share * 100, 1)) + "%"


def article(value: str | None) -> Words:
    """Name an article: 第4条; numbers that are no plain number stay as printed.

    >>> article("4").zh, article("（三）").zh, article(None).en
    ('第4条', '（三）', 'outside any article')
    """
    if value is None:
        return Words(zh="条款之外", en="outside any article")
    name = one_line(value).rstrip(".．、")
    return Words(zh=f"第{name}条", en=f"Article {name}") if name.isdigit() else Words(zh=name, en=name)


def amount(figure: Figure) -> Words:
    """Say the figure as published: 158家, 1000亿元以上."""
    said = number(figure.value) + one_line(figure.unit)
    zh, en = _BOUNDS[figure.bound]
    return Words(zh=zh.format(said), en=en.format(said))


def last(promise: Promise) -> Words:
    """Say the last figure of a promise with its period, role and grade."""
    figure = promise.last
    if figure is None:
        return NOTHING
    said, role = amount(figure), ROLES[figure.role]
    own = figure.role == "direct"
    name_zh, name_en = ("", "") if own else (f"{one_line(figure.name.zh)} ", f"{one_line(figure.name.en)} ")
    where = "" if own else f"{one_line(figure.area)}，"
    return Words(
        zh=f"{name_zh}{said.zh}（{where}{period(figure.period)}，{role.zh}，{figure.grade.value}级）",
        en=f"{name_en}{said.en} ({where.rstrip('，')}{', ' if where else ''}{figure.period}, {role.en}, "
        f"grade {figure.grade.value})",
    )


def distance(promise: Promise) -> Words:
    """Say how far the last deciding figure is from the promise."""
    far = promise.distance
    if far is None:
        return NOTHING
    gap, unit = rounded(abs(far.gap)), one_line(far.unit)
    if far.gap > 0:
        zh = f"还差{gap}{unit}" if promise.demand.direction == "increase" else f"还须降{gap}{unit}"
        en = f"{gap}{unit} to go"
    elif far.gap < 0:
        zh = f"超出{gap}{unit}" if promise.demand.direction == "increase" else f"优于要求{gap}{unit}"
        en = f"passed by {gap}{unit}"
    else:
        zh, en = "正好达到", "exactly reached"
    if far.share is not None:
        zh, en = f"{zh}（完成{percent(far.share)}）", f"{en} ({percent(far.share)} of it)"
    return Words(zh=zh, en=en)


def unit(promise: Promise) -> str:
    """Give the unit of a promise's figures: that of a doubling is 家, not 倍."""
    if promise.distance is not None:
        return one_line(promise.distance.unit)
    own = next((it.unit for it in promise.figures if it.in_unit == it.value), None)
    return one_line(own or promise.demand.unit or "")


def _rate(rate: Rate | None, unit: str) -> Words:
    if rate is None:
        return NOTHING
    sign = "+" if rate.per_year > 0 else ""
    each = f"{sign}{rounded(rate.per_year)}{unit}"
    change = "" if rate.percent is None else f"，{sign}{number(round(rate.percent, 1))}%"
    span = f"{rate.since[:4]}—{rate.until[:4]}"
    return Words(zh=f"每年{each}{change}（{span}）", en=f"{each} a year{change.replace('，', ', ')} ({span})")


def required(promise: Promise) -> Words:
    """Say the pace that the promise asks for, from its start to its deadline."""
    return _rate(promise.pace.required if promise.pace else None, unit(promise))


def actual(promise: Promise) -> Words:
    """Say the pace that was kept, and how it compares to the required one."""
    if promise.pace is None:
        return NOTHING
    kept = _rate(promise.pace.actual, unit(promise))
    compared = ratio(promise)
    if promise.pace.actual is None or compared == NOTHING:
        return kept
    return Words(zh=f"{kept.zh}，为{compared.zh}", en=f"{kept.en}, {compared.en}")


def ratio(promise: Promise) -> Words:
    """Say the actual pace in times of the required one."""
    if promise.pace is None or promise.pace.ratio is None:
        return NOTHING
    return Words(zh=f"所需的{promise.pace.ratio:.2f}倍", en=f"{promise.pace.ratio:.2f} times the required")


def needed(promise: Promise) -> Words:
    """Say the pace that is needed from the last figure on."""
    from_now = promise.outlook.needed if promise.outlook else None
    return _rate(from_now or (promise.pace.needed if promise.pace else None), unit(promise))


def due(promise: Promise) -> Words:
    """Say by when."""
    deadline = promise.demand.deadline
    return Words(zh=official.deadline(deadline), en=deadline or "none stated")


def missing(promise: Promise) -> Words:
    """Say in one line what would be needed to measure the promise."""
    if not promise.missing:
        return NOTHING
    return Words(
        zh="；".join(one_line(it.zh) for it in promise.missing),
        en="; ".join(one_line(it.en) for it in promise.missing),
    )


def figures(promise: Promise) -> list[Figure]:
    """Give every figure held against a promise once, earlier vintages after the latest."""
    own = list(promise.figures)
    own += [it for part in promise.parts for it in part.figures if it not in promise.figures]
    return [each for it in own for each in (it, *reversed(it.superseded))]


def group_counts(report: Report) -> dict[Group, int]:
    """Count the promises under each of the first questions."""
    return {
        group: sum(count for status, count in report.totals.by_status.items() if MARKS[status].group == group)
        for group in GROUPS
    }


def lead(report: Report) -> Words:
    """Answer the first questions in one sentence."""
    counts = group_counts(report)
    zh = "，".join(f"{word.zh}{counts[group]}项" for group, (word, _) in GROUPS.items())
    en = ", ".join(f"{counts[group]} {word.en}" for group, (word, _) in GROUPS.items())
    again = len(report.promises) - report.totals.promises
    return Words(
        zh=f"{report.totals.promises}项承诺：{zh}"
        + (f"（另有{again}项重申前文，不重复计数）" if again else ""),
        en=f"Of {report.totals.promises} promises: {en}"
        + (f" ({again} more restate one of these and are not counted twice)" if again else ""),
    )


def evidence(report: Report) -> Words:
    """Say how thin or thick the evidence is."""
    counts = report.totals.by_evidence
    zh = "，".join(f"{EVIDENCE[kind][0].zh}{count}项" for kind, count in counts.items() if count)
    en = ", ".join(f"{count} {EVIDENCE[kind][0].en}" for kind, count in counts.items() if count)
    return Words(
        zh=f"各项承诺最好的依据：{zh}。只有直接而完整的数据才能定论" if zh else "没有承诺",
        en=f"Best evidence of each: {en}. Only direct and complete figures decide" if en else "no promise",
    )


def document(report: Report) -> str:
    """Name the decision with its issuer's title marks."""
    title = one_line(report.document.title or "")
    return f"《{title}》" if title else f"正文{report.document.text_sha256[:12]}"


def day(iso: str) -> str:
    """Say a day: 2025年6月30日."""
    return official.deadline(iso)


def by_article(report: Report) -> Iterator[tuple[str | None, str, list[Promise]]]:
    """Group promises by article in the order of the text: number, heading, promises."""
    headings = {it.article: one_line(it.heading) for it in report.totals.by_article}
    groups: dict[str | None, list[Promise]] = {}
    for promise in report.promises:
        groups.setdefault(promise.article, []).append(promise)
    for number_, group in groups.items():
        yield number_, headings.get(number_, ""), group


def chance(promise: Promise) -> Words:
    """Say the chance of being met by the deadline: in whole percent, as no more is known of it."""
    if promise.probability is None:
        return NOTHING
    whole = round(promise.probability * 100)
    said = "<1%" if whole < 1 else ">99%" if whole > 99 else f"{whole}%"
    return Words(zh=said, en=said)


def forecast(promise: Promise) -> Words:
    """Say what the deadline's figure is expected to be, or why no chance is told."""
    outlook = promise.outlook
    if outlook is None:
        return NOTHING
    found: list[Words] = []
    if outlook.ahead:
        it, of = outlook.ahead[-1], unit(promise)
        counted = promise.terms_words or Words(zh="", en="")
        opening = f"{counted.en}: " if counted.en else ""
        span, middle = f"{rounded(it.p10)}—{rounded(it.p90)}{of}", f"{rounded(it.p50)}{of}"
        found.append(
            Words(
                zh=f"{it.period}年{counted.zh}{span}（80%区间），中值{middle}",
                en=f"{opening}{span} in {it.period} (80% interval), median {middle}",
            )
        )
    if outlook.reason is not None:
        found.append(
            Words(zh=f"不给出概率：{one_line(outlook.reason.zh)}", en=f"no chance told: {outlook.reason.en}")
        )
    found += outlook.warnings
    return Words(zh="；".join(one_line(it.zh) for it in found), en="; ".join(one_line(it.en) for it in found))


def plain(value: float | None) -> str:
    """Print a number that may be unknown.

    >>> plain(0.14), plain(None)
    ('0.14', '—')
    """
    return "—" if value is None else rounded(value)


def limit(part: Part) -> str:
    """Say what a part must keep: ≤35微克/立方米."""
    return f"{official.SIGNS[part.comparator]}{number(part.limit)}{one_line(part.unit)}"


def counts(report: Report) -> Words:
    """Say how many figures there were and how many were used, and who wrote the report."""
    it = report.figures
    return Words(
        zh=f"数据共{it.in_folder}条，截至{report.as_of}已公开{it.known}条，用于本报告{it.used}条；落地{report.version}生成",
        en=f"{it.in_folder} figures in the folder, {it.known} known by {report.as_of}, {it.used} used; "
        f"written by Luodi {report.version}",
    )
