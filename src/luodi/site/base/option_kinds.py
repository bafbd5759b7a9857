"""What a setting can be (设置项的种类): how it is typed, checked and shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .languages import joined

_COMMAS: Final = str.maketrans({"\uff0c": ",", "、": ",", "\uff1b": ",", ";": ","})


class Kind(NamedTuple):
    """A kind of value.

    Attributes:
        parse: from what was typed; raises ``ValueError`` with a sentence that says what is accepted.
        show: as it is typed.
        hint: what is accepted, with an example.
        lines: whether it takes several lines.
        choices: value and title of each, where one is chosen from a list.
    """

    parse: Callable[[str], Any]
    show: Callable[[Any], str]
    hint: Any
    lines: bool = False
    choices: Callable[[], Sequence[tuple[str, Any]]] | None = None


def words(most: int = 60, empty: bool = False) -> Kind:
    """A few words."""

    def parse(text: str) -> str:
        text = text.strip()
        if not (text or empty) or len(text) > most:
            raise ValueError(_("请填写1到%(most)s个字符。") % {"most": most})
        return text

    return Kind(parse, str, "")


def number(least: int, most: int) -> Kind:
    """One whole number."""

    def parse(text: str) -> int:
        return _whole(text.strip(), least, most)

    return Kind(parse, str, gettext_lazy("一个整数"))


def numbers(least: int, most: int, *, count: int | None = None, rising: bool = False, hint: Any = "") -> Kind:
    """Whole numbers, separated by commas."""

    def parse(text: str) -> list[int]:
        found = [_whole(each.strip(), least, most) for each in text.translate(_COMMAS).split(",")]
        if count is not None and len(found) != count:
            raise ValueError(_("须为%(count)s个整数,以逗号分隔。") % {"count": count})
        if len(set(found)) != len(found):
            raise ValueError(_("同一个数只填一次。"))
        if rising and found != sorted(found):
            raise ValueError(_("须从小到大。"))
        return found

    return Kind(parse, lambda value: ", ".join(map(str, value)), hint or gettext_lazy("整数,以逗号分隔"))


def one_of(choices: Callable[[], Sequence[tuple[str, Any]]]) -> Kind:
    """One of a list, which is asked for when the page is shown."""

    def parse(text: str) -> str:
        if text not in dict(choices()):
            raise ValueError(_("请从列表中选择。"))
        return text

    return Kind(parse, str, "", choices=choices)


def days() -> Kind:
    """Days that are a holiday or a working day, against the official list: one a line."""

    def parse(text: str) -> dict[str, bool]:
        found: dict[str, bool] = {}
        wrong = []
        for place, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            day, _space, word = line.strip().partition(" ")
            try:
                found[date.fromisoformat(day).isoformat()] = {_("放假"): True, _("上班"): False}[word.strip()]
            except (ValueError, KeyError):
                wrong.append(str(place))
        if wrong:
            raise ValueError(
                _("第%(lines)s行须为“日期 放假”或“日期 上班”,例如:2026-09-08 放假。")
                % {"lines": joined(wrong)}
            )
        return dict(sorted(found.items()))

    def show(value: dict[str, bool]) -> str:
        return "\n".join(f"{day} {_('放假') if free else _('上班')}" for day, free in sorted(value.items()))

    return Kind(parse, show, gettext_lazy("每行一天,例如:2026-09-08 放假"), lines=True)


def named(titles: Mapping[str, Any], most: int = 20) -> Kind:
    """Words under fixed names, one a line: ``title = words``; the name itself is understood in place of its title."""

    def parse(text: str) -> dict[str, str]:
        names = {name: name for name in titles} | {str(title): name for name, title in titles.items()}
        typed = dict(_pair(line) for line in text.splitlines() if line.strip())
        pairs = {names.get(name, name): value for name, value in typed.items()}
        if set(pairs) != set(titles) or not all(1 <= len(value) <= most for value in pairs.values()):
            raise ValueError(
                _("须逐行填写:%(names)s,例如:%(name)s = 督。")
                % {"names": joined(titles.values()), "name": next(iter(titles.values()))}
            )
        if len(set(pairs.values())) != len(pairs):
            raise ValueError(_("各项互不相同。"))
        return {name: pairs[name] for name in titles}

    return Kind(
        parse,
        lambda value: "\n".join(f"{titles[name]} = {words_}" for name, words_ in value.items()),
        gettext_lazy("每行一项:名称 = 文字"),
        lines=True,
    )


def _pair(line: str) -> tuple[str, str]:
    name, _sign, value = line.partition("=")
    return name.strip(), value.strip()


def _whole(text: str, least: int, most: int) -> int:
    try:
        found = int(text)
    except ValueError:
        raise ValueError(_("“%(text)s”不是整数。") % {"text": text}) from None
    if not least <= found <= most:
        raise ValueError(_("须在%(least)s到%(most)s之间。") % {"least": least, "most": most})
    return found
