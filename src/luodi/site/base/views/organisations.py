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
from ..attempts import attempt
from ..forms import manage as forms
from ..fresh import kept_in_words
from ..languages import joined
from ..lines import drawn
from ..models import Organisation
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
    initial = {"parent": number(request.GET.get("under")), "kind": request.GET.get("kind")}
    form = forms.Unit(request.POST or None, initial={name: value for name, value in initial.items() if value})

    def do() -> str:
        made = actions.make(Actor.of(request), **form.cleaned_data)
        messages.success(request, _("已新增“%(unit)s”。") % {"unit": made.name})
        return reverse("organisations")

    answered, status = attempt(request, form, "organisation.make", do)
    shown = {"form": form, "title": _("新增单位")}
    return answered or render(request, "base/plain_form.html", shown, status=status)


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
                messages.success(request, _("已保存。"))
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

    def do() -> str:
        actions.dissolve(Actor.of(request), unit, **form.cleaned_data)
        messages.success(request, _("“%(unit)s”已撤销。") % {"unit": unit})
        return reverse("organisations")

    answered, status = attempt(request, form, "organisation.dissolve", do)
    if answered:
        return answered
    held = joined(held_by(unit))
    shown = {
        "form": form,
        "title": _("撤销单位:%(unit)s") % {"unit": unit},
        "lead": _("本单位还有%(held)s。") % {"held": held} if held else _("本单位没有未办结的事项。"),
        "button": _("撤销"),
    }
    return render(request, "base/plain_form.html", shown, status=status)
