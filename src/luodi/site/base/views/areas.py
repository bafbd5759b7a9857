"""Areas (区域): the list and the tile map they make."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..action import Actor
from ..actions import organisations as actions
from ..attempts import attempt
from ..forms import manage as forms
from ..models import Area
from .gate import administrators_only

FIELDS = ("name", "kind", "code", "column", "row")


@administrators_only
def listed(request: HttpRequest) -> HttpResponse:
    """All areas, and how they lie on the tile map."""
    areas = list(Area.objects.select_related("parent"))
    placed = {
        (area.row, area.column): area for area in areas if area.column is not None and area.row is not None
    }
    width = max((column for _row, column in placed), default=-1) + 1
    height = max((row for row, _column in placed), default=-1) + 1
    grid = [[placed.get((row, column)) for column in range(width)] for row in range(height)]
    return render(request, "base/areas.html", {"areas": areas, "grid": grid})


@administrators_only
def new(request: HttpRequest) -> HttpResponse:
    """Add an area."""
    form = forms.Place(request.POST or None)

    def do() -> str:
        actions.make_area(Actor.of(request), **form.cleaned_data)
        return reverse("areas")

    answered, status = attempt(request, form, "area.make", do)
    shown = {"form": form, "title": _("新增区域")}
    return answered or render(request, "base/plain_form.html", shown, status=status)


@administrators_only
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename an area, move it in the tree or on the map."""
    area = get_object_or_404(Area, pk=pk)
    initial = {name: getattr(area, name) for name in FIELDS} | {"parent": area.parent_id}
    form = forms.Place(request.POST or None, initial=initial)

    def do() -> str:
        actions.change_area(Actor.of(request), area, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return reverse("areas")

    answered, status = attempt(request, form, "area.change", do)
    shown = {"form": form, "title": _("修改区域:%(area)s") % {"area": area}, "button": _("保存")}
    return answered or render(request, "base/plain_form.html", shown, status=status)
