"""What a place in a document speaks of (语境): what has been, or what is meant to be, and of which year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from luodi.core.record import Document, Provision
from luodi.reading.figures import vocabulary as words
from luodi.reading.page import Page
from luodi.reading.when import PLANS, Moment, moments

Mood = Literal["plan", "review", "preamble"]

_REPORT: Final = re.compile(r"工作报告")
_A_PLAN: Final = re.compile(r"方案|计划|规划|纲要|要点|清单|分工|行动|工作报告|任务")
_RULES: Final = re.compile(
    r"(?:办法|条例|规定|细则|章程|准则|规则|若干政策|扶持政策|奖励政策)(?:（[^）]*）)?\Z"
)
_YEARS: Final = re.compile(r"(?P<from>20\d\d|19\d\d)年?(?:[-—–－~～至到]+(?P<to>20\d\d)年?)?")
_PLAN: Final = re.compile(
    r"“?(十?[一二三四五六]|九|十)五”?(?=[^年]{0,12}(?:规划|计划|方案|纲要|意见|时期|期间))|"
    r"第(十?[一二三四五六]|九|十)个五年"
)
_PLAN_OF_A_YEAR: Final = re.compile(
    r"(?:19|20)\d\d年(?:度)?[^年]*(?:行动|计划|清单|方案|工作|任务|要点|重点|分工)"
)
_PUNCTUATED: Final = re.compile(r"[，。；：]")
_DATE: Final = re.compile(r"(?<!\d)(20\d\d|19\d\d)年\d{1,2}月\d{1,2}日")
_DATE_LINE: Final = re.compile(r"(?<!\d)(20\d\d)年\d{1,2}月\d{1,2}日(?=\n|$)")
_NUMBER_YEAR: Final = re.compile(r"〔(?P<year>(?:19|20)\d\d)〕")


@dataclass(slots=True)
class Scope:
    """What a block speaks of.

    Attributes:
        mood: review (回顾), plan (部署), or preamble (引言), where only what is clearly dated counts.
        goal: the heading above says that goals follow.
        year: the time inherited from heading, document or report, as on the wire; None when there is none.
        last: last year of it.
    """

    mood: Mood
    goal: bool = False
    year: str | None = None
    last: int | None = None


@dataclass(slots=True)
class Frame:
    """What holds for a whole document (全文).

    Attributes:
        base: the year it was written in, or begins with; None when nothing tells.
        horizon: the deadline (时限) that holds where nothing nearer is said; None when it sets none.
        stated: the deadline that the title itself states; the horizon may also be taken from the goals.
        communique: every figure says what happened.
        report: a work report (工作报告): a review of last year, then tasks for this one.
        plan: a plan by its title (方案, 计划, 规划, 清单): it promises even where it sets no time.
        rules: a regulation or a subsidy policy: its numbers are conditions.
        times: all times of the text in order.
        title: its title without spaces.
    """

    base: int | None
    horizon: str | None
    stated: str | None
    communique: bool
    report: bool
    rules: bool
    times: list[Moment]
    title: str = ""
    plan: bool = False

    @property
    def last(self) -> int | None:
        """Last year of the horizon."""
        return int(self.horizon[-4:]) if self.horizon else None


def frame_of(page: Page, document: Document, provisions: Sequence[Provision]) -> Frame:
    """Find what holds for the whole document."""
    title = "".join((document.title or "").split())
    communique = document.kind == "communique"
    report = bool(_REPORT.search(title))
    base = _base(page, document, title)
    named = _YEARS.search(title)
    if named and document.adopted_on and not (communique or report):
        base = min(base or 9999, int(document.adopted_on[:4]))
    stated = None if communique else _stated(title, named, report=report)
    plan = None if communique or stated else _PLAN.search(title)
    if plan:
        last = PLANS.get(plan[1] or plan[2])
        stated = str(last) if last else None
        if base is None and last:
            base = last - 4
    if report:
        stated = str(base) if base else None
    times = moments(page.flat, base)
    horizon = stated if stated or communique or report else _leading_goal(page, times, base)
    return Frame(
        base=base,
        horizon=horizon,
        stated=stated,
        communique=communique,
        report=report,
        rules=bool(_RULES.search(title)),
        times=times,
        title=title,
        plan=bool(_A_PLAN.search(title)),
    )


def _base(page: Page, document: Document, title: str) -> int | None:
    """Give the year a document was written in, or begins with, by its title, date, number or text."""
    named = _YEARS.search(title)
    if named:
        return int(named["from"])
    dated = document.adopted_on or document.published_on
    if dated:
        return int(dated[:4])
    numbered = _NUMBER_YEAR.search(document.number or "")
    return int(numbered["year"]) if numbered else _first_year(page)


def _stated(title: str, named: re.Match[str] | None, *, report: bool) -> str | None:
    """Give the years a title sets: a stretch, or one year of which it is the plan (2024年重点任务清单)."""
    if named is None:
        return None
    if named["to"]:
        return f"{named['from']}-{named['to']}"
    return named["from"] if report or _PLAN_OF_A_YEAR.match(title, named.start()) else None


def _first_year(page: Page) -> int | None:
    """Take the first year a text prints as the year it was written in, when its head does not say."""
    found = _DATE.search(page.flat[:600]) or _DATE_LINE.search(page.flat[-600:])
    return int(found[1]) if found else None


def _leading_goal(page: Page, times: Sequence[Moment], base: int | None) -> str | None:
    """Without a year in the title, the goals' most frequent year holds for tasks that name none."""
    ahead = [
        t
        for t in times
        if t.role == "time" and not t.past and t.month is None and (base is None or t.last >= base)
    ]
    dated = [t for t in ahead if t.by or page.flat[t.start : t.start + 1] in "到至"]
    dated = dated or [t for t in ahead if t.first is not None and t.first % 5 == 1 and t.last - t.first == 4]
    counted = Counter(t.last for t in dated if base is None or t.last - base <= 8)
    if not counted:
        return None
    most = max(counted.values())
    return str(min(year for year, count in counted.items() if count == most))


def scopes_of(page: Page, frame: Frame, provisions: Sequence[Provision]) -> list[Scope | None]:
    """Give the scope of every block; None for blocks that nobody reads."""
    by_id = {p.id: p for p in provisions}
    made: dict[str | None, Scope] = {}
    first = min((p.start for p in provisions), default=None)
    found: list[Scope | None] = []
    title = frame.title
    title_mood: Scope | None = None
    for block in page.blocks:
        if block.kind == "furniture" or page.flat[block.start : block.end] == title:
            found.append(None)
            continue
        if block.provision is None or block.provision not in by_id:
            title_mood = _by_line(page.flat[block.start : block.end], frame) or title_mood
            before = first is not None and page.at[block.start] < first
            if title_mood is not None:
                found.append(title_mood)
            elif frame.communique:
                found.append(_scope("review", frame))
            elif before:
                found.append(_scope("review" if frame.report else "preamble", frame))
            else:
                found.append(_scope("plan", frame))
            continue
        title_mood = None
        scope = made.get(block.provision)
        if scope is None:
            scope = made[block.provision] = _of(by_id[block.provision], by_id, frame)
        found.append(scope)
    return found


def _scope(mood: Mood, frame: Frame, *, goal: bool = False) -> Scope:
    if mood == "review":
        if frame.communique:
            last = frame.base
        elif frame.report and frame.base:
            last = frame.base - 1
        elif frame.horizon and len(frame.horizon) == 4 and frame.last and frame.last % 5 == 0:
            last = frame.last - 5
        else:
            last = frame.base - 1 if frame.base else None
        return Scope("review", False, str(last) if last else None, last)
    return Scope(mood, goal, frame.horizon, frame.last)


def _of(provision: Provision, by_id: dict[str, Provision], frame: Frame) -> Scope:
    """The innermost heading that tells decides; for goals, any heading above."""
    if frame.communique:
        return _scope("review", frame)
    mood: Mood | None = None
    goal = False
    dated: Moment | None = None
    seen: set[str] = set()
    at: Provision | None = provision
    while at is not None and at.id not in seen:
        seen.add(at.id)
        heading = "".join((at.heading or "").split())
        if heading and len(heading) <= 60:
            goal = goal or bool(words.GOAL_HEADING.search(heading))
            # in a work report the chapters decide: their sections speak of results (成效) and plans alike
            if mood is None and not (frame.report and at.parent):
                back, ahead = words.LOOKS_BACK.search(heading), words.LOOKS_AHEAD.search(heading)
                if back and not (
                    ahead
                    and frame.report is False
                    and at.level != "chapter"
                    and not back[0].startswith("回顾")
                ):
                    mood = "review"
                elif ahead and (frame.report or at.level == "chapter"):
                    mood = "plan"
            if dated is None:
                times = [t for t in moments(heading, frame.base) if t.role == "time"]
                dated = times[-1] if times else None
        at = by_id.get(at.parent) if at.parent else None
    if mood is None:
        mood = "plan"
    scope = _scope(mood, frame, goal=goal)
    if dated is not None:
        if mood == "plan" and (frame.base is None or dated.last >= frame.base):
            return Scope(mood, goal, dated.label, dated.last)
        if mood == "review" and not frame.report and dated.last != frame.last:
            return Scope(mood, goal, dated.label, dated.last)
    return scope


def _by_line(line: str, frame: Frame) -> Scope | None:
    """A heading without a number (2024年工作回顾) says what follows, where no numbered part does."""
    if len(line) > 40 or _PUNCTUATED.search(line):
        return None
    if words.LOOKS_BACK.search(line):
        return _scope("review", frame)
    if words.LOOKS_AHEAD.search(line) and not frame.communique:
        return _scope("plan", frame, goal=bool(words.GOAL_HEADING.search(line)))
    return None
