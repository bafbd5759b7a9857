"""Settings (设置): one page, each with what is accepted."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .. import options
from ..action import Actor
from ..actions import settings as actions
from ..forms import Form, dress
from ..languages import joined
from ..refusals import Unfit
from .gate import administrators_only


def _form(data=None) -> Form:
    values = zip(options.OPTIONS.items(), options.several(*options.OPTIONS), strict=True)
    form = Form(data, initial={name: each.accepted.show(value) for (name, each), value in values})
    for name, each in options.OPTIONS.items():
        form.fields[name] = _field(each)
    return form


def _field(option: options.Option) -> forms.Field:
    kind = option.accepted
    if kind.choices is not None:
        field: forms.Field = forms.ChoiceField(label=option.title, choices=kind.choices)
    else:
        widget = forms.Textarea(attrs={"rows": 4}) if kind.lines else forms.TextInput()
        field = forms.CharField(label=option.title, help_text=kind.hint, required=False, widget=widget)
    dress(field)
    return field


@administrators_only
def settings(request: HttpRequest) -> HttpResponse:
    """Read and change them."""
    form = _form(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change(Actor.of(request), typed=form.cleaned_data)
            titles = joined(str(options.OPTIONS[name].title) for name in changed)
            messages.success(
                request, _("已保存:%(titles)s。") % {"titles": titles} if changed else _("没有改动。")
            )
            return redirect("settings")
        except Unfit as error:
            form.refuse(error.fields)
            status = error.status
    values = {"form": form, "title": _("设置"), "button": _("保存")}
    return render(request, "base/plain_form.html", values, status=status)
