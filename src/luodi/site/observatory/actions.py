"""Working out the delivery report, keeping it, publishing it (监测动作)."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from luodi.site.base import jobs
from luodi.site.base.action import Actor, action
from luodi.site.base.guard import locked
from luodi.site.base.locks import only_one
from luodi.site.base.models import Job
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.ledger.models import Commitment
from luodi.site.workspace import kind_of

from . import rules
from .models import DeliveryLine, DeliveryRun

if TYPE_CHECKING:
    from luodi.delivery.report import Promise, Report

KIND = "observatory.delivery"


def city_folder() -> Path | None:
    """The folder of the loaded city (``LUODI_CITY``), or None where none is loaded."""
    return Path(settings.CITY) if settings.CITY else None


@action("observatory.ask", gettext_lazy("计算落实情况"), right=rules.can_run_delivery)
def ask(actor: Actor, *, as_of: date | None = None) -> Job:
    """Have the delivery report worked out, as of a day or with all that is known; the job that does it.

    Raises:
        NotNow: no city folder is loaded, it holds generated data and the workspace real ones or the other way round, or
            the same question is being worked on.
        Unfit: the day is yet to come.
    """
    folder = city_folder()
    if folder is None or not folder.is_dir():
        raise NotNow(
            _("网站没有加载城市文件夹。请系统管理员在服务器上用 luodi serve --city 城市文件夹 重新启动网站。")
        )
    if kind_of(folder) != settings.WORKSPACE.kind:
        raise NotNow(
            _("城市文件夹与本网站的数据性质不同:真实数据和生成数据不得混用。请系统管理员更换城市文件夹。")
        )
    if as_of and as_of > timezone.localdate():
        raise Unfit({"as_of": _("截止日期%(day)s还没有到,请选今天或以前的日期。") % {"day": as_of}})
    only_one(KIND)
    if Job.objects.filter(kind=KIND, state__in=(Job.State.WAITING, Job.State.RUNNING)).exists():
        raise NotNow(_("上一次计算还没有结束,请稍候。"))
    title = gettext_noop("计算落实情况(截至%(day)s)") % {"day": as_of or timezone.localdate()}
    return jobs.enqueue(KIND, title, actor.user, as_of=as_of.isoformat() if as_of else None)


@action("observatory.keep", gettext_lazy("保存落实情况报告"), right=rules.can_run_delivery)
def keep(actor: Actor, *, report: Report, inputs: str, asked: date | None) -> DeliveryRun:
    """Keep a report with each of its promises, tied to the commitments that have the same sentence."""
    import msgspec

    from luodi.documents.report import said

    run = DeliveryRun.objects.create(
        city=msgspec.to_builtins(report.city),
        asked_as_of=asked,
        as_of=report.as_of,
        document=msgspec.to_builtins(report.document),
        totals=msgspec.to_builtins(report.totals),
        said=msgspec.to_builtins(
            {"lead": said.lead(report), "evidence": said.evidence(report), "notes": report.notes}
        ),
        program=report.version,
        inputs_sha256=inputs,
        report_sha256=hashlib.sha256(msgspec.json.encode(report)).hexdigest(),
        by=actor.user,
    )
    headings = {each.article: each.heading for each in report.totals.by_article}
    commitments = _commitments(report)
    DeliveryLine.objects.bulk_create(
        [
            _line(run, position, promise, headings, commitments)
            for position, promise in enumerate(report.promises, 1)
        ],
        batch_size=500,
    )
    return run


def _line(
    run: DeliveryRun,
    position: int,
    promise: Promise,
    headings: dict[str | None, str],
    commitments: dict[object, int],
) -> DeliveryLine:
    import msgspec

    return DeliveryLine(
        run=run,
        position=position,
        commitment_id=next((commitments[key] for key in _places(promise) if key in commitments), None),
        article=promise.article or "",
        heading=headings.get(promise.article, "")[:200],
        quote=promise.quote,
        status=promise.status,
        evidence=promise.evidence,
        grade=promise.last.grade.value if promise.last else "",
        probability=promise.probability,
        restates=promise.restates is not None,
        record=msgspec.to_builtins(promise),
    )


def _places(promise: Promise) -> tuple[object, ...]:
    """Where a promise stands, the most exact first: one sentence may hold several."""
    place = (promise.start, promise.end)
    return (*place, promise.indicator), place, promise.quote


def _commitments(report: Report) -> dict[object, int]:
    """Commitments by their place in the same text, and by their sentence where it stands there but once."""
    same = Commitment.objects.filter(dropped_in=None, adopted_in__text_sha256=report.document.text_sha256)
    by: dict[object, int] = {}
    places: dict[str, set[tuple[int, int]]] = {}
    for pk, start, end, quote, indicator in same.order_by("-pk").values_list(
        "pk", "start", "end", "quote", "indicator"
    ):
        by[(start, end, indicator)] = by[(start, end)] = by[quote] = pk
        places.setdefault(quote, set()).add((start, end))
    return {key: pk for key, pk in by.items() if len(places.get(str(key), ())) < 2}


@action("observatory.publish", gettext_lazy("公开落实情况报告"), right=rules.can_publish_delivery)
def publish(actor: Actor, run: DeliveryRun, *, published: bool) -> DeliveryRun:
    """Put a report before the public, or take it back; the public sees the latest that is published."""
    run = locked(run)
    run.published = published
    run.save()
    return run


def fingerprint(folder: Path) -> str:
    """The hash of every file of a city folder, names and bytes."""
    digest = hashlib.sha256()
    for path in sorted(
        path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")
    ):
        digest.update(f"{path.relative_to(folder)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
