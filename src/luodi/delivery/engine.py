"""The delivery engine: a decision that was read, held against a city's figures, as a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

import msgspec

from luodi import __version__
from luodi.core.collector import paused
from luodi.core.errors import InputError
from luodi.core.observation import Observation
from luodi.core.record import Milestone, Provision, Reading, Target
from luodi.delivery.ask import Ask, ask
from luodi.delivery.bindings import Binding, Source, Stated
from luodi.delivery.city import City
from luodi.delivery.compound import part_sources
from luodi.delivery.held import Held, Verdict, gather
from luodi.delivery.judge import judge
from luodi.delivery.match import Matched, match, words_of
from luodi.delivery.notes import lost, notes
from luodi.delivery.outlook import Question, answered, question
from luodi.delivery.propose import Proposer
from luodi.delivery.report import (
    Bound,
    Counts,
    Evidence,
    Figure,
    Promise,
    Report,
    Role,
    Words,
)
from luodi.delivery.totals import totals
from luodi.delivery.wording import in_terms
from luodi.measuring.catalogue import Indicator
from luodi.measuring.known import Known

ROLES: Final[tuple[Role, ...]] = ("direct", "partial", "proxy", "benchmark")
Progress = Callable[[int, int], None]
"""Told how many promises are done, of how many."""


class Item(NamedTuple):
    """A promise on its way into the report: as read or as stated, with its binding if it has one."""

    promise: Target | Milestone | Stated
    quote: str
    start: int
    end: int
    binding: Binding | None
    proposed: Indicator | None


def report(
    city: City, reading: Reading, as_of: date | None = None, progress: Progress | None = None
) -> Report:
    """Hold a decision against a city's figures.

    Args:
        city: the folder, read.
        reading: the decision, read.
        as_of: only figures known by this day are used, and deadlines are judged against it; by default
            everything in the folder is used, and the day is today or that of the newest figure.
        progress: called while promises are judged.

    Returns:
        The report: every promise that was read or stated, and every binding that matched none.
    """
    return make(
        reading,
        city,
        as_of or default_day(city.observations),
        progress,
    )


def default_day(observations: Iterable[Observation]) -> date:
    """Give today, or the day on which the newest figure became known if that is later."""
    newest = max((one.known_on for one in observations), default="")
    return max(date.today(), date.fromisoformat(newest)) if newest else date.today()


def items(city: City, reading: Reading) -> tuple[list[Item], Matched]:
    """Bring promises and bindings together, in the order of the text."""
    promises: list[Target | Milestone] = [*reading.targets, *reading.milestones]
    matched = match(city.bindings or [], promises, reading.text)
    proposer = Proposer(city.catalogue)
    found = [
        Item(
            one,
            one.quote,
            one.start,
            one.end,
            matched.bound.get(one.id),
            None if one.id in matched.bound else proposer.find(one),
        )
        for one in promises
    ]
    for binding in matched.free:
        if binding.states:
            start, end = matched.places[binding.id]
            found.append(Item(binding.states, reading.text[start:end], start, end, binding, None))
    return sorted(found, key=lambda item: (item.start, item.end)), matched


def make(reading: Reading, city: City, as_of: date, progress: Progress | None = None) -> Report:
    """Make the report of a day; see :func:`report`."""
    with paused():
        return _make(reading, city, as_of, progress)


def _make(reading: Reading, city: City, as_of: date, progress: Progress | None) -> Report:
    known = Known(city.observations, as_of.isoformat())
    found, matched = items(city, reading)
    articles = Articles(reading.provisions)
    ids = _ids(found)
    promises = []
    questions = []
    used: set[str] = set()
    for number, item in enumerate(found):
        if progress:
            progress(number, len(found))
        promise, question = _promise(item, ids, city, known, as_of, articles, used)
        promises.append(promise)
        questions.append(question)
    promises = answered(promises, questions)
    if progress:
        progress(len(found), len(found))
    return Report(
        version=__version__,
        city=city.settings.name,
        area=city.settings.area,
        document=reading.document,
        as_of=as_of.isoformat(),
        promises=promises,
        totals=totals(promises, articles.headings),
        lost=lost(matched),
        figures=Counts(in_folder=len(city.observations), known=known.count, used=len(used)),
        notes=notes(city, promises),
    )


class Articles:
    """Finds the article (条) that a place stands in."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self.articles = sorted(
            (one for one in provisions if one.level == "article"), key=lambda one: one.start
        )
        self.headings = {_plain(one): one.heading or "" for one in self.articles}
        self.starts = [one.start for one in self.articles]

    def at(self, start: int) -> str | None:
        """Give the number of the article, None outside any."""
        from bisect import bisect_right

        index = bisect_right(self.starts, start) - 1
        if index < 0 or start >= self.articles[index].end:
            return None
        return _plain(self.articles[index])


def _plain(provision: Provision) -> str:
    return re.sub(r"[\s.．、，（）()第条]", "", provision.number or "") or provision.id


def _ids(found: list[Item]) -> dict[str, str]:
    """Give each read promise its id in the report: its binding's, else its own."""
    return {
        item.promise.id: item.binding.id if item.binding else item.promise.id
        for item in found
        if not isinstance(item.promise, Stated)
    }


def _promise(
    item: Item, ids: dict[str, str], city: City, known: Known, as_of: date, articles: Articles, used: set[str]
) -> tuple[Promise, Question | None]:
    promise, binding = item.promise, item.binding
    indicator = item.proposed
    if binding and binding.indicator:
        indicator = city.catalogue[binding.indicator]
    sources = binding.figures() if binding else [Source(indicator=indicator.id)] if indicator else []
    rule = binding.test if binding else None
    wanted = ask(promise, item.quote, rule, indicator, sources, city.settings.baseline, city.settings.area)
    if wanted.test == "compound":
        wanted = msgspec.structs.replace(wanted, sources=[*part_sources(wanted), *sources])
    words = binding.words if isinstance(promise, Stated) and binding else words_of(promise)  # type: ignore[arg-type]
    held = gather(wanted, known, city.catalogue)
    verdict = judge(wanted, held, known, city.catalogue, as_of, words)
    figures = _figures(wanted, held, verdict)
    used.update(one.row for one in figures)
    evidence = _evidence(verdict, figures)
    stated = isinstance(promise, Stated)
    made = Promise(
        id=binding.id if binding else ids[promise.id],  # type: ignore[union-attr]
        found="stated" if stated else "read",
        target=None if stated else promise.id,  # type: ignore[union-attr]
        kind="milestone" if isinstance(promise, Milestone) else promise.kind,
        quote=item.quote,
        start=item.start,
        end=item.end,
        article=articles.at(item.start),
        indicator=words,
        indicator_id=indicator.id if indicator else None,
        name=_name(indicator) if indicator else None,
        definition=_definition(indicator),
        bound=_bound(binding, indicator),
        area=promise.area if isinstance(promise, Target) else None,
        demand=wanted.demand(verdict.threshold),
        figures=figures,
        last=_last(figures),
        baseline=verdict.baseline,
        distance=verdict.distance,
        pace=verdict.pace,
        path=verdict.path,
        terms=verdict.terms,
        terms_words=in_terms(verdict.terms, wanted.baseline_text),
        progress=verdict.progress,
        parts=[
            msgspec.structs.replace(
                part,
                figures=[one for one in figures if one.indicator == part.indicator and one.role == "direct"],
            )
            for part in verdict.parts
        ],
        comparisons=verdict.comparisons,
        evidence=evidence,
        status=verdict.status,
        reason=_reason(verdict, evidence),
        missing=_missing(binding, verdict),
        remark=binding.remark if binding else None,
        restates=ids.get(promise.restates) if isinstance(promise, Target) and promise.restates else None,
    )
    return made, question(wanted, held, verdict, known)


def _bound(binding: Binding | None, indicator: Indicator | None) -> Bound:
    if binding:
        return "bound"
    return "proposed" if indicator else "unbound"


def _name(indicator: Indicator) -> Words:
    return Words(zh=indicator.name_zh, en=indicator.name_en)


def _definition(indicator: Indicator | None) -> Words | None:
    if indicator is None or not (indicator.method or indicator.method_zh):
        return None
    return Words(zh=indicator.method_zh or indicator.method, en=indicator.method or indicator.method_zh)


def _missing(binding: Binding | None, verdict: Verdict) -> list[Words]:
    if verdict.status not in {"not_measurable", "not_yet_due"}:
        return []
    return binding.missing if binding and binding.missing else verdict.missing


_ONLY: Final[dict[Evidence, Words]] = {
    "partial": Words(
        zh="只有部分数据，不足以判断", en="only figures of a part are known, which do not decide"
    ),
    "proxy": Words(zh="只有替代数据，不足以判断", en="only proxies are known, which do not decide"),
    "benchmark": Words(zh="只有其他地区的对比数据", en="only figures of other areas are known"),
}


def _reason(verdict: Verdict, evidence: Evidence) -> Words:
    """Say what little there is, where there is something that does not decide."""
    only = _ONLY.get(evidence)
    if only is None or verdict.status != "not_measurable":
        return verdict.reason
    return Words(zh=f"{verdict.reason.zh}；{only.zh}", en=f"{verdict.reason.en}; {only.en}")


def _evidence(verdict: Verdict, figures: list[Figure]) -> Evidence:
    if verdict.evidence in {"direct", "incomplete"}:
        return verdict.evidence
    if any(one.role == "direct" for one in figures):
        return "incomplete"
    return next((role for role in ROLES if any(one.role == role for one in figures)), "none")


def _names(held: list[Held]) -> dict[str, Words]:
    return {code: _name(one) for code, one in {one.indicator.id: one.indicator for one in held}.items()}


def _figures(wanted: Ask, held: list[Held], verdict: Verdict) -> list[Figure]:
    deciding = {one.fact.observation.row for one in verdict.deciding}
    faults, names = verdict.faults, _names(held)
    figures = []
    for one in held:
        newest, name = one.fact.observation, names[one.indicator.id]
        direct = one.source.role == "direct"
        why = one.why or (faults.get(newest.row) if direct else None)
        old: tuple[Figure, ...] = ()
        if one.fact.superseded:
            old = tuple(_figure(earlier, one, name, None, None, False, ()) for earlier in one.fact.superseded)
        decides = direct and newest.row in deciding
        figures.append(_figure(newest, one, name, one.value, why, decides, old))
    if len(wanted.sources) == 1:
        return figures  # by date already
    return sorted(
        figures,
        key=lambda one: (ROLES.index(one.role), one.area != wanted.area, one.area, one.indicator, one.on),
    )


def _figure(
    one: Observation,
    held: Held,
    name: Words,
    in_unit: float | None,
    why: Words | None,
    decides: bool,
    superseded: tuple[Figure, ...],
) -> Figure:
    return Figure(
        role=held.source.role,
        indicator=one.indicator,
        name=name,
        area=one.area,
        period=one.period,
        on=held.fact.period.on,
        value=one.value,
        unit=one.unit,
        in_unit=in_unit,
        bound=one.bound,
        grade=one.grade,
        known_on=one.known_on,
        known_on_estimated=one.known_on_estimated,
        source_title=one.source_title,
        source_url=one.source_url,
        note=one.note,
        complete=why is None,
        why=why,
        decides=decides,
        superseded=superseded,
        row=one.row,
    )


def _last(figures: list[Figure]) -> Figure | None:
    """Give the last deciding figure, else the last of the best role there is."""
    if not figures:
        return None
    best = [one for one in figures if one.decides] or [one for one in figures if one.role == figures[0].role]
    return max(best, key=lambda one: one.on)


def day(text: str) -> date:
    """Read a report's date.

    Raises:
        InputError: it is no day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{text!r} is no day", where="--as-of", accepted="a day such as 2025-12-31", remedy="correct it"
        ) from error
