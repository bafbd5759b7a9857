"""Django's library ``i18n`` (翻译标签) with the words of ``{% translate "…" %}`` looked up once for each language."""

from __future__ import annotations

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class _Words(i18n.TranslateNode):
    """Words that stand in the template."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        self.__dict__ |= node.__dict__
        self.kept: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if (found := self.kept.get(language)) is None:
            found = self.kept[language] = super().render(context)
        return found


@register.tag
def translate(parser: Parser, token: Token) -> i18n.TranslateNode:
    """Django's ``translate``."""
    node = i18n.do_translate(parser, token)
    words = node.filter_expression
    # words alone, in quotes and without a filter: nothing about them comes from the page
    constant = len(token.split_contents()) == 2 and words.var.literal is not None and not words.filters
    return _Words(node) if constant else node
