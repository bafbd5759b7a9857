"""Units (单位): the tree, a unit, its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..action import Actor
from ..actions import organisations as actions
from ..asked import number
from ..forms import manage as forms
from ..fresh import kept_in_words
from ..languages import joined
from ..lines import drawn
from ..models import Organisation
from ..once import once
from ..queries import organisations as queries
from ..refusals import Refusal, Unfit
from ..succession import held_by
from .gate import administrators_only

FIELDS = ("name", "short_name", "kind", "code")


@administrators_only
def listed(request: HttpRequest) -> HttpResponse:
    """The tree of units; dissolved ones only when asked for."""
    dissolved = request.GET.get("dissolved") == "1"
    table = kept_in_words("tree of units", (dissolved,), lambda: _table(dissolved=dissolved))
    return render(request, "base/organisations.html", {"table": table, "dissolved": dissolved})


def _table(*, dissolved: bool) -> str:
    """The table's body, which is the same for all who may see it; empty without units."""
    branches = queries.tree(dissolved=dissolved)
    return drawn("base/units.html", branches=branches) if branches else ""


@administrators_only
def new(request: HttpRequest) -> HttpResponse:
    """Add a unit, below another one if its number is given."""
    above = number(request.GET.get("under"))
    form = forms.Unit(request.POST or None, initial={"parent": above} if above else None)
    status = 200
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.make(Actor.of(request), **form.cleaned_data)
            return reverse("organisations")

        try:
            return once(request, "organisation.make", do)
        except Unfit as error:
            form.refuse(error.fields)
            status = error.status
    return render(request, "base/plain_form.html", {"form": form, "title": _("新增单位")}, status=status)


@administrators_only
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a unit or move it; what was typed stays on the page when somebody else was faster."""
    unit = get_object_or_404(Organisation, pk=pk)
    initial = {name: getattr(unit, name) for name in FIELDS} | {
        "parent": unit.parent_id,
        "area": unit.area_id,
    }
    form = forms.Unit(request.POST or None, initial=initial)
    status, version = 200, unit.version
    if request.method == "POST":
        typed = request.POST.get("version", "")
        if form.is_valid():
            try:
                actions.change(Actor.of(request), unit, **form.cleaned_data, version=number(typed))
                return redirect("organisations")
            except Unfit as error:
                form.refuse(error.fields)
                status, version = error.status, typed
            except Refusal as error:  # stale: shown, and the next click decides knowingly
                form.add_error(None, str(error))
                status = error.status
    return render(
        request, "base/organisation.html", {"form": form, "unit": unit, "version": version}, status=status
    )


@administrators_only
def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    """End a unit; says beforehand what it still holds."""
    unit = get_object_or_404(Organisation, pk=pk)
    form = forms.Dissolve(request.POST or None, unit=unit)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.dissolve(Actor.of(request), unit, **form.cleaned_data)
            messages.success(request, _("“%(unit)s”已撤销。") % {"unit": unit})
            return redirect("organisations")
        except Unfit as error:
            form.refuse(error.fields)
            status = error.status
    held = joined(held_by(unit))
    lead = _("本单位还有%(held)s。") % {"held": held} if held else _("本单位没有未办结的事项。")
    values = {
        "form": form,
        "title": _("撤销单位:%(unit)s") % {"unit": unit},
        "lead": lead,
        "button": _("撤销"),
    }
    return render(request, "base/plain_form.html", values, status=status)
