"""Simulations as the verbs run them: with bars, and as an audit report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from luodi.cli.progress import progress

if TYPE_CHECKING:
    from luodi.scoring.engine import Result
    from luodi.scoring.uncertainty.analysis import Analysis, Simulation


def analysed(result: Result, asked: Simulation) -> Analysis:
    """Vary what the scheme calls uncertain, with a bar where that takes a while."""
    from luodi.scoring.uncertainty.analysis import analyse

    with progress("simulations") as simulating, progress("sensitivity") as measuring:
        return analyse(result, asked, simulating=simulating, measuring=measuring)


def write_report(result: Result, analysis: Analysis | None, path: Path) -> None:
    """Write the audit report as one web page."""
    from luodi.documents.audit_html import write

    if analysis is None:
        write(result, path)
    else:
        write(result, path, study=analysis.study, sensitivity=analysis.sensitivity)
    click.echo(f"written: {path}", err=True)
