"""Why a file could not be read, as the site says it (未能识别的原因): the library's refusals in the office's words."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from luodi.core.errors import InputError
from luodi.site.base.refusals import Refusal

WORDS: Final[tuple[tuple[str, Any], ...]] = (
    ("the PDF is locked", lazy("PDF设有打开密码。请用密码打开后另存为不带密码的PDF,再上传。")),
    ("the document is locked", lazy("文档设有打开密码。请取消密码后另存,再上传。")),
    ("the PDF is cut short", lazy("PDF不完整,末尾缺失。请重新下载后再上传。")),
    ("the PDF is damaged", lazy("PDF已损坏。请在阅读器中打开并重新打印成PDF,再上传。")),
    ("the PDF has no text layer", lazy("PDF是扫描图片,没有文字。请先做文字识别(OCR),再上传。")),
    ("most of the PDF has no text layer", lazy("PDF的大部分页面是图片。请先做文字识别(OCR),再上传。")),
    ("the text layer cannot be used", lazy("PDF的文字层是乱码,不能使用。请上传Word版或重新做文字识别。")),
    ("the document holds pictures only", lazy("文档里只有图片,没有文字。请上传含文字的版本。")),
    ("the file holds only white space", lazy("文件里没有文字。请检查是否选对了文件。")),
    ("the characters were lost", lazy("文件里的汉字已丢失(满是�)。请从原件重新另存。")),
    (
        "this is not text: it holds zero",
        lazy("文件含有空字符,不是正常文本。请用原来的程序打开,另存为UTF-8文本。"),
    ),
    (
        "the page is in no known encoding",
        lazy("网页编码无法识别。请在浏览器中打开后重新保存,或复制正文另存。"),
    ),
    ("this is not text in a known encoding", lazy("文件不是可识别编码的文本。请另存为UTF-8文本后再上传。")),
    ("the text is UTF-8 but damaged", lazy("文本的UTF-8编码有损坏。请从原件重新另存。")),
    (
        "the page holds hardly any text",
        lazy("网页的正文由脚本生成,保存的文件里没有。请把正文复制到Word后上传。"),
    ),
    ("this is a login page", lazy("保存的是登录页,不是决定正文。请登录后重新保存网页。")),
    ("this is an error page", lazy("保存的是出错页,不是决定正文。请重新打开网址后保存。")),
    ("this is a page that checks", lazy("保存的是验证页,不是决定正文。请通过验证后重新保存网页。")),
    ("the file unpacks to far more", lazy("文件解压后远大于正常文档,已拒绝。请向发件人索取文本版。")),
    ("this is a zip archive", lazy("这是压缩包,不是Word文档。请解压后上传其中的文件。")),
    ("this is an Office file", lazy("这是其他Office文件,不是Word文档。请上传.docx文件。")),
)


class Unreadable(Refusal):
    """A stored file holds no text that can be read (未能识别)."""

    status = 422


def in_chinese(error: Exception) -> str:
    """One sentence that says why, and what to do; an unforeseen reason in the library's own words."""
    what = error.what if isinstance(error, InputError) else str(error)
    for start, words in WORDS:
        if what.startswith(start):
            return str(words)
    return _("未能识别这个文件:%(why)s") % {"why": error}
