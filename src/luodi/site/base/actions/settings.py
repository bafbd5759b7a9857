"""Settings of the site (设置): changed all at once, each checked."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import options, rights
from ..action import Actor, action
from ..models import Setting
from ..refusals import Unfit


@action("setting.change", gettext_lazy("修改设置"), right=rights.is_administrator)
def change(actor: Actor, *, typed: Mapping[str, str]) -> list[str]:
    """Set what was typed (修改设置), all of it or nothing; what equals the default is no longer kept.

    Args:
        typed: by the name of the setting, as the page shows it.

    Returns:
        The names of the settings that are different now.

    Raises:
        Unfit: something is not accepted; all of it is named.
    """
    found, wrong = {}, {}
    for name, text in typed.items():
        if name not in options.OPTIONS:
            wrong[name] = _("没有名为“%(name)s”的设置。") % {"name": name}
            continue
        try:
            found[name] = options.OPTIONS[name].accepted.parse(text)
        except ValueError as error:
            wrong[name] = str(error)
    if wrong:
        raise Unfit(wrong)
    before = options.several(*found)
    changed = [name for (name, value), was in zip(found.items(), before, strict=True) if value != was]
    for name in changed:
        if found[name] == options.OPTIONS[name].default:
            Setting.objects.filter(name=name).delete()
        else:
            Setting.objects.update_or_create(name=name, defaults={"value": found[name]})
    return changed
