"""Forms with rows (分解、设置节点): a few lines each, empty ones are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from luodi.site.base.action import Actor
from luodi.site.base.forms import dress
from luodi.site.base.models import Organisation, User

from ..actions import parts
from ..models import Duty
from .placing import only_open
from .verbs import VerbForm, version

SPARE = 4
MOST = 60


class Rows(VerbForm):
    """A form whose fields come in rows named ``<field>_<row>``."""

    columns: ClassVar[tuple[str, ...]] = ()
    version = version()

    def __init__(self, thing: Duty, user: User, *args: Any, **kwargs: Any) -> None:
        known = self.known(thing)
        sent = args[0] if args else None
        count = len(known) + SPARE
        while sent and count < MOST and f"{self.columns[0]}_{count}" in sent:
            count += 1
        self.count = count
        kwargs["initial"] = {
            f"{name}_{row}": value for row, values in enumerate(known) for name, value in values.items()
        }
        super().__init__(thing, user, *args, **kwargs)
        for row in range(count):
            for name in self.columns:
                field = self.made(name)
                field.required = False
                field.label = f"{field.label} {row + 1}"
                dress(field)
                self.fields[f"{name}_{row}"] = field

    def known(self, duty: Duty) -> list[dict[str, Any]]:
        """The rows that are there already."""
        return []

    def made(self, name: str) -> forms.Field:
        """A field of a column."""
        raise NotImplementedError

    @property
    def headings(self) -> list[object]:
        """The columns' names."""
        return [self.made(name).label for name in self.columns]

    def lines(self) -> Iterator[list[Any]]:
        """The bound fields, row by row."""
        for row in range(self.count):
            yield [self[f"{name}_{row}"] for name in self.columns]

    def clean(self) -> dict[str, Any]:
        """Gather the rows that say something; half a row is told where it lacks."""
        given = super().clean() or self.cleaned_data
        self.given: list[dict[str, Any]] = []
        for row in range(self.count):
            values = {name: given.get(f"{name}_{row}") for name in self.columns}
            told = any(f"{name}_{row}" in self.errors for name in self.columns)
            if told or all(value in (None, "") for value in values.values()):
                continue
            for name, value in values.items():
                if value in (None, ""):
                    self.add_error(f"{name}_{row}", _now("这一行没有填完,请补上,或把整行清空。"))
            self.given.append(values)
        return given


class Plan(Rows):
    """设置节点."""

    verb = "plan"
    columns = ("title", "due_on", "percent")

    def known(self, duty: Duty) -> list[dict[str, Any]]:
        """The nodes it has."""
        return list(duty.nodes.values(*self.columns))

    def made(self, name: str) -> forms.Field:
        """Title, day or share of a node."""
        if name == "title":
            return forms.CharField(label=_("节点"), max_length=200)
        if name == "due_on":
            return forms.DateField(label=_("时限"))
        return forms.DecimalField(label=_("计划进度(%)"), min_value=0, max_value=100, decimal_places=2)

    def run(self, actor: Actor) -> None:
        """Set the nodes."""
        points = [parts.Point(**row) for row in self.given]
        parts.plan(actor, self.thing, points=points, version=self.cleaned_data["version"])


class BreakDown(Rows):
    """分解."""

    verb = "break_down"
    columns = ("title", "lead", "weight", "due_on")

    def made(self, name: str) -> forms.Field:
        """Title, unit, weight or day of a part."""
        if name == "title":
            return forms.CharField(label=_("分解任务"), max_length=300)
        if name == "lead":
            field = forms.ModelChoiceField(Organisation.objects.all(), label=_("牵头单位"))
            only_open(field)
            return field
        if name == "weight":
            return forms.DecimalField(
                label=_("权重"), max_digits=6, decimal_places=2, min_value=0, initial=None
            )
        return forms.DateField(label=_("时限"))

    def run(self, actor: Actor) -> None:
        """Break it down."""
        made = [parts.Part(**row) for row in self.given]
        parts.break_down(actor, self.thing, parts=made, version=self.cleaned_data["version"])
