"""Frozen editions (存档版本): the ledger as of a day, with totals, sealed into a file that can be checked without the site."""

from __future__ import annotations

import io
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, Final, cast

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from luodi import __version__
from luodi.documents.editions.sealing import TOTALS, Sealer
from luodi.documents.editions.totals import totals
from luodi.site.base import jobs, store
from luodi.site.base.action import Actor, action
from luodi.site.base.cells import neutral
from luodi.site.base.exports import mark, named
from luodi.site.base.journal import chain
from luodi.site.base.languages import in_house_language
from luodi.site.base.models import Area, Job, Organisation
from luodi.site.base.refusals import NotAllowed, Unfit

from .. import as_of, rules
from ..models import Commitment, CoUnit, Decision, Duty, Edition, Node

PARTS: Final[dict[str, type[models.Model]]] = {
    "decisions": Decision,
    "commitments": Commitment,
    "duties": Duty,
    "nodes": Node,
    "co_units": CoUnit,
    "units": Organisation,
    "areas": Area,
}
LEFT_OUT: Final = {"version", "person_id"}
"""Not in an edition: counters of the site, and persons, whom a record of duties does not need."""
COLUMNS: Final = (
    "编号", "任务", "牵头单位", "协办单位", "区域", "状态", "亮灯", "亮灯理由", "进度", "开始日期", "完成时限", "原定时限", "延期次数",
    "销号时间", "条款", "原文",
)  # fmt: skip


@action("edition.ask", gettext_lazy("制作存档版本"), right=rules.can_make_edition)
def ask(actor: Actor, as_of_day: date, *, title: str, year: int | None = None) -> Job:
    """Have an edition made in the background (制作存档版本).

    Args:
        actor: the office.
        as_of_day: the day at whose end the ledger stood so.
        title: its name.
        year: the year of a yearly edition.

    Raises:
        Unfit: it has no title, the day is still to come, or the year is not the day's.
    """
    wrong = {}
    if not title.strip():
        wrong["title"] = _("请填写名称。")
    if as_of_day > timezone.localdate():
        wrong["as_of"] = _("截止日期还没有到,只能存今天或以前的台账。")
    if year is not None and year != as_of_day.year:
        wrong["year"] = _("年度与截止日期不一致。")
    if wrong:
        raise Unfit(wrong)
    arguments = {"as_of": as_of_day.isoformat(), "called": title.strip()[:120], "year": year}
    return jobs.enqueue(
        "edition", gettext_noop("制作存档版本:%(title)s") % {"title": title}, actor.user, **arguments
    )


@jobs.kind("edition")
def _job(progress: jobs.Progress, arguments: dict[str, Any]) -> str:
    day = date.fromisoformat(arguments["as_of"])
    actor = Actor(progress.job.by, f"job-{progress.job.pk}")
    edition = make(actor, day, title=arguments["called"], year=arguments["year"], progress=progress)
    return reverse("ledger:edition", args=[edition.pk])


def make(
    actor: Actor,
    as_of_day: date,
    *,
    title: str,
    year: int | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Edition:
    """Rebuild the ledger of a day from the journal, seal it into a file, bring the file, and only then keep the edition.

    Raises:
        NotAllowed: the actor may make none; nothing is rebuilt then.
    """
    if actor.user is not None and not rules.can_make_edition.test(actor.user):
        raise NotAllowed(_("存档"))
    moment = min(as_of.end_of(as_of_day), timezone.now())
    with tempfile.TemporaryFile() as spool:
        file = cast(BinaryIO, spool)
        with transaction.atomic():  # one state of the database for all its parts
            counted = seal(file, moment, title=title, day=as_of_day, year=year, progress=progress)
        sealed = store.bring_file(file, named(f"{title} {as_of_day}"[:180], "zip"), "application/zip")
    return keep(actor, as_of_day, title=title, year=year, totals=counted, file=sealed)


@action("edition.make", gettext_lazy("存档"), right=rules.can_make_edition)
def keep(
    actor: Actor,
    as_of_day: date,
    *,
    title: str,
    year: int | None,
    totals: dict[str, Any],
    file: store.Brought,
) -> Edition:
    """Keep an edition that was sealed into a file (存档)."""
    kept = store.keep(file, actor.user)
    return Edition.objects.create(
        title=title, as_of=as_of_day, year=year, totals=totals, file=kept, by=actor.user
    )


@action("edition.publish", gettext_lazy("公开存档版本"), right=rules.can_publish)
def publish(actor: Actor, edition: Edition, *, published: bool) -> Edition:
    """Show an edition to the public, or no longer (公开存档版本); the file stays as it is."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    edition.published = published
    edition.save(update_fields=["published"])
    return edition


def seal(
    file: BinaryIO,
    moment: datetime,
    *,
    title: str,
    day: date,
    year: int | None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Write the ledger of a moment into a file, sealed, and give its totals."""
    sealer, steps = Sealer(file), len(PARTS) + 2
    kept: dict[str, list[dict[str, Any]]] = {}
    for done, (name, model) in enumerate(PARTS.items()):
        progress(done, steps)
        kept[name] = list(_plain_rows(model, moment))
        sealer.table(name, kept[name])
    counted = totals(kept["commitments"], kept["duties"], kept["units"], year)
    sealer.part(TOTALS, json.dumps(counted, ensure_ascii=False, indent=1, sort_keys=True).encode())
    progress(steps - 1, steps)
    with in_house_language():  # its columns are; and an edition is everybody's
        sealer.part("ledger.xlsx", _workbook(kept, title, day))
    sealer.seal(
        {
            "title": title,
            "as_of": day.isoformat(),
            "moment": moment.isoformat(),
            "year": year,
            "kind": settings.WORKSPACE.kind,
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "luodi": __version__,
            "journal": _head(),
        }
    )
    progress(steps, steps)
    return counted


def _plain_rows(model: type[models.Model], moment: datetime) -> Iterator[dict[str, Any]]:
    for row in as_of.rows(model, moment):
        yield {name: _plain(value) for name, value in row.items() if name not in LEFT_OUT}


def _plain(value: Any) -> Any:
    """A value as JSON holds it: moments in local time, so that a year is the city's year."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="milliseconds")
    return str(value) if isinstance(value, date | Decimal) else value


def _head() -> dict[str, Any] | None:
    """The last seal of the journal's chain (留痕链头)."""
    last = chain.head()
    if last is None:
        return None
    return {"seal": last.number, "sha256": last.sha256, "until_tx": last.until_tx, "at": last.at.isoformat()}


def _workbook(kept: Mapping[str, list[dict[str, Any]]], title: str, day: date) -> bytes:
    """The duties as a table for people (.xlsx)."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append([neutral(title), f"截至{day}"])
    for line in mark():
        sheet.append([line])
    sheet.append(list(COLUMNS))
    names = {part: {row["id"]: row["name"] for row in kept[part]} for part in ("units", "areas")}
    helping: dict[int, list[str]] = defaultdict(list)
    for row in kept["co_units"]:
        name = names["units"].get(row["organisation_id"], "")
        helping[row["duty_id"]].append(f"{name}({row['part']})" if row["part"] else name)
    promises = {row["id"]: row for row in kept["commitments"]}
    states, lights = dict(Duty.State.choices), dict(Duty.Light.choices)
    for duty in kept["duties"]:
        promise = promises.get(duty["commitment_id"], {})
        cells = [
            duty["number"], duty["title"], names["units"].get(duty["lead_id"], ""),
            "、".join(helping[duty["id"]]), names["areas"].get(duty["area_id"], ""),
            str(states.get(duty["state"], duty["state"])), str(lights.get(duty["light"], duty["light"])), duty["light_reason"],
            float(duty["percent"]), duty["starts_on"], duty["due_on"], duty["first_due_on"], duty["extensions_granted"],
            (duty["closed_at"] or "")[:10], promise.get("article", ""), promise.get("quote", ""),
        ]  # fmt: skip
        sheet.append([neutral(cell) for cell in cells])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
