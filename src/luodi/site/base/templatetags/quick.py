"""Addresses and days as Django's own tags print them (快速标签), with what does not change from line to line kept.

A list asks for the same address and the same form of a day some hundred times, and each time Django finds it anew. What
these do not know they hand on to Django.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context, defaulttags
from django.template.base import FilterExpression, Parser, Token
from django.utils.html import escape

from luodi.site.base.lines import address, dated

register = template.Library()


class _Address(defaulttags.URLNode):
    """``{% url "ledger:duty" 7 %}``: a route without arguments, or with one number."""

    def render(self, context: Context) -> str:
        args = [arg.resolve(context) for arg in self.args]
        if len(args) > 1 or (args and (type(args[0]) is not int or args[0] < 0)):
            return super().render(context)
        found = address(self.view_name.resolve(context), *args)
        return escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> defaulttags.URLNode:
    """Django's ``url``."""
    node = defaulttags.url(parser, token)
    plain = not node.kwargs and node.asvar is None and _constant(node.view_name)
    return _Address(node.view_name, node.args, node.kwargs, node.asvar) if plain else node


def _constant(expression: FilterExpression) -> bool:
    return not expression.is_var and not expression.filters


@register.filter(name="date", expects_localtime=True, is_safe=False)
def shown(value: Any, form: str | None = None) -> str:
    """Django's ``date``."""
    return dated(value, form)
