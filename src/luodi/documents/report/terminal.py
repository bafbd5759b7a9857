"""The report in a terminal: totals first, a table per article, then what cannot be told and what is missing.

Plain text when piped; colours are left out when NO_COLOR is set. Shape and word carry the status either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from luodi.delivery.report import Promise, Report, Status
from luodi.documents.plain import one_line
from luodi.documents.report import said
from luodi.documents.report.words import EVIDENCE, GROUPS, MARKS

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

WIDE = 110
"""Columns from which a table also shows the pace and the deadline."""


def show(report: Report, console: Console | None = None) -> None:
    """Print the report.

    Args:
        report: what is to be shown.
        console: where to; by default standard output at its own width.
    """
    from rich.console import Console

    console = console or Console(highlight=False, soft_wrap=False)
    for part in _parts(report, console.width):
        console.print(part, highlight=False)


def to_text(report: Report, width: int = 80) -> str:
    """Give what a terminal of ``width`` columns would show, without colours."""
    import io

    from rich.console import Console

    stream = io.StringIO()
    show(report, Console(file=stream, width=width, no_color=True, highlight=False))
    return stream.getvalue()


def _parts(report: Report, width: int) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text(f"{one_line(report.city.zh)}落实情况报告", style="bold")
    yield Text(f"截至{report.as_of}，依据{said.document(report)}")
    yield Text("")
    yield Text(said.lead(report).zh, style="bold")
    for group in GROUPS:
        line = Text("  ")
        for status, mark in MARKS.items():
            if mark.group == group:
                line.append_text(_status(status)).append(f" {report.totals.by_status[status]}   ")
        yield line
    yield Text(said.evidence(report).zh + "。")
    for article, heading, promises in said.by_article(report):
        measured = [promise for promise in promises if promise.status != "not_measurable"]
        if measured:
            yield Text("")
            yield Text(f"{said.article(article).zh} {heading}".rstrip(), style="bold")
            yield _table(measured, width)
            yield from (_forecast(promise) for promise in measured if promise.outlook)
    unknown = [promise for promise in report.promises if promise.status == "not_measurable"]
    if unknown:
        yield Text("")
        yield Text("无法衡量，尚缺：", style="bold")
        yield _unknown(unknown)
    yield Text("")
    for note in report.notes:
        yield Text(f"注：{one_line(note.zh)}。")
    for lost in report.lost:
        place = f"{one_line(lost.id)}（{one_line(lost.row)}）"
        yield Text(f"未能对应的绑定 {place}：{one_line(lost.reason.zh)}。")
    yield Text(said.counts(report).zh + "。")


def _status(status: Status) -> Text:
    from rich.text import Text

    mark = MARKS[status]
    return Text(f"{mark.sign} {mark.word.zh}", style=f"bold {mark.colour}")


def _table(promises: Iterable[Promise], width: int) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1), show_edge=False)
    table.add_column("状态", no_wrap=True)
    table.add_column("承诺", ratio=3, overflow="fold")
    table.add_column("最近数据", ratio=3, overflow="fold")
    table.add_column("差距", ratio=2, overflow="fold")
    wide = width >= WIDE
    if wide:
        table.add_column("期限", no_wrap=True)
        table.add_column("所需进度", ratio=2, overflow="fold")
    table.add_column("实际进度", ratio=2, overflow="fold")
    for it in promises:
        demand = f"{one_line(it.indicator)}：{one_line(it.demand.words.zh)}"
        cells = [demand, said.last(it).zh, said.distance(it).zh]
        cells += [said.due(it).zh, said.required(it).zh] if wide else []
        cells.append(said.actual(it).zh if wide else said.ratio(it).zh)
        # figures and sentences may hold brackets, which rich would take for its own markup
        table.add_row(_status(it.status), *(Text(cell) for cell in cells))
    return table


def _forecast(promise: Promise) -> RenderableType:
    """Say the chance in a line of its own, folded under itself."""
    from rich.table import Table
    from rich.text import Text

    needed = said.needed(promise)
    parts = [f"{one_line(promise.indicator)}：完成概率{said.chance(promise).zh}", said.forecast(promise).zh]
    parts += [f"余期所需{needed.zh}"] if needed != said.NOTHING else []
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(Text("预测", style="bold"), Text("；".join(filter(None, parts))))
    return grid


def _unknown(promises: Iterable[Promise]) -> RenderableType:
    """List in columns: text is then folded at its column, as Chinese has no spaces to break at."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=3, overflow="fold")
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=4, overflow="fold")
    mark = MARKS["not_measurable"]
    for it in promises:
        lacks = said.missing(it).zh if it.missing else one_line(it.reason.zh)
        grid.add_row(
            Text(mark.sign, style=mark.colour),
            Text(said.article(it.article).zh),
            Text(one_line(it.indicator)),
            Text(EVIDENCE[it.evidence][0].zh, style="dim"),
            Text(lacks),
        )
    return grid
