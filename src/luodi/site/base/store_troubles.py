"""When bytes cannot be kept or given (存储故障): each trouble told apart, in a sentence that says what to do."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError
from django.utils.translation import gettext as _

from .refusals import Refusal

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_log = logging.getLogger(__name__)


class NoRoom(Refusal):
    """The disk is full (存储空间不足)."""

    status = 507

    def __init__(self) -> None:
        super().__init__(_("服务器存储空间不足,没有保存。请联系系统管理员清理磁盘后,再提交一次。"))


class Unreachable(Refusal):
    """The place of the files does not answer, or refuses (文件存储不可用)."""

    status = 503

    def __init__(self) -> None:
        super().__init__(_("文件存储暂时不可用,没有保存或取出文件。请稍后重试;若再次出现,请联系系统管理员。"))


class Gone(Refusal):
    """A row names a file whose bytes are no longer there (原文件缺失)."""

    status = 410

    def __init__(self, name: str) -> None:
        said = _("“%(name)s”的原文件已不在存储中。请联系系统管理员从备份恢复;记录本身没有改动。")
        super().__init__(said % {"name": name})


def is_full(error: OSError) -> bool:
    """Whether there is no room left, or none that one may take."""
    return error.errno in FULL


def database_is_full(error: Exception) -> bool:
    """Whether a database could not write for want of room."""
    words = ("database or disk is full", "No space left on device", "could not extend file")
    return isinstance(error, OperationalError) and any(each in str(error) for each in words)


@contextmanager
def told() -> Iterator[None]:
    """Turn what a disk or a storage server says into a refusal; the log keeps its own words.

    Raises:
        FileNotFoundError: as it came.
        NoRoom, Unreachable: for everything else that went wrong on the way.
    """
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        _log.error("the file store failed: %s", error)
        raise (NoRoom() if is_full(error) else Unreachable()) from error
    except Exception as error:
        if not _of_the_server(error):
            raise
        _log.error("the file store failed: %s", error)
        raise Unreachable from error


def _of_the_server(error: Exception) -> bool:
    """Whether a library of S3 raised it; they are loaded only where a bucket is used."""
    return type(error).__module__.partition(".")[0] in ("botocore", "boto3", "s3transfer", "urllib3")
