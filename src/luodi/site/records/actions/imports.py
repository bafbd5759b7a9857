"""Importing a table (导入): begun, matched, made valid by one flag, or dropped."""

from __future__ import annotations

from collections.abc import Mapping as Columns
from typing import Any, Final, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.core.generated import MARKER
from luodi.core.registers import load
from luodi.core.registers.files import matched
from luodi.site.base import guard, jobs, store
from luodi.site.base.action import Actor, action
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.base.store import Brought

from ..models import Batch, Mapping, model_of
from ..reading import ACCEPTED, fingerprint, header_of
from ..rules import keeps_register
from ..show import name_of
from .outcome import alone, required_batches, valid_batches

STAGE: Final = "records.stage"
CLEAR: Final = "records.clear"


class Table(NamedTuple):
    """A table whose bytes lie on their place (已落盘的表格), and its titles."""

    file: Brought
    header: list[str]


def bring(upload: UploadedFile[Any]) -> Table:
    """Bring a table and read its titles, before the transaction in which its import begins.

    Raises:
        WrongFile, TooLarge, Unreadable: see :func:`luodi.site.base.store.bring` and :func:`luodi.site.records.reading.header_of`.
    """
    file = store.bring(upload, ACCEPTED, table=True)
    return Table(file, header_of(file))


@action("records.import", gettext_lazy("导入登记簿"), right=keeps_register)
def start_import(actor: Actor, register: str, *, upload: UploadedFile[Any] | Table) -> Batch:
    """Keep a table and have it checked (导入): at once if its titles are known, else when a person has matched them.

    Raises:
        WrongFile, TooLarge, Unreadable: as :func:`bring`, which is done now where it was not done before.
    """
    table = upload if isinstance(upload, Table) else bring(upload)
    file, header = store.keep(table.file, actor.user), table.header
    remembered = Mapping.objects.filter(register=register, headers=fingerprint(header)).first()
    names = matched(header, load()[register])
    mapping = remembered.columns if remembered else dict(zip(header, names, strict=True))
    known = [name for title, name in zip(header, names, strict=True) if not title.startswith(MARKER)]
    batch = Batch.objects.create(
        register=register, title=file.name, file=file, mapping=mapping, by=actor.user
    )
    if remembered or (all(known) and len(set(known)) == len(known)):
        _check(actor, batch)
    return batch


@action("records.match", gettext_lazy("对应列名"), right=keeps_register)
def match_columns(actor: Actor, batch: Batch, *, mapping: Columns[str, str], version: int) -> Batch:
    """Say which column each title means, remember it for this register, and have the table checked (对应列名).

    Args:
        actor: who.
        batch: waiting for its titles to be matched.
        mapping: column by title; "" for a title that is left out.
        version: what the page showed.

    Raises:
        Unfit: a column is named twice or is not the register's; ``fields`` is by title.
        NotNow: it is being checked already.
    """
    batch = guard.locked(batch, version)
    if not waits_for_matching(batch):
        raise NotNow(_("列名已经对应,正在核对或已有结果。"))
    register = load()[batch.register]
    mapping = {title: mapping.get(title, "") for title in batch.mapping}
    wrong: dict[str, str] = {}
    seen: dict[str, str] = {}
    for title, name in mapping.items():
        if name and name not in register.names:
            wrong[title] = _("登记簿没有这一列。")
        elif name and name in seen:
            wrong[title] = _("与“%(other)s”对应了同一列。请只保留一个。") % {"other": seen[name]}
        seen.setdefault(name, title)
    absent = [column for column in register.columns if column.required and column.name not in seen]
    if absent and not wrong:
        wrong[""] = _("缺少必填列:%(names)s。") % {
            "names": _("、").join(name_of(column) for column in absent)
        }
    if wrong:
        raise Unfit(wrong)
    batch.mapping = dict(mapping)
    Mapping.objects.update_or_create(
        register=batch.register, headers=fingerprint(list(mapping)), defaults={"columns": dict(mapping)}
    )
    _check(actor, batch)
    return batch


@action("records.recheck", gettext_lazy("重新核对"), right=keeps_register)
def check_again(actor: Actor, batch: Batch) -> Batch:
    """Check a file once more against the register as it is now (重新核对), as a batch of its own; the old one is dropped.

    Raises:
        NotNow: it has no file, or is valid already, or is being checked.
    """
    broken = broke_off(batch)
    if batch.valid or batch.file_id is None or (batch.state == Batch.State.READING and not broken):
        raise NotNow(_("这一批次不能重新核对。"))
    if batch.state == Batch.State.STAGED or broken:
        drop_import(actor, batch)
    again = Batch.objects.create(
        register=batch.register,
        title=batch.title,
        file_id=batch.file_id,
        mapping=batch.mapping,
        by=actor.user,
    )
    _check(actor, again)
    return again


def waits_for_matching(batch: Batch) -> bool:
    """Whether a person has yet to say what the titles mean."""
    return batch.state == Batch.State.READING and batch.job_id is None


def broke_off(batch: Batch) -> bool:
    """Whether its checking ended without a result: the job was stopped before it began, or its workers died."""
    return batch.state == Batch.State.READING and batch.job is not None and batch.job.over


def _check(actor: Actor, batch: Batch) -> None:
    title = _("核对“%(title)s”") % {"title": batch.title}
    batch.job = jobs.enqueue(STAGE, title, actor.user, batch=batch.pk)
    batch.save(update_fields=["job", "mapping", "version"])


@action("records.apply", gettext_lazy("确认入库"), right=keeps_register)
def apply_import(actor: Actor, batch: Batch) -> Batch:
    """Make a staged batch valid by one flag (入库): all its rows are seen from this moment, or none.

    Raises:
        NotNow: it is not staged, or the register, or one in which its references must be found, has changed since the
            file was compared with it.
    """
    alone(batch.register)
    batch = guard.locked(batch)
    if batch.state != Batch.State.STAGED:
        raise NotNow(_("这一批次%(state)s,不能入库。") % {"state": batch.get_state_display()})
    rows = model_of(batch.register)._default_manager
    changed = valid_batches(batch.register) != batch.counts["before"]
    changed |= required_batches(batch.register) != batch.counts.get("required", {})
    if changed or rows.filter(replaced_in=batch).count() != batch.counts["changed"]:
        raise NotNow(_("核对之后登记簿有了新的变化。请按“重新核对”,再确认入库。"))
    batch.valid, batch.state = True, Batch.State.APPLIED
    batch.save(update_fields=["valid", "state", "version"])
    return batch


@action("records.drop", gettext_lazy("放弃导入"), right=keeps_register)
def drop_import(actor: Actor, batch: Batch) -> Batch:
    """Give up a batch that is not valid (放弃导入); its rows are deleted by a job, in short transactions.

    Raises:
        NotNow: it is valid, being read, or dropped already.
    """
    batch = guard.locked(batch)
    broken = broke_off(batch)
    reading = batch.state == Batch.State.READING and not waits_for_matching(batch) and not broken
    if batch.valid or reading or batch.state == Batch.State.DROPPED:
        raise NotNow(_("这一批次%(state)s,不能放弃。") % {"state": batch.get_state_display()})
    had_rows = batch.state == Batch.State.STAGED or broken
    batch.state = Batch.State.DROPPED
    batch.save(update_fields=["state", "version"])
    if had_rows:
        title = _("清除“%(title)s”的暂存记录") % {"title": batch.title}
        jobs.enqueue(CLEAR, title, actor.user, batch=batch.pk)
    return batch
