"""Registers as tables of an engine (数据源).

A folder of Parquet or CSV, a database, Spark; the columns are the same.

The engine is DuckDB unless the place names another: ``postgresql://…`` (tables in the schema that
``?schema=`` names) or
``spark://…`` (``luodi[spark]``; a folder that the session can read follows after ``#``). The site's own
database is read through its views ``register_<id>``, which hold the visible rows: ``sqlite:///PATH`` or
``postgresql://…``.
"""

from __future__ import annotations

import csv
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from luodi.core import registers
from luodi.core.errors import InputError
from luodi.core.registers import columns_of

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis.backends import BaseBackend


HOLDS: Final = "luodi_holds"
"""View in which a site's database says which kind of data it holds."""


class Tables(Mapping[str, "ir.Table"]):
    """Registers by id, each an Ibis table with the register's columns and types.

    A register that is not there is an empty table of the right columns; ``present`` names those that are.
    ``generated`` says that the database itself calls its records made up.
    """

    def __init__(
        self, found: Mapping[str, ir.Table], engine: BaseBackend | None, *, generated: bool = False
    ) -> None:
        self.engine = engine
        self.generated = generated
        self.present = frozenset(found)
        self._found = dict(found)

    def __getitem__(self, name: str) -> ir.Table:
        if name not in self._found:
            self._found[name] = empty(name)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(registers.load())

    def __len__(self) -> int:
        return len(registers.load())


def empty(name: str) -> ir.Table:
    """A register without rows."""
    return of_rows(name, [])


def of_rows(name: str, rows: Iterable[Mapping[str, Any]]) -> ir.Table:
    """A register from a few rows that name only the columns that matter (worked examples).

    Args:
        name: the register.
        rows: values by column; dates and decimals may be text.
    """
    import ibis

    return ibis.memtable(arrow_of(name, rows), schema=ibis.schema(columns_of(registers.load()[name])))


def arrow_of(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The same as an Arrow table."""
    import pyarrow as pa

    schema = registers.arrow_schema(registers.load()[name])
    schema = pa.schema([field.with_nullable(True) for field in schema])
    listed = list(rows)
    columns = [
        pa.array([_plain(row.get(field.name), field.type) for row in listed], type=field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def _plain(value: Any, wanted: Any) -> Any:
    from datetime import date
    from decimal import Decimal

    import pyarrow as pa

    if value is None:
        return None
    if pa.types.is_date(wanted) and isinstance(value, str):
        return date.fromisoformat(value)
    if pa.types.is_decimal(wanted):
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-wanted.scale))
    if pa.types.is_string(wanted):
        return str(value)
    return value


def connect(place: str | Path) -> Tables:
    """Open registers where they lie.

    Args:
        place: a folder with ``<register>.parquet`` (or a folder of such parts) or ``<register>.csv``, or the
            URL of a database whose tables or views are called ``<register>`` or ``register_<register>``.

    Raises:
        InputError: nothing is there, or a table lacks a column.
    """
    text = str(place)
    if text.startswith(("postgresql://", "postgres://")):
        return _postgresql(text)
    if text.startswith("sqlite:///"):
        return _sqlite(text)
    if text.startswith(("spark://", "local[")):
        return _spark(text)
    return _folder(Path(place))


def _folder(folder: Path) -> Tables:
    import ibis

    engine = ibis.duckdb.connect()
    found = {}
    for name in registers.load():
        parquet, csv = folder / f"{name}.parquet", folder / f"{name}.csv"
        if parquet.is_dir():
            found[name] = engine.read_parquet(str(parquet / "*.parquet"), table_name=name)
        elif parquet.exists():
            found[name] = engine.read_parquet(str(parquet), table_name=name)
        elif csv.exists():
            types = columns_of(registers.load()[name])
            found[name] = engine.read_csv(
                str(csv), table_name=name, types=_duckdb_types(types, csv), header=True
            )
    if not found:
        raise InputError(
            "no register lies here",
            where=str(folder),
            accepted="files named after registers, such as recognition.parquet or recognition.csv",
            remedy="name the folder that holds them",
        )
    return Tables({name: typed(name, table, f"{folder}/{name}") for name, table in found.items()}, engine)


def _duckdb_types(types: Mapping[str, str], path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = next(csv.reader(file), [])
    names = {
        "string": "VARCHAR",
        "int64": "BIGINT",
        "float64": "DOUBLE",
        "boolean": "BOOLEAN",
        "date": "DATE",
    }
    return {name: names.get(kind, kind.upper()) for name, kind in types.items() if name in head}


def _postgresql(url: str) -> Tables:
    import ibis

    parts = urlsplit(url)
    schema = parse_qs(parts.query).get("schema", ["public"])[0]
    engine = ibis.postgres.connect(
        host=parts.hostname, port=parts.port or 5432, user=parts.username, password=parts.password,
        database=parts.path.lstrip("/"), schema=schema,
    )  # fmt: skip
    there = set(engine.list_tables())
    found = {name: engine.table(table) for name in registers.load() if (table := _called(name, there))}
    return Tables(
        {name: typed(name, table, f"{schema}.{name}") for name, table in found.items()},
        engine,
        generated=HOLDS in there and "generated" in engine.table(HOLDS).kind.to_pyarrow().to_pylist(),
    )


def _called(name: str, there: Container[str]) -> str:
    """What a register is called among a database's tables and views; "" where it is not there."""
    return next((each for each in (f"register_{name}", name) if each in there), "")


def _sqlite(url: str) -> Tables:
    from luodi.measuring.methods.sqlite import opened, read

    given = unquote(url.removeprefix("sqlite:///"))
    path = Path(given) if Path(given).exists() else Path("/") / given  # as written, or from the root
    connection, there = opened(path)
    import ibis

    engine = ibis.duckdb.connect()
    found = {}
    try:
        for name, register in registers.load().items():
            if table := _called(name, there):
                found[name] = engine.create_table(name, read(connection, table, register))
        kinds = connection.execute(f"SELECT kind FROM {HOLDS}").fetchall() if HOLDS in there else []
    finally:
        connection.close()
    return Tables(
        {name: typed(name, table, f"{path} {name}") for name, table in found.items()},
        engine,
        generated=("generated",) in kinds,
    )


def _spark(url: str) -> Tables:
    import ibis
    from pyspark.sql import SparkSession

    master, _, folder = url.partition("#")
    session = SparkSession.builder.master(master).appName("luodi").getOrCreate()
    engine = ibis.pyspark.connect(session)
    found = {}
    for name in registers.load():
        path = Path(folder) / f"{name}.parquet"
        if folder and path.exists():
            session.read.parquet(str(path)).createOrReplaceTempView(name)
            found[name] = engine.table(name)
        elif not folder and session.catalog.tableExists(name):
            found[name] = engine.table(name)
    return Tables({name: typed(name, table, name) for name, table in found.items()}, engine)


def typed(name: str, table: ir.Table, where: str) -> ir.Table:
    """The register's columns, in order and of the register's types; columns that may be empty may be absent.

    Raises:
        InputError: a required column is missing.
    """
    import ibis

    register = registers.load()[name]
    missing = [
        column.name for column in register.columns if column.required and column.name not in table.columns
    ]
    if missing:
        raise InputError(
            f"the columns {', '.join(missing)} are missing",
            where=where,
            accepted=f"the columns of the register {name}",
            remedy="add them, or leave the table away",
        )
    wanted = columns_of(register)
    if all(name in table.columns and _is(table[name], kind) for name, kind in wanted.items()):
        return table
    return table.select(
        **{
            column: (table[column].cast(kind) if column in table.columns else ibis.null().cast(kind))
            for column, kind in wanted.items()
        }
    )


def _is(column: Any, kind: str) -> bool:
    return str(column.type()).removeprefix("!").replace(" ", "") == kind.replace(" ", "")
