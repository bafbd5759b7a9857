"""Coverage (覆盖度) as one web page that opens from disk.

Totals, tiles by article, rows with what serves them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from luodi.coverage import Coverage
from luodi.documents.plain import one_line, write_bytes

_HERE: Final = Path(__file__).parent
MARKS: Final = {"served": "●", "failing": "✗", "stated": "◇", "open": "○", "tracked": "·"}
WORDS: Final = {
    "served": "已支撑 served",
    "failing": "算例未过 failing",
    "stated": "已说明 stated",
    "open": "未支撑 open",
    "tracked": "仅跟踪 tracked",
}
SORTS: Final = (
    ("S", "机制 mechanisms"),
    ("T", "目标 targets"),
    ("P", "建设 construction"),
    ("X", "公共安全 public order"),
)
DECLARED: Final = {
    "rule": "规则 rule",
    "register": "登记簿 register",
    "kind": "类别 kind",
    "indicator": "指标 indicator",
    "lack": "说明 stated",
}


def write(found: Coverage, path: Path) -> None:
    """Write the page; an existing file is replaced as a whole.

    Raises:
        InputError: the place cannot be written.
    """
    write_bytes(path, render(found).encode("utf-8"))


def render(found: Coverage) -> str:
    """Fill the template."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["line"] = one_line
    return environment.get_template("coverage.html.j2").render(
        it=found,
        marks=MARKS,
        words=WORDS,
        sorts=SORTS,
        sorts_of=DECLARED,
        css=(_HERE / "static" / "coverage.css").read_text(encoding="utf-8"),
    )
