"""Sealing an edition into a zip, and checking one: every part under its SHA-256, the manifest under its own.

The zip holds one ``.jsonl`` a table (one row a line), ``totals.json``, ``ledger.xlsx`` and
``manifest.json``, which names each part with its SHA-256, bytes and rows, and the head of the journal's
chain. The manifest's ``seal`` is the SHA-256 of the manifest without it. Whoever changes a part can make a
new seal too; that the file is the one that was published is shown by its own SHA-256, which is published
beside it, and by the chain's head, which the site can confirm.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from luodi.core.errors import InputError
from luodi.documents.editions.totals import totals

FORMAT: Final = "luodi-edition/1"
MANIFEST: Final = "manifest.json"
TOTALS: Final = "totals.json"
TABLES: Final = ("decisions", "commitments", "duties", "nodes", "co_units", "units", "areas")
LIMIT: Final = 4 * 1024**3
"""A part that claims to be larger unpacked is refused: no ledger is so large, a zip bomb is."""


_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError, RuntimeError,
    ValueError,
)  # fmt: skip
"""What reading a damaged zip raises: a wrong checksum, a broken stream, an unknown method, a password."""


class Fault(NamedTuple):
    """The first wrong part of an edition: its name, and what is wrong with it."""

    part: str
    what: str


class Checked(NamedTuple):
    """What a check found: the manifest (empty if unreadable), the file's SHA-256, the first fault or None."""

    manifest: Mapping[str, Any]
    sha256: str
    fault: Fault | None


class Sealer:
    """Writes an edition part by part; :meth:`seal` writes the manifest last."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self.parts: dict[str, dict[str, Any]] = {}

    def table(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write one table, a row a line."""
        digest, size, count = hashlib.sha256(), 0, 0
        with self._zip.open(_info(f"{name}.jsonl"), "w", force_zip64=True) as part:
            for row in rows:
                line = _canonical(row) + b"\n"
                digest.update(line)
                part.write(line)
                size, count = size + len(line), count + 1
        self.parts[f"{name}.jsonl"] = {"sha256": digest.hexdigest(), "bytes": size, "rows": count}

    def part(self, name: str, data: bytes) -> None:
        """Write another part."""
        self._zip.writestr(_info(name), data)
        self.parts[name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}

    def seal(self, about: Mapping[str, Any]) -> dict[str, Any]:
        """Write the manifest and close the zip; give the manifest."""
        manifest: dict[str, Any] = {"format": FORMAT, **about, "parts": self.parts}
        manifest["seal"] = _seal(manifest)
        self._zip.writestr(
            _info(MANIFEST), json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        )
        self._zip.close()
        return manifest


def check(path: Path) -> Checked:
    """Check an edition with nothing but the file: the manifest's seal, every part, the totals anew.

    Raises:
        InputError: there is no such file, or it is no zip.
    """
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        with zipfile.ZipFile(path) as edition:
            manifest, fault = _manifest(edition)
            return Checked(manifest, sha256, fault or _parts(edition, manifest) or _totals(edition, manifest))
    except FileNotFoundError as error:
        raise InputError("the file does not exist", where=str(path), remedy="correct the name") from error
    except _DAMAGED as error:
        raise InputError(
            f"this is no edition: {error}",
            where=str(path),
            accepted="a .zip made by the page 存档版本",
            remedy="download it again",
        ) from error


def _manifest(edition: zipfile.ZipFile) -> tuple[dict[str, Any], Fault | None]:
    names = edition.namelist()
    if MANIFEST not in names:
        return {}, Fault(MANIFEST, "it is missing")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        return {}, Fault(twice, "it is there twice")
    try:
        manifest = json.loads(edition.read(MANIFEST))
        parts, known = manifest["parts"], manifest["format"]
        well = all(
            isinstance(part["sha256"], str) and isinstance(part["bytes"], int) for part in parts.values()
        )
    except (*_DAMAGED, KeyError, TypeError, AttributeError):
        return {}, Fault(MANIFEST, "it cannot be read")
    if known != FORMAT or not well:
        return {}, Fault(MANIFEST, f"its format is not {FORMAT}")
    if _seal({key: value for key, value in manifest.items() if key != "seal"}) != manifest.get("seal"):
        return manifest, Fault(MANIFEST, "it does not match its seal: something in it was changed")
    wanted = {f"{name}.jsonl" for name in TABLES} | {TOTALS}
    for name in sorted(wanted - set(parts)):
        return manifest, Fault(name, "the manifest does not name it")
    return manifest, None


def _parts(edition: zipfile.ZipFile, manifest: Mapping[str, Any]) -> Fault | None:
    there = set(edition.namelist()) - {MANIFEST}
    for name, part in sorted(manifest["parts"].items()):
        if name not in there:
            return Fault(name, "it is missing")
        if edition.getinfo(name).file_size > LIMIT:
            return Fault(name, "it is too large to be a part of an edition")
        digest, rows = hashlib.sha256(), 0
        try:
            with edition.open(name) as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
                    rows += chunk.count(b"\n")
        except _DAMAGED:
            return Fault(name, "its bytes are damaged")
        if digest.hexdigest() != part["sha256"]:
            return Fault(name, "it was changed: its SHA-256 is not the manifest's")
        if "rows" in part and rows != part["rows"]:
            return Fault(name, f"it has {rows} rows, the manifest says {part['rows']}")
    for name in sorted(there - set(manifest["parts"])):
        return Fault(name, "it was added: the manifest does not name it")
    return None


def _totals(edition: zipfile.ZipFile, manifest: Mapping[str, Any]) -> Fault | None:
    try:
        rows = {
            name: [json.loads(line) for line in edition.read(f"{name}.jsonl").splitlines()]
            for name in ("commitments", "duties", "units")
        }
        found = totals(rows["commitments"], rows["duties"], rows["units"], manifest.get("year"))
        said = json.loads(edition.read(TOTALS))
    except (ValueError, KeyError, TypeError, ArithmeticError):
        return Fault(TOTALS, "it cannot be worked out anew: a row lacks a field")
    for name in found:
        if said.get(name) != found[name]:
            return Fault(TOTALS, f"{name} is {said.get(name)!r}, the rows give {found[name]!r}")
    return None


def _seal(manifest: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(manifest)).hexdigest()


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _info(name: str) -> zipfile.ZipInfo:
    """A fixed time, so that the same rows give the same bytes."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
