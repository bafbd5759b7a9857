"""Pages for what went wrong (出错页面): each says what to do next."""

from __future__ import annotations

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    return render(request, "base/error.html", {"title": title, "words": words}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _page(request, 404, _("没有这个页面"), _("地址可能有误,或该事项已被撤销。请从首页或检索进入。"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _page(request, 403, _("没有权限"), _("您的角色不能查看此页。需要时请联系督查办公室或系统管理员。"))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the form guard."""
    words = _("页面打开太久或浏览器没有保存网站的Cookie。请刷新页面后重新提交,内容不会丢失。")
    return _page(request, 403, _("请刷新后重试"), words)


def unfit(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; a foreign host name comes here before anything is known of the person, so nothing is asked of anybody."""
    if isinstance(exception, DisallowedHost):
        return _bare(
            400,
            "请求无法处理",
            "本网站没有登记这个主机名。请系统管理员把它加入环境变量 LUODI_HOSTS,再重新启动网站。",
            "The request could not be handled: this host name is not among those of LUODI_HOSTS. "
            "The administrator adds it there and starts the site anew.",
        )
    return _bare(
        400,
        "请求无法处理",
        "网址或提交的内容不完整。请从首页重新进入。",
        "The request could not be handled. Please start again from the home page.",
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500; no database, no template tags: only what cannot break."""
    number = getattr(request, "on_record", "")
    return _bare(
        500,
        "程序出错",
        f"没有保存任何内容。请稍后重试;若再次出现,请把编号 {number} 告诉系统管理员。",
        "Something failed and nothing was saved. Please try again, or tell your administrator the number above.",
    )


def _bare(status: int, title: str, words: str, english: str) -> HttpResponse:
    """A page in both languages that needs nothing."""
    page = (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>'
        f'<p>{words}</p><p lang="en">{english}</p></html>'
    )
    return HttpResponse(page, status=status)
