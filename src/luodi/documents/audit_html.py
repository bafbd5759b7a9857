"""The audit report (评价审核报告) as one web page: intervals of ranks, what moves them, coherence, gaps.

Style, script, charts and figures stand inside the page, so that it opens from disk and asks nobody for
anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from luodi.documents.audit_picture import Picture, picture_of
from luodi.documents.plain import one_line, write_bytes
from luodi.scoring.engine import Result
from luodi.scoring.uncertainty import Sensitivity, Study

_HERE: Final = Path(__file__).parent
_ESCAPED: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write(
    result: Result, path: Path, *, study: Study | None = None, sensitivity: Sensitivity | None = None
) -> None:
    """Write the report as one self-contained web page.

    Args:
        result: what is audited; of several years the last is shown.
        path: where to write it; an existing file is replaced as a whole.
        study: simulations of the same scheme and figures, for intervals.
        sensitivity: indices of the same scheme and figures.

    Raises:
        InputError: the place cannot be written.
    """
    write_bytes(path, to_bytes(result, study=study, sensitivity=sensitivity))


def to_bytes(result: Result, *, study: Study | None = None, sensitivity: Sensitivity | None = None) -> bytes:
    """Make the page in UTF-8."""
    return render(picture_of(result, study, sensitivity)).encode("utf-8")


def render(picture: Picture) -> str:
    """Fill the template."""
    from jinja2 import Environment, FileSystemLoader

    loader = FileSystemLoader(_HERE)
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["figure"] = figure
    environment.filters["percent"] = lambda value: "—" if value is None else f"{100 * value:.0f} %"
    environment.filters["line"] = one_line
    static = _HERE / "static"
    return environment.get_template("audit.html.j2").render(
        it=picture,
        data=_embedded(picture),
        css=(static / "audit.css").read_text(encoding="utf-8"),
        script=(static / "audit.js").read_text(encoding="utf-8"),
        charts=(static / "echarts.common.min.js").read_text(encoding="utf-8"),
    )


def figure(value: float | None, digits: int = 2) -> str:
    """Print a figure; nothing as a dash.

    >>> figure(61.90180341), figure(None), figure(7.0, 0)
    ('61.90', '—', '7')
    """
    return "—" if value is None else f"{value:.{digits}f}"


def _embedded(picture: Picture) -> str:
    """Data as JSON that cannot end the script that holds it."""
    text = msgspec.json.encode(picture).decode("utf-8")
    for sign, safe in _ESCAPED.items():
        text = text.replace(sign, safe)
    return text
