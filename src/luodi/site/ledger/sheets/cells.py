"""What one cell of a filled-in workbook says (读取单元格), or why it says nothing that can be used."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from luodi.site.base.languages import in_any_language, joined

from ..models.progress import Cause

_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


class Bad(ValueError):
    """A cell that cannot be used; the message says what is accepted."""


def plain(cell: Any) -> Any:
    """What stands in a cell, without blanks around it; neither a formula nor an error."""
    if cell is None:
        return None
    if getattr(cell, "data_type", "") == "f":
        raise Bad(_("不能是公式,请填写数值或文字。"))
    if getattr(cell, "data_type", "") == "e":
        raise Bad(_("单元格是错误值“%(value)s”,请重新填写。") % {"value": cell.value})
    value = cell.value
    return value.strip() if isinstance(value, str) else value


def number(value: Any) -> Decimal | None:
    """A number, also one typed as text with commas; None for nothing."""
    if value in (None, ""):
        return None
    text = str(value).replace(",", "").replace(",", "")
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if isinstance(value, bool) or not found.is_finite() or abs(found) >= Decimal(10) ** 18:
        raise Bad(_("“%(value)s”不是数值,请填写数字,例如128或52.5。") % {"value": str(value)[:30]})
    return found.quantize(Decimal("0.000001")).normalize()


def as_share(cell: Any) -> bool:
    """Whether a number is shown as a percentage: typed as 52%, it is kept as 0.52."""
    value = getattr(cell, "value", None)
    typed = isinstance(value, int | float) and not isinstance(value, bool)
    return typed and "%" in (getattr(cell, "number_format", "") or "")


def times_100(value: Any) -> Decimal:
    """The number of a percentage."""
    return Decimal(str(value)) * 100


def key(value: Any) -> int:
    """An id or a version as it was handed out.

    Raises:
        ValueError, TypeError, OverflowError: it was not.
    """
    found = int(value)
    if isinstance(value, bool) or not 0 <= found < 2**63:
        raise ValueError(value)
    return found


def day(value: Any) -> str:
    """A day as 2026-12-31, also one typed as text; empty for nothing."""
    if value in (None, ""):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    found = _DAY.fullmatch(str(value))
    try:
        return date(*map(int, found.groups())).isoformat()  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        words = _("“%(value)s”不是日期,请填写年月日,例如2026-12-31。")
        raise Bad(words % {"value": str(value)[:30]}) from None


def percent(value: Any) -> Decimal | None:
    """A progress from 0 to 100, with or without its sign; None for nothing."""
    if value in (None, "", "—"):
        return None
    text = value.removesuffix("%").removesuffix("%") if isinstance(value, str) else value
    try:
        found = number(text)
    except Bad:
        found = None
    if found is None or not 0 <= found <= 100:
        raise Bad(_("“%(value)s”不是进度,请填写0到100之间的数,例如52.5。") % {"value": str(value)[:30]})
    return found.quantize(Decimal("0.01"))


def words(value: Any, most: int) -> str:
    """A text of so many letters at most."""
    text = "" if value is None else str(value).strip()
    if isinstance(value, datetime):
        text = value.date().isoformat()  # a day typed into a cell; nobody types a time of day here
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    if len(text) > most:
        raise Bad(_("文字有%(count)s个字,最多%(most)s个字。") % {"count": len(text), "most": most})
    return text


def yes(value: Any) -> bool:
    """Whether a cell says yes, in any language of the site; what is empty says no."""
    if value in (None, "", "—"):
        return False
    said = in_any_language(("是", "否")).get(str(value).strip().capitalize())
    if said is None:
        raise Bad(_("“%(value)s”既不是“是”也不是空白,要沿用请填“是”。") % {"value": str(value)[:30]})
    return said == "是"


@cache
def causes() -> dict[str, str]:
    """Codes of causes by whatever names them: the code, or its word in any language of the site."""
    known = {code: code for code in Cause.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {str(cause.label): cause.value for cause in Cause}
    return known


def cause_in_words(code: str) -> str:
    """A cause as people read it."""
    return str(dict(Cause.choices).get(code, code))


def cause(value: Any) -> str:
    """The code of a cause; empty for nothing."""
    if value in (None, ""):
        return ""
    known = causes()
    if str(value) not in known:
        offered = joined(Cause.labels)
        raise Bad(
            _("没有“%(value)s”这一原因,可选:%(offered)s。") % {"value": str(value)[:30], "offered": offered}
        )
    return known[str(value)]
