"""Personal data of registers in the journal (留痕中的个人信息): only those see it who see it in the register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from luodi.core.registers import load
from luodi.site.base.journal.concealed import Columns, Concealing, conceal
from luodi.site.base.models import JournalEntry
from luodi.site.base.rights import Person, is_office

from .models import ChangeRequest, Problem, model_of
from .rules import sees_personal

NOTHING: Final[Columns] = frozenset()


def lay() -> None:
    """Say it of every register with personal columns, of requests about its rows, and of what is wrong with files."""
    for register in load().values():
        personal = frozenset(column.name for column in register.columns if column.personal)
        if personal:
            conceal(model_of(register.id)._meta.db_table, _of_rows(register.id, personal))
    conceal(ChangeRequest._meta.db_table, _of_requests)
    conceal(Problem._meta.db_table, _of_problems)


def _of_rows(register: str, personal: Columns) -> Concealing:
    def concealing(person: Person) -> Callable[[JournalEntry], Columns]:
        hidden = NOTHING if sees_personal.test(person, register) else personal
        return lambda entry: hidden

    return concealing


def _of_requests(person: Person) -> Callable[[JournalEntry], Columns]:
    """A request holds all values of a row in one column."""
    known: dict[str, Columns] = {}

    def columns(entry: JournalEntry) -> Columns:
        name = str((entry.after or entry.before or {}).get("register", ""))
        if name not in known:
            register = load().get(name)
            personal = register is None or any(column.personal for column in register.columns)
            seen = not personal or sees_personal.test(person, name)
            known[name] = NOTHING if seen else frozenset({"values"})
        return known[name]

    return columns


def _of_problems(person: Person) -> Callable[[JournalEntry], Columns]:
    """A sentence quotes the cell it is about, and does not say of which register; the batch's own page does."""
    hidden = NOTHING if is_office.test(person) else frozenset({"text"})
    return lambda entry: hidden
