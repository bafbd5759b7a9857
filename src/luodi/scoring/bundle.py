"""Sealed bundles (封存包): inputs, scheme, versions and results in one file that an outsider can run again.

A bundle is a zip file with members in fixed order and one date. ``manifest.json`` holds the SHA-256 of every
other member; its own SHA-256 is the seal.
"""

from __future__ import annotations

import hashlib
import io
import platform
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec
import numpy as np

from luodi import __version__
from luodi.core.errors import InputError
from luodi.scoring.engine import Result, run
from luodi.scoring.journal import Journal
from luodi.scoring.normalisation.own import needed
from luodi.scoring.output import csv_bytes, tables
from luodi.scoring.scheme.load import parse
from luodi.scoring.tables import read_panel, read_sheet
from luodi.scoring.uncertainty.analysis import Analysis, Simulation, analyse

_DATE: Final = (1980, 1, 1, 0, 0, 0)
_LARGEST: Final = 1 << 30
_MANIFEST: Final = "manifest.json"
_SCHEME: Final = "scheme.yaml"


class Request(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What was asked for besides scheme and data.

    Attributes:
        as_of: figures known later did not count.
        weights: the weight set chosen.
        simulation: how the scheme's uncertain choices were varied; None if they were not.
    """

    as_of: str | None = None
    weights: str | None = None
    simulation: Simulation | None = None


class Manifest(msgspec.Struct, kw_only=True, frozen=True):
    """What a bundle holds.

    Attributes:
        format: version of this layout.
        luodi: version of Luodi that made it.
        python: version of Python.
        numpy: version of NumPy.
        request: what was asked for.
        data: names of the data files in order.
        sha256: SHA-256 of every member but the manifest.
    """

    format: int
    luodi: str
    python: str
    numpy: str
    request: Request
    data: tuple[str, ...]
    sha256: dict[str, str]


@dataclass(frozen=True, slots=True)
class Replay:
    """What running a bundle again gave.

    Attributes:
        manifest: the bundle's manifest.
        seal: SHA-256 of the manifest.
        same: tables that came out the same to the byte.
        different: tables that did not, or that are on one side only.
    """

    manifest: Manifest
    seal: str
    same: tuple[str, ...]
    different: tuple[str, ...]


def compute(scheme: str, data: Mapping[str, bytes], request: Request, *, where: str = "scheme") -> Result:
    """Score from the contents of files: the one way for the command, the bundle and its replay.

    Args:
        scheme: YAML text.
        data: content of each data file by name, the main table first.
        request: what else was asked for.
        where: name of the scheme, for messages.
    """
    read = parse(scheme, where=where)
    journal = Journal()
    sheets = [read_sheet(Path(name), content) for name, content in data.items()]
    panel = read_panel(read, sheets, journal, as_of=request.as_of)
    return run(read, panel, weights=request.weights, journal=journal)


def seal(
    scheme: str,
    data: Mapping[str, bytes],
    request: Request,
    result: Result,
    analysis: Analysis | None = None,
) -> bytes:
    """Make a bundle.

    Args:
        scheme: YAML text of the scheme.
        data: content of each data file by name.
        request: what else was asked for.
        result: what came of it.
        analysis: simulations of that result, to be sealed with it.

    Raises:
        InputError: the scheme calls Python functions, which cannot be sealed.
    """
    if functions := needed(result.scheme):
        raise InputError(
            f"a Python function cannot be sealed: {', '.join(functions)}",
            where="normalise, function",
            accepted="methods and formulas, which run everywhere alike",
            remedy="write it as `method: formula`, or keep the result without a bundle",
        )
    members = {_SCHEME: scheme.encode("utf-8")}
    members |= {f"data/{PurePosixPath(name).name}": content for name, content in data.items()}
    members |= _result_files(result, analysis)
    manifest = Manifest(
        format=1,
        luodi=__version__,
        python=platform.python_version(),
        numpy=np.__version__,
        request=msgspec.structs.replace(request, simulation=None if analysis is None else analysis.asked),
        data=tuple(data),
        sha256={name: hashlib.sha256(content).hexdigest() for name, content in sorted(members.items())},
    )
    first = {_MANIFEST: msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in (first | dict(sorted(members.items()))).items():
            entry = zipfile.ZipInfo(name, date_time=_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return buffer.getvalue()


def seal_of(bundle: bytes, *, where: str = "bundle") -> str:
    """Give a bundle's seal: the SHA-256 of its manifest."""
    return hashlib.sha256(_members(bundle, where)[_MANIFEST]).hexdigest()


def replay(bundle: bytes, *, where: str = "bundle") -> Replay:
    """Run a bundle again and compare every table to the byte.

    Raises:
        InputError: it is no bundle, or a member is not what the manifest says.
    """
    members = _members(bundle, where)
    try:
        manifest = msgspec.json.decode(members[_MANIFEST], type=Manifest)
    except msgspec.DecodeError as error:
        raise InputError(
            f"the manifest cannot be read: {error}", where=where, remedy="ask for the bundle anew"
        ) from error
    found = {
        name: hashlib.sha256(content).hexdigest() for name, content in members.items() if name != _MANIFEST
    }
    broken = sorted(
        name for name in found.keys() | manifest.sha256.keys() if found.get(name) != manifest.sha256.get(name)
    )
    if broken:
        raise InputError(
            f"the seal is broken: {', '.join(broken)}",
            where=where,
            accepted="members with the SHA-256 that the manifest names",
            remedy="ask for the bundle anew",
        )
    data = {name: members[f"data/{PurePosixPath(name).name}"] for name in manifest.data}
    result = compute(members[_SCHEME].decode("utf-8"), data, manifest.request, where=f"{where}, {_SCHEME}")
    asked = manifest.request.simulation
    again = _result_files(result, None if asked is None else analyse(result, asked))
    recorded = {name: content for name, content in members.items() if name.startswith("results/")}
    same = sorted(name for name in again if recorded.get(name) == again[name])
    different = sorted((again.keys() | recorded.keys()) - set(same))
    return Replay(manifest, hashlib.sha256(members[_MANIFEST]).hexdigest(), tuple(same), tuple(different))


def _result_files(result: Result, analysis: Analysis | None) -> dict[str, bytes]:
    made = tables(result) | ({} if analysis is None else analysis.tables())
    return {f"results/{name}.csv": csv_bytes(table) for name, table in made.items()}


def _members(bundle: bytes, where: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise InputError("the bundle is larger than 1 GiB", where=where, remedy="split the data")
            members = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(
            "not a bundle",
            where=where,
            accepted="a file written by luodi score or luodi uncertainty with --bundle",
            remedy="check the path",
        ) from error
    if _MANIFEST not in members or _SCHEME not in members:
        raise InputError("not a bundle: manifest or scheme is missing", where=where, remedy="check the path")
    return members
