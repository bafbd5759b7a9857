"""Registers as tables (登记簿).

One ordinary typed table for each declaration in ``luodi/catalogue/registers``.

The tables are made from the declarations, so that a register is stated once for the site, for files and for
the engines that measure. A column's attribute is ``c_`` and its name (a few names, such as ``check``, belong
to Django); in the database it bears its own name. Rows are never overwritten: a change is a new row in a new
batch that replaces the old one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.core import registers
from luodi.core.registers import Column, Register
from luodi.site.base.journal.triggers import Staged
from luodi.site.base.languages import in_both

PREFIX: Final = "c_"


class Visible(models.QuerySet[Any]):
    """Rows by what they say today."""

    def visible(self) -> Visible:
        """Rows of valid batches that no valid batch has replaced."""
        return self.filter(batch__valid=True).filter(
            models.Q(replaced_in=None) | models.Q(replaced_in__valid=False)
        )


class Row(models.Model):
    """A row of a register (记录): which batch brought it, and which replaced or removed it."""

    batch = models.ForeignKey("records.Batch", on_delete=models.PROTECT, related_name="+")
    replaced_in = models.ForeignKey(
        "records.Batch", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=True
    )
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="earlier"
    )
    removed_because = models.CharField(_("撤销原因"), max_length=300, blank=True)

    objects = Visible.as_manager()
    register: ClassVar[Register]
    STAGED: ClassVar = Staged(
        "records_batch", "batch_id", "replaced_in_id", ("replaced_in_id", "replaced_by_id")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return " ".join(str(self.value(name)) for name in self.register.key)

    def value(self, name: str) -> Any:
        """What the row says in a column."""
        return getattr(self, PREFIX + name)

    def values(self) -> dict[str, Any]:
        """Everything the row says, by column."""
        return {column.name: self.value(column.name) for column in self.register.columns}


def field_of(column: Column, register: Register) -> models.Field[Any, Any]:
    """The database field of a column; whether it may be empty is checked when rows come in, not here."""
    common: dict[str, Any] = {
        "verbose_name": in_both(column.zh, column.en),
        "null": True,
        "blank": True,
        "db_column": column.name,
    }
    if column.base == "decimal":
        return models.DecimalField(max_digits=column.precision, decimal_places=column.scale, **common)
    plain: dict[str, type[models.Field[Any, Any]]] = {
        "integer": models.BigIntegerField,
        "float": models.FloatField,
        "boolean": models.BooleanField,
        "date": models.DateField,
        "text": models.TextField,
    }
    indexed = column.name in (*register.key, *register.filters) or column.type == "reference"
    if column.type in plain:
        return plain[column.type](db_index=indexed and column.type == "date", **common)
    return models.CharField(max_length=100, db_index=indexed, **common)


def _alarm_indexes(register: Register) -> Iterator[models.Index]:
    """For each alarm the rows about which something is still to be done, by day.

    Without it, finding the few contracts that wait means passing all that were ever decided. A day by which lists are
    narrowed has an index of its own, which does where an alarm ends by itself.
    """
    for place, alarm in enumerate(register.alarms):
        if alarm.past is None or alarm.day not in register.filters:
            day = PREFIX + alarm.day
            open_rows = models.Q(
                **{f"{day}__isnull": False} | {f"{PREFIX}{name}": None for name in alarm.done}
            )
            yield models.Index(fields=[day, "id"], condition=open_rows, name=f"alarm_{register.id}_{place}")


def _made(register: Register) -> type[Row]:
    name = "".join(part.capitalize() for part in register.id.split("_"))
    meta = type(
        "Meta",
        (),
        {
            "app_label": "records",
            "db_table": f"records_{register.id}",
            "verbose_name": in_both(register.title.zh, register.title.en),
            "verbose_name_plural": in_both(register.title.zh, register.title.en),
            "indexes": list(_alarm_indexes(register)),
        },
    )
    body: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": f"{register.title.en} ({register.title.zh}). {register.about.en}",
        "Meta": meta,
        "register": register,
    }
    body |= {PREFIX + column.name: field_of(column, register) for column in register.columns}
    return type(name, (Row,), body)


MODELS: Final[dict[str, type[Row]]] = {register.id: _made(register) for register in registers.load().values()}


def model_of(register: str) -> type[Row]:
    """The table of a register.

    Raises:
        KeyError: there is no such register.
    """
    return MODELS[register]
