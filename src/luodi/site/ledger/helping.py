"""Co-units with what each does, as people write them (协办单位及分工): 市经信局(提供场地)、市财政局."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from luodi.site.base.languages import bracketed, joined
from luodi.site.base.models import Organisation

from .matching import Directory
from .models import CoUnit

LONGEST: Final = CoUnit._meta.get_field("part").max_length or 0
OPENING, CLOSING, BETWEEN = "(\uff08", ")\uff09", "\u3001,\uff0c;\uff1b\n"


class Helping(NamedTuple):
    """What was read: the units in their order, what each does by its id, what could not be understood."""

    units: list[Organisation]
    shares: dict[int, str]
    problems: list[str]


def in_words(co_units: Iterable[CoUnit]) -> str:
    """Co-units, each with what it does."""
    return joined(
        bracketed(each.organisation, each.part) if each.part else each.organisation for each in co_units
    )


def written(unit: Organisation, part: str) -> str:
    """One co-unit as it is typed and printed."""
    return f"{unit}({part})" if part else str(unit)


def read(text: str, directory: Directory) -> Helping:
    """Read co-units as people write them, one after the other or one a line; what a unit does stands in brackets."""
    found = Helping([], {}, [])
    for written_one in _apart(text):
        unit, part = _one(written_one, directory)
        if unit is None:
            words = _("没有唯一名为“%(name)s”的单位,请从列表中选择,或请系统管理员先建立该单位。")
            found.problems.append(words % {"name": written_one})
        elif len(part) > LONGEST:
            words = _("“%(unit)s”的分工超过%(limit)s字。")
            found.problems.append(words % {"unit": unit, "limit": LONGEST})
        elif unit.pk not in found.shares:
            found.units.append(unit)
            found.shares[unit.pk] = part
    return found


def _apart(text: str) -> Iterator[str]:
    """The names, cut where no bracket is open."""
    depth, name = 0, ""
    for letter in text.replace("\r", "\n"):
        depth = max(0, depth + (letter in OPENING) - (letter in CLOSING))
        if letter in BETWEEN and (not depth or letter == "\n"):
            depth = 0
            yield from filter(None, [name.strip()])
            name = ""
        else:
            name += letter
    yield from filter(None, [name.strip()])


def _one(text: str, directory: Directory) -> tuple[Organisation | None, str]:
    """A unit and what it does; a name may have brackets itself, and then is taken whole."""
    if (unit := directory.find(text)) is not None:
        return unit, ""
    if text[-1] in CLOSING:
        for opening in re.finditer(f"[{re.escape(OPENING)}]", text):
            if (unit := directory.find(text[: opening.start()])) is not None:
                return unit, text[opening.end() : -1].strip()
    return None, ""
