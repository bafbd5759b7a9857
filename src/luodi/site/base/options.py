"""What an administrator can set (设置项): each with its default and what is accepted."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from .models import Setting


class Option(NamedTuple):
    """One setting: its default and its meaning in words."""

    default: Any
    title: Any


OPTIONS: Final[dict[str, Option]] = {
    "site_name": Option("落地", _("网站名称")),
    "reminder_leads": Option([10, 3, 0, -1, -5], _("提醒提前量(工作日;负数为逾期之后)")),
    "reminder_hours": Option([9, 17], _("提醒时段(起止整点)")),
    "lights": Option("yinchuan", _("亮灯规则")),
    "escalation_days": Option([1, 5, 10], _("逾期逐级上报(工作日)")),
    "paper_codes": Option(
        {"order": "督", "circular": "督通", "brief": "督报"}, _("机关代字(各文种,互不相同)")
    ),
    "paper_issuer": Option("", _("督办文书署名(空:督查机构名称)")),
    "inspection_repeat_months": Option(12, _("同一事项重复督查的警示期(月)")),
    "own_holidays": Option({}, _("本地放假与调休(日期到 true 放假 / false 上班)")),
}


def get(name: str) -> Any:
    """The value of a setting, or its default.

    Raises:
        KeyError: there is no such setting.
    """
    default = OPTIONS[name].default
    found = Setting.objects.filter(name=name).first()
    return default if found is None else found.value
