"""Choosing one row of a table by its name (按名称选择), from a list that may be hundreds long and stand twice on a page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

Names = Sequence[tuple[int, str]]


class NameSelect(forms.Widget):
    """A list of names, drawn without an object per name."""

    names: Names = ()

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "form-select"} | (attrs or {}))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The list as HTML, the chosen row marked."""
        attributes = flatatt(self.build_attrs(self.attrs, attrs) | {"name": name})
        chosen = str(value)
        options = "".join(
            f'<option value="{key}"{" selected" if str(key) == chosen else ""}>{escape(title)}</option>'
            for key, title in self.names
        )
        return mark_safe(
            f'<select{attributes}><option value="">{escape(_("全部"))}</option>{options}</select>'
        )


class NameField(forms.Field):
    """The key of a row, or None where all are meant.

    ``names`` are set by the form: keys and names in the order of the list.
    """

    widget = NameSelect

    @property
    def names(self) -> Names:
        """What can be chosen."""
        return self.widget.names

    @names.setter
    def names(self, names: Names) -> None:
        self.widget.names = names

    def clean(self, value: Any) -> int | None:
        """The key that was chosen.

        Raises:
            ValidationError: no row of the list has it.
        """
        if value in self.empty_values:
            return None
        for key, _title in self.names:
            if str(key) == value:
                return key
        words = forms.ChoiceField.default_error_messages["invalid_choice"]
        raise ValidationError(words, code="invalid_choice", params={"value": value})
