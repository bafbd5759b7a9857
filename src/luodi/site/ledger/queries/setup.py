"""What a new site still lacks (待配置), for its administrator: each thing with its state and where it is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luodi.site.base.holders import holders
from luodi.site.base.models import Area, Grant, Job, Organisation, Role, User
from luodi.site.base.queries.health import sealing
from luodi.site.base.rights import valid_today

from ..models import Decision

BACKUP_AGE: Final = timedelta(days=7)


class Item(NamedTuple):
    """One thing to be set up or kept going: whether it is in order, what is so, what to do, where."""

    fine: bool
    title: str
    words: str
    url: str = ""


def items() -> list[Item]:
    """Everything an administrator must see to, in the order in which a new site needs it."""
    return [*_people(), *_machine()]


def _people() -> list[Item]:
    units = Organisation.objects.filter(dissolved_on=None).exclude(kind=Organisation.Kind.OFFICE)
    office = holders([Role.OFFICE]).count()
    led = Grant.objects.filter(
        valid_today(),
        role__in=(Role.UNIT_LEAD, Role.COUNTY),
        user__is_active=True,
        organisation__isnull=False,
    )
    bare = units.exclude(kind=Organisation.Kind.EVALUATOR).exclude(pk__in=led.values("organisation"))
    unit_count, bare_count = units.count(), bare.count()
    offices = Organisation.objects.filter(dissolved_on=None, kind=Organisation.Kind.OFFICE).count()
    places = Area.objects.filter(kind=Area.Kind.COUNTY)
    unplaced = places.filter(Q(column=None) | Q(row=None)).count()
    decisions = Decision.objects.count()
    first = User.objects.filter(is_active=True, must_change_password=True).count()
    people, organisations = reverse("people"), reverse("organisations")
    return [
        Item(offices > 0, _("督查机构"), _("已有%(n)s个单位") % {"n": offices} if offices else _("还没有督查机构。请先新增一个单位,类别选“督查机构”:督查办公室人员在其中任职。"), organisations if offices else reverse("organisation_new") + "?kind=office"),
        Item(unit_count > 0, _("单位"), _("已有%(n)s个单位") % {"n": unit_count} if unit_count else _("还没有单位。请先建立单位,再开通账号。"), organisations),
        Item(office > 0, _("督查办公室人员"), _("已有%(n)s人") % {"n": office} if office else _("还没有督查办公室人员:没有人能立项和交办。"), people),
        Item(unit_count > 0 and not bare_count, _("单位负责人"), _led(unit_count, bare_count), people),
        Item(not unplaced, _("瓦片图位置"), _placed(places.count(), unplaced), reverse("areas")),
        Item(decisions > 0, _("决定"), _("已有%(n)s份") % {"n": decisions} if decisions else _("还没有决定。督查办公室上传后即可开始。")),
        Item(not first, _("一次性密码"), _("%(n)s人还没有修改首次登录密码") % {"n": first} if first else _("没有未改的密码"), people),
    ]  # fmt: skip


def _led(units: int, bare: int) -> str:
    if not units:
        return _("建立单位、开通账号之后,为每个单位的负责人授权。")
    return _("%(n)s个单位还没有负责人或联络员") % {"n": bare} if bare else _("每个单位都有负责人")


def _placed(counties: int, unplaced: int) -> str:
    if not counties:
        return _("还没有县(市、区);要用瓦片图时再新增。")
    return _("%(n)s个县(市、区)还没有行列位置") % {"n": unplaced} if unplaced else _("都已设置")


def _machine() -> list[Item]:
    waiting = Job.objects.filter(state=Job.State.WAITING)
    oldest = waiting.order_by("id").first()
    failed = Job.objects.filter(
        state=Job.State.FAILED, ended_at__gte=timezone.now() - timedelta(days=7)
    ).count()
    stuck = oldest is not None and oldest.at < timezone.now() - timedelta(minutes=5)
    jobs = _("%(n)s项在排队") % {"n": waiting.count()} if oldest else _("没有排队的任务")
    if stuck:
        jobs += _(",最早的已等超过5分钟:请确认后台进程(luodi serve 或 work)在运行")
    seals = sealing()
    return [
        Item(not stuck, _("后台任务"), jobs, reverse("jobs")),
        Item(
            not failed,
            _("失败的任务"),
            _("近7天有%(n)s项") % {"n": failed} if failed else _("近7天没有"),
            reverse("jobs"),
        ),
        Item(seals.fine, seals.title, seals.words, reverse("journal")),
        _backup(),
    ]


def _backup() -> Item:
    folder = Path(settings.WORKSPACE.folder) / "backups"
    found = [
        path.stat().st_mtime for path in folder.glob("*/manifest.json")
    ]  # written last: the backup is whole
    if not found:
        return Item(
            False, _("备份"), _("工作区的 backups 文件夹里还没有备份。请在服务器上运行 luodi manage backup。")
        )
    when = datetime.fromtimestamp(max(found), tz=UTC)
    old = timezone.now() - when
    words = ngettext("最近一次在%(days)s天前", "最近一次在%(days)s天前", old.days) % {"days": old.days}
    words = words if old.days else _("最近24小时内做过")
    return Item(old < BACKUP_AGE, _("备份"), words)
