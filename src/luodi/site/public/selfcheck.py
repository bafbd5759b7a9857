"""An enterprise checks itself (企业自评): a rule's inputs as a form, a verdict for each condition, what would change it.

What is filled in is judged and forgotten: nothing is stored, nothing is journalled.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.core.errors import InputError
from luodi.rules import Rule, facts_of, judge, load, names
from luodi.rules.changing import Change, changes
from luodi.rules.model import Input
from luodi.site.base.forms import Form
from luodi.site.base.languages import bracketed
from luodi.site.base.languages import english as _english
from luodi.site.base.units import unit, with_unit

ELSEWHERE = frozenset({"city- or station-day", "city-year", "river-period", "section-period", "policy"})
"""What some rules judge that no enterprise is: offered below those that an enterprise looks for."""
SHAPES = {"met": "✓", "not_met": "✗", "unknown": "?", "not_asked": "–"}


class Line(NamedTuple):
    """One condition as the page prints it."""

    shape: str
    verdict: str
    words: str
    figure: str
    limit: str
    article: str
    unverified: bool
    missing: list[str]
    remedy: str


def listed(request: HttpRequest) -> HttpResponse:
    """The rules one can check oneself against."""
    rules = [load(name) for name in names()]
    english = _english()
    shown: dict[bool, list[tuple[str, str, Any]]] = {False: [], True: []}
    for rule in rules:
        shown[rule.entity in ELSEWHERE].append((rule.id, rule.en if english else rule.zh, rule.instruments))
    groups = [(_("企业和单位"), shown[False]), (_("环境质量和政策审查"), shown[True])]
    return render(request, "public/selfchecks.html", {"groups": groups})


def check(request: HttpRequest, name: str) -> HttpResponse:
    """One rule: its form, and after filling in the verdicts."""
    if name not in names():
        raise Http404
    rule = load(name)
    form = form_of(rule, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"rule": rule, "title": rule.en if _english() else rule.zh, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            context |= judged(
                rule, {key: value for key, value in form.cleaned_data.items() if value not in (None, "")}
            )
        except InputError as error:
            form.add_error(None, str(error))
    return render(request, "public/selfcheck.html", context)


def judged(rule: Rule, given: dict[str, Any]) -> dict[str, Any]:
    """The verdicts on what was filled in, in words.

    Raises:
        InputError: a value is out of its range, or a choice is unknown.
    """
    facts = facts_of(rule, {key: _plain(value) for key, value in given.items()}, on=timezone.localdate())
    verdicts = judge(facts)
    labels = _labels(rule)
    english = _english()
    stated = {condition.id: condition for condition in rule.conditions}
    lines = []
    for found in verdicts.findings(0):
        condition = stated[found.condition]
        lines.append(
            Line(
                SHAPES[found.verdict],
                found.verdict,
                condition.en if english else condition.zh,
                _number(found.figure, found.unit)
                if found.figure is not None
                else _bounds(found.low, found.high, found.unit),
                f"{found.op} {_number(found.limit, found.unit)}" if found.limit is not None else "",
                found.article,
                found.mark == "U",
                [labels.get(column, column) for column in found.missing],
                (condition.remedy_en if english else condition.remedy_zh) or ""
                if found.verdict == "not_met"
                else "",
            )
        )
    outcome = rule.outcome
    if outcome is None:
        figures = [
            (each.en if english else each.zh, unit(each.unit or ""))
            for each in rule.figures
            if each.id in rule.results
        ]
        values = [verdicts.figure(name)[0] for name in rule.results]
        return {"lines": lines, "figures": list(zip(figures, values, strict=False))}
    whole = verdicts.words(outcome.condition)[0]
    sentences = {
        "met": outcome.met_en if english else outcome.met_zh,
        "not_met": outcome.not_met_en if english else outcome.not_met_zh,
        "unknown": _("填写的内容还不足以判断"),
    }
    found_changes = changes(facts, 0, outcome.condition) if whole == "not_met" else []
    return {
        "lines": lines,
        "whole": (SHAPES[whole], whole, sentences[whole]),
        "missing": [labels.get(column, column) for column in verdicts.missing(0)],
        "changes": [_change(change, labels) for change in found_changes],
    }


def form_of(rule: Rule, data: Any) -> Form:
    """The rule's inputs as a form; every field may be left empty, and the verdict then says what is missing."""
    fields = {
        column: field_of(entry, column)
        for entry in rule.inputs
        for column in entry.columns
        if not entry.identity
    }
    return type("RuleForm", (Form,), fields)(data)


def field_of(entry: Input, column: str) -> forms.Field:
    """The form field of one column of an input."""
    english = _english()
    label = entry.label(column, "en" if english else "zh")
    if entry.unit:
        label = bracketed(label, unit(entry.unit))
    helps = [entry.help_en if english else entry.help_zh, entry.evidence_en if english else entry.evidence_zh]
    common: dict[str, Any] = {
        "label": label,
        "required": False,
        "help_text": " ".join(text for text in helps if text),
    }
    if entry.type in ("number", "integer"):
        return forms.DecimalField(min_value=entry.minimum, max_value=entry.maximum, **common)
    if entry.type == "date":
        return forms.DateField(**common)
    if entry.type == "boolean":
        return forms.ChoiceField(choices=[("", "—"), ("true", _("是")), ("false", _("否"))], **common)
    if entry.type == "choice":
        choices = [(choice.id, choice.en if english else choice.zh) for choice in entry.choices]
        return forms.ChoiceField(choices=[("", "—"), *choices], **common)
    return forms.CharField(**common)


def _plain(value: Any) -> Any:
    if value in ("true", "false"):
        return value == "true"
    return (
        str(value) if hasattr(value, "isoformat") else float(value) if hasattr(value, "as_tuple") else value
    )


def _labels(rule: Rule) -> dict[str, str]:
    language = "en" if _english() else "zh"
    return {column: entry.label(column, language) for entry in rule.inputs for column in entry.columns}


def _number(value: float | None, name: str) -> str:
    return "—" if value is None else with_unit(f"{value:,.4f}".rstrip("0").rstrip("."), name or "")


def _bounds(low: float | None, high: float | None, name: str) -> str:
    return "" if low is None and high is None else f"{_number(low, '')} – {_number(high, name)}"


def _change(change: Change, labels: dict[str, str]) -> str:
    label = labels.get(change.column, change.column)
    words = {"True": _("是"), "False": _("否")}
    before, after = (words.get(str(value), str(value)) for value in (change.before, change.after))
    return _("“%(label)s”由%(before)s改为%(after)s") % {"label": label, "before": before, "after": after}
