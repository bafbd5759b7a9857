"""What becomes of each duty (演示进程): handed down, signed for, reported on, checked, or not, as its fate has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile

from luodi.documents import supervision
from luodi.site.base.action import Actor
from luodi.site.base.models import User

from .. import calendar
from ..actions import duties, evidence, extensions, inspections, parts, progress
from ..models import Commitment, Duty, Evidence, InspectionItem
from ..timing import Spent
from .clock import Diary
from .people import People

CAUSES: Final = ("land", "funds", "approval", "coordination", "technology")
WORDS: Final = (
    "已制定工作方案，明确了责任分工和时间节点。",
    "已召开推进会两次，重点项目按计划实施。",
    "已完成阶段任务，正在组织验收材料。",
    "已会同配合单位实地调研，问题清单正在逐项销号。",
    "资金已拨付到位，正在组织实施。",
)
BEHIND: Final = "前期手续办理时间较长，进度有所滞后，已倒排工期。"
RETURNED: Final = "请补充具体数据和完成时间，并附佐证材料。"
RECTIFIED: Final = "已按现场实际重新核定进度，补齐台账。"


class Life:
    """The life of one duty, written into the diary step by step.

    Args:
        people: the city.
        diary: where the steps are written.
        chance: the seeded chance.
        commitment: what it delivers.
        begins: the day on which it is put on the list.
        due: its day.
        fate: the name of its end: ``registered``, ``handed_down``, ``green``, ``behind``, ``late``, ``asking``, ``checking``,
            ``sent_back``, ``closed``, ``archived``, ``reopened`` or ``withdrawn``.
    """

    def __init__(
        self,
        people: People,
        diary: Diary,
        chance: Random,
        commitment: Commitment,
        begins: date,
        due: date,
        fate: str,
    ) -> None:
        self.people, self.diary, self.chance, self.fate = people, diary, chance, fate
        self.commitment, self.begins, self.due = commitment, begins, due
        named = [
            name for names in commitment.finding.units.values() for name in names if name in people.units
        ]
        self.units = list(dict.fromkeys(named)) or ["市科技局"]
        self.duty: Duty | None = None
        self.officer = people.officers[commitment.pk % 2]

    def begin(self) -> None:
        """Write the first steps down."""
        today = self.diary.today
        handed = self.begins + timedelta(days=4)
        if self.fate in ("registered", "handed_down", "withdrawn"):
            handed = today - timedelta(days=self.chance.randrange(2, 6))
        self._on(self.begins, self._register)
        if self.fate == "withdrawn":
            self._on(handed, lambda: self._office(duties.withdraw, reason="与另一承诺事项重复，合并办理。"))
        elif self.fate != "registered":
            self._on(handed, lambda: self._office(duties.hand_down))
        if self.fate not in ("registered", "handed_down", "withdrawn"):
            self._on(handed + timedelta(days=2), self._sign)
            self._report_on(handed + timedelta(days=20))
            self._end(today)

    def _report_on(self, first: date) -> None:
        """Reports every seven weeks until the last one, which the end brings with it."""
        day = first
        while day < min(self.diary.today, self._done()):
            self._on(day, lambda day=day: self._report(self._share(day)))  # type: ignore[misc]
            day += timedelta(days=49)

    def _done(self) -> date:
        """When it is done, for the fates that get so far; about three weeks before its day, but before today."""
        if self.fate not in ("checking", "sent_back", "closed", "archived", "reopened"):
            return date.max
        latest = self.diary.today - timedelta(days=4 if self.fate == "checking" else 12)
        return min(self.due - timedelta(days=20), latest - timedelta(days=self.chance.randrange(0, 25)))

    def _end(self, today: date) -> None:
        done = self._done()
        if self.fate == "asking":
            self._on(today - timedelta(days=3), self._ask_for_time)
        if self.fate in ("late", "behind"):
            self._on(
                today - timedelta(days=self.chance.randrange(1, 9)),
                lambda: self._report(self._share(today), judged=False),
            )
        if done == date.max:
            return
        self._on(done, lambda: self._report(Decimal(100), proof=True))
        self._on(
            done + timedelta(days=3), lambda: self._lead(duties.ask_close, spent=took(self.commitment.pk))
        )
        if self.fate == "checking":
            return
        if self.fate == "sent_back":
            self._on(
                done + timedelta(days=5),
                lambda: self._office(duties.send_back, note="现场核查与佐证不符，请整改。"),
            )
            return
        self._on(done + timedelta(days=5), self._judge)
        self._on(done + timedelta(days=6), self._close)
        if self.fate == "archived":
            self._on(done + timedelta(days=9), lambda: self._office(duties.archive))
        if self.fate == "reopened":
            self._on(
                done + timedelta(days=10),
                lambda: self._office(duties.reopen, reason="群众反映成效没有保持，恢复办理。"),
            )

    def _share(self, day: date) -> Decimal:
        """How far it is on a day."""
        pace = {"behind": 0.82, "late": 0.75, "asking": 0.8}.get(self.fate, 1.04)
        whole = max((self.due - self.begins).days, 1)
        share = min(100 * pace * (day - self.begins).days / whole, 92 if self.fate != "green" else 97)
        return Decimal(max(0, round(share)))

    def _register(self) -> None:
        actor = Actor(self.officer)
        duty = duties.register(actor, self.commitment, standard="以主管部门文件和现场核查结果为准。")
        lead, *helpers = self.units
        self.duty = duties.assign(
            actor, duty, lead=self.people.units[lead], due_on=self.due,
            co_units=[self.people.units[name] for name in helpers], person=self.people.staff.get(lead),
        )  # fmt: skip
        middle = self.begins + (self.due - self.begins) / 2
        if self.commitment.pk % 2 and middle < self.due:
            points = [parts.Point("中期节点", calendar.on_or_after(middle), Decimal(45))]
            self.duty = parts.plan(actor, self.duty, points=points)

    def _sign(self) -> None:
        duties.sign(Actor(self._doer()), self._now())

    def _report(self, share: Decimal, *, proof: bool = False, judged: bool = True) -> None:
        duty = self._now()
        below = list(duty.parts.all())
        for each in below:
            self._report_on_one(each, share, self._lead_of(each), proof=False, judged=True)
        if not below:
            self._report_on_one(duty, share, self._doer(), proof=proof, judged=judged)

    def _report_on_one(self, duty: Duty, share: Decimal, by: User, *, proof: bool, judged: bool) -> None:
        if duty.state != Duty.State.IN_PROGRESS:
            return
        late = progress.behind(duty, share)
        words = BEHIND if late else self.chance.choice(WORDS)
        proof = proof or self.chance.random() < 0.15
        told = progress.Told(
            f"{words}目前完成{share}%。", share, cause=self.chance.choice(CAUSES) if late else "",
            files=[_proof(duty, share)] if proof else [],
        )  # fmt: skip
        minutes = Decimal(self.chance.randrange(15, 90)) / 10
        report = progress.report(Actor(by), duty, told, minutes=minutes)
        if share == 100:
            progress.accept_report(Actor(self.officer), report)
        elif judged and self.chance.random() < 0.12:
            progress.return_report(Actor(self.officer), report, note=RETURNED)
        elif judged:
            progress.accept_report(Actor(self.officer), report)

    def _ask_for_time(self) -> None:
        later = max(self.due, self.diary.today) + timedelta(days=60)
        reason = "项目用地手续尚未办结，预计顺延两个月。"
        extensions.ask_extension(
            Actor(self._leader()), self._now(), new_due_on=later, cause="land", reason=reason,
            spent=took(self.commitment.pk),
        )  # fmt: skip

    def _judge(self) -> None:
        for each in self._now().evidence.filter(state=Evidence.State.OFFERED):
            by = self.people.evaluator if each.pk % 3 == 0 else self.officer
            evidence.judge_evidence(Actor(by), each, accepted=True, note="与现场一致。")

    def _close(self) -> None:
        """Close it; what an inspection found is put right and checked before."""
        for item in self._now().inspection_items.filter(state=InspectionItem.State.FAULT):
            inspections.rectify(Actor(self._leader()), item, text=RECTIFIED, spent=took(item.pk))
            inspections.verify(Actor(self.officer), item, passed=True)
        self._office(duties.close, note="经核查，佐证齐全，同意销号。")

    def _on(self, day: date, do: Callable[[], object]) -> None:
        self.diary.on(max(day, self.begins), do)

    def _office(self, verb: Callable[..., object], **values: str) -> None:
        verb(Actor(self.officer), self._now(), **values)

    def _lead(self, verb: Callable[..., object], **values: Spent) -> None:
        verb(Actor(self._leader()), self._now(), **values)

    def _now(self) -> Duty:
        assert self.duty is not None
        return Duty.objects.get(pk=self.duty.pk)

    def _doer(self) -> User:
        return self.people.staff.get(self.units[0]) or self._leader()

    def _lead_of(self, duty: Duty) -> User:
        return next(
            user for name, user in self.people.leads.items() if self.people.units[name].pk == duty.lead_id
        )

    def _leader(self) -> User:
        return self.people.leads[self.units[0]]


def took(number: int) -> Spent:
    """The minutes that a made-up form took, some more and some less."""
    return Spent(Decimal(20 + number * 7 % 60) / 10)


def _proof(duty: Duty, share: Decimal) -> SimpleUploadedFile:
    """A made-up file that says it is made up."""
    paper = supervision.Official(
        title=f"{duty.title[:40]}完成情况证明", issuer=str(duty.lead), day=duty.due_on or date.min,
        body=f"{duty.number} {duty.title}，目前完成{share}%。", generated=True,
    )  # fmt: skip
    name = f"{duty.number} 完成情况证明（{share}%）.docx"
    return SimpleUploadedFile(name, supervision.to_bytes(paper))
