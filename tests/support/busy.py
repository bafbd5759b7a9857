"""A made-up city with many duties in every state, for lists, counts and pictures."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import city
from django.utils import timezone

from luodi.site.base.models import Area, Organisation
from luodi.site.ledger import lights
from luodi.site.ledger.models import Commitment, CoUnit, Duty, Evidence, Extension, Node, Report

STATES = (
    "in_progress",
    "in_progress",
    "handed_down",
    "in_progress",
    "checking",
    "closed",
    "registered",
    "in_progress",
)
LIGHTS = ("green", "red", "yellow", "green", "green", "green", "none", "yellow")
TASKS = (
    "建成晶硅光伏创新中心", "养老服务床位增加500张", "保障性住房开工1200套", "高新技术企业达到200家", "细颗粒物浓度降到32微克",
    "放管服改革事项清单公布", "研发经费投入强度达到1.8%", "专精特新企业培育库建立",
)  # fmt: skip


def places(here: SimpleNamespace) -> None:
    """Six more counties on the tile map, each with its government."""
    for number, name in enumerate("乙丙丁戊己庚"):
        area = Area.objects.create(
            name=f"{name}县", kind="county", parent=here.city, column=number % 3, row=1 + number // 3
        )
        Organisation.objects.create(
            name=f"{name}县人民政府", short_name=f"{name}县", kind="county", area=area
        )


def articles(here: SimpleNamespace, count: int = 6) -> list[Commitment]:
    """Commitments of several articles, with headings."""
    made = []
    for number in range(count):
        promise = city.commitment(here, number=f"1{number:03d}")
        promise.article, promise.article_heading = "一二三四五六七八九十"[number], f"第{number + 1}项重点工作"
        promise.title, promise.start = TASKS[number % len(TASKS)], number * 10
        promise.end = promise.start + 5
        promise.save()
        made.append(promise)
    return made


def fill(here: SimpleNamespace, count: int) -> list[Duty]:
    """So many duties, spread over states, lights, units and months, with reports, nodes and requests."""
    promises = (
        articles(here, 6)
        if not Commitment.objects.filter(number="1000").exists()
        else list(Commitment.objects.exclude(pk=here.commitment.pk))
    )
    units = [
        here.science,
        here.economy,
        here.countyhall,
        *Organisation.objects.filter(kind="county").exclude(pk=here.countyhall.pk),
    ]
    today = timezone.localdate()
    made = []
    for number in range(count):
        state, light = STATES[number % 8], LIGHTS[number % 8]
        unit = units[number % len(units)]
        due = today + timedelta(days=(number * 17) % 300 - 60)
        duty = city.duty(
            here, unit, state, due_on=due, light=light, percent=Decimal((number * 13) % 101), starts_on=today - timedelta(days=200),
            light_reason="计划进度60%,实际45%,滞后15个百分点" if light != "none" else "已立项",
            closed_at=timezone.now() - timedelta(days=number % 90) if state == "closed" else None,
        )  # fmt: skip
        duty.title, duty.commitment, duty.standard = (
            f"{TASKS[number % 8]}({unit})",
            promises[number % len(promises)],
            "以主管部门认定文件为准",
        )
        if state in ("in_progress", "handed_down", "checking"):
            lights.shine(duty)
        duty.save()
        dress(here, duty, number)
        made.append(duty)
    return made


def dress(here: SimpleNamespace, duty: Duty, number: int) -> None:
    """What hangs on a duty: a node, a co-unit, a report, sometimes evidence or a request for more time."""
    Node.objects.create(duty=duty, title="中期节点", due_on=duty.due_on - timedelta(days=20), percent=50)
    if number % 3 == 0 and duty.lead != here.science:
        CoUnit.objects.create(duty=duty, organisation=here.science)
    if duty.state in ("in_progress", "checking"):
        state = ("submitted", "accepted", "returned")[number % 3]
        report = Report.objects.create(
            duty=duty, organisation=duty.lead, by=here.science_staff, at=timezone.now() - timedelta(days=number), percent=duty.percent,
            text=f"已完成{TASKS[number % 8]}的前期工作,正在推进养老、住房、光伏项目。", state=state,
        )  # fmt: skip
        Duty.objects.filter(pk=duty.pk).update(reported_at=report.at)
        if number % 4 == 0:
            Evidence.objects.create(
                duty=duty, report=report, file=stored(here), organisation=duty.lead, title="验收文件"
            )
        if number % 8 == 3:
            Extension.objects.create(
                duty=duty, asked_at=timezone.now(), old_due_on=duty.due_on, new_due_on=duty.due_on + timedelta(days=60),
                cause="land", reason="用地手续未办结",
            )  # fmt: skip


def stored(here: SimpleNamespace):
    from luodi.site.base.models import StoredFile

    return StoredFile.objects.create(
        sha256="0" * 64, name="验收.pdf", size=10, media_type="application/pdf", by=here.science_staff
    )


def moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))
