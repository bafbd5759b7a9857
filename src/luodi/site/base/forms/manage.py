"""Forms of the administrator (管理表单): accounts, roles, units, areas, delegations, imports."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Area, Organisation, Role, User
from ..uploads import KINDS
from . import Form

TABLES = (".xlsx", ".csv")


class Account(Form):
    """Who a person is."""

    username = forms.CharField(
        label=_("用户名"), max_length=150, help_text=_("登录时输入,开通后不再更改。建议用姓名全拼或工号。")
    )
    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("电子邮箱"), required=False, help_text=_("填写后可收到邮件提醒。"))


class Person(Form):
    """What of a person can change."""

    name = Account.base_fields["name"]
    email = Account.base_fields["email"]


class GiveRole(Form):
    """A role, where and how long."""

    role = forms.ChoiceField(label=_("角色"), choices=[("", "—"), *Role.choices])
    organisation = forms.ModelChoiceField(
        label=_("任职单位"), queryset=Organisation.objects.none(), required=False, empty_label="—",
        help_text=_("除系统管理员和市领导外都须填写;没有要选的单位时,先在“单位”中新增。"),
    )  # fmt: skip
    area = forms.ModelChoiceField(
        label=_("区域"), queryset=Area.objects.none(), required=False, empty_label="—",
        help_text=_("只有县(市、区)联络员填写。"),
    )  # fmt: skip
    since = forms.DateField(label=_("自"), required=False, help_text=_("不填为立即生效。"))
    until = forms.DateField(label=_("至"), required=False, help_text=_("不填为长期有效。"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(dissolved_on=None)
        self.fields["area"].queryset = Area.objects.all()


class Unit(Form):
    """A unit, and where it stands in the tree."""

    name = forms.CharField(label=_("全称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    kind = forms.ChoiceField(
        label=_("类别"), choices=Organisation.Kind.choices, initial=Organisation.Kind.BUREAU
    )
    parent = forms.ModelChoiceField(
        label=_("上级单位"), queryset=Organisation.objects.none(), required=False, empty_label="—"
    )
    area = forms.ModelChoiceField(
        label=_("所在区域"), queryset=Area.objects.none(), required=False, empty_label="—"
    )
    code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Organisation.objects.filter(dissolved_on=None)
        self.fields["area"].queryset = Area.objects.all()


class Dissolve(Form):
    """When a unit ends, and who takes over."""

    on = forms.DateField(label=_("撤销日期"), initial=timezone.localdate)
    successor = forms.ModelChoiceField(
        label=_("承接单位"), queryset=Organisation.objects.none(), required=False, empty_label="—",
        help_text=_("本单位未办结的事项和下级单位由其承接。没有时可不填。"),
    )  # fmt: skip

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = Organisation.objects.filter(dissolved_on=None).exclude(pk=unit.pk)


class Place(Form):
    """An area, and its tile."""

    name = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.ChoiceField(label=_("类别"), choices=Area.Kind.choices)
    parent = forms.ModelChoiceField(
        label=_("上级区域"), queryset=Area.objects.none(), required=False, empty_label="—"
    )
    code = forms.CharField(label=_("行政区划代码"), max_length=12, required=False)
    column = forms.IntegerField(
        label=_("瓦片图列"), min_value=0, max_value=9, required=False, help_text=_("自左向右,从0开始。")
    )
    row = forms.IntegerField(
        label=_("瓦片图行"), min_value=0, max_value=9, required=False, help_text=_("自上向下,从0开始。")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Area.objects.all()


class Delegate(Form):
    """Who acts, and from when to when."""

    deputy = forms.ModelChoiceField(label=_("代办人"), queryset=User.objects.none(), empty_label="—")
    since = forms.DateField(label=_("自"), initial=timezone.localdate)
    until = forms.DateField(label=_("至"))
    reason = forms.CharField(
        label=_("事由"), max_length=200, required=False, help_text=_("例如:休假、出差。")
    )

    def __init__(self, *args, absent, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = choices.exclude(pk=absent.pk)


class Table(Form):
    """A table of units or people."""

    file = forms.FileField(
        label=_("表格文件"), help_text=_(".xlsx 或 .csv,第一行为列名。"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(TABLES)}),
    )  # fmt: skip


assert set(TABLES) <= set(KINDS)
