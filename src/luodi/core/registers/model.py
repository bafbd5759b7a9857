"""What a register (台账) is: a typed table of facts, declared in ``luodi/catalogue/registers``.

A declaration says what a row is in the world, its columns, what identifies it, what makes a duplicate and
which rows of a decision it serves. A kind (类别) is one entry of a register's list of kinds: what differs
between, say, a high-tech enterprise and an incubator is data.
"""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec

Mark = Literal["S", "U"]
"""S: taken from a named source. U: general knowledge, not verified."""

PLAIN_TYPES: Final = (
    "text", "code", "integer", "float", "boolean", "date", "choice", "kind", "reference"
)  # fmt: skip
"""Types of columns besides ``decimal(precision,scale)``.

``text`` is kept as written; ``code`` is an identifier, compared in upper case and half width; ``kind`` is one
of the register's kinds; ``reference`` holds the key of a row of another register.
"""

DECIMAL: Final = re.compile(r"decimal\((\d+),(\d+)\)")
GREATEST_PRECISION: Final = 14
"""Digits of a decimal that a double carries to the last place, with room to see one digit too many."""

Category = Literal[
    "public_body",
    "institution",
    "association",
    "private_nonprofit",
    "foundation",
    "enterprise",
    "individual",
    "cooperative",
    "other",
]
"""What kind of organisation holds a code.

机关, 事业单位, 社会团体, 民办非企业单位, 基金会, 企业, 个体工商户, 农民专业合作社, 其他.
"""


class Declared(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Base of all declarations: immutable, and strict about field names."""


class Names(Declared, kw_only=True, frozen=True):
    """A name in both languages."""

    zh: str
    en: str


class Column(Declared, kw_only=True, frozen=True):
    """One column of a register (字段).

    Attributes:
        name: its name in files, tables and expressions.
        type: one of :data:`PLAIN_TYPES` or ``decimal(precision,scale)``.
        zh, en: its label.
        required: whether a row without it is refused.
        unit: the unit of its numbers, as :mod:`luodi.core.quantity` reads it; "" for a bare number.
        min, max: the least and the greatest value accepted, both included.
        pattern: a regular expression that the whole value must match.
        like: an example of a right value, shown when a value is refused.
        check: name of a test in :data:`luodi.core.identifiers.CHECKS`.
        choices: for ``choice``: the accepted codes and their labels.
        choices_of: name of a shared list of choices, in place of ``choices``.
        to: for ``reference``: the register whose key it holds.
        must_exist: for ``reference``: whether a row whose key is not in that register is refused, and not
            only pointed out.
        personal: why this personal datum is needed; "" when it is none.
        about: what an official would ask about it, in both languages.
    """

    name: str
    type: str
    zh: str
    en: str
    required: bool = False
    unit: str = ""
    min: float | str | None = None
    max: float | str | None = None
    pattern: str = ""
    like: str = ""
    check: str = ""
    choices: dict[str, Names] = msgspec.field(default_factory=dict)
    choices_of: str = ""
    to: str = ""
    must_exist: bool = False
    personal: str = ""
    about: Names | None = None

    @property
    def base(self) -> str:
        """The type without precision and scale: ``decimal`` for ``decimal(14,4)``."""
        return self.type.partition("(")[0]

    @property
    def precision(self) -> int:
        """Digits of a decimal in all."""
        return int(DECIMAL.fullmatch(self.type)[1])  # type: ignore[index]

    @property
    def scale(self) -> int:
        """Digits of a decimal after the point."""
        return int(DECIMAL.fullmatch(self.type)[2])  # type: ignore[index]


class Unique(Declared, kw_only=True, frozen=True):
    """Columns that no two rows may share (唯一), and what it means when they do.

    A row in which one of them is empty is not compared.
    """

    columns: list[str]
    what: str


class Duplicate(Declared, kw_only=True, frozen=True):
    """What makes two rows look like one thing (疑似重复): a person decides.

    Attributes:
        columns: rows that agree in all of them look like one.
        by: ``code`` compares as written, ``name`` after :func:`luodi.core.registers.names.normalise`.
        at_once: whether only rows that hold at the same time look like one; a renewal then does not.
    """

    columns: list[str]
    by: Literal["code", "name"]
    at_once: bool = False


class Validity(Declared, kw_only=True, frozen=True):
    """Which columns say from when to when a row holds (有效期), both days included."""

    start: str
    end: str = ""
    ended: str = ""
    """The day it was ended before its time (撤销, 终止)."""


class Alarm(Declared, kw_only=True, frozen=True):
    """A day by which something must be done about a row (到期预警): renew it, decide it, settle it.

    Attributes:
        what: what comes due.
        day: the date from which it is counted.
        after: days after it on which it is due; 0 for the day itself.
        done: columns of which one, once given, says that nothing remains to be done.
        same: columns in which a later row agrees that follows this one, such as a renewal; empty where
            none does.
        who: the column that says whom it concerns.
        ahead: days before at which it is first shown; a kind's ``renewal_days`` go before it.
        soon: days before at which it is near.
        past: days for which it is shown after it came due; None until it is done.
        basis: the instrument that sets the day, where one does.
        mark: whether that instrument was read in a named source.
    """

    what: Names
    day: str
    after: int = 0
    done: list[str] = msgspec.field(default_factory=list)
    same: list[str] = msgspec.field(default_factory=list)
    who: str
    ahead: int = 90
    soon: int = 30
    past: int | None = 90
    basis: str = ""
    mark: Mark = "U"


class Order(Declared, kw_only=True, frozen=True):
    """Two dates or two numbers in their order: the first never lies above the second."""

    first: str
    second: str


class Personal(Declared, kw_only=True, frozen=True):
    """Why a register holds personal data, on what ground, and for how long after the purpose ends."""

    purpose: str
    basis: str
    keep_days: int


class Number(Declared, kw_only=True, frozen=True):
    """The form of the number on a certificate (证书编号), and its check digit if it has one."""

    pattern: str
    like: str
    mark: Mark
    check: str = ""


class Term(Declared, kw_only=True, frozen=True):
    """How long a recognition holds: years, or none when it holds until revoked."""

    years: int | None
    mark: Mark


class Wrong(Declared, kw_only=True, frozen=True):
    """A bad row: the example with some values changed, and what must be said of it."""

    set: dict[str, str | int | float | bool | None]
    column: str
    says: str


class Kind(Declared, kw_only=True, frozen=True):
    """One kind of a register (类别).

    Attributes:
        id: stable.
        title: its names.
        levels: levels it exists at; empty where the register has no level.
        issuer: who grants it.
        number: the form of its number, if known.
        term: how long it holds.
        renewal_days: days before its end at which the holder is reminded.
        basis: the instrument it rests on.
        basis_mark: whether that instrument was read in a named source.
        holders: categories of organisation that may hold it; empty for any.
        answers: rows of a decision that this kind serves.
        example: a row that is accepted.
        wrong: a row that is refused, and why.
    """

    id: str
    title: Names
    levels: list[str] = msgspec.field(default_factory=list)
    issuer: str = ""
    number: Number | None = None
    term: Term | None = None
    renewal_days: int | None = None
    basis: str = ""
    basis_mark: Mark = "U"
    holders: list[Category] = msgspec.field(default_factory=list)
    answers: list[str] = msgspec.field(default_factory=list)
    example: dict[str, str | int | float | bool | None]
    wrong: Wrong


class Register(Declared, kw_only=True, frozen=True):
    """One register (台账).

    Attributes:
        id: its name in files, tables and expressions.
        title: its names.
        about: what a row is in the world, in both languages.
        answers: rows of a decision for which keeping this register is what is asked.
        columns: its columns, in the order of files and forms.
        key: the columns that identify a row (自然主键).
        unique: further columns that no two rows may share.
        duplicates: what makes two rows look like one.
        validity: from when to when a row holds.
        alarms: days by which something must be done about a row.
        order: dates and numbers in their order.
        rules: names of tests across columns, see :mod:`luodi.core.registers.across`.
        listed: columns of the list page.
        filters: columns by which a list is narrowed.
        search: columns that are searched by words.
        personal: the ground for holding personal data.
        kinds: the register's kinds by id; filled in from ``luodi/catalogue/kinds``.
        example: for a register without kinds, a row that is accepted.
        wrong: for a register without kinds, a row that is refused, and why.
    """

    id: str
    title: Names
    about: Names
    answers: list[str] = msgspec.field(default_factory=list)
    columns: list[Column]
    key: list[str]
    unique: list[Unique] = msgspec.field(default_factory=list)
    duplicates: list[Duplicate] = msgspec.field(default_factory=list)
    validity: Validity | None = None
    alarms: list[Alarm] = msgspec.field(default_factory=list)
    order: list[Order] = msgspec.field(default_factory=list)
    rules: list[str] = msgspec.field(default_factory=list)
    listed: list[str]
    filters: list[str] = msgspec.field(default_factory=list)
    search: list[str] = msgspec.field(default_factory=list)
    personal: Personal | None = None
    kinds: dict[str, Kind] = msgspec.field(default_factory=dict)
    example: dict[str, str | int | float | bool | None] | None = None
    wrong: Wrong | None = None

    def column(self, name: str) -> Column:
        """Find a column by name.

        Raises:
            KeyError: there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)
