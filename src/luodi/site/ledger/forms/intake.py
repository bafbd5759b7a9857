"""Forms of intake and review (收文与审核表单)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luodi.site.base.forms import Form

from ..actions.intake import ACCEPTED
from ..models import Finding
from ..values import Values

COMPARISONS = [
    ("", "—"), ("eq", _("达到(=)")), ("ge", _("不低于(≥)")), ("gt", _("超过(>)")), ("le", _("不超过(≤)")),
    ("lt", _("低于(<)")), ("approx", _("约(≈)")), ("range", _("区间")),
]  # fmt: skip


class Names(forms.CharField):
    """Units by name, one a line: printed names hold commas of their own, as in 各县(市、区)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The names as lines."""
        return "\n".join(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """The names in order, without empty lines."""
        return tuple(" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip())


class NewDecision(Form):
    """A decision to be taken in: its file, and a title where the document's own will not do."""

    file = forms.FileField(
        label=_("决定文件"),
        help_text=_("可上传 .docx .pdf .txt .md .html,最大50 MB。扫描件请先做文字识别(OCR)。"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )
    title = forms.CharField(
        label=_("标题"), max_length=200, required=False, help_text=_("不填则取文件中的标题。")
    )


class LaterText(Form):
    """Another text of a decision."""

    file = NewDecision.base_fields["file"]


class Reason(Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=300)


class Contents(Form):
    """What a finding says; the span is set by selecting its words in the text, or by numbers."""

    kind = forms.ChoiceField(label=_("类别"), choices=Finding.Kind.choices)
    title = forms.CharField(label=_("事项"), max_length=300)
    deadline = forms.CharField(
        label=_("完成时限"), max_length=20, required=False, help_text=_("如 2025、2025-06-30、2021-2025")
    )
    indicator = forms.CharField(label=_("指标"), max_length=200, required=False)
    comparator = forms.ChoiceField(label=_("比较"), choices=COMPARISONS, required=False)
    value = forms.FloatField(label=_("目标值"), required=False)
    value_high = forms.FloatField(label=_("目标上限(区间)"), required=False)
    unit = forms.CharField(label=_("单位"), max_length=30, required=False)
    area = forms.CharField(label=_("适用区域"), max_length=60, required=False)
    lead = Names(label=_("牵头单位"), help_text=_("一行一个。有多个时,立项时第一个为牵头单位,其余协办。"))
    cooperating = Names(label=_("协办单位"), help_text=_("一行一个。"))
    start = forms.IntegerField(label=_("起(字符)"), min_value=0)
    end = forms.IntegerField(label=_("止(字符)"), min_value=1)
    quote = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    FIGURE = ("indicator", "comparator", "value", "value_high", "unit")
    UNITS = ("lead", "cooperating")
    PLACE = ("start", "end")

    def main(self):
        """The fields that every kind has."""
        return [self[name] for name in ("kind", "title", "deadline", "area")]

    def figure(self):
        """The fields of a target only."""
        return [self[name] for name in self.FIGURE]

    def units(self):
        """Who is responsible."""
        return [self[name] for name in self.UNITS]

    def place(self):
        """The span."""
        return [self[name] for name in self.PLACE]

    def values(self) -> Values:
        """What was filled in."""
        said = {name: self.cleaned_data[name] for name in Values._fields}
        return Values(**said | {"quote": said["quote"].replace("\r\n", "\n")})


class Parts(Form):
    """The quote, with line breaks where it is to be cut."""

    parts = forms.CharField(
        label=_("拆分"),
        help_text=_("在要拆开的地方换行(只换行,不改字)。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
