"""The ledger as it stood at a moment (任意时点台账): rows rebuilt from the journal's images, the database left alone.

The journal holds every row's image after each change, so the last image up to a moment is the row as it was then; a
deletion, or no image at all, means it was not there. A column that the table got later has its default.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Max, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from luodi.site.base.models import JournalEntry

Row = dict[str, Any]


def end_of(day: date) -> datetime:
    """The last moment of a day, to the millisecond that the journal keeps."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(milliseconds=1)


def rows(model: type[models.Model], moment: datetime) -> Iterator[Row]:
    """Every row of a table as it stood at a moment, in order of id, by attribute names of the model.

    Args:
        model: a model whose table the journal keeps.
        moment: aware; changes written up to it count.
    """
    latest = (
        JournalEntry.objects.filter(table=model._meta.db_table, at__lte=moment)
        .values("row")
        .annotate(last=Max("id"))
    )
    # as text, so that decimals are read digit by digit and not through a float
    found = JournalEntry.objects.filter(pk__in=latest.values("last"), after__isnull=False)
    texts = found.annotate(text=Cast("after", TextField())).order_by("row").values_list("text", flat=True)
    for text in texts.iterator(chunk_size=2000):
        if text is not None and text != "null":
            yield row(model, json.loads(text, parse_float=Decimal))


def objects(model: type[models.Model], moment: datetime) -> Iterator[models.Model]:
    """The same as unsaved objects of the model, for asking their methods; they must never be saved."""
    for image in rows(model, moment):
        yield model(**image)


def row(model: type[models.Model], image: dict[str, Any]) -> Row:
    """One image of the journal as Python values by attribute name; both databases' images give the same."""
    return {
        field.attname: _value(field, image[field.column]) if field.column in image else field.get_default()
        for field in model._meta.concrete_fields
    }


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(value))
        assert moment is not None, (field, value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(field, models.DecimalField):
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-(field.decimal_places or 0)))
    if isinstance(field, models.JSONField):
        return _plain(value)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)


def _plain(value: Any) -> Any:
    """JSON with floats again where decimals were read."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value
