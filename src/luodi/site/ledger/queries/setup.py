"""What a new site still lacks (待配置), for its administrator: each thing with its state and where it is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luodi.site.base.models import Area, Grant, Job, JournalEntry, JournalSeal, Organisation, Role, User

from ..models import Decision

BACKUP_AGE: Final = timedelta(days=7)
UNSEALED: Final = timedelta(minutes=10)


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
    office = Grant.objects.filter(role=Role.OFFICE, user__is_active=True).count()
    bare = units.exclude(kind=Organisation.Kind.EVALUATOR).exclude(
        pk__in=Grant.objects.filter(Q(role=Role.UNIT_LEAD) | Q(role=Role.COUNTY))
        .exclude(organisation=None)
        .values("organisation")
    )
    unit_count, bare_count = units.count(), bare.count()
    offices = Organisation.objects.filter(dissolved_on=None, kind=Organisation.Kind.OFFICE).count()
    places = Area.objects.filter(kind=Area.Kind.COUNTY)
    unplaced = places.filter(Q(column=None) | Q(row=None)).count()
    decisions = Decision.objects.count()
    first = User.objects.filter(is_active=True, must_change_password=True).count()
    return [
        Item(offices > 0, _("督查机构"), _("已有%(n)s个单位") % {"n": offices} if offices else _("还没有督查机构。请先新增一个单位,类别选“督查机构”:督查办公室人员在其中任职。"), _at("organisations") if offices else _at("organisation_new")),
        Item(unit_count > 0, _("单位"), _("已有%(n)s个单位") % {"n": unit_count} if unit_count else _("还没有单位。请先建立单位,再开通账号。"), _at("units", "organisations", "base:organisations")),
        Item(office > 0, _("督查办公室人员"), _("已有%(n)s人") % {"n": office} if office else _("还没有督查办公室人员:没有人能立项和交办。"), _at("people", "accounts", "users", "base:users")),
        Item(unit_count > 0 and not bare_count, _("单位负责人"), _led(unit_count, bare_count), _at("people", "accounts", "users", "base:users")),
        Item(not unplaced, _("瓦片图位置"), _placed(places.count(), unplaced), _at("areas", "base:areas")),
        Item(decisions > 0, _("决定"), _("已有%(n)s份") % {"n": decisions} if decisions else _("还没有决定。督查办公室上传后即可开始。")),
        Item(not first, _("一次性密码"), _("%(n)s人还没有修改首次登录密码") % {"n": first} if first else _("没有未改的密码"), _at("people", "accounts", "users", "base:users")),
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
    return [
        Item(not stuck, _("后台任务"), jobs, _at("jobs", "base:jobs")),
        Item(
            not failed,
            _("失败的任务"),
            _("近7天有%(n)s项") % {"n": failed} if failed else _("近7天没有"),
            _at("jobs", "base:jobs"),
        ),
        _sealing(),
        _backup(),
    ]


def _sealing() -> Item:
    seal = JournalSeal.objects.order_by("-number").defer("digests").first()
    last = JournalEntry.objects.order_by("-id").only("id", "at", "tx").first()
    if last is None:
        return Item(True, _("留痕封存"), _("还没有留痕"), _at("journal"))
    sealed = seal is not None and last.tx < seal.until_tx
    when = timezone.localtime(seal.at).strftime("%Y-%m-%d %H:%M") if seal else _("从未")
    fine = sealed or last.at > timezone.now() - UNSEALED
    return Item(
        fine,
        _("留痕封存"),
        _("封存至%(when)s") % {"when": when} + ("" if sealed else _(",其后还有未封存的记录")),
        _at("journal"),
    )


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


def _at(*routes: str) -> str:
    """The first of these pages that the site has."""
    for route in routes:
        try:
            return reverse(route)
        except NoReverseMatch:
            continue
    return ""
