"""Indicators worked from the site's own database equal those worked from the same rows as Parquet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from luodi.cli.main import main
from luodi.core.errors import InputError
from luodi.core.generated import NOTE
from luodi.core.registers import load
from luodi.generating.conduct import generate_city
from luodi.measuring.methods.run import measure
from luodi.measuring.methods.tables import connect
from luodi.site.base.models import JournalEntry
from luodi.site.records import sql
from luodi.site.records.loading import load_folder
from luodi.site.records.models import Batch, model_of
from luodi.site.records.queries import counts


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return generate_city(tmp_path_factory.mktemp("city") / "demo", enterprises=300, years=2, seed=5)[0]


@pytest.fixture
def generated(settings):
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")


class AnyArea(dict):
    def __contains__(self, code):
        return True

    def __missing__(self, code):
        return code


def figures(place: str | Path):
    tables = connect(place)
    found = measure(tables, [2024, 2025], AnyArea(), known_on=date(2026, 1, 1), source="s")
    tables.engine.disconnect()
    return sorted((each.indicator, each.area, str(each.period), each.value) for each in found)


def place_of_the_site(tmp_path: Path) -> str:
    """The URL of the test's database; SQLite's lies in memory and is copied out."""
    if connection.vendor == "postgresql":
        given = connection.settings_dict
        return f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    import sqlite3

    with sqlite3.connect(tmp_path / "site.sqlite3") as copy:
        connection.connection.backup(copy)
    return f"sqlite:///{tmp_path / 'site.sqlite3'}"


@pytest.mark.django_db(transaction=True)
def test_the_sites_rows_give_the_same_figures_as_the_folder(folder, generated, tmp_path):
    load_folder(folder)
    assert figures(place_of_the_site(tmp_path)) == figures(folder)


@pytest.fixture
def laid_anew(transactional_db):
    """Lay the views as the workspace is then; they are as they were after the test."""
    yield sql.lay_views
    sql.lay_views()


@pytest.mark.django_db(transaction=True)
def test_the_database_alone_says_that_its_rows_are_generated(laid_anew, generated, folder, tmp_path):
    def measured() -> str:
        asked = ["measure", place_of_the_site(tmp_path), "--year", "2025"]
        return CliRunner().invoke(main, asked).stdout

    load_folder(folder)
    assert NOTE not in measured()
    laid_anew()
    assert NOTE in measured()


@pytest.mark.django_db
def test_loading_counts_rows_and_a_second_time_changes_nothing(folder, generated):
    first = load_folder(folder)
    there = {name: model_of(name).objects.visible().count() for name in load()}
    assert {name: count for name, count in there.items() if count} == {n: c for n, c in counts().items() if c}
    assert first["organisation"]["new"] == there["organisation"] > 300
    again = load_folder(folder)
    assert {name: (each["new"], each["changed"], each["same"]) for name, each in again.items()} == {
        name: (0, 0, each["new"]) for name, each in first.items()
    }


@pytest.mark.django_db
def test_generated_rows_do_not_join_real_ones(folder):
    with pytest.raises(InputError, match="generated data"):
        load_folder(folder)
    assert Batch.objects.count() == 0


@pytest.mark.django_db
def test_one_bad_file_keeps_the_whole_folder_out(tmp_path):
    (tmp_path / "listing_event.csv").write_text("board\nno\n", encoding="utf-8")
    (tmp_path / "chain_node.csv").write_text("code,name\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_folder(tmp_path)
    assert "listing_event.csv row 2" in str(error.value)
    assert not Batch.objects.filter(valid=True).exists()


@pytest.mark.django_db
def test_the_command_leaves_with_2_when_nothing_is_there(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        call_command("load_registers", str(tmp_path))
    assert (left.value.code, "no register lies here" in capsys.readouterr().err) == (2, True)


@pytest.mark.django_db
def test_loading_is_journalled_as_batches_not_as_rows(folder, generated):
    load_folder(folder)
    assert not JournalEntry.objects.filter(table="records_organisation").exists()
    assert JournalEntry.objects.filter(table="records_batch", kind="U").exists()
    assert settings.WORKSPACE.kind == "generated"
