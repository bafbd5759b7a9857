"""Figures in running text (文中数据): from the numbers of a sentence to what they say of what, and by when.

The steps, in order: cut the sentence into clauses; leave out numbers that stand in names, brackets and conditions;
group numbers that share a list (800公里、600公里、300公里); see whether what is counted stands before or behind the
number; name it; find out whether it speaks of what is or of what shall be; give it its year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from luodi.core.record import Comparator, Direction, Kind
from luodi.reading.figures import names
from luodi.reading.figures import vocabulary as words
from luodi.reading.figures.scopes import Frame, Scope
from luodi.reading.marks import NUMBERING
from luodi.reading.mentions import Mention, mentions
from luodi.reading.units import COUNT_WORDS, split_scale
from luodi.reading.when import Moment, between

_SENTENCE: Final = re.compile(r"[^。；！？\n]+")
_MARK: Final = re.compile(r"[，：]|[“（《【〔]|[”）》】〕]")
_OPEN: Final = frozenset("“（《【〔")
_CLOSE: Final = frozenset("”）》】〕")
_LONGEST: Final = 3000
"""Characters of the longest sentence that is taken apart; a longer one is no sentence."""
_FAR: Final = 45
_JOINED: Final = re.compile(r"(?:[、和及与]|以及|分别|，分别|，)\Z")
_ONLY_JOINT: Final = re.compile(r"(?:、|和|与|及|以及)\Z")
_QUALIFIED: Final = re.compile(r"(?:规模)?的(?!比例|比重|占比|目标)")
_LIMIT_OF: Final = re.compile(
    r"及?(?:以上|以下|以内|左右)?(?:规模|级|标准)?的(?![^，。；]{0,12}基金)|级|规模(?=[^、，。]{0,6}(?:企业|项目|集群|园区|基地))|及?(?:以上|以下)(?=[^、，。；]{0,10}(?:企业|项目|工业|高校|景区|医院|技术|河流|乡镇|县|村|园区))"
)
_BIG_MODIFIER: Final = re.compile(r"级?(?:[^，、。；]{0,8})?(?:产业集群|产业链|集群|产业|企业|园区|基地)")
_FUTURE: Final = re.compile(r"将|力争|确保|争取|计划|拟|目标|预期")
_TRAILING_TIME: Final = re.compile(
    r"(?:要|应|须|于|该任务|任务|确保|力争|，)*[^，。；]{0,14}?(?:全部|基本|如期)?(?:完成|完工|建成|达标|投用|竣工|到位|通车|前|投入使用)\Z"
)
_HEDGED: Final = re.compile(r"力争|争取|努力")


@dataclass(slots=True)
class Figure:
    """A number with its meaning, in folded-text positions."""

    start: int
    end: int
    name: str
    comparator: Comparator
    value: float | None
    high: float | None
    unit: str | None
    kind: Kind
    direction: Direction
    year: str | None
    what: Literal["target", "observed"]
    area: str | None = None
    baseline: str | None = None
    baseline_year: str | None = None
    hedged: bool = False


@dataclass(slots=True)
class _Clause:
    start: int
    end: int
    after_colon: bool
    mentions: list[Mention] = field(default_factory=list)


@dataclass(slots=True)
class _Carried:
    """What one clause hands on to the next: the subject, its verb, and the time."""

    subject: str = ""
    subject_start: int = 0
    verb: str = ""
    topic: str = ""
    theme: str = ""
    time: Moment | None = None
    last_what: str = ""
    paragraph_time: Moment | None = None
    inherited: bool = False
    history: list[str] = field(default_factory=list)


def of_block(flat: str, start: int, end: int, scope: Scope, frame: Frame) -> list[Figure]:
    """Find the figures of one paragraph."""
    found: list[Figure] = []
    carried = _Carried()
    opened = opening_of(flat, frame, start, end) if scope.mood == "review" else None
    carried.paragraph_time = opened
    numbered = NUMBERING.match(flat, start, end)
    begins = numbered.end() if numbered else start
    for sentence in _SENTENCE.finditer(flat, begins, end):
        begin, finish = sentence.span()
        if finish - begin > _LONGEST:
            continue
        found += _sentence(flat, begin, finish, scope, frame, carried)
    return found


def opening_of(flat: str, frame: Frame, start: int, end: int) -> Moment | None:
    """Give the years that a review's paragraph opens with."""
    for moment in between(frame.times, start, min(end, start + 30)):
        if moment.role == "time" and moment.first is not None and moment.first != moment.last:
            return moment
    return None


def _sentence(flat: str, start: int, end: int, scope: Scope, frame: Frame, carried: _Carried) -> list[Figure]:
    numbers = [m for m in mentions(flat, start, end)]
    if scope.mood == "review" or carried.time is None or not carried.time.by:
        carried.time = carried.paragraph_time if scope.mood == "review" else carried.time
    if not numbers:
        _pass_time(frame, start, end, scope, carried)
        carried.subject = carried.verb = ""
        if scope.mood == "plan":
            return list(_relative(flat, start, end, scope, frame, carried))
        return []
    clauses = _clauses(flat, start, end, numbers)
    found: list[Figure] = []
    carried.subject = carried.verb = carried.topic = carried.theme = ""
    carried.history = []
    state = _Sentence(flat, start, end, scope, frame, carried, _past(flat, start, end, scope, frame))
    for clause in clauses:
        if not clause.mentions:
            state.without_number(clause)
            found += [
                f
                for f in _relative(flat, clause.start, clause.end, scope, frame, carried)
                if scope.mood == "plan"
            ]
            text = flat[clause.start : clause.end]
            if found and between(frame.times, clause.start, clause.end) and _TRAILING_TIME.match(text):
                _set_time(found, between(frame.times, clause.start, clause.end)[-1])
            continue
        found += state.with_numbers(clause)
    return found


def _set_time(found: list[Figure], moment: Moment) -> None:
    """新建雨水管网46公里，2024年6月底前完成: the time stands behind what it dates."""
    last = found[-1]
    if moment.role == "time" and last.what == "target":
        last.year = moment.label


def _pass_time(frame: Frame, start: int, end: int, scope: Scope, carried: _Carried) -> None:
    for moment in between(frame.times, start, end):
        if moment.role == "time" and scope.mood != "review" and _ahead(moment, frame):
            carried.time = moment


def _ahead(moment: Moment, frame: Frame) -> bool:
    return not moment.past and (frame.base is None or moment.last >= frame.base)


def _past(flat: str, start: int, end: int, scope: Scope, frame: Frame) -> bool:
    """In a plan: does the whole sentence say what has happened?"""
    if scope.mood == "review":
        return True
    dated = [m for m in between(frame.times, start, end) if m.role == "time"]
    if any(_ahead(m, frame) for m in dated):
        return False
    if dated and any(m.past or (frame.base is not None and m.last < frame.base) for m in dated):
        return True
    return bool(
        re.match(r"[^，]{0,8}(?:截至|截止|目前|近年来|去年|过去|五年来)", flat[start : min(end, start + 20)])
    )


def _clauses(flat: str, start: int, end: int, numbers: Sequence[Mention]) -> list[_Clause]:
    """Cut at ，and ：outside quotes and brackets; numbers inside quotes and brackets fall out."""
    cuts: list[tuple[int, int, bool]] = []
    hidden: list[tuple[int, int]] = []
    depth, at, opened, colon = 0, start, 0, False
    for match in _MARK.finditer(flat, start, end):
        mark = match[0]
        if mark in _OPEN:
            if depth == 0:
                opened = match.start()
            depth += 1
        elif mark in _CLOSE:
            if depth == 1:
                hidden.append((opened, match.end()))
            depth = max(0, depth - 1)
        elif depth == 0:
            cuts.append((at, match.start(), colon))
            at, colon = match.end(), mark == "："
    cuts.append((at, end, colon))
    if depth:  # never closed: nothing is hidden
        cuts = [c for c in cuts if c[1] <= opened] or cuts[:0]
        last = cuts[-1][1] + 1 if cuts else start
        cuts += [(m[0], m[1], False) for m in _plain_cuts(flat, last, end)]
    clauses = [_Clause(a, b, c) for a, b, c in cuts if b > a]
    position = 0
    for number in numbers:
        if any(a <= number.start < b for a, b in hidden) and not _telling(flat, number, hidden):
            continue
        while position < len(clauses) and clauses[position].end <= number.start:
            position += 1
        if position < len(clauses) and clauses[position].start <= number.start:
            clauses[position].mentions.append(number)
    return clauses


def _plain_cuts(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^，：]+", flat[start:end]):
        yield start + match.start(), start + match.end()


def _telling(flat: str, number: Mention, hidden: Sequence[tuple[int, int]]) -> bool:
    """（其中普通高校5所）tells, other brackets explain."""
    inside = next(pair for pair in hidden if pair[0] <= number.start < pair[1])
    return flat[inside[0]] == "（" and flat[inside[0] + 1 : inside[0] + 3] == "其中"


@dataclass(slots=True)
class _Sentence:
    flat: str
    start: int
    end: int
    scope: Scope
    frame: Frame
    carried: _Carried
    past: bool
    qualified: bool = False

    def without_number(self, clause: _Clause) -> None:
        """A clause without numbers may set the time, the topic or the subject of those that follow."""
        self._times(clause.start, clause.end)
        text = self.flat[clause.start : clause.end]
        ahead = self.flat[clause.end : clause.end + 1] == "："
        name = names.clean(text)
        if 2 <= len(name) <= 24 and not re.match(r"[创同按居保位总其此这]", name):
            self.carried.theme = name
        if (
            2 <= len(name)
            and (ahead or (len(name) <= 14 and not self.carried.history))
            and not re.match(r"[其此这]|具体|如下|包括|注", name)
        ):
            self.carried.topic = name
            self.carried.subject, self.carried.subject_start = name, clause.start

    def _times(self, start: int, end: int) -> None:
        for moment in between(self.frame.times, start, end):
            if moment.role == "time":
                self.carried.time = moment

    def with_numbers(self, clause: _Clause) -> list[Figure]:
        found: list[Figure] = []
        at = clause.start
        position = 0
        before = self.carried.time
        self.carried.verb = ""
        while position < len(clause.mentions):
            group = self._group(clause, position)
            next_start = (
                clause.mentions[position + len(group)].comparator_start
                if position + len(group) < len(clause.mentions)
                else clause.end
            )
            self._times(at, group[-1].end)
            figures = list(self._figures(clause, group, at, next_start, followed=next_start < clause.end))
            found += figures
            if figures:
                at = self._cut_after(group[-1], next_start)
            position += len(group)
            if (
                figures
                and position < len(clause.mentions)
                and self._qualifies(group[-1], clause.mentions[position])
            ):
                at = clause.mentions[position].end
                position += 1
        later = [
            m
            for m in between(self.frame.times, at, clause.end + 14)
            if m.role == "time" and m.start < self.end
        ]
        if (
            later
            and later[0].by
            and found
            and self.flat[later[0].start - 1] in "（，"
            and self.flat[later[0].start - 1] == "（"
        ):
            for figure in found:
                if figure.what == "target":
                    figure.year = later[0].label
            self.carried.time = before
        else:
            self._times(at, clause.end)
        return found

    def _qualifies(self, number: Mention, following: Mention) -> bool:
        """8个产业规模超千亿元: the second number says which are counted."""
        between_them = self.flat[number.end : following.comparator_start]
        return (
            split_scale(number.unit or "")[1] in COUNT_WORDS
            and following.comparator in ("gt", "ge", "lt")
            and 1 < len(between_them) <= 12
            and not names.JOINTS.search(between_them)
            and not re.search(r"(?:达|增长|提高|下降)", between_them)
        )

    def _group(self, clause: _Clause, position: int) -> list[Mention]:
        group = [clause.mentions[position]]
        for number in clause.mentions[position + 1 :]:
            gap = self.flat[group[-1].end : number.comparator_start]
            same = split_scale(number.unit or "")[1] == split_scale(group[-1].unit or "")[1]
            if _ONLY_JOINT.fullmatch(gap) and same:
                group.append(number)
            else:
                break
        return group

    def _cut_after(self, number: Mention, limit: int) -> int:
        """Where the words before the next number begin: behind the next joint, or at once."""
        found = names.JOINTS.search(self.flat, number.end, limit)
        return found.start() if found else number.end

    def _figures(
        self, clause: _Clause, group: list[Mention], at: int, next_start: int, *, followed: bool
    ) -> Iterator[Figure]:
        flat, first, last = self.flat, group[0], group[-1]
        head_text = flat[at : first.comparator_start]
        tail_end = self._tail_end(last, next_start, clause.end, followed=followed)
        tail = flat[last.end : tail_end]
        following = next((m for m in clause.mentions if m.start > last.start), None)
        self.qualified = following is not None and self._qualifies(last, following)
        if self.qualified and following is not None:
            tail_end = following.end
            tail = flat[last.end : tail_end]
        if self._context(clause, first, head_text, tail, followed=followed):
            return
        changing = words.CHANGING.search(head_text)
        # 贡献率 and 增加值 end like verbs of change, but are not
        if changing and re.search(r"(?:增加|增速|增长)值\Z", head_text):
            changing = None
        if (
            changing
            and first.unit not in _PERCENT
            and names.only_verb(names.clean(head_text))
            and self.carried.subject
            and changing.start()
        ):
            changing = None
        if changing and first.unit not in _PERCENT and names.of_tail(tail) and not _STARTS_VERB.match(tail):
            subject = names.clean(names.without_examples(head_text[: changing.start()]))
            if not subject or names.only_verb(subject) or names.only_verb(names.clean(head_text)):
                changing = None
        margin = words.MARGIN.search(flat[at : first.start])
        self.carried.inherited = False
        named, whole_end, kind, direction = self._named(
            clause, group, head_text, tail, tail_end, changing, margin
        )
        if named is None:
            return
        what = self._what(clause, first, head_text, tail, changing, scoped=bool(named[0]))
        if what is None:
            return
        start = self._begin(clause, at, head_text)
        end = whole_end
        area = words.AREA.search(flat[clause.start : first.start])
        base = next(
            (m for m in between(self.frame.times, clause.start, first.start) if m.role == "baseline"), None
        )
        apart = self._years_apart(clause, group, head_text)
        if len(group) == 1:
            group = group * len(named)
        for place, (number, name) in enumerate(zip(group, named, strict=True)):
            comparator = self._comparator(number, tail, group, head_text)
            yield Figure(
                start=start,
                end=max(end, number.end),
                name=names.plain(name),
                comparator=comparator,
                value=number.value,
                high=number.high,
                unit=number.unit if number.unit is not None else "",
                kind=kind if kind else _kind(number, name, changing),
                direction=direction,
                year=apart[place] if apart else self._year(what, changing, name),
                what=what,
                area=area[0] if area else None,
                baseline=margin["than"] if margin else None,
                baseline_year=str(base.last) if base else None,
                hedged=bool(_HEDGED.search(flat, clause.start, number.start)),
            )
        self.carried.last_what = what
        if not (changing or self.carried.inherited):
            self.carried.history += named
        self.carried.subject, self.carried.subject_start = named[-1], start
        self.carried.verb = names.verb_of(names.clean(names.without_examples(head_text))) or self.carried.verb

    def _tail_end(self, last: Mention, next_start: int, clause_end: int, *, followed: bool) -> int:
        found = names.JOINTS.search(self.flat, last.end, next_start)
        bracket = self.flat.find("（", last.end, next_start)
        ends = [next_start]
        if found:
            # 10个以上“农机服务、物流”组织: a joint inside the tail of the last number is the tail's own
            if followed or self.flat[found.start()] == "、":
                ends.append(found.start())
        if bracket >= 0:
            ends.append(bracket)
        return min(ends)

    def _comparator(self, number: Mention, tail: str, group: list[Mention], head: str) -> Comparator:
        """分别突破900家、2100家 and 8%、5%、6%左右: what stands before the first or behind the last holds for all."""
        if number.comparator == "eq" and len(group) > 1:
            if group[0].comparator_start < group[0].start:
                return group[0].comparator
            if group[-1].after and all(m.comparator == "eq" for m in group[:-1]):
                return group[-1].comparator
        if number.comparator == "eq" and re.search(r"至少|最少|不少于|不低于", head[-12:]):
            return "ge"
        if number.comparator == "eq" and number.unit and "亿" in number.unit and _BIG_MODIFIER.match(tail):
            return "ge"
        return number.comparator

    def _named(
        self,
        clause: _Clause,
        group: list[Mention],
        head_text: str,
        tail: str,
        tail_end: int,
        changing: re.Match[str] | None,
        margin: re.Match[str] | None,
    ) -> tuple[list[str] | None, int, Kind | None, Direction]:
        """Give the names, where the quote ends, the kind if it is settled, and the direction."""
        first, last, count = group[0], group[-1], len(group)
        direction: Direction = "increase"
        kind: Kind | None = None
        if margin:
            head = names.clean(
                head_text[
                    : max(0, len(head_text) - (len(margin[0]) - (first.start - first.comparator_start)))
                ]
                or head_text
            )
            head = (
                names.clean(self.flat[first.start - len(head_text) - 40 : first.start]) if not head else head
            )
            head = self._with_topic(
                re.sub(r"(?:高于|低于|快于|超过|优于|好于).*\Z", "", head) or self._inherit()
            )
            return ([head] if count == 1 and head else None), last.end, "relative", "increase"
        if first.form == "multiple":
            head = names.clean(re.sub(r"(?:均|都|实现|等指标|等)+\Z", "", names.without_times(head_text)))
            head = re.sub(r"(?:等指标|等)?(?:均|都|实现)*\Z", "", head) or self._inherit()
            each = names.each_of(head) if re.search(r"等指标|均|都|分别", head_text) else [head]
            return (each if head else None), last.end, "relative", "increase"
        if first.form == "rank":
            head = names.clean(
                re.sub(
                    r"(?:连续[^，]{1,4}年)?(?:综合)?(?:排名|排位|排|位次|位居|居|列|升至|进入|进位至|跻身|跃居|上升至|跃升至)*(?:全[国省市球区]|世界|西部)?[^，]{0,6}\Z",
                    "",
                    head_text,
                )
            ) or names.clean(head_text)
            where = re.search(
                r"(全国|全省|全市|全球|世界|全区|全州|西部|中部|副省级城市)[^，]{0,4}\Z", head_text
            )
            name = (head or self.carried.subject) + (where[1] if where else "") + "排名"
            return ([name] if head or self.carried.subject else None), last.end, "rank", "increase"
        if changing:
            noun = re.search(r"(?:增速|增幅|涨幅|降幅)", changing[0])
            head = names.clean(head_text[: changing.start()])
            yearly = "年均" in changing["how"]
            direction = "decrease" if changing["down"] else "increase"
            kind = "growth" if first.unit == "%" else "increment"
            listed = self._list(head, count)
            if listed is None and count > 1:
                listed = self._list(self.carried.topic, count) if not head else None
            if listed is None:
                if not head and count > 1 and len(self.carried.history) >= count:
                    self.carried.inherited = True
                    return self.carried.history[-count:], last.end, kind, direction
                base = head or self._inherit()
                if not base:
                    return None, 0, None, direction
                listed = [self._with_topic(base) if head else base] * count
            suffix = (("年均" if yearly else "") + noun[0]) if noun else "年均增速" if yearly else ""
            return (
                [n if n.endswith(("增速", "增幅", "涨幅")) else n + suffix for n in listed],
                last.end,
                kind,
                direction,
            )
        counted = names.of_tail(tail)
        shortened = names.without_examples(head_text) if counted else head_text
        head = names.clean(shortened)
        share_of = first.unit in _PERCENT or first.form in ("tenths", "percent", "bare")
        reached = first.comparator_start < first.start or _REACHED.search(head_text)
        verbal = not head or names.only_verb(head) or shortened != head_text
        if self.qualified and not share_of:
            return [tail], last.end + len(tail), None, direction
        if (
            counted
            and not share_of
            and (verbal or not reached)
            and count == 1
            and not _STARTS_VERB.match(tail)
        ):
            own = head
            if names.JOINTS.search(head) or (
                names.verb_of(head) and len(head) - len(names.verb_of(head)) > 8
            ):
                own = names.verb_of(head)
            if not own and head_text[:1] in ("、", "和", "及", "与"):
                own = self.carried.verb
            return [own + counted], last.end + self._tail_length(tail), None, direction

        if counted and share_of and not head and tail.startswith(("的", "以上的")):
            return [counted], last.end + self._tail_length(tail), "share", direction
        if (
            head_text[:1] in ("、", "和", "及", "与")
            and head
            and self.carried.verb
            and not names.verb_of(head)
            and not share_of
            and not reached
        ):
            head = self.carried.verb + head
        listed = self._list(head, count)
        if listed is not None and count > 1:
            return listed, last.end, None, direction
        if head and names.only_verb(head) and self.carried.subject and not share_of:
            rest = self.carried.subject[len(names.verb_of(self.carried.subject)) :]
            self.carried.inherited = True
            return [head + rest] * count, last.end, None, direction
        if clause.after_colon and self.carried.topic and head and not names.full(head):
            return [self.carried.topic + head] * count, last.end, None, direction
        if (
            count == 1
            and re.search(r"(?:均|各|都)(?:在|为|达到?|保持在|稳定在|超过?|突破)*\Z", head_text)
            and names.JOINTS.search(head)
        ):
            each = names.each_of(head)
            if all(map(names.full, each)) or head_text.endswith("各"):
                if head_text.endswith("各") and self.carried.subject and not names.full(each[-1]):
                    each = [item + self.carried.subject for item in each]
                return each, last.end, None, direction
        if not head and count > 1 and len(self.carried.history) >= count:
            self.carried.inherited = True
            return self.carried.history[-count:], last.end, None, direction
        if not head or head in _PRONOUNS:
            head = self._inherit() or self.carried.topic
        if not head:
            return None, 0, None, direction
        head = self._with_topic(head)
        return [head] * count, last.end, None, direction

    def _inherit(self) -> str:
        self.carried.inherited = True
        return self.carried.subject

    def _with_topic(self, head: str) -> str:
        """A bare head noun (规模, 产值, 达标率) takes what the sentence speaks of before it."""
        bare_share = len(head) <= 4 and bool(re.search(r"(?:率|占比|比重|比例)\Z", head))
        if head not in _HEADS and not bare_share:
            return head
        theme = self.carried.subject or self.carried.theme or self.carried.topic
        if bare_share and self.carried.theme:
            theme = self.carried.theme
        noun = theme[len(names.verb_of(theme)) :]
        if len(noun) < 2 or head in noun or noun in head or (names.full(noun) and head != "增速"):
            return head
        longest = 18 if bare_share else int(1.5 * len(head)) + 4
        return noun + head if len(noun) <= longest else head

    def _tail_length(self, tail: str) -> int:
        noun = names.of_tail(tail)
        at = tail.find(noun)
        return at + len(noun) if at >= 0 else 0

    def _list(self, head: str, count: int) -> list[str] | None:
        return names.distribute(head, count) if count > 1 else None

    def _context(self, clause: _Clause, first: Mention, head: str, tail: str, *, followed: bool) -> bool:
        """Is the number a threshold, a condition, a duration or a mark of order, and no figure of anything?"""
        flat = self.flat
        before = flat[clause.start : first.start]
        unit = first.unit or ""
        scale, base = split_scale(unit)
        if first.form == "bare":
            named = names.clean(head)
            if not named or not words.OWN_NUMBER.search(named[-4:]) or tail:
                return True
            return not (
                first.comparator_start < first.start or _REACHED.search(head) or self.scope.mood == "review"
            )
        if words.CONDITION.search(before) or (unit.endswith("元") and words.CONDITION.match(tail[:6])):
            return True
        if (
            words.ORGANISING.search(before[-24:])
            or words.ORGANISING.match(tail[:8])
            or base in ("千伏", "级")
        ):
            return True
        if re.search(r"(?:[位]?居|[位]列|排名?)(?=全|各|同|第)[^，]{0,4}\Z", before) and first.form != "rank":
            return True
        if re.match(r"[^，。；、]{1,10}中(?:有|，)", tail) or (unit.endswith("元") and tail[:2] == "标准"):
            return True
        if followed and base not in COUNT_WORDS and self._limits(first, clause):
            return True
        if (
            base not in COUNT_WORDS
            and unit not in _PERCENT
            and re.match(r"[^，。；、]{2,20}(?:项目|工程|生产线)", tail)
            and not _REACHED.search(head)
        ):
            return True
        if (
            unit in ("元", "万元")
            and words.GIVEN.search(before + tail[:6])
            and not words.PAID_OUT.search(before)
        ):
            return True
        behind = first.after + tail
        if base in words.TIME_UNIT and not words.TIME_NOUN.search(
            names.clean(head)[-8:] or self.carried.subject[-8:]
        ):
            return not (base == "天" and (words.CHANGING.search(head) or "优良" in head))
        if words.PARTLESS.match(tail) and base in COUNT_WORDS:
            return True
        if _LIMIT_OF.match(behind) and not (
            base in COUNT_WORDS
            and names.of_tail(tail)
            and not _QUALIFIES.search(before[-6:])
            and followed is False
            and self._doing(head)
        ):
            share = unit in _PERCENT and behind.startswith(("的", "以上的")) and not names.clean(head)
            if not share and not (
                base in COUNT_WORDS and behind.startswith("以上") and "的" not in behind[:3] and not followed
            ):
                return (
                    followed
                    or base not in COUNT_WORDS
                    or bool(_QUALIFIES.search(before[-6:]))
                    or not self._doing(head)
                )
        if self.scope.mood != "review" and words.RULING.match(before) and not self._goalish(before):
            return True
        return bool(
            re.search(r"由[^，]{0,10}\Z|从[^，]{0,10}\Z", before)
            and re.match(
                r"[^，]{0,3}(?:提高|提升|增加|下降|降|增长|增至|调整|扩大|缩短|压缩|减少|上升)", tail
            )
        )

    def _limits(self, first: Mention, clause: _Clause) -> bool:
        """税收超千万元企业只有13家: the first number says which are counted by the second."""
        following = next((m for m in clause.mentions if m.start > first.start), None)
        if following is None or split_scale(following.unit or "")[1] not in COUNT_WORDS:
            return False
        gap = self.flat[first.end : following.comparator_start]
        return len(gap) <= 14 and not names.JOINTS.search(gap) and not re.search(words.DOING, gap)

    def _doing(self, head: str) -> bool:
        cleaned = names.clean(names.without_examples(head))
        return not cleaned or bool(names.verb_of(cleaned))

    def _goalish(self, before: str) -> bool:
        return bool(re.search(r"达到|提高到|建成|新增|完成|实现|控制在|降到", before)) and not re.match(
            r"对|凡|如|若|未|违", before
        )

    def _what(
        self,
        clause: _Clause,
        first: Mention,
        head: str,
        tail: str,
        changing: re.Match[str] | None,
        *,
        scoped: bool,
    ) -> Literal["target", "observed"] | None:
        """Does the number say what shall be, what has been, or neither?"""
        scope, frame, carried = self.scope, self.frame, self.carried
        before = self.flat[clause.start : first.start]
        ahead = carried.time is not None and carried.time.role == "time" and _ahead(carried.time, frame)
        if scope.mood == "review":
            if (
                not frame.report
                and not frame.communique
                and ahead
                and carried.time is not None
                and carried.time.by
            ):
                return None
            later = (
                carried.time is not None
                and scope.last is not None
                and carried.time.last > scope.last
                and (carried.time.by or bool(_FUTURE.search(before)))
            )
            if (
                later
                and not frame.communique
                and not (frame.report and carried.time is not None and carried.time.last == scope.last)
            ):
                return "target"
            return "observed"
        if self.past or words.PAST.search(before):
            return "observed"
        dated = [m for m in between(frame.times, clause.start, first.start) if m.role == "time"]
        if dated and frame.base is not None and dated[-1].last < frame.base:
            return "observed"
        lead = self.flat[self.start : first.start]
        if scope.mood == "preamble" or frame.rules:
            if not (
                ahead
                and carried.time is not None
                and carried.time.by
                and (_REACHED.search(head) or changing or first.comparator != "eq" or self._doing(head))
            ):
                return None
        elif not (ahead or scope.year or frame.plan) and not (
            words.AREA.search(lead) and (first.comparator_start < first.start or _REACHED.search(head))
        ):
            return None
        turning = re.match(rf"(?:[^，。；]{{0,4}}[，])?{words.TURNING}", before)
        if (
            turning
            and not _REACHED.search(head)
            and not changing
            and not re.search(words.DOING, before[turning.end() :])
        ):
            return None
        if re.search(r"不得|严禁|禁止|不再|原则上|不予", before):
            return None
        if (
            scope.goal
            or changing
            or first.comparator != "eq"
            or _REACHED.search(head)
            or first.form in ("multiple", "rank")
        ):
            return "target"
        if self._doing(head) or names.verb_of(names.clean(before)) or carried.last_what == "target":
            return "target"
        if ahead and any(m.role == "time" for m in between(frame.times, self.start, first.start)):
            return "target"
        if first.unit in _PERCENT and scoped:
            return "target"
        return "target" if frame.report or re.search(words.DOING, lead[-40:]) else None

    def _begin(self, clause: _Clause, at: int, head: str) -> int:
        carried = self.carried
        if (
            carried.inherited
            and carried.subject
            and at - carried.subject_start <= _FAR
            and carried.subject_start >= self.start
        ):
            return carried.subject_start
        skip = len(head) - len(head.lstrip("、和与及，"))
        return at + skip if at > clause.start else clause.start

    def _years_apart(self, clause: _Clause, group: list[Mention], head: str) -> list[str] | None:
        """2024年、2025年分别新增20万千瓦、25万千瓦: one year for each number."""
        if len(group) < 2 or "分别" not in head:
            return None
        dated = [
            m
            for m in between(self.frame.times, clause.start, group[0].start)
            if m.role == "time" and m.first is None
        ]
        return [m.label for m in dated] if len(dated) == len(group) else None

    def _year(self, what: str, changing: re.Match[str] | None, name: str) -> str | None:
        scope, time = self.scope, self.carried.time
        if what == "observed":
            if scope.mood == "review":
                if time is None or (scope.last is not None and time.last > scope.last and not time.past):
                    return scope.year
                if self.frame.communique and time.last != scope.last and not self._near(time):
                    return scope.year
                return time.label
            return time.label if time is not None else (str(self.frame.base - 1) if self.frame.base else None)
        if time is not None and _ahead(time, self.frame):
            return time.label
        return scope.year

    def _near(self, time: Moment) -> bool:
        return self.start <= time.start


_PERCENT: Final = frozenset(("%", "‰", "个百分点", "百分点", "个点"))
_REACHED: Final = re.compile(rf"(?:{words.REACHING}|不低于|不少于|不超过)(?:约|近|为|了|在)?\Z")
_STARTS_VERB: Final = re.compile(
    r"(?:[，、]|完成|达标|到位|建成|投|开工|竣工|以上|以下|左右|。|的(?:目标|任务)|目标)"
)
_QUALIFIES: Final = re.compile(r"规模|面积|投资|收入|产值|达|年|超|容量|人口|营收|金额|拥有|满")
_PRONOUNS: Final = frozenset(("其", "其中", "全市", "全县", "全省", "全区", "总量", "总数"))
_HEADS: Final = frozenset(
    "床位 在校学生 在校生 增速 规模 产值 总产值 年产值 销售额 面积 覆盖率 机械化率 通车里程 增加值 收入 营业收入 利润 投资 总投资 基金规模 吞吐量 占比 比重 比例 交易额 服务覆盖率 总量 合计 总数 税收 人数 数量 率 普及率 余额".split()
)


def _kind(number: Mention, name: str, changing: re.Match[str] | None) -> Kind:
    unit = number.unit or ""
    if unit in _PERCENT:
        return "growth" if re.search(r"增速|增长率|增幅|涨幅|降幅", name) else "share"
    if re.match(r"新(?!建|型|能|材|区|一|城|农)|净增", name):
        return "increment"
    return "count" if split_scale(unit)[1] in COUNT_WORDS else "level"


def _relative(
    flat: str, start: int, end: int, scope: Scope, frame: Frame, carried: _Carried
) -> Iterator[Figure]:
    """Targets that name no number: 居民收入增长与经济增长基本同步, 增速高于全国平均水平."""
    if frame.rules:
        return
    for match in words.RELATIVE.finditer(flat, start, end):
        begin = max(flat.rfind("，", start, match.start()) + 1, start)
        head = flat[begin : match.start()]
        if match["synced"]:
            named = re.sub(r"(?:的?增长|增速)?[与同和]?\Z", "", names.clean(head))
            if not named:
                continue
            found = [(named + "增速" if not named.endswith("增速") else named, "approx", match["with"])]
        else:
            word = re.match(
                r"(?:增速|增幅|增长|水平|比例|比重|占比|强度|收入|指数|率|总量|质量|得分|数量)?", match[0]
            )
            head += word[0] if word else ""
            comparator = "ge" if "不低于" in match[0] or "达到或" in match[0] else "gt"
            found = [
                (names.clean(part), comparator, match["average"]) for part in names.parts(names.clean(head))
            ]
        time = carried.time if carried.time is not None and _ahead(carried.time, frame) else None
        year = time.label if time else scope.year
        if year is None:
            continue
        for name, comparator, than in found:
            if len(name) < 2:
                continue
            yield Figure(
                begin,
                match.end(),
                name,
                comparator,
                None,
                None,
                None,
                "relative",
                "increase",
                year,
                "target",
                baseline=than,  # type: ignore[arg-type]
            )
