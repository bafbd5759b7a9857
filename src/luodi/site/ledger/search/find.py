"""Finding (检索): the index proposes, rights cut, the text decides."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from luodi.matching import Piece, Query, snippet
from luodi.site.base.ready import As, ready
from luodi.site.base.rights import Person, sees_all

from ..models import SearchMark
from .sources import SOURCES, Source

MOST: Final = 200
"""Hits of a kind that are ranked and shown; who gets so many adds a word."""


WEIGHED: Final = 2000
"""Of more matches the newest are weighed against each other: a word that stands everywhere says nothing."""


class Hit(NamedTuple):
    """One thing found: its kind, the thing, its heading and text with what was looked for marked."""

    source: Source
    thing: Any
    heading: list[Piece]
    text: list[Piece]
    order: tuple[bool, bool, float]


class Found(NamedTuple):
    """What was found of one kind; ``more`` when there may be more than are shown."""

    source: Source
    hits: list[Hit]
    more: bool


def find(person: Person, query: Query) -> list[Found]:
    """Everything the person may see that contains what was looked for, best first, per kind.

    Args:
        person: who looks.
        query: from :func:`luodi.matching.parse`.
    """
    if not query.usable:
        return [Found(source, [], False) for source in SOURCES]
    marked = set(_marked())
    return [_of(source, person, query, fresh=source.kind in marked) for source in SOURCES]


@ready
def _marked() -> QuerySet[SearchMark, int]:
    """The kinds of which something was changed and not yet indexed."""
    return SearchMark.objects.order_by().values_list("kind", flat=True).distinct()


def _of(source: Source, person: Person, query: Query, *, fresh: bool) -> Found:
    seen = source.seen_by(person)
    everything = sees_all.test(person)
    ranked = _proposed(source, seen, query, everything)
    changed = _fresh(source, seen, query) if fresh else []
    ranks = {**dict.fromkeys(changed, 0.0), **ranked}
    hits = [
        _hit(source, thing, query, ranks[thing.pk])
        for thing in _things(As(source), list(ranks))
        if query.holds(source.text_of(thing))
    ]
    hits.sort(key=lambda hit: (hit.order, -hit.thing.pk))
    return Found(source, hits[:MOST], len(ranked) >= MOST)


@ready
def _things(source: Source, keys: list[int]) -> QuerySet[Any]:
    return source.model._default_manager.filter(pk__in=keys).select_related(*_RELATED[source.name])


_RELATED: Final = {
    "commitment": ("decision",),
    "duty": ("lead",),
    "report": ("duty", "organisation"),
    "instruction": ("leader", "unit"),
}


def _hit(source: Source, thing: Any, query: Query, rank: float) -> Hit:
    if source.name == "report":
        heading, body = str(thing.duty), thing.text
    elif source.name == "instruction":
        heading, body = f"{thing.leader} {thing.written_on}", thing.text
    elif source.name == "duty":
        heading, body = str(thing), thing.standard
    else:
        heading, body = str(thing), thing.quote
    order = (not query.whole_in(heading), not query.whole_in(body), rank)
    return Hit(source, thing, snippet(heading, query.phrases, 200), snippet(body, query.phrases), order)


def _proposed(source: Source, seen: QuerySet[Any], query: Query, everything: bool) -> dict[int, float]:
    """Rows that the index proposes, each with its rank, lower is better."""
    where, given = "", ()
    if not everything:
        try:
            pks = seen.select_related(None).order_by().values("pk")
            inner, given = pks.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return {}
        # SQLite would else ask the index of words for each row that one sees, and these may be many more than match
        plus = "+" if connection.vendor == "sqlite" else ""
        where = f" AND {plus}rowid IN ({inner})"
    if connection.vendor == "sqlite":
        sql = (
            f"SELECT rowid, rank FROM {source.table} WHERE {source.table} MATCH %s{where} "
            f"ORDER BY rowid DESC LIMIT {WEIGHED}"
        )
        asked = _fts5(query)
    else:
        sql = (
            f"SELECT rowid, -ts_rank_cd(tokens, CAST(%s AS tsquery)) FROM (SELECT rowid, tokens FROM {source.table} "
            f"WHERE tokens @@ CAST(%s AS tsquery){where} ORDER BY rowid DESC LIMIT {WEIGHED}) AS found"
        )
        asked = _tsquery(query)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*([asked] if connection.vendor != "sqlite" else []), asked, *given])
        ranked = sorted((float(rank), -row) for row, rank in cursor.fetchall())
    return {-row: rank for rank, row in ranked[:MOST]}


def _fresh(source: Source, seen: QuerySet[Any], query: Query) -> list[int]:
    """Rows that were changed and not yet indexed, found by their text."""
    marked = SearchMark.objects.filter(kind=source.kind)
    every = Q()
    for phrase in query.phrases:
        one = Q()
        for field in source.fields:
            one |= Q(**{f"{field}__icontains": phrase})
        every &= one
    rows = seen.select_related(None).filter(every, pk__in=marked.values("row")).order_by("-pk")
    return list(rows.values_list("pk", flat=True)[:MOST])


def _fts5(query: Query) -> str:
    """The query as FTS5 reads it; every token quoted, so that none is taken for an operator."""
    asked = []
    for phrase, tokens in zip(query.phrases, query.conditions(), strict=True):
        parts = " AND ".join(f'"{token}"{"*" if open_end else ""}' for token, open_end in tokens)
        if parts:
            asked.append(f'({parts} OR "{phrase}")' if _is_word(phrase, tokens) else f"({parts})")
    return " AND ".join(asked)


def _tsquery(query: Query) -> str:
    """The query as PostgreSQL reads it; tokens hold letters and figures only, so quotes suffice."""
    asked = []
    for phrase, tokens in zip(query.phrases, query.conditions(), strict=True):
        parts = " & ".join(f"'{token}'{':*' if open_end else ''}" for token, open_end in tokens)
        if parts:
            asked.append(f"({parts} | '{phrase}')" if _is_word(phrase, tokens) else f"({parts})")
    return " & ".join(asked)


def _is_word(phrase: str, tokens: list[tuple[str, bool]]) -> bool:
    """Whether a phrase can be one token itself, by which it ranks higher."""
    return len(tokens) == len(phrase) - 1 > 1 and phrase.isalnum()
