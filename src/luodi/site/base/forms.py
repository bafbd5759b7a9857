"""How forms look (表单外观), and what they all carry: a token against a second click, the version that was shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates


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


def dress(field: forms.Field) -> None:
    """Give a field's widget the class of its kind and the browser's own picker for dates."""
    widget = field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        widget.attrs.setdefault("class", "choices")  # Django puts it on the group and on each box
    elif isinstance(widget, forms.CheckboxInput):
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
