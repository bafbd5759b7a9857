"""Whom pressing reaches (提醒对象): the person, else their unit; a colleague who acts for them; the levels above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from luodi.site.base.models import Delegation, Grant, Role
from luodi.site.base.rights import UNIT_ROLES, valid_today

LEADS = (Role.UNIT_LEAD.value, Role.COUNTY.value)


class Recipients:
    """Everybody's ids by unit and role on one day, read in two queries for as many duties as there are."""

    def __init__(self, on: date) -> None:
        self.of_unit: dict[int, set[int]] = defaultdict(set)
        self.leads: dict[int, set[int]] = defaultdict(set)
        self.office: set[int] = set()
        self.leaders: set[int] = set()
        found = Grant.objects.filter(valid_today(on), user__is_active=True)
        for user, role, unit in found.values_list("user", "role", "organisation"):
            if role == Role.OFFICE:
                self.office.add(user)
            elif role == Role.LEADER:
                self.leaders.add(user)
            elif role in UNIT_ROLES and unit is not None:
                self.of_unit[unit].add(user)
                if role in LEADS:
                    self.leads[unit].add(user)
        away = Delegation.objects.filter(since__lte=on, until__gte=on, deputy__is_active=True)
        self.deputies: dict[int, set[int]] = defaultdict(set)
        for absent, deputy in away.values_list("absent", "deputy"):
            self.deputies[absent].add(deputy)

    def unit(self, unit: int | None) -> set[int]:
        """A unit's people; where it has none, the office, which must then tell them otherwise."""
        return self._with_deputies(self.of_unit.get(unit or 0) or self.office)

    def doer(self, person: int | None, unit: int | None) -> set[int]:
        """The named person as long as they work in the unit, else the unit's people."""
        if person is not None and person in self.of_unit.get(unit or 0, ()):
            return self._with_deputies({person})
        return self.unit(unit)

    def up_to(self, level: int, unit: int | None) -> set[int]:
        """Those of a level of escalation and of the levels below: unit's lead, office, the city's leaders."""
        people = set(self.leads.get(unit or 0) or self.unit(unit))
        if level >= 2:
            people |= self.office
        if level >= 3:
            people |= self.leaders
        return self._with_deputies(people)

    def _with_deputies(self, people: Iterable[int]) -> set[int]:
        found = set(people)
        return found.union(*(self.deputies[person] for person in found if person in self.deputies))
