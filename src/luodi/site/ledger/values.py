"""What a finding says (条目内容), and whether it can stand in the ledger: one check for page, importer and adoption."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from luodi.site.base.refusals import Unfit

from .models import DocumentVersion, Finding
from .wire import COMPARATORS, day_of, decimal_of

LONGEST_QUOTE = 4000
LONGEST_UNIT, MOST_UNITS = 100, 60


class Values(NamedTuple):
    """The contents of a finding, fields of the wire format; ``deadline`` is a year, month, day or two years.

    ``lead`` and ``cooperating`` are the responsible units (责任单位) by name, in order; None leaves them as the provision
    prints them.
    """

    kind: str
    start: int
    end: int
    quote: str
    title: str
    indicator: str = ""
    comparator: str = ""
    value: float | None = None
    value_high: float | None = None
    unit: str = ""
    deadline: str = ""
    area: str = ""
    lead: tuple[str, ...] | None = None
    cooperating: tuple[str, ...] | None = None

    @classmethod
    def of(cls, finding: Finding) -> Values:
        """What a finding says now."""
        data = finding.data
        texts = {
            name: str(data.get(name) or "")
            for name in ("title", "indicator", "comparator", "unit", "deadline", "area")
        }
        return cls(
            finding.kind, finding.start, finding.end, finding.quote,
            value=data.get("value"), value_high=data.get("value_high"), **texts,
            lead=tuple(finding.units.get("lead", ())), cooperating=tuple(finding.units.get("cooperating", ())),
        )  # fmt: skip

    def units(self) -> dict[str, list[str]] | None:
        """The responsible units as a finding keeps them; None if nothing was said of them."""
        if self.lead is None and self.cooperating is None:
            return None
        said = {"lead": list(self.lead or ()), "cooperating": list(self.cooperating or ())}
        return said if any(said.values()) else {}

    def data(self) -> dict[str, Any]:
        """The part that a finding keeps under ``data``; what does not belong to its kind is left out."""
        data: dict[str, Any] = {
            "title": self.title,
            "deadline": self.deadline or None,
            "area": self.area or None,
        }
        if self.kind == Finding.Kind.TARGET:
            data |= {
                "indicator": self.indicator,
                "comparator": self.comparator,
                "value": self.value,
                "value_high": self.value_high,
                "unit": self.unit or None,
            }
        elif self.kind == Finding.Kind.MILESTONE:
            data["what"] = self.title
        return data


def checked(version: DocumentVersion, values: Values, *, typed: bool = False) -> Values:
    """The values, their span without white space at its ends.

    Args:
        version: the text.
        values: what a finding says.
        typed: whether a person wrote them; then the units are checked too. As printed they may be anything.

    Raises:
        Unfit: every field that does not fit, with its sentence.
    """
    wrong: dict[str, str] = {}
    values = _fitted(version.text, values, wrong)
    if values.kind not in Finding.Kind.values:
        wrong["kind"] = _("请选择类别:目标、里程碑或举措。")
    if not values.title.strip() or len(values.title) > 300:
        wrong["title"] = _("请填写事项,不超过300字。")
    if values.deadline:
        try:
            day_of(values.deadline)
        except ValueError:
            wrong["deadline"] = _("时限“%(day)s”无法识别。可写年份(2025)、月份(2025-06)、日期(2025-06-30)或起止年份(2021-2025)。") % {
                "day": values.deadline
            }  # fmt: skip
    if values.kind == Finding.Kind.TARGET:
        _check_figure(values, wrong)
    if typed:
        _check_units(values, wrong)
    if wrong:
        raise Unfit(wrong)
    return values


def _fitted(text: str, values: Values, wrong: dict[str, str]) -> Values:
    start, end = values.start, values.end
    if not 0 <= start < end <= len(text):
        wrong["quote"] = _("原文位置%(start)s—%(end)s不在文本之内。请在正文中重新选取。") % {
            "start": start,
            "end": end,
        }
        return values
    if values.quote and values.quote != text[start:end]:
        wrong["quote"] = _("所引文字与原文该处不一致。请在正文中重新选取。")
        return values
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        wrong["quote"] = _("所选文字是空白。请在正文中重新选取。")
        return values
    if end - start > LONGEST_QUOTE:
        wrong["quote"] = _("所选文字超过%(limit)s字。一条承诺请选取最短的完整句子。") % {
            "limit": LONGEST_QUOTE
        }
    return values._replace(start=start, end=end, quote=text[start:end])


def _check_figure(values: Values, wrong: dict[str, str]) -> None:
    if not values.indicator.strip() or len(values.indicator) > 200:
        wrong["indicator"] = _("请填写目标所量的指标,不超过200字。")
    if values.comparator not in COMPARATORS:
        wrong["comparator"] = _("请选择比较方式。")
    if len(values.unit) > 30:
        wrong["unit"] = _("单位不超过30字。")
    for name in ("value", "value_high"):
        try:
            decimal_of(getattr(values, name))
        except ValueError:
            wrong[name] = _("数值无法识别或过大。")
    low, high = values.value, values.value_high
    if values.comparator == "range" and (low is None or high is None or high < low):
        wrong["value_high"] = _("区间目标须填写上下限,且上限不小于下限。")


def _check_units(values: Values, wrong: dict[str, str]) -> None:
    for field in ("lead", "cooperating"):
        names = getattr(values, field) or ()
        if len(names) > MOST_UNITS or any(len(name) > LONGEST_UNIT for name in names):
            wrong[field] = _("单位不超过%(most)s个,每个名称不超过%(longest)s字,一行一个。") % {
                "most": MOST_UNITS,
                "longest": LONGEST_UNIT,
            }
        elif len(set(names)) < len(names):
            wrong[field] = _("同一单位写了两次,请保留一个。")
    twice = [name for name in values.cooperating or () if name in (values.lead or ())]
    if twice:
        wrong["cooperating"] = _("“%(unit)s”已是牵头单位,不能同时协办。") % {"unit": twice[0]}
