"""Forms that say who, where and by when (立项、明确责任、交接、调整上级任务)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from luodi.site.base.action import Actor
from luodi.site.base.holders import holders
from luodi.site.base.models import Area, Grant, Organisation, User
from luodi.site.base.rights import UNIT_ROLES, valid_today

from ..actions import duties, parts, pressing
from ..helping import read, written
from ..machine import VERBS
from ..matching import Directory
from ..models import Duty
from .verbs import CAUSES, VerbForm, version, words


def only_open(field: forms.ModelChoiceField, *kept: Organisation | None) -> None:
    """Offer units that exist today and those chosen already; one that was dissolved meanwhile is told by the action."""
    units = Organisation.objects.filter(dissolved_on=None)
    offered = {unit.pk: unit for unit in (*[k for k in kept if k], *units)}
    head = [] if isinstance(field, forms.ModelMultipleChoiceField) else [("", "—")]
    field.widget.choices = head + [(pk, str(unit)) for pk, unit in offered.items()]


def under_their_units(field: forms.ModelChoiceField) -> None:
    """Offer people under the names of their units: in a city many people bear one name."""
    held = Grant.objects.filter(valid_today(), user__is_active=True, role__in=UNIT_ROLES).exclude(
        organisation=None
    )
    offered: dict[str, dict[int, str]] = {}
    for grant in held.select_related("user", "organisation").order_by(
        "organisation__kind", "organisation__name", "id"
    ):
        offered.setdefault(str(grant.organisation), {})[grant.user_id] = str(grant.user)
    field.widget.choices = [("", "—"), *((unit, list(people.items())) for unit, people in offered.items())]


class Register(VerbForm):
    """立项."""

    verb = "register"
    standard = words(_("验收标准"), required=False)
    starts_on = forms.DateField(label=_("开始日期"), initial=timezone.localdate)

    def run(self, actor: Actor) -> None:
        """Put the commitment on the list."""
        self.made = duties.register(actor, self.thing, **self.cleaned_data)


class Assign(VerbForm):
    """明确责任."""

    verb = "assign"
    lead = forms.ModelChoiceField(Organisation.objects.all(), label=_("牵头单位"))
    co_units = forms.ModelMultipleChoiceField(
        Organisation.objects.all(),
        label=_("协办单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shares = words(
        _("协办分工"),
        required=False,
        help_text=_("每行一个协办单位,分工写在括号里,例如:市经信局(提供场地)。"),
    )
    person = forms.ModelChoiceField(
        User.objects.none(), label=_("责任人"), required=False, help_text=_("须在牵头单位任职。可以先不填。")
    )
    due_on = forms.DateField(label=_("完成时限"))
    cause = forms.ChoiceField(label=_("延期原因(延后时限时必填)"), choices=CAUSES, required=False)
    reason = words(_("延期理由(延后时限时必填)"), required=False, rows=2)
    area = forms.ModelChoiceField(
        Area.objects.all(),
        label=_("所在区域"),
        required=False,
        help_text=_("不填时取牵头单位的区域。"),
    )
    standard = words(_("验收标准"), required=False)
    version = version()

    def __init__(self, thing: Duty, user: User, *args: Any, **kwargs: Any) -> None:
        known = list(thing.co_units.select_related("organisation").order_by("id"))
        helping = [each.organisation for each in known]
        kwargs["initial"] = {
            "lead": thing.lead_id,
            "co_units": [unit.pk for unit in helping],
            "shares": "\n".join(written(each.organisation, each.part) for each in known if each.part),
            "person": thing.person_id,
            "due_on": thing.due_on,
            "area": thing.area_id,
            "standard": thing.standard,
        }
        super().__init__(thing, user, *args, **kwargs)
        self.fields["person"].queryset = holders(UNIT_ROLES)
        under_their_units(self.fields["person"])
        only_open(self.fields["lead"], thing.lead)
        only_open(self.fields["co_units"], *helping)
        if thing.due_on and (thing.handed_down_at or thing.running):
            self.fields["due_on"].help_text = _("交办后改为更晚的日期即为延期,记入延期次数。")
        else:
            del self.fields["cause"], self.fields["reason"]

    def clean_shares(self) -> dict[int, str]:
        """What each co-unit does, by the unit's id."""
        helping = read(self.cleaned_data["shares"], Directory.standing())
        if helping.problems:
            raise forms.ValidationError(helping.problems)
        return {pk: part for pk, part in helping.shares.items() if part}

    def run(self, actor: Actor) -> None:
        """Say who is responsible."""
        duties.assign(actor, self.thing, **self.cleaned_data)


class HandOver(VerbForm):
    """交接责任人."""

    verb = "hand_over"
    person = forms.ModelChoiceField(User.objects.none(), label=_("接手人"))
    note = words(_("交接说明"), required=False, rows=2)
    everything = forms.BooleanField(required=False)
    version = version()

    def __init__(self, thing: Duty, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(thing, user, *args, **kwargs)
        self.fields["person"].queryset = holders(UNIT_ROLES, [thing.lead])
        count = pressing.rest_of(thing, thing.person).count() if thing.person else 0
        if count:
            self.fields["everything"].label = _now("一并交接%(person)s负责的其余%(count)s项") % {
                "person": thing.person,
                "count": count,
            }
        else:
            del self.fields["everything"]

    def run(self, actor: Actor) -> None:
        """Pass it on."""
        pressing.hand_over(actor, self.thing, **self.cleaned_data)


class MoveUnder(VerbForm):
    """调整上级任务."""

    verb = "move_under"
    parent = forms.ModelChoiceField(
        Duty.objects.none(), label=_("上级任务"), required=False, empty_label=_("(没有上级)")
    )
    version = version()

    def __init__(self, thing: Duty, user: User, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"parent": thing.parent_id}
        super().__init__(thing, user, *args, **kwargs)
        same = Duty.objects.filter(commitment=thing.commitment_id)
        self.fields["parent"].queryset = same.filter(state__in=VERBS["break_down"].sources)

    def run(self, actor: Actor) -> None:
        """Hang it under the other."""
        parts.move_under(actor, self.thing, **self.cleaned_data)
