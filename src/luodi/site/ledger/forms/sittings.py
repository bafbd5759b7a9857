"""Forms of the joint conference and of inspections (联席会议、专项督查表单)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from luodi.site.base.forms import Form
from luodi.site.base.models import Area, Organisation

from ..models import Commitment, Inspection
from .timed import Timed

LONG = {"rows": 6}


class Sitting(Form):
    """A sitting of the conference."""

    title = forms.CharField(label=_("会议名称"), max_length=200)
    held_on = forms.DateField(label=_("召开日期"))
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    chair = forms.CharField(label=_("主持人"), max_length=60, required=False)
    attendees = forms.ModelMultipleChoiceField(
        label=_("参会单位"),
        queryset=Organisation.objects.filter(dissolved_on=None),
        widget=forms.CheckboxSelectMultiple,
    )
    agenda = forms.CharField(
        label=_("议题"), required=False, widget=forms.Textarea(attrs=LONG), help_text=_("一行一个议题。")
    )
    minutes = forms.CharField(
        label=_("会议情况"),
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("会后填写;议定事项在会议页面逐项记录。"),
    )


class Resolve(Form):
    """One resolution."""

    text = forms.CharField(label=_("议定事项"), widget=forms.Textarea(attrs={"rows": 2}))


class Task(Form):
    """What a resolution needs to become a task."""

    title = forms.CharField(label=_("任务"), max_length=300)
    commitment = forms.CharField(
        label=_("所属承诺事项编号"), max_length=20, help_text=_("任务须归入一项承诺事项;填编号,例如0001。")
    )
    decision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    lead = forms.ModelChoiceField(
        label=_("牵头单位"), queryset=Organisation.objects.filter(dissolved_on=None)
    )
    due_on = forms.DateField(label=_("完成时限"))
    standard = forms.CharField(label=_("验收标准"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    hand_it_down = forms.BooleanField(label=_("立即交办"), required=False, initial=True)

    def clean_commitment(self) -> Commitment:
        """The commitment of this number."""
        number = self.cleaned_data["commitment"].strip()
        found = list(Commitment.objects.filter(number=number, dropped_in=None).select_related("decision")[:2])
        if not found:
            raise forms.ValidationError(_("没有编号为“%(number)s”的承诺事项。") % {"number": number})
        if len(found) > 1:
            raise forms.ValidationError(
                _("有几个决定都有编号“%(number)s”,请从承诺事项页面进入。") % {"number": number}
            )
        return found[0]


class Plan(Form):
    """The plan of an inspection."""

    title = forms.CharField(label=_("名称"), max_length=200)
    basis = forms.CharField(label=_("依据"), max_length=200, required=False)
    scope = forms.CharField(label=_("内容和范围"), required=False, widget=forms.Textarea(attrs=LONG))
    starts_on = forms.DateField(label=_("开始日期"))
    ends_on = forms.DateField(label=_("结束日期"))


class Frame(Form):
    """From what, and how, a sample is drawn."""

    by = forms.ChoiceField(label=_("分层"), choices=Inspection.Stratum.choices)
    size = forms.IntegerField(label=_("抽查数量"), min_value=1, max_value=10000, initial=20)
    lights = forms.MultipleChoiceField(
        label=_("只抽这些灯(不选为全部)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("red", _("红灯")), ("yellow", _("黄灯")), ("green", _("绿灯"))],
    )
    units = forms.ModelMultipleChoiceField(
        label=_("只抽这些单位(不选为全部)"),
        required=False,
        queryset=Organisation.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    areas = forms.ModelMultipleChoiceField(
        label=_("只抽这些区域(不选为全部)"),
        required=False,
        queryset=Area.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    leave_out_recent = forms.BooleanField(
        label=_("排除近期已督查的事项(避免重复督查,《政府督查工作条例》第十五条)"),
        required=False,
        initial=True,
    )


class Seed(Form):
    """The seed of a draw."""

    seed = forms.IntegerField(
        label=_("抽样种子"),
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        help_text=_("留空由系统随机产生;公开摇号时填写摇出的数。"),
    )


class Conclusion(Form):
    """An inspection's conclusion."""

    conclusion = forms.CharField(label=_("督查结论"), widget=forms.Textarea(attrs=LONG))


class Found(Form):
    """What was found at one duty."""

    finding = forms.CharField(
        label=_("发现问题"),
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("没有问题请留空。"),
    )
    rectify_by = forms.DateField(label=_("整改时限"), required=False)


class Objection(Timed):
    """A unit's objection."""

    text = forms.CharField(label=_("申诉意见"), widget=forms.Textarea(attrs=LONG))


class ObjectionAnswer(Form):
    """The answer to an objection."""

    text = forms.CharField(label=_("答复内容"), widget=forms.Textarea(attrs=LONG))
    upheld = forms.BooleanField(label=_("申诉成立(撤销这一问题)"), required=False)


class Rectification(Timed):
    """What a unit put right."""

    text = forms.CharField(label=_("整改情况"), widget=forms.Textarea(attrs=LONG))


class Verification(Form):
    """The check of a rectification."""

    passed = forms.BooleanField(label=_("整改到位"), required=False)
    note = forms.CharField(label=_("核查意见"), required=False, widget=forms.Textarea(attrs=LONG))
