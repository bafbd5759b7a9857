"""A city's folder into the ledger (装载城市文件夹): areas, units and the decision, once; a person reviews and adopts."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy

from luodi.delivery.city import read_city
from luodi.reading import read
from luodi.reading.sources import Source
from luodi.reading.sources import load as load_source
from luodi.site.base import store
from luodi.site.base.action import Actor, action
from luodi.site.base.models import Area, Organisation
from luodi.site.base.rights import is_administrator
from luodi.site.base.uploads import KINDS, clean_name
from luodi.site.workspace import refuse_other_kind

from .actions import intake
from .city_files import AreaRow, UnitRow, read_areas, read_units
from .models import Decision, DocumentVersion


def load(folder: Path) -> list[str]:
    """Load a city's folder into the site, and say what was done, a line for each thing.

    What is there already is left as it is: areas and units by their name, the decision by the SHA-256 of its text. The
    decision becomes version 1, under review.

    Raises:
        InputError: a file of the folder is missing or wrong, or the folder holds generated data and the workspace real
            ones, or the other way round; nothing is written.
    """
    refuse_other_kind(settings.WORKSPACE, folder)
    city = read_city(folder)
    areas = read_areas(folder) or [AreaRow(name=city.settings.area, kind="city")]
    units = read_units(folder, areas)
    source = load_source(city.decision)
    actor = Actor.system(f"city folder {folder.name}")
    return load_city(actor, city.settings.area, areas=areas, units=units, source=source, file=city.decision)


@action("intake.load_city", gettext_lazy("装载城市文件夹"), right=is_administrator)
def load_city(
    actor: Actor, area: str, *, areas: list[AreaRow], units: list[UnitRow], source: Source, file: Path
) -> list[str]:
    """Write what a city's folder holds (装载城市文件夹), all of it or nothing."""
    said = []
    known = _areas(area, areas)
    if known.new:
        said.append(f"{known.new} areas loaded")
    if new := _units(units, known.by_name):
        said.append(f"{new} units loaded")
    return said + _decision(actor, known.by_name.get(area), source, file)


class _Known:
    def __init__(self) -> None:
        self.by_name = {each.name: each for each in Area.objects.all()}
        self.new = 0


def _areas(city: str, rows: list[AreaRow]) -> _Known:
    known = _Known()
    for row in sorted(rows, key=lambda row: row.name != city):
        if row.name in known.by_name:
            continue
        known.by_name[row.name] = Area.objects.create(
            name=row.name, kind=row.kind, code=row.code, column=row.column, row=row.row,
            parent=known.by_name.get(city) if row.name != city else None,
        )  # fmt: skip
        known.new += 1
    return known


def _units(rows: list[UnitRow], areas: dict[str, Area]) -> int:
    there = set(Organisation.objects.values_list("name", flat=True))
    new = [row for row in rows if row.name not in there]
    for row in new:
        Organisation.objects.create(
            name=row.name, short_name=row.short, kind=row.kind, area=areas.get(row.area)
        )
    return len(new)


def _decision(actor: Actor, area: Area | None, source: Source, file: Path) -> list[str]:
    sha256 = hashlib.sha256(source.text.encode()).hexdigest()
    if DocumentVersion.objects.filter(text_sha256=sha256).exists():
        return []
    reading = read(source)
    title = (reading.document.title or file.stem)[:200]
    if Decision.objects.filter(title=title, area=area).exists():
        return [
            f"the text of {title} differs from the one in the site: upload {file.name} there as a later version"
        ]
    media = KINDS.get(file.suffix.lower(), ("application/octet-stream", ()))[0]
    kept = store.keep_bytes(file.read_bytes(), clean_name(file.name), media, actor.user)
    decision = Decision.objects.create(title=title, area=area)
    version = DocumentVersion.objects.create(decision=decision, number=1, file=kept)
    intake.keep_reading(actor, version, reading=reading, notes=source.notes)
    found = version.findings.count()
    return [f"{title}: {found} findings wait for review"]
