"""Forms of leaders' instructions (批示表单)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from luodi.site.base.forms import Form
from luodi.site.base.holders import holders
from luodi.site.base.models import Organisation, Role, User

from ..actions.instructions import LONGEST, usual_day
from ..models import Duty, Instruction
from ..queries.instructions import leaders_named, units_named
from .report import Files
from .sittings import Task as ResolutionTask
from .timed import Timed


class Write(Form):
    """A leader's instruction; on a paper it may be about one of the paper's duties."""

    text = forms.CharField(label=_("批示内容"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    answer_by = forms.DateField(
        label=_("办理时限"), help_text=_("承办单位应在这一天前回复;遇节假日顺延到下一工作日。")
    )
    duty = forms.ModelChoiceField(
        label=_("责任事项"),
        queryset=Duty.objects.none(),
        required=False,
        empty_label=_("不对应具体事项,由督查办公室立项"),
    )

    def __init__(self, *args: Any, duties: Any = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"answer_by": usual_day(timezone.localdate())} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if duties is None:
            del self.fields["duty"]
        else:
            self.fields["duty"].queryset = duties


class Record(Write):
    """An instruction that came on paper, as the office records it."""

    leader = forms.ModelChoiceField(label=_("批示领导"), queryset=User.objects.none())
    written_on = forms.DateField(label=_("批示日期"))
    upload = forms.FileField(label=_("批示件扫描件"), required=False, help_text=_("PDF或图片,50 MB以内。"))
    field_order = ("leader", "written_on", "text", "answer_by", "duty", "upload")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"written_on": timezone.localdate()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = holders([Role.LEADER]).order_by("name", "id")


class Place(Form):
    """The duty that an instruction is about, by its number."""

    duty = forms.CharField(label=_("责任事项编号"), max_length=40, help_text=_("例如0001。"))

    def clean_duty(self) -> Duty:
        """The duty of this number."""
        number = self.cleaned_data["duty"].strip()
        found = list(Duty.objects.filter(number=number).exclude(state=Duty.State.WITHDRAWN)[:2])
        if not found:
            raise forms.ValidationError(_now("没有编号为“%(number)s”的责任事项。") % {"number": number})
        if len(found) > 1:
            words = _now("有几个决定都有编号“%(number)s”的责任事项,请立为任务。")
            raise forms.ValidationError(words % {"number": number})
        return found[0]


class Task(ResolutionTask):
    """What an instruction needs to become a task."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["hand_it_down"], self.fields["decision"]
        self.fields["title"].help_text = _("请概括任务;协办单位和上级单位能看到任务,看不到批示。")


class Plain(Form):
    """A step that asks nothing."""


class Answer(Timed):
    """What a unit did about an instruction."""

    text = forms.CharField(label=_("办理情况"), widget=forms.Textarea(attrs={"rows": 6}))
    files = Files(label=_("附件"), required=False, help_text=_("可选择多个文件,每个50 MB以内。"))


class SendBack(Form):
    """Why an answer is returned."""

    note = forms.CharField(
        label=_("退回的理由和要求"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReportUp(Form):
    """What the office adds for the leader."""

    note = forms.CharField(
        label=_("呈报意见"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class Withdraw(Form):
    """Why an instruction is taken back."""

    reason = forms.CharField(label=_("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class Narrow(Form):
    """Which instructions a list shows."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("open", _("未办结")), ("late", _("已逾期")), *Instruction.State.choices],
    )
    leader = forms.ModelChoiceField(
        label=_("批示领导"), required=False, queryset=User.objects.none(), empty_label=_("全部")
    )
    unit = forms.ModelChoiceField(
        label=_("承办单位"), required=False, queryset=Organisation.objects.none(), empty_label=_("全部单位")
    )

    def __init__(self, *args: Any, seen: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = leaders_named(seen)
        self.fields["unit"].queryset = units_named(seen)
