"""Where bytes of files lie (文件存储): under their SHA-256, beside the database or in S3-compatible storage.

A file is on its place before any row names it: written under another name, flushed to disk, then renamed. A crash leaves
at worst bytes that no row names; :func:`sweep` takes them away.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Protocol, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from .models import StoredFile, User
from .uploads import EVIDENCE, checked


class Place(Protocol):
    """What a place for bytes can do; names are SHA-256 digits."""

    def put(self, file: BinaryIO, name: str) -> None:
        """Keep the bytes."""

    def open(self, name: str) -> BinaryIO:
        """Give the bytes."""

    def names(self) -> Iterator[tuple[str, float]]:
        """All names, and when each was last written."""

    def remove(self, name: str) -> None:
        """Take the bytes away."""


class Folder:
    """A folder with 256 folders below it (文件夹存储)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, name: str) -> Path:
        return self.root / name[:2] / name

    def put(self, file: BinaryIO, name: str) -> None:
        """Keep the bytes, unless they are there already."""
        path = self._path(name)
        if path.exists():
            os.utime(path)  # young again, so that a sweep just now does not take it
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as draft:
            while chunk := file.read(1 << 20):
                draft.write(chunk)
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).replace(path)

    def open(self, name: str) -> BinaryIO:
        """The bytes, to be read."""
        return self._path(name).open("rb")

    def names(self) -> Iterator[tuple[str, float]]:
        """All names with the moment they were last written, unfinished drafts included."""
        for path in self.root.glob("??/*"):
            yield path.name, path.stat().st_mtime
        for path in self.root.glob("??/.*"):
            yield f"{path.parent.name}/{path.name}", path.stat().st_mtime

    def remove(self, name: str) -> None:
        """Take the bytes away."""
        path = self.root / name if "/" in name else self._path(name)
        path.unlink(missing_ok=True)


class Bucket:
    """A bucket of S3-compatible storage (对象存储); needs ``luodi[s3]``. Keys and endpoint come from its own variables."""

    def __init__(self, url: str) -> None:
        import boto3

        parts = urlsplit(url)
        self.bucket, self.prefix = parts.netloc, parts.path.strip("/")
        self.client = boto3.client("s3", endpoint_url=os.environ.get("LUODI_S3_ENDPOINT") or None)

    def _key(self, name: str) -> str:
        return f"{self.prefix}/{name[:2]}/{name}".lstrip("/")

    def put(self, file: BinaryIO, name: str) -> None:
        """Keep the bytes (a bucket shows an object only when it is whole)."""
        self.client.upload_fileobj(file, self.bucket, self._key(name))

    def open(self, name: str) -> BinaryIO:
        """The bytes, to be read."""
        return cast(BinaryIO, self.client.get_object(Bucket=self.bucket, Key=self._key(name))["Body"])

    def names(self) -> Iterator[tuple[str, float]]:
        """All names with the moment they were written."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        for page in pages:
            for each in page.get("Contents", ()):
                yield each["Key"].rsplit("/", 1)[-1], each["LastModified"].timestamp()

    def remove(self, name: str) -> None:
        """Take the bytes away."""
        self.client.delete_object(Bucket=self.bucket, Key=self._key(name))


def place() -> Place:
    """The place that the settings name."""
    return Bucket(settings.FILE_STORE) if settings.FILE_STORE else Folder(Path(settings.MEDIA_ROOT))


def keep(upload: UploadedFile, by: User | None, accepted: tuple[str, ...] = EVIDENCE) -> StoredFile:
    """Check an upload and keep it; call it inside an action, whose failure leaves only bytes for the sweep.

    Raises:
        WrongFile, TooLarge: see :func:`luodi.site.base.uploads.checked`.
    """
    name, media = checked(upload, accepted)
    return _kept(cast(BinaryIO, upload), name, media, by)


def keep_bytes(data: bytes, name: str, media: str, by: User | None) -> StoredFile:
    """Keep what the site itself has written, such as a supervision order."""
    return _kept(io.BytesIO(data), name, media, by)


def keep_file(file: BinaryIO, name: str, media: str, by: User | None) -> StoredFile:
    """Keep what the site itself has written to a file too large for memory, such as an edition."""
    return _kept(file, name, media, by)


def _kept(file: BinaryIO, name: str, media: str, by: User | None) -> StoredFile:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    place().put(file, digest.hexdigest())
    return StoredFile.objects.create(sha256=digest.hexdigest(), name=name, size=size, media_type=media, by=by)


def sweep(older_than: timedelta = timedelta(hours=1)) -> int:
    """Remove bytes that no row names and that are older than an hour; say how many there were."""
    store, limit = place(), (timezone.now() - older_than).timestamp()
    old = [name for name, written in store.names() if written < limit]
    named = set(StoredFile.objects.filter(sha256__in=old).values_list("sha256", flat=True)) if old else set()
    orphans = [name for name in old if name not in named]
    for name in orphans:
        store.remove(name)
    return len(orphans)
