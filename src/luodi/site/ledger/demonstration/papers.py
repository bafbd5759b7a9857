"""What the office of the made-up city sends out, holds and inspects (演示文书、会议、督查)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Case, When
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.models import Role, User

from ..actions import adopt, conferences, duties, inspections, instructions, papers
from ..models import Conference, Decision, Duty, InspectionItem, Instruction, SupervisionPaper
from .clock import Diary
from .lives import RECTIFIED, took
from .people import People


def write_down(people: People, diary: Diary, decision: Decision) -> None:
    """Write down what the office does besides the duties themselves."""
    today = diary.today
    Deskwork(people, decision).plan(diary, today)


class Deskwork:
    """The office's own work."""

    def __init__(self, people: People, decision: Decision) -> None:
        self.people, self.decision = people, decision
        self.actor = Actor(people.officers[0])

    def plan(self, diary: Diary, today: date) -> None:
        """Write it all down: a conference, an inspection, orders, a circular, a brief, what is public."""

        def ago(days: int) -> date:
            return today - timedelta(days=days)

        diary.on(ago(50), lambda: self.conference(ago(45), today + timedelta(days=40)))
        diary.on(ago(44), self.minutes)
        diary.on(ago(38), lambda: self.inspection(ago(38), ago(24)))
        diary.on(ago(24), self.rectified)
        diary.on(ago(6), self.orders)
        diary.on(ago(4), self.answered)
        diary.on(ago(3), self.circular)
        diary.on(ago(2), lambda: papers.issue(self.actor, papers.draft_brief(self.actor, ago(2))))
        diary.on(ago(12), self.instructions)
        diary.on(ago(5), self.replied)
        diary.on(ago(1), self.instructed)
        diary.on(ago(1), self.public)

    def conference(self, held: date, due: date) -> None:
        """A joint conference; two of its resolutions become tasks."""
        names = ("市科技局", "市经信局", "市财政局", "市自然资源局", "城西区")
        sitting = conferences.call(
            self.actor, None, title="创新驱动发展联席会议第三次会议", held_on=held, place="市委第二会议室", chair="市委副书记",
            attendees=[self.people.units[name] for name in names], agenda="研究创新型产业用地和科技资金保障问题。",
            minutes="会议听取了创新型产业用地供应和科技资金保障情况汇报，研究了存在问题。",
        )  # fmt: skip
        wanted = (("市自然资源局", "由市自然资源局牵头，完成创新型产业用地批次报批。"),
                  ("市财政局", "由市财政局牵头，落实科技创新基金首期出资。"))  # fmt: skip
        promises = list(self.decision.commitments.filter(article="七")) or list(
            self.decision.commitments.all()
        )
        for (unit, words), commitment in zip(wanted, promises, strict=False):
            resolved = conferences.resolve(self.actor, sitting, text=words)
            task = conferences.task(
                self.actor,
                resolved,
                commitment=commitment,
                lead=self.people.units[unit],
                due_on=due,
                title=words.partition("，")[2].rstrip("。"),
            )
            duties.sign(Actor(self.people.leads[unit]), task)

    def minutes(self) -> None:
        """The minutes go out."""
        sitting = Conference.objects.get()
        conferences.send_minutes(self.actor, sitting)

    def inspection(self, begins: date, ends: date) -> None:
        """A special inspection: eight duties drawn, two faults."""
        plan = inspections.plan(
            self.actor, None, title="创新平台建设专项督查", starts_on=begins, ends_on=ends, basis="年度督查计划第3项", scope="创新平台和园区建设事项",
        )  # fmt: skip
        inspections.list_frame(self.actor, plan, by="light", size=8)
        items = inspections.draw(self.actor, plan, seed=20260101)
        # faults are found where it goes slowly: such a duty is not about to be closed
        slow = Case(When(duty__light__in=("red", "yellow"), then=0), default=1)
        drawn = InspectionItem.objects.filter(pk__in=[each.pk for each in items]).order_by(slow, "id")
        for position, item in enumerate(drawn):
            fault = "现场进度与反馈不一致，台账资料不全。" if position < 2 else ""
            inspections.find(
                self.actor, item, finding=fault, rectify_by=ends + timedelta(days=14) if fault else None
            )
        inspections.conclude(self.actor, plan, conclusion="总体推进有序，两项存在问题，限期整改。")

    def rectified(self) -> None:
        """One fault is put right and checked; the other stays open."""
        item = (
            InspectionItem.objects.filter(state=InspectionItem.State.FAULT)
            .select_related("duty__lead")
            .first()
        )
        if item is None:
            return
        lead = next(
            user
            for name, user in self.people.leads.items()
            if self.people.units[name].pk == item.duty.lead_id
        )
        inspections.rectify(Actor(lead), item, text=RECTIFIED, spent=took(item.pk))
        inspections.verify(self.actor, item, passed=True)

    def orders(self) -> None:
        """Supervision orders for what is red, one for each unit."""
        red = list(Duty.objects.filter(light=Duty.Light.RED, state=Duty.State.IN_PROGRESS)[:4])
        for paper in papers.draft_orders(self.actor, red) if red else ():
            papers.issue(self.actor, paper)

    def answered(self) -> None:
        """The first order is answered."""
        order = SupervisionPaper.objects.filter(kind="order").first()
        if order is None:
            return
        lead = next(
            user
            for name, user in self.people.leads.items()
            if self.people.units[name].pk == order.addressee_id
        )
        words = "已专题研究，倒排工期，月底前完成前期手续。"
        papers.answer(Actor(lead), order, text=words, spent=took(order.pk))

    def circular(self) -> None:
        """A circular on what is late."""
        late = list(Duty.objects.filter(light=Duty.Light.RED)[:6])
        if late:
            paper = papers.draft_circular(self.actor, late)
            paper = papers.edit(
                self.actor, paper, title=paper.title, body=paper.body, approved_by="市委副书记"
            )
            papers.issue(self.actor, paper)

    def instructions(self) -> None:
        """The leader instructs on what is reddest; the office hands it down, one unit signs for it."""
        leader = Actor(User.objects.get(grants__role=Role.LEADER))
        red = (
            Duty.objects.filter(state=Duty.State.IN_PROGRESS)
            .exclude(lead=None)
            .order_by(Case(When(light="red", then=0), default=1), "id")
        )
        wanted = (
            "请牵头单位专题研究，说明滞后原因和追赶措施。",
            "请抓紧推进，一周内报送进展。",
            "请会同财政部门研究解决资金问题。",
        )
        made = [
            instructions.hand_down(self.actor, instructions.write(leader, duty, text=words))
            for duty, words in zip(red[:3], wanted, strict=False)
        ]
        for each in made[:2]:
            instructions.sign(self._of(each.unit_id), each)

    def replied(self) -> None:
        """The first instruction is answered and reported up; the second answered, and waits for review."""
        signed = list(Instruction.objects.filter(state=Instruction.State.SIGNED).order_by("id"))
        told = [
            instructions.answer(self._of(each.unit_id), each, text=words, spent=took(each.pk))
            for each, words in zip(
                signed,
                ("已召开专题会，明确追赶节点，每周调度。", "已完成前期手续，正在组织施工。"),
                strict=False,
            )
        ]
        for each in told[:1]:
            instructions.report_up(self.actor, each, note="情况属实。")

    def instructed(self) -> None:
        """One instruction came on paper and is about no duty yet."""
        leader = User.objects.get(grants__role=Role.LEADER)
        words = "请督查室跟踪了解创新平台建设情况。"
        instructions.record(self.actor, None, leader=leader, text=words, written_on=timezone.localdate())

    def _of(self, unit: int | None) -> Actor:
        """The lead of a unit."""
        return Actor(
            next(user for name, user in self.people.leads.items() if self.people.units[name].pk == unit)
        )

    def public(self) -> None:
        """The decision and half of its commitments are shown to the public."""
        adopt.publish_decision(self.actor, self.decision, published=True)
        chosen = [each.pk for each in self.decision.commitments.all() if each.pk % 2]
        adopt.publish(self.actor, self.decision, commitments=chosen, published=True)
