"""What an action refuses, each in one sentence that says what to do next."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from luodi.core.errors import InputError, LuodiError


class Refusal(LuodiError):
    """Something was not done, and nothing was changed. The page shows the sentence with status ``status``."""

    status = 409


class NotAllowed(Refusal):
    """The person may not do this."""

    status = 403

    def __init__(self, title: Any) -> None:
        super().__init__(
            _("您没有“%(title)s”的权限。需要时请联系督查办公室或系统管理员。") % {"title": title}
        )


class NotNow(Refusal):
    """The thing is not in a state in which this can be done."""


class Stale(Refusal):
    """Somebody else changed it since the page was opened; what was typed stays on the page.

    Args:
        who: name of the person who changed it.
        when: moment, as printed.
        changes: what they changed, as printed lines "field: before → after".
    """

    def __init__(self, who: str, when: str, changes: list[str]) -> None:
        self.who, self.when, self.changes = who, when, changes
        text = _(
            "您打开页面之后,%(who)s于%(when)s修改了这一事项:%(changes)s。您填写的内容仍在页面上,请核对后再提交。"
        ) % {
            "who": who,
            "when": when,
            "changes": _(";").join(changes) or _("其他字段"),
        }
        super().__init__(text)


class Unfit(Refusal):
    """What was given does not fit; ``fields`` names each field with its sentence."""

    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        self.fields = fields
        super().__init__(" ".join(fields.values()))


def in_words(error: InputError) -> str:
    """An error of the library as the site prints it."""
    return str(error)
