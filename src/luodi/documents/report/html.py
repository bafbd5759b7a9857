"""The report as one web page that opens from disk: style, script, charts and data stand inside it.

The words of every promise are in the page itself; tables of figures and charts are made from the embedded
record when they come into view, so that a report of ten thousand promises opens too.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from luodi.delivery.report import Evidence, Promise, Report, Words
from luodi.documents.plain import one_line, write_bytes
from luodi.documents.report import said
from luodi.documents.report.words import EVIDENCE, GRADES, GROUPS, LABELS, MARKS, Group, terms

if TYPE_CHECKING:
    from jinja2 import Environment

NAMED: Final = 5
"""Promises that the first screen names under what was delivered and what slipped."""
STATIC: Final = Path(__file__).parent.parent / "static"
_ESCAPES: Final = {
    b"<": rb"\u003c",
    b">": rb"\u003e",
    b"&": rb"\u0026",
    "\u2028".encode(): rb"\u2028",
    "\u2029".encode(): rb"\u2029",
}
_DANGEROUS: Final = re.compile(b"|".join(map(re.escape, _ESCAPES)))


def write(report: Report, path: str | Path) -> None:
    """Write the report as one self-contained web page.

    Args:
        report: what is to be shown.
        path: where to write the .html; an existing file is replaced as a whole.

    Raises:
        InputError: the place cannot be written.
    """
    write_bytes(Path(path), to_bytes(report))


def to_bytes(report: Report) -> bytes:
    """Make the page in UTF-8."""
    page = (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            said=said,
            one=one_line,
            title=_title(report),
            groups=_groups(report),
            articles=_articles(report),
            marks=MARKS,
            evidence=EVIDENCE,
            grades=GRADES,
            words=terms(),
            record=embedded(report),
            words_json=embedded(terms()),
            css=_static("report.css"),
            script=_static("report.js"),
            echarts=_static("echarts.common.min.js"),
        )
    )
    return page.encode("utf-8", "replace")


def embedded(value: object) -> str:
    r"""Give a value as JSON that no part of can end the script element it stands in.

    >>> embedded({"quote": "</script><!--"})
    '{"quote":"\\u003c/script\\u003e\\u003c!--"}'
    """
    return _DANGEROUS.sub(lambda found: _ESCAPES[found[0]], msgspec.json.encode(value)).decode()


def _environment() -> Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _title(report: Report) -> Words:
    label = LABELS["report"]
    return Words(
        zh=f"{one_line(report.city.zh)}{label.zh}",
        en=f"{label.en}: {one_line(report.city.en)}",
    )


def _groups(report: Report) -> list[dict[str, Any]]:
    """Lay out the first questions: how many, of which status, and what was delivered and slipped by name."""
    counts = said.group_counts(report)
    named: dict[Group, list[tuple[str, Promise]]] = {group: [] for group in GROUPS}
    thin: Counter[Evidence] = Counter()
    for number, promise in enumerate(report.promises, 1):
        group = MARKS[promise.status].group
        if promise.restates is None:
            named[group].append((f"p{number}", promise))
            thin[promise.evidence] += group == "unknown"
    return [
        {
            "name": group,
            "status": status,
            "count": counts[group],
            "named": named[group][:NAMED] if group in {"delivered", "slipped"} else [],
            "more": max(0, len(named[group]) - NAMED) if group in {"delivered", "slipped"} else 0,
            "thin": [(kind, thin[kind]) for kind in EVIDENCE if thin[kind]] if group == "unknown" else [],
            "statuses": [
                (each, report.totals.by_status[each]) for each, mark in MARKS.items() if mark.group == group
            ],
        }
        for group, (_, status) in GROUPS.items()
    ]


def _articles(report: Report) -> list[dict[str, Any]]:
    """Lay promises out by article; ids are our own, as those of a report may hold anything."""
    numbers = {id(promise): number for number, promise in enumerate(report.promises)}

    def line(promise: Promise) -> dict[str, Any]:
        number = numbers[id(promise)]
        return {"promise": promise, "index": number, "anchor": f"p{number + 1}"}

    return [
        {
            "anchor": f"a{number}",
            "name": Words(
                zh=f"{said.article(article).zh} {heading}".strip(),
                en=f"{said.article(article).en} {heading}".strip(),
            ),
            "lines": [line(promise) for promise in promises],
        }
        for number, (article, heading, promises) in enumerate(said.by_article(report), 1)
    ]
