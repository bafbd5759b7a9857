"""Uploads (上传): stopped while they arrive if they are too large, judged by their bytes and not by their name."""

from __future__ import annotations

import math
import re
import zipfile
from pathlib import PurePath
from typing import IO, Any, Final, NamedTuple, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from luodi.core.errors import InputError
from luodi.core.unpacking import MAX_UNPACKED, MB, check_parts, too_dense

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


class Allowed(NamedTuple):
    """How many bytes may arrive; whether it is a table, which also comes in by other ways."""

    size: int
    table: bool = False


def allowed(request: HttpRequest | None) -> Allowed:
    """What may arrive with a request: more where tables are imported, from somebody who is signed in."""
    match = request.resolver_match if request else None
    if request and match and match.view_name in settings.TABLE_ROUTES and request.user.is_authenticated:
        return Allowed(max(settings.MAX_UPLOAD, *settings.MAX_TABLE.values()), True)
    return Allowed(settings.MAX_UPLOAD)


class Limited(FileUploadHandler):
    """Stops an upload as soon as more than the limit has arrived (nothing of it is kept)."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:  # noqa: N803
        """Refuse at once what says beforehand that it is too large."""
        self.arrived, self.said = 0, content_length
        self.allowed = allowed(self.request)
        if content_length and content_length > self.allowed.size + MB:
            raise too_large(content_length, self.allowed)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count what arrives, over all files of the form."""
        self.arrived += len(raw_data)
        if self.arrived > self.allowed.size:
            raise too_large(max(self.arrived, self.said or 0), self.allowed)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


class Spooled(TemporaryFileUploadHandler):
    """Keeps what arrives in a temporary file, whose name a person's file name can neither break nor lengthen."""

    def new_file(self, field_name: str, file_name: str, *rest: Any, **more: Any) -> None:
        """Begin a file under its cleaned name."""
        super().new_file(field_name, clean_name(file_name), *rest, **more)


def too_large(size: int = 0, most: Allowed | None = None) -> TooLarge:
    """The refusal, with the limit in it, the size if it is known, and what to do.

    Args:
        size: bytes that were sent; 0 where nobody has counted them.
        most: what was allowed; None for the limit of any file.
    """
    most = most or Allowed(settings.MAX_UPLOAD)
    said = {"limit": most.size // MB, "size": _megabytes(size)}
    kind = _("表格") if most.table else _("文件")
    text = kind + _("超过%(limit)s MB的上限,没有保存") % said
    text += _(":这次上传的有%(size)s MB。") % said if size else _("。")
    if most.table:
        return TooLarge(
            text
            + _(
                "请按行拆成几个文件,分别导入;要一次导入的,请系统管理员用命令“luodi manage load_registers 文件夹”装载。"
            )
        )
    return TooLarge(text + _("请压缩或分成几个文件后再上传。"))


def clean_name(name: str) -> str:
    """The file's name without folders or control characters, at most 200 characters, its ending kept."""
    plain = _UNSEEN.sub("", PurePath(name.replace("\\", "/")).name).strip(" .")
    path = PurePath(plain or "file")
    suffix = path.suffix[:20]
    return path.stem[: 200 - len(suffix)] + suffix


def _megabytes(size: int) -> str:
    """A size that is over a limit, rounded up, so that it does not read like the limit itself."""
    return f"{math.ceil(size / MB * 10) / 10:,.1f}"


def checked(
    upload: UploadedFile, accepted: tuple[str, ...] = EVIDENCE, *, table: bool = False
) -> tuple[str, str]:
    """Judge an upload by ending and by first bytes.

    Args:
        upload: what was sent.
        accepted: endings that are taken.
        table: whether it is a table for a register, which may be larger.

    Returns:
        Its cleaned name and its media type.

    Raises:
        WrongFile: the ending is not accepted, the bytes are another kind's, or the file is empty or a program.
        TooLarge: it is larger than ``MAX_UPLOAD``, or ``MAX_TABLE`` says for a table of its ending.
    """
    name = clean_name(upload.name or "")
    ending = PurePath(name).suffix.lower()
    said = _("可接受的类型:%(accepted)s。") % {"accepted": " ".join(accepted)}
    most = Allowed(
        settings.MAX_TABLE.get(ending, settings.MAX_UPLOAD) if table else settings.MAX_UPLOAD, table
    )
    if upload.size is not None and upload.size > most.size:
        raise too_large(upload.size, most)
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


def _not_too_long(parts: list[zipfile.ZipInfo], name: str) -> None:
    """Tell a document that is only large from a bomb: it is packed as usual, and there is something to be done."""
    size = sum(part.file_size for part in parts)
    if size > MAX_UNPACKED and not any(too_dense(part) for part in parts):
        said = {"name": name, "size": _megabytes(size), "limit": MAX_UNPACKED // MB}
        text = _("“%(name)s”展开后有%(size)s MB,超过%(limit)s MB的上限,没有保存。") % said
        if name.lower().endswith(".xlsx"):
            raise TooLarge(text + _("请另存为csv,或按行拆成几个文件后再上传。"))
        raise TooLarge(text + _("请压缩图片或分成几个文件后再上传。"))


def _unpackable(upload: UploadedFile, name: str, folder: str) -> None:
    """Judge a packed document by its directory: whole, of the kind its name says, and no bomb."""
    try:
        with zipfile.ZipFile(cast(IO[bytes], upload)) as archive:
            parts = archive.infolist()
        _not_too_long(parts, name)
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
