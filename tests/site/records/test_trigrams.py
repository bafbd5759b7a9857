"""Searched texts are indexed on PostgreSQL; an index that went is made again, and another engine is left alone."""

from __future__ import annotations

import pytest
from django.db import connection

from luodi.site.records import trigrams

SUBJECT = trigrams.name_of("records_recognition", "subject")
pytestmark = pytest.mark.django_db


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "records_recognition")
    return {name for name in found if name.endswith("_trgm")}


def test_the_searched_text_of_a_register_is_indexed_where_the_engine_can():
    assert indexes() == ({SUBJECT} if connection.vendor == "postgresql" else set())


def test_an_index_that_is_missing_is_made_again_and_one_that_is_there_is_left():
    before = indexes()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP INDEX IF EXISTS "{SUBJECT}"')
    for _ in range(2):
        trigrams.lay_indexes()
    assert indexes() == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no extensions")
def test_a_role_that_may_not_make_the_extension_goes_without():
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")
        cursor.execute("CREATE ROLE luodi_test_plain")
        cursor.execute("SET LOCAL ROLE luodi_test_plain")
        try:
            trigrams.lay_indexes()
        finally:
            cursor.execute("RESET ROLE")
    assert indexes() == set()
