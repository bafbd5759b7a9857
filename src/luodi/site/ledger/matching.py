"""Units as a text prints them, matched to units of the site (责任单位匹配): offered, never silently set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from luodi.site.base.models import Organisation


class Offer(NamedTuple):
    """What is proposed for a commitment: the lead, the co-units, and the printed names that fit no unit or several."""

    lead: Organisation | None
    cooperating: list[Organisation]
    unknown: list[str]


class Directory:
    """The units there are, by full and short name; a name that two units carry finds none."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.names: dict[str, Organisation | None] = {}
        for each in organisations:
            for name in {_plain(each.name), _plain(each.short_name)} - {""}:
                self.names[name] = None if name in self.names else each

    @classmethod
    def standing(cls) -> Directory:
        """All units that are not dissolved, read in one query."""
        return cls(Organisation.objects.filter(dissolved_on=None))

    def find(self, name: str) -> Organisation | None:
        """The one unit of that name."""
        return self.names.get(_plain(name))

    def offer(self, units: Mapping[str, Sequence[str]]) -> Offer:
        """What the printed names propose; the first of several leads stands for the lead, the others help."""
        leads = [(name, self.find(name)) for name in units.get("lead", ())]
        others = [(name, self.find(name)) for name in units.get("cooperating", ())]
        found = [unit for _, unit in leads if unit is not None]
        lead = leads[0][1] if leads else None
        helping = [unit for unit in [*found, *(unit for _, unit in others if unit)] if unit != lead]
        return Offer(
            lead, list(dict.fromkeys(helping)), [name for name, unit in leads + others if unit is None]
        )


def _plain(name: str) -> str:
    return "".join(name.split())
