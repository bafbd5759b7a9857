"""The three engines of one shared suite.

DuckDB always, PostgreSQL and Spark where they are (in CI always).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from luodi.measuring.methods.tables import Tables, arrow_of, typed

ENGINES = ("duckdb", "postgres", "spark")


def _absent(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and continuous integration must not skip")
    pytest.skip(what)


@pytest.fixture(scope="session")
def duckdb() -> Any:
    import ibis

    return ibis.duckdb.connect()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    url = os.environ.get("LUODI_TEST_POSTGRES")
    if not url:
        _absent("LUODI_TEST_POSTGRES names no PostgreSQL")
    import ibis
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS luodi_methods CASCADE")
        connection.execute("CREATE SCHEMA luodi_methods")
    connected = ibis.connect(f"{url}?schema=luodi_methods")
    yield connected
    connected.disconnect()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA luodi_methods CASCADE")


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if not shutil.which("java"):
        _absent("no java, which Spark needs")
    pyspark = pytest.importorskip("pyspark.sql")
    import ibis

    folder = tmp_path_factory.mktemp("spark")
    session = (
        pyspark.SparkSession.builder.master("local[2]")
        .appName("luodi tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(folder))
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> SimpleNamespace:
    """An engine, and how rows of registers become tables of it."""
    connection = request.getfixturevalue(request.param)
    return SimpleNamespace(name=request.param, connection=connection, load=_loader(request.param, connection))


def _loader(name: str, connection: Any) -> Callable[[dict[str, list[dict[str, Any]]]], Tables]:
    """A function from rows by register to the engine's own tables, made anew each time."""

    def load(rows: dict[str, list[dict[str, Any]]]) -> Tables:
        found = {}
        for register, listed in rows.items():
            table = arrow_of(register, listed)
            if name == "spark":
                connection._session.createDataFrame(table).createOrReplaceTempView(register)
            else:
                connection.create_table(register, table, overwrite=True)
            found[register] = typed(register, connection.table(register), register)
        return Tables(found, connection)

    return load
