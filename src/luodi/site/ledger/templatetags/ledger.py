"""Tags of the ledger (台账模板标签)."""

from __future__ import annotations

from typing import Any

from django import template

from luodi.site.ledger.queries.narrow import rows_url
from luodi.site.ledger.reporting import in_words

register = template.Library()
register.filter("figure_in_words", in_words)


@register.simple_tag
def rows(filters: dict[str, Any], **more: object) -> str:
    """The address of the duties that these filters leave."""
    return rows_url(**(filters | more))
