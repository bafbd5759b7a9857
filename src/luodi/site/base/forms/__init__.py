"""How forms look (表单外观), and what they all carry: a token against a second click, the version that was shown."""

from __future__ import annotations

from html import escape
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .. import store


class Renderer(DjangoTemplates):
    """Fields one under the other, label, help and error tied to the field for those who listen."""

    form_template_name = "base/form.html"
    field_template_name = "base/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Render a part of a form; a list to choose from, which may be long, without a template per choice."""
        if template_name == forms.Select.template_name:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: dict[str, Any]) -> SafeString:
    groups = []
    for name, options, _index in widget["optgroups"]:
        shown = mark_safe("".join(map(_option, options)))
        groups.append(format_html('<optgroup label="{}">{}</optgroup>', name, shown) if name else shown)
    attributes = flatatt(widget["attrs"])
    return format_html(
        '<select name="{}"{}>{}</select>', widget["name"], attributes, mark_safe("".join(groups))
    )


def _option(each: dict[str, Any]) -> str:
    attributes = flatatt(each["attrs"]) if each["attrs"] else ""
    return f'<option value="{escape(str(each["value"]))}"{attributes}>{escape(str(each["label"]))}</option>'


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

    def bring(self) -> None:
        """Bring the files that came with it, before the transaction in which an action names them.

        Raises:
            WrongFile, TooLarge, NoRoom, Unreachable: see :func:`luodi.site.base.store.bring`.
        """
        for name, given in self.cleaned_data.items():
            if isinstance(given, UploadedFile):
                self.cleaned_data[name] = store.bring(given)
            elif isinstance(given, list) and any(isinstance(each, UploadedFile) for each in given):
                self.cleaned_data[name] = [store.bring(each) for each in given]


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
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == "---------":
        field.empty_label = "—"
    if isinstance(widget, forms.Textarea):
        widget.attrs.setdefault("rows", 4)
