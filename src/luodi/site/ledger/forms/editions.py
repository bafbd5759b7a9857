"""Form of a frozen edition (存档版本表单)."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luodi.site.base.forms import Form


class Ask(Form):
    """Which day, under which name."""

    title = forms.CharField(label=_("名称"), max_length=120)
    as_of = forms.DateField(
        label=_("截止日期"),
        initial=timezone.localdate,
        help_text=_("台账按这一天结束时的样子从留痕记录还原。"),
    )
    yearly = forms.BooleanField(
        label=_("作为年度版本(另计当年销号和到期)"), required=False, help_text=_("年度取截止日期所在年。")
    )
