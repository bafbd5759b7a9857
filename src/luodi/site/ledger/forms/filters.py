"""The filter of the list of duties (筛选)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from luodi.site.base.forms import Form
from luodi.site.base.forms.names import NameField
from luodi.site.base.fresh import kept
from luodi.site.base.models import Area, Organisation

from ..listing import SORTS, WAITING, WINDOWS
from ..models import Commitment, Decision, Duty
from ..models.progress import Cause

ANY = ("", _("全部"))


def _articles() -> list[tuple[str, str]]:
    """The articles that promise something, with their headings; worked out anew only when something changed."""
    every = Commitment.objects.order_by("article")
    found = kept(
        "articles", every, lambda: list(every.values_list("article", "article_heading").distinct()[:500])
    )
    return list({article: f"{article} {heading}".strip() for article, heading in found if article}.items())


class Filter(Form):
    """What the list asks; every field may stay empty."""

    use_required_attribute = False

    q = forms.CharField(label=_("编号或任务名称"), required=False, max_length=60)
    decision = forms.ModelChoiceField(
        Decision.objects.all(), label=_("决定"), required=False, empty_label=_("全部")
    )
    article = forms.ChoiceField(label=_("条款"), required=False)
    lead = NameField(label=_("牵头单位"), required=False)
    co_unit = NameField(label=_("协办单位"), required=False)
    area = NameField(label=_("区域"), required=False)
    state = forms.MultipleChoiceField(
        label=_("状态"),
        choices=Duty.State.choices,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 3}),
    )
    light = forms.MultipleChoiceField(
        label=_("亮灯"),
        choices=Duty.Light.choices,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 3}),
    )
    window = forms.ChoiceField(label=_("到期"), choices=[ANY, *WINDOWS.items()], required=False)
    due_from = forms.DateField(label=_("时限自"), required=False)
    due_until = forms.DateField(label=_("时限至"), required=False)
    cause = forms.ChoiceField(label=_("滞后原因"), choices=[ANY, *Cause.choices], required=False)
    waiting = forms.ChoiceField(label=_("待办"), choices=[ANY, *WAITING.items()], required=False)
    sort = forms.ChoiceField(
        label=_("排序"), choices=[(name, sort.title) for name, sort in SORTS.items()], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # asked for only when drawn or chosen from; once for both fields, and as bare names: there may be hundreds
        self.fields["article"].choices = lambda: [ANY, *_articles()]
        self.fields["lead"].names = self.fields["co_unit"].names = SimpleLazyObject(_units)
        self.fields["area"].names = SimpleLazyObject(lambda: list(Area.objects.values_list("pk", "name")))

    def asked(self) -> dict[str, Any]:
        """What was understood; what was not asks nothing and is told at its field."""
        self.is_valid()
        return self.cleaned_data

    def said(self) -> list[tuple[str, str]]:
        """What is asked in words, field by field; the order of the list is left away."""
        asked = [(name, value) for name, value in self.cleaned_data.items() if value and name != "sort"]
        return [(str(self.fields[name].label), self._words(name, value)) for name, value in asked]

    def _words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, NameField):
            return dict(field.names)[value]
        if isinstance(field, forms.MultipleChoiceField):
            return _("、").join(str(dict(field.choices)[each]) for each in value)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            return str(dict(field.choices)[value])
        return str(value)


def _units() -> list[tuple[int, str]]:
    names = Organisation.objects.values_list("pk", "short_name", "name")
    return [(pk, short or name) for pk, short, name in names]
