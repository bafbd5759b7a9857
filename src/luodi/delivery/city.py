"""A city folder (城市文件夹): plain files that another city can copy; see docs/guide/city-folder.md."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from luodi.core.errors import InputError
from luodi.core.observation import Observation
from luodi.core.period import parse
from luodi.core.plain_yaml import load_yaml, read_text
from luodi.delivery.bindings import Binding, read_bindings
from luodi.delivery.records import Records, computed
from luodi.delivery.report import Words
from luodi.measuring.catalogue import Catalogue, load
from luodi.measuring.observations import PUBLICATION_LAG_MONTHS, read_observations


class Settings(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What ``city.yaml`` says.

    Attributes:
        name: the city, in both languages.
        area: its name as figures print it; promises for 全市 are held against figures of this area.
        decision: the decision's file.
        baseline: the period that promises start from where their sentence names none ("2020").
        figures: files of figures, in any number.
        publication_lag_months: see :mod:`luodi.measuring.observations`.
        records: registers from which figures of grade A are worked, if there are any.
    """

    name: Words
    area: Annotated[str, msgspec.Meta(min_length=1)]
    decision: str = "decision.txt"
    baseline: str
    figures: list[str] = msgspec.field(default_factory=lambda: ["observations.csv"])
    publication_lag_months: Annotated[int, msgspec.Meta(ge=0, le=36)] = PUBLICATION_LAG_MONTHS
    records: Records | None = None


class City(msgspec.Struct, kw_only=True, frozen=True):
    """A city folder, read and checked; ``bindings`` is None where the folder has no ``bindings.yaml``."""

    folder: Path
    settings: Settings
    catalogue: Catalogue
    observations: list[Observation]
    bindings: list[Binding] | None

    @property
    def decision(self) -> Path:
        """Where the decision stands."""
        return self.folder / self.settings.decision


def read_city(folder: Path) -> City:
    """Read a city folder.

    Raises:
        InputError: a file is missing or wrong; the file, row and column are named.
    """
    if not folder.is_dir():
        raise InputError(
            "there is no such folder",
            where=str(folder),
            accepted="a city folder: city.yaml, the decision and observations.csv",
            remedy="copy examples/leshan and change it",
        )
    settings = _settings(folder / "city.yaml")
    if not (folder / settings.decision).exists():
        remedy = "put it there, or name its file in city.yaml under decision"
        raise InputError(
            "the decision's file does not exist", where=str(folder / settings.decision), remedy=remedy
        )
    catalogue = load(folder / "indicators.yaml")
    observations = [
        one
        for file in settings.figures
        for one in read_observations(folder / file, catalogue, lag_months=settings.publication_lag_months)
    ]
    _check_twice(observations)
    if settings.records is not None:
        observations += computed(settings.records, folder, catalogue, observations)
    bindings = folder / "bindings.yaml"
    return City(
        folder=folder,
        settings=settings,
        catalogue=catalogue,
        observations=observations,
        bindings=read_bindings(bindings, catalogue) if bindings.exists() else None,
    )


def _settings(path: Path) -> Settings:
    try:
        settings = msgspec.convert(load_yaml(read_text(path), path.name), Settings)
    except msgspec.ValidationError as error:
        raise InputError(str(error), where=path.name, remedy="see docs/guide/city-folder.md") from error
    try:
        parse(settings.baseline)
    except ValueError as error:
        raise InputError(
            str(error), where=f"{path.name}, baseline", accepted="a year such as '2020'"
        ) from error
    return settings


def _check_twice(observations: list[Observation]) -> None:
    seen: dict[tuple[str, str, str, str], str] = {}
    for one in observations:
        first = seen.setdefault((one.indicator, one.area, one.period, one.known_on), one.row)
        if first != one.row:
            what = f"{first} already gives {one.indicator} of {one.area} in {one.period}"
            raise InputError(
                f"{what}, known on {one.known_on}",
                where=one.row,
                remedy="remove one, or give a revision the later date it became known in known_on",
            )
