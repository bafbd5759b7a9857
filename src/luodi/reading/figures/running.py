"""Figures of running text: sentence by sentence, number by number.

For each number: is it a figure at all (:mod:`.barring`); where do the words that belong to it begin and end
(:mod:`.items`); what does it measure (:meth:`_Reader._named`); when. What a number leaves out, it takes
from the one before: 粮食总产量387万吨、同比增长1.9%.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from luodi.reading.figures import vocabulary as v
from luodi.reading.figures.barring import barred
from luodi.reading.figures.draft import Draft, from_mention, is_count
from luodi.reading.figures.items import HAN, NO_NOUN, REACH_BACK, Item, cuts_of, inside, items_of, row_of
from luodi.reading.figures.naming import (
    Name,
    Predicate,
    deed,
    full_verb,
    head_of,
    leading_deed,
    name,
    predicate,
    split_names,
)
from luodi.reading.figures.relative import relatives
from luodi.reading.figures.setting import Frame, Tense
from luodi.reading.mentions import mentions
from luodi.reading.when import Time, times

_TIMES_BACK: Final = 6
_DONE: Final = re.compile(
    r"(?:全部|全面|基本|按期|如期)?(?:完成|完工|达标|建成|投用|竣工|投产|通车|到位|实现|交付|开工)"
)
_PAST: Final = re.compile(
    r"同比|比上年|较上年|比去年|较去年|目前|现有|截至|已(?:达|建|有|完|累|超|成|实|培|开|形)|近年来|以来"
)
_DOES: Final = re.compile(
    r"(?<!.[的])(?:撬动|有序|融入|入选|落户|落地|先行|顺利|加快|稳定|全部|开工|投产|投入|建成|实现|获批|通过|达到|正式|成功|相继|陆续|集中|"
    r"稳步|加速|有力|快速|建设完成|竣工|投用|均|开展)"
)
_COMPARED: Final = re.compile(r"(?<=.{2})(?:高于|低于|快于|优于)(?:全|同期|平均|上年)")
_EXTEND: Final = 4.5
"""How much longer than its own clause a quote may become to hold the name that stands before it."""
_OF_BEFORE: Final = ("占", "对", "其中")


@dataclass(slots=True)
class _Reader:
    flat: str
    frame: Frame
    tense: Tense
    times: list[Time]
    default: Time | None
    drafts: list[Draft] = field(default_factory=list)
    subject: str = ""
    subject_start: int = -1
    names: list[str] = field(default_factory=list)
    verb: str = ""
    sentence: int = -1
    outer: str = ""
    ends: dict[int, Time] = field(default_factory=dict)

    def read(self, items: list[Item]) -> None:
        ends = self.ends = {time.end: time for time in self.times}
        skip = 0
        for position, item in enumerate(items):
            if item.sentence != self.sentence:
                self.sentence, self.subject, self.verb, self.names = item.sentence, "", "", []
                self.subject_start = -1
            if skip:
                skip -= 1
                continue
            group = row_of(self.flat, items, position)
            before = predicate(self.flat, item.left, item.mention.comparator_start, ends)
            if len(group) > 1 and self._listed(group, before, ends):
                skip = len(group) - 1
                continue
            self._one(item, before)

    def _one(self, item: Item, before: Predicate) -> None:
        flat, mention = self.flat, item.mention
        if mention.unit != "%" and deed(flat, item.left, mention.comparator_start):
            before = Predicate(mention.comparator_start)
        left = item.left
        head = name(flat, left, before.end)
        right = flat[mention.end : item.right]
        noun_after = self._noun_after(item, head, right, before)
        end = mention.end
        text = head.text
        carried = False
        self.outer = self.subject
        if noun_after:
            end = item.right
            thing = _thing(right)
            kept = full_verb(head.verb or self._verb(item))
            text = kept + thing
            source = flat[head.start : before.end]
            if head.text and "、" not in source and "等" not in source:
                text = head.text + thing
            if flat[mention.end - 1] == "亿":  # a class of size: 500亿产业集群
                mention.comparator = "ge"
            self.subject, self.subject_start, self.verb = text, head.start, head.verb or self._verb(item)
        else:
            text, carried = self._completed(item, head, before)
            if not text:
                return
            if not carried:
                self.subject, self.subject_start = text, head.start
                self.verb = head.verb or self._verb(item) or leading_deed(text)
            if before.each and not carried and self._spread(item, head, before):
                return
        if compared := _COMPARED.search(text):
            before.relate, text = True, text[: compared.start()]
        if before.average and before.move in ("grow", "shrink"):
            text += "年均增速" if before.move == "grow" else "年均降幅"
        start = self._start(item, head)
        if carried and self.subject_start >= 0 and end - self.subject_start <= _EXTEND * max(1, end - start):
            start = min(start, self.subject_start)
        draft = from_mention(mention, start, end, text, self.tense)
        if draft.comparator == "eq" and re.search("至少|不少于|最少", self.flat[item.left : mention.start]):
            draft.comparator = "ge"
        self._finish(draft, item, before, head)

    def _spread(self, item: Item, head: Name, before: Predicate) -> bool:
        """One number for each of several names: 甲、乙均实现倍增, 甲、乙各2家."""
        source = self.flat[head.start : before.end]
        count = source.count("、") + 1
        names = split_names(source, count) if count > 1 else split_names(source, 2)
        if names is None or len(names) < 2 or "分别" in source:
            return False
        if is_count(item.mention.unit) and not self.flat.endswith("各", item.left, item.mention.start):
            return False
        start = self._start(item, head)
        outer = head_of(self.outer) or self.outer if head.partial else ""
        for text in names:
            text = name(text, 0, len(text)).text or text
            draft = from_mention(item.mention, start, item.mention.end, text + outer, self.tense)
            self._finish(draft, item, before, head)
        return True

    def _noun_after(self, item: Item, head: Name, right: str, before: Predicate) -> bool:
        """Whether the thing counted stands behind its number: 建成5个基地."""
        unit = item.mention.unit
        if (
            not right
            or HAN.match(right) is None
            or NO_NOUN.match(right)
            or item.mention.form not in ("number", "bare")
        ):
            return False
        if unit in ("%", "个百分点", "百分点"):
            return False
        if is_count(unit):
            return not (before.move in ("level", "grow", "shrink") and head.text) or before.move == "level"
        return not head.text or (unit == "亿元" and self.flat[item.mention.end - 1] != "元")

    def _verb(self, item: Item) -> str:
        """The verb that the first of several things shares with those behind it."""
        return self.verb if self.flat[item.left - 1 : item.left] in "、和及与以" else ""

    def _completed(self, item: Item, head: Name, before: Predicate) -> tuple[str, bool]:
        """A whole name for what stands before a number, and whether it was taken from before."""
        text = head.text
        counted = is_count(item.mention.unit)
        if not text:
            if self.subject and (before.move or head.start >= item.mention.comparator_start - 12):
                if not full_verb(head.verb):
                    return self.subject, True
                return head.verb + self.subject.removeprefix(self.verb), True
            earlier = self._clause_before(item)
            return earlier or head.verb, bool(earlier)
        if text.startswith("占") and self.subject:
            return self.subject + _share(text), True
        if text.startswith("对") and self.subject:
            return self.subject + text, True
        if item.mention.unit == "%" and text.find("占", 1) > 0 and not text.endswith("占比"):
            return _share(text), False
        if (
            item.mention.unit == "%"
            and before.move in ("grow", "shrink")
            and self.subject
            and not head_of(text)
        ):
            return text + ("" if head_of(self.subject) == self.subject else head_of(self.subject)), False
        if head.partial and self.subject and not counted and not head_of(text):
            return text + (head_of(self.subject) or self.subject), False
        if counted and not head.verb and self._verb(item):
            return full_verb(self._verb(item)) + text, False
        if (
            self.subject
            and len(text) <= 5
            and not before.average
            and v.GENERIC.match(text)
            and len(self.subject) <= 12
        ):
            return self.subject + text if not head_of(self.subject) else text, False
        if item.mention.unit and not counted and self._verb(item) and not head.verb and not head_of(text):
            return full_verb(self._verb(item)) + text, False
        return text, False

    def _clause_before(self, item: Item) -> str:
        """The name in the clause before, for a number that has none: 护理型床位占比：2023年52%."""
        if item.left != item.clause or item.clause < 2 or self.flat[item.clause - 1] not in "，：":
            return ""
        low = max(0, item.clause - 40)
        begin = max(self.flat.rfind(mark, low, item.clause - 1) for mark in "，。；：\n\t、（")
        if begin < 0:
            begin = low - 1
        reached = re.compile("达到|突破|超过").search(self.flat, begin + 2, item.clause - 1)
        found = name(self.flat, begin + 1, reached.start() if reached else item.clause - 1)
        if found.text:
            self.subject, self.subject_start = found.text, found.start
        return found.text

    def _listed(self, group: list[Item], before: Predicate, ends: dict[int, Time]) -> bool:
        """Numbers in a row over names in a row: 甲、乙分别达到1、2."""
        flat, first = self.flat, group[0]
        respective = "分别" in flat[first.left : first.mention.comparator_start]
        head = name(flat, first.left, before.end)
        each = flat[max(first.left, before.end - 1) : first.mention.start].rstrip().endswith("各")
        names: list[str] | None = None
        if head.text.startswith("占") and len(self.names) == len(group):
            names = [each_name + _share(head.text) for each_name in self.names]
        elif head.text:
            source = flat[head.start : before.end]
            names = split_names(source, len(group))
        elif len(self.names) == len(group) and before.move:
            names = self.names
        elif respective and first.left == first.clause and first.clause > 1:
            low = max(0, first.clause - REACH_BACK)
            begin = max(flat.rfind(mark, low, first.clause - 1) for mark in "，。；：\n\t")
            names = split_names(flat[begin + 1 : first.clause - 1], len(group))
        if names is None or each:
            return False
        if not respective and len({item.mention.unit for item in group}) > 1:
            return False
        if not head.text.startswith("占"):
            self.names = names
        self.subject, self.subject_start = names[-1], head.start
        start, end = self._start(first, head), group[-1].mention.end
        if not head.text and self.subject_start < 0:
            start = first.left
        last = group[-1].mention
        for item, text in zip(group, names, strict=True):
            if respective and last.after and item.mention.comparator == "eq":
                # 分别增长6%和7.5%左右: said once, meant for all
                item.mention.comparator = last.comparator
            text = name(text, 0, len(text)).text or text
            if before.average and before.move in ("grow", "shrink"):
                text += "年均增速"
            draft = from_mention(item.mention, start, end, text, self.tense)
            self._finish(draft, item, before, head)
        return True

    def _start(self, item: Item, head: Name) -> int:
        start = item.left
        if item.left == item.clause:
            time = self.ends.get(item.clause - 1)
            if time is not None and self.flat[time.end] == "，":
                return time.start
        flat = self.flat
        while start < item.mention.start and flat[start] in "，、：；。（ .":
            start += 1
        return start if item.mention.start - start <= REACH_BACK else max(head.start, item.left)

    def _finish(self, draft: Draft, item: Item, before: Predicate, head: Name) -> None:
        draft.move, draft.reach, draft.relate = before.move, before.reach, before.relate
        draft.average, draft.hedged, draft.area = before.average, before.hedged or head.hedged, head.area
        if self.flat[item.mention.start - 1] == "-":
            draft.move, draft.reach = "shrink", False
        if draft.unit == "倍" and before.move == "grow" and item.mention.form == "number":
            draft.reach = False
        if before.baseline is not None:
            draft.baseline_year = str(before.baseline.last)
        time = self._when(item)
        calendar = self.frame.calendar
        if time is not None and not time.explicit and self.tense == "past" and self.frame.report:
            # 全年 in a review is the year reviewed
            time = None if time.last == calendar.issued else time
        tense = self.tense
        if time is not None and not self.frame.communique:
            if (
                tense == "future"
                and calendar.start
                and time.last < calendar.start
                and time.role != "deadline"
            ):
                tense = "past"
            elif (
                tense == "past" and time.role == "deadline" and calendar.start and time.last >= calendar.start
            ):
                tense = "future"
        clause = self.flat[max(item.sentence, item.mention.start - 60) : item.mention.start]
        if tense == "future" and _PAST.search(clause):
            if (
                time is not None
                and calendar.start
                and time.last >= calendar.start
                and time.role == "deadline"
            ):
                pass
            else:
                tense = "past"
                if time is None:
                    draft.year = str(self.frame.past_year) if self.frame.past_year else None
        draft.tense = tense
        if time is not None:
            draft.year = time.shown
        elif draft.year is None and tense == "past" and self.frame.past_year:
            draft.year = str(self.frame.past_year)
        self.drafts.append(draft)

    def _when(self, item: Item) -> Time | None:
        """The time that holds at a number: given behind it, before it, or by what stands above."""
        at = item.mention.start
        place = bisect_right(self.times, at, key=lambda time: time.start)
        if place < len(self.times):
            behind = self.times[place]
            between = self.flat[item.mention.end : min(behind.start, item.mention.end + 41)]
            near = len(between) <= 40 and not any(mark in between for mark in "。；\n\t")
            if near and behind.role == "deadline" and _DONE.match(self.flat, behind.end):
                return behind
        for time in reversed(self.times[max(0, place - _TIMES_BACK) : place]):
            if time.role != "baseline" or self._turns(time, at):
                return time
        return self.default

    def _turns(self, time: Time, at: int) -> bool:
        """Whether a baseline is the time of the number at ``at`` itself: 由2020年的36%提高到2025年的95%."""
        flat = self.flat
        if flat[time.start] in "由从":
            return re.search("[到至]", flat[time.end : at]) is None
        return re.search(r"[到至]\Z", flat[max(0, time.start - 1) : time.start + 1]) is not None


def read_stretch(
    flat: str, start: int, end: int, frame: Frame, tense: Tense, default: Time | None
) -> list[Draft]:
    """Read the figures of one paragraph or cell.

    Args:
        flat: the folded text.
        start: where the stretch begins.
        end: where it ends.
        frame: what holds for the document.
        tense: whether the part reviews or promises.
        default: the time that holds when the stretch names none.
    """
    found = list(mentions(flat, start, end))
    drafts: list[Draft] = []
    synced = tense == "future" and (flat.find("同步", start, end) >= 0 or flat.find("持平", start, end) >= 0)
    if not found and not synced:
        return drafts
    found_times = list(times(flat, start, end, frame.calendar))
    cuts, opaque = cuts_of(flat, start, end)
    found_times = [t for t in found_times if flat[t.start] == "“" or not inside(opaque, t.start)]
    reader = _Reader(flat, frame, tense, found_times, default, drafts)
    found = [m for m in found if not inside(opaque, m.start)]
    items = items_of(flat, found, cuts, start, end)
    reader.read([item for item in items if not barred(flat, item, tense, frame)])
    if synced:
        for each in relatives(flat, start, end):
            draft = Draft(each.start, each.end, each.indicator, each.comparator, None, None, None, tense)
            place = bisect_right(found_times, each.start, key=lambda time: time.start)
            last = next(
                (
                    t
                    for t in reversed(found_times[max(0, place - _TIMES_BACK) : place])
                    if t.role != "baseline"
                ),
                default,
            )
            draft.year = last.shown if last else None
            drafts.append(draft)
    return drafts


def _share(text: str) -> str:
    return text if text.endswith(("比重", "比例", "份额", "率")) else text + "比重"


def _thing(right: str) -> str:
    """The thing behind a number, without what it does."""
    right = right.strip(" 的，。；：、").removesuffix("等")
    match = _DOES.search(right)
    return right[: match.start()] if match and match.start() >= 2 else right
