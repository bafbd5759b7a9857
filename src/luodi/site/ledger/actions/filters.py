"""Filters a person wants again (常用筛选)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.base.rights import sees_the_ledger

from ..models import SavedFilter
from ..rules import is_own

MOST: Final = 30


@action("filter.save", gettext_lazy("保存筛选"), right=sees_the_ledger)
def save(actor: Actor, *, page: str, title: str, query: str) -> SavedFilter:
    """Keep a filter under a name (保存筛选); the same name again replaces it.

    Raises:
        Unfit: no name, or there are thirty already.
    """
    title = title.strip()[:60]
    if actor.user is None:
        raise NotNow(_("筛选属于个人,系统不保存筛选。"))
    if not title:
        raise Unfit({"title": _("请给筛选取一个名称。")})
    if len(query) > 500:
        raise Unfit({"title": _("筛选条件太长,请减少几项。")})
    own = SavedFilter.objects.filter(user=actor.user, page=page)
    if own.exclude(title=title).count() >= MOST:
        raise Unfit({"title": _("已有%(most)s个常用筛选,请先删除几个。") % {"most": MOST}})
    kept, _made = own.update_or_create(
        title=title,
        defaults={"query": query},
        create_defaults={"user": actor.user, "page": page, "query": query},
    )
    return kept


@action("filter.drop", gettext_lazy("删除筛选"), right=is_own)
def drop(actor: Actor, kept: SavedFilter) -> None:
    """Take a saved filter away (删除筛选)."""
    kept.delete()
