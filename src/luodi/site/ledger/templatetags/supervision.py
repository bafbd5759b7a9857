"""Tags of pressing (督查模板标签): values by key, the lights of a duty's nodes."""

from __future__ import annotations

from typing import Any

from django import template

from .. import lights
from ..models import Duty

register = template.Library()


@register.filter
def of(values: dict[Any, Any], key: Any) -> Any:
    """The value of a key in a mapping, None if it has none."""
    return values.get(key)


@register.inclusion_tag("ledger/_node_lights.html")
def node_lights(duty: Duty) -> dict[str, Any]:
    """Each node of a duty with its light and the reason in words (节点亮灯)."""
    return {"shown": lights.judge_nodes(duty, list(duty.nodes.all()))}
