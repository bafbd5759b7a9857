"""Changes of single rows (变更申请): asked for with a reason, decided by somebody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.core.registers import Checked, load
from luodi.site.base import guard
from luodi.site.base.action import Actor, action
from luodi.site.base.refusals import NotNow, Refusal, Unfit

from .. import fit
from ..models import Batch, ChangeRequest, Row, model_of
from ..models.rows import PREFIX
from ..references import refusals, unregistered
from ..referrers import StillReferred, refuse_if_referred
from ..rules import decides_change, keeps_register
from ..show import typed
from .outcome import alone

Kind = ChangeRequest.Kind


class LooksAlike(Refusal):
    """The row looks like one that is there; a person has to say that it is another."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = list(rows)
        super().__init__(
            _("与在册记录疑似重复:%(rows)s。请先核对;确实不是同一事项的,勾选“不是重复”后再提交。")
            % {"rows": _(";").join(str(row) for row in self.rows[:5])}
        )


@action("records.ask", gettext_lazy("申请变更登记"), right=keeps_register)
def ask_change(
    actor: Actor,
    register: str,
    *,
    kind: str,
    row: Row | None = None,
    values: Mapping[str, Any] | None = None,
    reason: str,
    confirmed: bool = False,
) -> ChangeRequest:
    """Ask for a new row, a change of one or its removal (变更申请).

    Args:
        actor: who asks.
        register: its id.
        kind: ``new``, ``change`` or ``remove``.
        row: the visible row that is meant.
        values: all values of the row as it shall be, by column, as a file would hold them.
        reason: why.
        confirmed: the person has looked at the rows that look alike.

    Raises:
        Unfit: no reason, or values that are not accepted; ``fields`` is by column.
        LooksAlike: rows look like this one, and nobody has confirmed that they are others.
        NotNow: the row was changed or removed meanwhile.
        StillReferred: rows of registers that must find it refer to the row that is to go.
    """
    if not reason.strip():
        raise Unfit({"reason": _("请填写理由。")})
    if kind != Kind.NEW:
        row = _visible(register, row.pk if row else None)
    kept: dict[str, str] = {}
    if kind != Kind.REMOVE:
        checked = _accepted(register, values or {}, row, confirmed)
        kept = {name: typed(checked.columns[name].one(0)) for name in checked.register.names}
        if row is not None and kept == {name: typed(value) for name, value in row.values().items()}:
            raise Unfit({"": _("没有任何改动。请修改后再提交。")})
    elif row is not None:
        refuse_if_referred(row)
    return ChangeRequest.objects.create(
        register=register, kind=kind, row=row.pk if row else None, values=kept, reason=reason.strip()[:300],
        by=actor.user,
    )  # fmt: skip


@action("records.decide", gettext_lazy("审批变更登记"), right=decides_change)
def decide_change(
    actor: Actor,
    request: ChangeRequest,
    *,
    agree: bool,
    note: str = "",
    confirmed: bool = False,
    version: int | None = None,
) -> ChangeRequest:
    """Decide a request (审批); what is agreed to is seen at once, as a batch of one row.

    Raises:
        NotNow: it is decided already, or its row was changed meanwhile.
        Unfit: refused without a note, or its values are no longer accepted.
        LooksAlike, StillReferred: see :func:`ask_change`.
    """
    alone(request.register)
    request = guard.locked(request, version)
    if request.state != ChangeRequest.State.ASKED:
        raise NotNow(_("这一申请%(state)s,不能再审批。") % {"state": request.get_state_display()})
    if not agree and not note.strip():
        raise Unfit({"note": _("不同意时请填写意见。")})
    if agree:
        request.batch = _apply(actor, request, confirmed)
    request.state = ChangeRequest.State.APPROVED if agree else ChangeRequest.State.REFUSED
    request.note, request.decided_by, request.decided_at = note.strip()[:300], actor.user, timezone.now()
    request.save()
    return request


def _apply(actor: Actor, request: ChangeRequest, confirmed: bool) -> Batch:
    model = model_of(request.register)
    old = None if request.kind == Kind.NEW else _visible(request.register, request.row)
    checked = (
        None if request.kind == Kind.REMOVE else _accepted(request.register, request.values, old, confirmed)
    )
    if old is not None and checked is None:
        refuse_if_referred(old)
    counted = {Kind.NEW: "new", Kind.CHANGE: "changed", Kind.REMOVE: "removed"}[Kind(request.kind)]
    batch = Batch.objects.create(
        register=request.register, title=_("变更申请%(number)s") % {"number": request.pk}, valid=True,
        state=Batch.State.APPLIED, counts={counted: 1}, by=actor.user,
    )  # fmt: skip
    made = None
    if checked is not None:
        values = {PREFIX + name: checked.columns[name].one(0) for name in checked.register.names}
        made = model._default_manager.create(batch=batch, **values)
    if old is not None:
        old.replaced_in, old.replaced_by = batch, made
        old.removed_because = request.reason if made is None else ""
        old.save(update_fields=["replaced_in", "replaced_by", "removed_because"])
    if request.row is None and made is not None:
        request.row = made.pk
    return batch


def _visible(register: str, pk: int | None) -> Row:
    found = model_of(register).objects.visible().filter(pk=pk).first()
    if found is None:
        raise NotNow(_("这一记录已有新的版本或已撤销。请打开最新的记录再办理。"))
    return found


def _required(checked: Checked, old: Row | None) -> dict[str, str]:
    """The references that must be found and are not, a sentence a column; and a key that others must find as it was."""
    wrong = {each.column: f"{each.what}。" for each in refusals(unregistered(checked), 1).problems}
    name = checked.register.key[0]
    key = checked.columns[name].one(0)
    if old is None or key is None or old.value(name) == key:
        return wrong
    for column in checked.register.columns:  # what it refers to is itself, under the name it is about to lose
        if (
            column.must_exist
            and column.to == old.register.id
            and checked.columns[column.name].one(0) == old.value(name)
        ):
            wrong[column.name] = _("引用的是本记录原来的编号,请改为新的编号。")
    try:
        refuse_if_referred(old, str(key))
    except StillReferred as refusal:
        wrong[name] = str(refusal)
    return wrong


def _accepted(register: str, values: Mapping[str, Any], old: Row | None, confirmed: bool) -> Checked:
    declared = load()[register]
    checked = fit.checked_row(declared, values)
    if wrong := fit.wrong_fields(declared, checked, old) | _required(checked, old):
        raise Unfit(wrong)
    if not confirmed and (alike := fit.lookalikes(declared, checked, old)):
        raise LooksAlike(alike)
    return checked
