"""The verdict on one entity in a terminal: verdict, conditions, what is missing, what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from luodi.documents.verdicts.words import VERDICTS, WORDS, Language, amount, exact
from luodi.rules.changing import Change, changes, next_band
from luodi.rules.model import FigureStated, Input, Rule
from luodi.rules.tracing import Source, trace
from luodi.rules.verdicts import Finding, Verdicts

if TYPE_CHECKING:
    from rich.console import RenderableType


def entity(verdicts: Verdicts, row: int, language: Language, *, steps: bool) -> Iterator[RenderableType]:
    """Say everything about one entity.

    Args:
        verdicts: what was judged.
        row: the entity, from 0.
        language: ``zh`` or ``en``.
        steps: tell the working step by step, too.
    """
    rule, said = verdicts.facts.rule, WORDS[language]
    yield heading(verdicts, row, language)
    if rule.outcome is not None:
        yield f"{said['verdict']}  {outcome(verdicts, row, language)}"
    figures = {figure.id: figure for figure in rule.figures}
    for name in rule.results:
        yield f"  {result(verdicts, figures[name], row, language)}"
    yield conditions(verdicts, row, language)
    yield from _missing(verdicts, row, language)
    yield from changed(verdicts, row, language)
    if steps:
        yield from working(verdicts, row, language)
    yield said["sources"]
    for one in rule.instruments:
        yield f"  《{one.title}》{one.number or ''}  {one.mark}"
    if any(finding.mark == "U" for finding in verdicts.findings(row)):
        yield said["unverified"]


def result(verdicts: Verdicts, stated: FigureStated, row: int, language: Language) -> str:
    """Say a figure of one entity: its word where it has one, else its number and unit."""
    value = verdicts.number(stated.id, row)
    word = "" if value is None else stated.labels.get(f"{value:g}", "")
    said = word or amount(value, stated.unit or "", stated.decimals)
    return f"{stated.zh if language == 'zh' else stated.en}  {said}"


def heading(verdicts: Verdicts, row: int, language: Language) -> str:
    """Name the rule, the entity and the day of the fact."""
    rule = verdicts.facts.rule
    cells = [verdicts.facts.columns[entry.id][row] for entry in rule.inputs if entry.identity]
    who = " ".join(str(cell) for cell in cells if cell is not None)
    title = rule.zh if language == "zh" else rule.en
    return f"{title}  {who}  {WORDS[language]['on']} {verdicts.facts.dates[row]}".replace("    ", "  ")


def outcome(verdicts: Verdicts, row: int, language: Language) -> str:
    """Say the overall verdict in the words of the rule."""
    stated = verdicts.facts.rule.outcome
    assert stated is not None
    word = verdicts.finding(stated.condition, row).verdict
    if word == "unknown":
        return VERDICTS[language][word]
    return f"{VERDICTS[language][word][0]} {getattr(stated, f'{word}_{language}')}"


def conditions(verdicts: Verdicts, row: int, language: Language) -> RenderableType:
    """Set out every condition with its figure, limit and article."""
    from rich.table import Table

    said, rule = WORDS[language], verdicts.facts.rule
    places = {figure.id: figure.decimals for figure in rule.figures}
    table = Table(box=None, pad_edge=False)
    for name in ("condition", "verdict", "figure", "limit", "article", "mark"):
        table.add_column(said[name], overflow="fold")
    for condition, finding in zip(rule.conditions, verdicts.findings(row), strict=True):
        label = condition.zh if language == "zh" else condition.en
        shown = places.get(condition.test.figure, 6) if condition.test else 2
        table.add_row(
            f"{condition.id} {label}",
            VERDICTS[language][finding.verdict],
            _figure(finding, shown) if condition.test else "",
            f"{finding.op} {amount(finding.limit, finding.unit, 6)}" if condition.test else "",
            finding.article,
            finding.mark,
        )
    return table


def _figure(finding: Finding, places: int) -> str:
    if finding.low is None or finding.high is None:
        return amount(finding.figure, finding.unit, places)
    return f"{amount(finding.low, places=places)}–{amount(finding.high, finding.unit, places)}"


def _missing(verdicts: Verdicts, row: int, language: Language) -> Iterator[str]:
    labels = _labels(verdicts.facts.rule, language)
    for finding in verdicts.findings(row):
        if finding.verdict != "unknown" or _made_of_parts(verdicts, finding):
            continue
        if not finding.missing:
            yield f"{WORDS[language]['undefined']}  {finding.condition}"
        else:
            names = "、".join(labels[name] for name in finding.missing)
            yield f"{WORDS[language]['missing']}  {finding.condition}: {names}"


def changed(verdicts: Verdicts, row: int, language: Language) -> Iterator[str]:
    """Say what would change each condition that is not met, the whole, and each item of a score."""
    rule, said = verdicts.facts.rule, WORDS[language]
    stated = {condition.id: condition for condition in rule.conditions}
    failed = [
        finding
        for finding in verdicts.findings(row)
        if finding.verdict == "not_met" and not _made_of_parts(verdicts, finding)
    ]
    if rule.outcome is None or verdicts.finding(rule.outcome.condition, row).verdict == "met" or not failed:
        return
    yield said["change"]
    for finding in failed:
        found = changes(verdicts.facts, row, finding.condition)
        yield from _changes(f"  {finding.condition}", rule, found, language)
        remedy = getattr(stated[finding.condition], f"remedy_{language}")
        if remedy:
            yield f"    {said['remedy']}  {remedy}"
    found = changes(verdicts.facts, row, rule.outcome.condition)
    yield from _changes(f"  {said['whole']}", rule, found, language)
    labels = {figure.id: figure.zh if language == "zh" else figure.en for figure in rule.figures}
    for item in rule.items:
        points, found = next_band(verdicts.facts, row, item)
        if found:
            yield from _changes(f"  {said['bands']}  {labels[item]} {amount(points)}", rule, found, language)


def _changes(title: str, rule: Rule, found: list[Change], language: Language) -> Iterator[str]:
    yield title if found else f"{title}  {WORDS[language]['none']}"
    for one in found:
        yield f"    {change(rule, one, language)}"


def change(rule: Rule, one: Change, language: Language) -> str:
    """Say one change: what, from, to, by how much."""
    entry = _entry(rule, one.column)
    label = entry.label(one.column, language)
    if one.difference is None or isinstance(one.before, str):
        words = {choice.id: choice.zh if language == "zh" else choice.en for choice in entry.choices}
        yes, no = ("是", "否") if language == "zh" else ("yes", "no")
        before, after = (
            (yes if one_ else no) if isinstance(one_, bool) else words.get(str(one_), str(one_))
            for one_ in (one.before, one.after)
        )
        return f"{label} {before} → {after}"
    sign = "+" if one.difference > 0 else "−"
    gap = exact(abs(one.difference), entry.unit or "")
    return f"{label} {exact(float(one.before))} → {exact(float(one.after))} ({sign}{gap})"


def working(verdicts: Verdicts, row: int, language: Language) -> Iterator[str]:
    """Tell the working step by step."""
    said = WORDS[language]
    places = {figure.id: figure.decimals for figure in verdicts.facts.rule.figures}
    yield said["working"]
    for step in trace(verdicts.facts, row):
        label = step.zh if language == "zh" else step.en
        value = amount(step.value, step.unit, places[step.name])
        yield f"  {label} ({step.name}) = {value}  {step.article} {step.mark}"
        for source in step.sources:
            yield f"    {said['from']} {_source(source, language)}"


def _source(source: Source, language: Language) -> str:
    label = source.zh if language == "zh" else source.en
    value = source.value if isinstance(source.value, str) else amount(source.value, source.unit, 6)
    basis = f"  {source.article} {source.mark}" if source.article else ""
    return f"{label} ({source.name}) {source.table or value}{basis}"


def _made_of_parts(verdicts: Verdicts, finding: Finding) -> bool:
    return any(one.id == finding.condition and one.parts for one in verdicts.facts.rule.conditions)


def _labels(rule: Rule, language: Language) -> dict[str, str]:
    """Name each column with what proves it."""
    found: dict[str, str] = {}
    for entry in rule.inputs:
        evidence = entry.evidence_zh if language == "zh" else entry.evidence_en
        proof = f" [{evidence}]" if evidence else ""
        found |= {name: f"{entry.label(name, language)} ({name}){proof}" for name in entry.columns}
    return found


def _entry(rule: Rule, column: str) -> Input:
    return next(entry for entry in rule.inputs if column in entry.columns)
