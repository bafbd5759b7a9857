"""Tags of supervision (督办模板标签): values by key, the tabs of its pages."""

from __future__ import annotations

from typing import Any

from django import template

from .. import rules

register = template.Library()


@register.filter
def of(values: dict[Any, Any], key: Any) -> Any:
    """The value of a key in a mapping, None if it has none."""
    return values.get(key)


@register.inclusion_tag("ledger/_supervision.html", takes_context=True)
def supervision_tabs(context: dict[str, Any], tab: str) -> dict[str, Any]:
    """The pages of supervision side by side (督办各页), the present one marked."""
    return {"tab": tab, "can_see_editions": rules.can_see_editions.test(context["request"].user)}
