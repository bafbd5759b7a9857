"""Staying out of a check (回避): who, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luodi.site.base.action import Actor
from luodi.site.base.models import Grant, User
from luodi.site.base.rights import is_office, valid_today

from ..actions import recusals
from ..models import Duty
from ..rules import CHECKERS
from .verbs import VerbForm, words


class Recuse(VerbForm):
    """回避."""

    verb = "recuse"
    person = forms.ModelChoiceField(
        User.objects.none(), label=_("回避人"), help_text=_("此后不能核验、核查、退回本事项,也不能销号。")
    )
    ground = words(_("回避事由"), rows=2)

    def __init__(self, thing: Duty, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(thing, user, *args, **kwargs)
        checkers = Grant.objects.filter(valid_today(), role__in=CHECKERS)
        offered = User.objects.filter(is_active=True, pk__in=checkers.values("user"))
        own = User.objects.filter(pk=user.pk)
        self.fields["person"].queryset = (offered | own) if is_office.test(user) else own
        self.initial.setdefault("person", user.pk)

    def run(self, actor: Actor) -> None:
        """Put it on record."""
        recusals.recuse(actor, self.thing, **self.cleaned_data)
