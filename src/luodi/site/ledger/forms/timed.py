"""A form whose minutes are counted (计时表单): the page's script fills them in, the action keeps them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from luodi.site.base.forms import Form

from ..timing import Spent


class Timed(Form):
    """A form that a unit fills in; among what it gives is ``spent``, as actions take it."""

    minutes = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """What was given, with the time it took."""
        given = super().clean() or self.cleaned_data
        given["spent"] = Spent(minutes_of(given.pop("minutes", "")))
        return given


def minutes_of(text: str) -> Decimal | None:
    """Minutes as the page's script counted them; None where it did not run."""
    try:
        return Decimal(text)
    except (ArithmeticError, ValueError):
        return None
