"""What an administrator can set (设置项): each with its default and what is accepted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from . import option_kinds as kinds
from .models import Setting
from .ready import ready


class Option(NamedTuple):
    """One setting: its default, its meaning in words, and what is accepted."""

    default: Any
    title: Any
    accepted: kinds.Kind


CHOICES: Final[dict[str, Callable[[], Sequence[tuple[str, Any]]]]] = {
    "lights": lambda: [("yinchuan", _("银川市2025年规则"))]
}
"""The lists from which a setting is chosen; the room that knows more puts its own in place."""

OPTIONS: Final[dict[str, Option]] = {
    "site_name": Option("落地", _("网站名称"), kinds.words(30)),
    "reminder_leads": Option(
        [10, 3, 0, -1, -5],
        _("提醒提前量(工作日;负数为逾期之后)"),
        kinds.numbers(-60, 120, hint=_("例如:10, 3, 0, -1, -5")),
    ),
    "reminder_hours": Option(
        [9, 17], _("提醒时段(起止整点)"), kinds.numbers(0, 23, count=2, rising=True, hint=_("例如:9, 17"))
    ),
    "lights": Option("yinchuan", _("亮灯规则"), kinds.one_of(lambda: CHOICES["lights"]())),
    "escalation_days": Option(
        [1, 5, 10],
        _("逾期逐级上报(工作日)"),
        kinds.numbers(1, 250, rising=True, hint=_("例如:1, 5, 10")),
    ),
    "paper_codes": Option(
        {"order": "督", "circular": "督通", "brief": "督报"},
        _("机关代字(各文种,互不相同)"),
        kinds.named({"order": _("督办单"), "circular": _("通报"), "brief": _("督查周报")}),
    ),
    "paper_issuer": Option("", _("督办文书署名(空:督查机构名称)"), kinds.words(empty=True)),
    "instruction_days": Option(5, _("批示办理时限(工作日)"), kinds.number(1, 250)),
    "inspection_repeat_months": Option(12, _("同一事项重复督查的警示期(月)"), kinds.number(0, 10_000)),
    "own_holidays": Option({}, _("本地放假与调休(与国务院公布的安排不同的日子)"), kinds.days()),
}


@ready
def _set(names: Sequence[str]) -> QuerySet[Setting, tuple[str, Any]]:
    return Setting.objects.filter(name__in=names).values_list("name", "value")


def several(*names: str) -> list[Any]:
    """The values of settings, or their defaults, in one query.

    Raises:
        KeyError: there is no such setting.
    """
    found = dict(_set(names))
    return [found.get(name, OPTIONS[name].default) for name in names]


def get(name: str) -> Any:
    """The value of a setting, or its default.

    Raises:
        KeyError: there is no such setting.
    """
    return several(name)[0]
