"""Values and problems as people read them (显示): choices and kinds in words, numbers with their units."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from luodi.core.registers import Column, Register
from luodi.core.registers.cells import Problem
from luodi.core.registers.model import Names
from luodi.site.base.languages import english


def name_of(names: Names | Column | None) -> str:
    """A title in the language of the page."""
    if names is None:
        return ""
    return names.en if english() else names.zh


def title_of(register: Register) -> str:
    """The register's title in the language of the page."""
    return name_of(register.title)


def choices_of(register: Register, column: Column) -> list[tuple[str, str]]:
    """The codes a column takes, and their words; empty for a column that takes anything."""
    if column.base == "kind":
        return [(code, name_of(kind.title)) for code, kind in register.kinds.items()]
    return [(code, name_of(label)) for code, label in column.choices.items()]


def shown(register: Register, column: Column, value: Any, *, unit: bool = True) -> str:
    """One value in words; — where there is none."""
    if value in (None, ""):
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if column.base in ("choice", "kind"):
        return dict(choices_of(register, column)).get(str(value), str(value))
    if isinstance(value, date):
        return value.isoformat()
    text = _number(value) if isinstance(value, Decimal | float) else str(value)
    return f"{text} {column.unit}" if unit and column.unit else text


def _number(value: Decimal | float) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else f"{value:.12g}"


def typed(value: Any) -> str:
    """One value as a form and a request hold it: text that is read back as the same value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return _number(value) if isinstance(value, Decimal | float) else str(value)


Made = Callable[[re.Match[str], Callable[[str], str]], str]
WORDS: Final[tuple[tuple[str, Any], ...]] = (
    (r"it is missing", lazy("没有填写")),
    (r"not a right (?P<a>.+)", lazy("不是正确的%(a)s,校验不通过")),
    (r"not a number of (?P<a>.+)", lazy("不是%(a)s的编号")),
    (r"'?(?P<a>.*?)'? has not the right form", lazy("“%(a)s”的格式不对")),
    (r"'?(?P<a>.*?)'? is not one of its choices", lazy("“%(a)s”不在可选范围内")),
    (r"'?(?P<a>.*?)'? is neither yes nor no", lazy("“%(a)s”既不是“是”也不是“否”")),
    (r"'?(?P<a>.*?)'? is not a date", lazy("“%(a)s”不是日期")),
    (r"'?(?P<a>.*?)'? is not a whole number", lazy("“%(a)s”不是整数")),
    (r"'?(?P<a>.*?)'? is not a number", lazy("“%(a)s”不是数")),
    (r"(?P<a>.+) has more than (?P<b>\d+) decimals", lazy("%(a)s的小数超过%(b)s位")),
    (r"(?P<c>[a-z]\w*) lies before (?P<d>[a-z]\w*)", lazy("%(c)s早于%(d)s")),
    (r"(?P<c>[a-z]\w*) lies above (?P<d>[a-z]\w*)", lazy("%(c)s大于%(d)s")),
    (r"(?P<a>.+) lies below (?P<b>.+)", lazy("%(a)s小于%(b)s")),
    (r"(?P<a>.+) lies above (?P<b>.+)", lazy("%(a)s大于%(b)s")),
    (r"there is no (?P<a>\w+) '?(?P<b>.*?)'?", lazy("登记簿%(a)s中没有%(b)s")),
    (r"this row is there already", lazy("这一记录已经存在")),
    (r"one certificate number has two holders", lazy("同一编号出现两次,或有两个持有单位")),
    (r"the same standing is entered twice under two numbers", lazy("同一认定以两个编号登记了两次")),
    (r"one person has two records", lazy("同一人员有两条记录")),
    (r"(?P<a>.+) is not granted at (?P<b>.+) level", lazy("%(a)s没有%(b)s的")),
    (r"(?P<a>.+) ends after (?P<b>\d+) years and no day is given", lazy("%(a)s有效期%(b)s年,没有填写有效期止")),
    (r"(?P<a>.+) holds for (?P<b>\d+) years at most", lazy("%(a)s有效期最长%(b)s年")),
    (r"(?P<a>.+) cannot be held by (?P<b>.+)", lazy("%(b)s不能持有%(a)s")),
    (r"the code begins with (?P<a>\w+), which means (?P<b>.+)", lazy("代码以%(a)s开头,应为%(b)s")),
    (r"it was revoked and no reason is given", lazy("已撤销但没有填写原因")),
    (r"it was decided and no day is given", lazy("已作出决定但没有填写日期")),
    (r"it was converted and no day is given", lazy("已转化但没有填写日期")),
    (r"seller and buyer are one", lazy("买卖双方是同一单位")),
    (r"(?P<a>.+) is not counted in (?P<b>.+)", lazy("%(a)s不以%(b)s计量")),
)  # fmt: skip
"""What the library says of a cell, and how the site says it; a sentence without a line here is shown as it is."""
ACCEPTED: Final[tuple[tuple[str, Any], ...]] = (
    (r"such as (?P<a>.+)", lazy("例如%(a)s")),
    (r"a day, such as (?P<a>.+)", lazy("日期,例如%(a)s")),
    (r"not before (?P<a>.+)", lazy("不早于%(a)s")),
    (r"at least (?P<a>.+)", lazy("不小于%(a)s")),
    (r"at most (?P<a>.+)", lazy("不大于%(a)s")),
    (r"a whole number(?: in (?P<a>.+))?", lazy("整数")),
    (r"a number with at most (?P<a>\d+) decimals.*", lazy("最多%(a)s位小数的数")),
    (r"18 characters with a check character, (?P<a>.+)", lazy("18位,末位为校验码,%(a)s")),
)


def in_words(register: Register, problem: Problem, first_row: int = 1) -> str:
    """One problem in a sentence: what is wrong, the row it clashes with, what is accepted."""
    text = _translated(problem.what, WORDS, register)
    if problem.other is not None:
        text += _(",见第%(row)s行") % {"row": problem.other + first_row}
    if problem.accepted:
        text += _("。可接受:%(accepted)s") % {"accepted": _translated(problem.accepted, ACCEPTED, register)}
    return text + "。"


def _translated(text: str, words: tuple[tuple[str, Any], ...], register: Register) -> str:
    for pattern, sentence in words:
        found = re.fullmatch(pattern, text)
        if found:
            given = found.groupdict(default="")
            for name in ("c", "d"):
                if given.get(name) in register.names:
                    given[name] = name_of(register.column(given[name]))
            return str(sentence) % given
    return text
