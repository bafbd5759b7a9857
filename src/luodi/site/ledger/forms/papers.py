"""Forms of the office's papers (督办文书表单)."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luodi.site.base.forms import Form
from luodi.site.base.models import Organisation

from ..models import Duty, SupervisionPaper
from .timed import Timed


class Choose(Form):
    """Which late duties to show when choosing."""

    light = forms.ChoiceField(
        label=_("亮灯"),
        required=False,
        choices=[("", _("黄灯和红灯")), ("red", _("红灯")), ("yellow", _("黄灯"))],
    )
    unit = forms.ModelChoiceField(
        label=_("牵头单位"), required=False, queryset=Organisation.objects.none(), empty_label=_("全部单位")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Organisation.objects.filter(
            pk__in=Duty.objects.filter(light__in=("yellow", "red")).values("lead")
        )


class Draft(Form):
    """What is to be drafted from which duties."""

    kind = forms.ChoiceField(
        label=_("拟写"),
        widget=forms.RadioSelect,
        initial="order",
        choices=[("order", _("督办单(每个牵头单位一份)")), ("circular", _("通报(一份,涉及全部所选事项)"))],
    )
    duties = forms.ModelMultipleChoiceField(
        label=_("事项"),
        queryset=Duty.objects.all(),
        error_messages={"required": _("请至少勾选一项责任事项。")},
    )


class Week(Form):
    """The last day of a brief's week."""

    until = forms.DateField(label=_("截止日期"), initial=timezone.localdate)


class Edit(Form):
    """A draft as it is edited."""

    title = forms.CharField(label=_("标题"), max_length=200)
    body = forms.CharField(
        label=_("正文"),
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("一行一段;以“一、”或“(一)”开头且不以句号结尾的行排为标题。"),
    )
    answer_by = forms.DateField(label=_("回复时限"), required=False)
    approved_by = forms.CharField(
        label=_("签发人"),
        max_length=60,
        required=False,
        help_text=_("通报须经负责人批准方可印发(《政府督查工作条例》第二十一条)。"),
    )

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        if kind != SupervisionPaper.Kind.ORDER:
            del self.fields["answer_by"]


class Answer(Timed):
    """A unit's answer to an order."""

    answer = forms.CharField(label=_("回复内容"), widget=forms.Textarea(attrs={"rows": 8}))
