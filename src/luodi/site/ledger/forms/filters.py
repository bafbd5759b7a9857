"""The filter of the list of duties (筛选)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luodi.site.base.forms import Form
from luodi.site.base.forms.names import NameField
from luodi.site.base.fresh import kept
from luodi.site.base.models import Area, Organisation

from ..listing import SORTS
from ..models import Commitment, Duty
from ..models.progress import Cause
from ..queries.narrow import FILTERS, LATE, NEVER, NO_ARTICLE, NOBODY, waiting_words
from ..queries.seen import adopted_decisions

ANY = ("", _("全部"))


DAYS = (5, 10, 20)
"""Working days within which a due day can be asked for."""


def _articles() -> list[tuple[str, str]]:
    """The articles that promise something, with their headings; worked out anew only when something changed."""
    every = Commitment.objects.order_by("article")
    found = kept(
        "articles", every, lambda: list(every.values_list("article", "article_heading").distinct()[:500])
    )
    return [
        (article or NO_ARTICLE, f"{article or NO_ARTICLE} {heading}".strip()) for article, heading in found
    ]


class Filter(Form):
    """What the list can be asked (筛选): its fields are names of :data:`.queries.narrow.FILTERS`; all may stay empty."""

    use_required_attribute = False

    q = forms.CharField(label=_("编号或任务名称"), required=False, max_length=60)
    decision = forms.ModelChoiceField(
        adopted_decisions(), label=_("决定"), required=False, empty_label=_("全部")
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
    due = forms.ChoiceField(label=_("到期"), required=False)
    due_from = forms.DateField(label=_("时限自"), required=False)
    due_until = forms.DateField(label=_("时限至"), required=False)
    cause = forms.ChoiceField(label=_("滞后原因"), choices=[ANY, *Cause.choices], required=False)
    waiting = forms.ChoiceField(label=_("待办"), required=False)
    sort = forms.ChoiceField(
        label=_("排序"), choices=[(name, sort.title) for name, sort in SORTS.items()], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].choices = [ANY, *_articles()]
        days = [(str(days), gettext("%(days)s个工作日内到期") % {"days": days}) for days in DAYS]
        self.fields["due"].choices = [ANY, (LATE, _("已逾期")), *days, (NEVER, _("没有时限"))]
        self.fields["waiting"].choices = [ANY, *waiting_words().items()]
        # read once for both fields, and as bare names: there may be hundreds
        units = [
            (pk, short or name)
            for pk, short, name in Organisation.objects.values_list("pk", "short_name", "name")
        ]
        self.fields["lead"].names = [(NOBODY, gettext("未明确单位")), *units]
        self.fields["co_unit"].names = units
        areas = list(Area.objects.values_list("pk", "name"))
        self.fields["area"].names = [(NOBODY, gettext("未定区域")), *areas]

    def further(self) -> list[tuple[str, str]]:
        """What the address asks beside these fields, a chart's month for one: it stays asked."""
        others = [name for name in FILTERS if name not in self.fields]
        return [(name, value) for name in others for value in self.data.getlist(name) if value]
