"""How forms look (表单外观), and what they all carry: a token against a second click, the version that was shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


class Renderer(DjangoTemplates):
    """Fields one under the other, label, help and error tied to the field for those who listen."""

    form_template_name = "base/form.html"
    field_template_name = "base/field.html"


class Form(forms.Form):
    """A form of the house: its fields look like the rest of the site."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def refuse(self, fields: dict[str, str]) -> None:
        """Show what an action refused at the fields it concerns."""
        for name, words in fields.items():
            self.add_error(name if name in self.fields else None, words)


class QuickSelect(forms.Select):
    """A drop-down written in one go: with a template for each option, a list of 200 units costs 20 ms."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write the drop-down."""
        chosen = {str(each) for each in self.format_value(value)}
        attributes = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        if self.is_required and self._choice_has_empty_value(next(iter(self.choices), ("", ""))):
            attributes["required"] = True
        return format_html("<select{}>{}</select>", flatatt(attributes), _options(self.choices, chosen))


def _options(choices: Iterable[Any], chosen: set[str]) -> SafeString:
    """Options, and groups of them."""
    written = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            inner = _options(label, chosen)
            written.append(format_html('<optgroup label="{}">{}</optgroup>', value, inner))
            continue
        plain = "" if value is None else str(value)
        mark = mark_safe(" selected") if plain in chosen else ""
        written.append(format_html('<option value="{}"{}>{}</option>', plain, mark, label))
    return mark_safe("".join(written))  # every part was escaped by format_html


def dress(field: forms.Field) -> None:
    """Give a field's widget the class of its kind and the browser's own picker for dates."""
    if type(field.widget) is forms.Select:
        quick = QuickSelect(attrs=field.widget.attrs, choices=field.widget.choices)
        quick.is_required = field.widget.is_required
        field.widget = quick
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
        widget.attrs.setdefault("class", "form-check-input")
    elif isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    elif not isinstance(widget, forms.HiddenInput):
        widget.attrs.setdefault("class", "form-control")
    if isinstance(field, forms.DateField) and not isinstance(widget, forms.HiddenInput):
        widget.input_type = "date"  # type: ignore[attr-defined]
        widget.format = "%Y-%m-%d"  # type: ignore[attr-defined]
    if isinstance(widget, forms.Textarea):
        widget.attrs.setdefault("rows", 4)
