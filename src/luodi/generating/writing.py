"""The folder of a made-up city: it says generated in its name, in a marker and in every file it holds."""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import msgspec

from luodi.core.errors import InputError
from luodi.core.generated import MARKER, METADATA, NOTE, Marker, read_marker
from luodi.core.registers.arrow import arrow_schema
from luodi.core.registers.model import Register

if TYPE_CHECKING:
    import pyarrow as pa

Form = Literal["parquet", "csv"]
_HALF: Final = re.compile(r"[a-z_]+\.(parquet|csv)\.part")
WORD: Final = "generated"


def prepare(folder: Path) -> Path:
    """Make the folder for a made-up city.

    Args:
        folder: as the user named it; ``-generated`` is added to a name that does not say generated.

    Returns:
        The folder, empty or with an earlier made-up city in it.

    Raises:
        InputError: it holds something else, which might be real.
    """
    if folder.name in ("", ".."):
        folder = folder.resolve()
    if not folder.name:
        raise InputError("the root is no folder for this", where=str(folder), accepted="a new folder")
    if WORD not in folder.name.lower():
        folder = folder.with_name(f"{folder.name}-{WORD}")
    if folder.exists() and not folder.is_dir():
        raise InputError("this is a file", where=str(folder), accepted="a folder, new or empty")
    strange = sorted(_files(folder) - _ours(folder))
    if strange:
        raise InputError(
            f"the folder holds {strange[0]}, which was not generated: real and made-up data never share one",
            where=str(folder),
            accepted="a new or empty folder, or one with an earlier generated city and nothing else",
            remedy="name another folder",
        )
    folder.mkdir(parents=True, exist_ok=True)
    for half in filter(_HALF.fullmatch, _files(folder)):
        (folder / half).unlink()
    return folder


def _files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def _ours(folder: Path) -> set[str]:
    """Name the files of an earlier city, and what a run that was killed left behind."""
    marker = read_marker(folder)
    rows = {f"{name}.{form}" for name in (marker.rows if marker else ()) for form in get_args(Form)}
    halves = {name for name in _files(folder) if _HALF.fullmatch(name)}
    return rows | halves | ({MARKER, "README.md"} if marker else set())


class Writer:
    """Writes registers batch by batch; nothing but what was written stays in memory.

    Files appear under their names only when the writer is closed without an error.
    """

    def __init__(self, folder: Path, form: Form, registers: dict[str, Register]) -> None:
        self.folder, self.form = folder, form
        self.rows: dict[str, int] = {}
        self._registers = registers
        self._open: dict[str, Any] = {}

    def add(self, name: str, table: pa.Table) -> None:
        """Write rows of a register."""
        if name not in self._open:
            self._open[name] = self._begin(name)
        self._open[name].write_table(table)
        self.rows[name] = self.rows.get(name, 0) + table.num_rows

    def _begin(self, name: str) -> Any:
        import pyarrow.csv as csv
        import pyarrow.parquet as pq

        schema = arrow_schema(self._registers[name]).with_metadata({METADATA: NOTE})
        path = self._part(name)
        if self.form == "csv":
            return csv.CSVWriter(path, schema)
        return pq.ParquetWriter(path, schema, compression="zstd")

    def _part(self, name: str) -> Path:
        return self.folder / f"{name}.{self.form}.part"

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._open.values():
            writer.close()
        for name in self._open:
            if kind is None:
                self._part(name).replace(self.folder / f"{name}.{self.form}")
            else:
                self._part(name).unlink()


def finish(folder: Path, marker: Marker, registers: dict[str, Register], form: Form) -> None:
    """Write the marker and a README into the folder."""
    lines = [
        f"# {marker.city}: generated data",
        "",
        f"**{NOTE}**",
        "",
        "Made up by `luodi generate city` for demonstration and load tests. Names begin with 示例, area",
        "codes with 99; codes have right check digits and belong to no one. Never put real data here.",
        "",
        f"Seed {marker.seed}, {marker.enterprises} enterprises, {marker.years} years to {marker.last_year}.",
        "The same seed gives the same bytes with the same versions of Luodi and pyarrow.",
        "",
        "| file | register | rows |",
        "|---|---|---|",
        *(
            f"| {name}.{form} | {registers[name].title.zh} {registers[name].title.en} | {rows} |"
            for name, rows in sorted(marker.rows.items())
        ),
        "",
    ]
    (folder / "README.md").write_text("\n".join(lines), encoding="utf-8")
    (folder / MARKER).write_bytes(msgspec.json.format(msgspec.json.encode(marker), indent=2) + b"\n")
