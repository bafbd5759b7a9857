"""Tags and filters of the house (模板标签), built into every template: lights, pages, tokens."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from luodi.site.base import lines as compiled
from luodi.site.base.languages import bracketed, joined, label, paired, said
from luodi.site.base.receipts import new_token

register = template.Library()

WORDS = {
    "green": gettext_noop("绿灯"),
    "yellow": gettext_noop("黄灯"),
    "red": gettext_noop("红灯"),
    "none": gettext_noop("未亮灯"),
    "closed": gettext_noop("已销号"),
}
SHAPES = {"green": "●", "yellow": "▲", "red": "■", "none": "○", "closed": "✓"}


@register.filter("said")
def _said(text: str) -> str:
    """A sentence the site has kept, in the reader's language."""
    return said(text)


register.filter("paired", paired)
register.filter("bracketed", bracketed)
register.filter("joined", joined)


@register.filter("label")
def _label(thing: Model | None, name: str) -> str:
    """A choice as people read it: ``{{ duty|label:"state" }}``; nothing of what is not there."""
    return label(thing, name) if isinstance(thing, Model) else ""


@register.simple_tag
def lines(name: str, **values: Any) -> SafeString:
    """The lines of a long list, by the compiled template of that name."""
    return compiled.drawn(name, **values)


@register.simple_tag
def light(colour: str, reason: str = "") -> SafeString:
    """A light: a shape, a word and a colour, with its reason for whoever points at it or listens."""
    return _light(colour, reason, get_language())


@lru_cache(maxsize=4096, typed=True)  # text that is safe equals text that is not
def _light(colour: str, reason: str, _language: str | None) -> SafeString:
    word = WORDS.get(colour)
    return format_html(
        '<span class="light light-{}" title="{}"><span aria-hidden="true">{}</span> {}</span>',
        colour,
        said(reason),
        SHAPES.get(colour, "○"),
        _(word) if word else colour,
    )


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: object) -> str:
    """The page's query string with some values changed; None takes one away."""
    request: HttpRequest = context["request"]
    values = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}"


@register.simple_tag
def form_token() -> SafeString:
    """The hidden field by which a form that is sent twice is answered once."""
    return format_html('<input type="hidden" name="form_token" value="{}">', new_token())


@register.filter
def percent(value: Any) -> str:
    """A share as printed: 52.5%."""
    return "—" if value is None else f"{value:.1f}".rstrip("0").rstrip(".") + "%"


@register.simple_tag
def mark(colour: str) -> SafeString:
    """The shape and colour of a light, beside a word that says it."""
    shape = SHAPES.get(colour, "○")
    return format_html('<span class="light light-{}" aria-hidden="true">{}</span>', colour, shape)


@register.simple_tag(takes_context=True)
def without(context: dict[str, Any], name: str) -> str:
    """The page's query string with one value, and the place in the list, taken away."""
    request: HttpRequest = context["request"]
    values = request.GET.copy()
    for each in (name, "page", "after"):
        values.pop(each, None)
    return f"?{values.urlencode()}"
