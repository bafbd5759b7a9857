"""Uploads (上传): stopped while they arrive if they are too large, judged by their bytes and not by their name."""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePath
from typing import IO, Any, Final, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

from luodi.core.errors import InputError
from luodi.core.unpacking import check_parts

from .refusals import Refusal

KINDS: Final[dict[str, tuple[str, tuple[bytes, ...]]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", (b"PK\x03\x04",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".txt": ("text/plain", ()),
    ".md": ("text/markdown", ()),
    ".csv": ("text/csv", ()),
    ".html": ("text/html", ()),
    ".htm": ("text/html", ()),
}
EVIDENCE: Final = (".pdf", ".docx", ".xlsx", ".pptx", ".png", ".jpg", ".jpeg", ".txt", ".csv")
_PARTS: Final = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
_UNSEEN: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff/\\:*?\"<>|]"
)
"""What a name may not hold: control characters, what turns the direction of writing, what a file system reads otherwise."""
_PROGRAM: Final = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa")


class TooLarge(Refusal):
    """The upload is larger than allowed."""

    status = 413


class NoLength(Refusal):
    """The request does not say how long it is; no browser sends a form so."""

    status = 411

    def __init__(self) -> None:
        super().__init__(_("请求没有说明长度,没有保存。请用浏览器重新提交。"))


class WrongFile(Refusal):
    """The file is not of a kind that is taken, or is not what its name says."""

    status = 422


class Limited(FileUploadHandler):
    """Stops an upload as soon as more than the limit has arrived (nothing of it is kept)."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:  # noqa: N803
        """Refuse at once what says beforehand that it is too large."""
        self.arrived = 0
        if content_length and content_length > settings.MAX_UPLOAD + 1024 * 1024:
            raise too_large()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count what arrives, over all files of the form."""
        self.arrived += len(raw_data)
        if self.arrived > settings.MAX_UPLOAD:
            raise too_large()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def too_large() -> TooLarge:
    """The refusal, with the limit in it."""
    return TooLarge(
        _("文件超过%(limit)s MB的上限,没有保存。请压缩或分成几个文件后再上传。")
        % {"limit": settings.MAX_UPLOAD // 1024 // 1024}
    )


def clean_name(name: str) -> str:
    """The file's name without folders or control characters, at most 200 characters, its ending kept."""
    plain = _UNSEEN.sub("", PurePath(name.replace("\\", "/")).name).strip(" .")
    path = PurePath(plain or "file")
    suffix = path.suffix[:20]
    return path.stem[: 200 - len(suffix)] + suffix


def checked(upload: UploadedFile, accepted: tuple[str, ...] = EVIDENCE) -> tuple[str, str]:
    """Judge an upload by ending and by first bytes.

    Returns:
        Its cleaned name and its media type.

    Raises:
        WrongFile: the ending is not accepted, the bytes are another kind's, or the file is empty or a program.
        TooLarge: it is larger than ``MAX_UPLOAD``.
    """
    name = clean_name(upload.name or "")
    ending = PurePath(name).suffix.lower()
    said = _("可接受的类型:%(accepted)s。") % {"accepted": " ".join(accepted)}
    if upload.size is not None and upload.size > settings.MAX_UPLOAD:
        raise too_large()
    if ending not in accepted or ending not in KINDS:
        raise WrongFile(_("“%(name)s”的类型不能上传。") % {"name": name} + said)
    head = upload.read(4096)
    upload.seek(0)
    if not head:
        raise WrongFile(_("“%(name)s”是空文件,没有保存。请检查后重新上传。") % {"name": name})
    media, magics = KINDS[ending]
    if (
        head.startswith(_PROGRAM)
        or (magics and not head.startswith(magics))
        or (not magics and b"\x00" in head)
    ):
        raise WrongFile(_("“%(name)s”的内容与扩展名不符,没有保存。") % {"name": name} + said)
    if ending in _PARTS:
        _unpackable(upload, name, _PARTS[ending])
    return name, media


def _unpackable(upload: UploadedFile, name: str, folder: str) -> None:
    """Judge a packed document by its directory: whole, of the kind its name says, and no bomb."""
    try:
        with zipfile.ZipFile(cast(IO[bytes], upload)) as archive:
            parts = archive.infolist()
        check_parts(parts, upload.size or 0, name)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise WrongFile(
            _("“%(name)s”已损坏或不完整,没有保存。请重新下载或另存后再上传。") % {"name": name}
        ) from error
    except InputError as error:
        raise WrongFile(
            _("“%(name)s”解压后远大于正常文档,没有保存。请勿在别处打开,并联系发送人。") % {"name": name}
        ) from error
    finally:
        upload.seek(0)
    if not any(part.filename.startswith(folder) for part in parts):
        raise WrongFile(_("“%(name)s”的内容与扩展名不符,没有保存。") % {"name": name})
