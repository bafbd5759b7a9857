"""Who keeps a register (管理单位)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.core.registers import load
from luodi.site.base.action import Actor, action
from luodi.site.base.models import Organisation
from luodi.site.base.refusals import Unfit

from ..models import Keeper
from ..rules import can_set_keepers


@action("records.keeper", gettext_lazy("指定管理单位"), right=can_set_keepers)
def set_keeper(actor: Actor, register: str, *, organisation: Organisation, keeps: bool = True) -> None:
    """Say that a unit keeps a register, or no longer does (管理单位).

    Raises:
        Unfit: there is no such register, or the unit is dissolved.
    """
    if register not in load():
        raise Unfit({"register": _("没有这个登记簿。")})
    if not keeps:
        for keeper in Keeper.objects.filter(register=register, organisation=organisation):
            keeper.delete()
        return
    if organisation.dissolved_on is not None:
        raise Unfit({"organisation": _("该单位已撤销,不能管理登记簿。")})
    Keeper.objects.get_or_create(register=register, organisation=organisation)
