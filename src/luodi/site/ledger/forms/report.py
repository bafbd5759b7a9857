"""The form of a report (反馈表单), for one duty or as one row among several."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from luodi.site.base.action import Actor
from luodi.site.base.languages import bracketed
from luodi.site.base.models import User

from ..actions import progress
from ..actions.progress import Given, Told
from ..models import Duty, Figure
from ..reporting import Asked, asked_of, taken_over
from .timed import Timed
from .verbs import CAUSES, VerbForm, words


class Uploads(forms.FileInput):
    """A picker for several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Any number of files."""

    widget = Uploads

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file as Django's own field takes it."""
        several = data if isinstance(data, list | tuple) else [data]
        return [super(Files, self).clean(each, initial) for each in several if each]


class ReportForm(Timed, VerbForm):
    """反馈. ``asked`` says what this person is asked about this duty."""

    verb = "report"
    percent = forms.DecimalField(
        label=_("进度(%)"), required=False, min_value=0, max_value=100, decimal_places=2, max_digits=5
    )
    text = words(_("进展情况"), rows=4)
    cause = forms.ChoiceField(
        label=_("滞后原因"), choices=CAUSES, required=False, help_text=_("按进度将亮黄灯或红灯时必填。")
    )
    files = Files(label=_("佐证材料"), required=False, help_text=_("可选择多个文件,每个50 MB以内。"))
    period = forms.CharField(label=_("数据时期"), required=False, max_length=30)
    value = forms.DecimalField(label=_("数据"), required=False, max_digits=24, decimal_places=6)
    reuse = forms.MultipleChoiceField(
        label=_("其他单位已填报"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, thing: Duty, user: User, *args: Any, asked: Asked | None = None, **kwargs: Any
    ) -> None:
        self.asked = asked or asked_of(user, [thing])[thing.pk]
        figure = self.asked.figure
        kwargs["initial"] = {
            "period": figure.period if figure else str(timezone.localdate().year),
            "value": f"{figure.value.normalize():f}" if figure else None,
        }
        super().__init__(thing, user, *args, **kwargs)
        if not self.asked.percent:
            del self.fields["percent"]
        if not thing.commitment.indicator:
            del self.fields["period"], self.fields["value"]
        else:
            unit, indicator = thing.commitment.unit, thing.commitment.indicator
            self.fields["value"].label = bracketed(indicator, unit) if unit else indicator
            if figure:
                self.fields["value"].help_text = _now("已填报过%(period)s:%(value)s,可直接沿用。") % {
                    "period": figure.period,
                    "value": f"{figure.value.normalize():f}{figure.unit}",
                }
        self._offer(self.asked.other)

    def _offer(self, other: Figure | None) -> None:
        """Offer another unit's figure with its source named: a tick instead of typing."""
        if other is None or "value" not in self.fields:
            del self.fields["reuse"]
            return
        field = self.fields["reuse"]
        field.choices = [(str(other.pk), taken_over(other))]
        field.error_messages["invalid_choice"] = _now("其他单位的这项数据已有变动,请核对后再勾选。")

    def clean(self) -> dict[str, Any]:
        """A figure needs its period, and is either typed or taken over."""
        given = super().clean() or self.cleaned_data
        if given.get("value") is not None and not given.get("period"):
            self.add_error("period", _now("请填写数据所属的时期,例如2026。"))
        if given.get("reuse") and self._typed(given):
            self.add_error("reuse", _now("已填写数据。请去掉勾选,或清空数据后再沿用。"))
        return given

    def _typed(self, given: dict[str, Any]) -> bool:
        """Whether a figure was typed, other than the one that stood there."""
        figure = self.asked.figure
        known = (figure.period, figure.value) if figure else None
        return given.get("value") is not None and (given.get("period"), given["value"]) != known

    def told(self) -> Told:
        """What the form says, as the action takes it."""
        given = self.cleaned_data
        figures = []
        promise, other = self.thing.commitment, self.asked.other
        if given.get("reuse") and other is not None:
            figures.append(Given(promise.indicator, other.period, other.value, other.unit, other))
        elif given.get("value") is not None:
            figures.append(Given(promise.indicator, given["period"], given["value"], promise.unit))
        return Told(given["text"], given.get("percent"), given["cause"], figures, given["files"])

    def run(self, actor: Actor) -> None:
        """Report."""
        progress.report(actor, self.thing, self.told(), minutes=self.cleaned_data["spent"].minutes)
