"""What the room's pages share: the register of the address, and what the person may see of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from luodi.core.registers import Register, load
from luodi.site.base.views.gate import require

from ..models import Row
from ..queries import Reference
from ..rules import can_see_records, keeps_register, sees_personal
from ..show import name_of, shown, title_of


def opened(request: HttpRequest, register: str) -> Register:
    """The register of the address, if the person may see it.

    Raises:
        NotAllowed: they may not.
        Http404: there is none.
    """
    require(request, can_see_records, None, _("查看登记簿"))
    found = load().get(register)
    if found is None:
        raise Http404
    return found


def hidden_from(request: HttpRequest, register: Register) -> frozenset[str]:
    """The personal columns that this person does not see."""
    personal = frozenset(column.name for column in register.columns if column.personal)
    return frozenset() if not personal or sees_personal.test(request.user, register.id) else personal


def must_keep(request: HttpRequest, register: Register, title: Any) -> None:
    """Let only those pass who keep the register."""
    require(request, keeps_register, register.id, title)


def cells(
    register: Register, row: Row, names: list[str], found: dict[tuple[str, str], Reference]
) -> list[dict[str, Any]]:
    """A row's values in words, with the rows they refer to."""
    listed = []
    for name in names:
        column = register.column(name)
        value = row.value(name)
        listed.append(
            {
                "label": name_of(column), "text": shown(register, column, value), "number": column.base in NUMBERS,
                "day": column.base == "date",
                "reference": found.get((column.to, value)) if column.to else None, "to": column.to,
            }
        )  # fmt: skip
    return listed


NUMBERS = ("integer", "decimal", "float")


def named(registers: Any) -> dict[str, str]:
    """Titles of registers by id."""
    known = load()
    return {name: title_of(known[name]) for name in registers if name in known}
