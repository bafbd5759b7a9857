"""Where bytes of files lie (文件存储): under their SHA-256, beside the database or in S3-compatible storage.

A file is on its place before any row names it: written under another name, flushed to disk, then renamed. A crash leaves
at worst bytes that no row names; :func:`sweep` takes them away.

Sending bytes takes as long as the disk or the network pleases, and on SQLite all who write wait for whoever is in a
transaction. So whoever takes in a form brings its files first (:func:`bring`, from ``once``'s ``first``), and only then
begins the transaction in which the action names them (:func:`keep`).
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, Protocol, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from .models import StoredFile, User
from .store_troubles import Gone, told
from .uploads import EVIDENCE, checked

BATCH: Final = 500
ASIDE: Final = ".going-"


class Place(Protocol):
    """What a place for bytes can do; names are SHA-256 digits."""

    def put(self, file: BinaryIO, name: str) -> None:
        """Keep the bytes."""

    def open(self, name: str) -> BinaryIO:
        """Give the bytes."""

    def names(self) -> Iterator[tuple[str, float]]:
        """All names, and when each was last written."""

    def remove(self, name: str, if_older: float) -> bool:
        """Take the bytes away, unless they were written anew since that moment; say whether they are gone."""


class Folder:
    """A folder with 256 folders below it (文件夹存储)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, name: str) -> Path:
        return self.root / name[:2] / name

    def put(self, file: BinaryIO, name: str) -> None:
        """Keep the bytes, unless they are there already."""
        path = self._path(name)
        if self._young(path):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as draft:
            try:
                while chunk := file.read(1 << 20):
                    draft.write(chunk)
                draft.flush()
                os.fsync(draft.fileno())
            except OSError:  # what is half there takes the room that others need
                Path(draft.name).unlink(missing_ok=True)
                raise
        Path(draft.name).replace(path)
        _sync(path.parent)

    @staticmethod
    def _young(path: Path) -> bool:
        """Make bytes that are there young, so that a sweep just now does not take them; say whether they stay.

        A sweep may set the file aside between the system's look at the path and its touch: then what was touched is
        gone, judged old before. A sweep that judges after the touch leaves it, so one more look is enough.
        """
        try:
            os.utime(path)
        except FileNotFoundError:
            return False
        return path.exists()

    def open(self, name: str) -> BinaryIO:
        """The bytes, to be read."""
        return self._path(name).open("rb")

    def names(self) -> Iterator[tuple[str, float]]:
        """All names with the moment they were last written, unfinished drafts included.

        What a killed sweep had set aside goes back to its place first, young again: it may come to lie over bytes that
        somebody has written there meanwhile, for a row that is not there yet.
        """
        for path in self.root.glob(f"??/{ASIDE}*"):
            with suppress(FileNotFoundError):  # a sweep that is alive had it
                os.utime(path)
                path.rename(set_back(path))
        for path in self.root.glob("??/*"):
            draft = path.name.startswith(".")
            with suppress(FileNotFoundError):  # swept by another worker
                yield f"{path.parent.name}/{path.name}" if draft else path.name, path.stat().st_mtime

    def remove(self, name: str, if_older: float) -> bool:
        """Take the bytes away, unless they were written anew since that moment.

        They are set aside first and judged there: whoever keeps the same bytes at this moment either has made them
        young before, and they are put back, or finds none and writes them again.
        """
        path = self.root / name if "/" in name else self._path(name)
        aside = set_aside(path)
        try:
            path.rename(aside)
            if aside.stat().st_mtime >= if_older:
                aside.rename(path)
                return False
            aside.unlink()
        except FileNotFoundError:  # another sweep took it, or has put it back
            return False
        return True


def set_aside(path: Path) -> Path:
    """Where a file stands while a sweep judges it, under a name that no other sweep has."""
    return path.with_name(f"{ASIDE}{secrets.token_hex(4)}-{path.name}")


def set_back(aside: Path) -> Path:
    """Where it stood; a draft stays one."""
    return aside.with_name(aside.name.rpartition("-")[2])


def _sync(folder: Path) -> None:
    """Have the name, too, outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Bucket:
    """A bucket of S3-compatible storage (对象存储); needs ``luodi[s3]``. Keys and endpoint come from its own variables."""

    def __init__(self, url: str) -> None:
        import boto3
        from botocore.config import Config  # type: ignore[import-untyped]

        parts = urlsplit(url)
        self.bucket, self.prefix = parts.netloc, parts.path.strip("/")
        # somebody waits for the answer
        soon = Config(
            connect_timeout=3, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 2}
        )
        self.client = boto3.client(
            "s3", endpoint_url=os.environ.get("LUODI_S3_ENDPOINT") or None, config=soon
        )

    def _key(self, name: str) -> str:
        return f"{self.prefix}/{name[:2]}/{name}".lstrip("/")

    def put(self, file: BinaryIO, name: str) -> None:
        """Keep the bytes (a bucket shows an object only when it is whole)."""
        self.client.upload_fileobj(file, self.bucket, self._key(name))

    def open(self, name: str) -> BinaryIO:
        """The bytes, to be read."""
        try:
            return cast(BinaryIO, self.client.get_object(Bucket=self.bucket, Key=self._key(name))["Body"])
        except self.client.exceptions.NoSuchKey as error:
            raise FileNotFoundError(name) from error

    def names(self) -> Iterator[tuple[str, float]]:
        """All names with the moment they were written."""
        below = f"{self.prefix}/".lstrip("/")  # with its end: another site's may begin alike
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=below)
        for page in pages:
            for each in page.get("Contents", ()):
                yield each["Key"].rsplit("/", 1)[-1], each["LastModified"].timestamp()

    def remove(self, name: str, if_older: float) -> bool:
        """Take the bytes away, unless they were written anew since that moment (asked just before; S3 has no more)."""
        try:
            head = self.client.head_object(Bucket=self.bucket, Key=self._key(name))
        except self.client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] != "404":
                raise
            return False  # another sweep took it
        if head["LastModified"].timestamp() >= if_older:
            return False
        self.client.delete_object(Bucket=self.bucket, Key=self._key(name))
        return True


def place() -> Place:
    """The place that the settings name."""
    return Bucket(settings.FILE_STORE) if settings.FILE_STORE else Folder(Path(settings.MEDIA_ROOT))


class Brought(NamedTuple):
    """Bytes that lie on their place and that no row names yet (已落盘): within the hour, or the sweep takes them."""

    sha256: str
    name: str
    size: int
    media: str


Sent = UploadedFile | Brought
"""What an action takes: an upload, or one whose bytes were brought before the action's transaction began."""


def bring(upload: UploadedFile, accepted: tuple[str, ...] = EVIDENCE, *, table: bool = False) -> Brought:
    """Check an upload and put its bytes on their place; call it before the transaction that is to name them.

    Raises:
        WrongFile, TooLarge: see :func:`luodi.site.base.uploads.checked`.
        NoRoom, Unreachable: see :mod:`luodi.site.base.store_troubles`.
    """
    name, media = checked(upload, accepted, table=table)
    return bring_file(cast(BinaryIO, upload), name, media)


def bring_file(file: BinaryIO, name: str, media: str) -> Brought:
    """Put what the site itself has written on its place, such as an edition or a supervision order."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    with told():
        place().put(file, digest.hexdigest())
    return Brought(digest.hexdigest(), name, size, media)


def keep(
    sent: Sent, by: User | None, accepted: tuple[str, ...] = EVIDENCE, *, table: bool = False
) -> StoredFile:
    """Name a file by a row; call it inside an action, whose failure leaves only bytes for the sweep.

    An upload that was not brought before is checked and sent now, while all who write wait: importers and commands may.

    Raises:
        WrongFile, TooLarge, NoRoom, Unreachable: as :func:`bring`.
    """
    brought = sent if isinstance(sent, Brought) else bring(sent, accepted, table=table)
    return StoredFile.objects.create(
        sha256=brought.sha256, name=brought.name, size=brought.size, media_type=brought.media, by=by
    )


def keep_bytes(data: bytes, name: str, media: str, by: User | None) -> StoredFile:
    """Keep what the site itself has written."""
    return keep(bring_file(io.BytesIO(data), name, media), by)


def opened(file: StoredFile | Brought) -> BinaryIO:
    """The bytes of a file.

    Raises:
        Gone: they are not there any more.
        Unreachable: the place of the files does not answer.
    """
    try:
        with told():
            return place().open(file.sha256)
    except FileNotFoundError:
        raise Gone(file.name) from None


def sweep(older_than: timedelta = timedelta(hours=1)) -> int:
    """Remove bytes that no row names and that are older than an hour; say how many there were."""
    store, limit = place(), (timezone.now() - older_than).timestamp()
    old = (name for name, written in store.names() if written < limit)
    return sum(
        store.remove(name, limit)
        for batch in iter(lambda: list(islice(old, BATCH)), [])
        for name in sorted(set(batch) - _named(batch))
    )


def _named(names: list[str]) -> set[str]:
    return set(StoredFile.objects.filter(sha256__in=names).values_list("sha256", flat=True))


class Fault(NamedTuple):
    """A file that is not as its row says (文件异常): the row, its name, what is wrong."""

    row: int
    name: str
    what: str


def faults(progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[Fault]:
    """Read every file that a row names and say which are gone, cut short or changed.

    Args:
        progress: called with files read and files in all.
    """
    store, total = place(), StoredFile.objects.count()
    for done, row in enumerate(StoredFile.objects.order_by("id").iterator(chunk_size=BATCH), 1):
        what = _fault(store, row)
        if what:
            yield Fault(row.pk, row.name, what)
        progress(done, total)


def _fault(store: Place, row: StoredFile) -> str:
    digest, size = hashlib.sha256(), 0
    try:
        with closing(store.open(row.sha256)) as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
    except FileNotFoundError:
        return "its bytes are gone"
    except OSError as error:
        return f"its bytes cannot be read: {error.strerror}"
    if size != row.size:
        return f"it has {size} bytes and not {row.size}"
    return "" if digest.hexdigest() == row.sha256 else "its bytes were changed"
