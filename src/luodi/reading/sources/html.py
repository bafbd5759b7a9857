"""Web pages (网页): what encoding they are in, and whether they hold the document or only the way to it."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import Final

from luodi.core.errors import InputError
from luodi.reading.sources.html_text import Page, walk
from luodi.reading.sources.plain import BOMS, ENCODINGS, common_share, decode, is_text

_CHARSET: Final = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,20})""", re.IGNORECASE
)
_SHORT: Final = 600
"""Characters of prose, links not counted, below which a page may be a notice instead of a document."""

_LOGIN: Final = re.compile(
    r"请(?:先|您先|重新)?登录|统一身份认证|(?:用户|账号|密码|扫码)登录|登录(?:超时|已过期|后)"
    r"|sign in|log ?in",
    re.IGNORECASE,
)
_ERROR: Final = re.compile(
    r"(?:页面|网页|文章|内容|信息|文件|资源)(?:不存在|未找到|找不到|已删除|已被删除|丢失|走丢)"
    r"|找不到.{0,8}(?:页面|网页|文件)|无权(?:限)?访问|拒绝访问|禁止访问|出错了"
    r"|系统(?:错误|异常|繁忙|维护)|服务器(?:错误|内部错误)|page not found"
    r"|\b(?:40[0134]|50[0-4])\b[^0-9\n]{0,30}"
    r"(?:not found|error|forbidden|gateway|unavailable|unauthori[sz]ed|错误|页面|访问)"
    r"|(?:error|错误|not found)\W{0,5}(?:40[0134]|50[0-4])\b",
    re.IGNORECASE,
)
_CHECK: Final = re.compile(
    r"验证码|(?:安全|访问|人机|滑动|行为)验证|(?:完成|通过)验证|检查您的浏览器|访问(?:过于|太)频繁"
    r"|网站防火墙|访问被(?:拦截|阻断)|请求(?:被|已)拦截|just a moment|are you (?:a )?human",
    re.IGNORECASE,
)
_SAVE: Final = (
    "open the page in a browser until its text shows, and save it as “web page, HTML only” or copy its text"
)


def read_html(data: bytes, where: str) -> str:
    """Give the text of a web page: blocks as lines, table rows as tab-separated lines.

    Raises:
        InputError: the encoding is unknown, the page is nested too deeply, or it is a login, error or check
            page, or one whose text is made by a script.

    Example:
        >>> read_html("<p>一、总则。<script>x</script><table><tr><td>甲<td>乙</table>".encode(), "a.html")
        '一、总则。\\n甲\\t乙'
    """
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(decode_page(data, where).encode("utf-8", errors="replace"), parser)
    except etree.LxmlError as error:
        raise InputError(f"the page cannot be read: {error}", where=where, remedy=_SAVE) from error
    # without huge_tree the parser stops at 256 levels, which unclosed <font> tags of old pages exceed
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise InputError(
            "the page nests its elements more than 2,000 deep",
            where=where,
            accepted="a page as a browser saves it",
            remedy="open it in a browser and copy its text into a .txt file",
        )
    if root is None:
        return ""
    page = walk(root)
    _refuse_notice(page, where)
    return "\n".join(page.lines)


def decode_page(data: bytes, where: str) -> str:
    """Decode a page by its mark, its own word for the encoding if that proves right, and validity.

    >>> decode_page("<meta charset=gb2312>镕".encode("gbk"), "a.html")
    '<meta charset=gb2312>镕'
    """
    if any(data.startswith(mark) for mark, _ in BOMS):
        return decode(data, where)
    declared = [name for match in _CHARSET.findall(data[:4096]) if (name := _codec(match.decode("ascii")))]
    encodings = [*declared[:1], "utf-8", "gb18030"]
    valid = []
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            valid.append((common_share(text), text, encoding != "gb18030" or encoding in declared))
    # a page that says Latin-1 decodes always, so what reads best is taken, its own word first among equals
    best = max(valid, key=lambda candidate: candidate[0], default=None)
    if best is not None and is_text(best[1], chinese=not best[2]):
        return best[1]
    for encoding in encodings:
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") * 100 < len(text) and is_text(text, chinese=True):
            return text
    raise InputError(
        "the page is in no known encoding",
        where=where,
        accepted=ENCODINGS,
        remedy="open it in a browser and save it again, or copy its text into a .txt file",
    )


def _codec(name: str) -> str | None:
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return None
    # what calls itself GB 2312 on the web is GB 18030; what calls itself UTF-16 in ASCII letters is not
    if codec in {"gb2312", "gbk", "hz"}:
        return "gb18030"
    return None if codec.startswith(("utf-16", "utf-32", "utf-7")) or not _decodes(codec) else codec


def _decodes(codec: str) -> bool:
    try:
        return isinstance(b"a".decode(codec), str)
    except (LookupError, UnicodeError):
        return False  # rot13, base64 and the like are codecs too, but of another kind


def _refuse_notice(page: Page, where: str) -> None:
    said = "\n".join([page.title, *page.lines[:200]])
    if (page.password and page.prose < _SHORT) or (page.prose < _SHORT / 2 and _LOGIN.search(said)):
        raise InputError(
            "this is a login page, not the document",
            where=where,
            accepted="the page that holds the document's text",
            remedy="sign in with a browser, open the document and save that page",
        )
    if page.prose < _SHORT and _CHECK.search(said):
        raise InputError(
            "this is a page that checks the visitor, not the document",
            where=where,
            accepted="the page that holds the document's text",
            remedy=_SAVE,
        )
    if page.prose < _SHORT and (_ERROR.search(said) or re.match(r"\s*(?:40[0134]|50[0-4])\b", page.title)):
        raise InputError(
            f"this is an error page, not the document (“{(page.title or said).strip()[:40]}”)",
            where=where,
            accepted="the page that holds the document's text",
            remedy="check the address in a browser and save the page again",
        )
    if page.frames and page.prose < _SHORT / 10:
        raise InputError(
            "the page only frames other pages",
            where=where,
            accepted="the page that holds the document's text",
            remedy="open the frame by itself in a browser and save that page",
        )
    hardly = page.prose < _SHORT / 15 and not re.search(r"[0-9。；]", said)
    if page.scripts and (hardly or (page.shell and page.prose < _SHORT / 3)):
        raise InputError(
            "the page holds hardly any text: a script makes it when the page is shown",
            where=where,
            accepted="a page that holds its text",
            remedy=_SAVE,
        )
