"""Tags of the observatory (监测模板标签)."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from luodi.site.observatory.queries import spoken

register = template.Library()


@register.simple_tag
def status(name: str) -> SafeString:
    """A status of delivery: a shape, a word and a colour, the report's own."""
    from luodi.documents.report.words import MARKS

    mark = MARKS.get(name)  # type: ignore[call-overload]
    if mark is None:
        return format_html("{}", name)
    return format_html(
        '<span class="delivery delivery-{}"><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="{}"/></svg> {}</span>',
        name,
        mark.path,
        spoken(mark.word),
    )


@register.simple_tag
def evidence(name: str) -> str:
    """The best evidence there is, in a word."""
    from luodi.documents.report.words import EVIDENCE

    known = EVIDENCE.get(name)  # type: ignore[call-overload]
    return spoken(known[0]) if known else name
