"""What a page prints around its text (版面杂项): menus, headline lists, page numbers, who edited it."""

from __future__ import annotations

import re
from typing import Final

from luodi.reading.lines import Line
from luodi.reading.marks import NUMBERING, PAGE_NUMBER_MARKED, TITLE

_BUTTONS: Final = (
    "下载|打印|打印本页|打印文章|全屏|收藏|复制|分享|分享到|分享至|转发|纠错|我要纠错|字体|字号|字体大小|放大|缩小|默认|还原|"
    "加大|减小|加大字号|大|中|小|大中小|放大缩小默认|关闭|关闭窗口|关闭本页|返回|返回顶部|返回首页|首页|目录导航|朗读|"
    "语音播报|无障碍|繁體|繁体|手机版|客户端|上一篇|下一篇|上一页|下一页|上一版|下一版|微信|微博|QQ空间|报头|广告|中缝"
)
_COUNTERS: Final = (
    "上一篇|下一篇|上一条|下一条|分享到|分享至|扫一扫|扫码|"
    "浏览次数|浏览量|阅读次数|点击数|点击次数|访问量|点击率"
)
_PEOPLE: Final = "责任编辑|编辑|责编|审核|校对|编审|初审|终审|供稿|撰稿|记者|摄影|值班主任|作者"
_RELATED: Final = (
    "相关(?:报道|链接|文章|新闻|阅读|稿件|解读|附件|文件|推荐|信息)|"
    "推荐阅读|热点新闻|延伸阅读|政策解读|图解|附件下载"
)
_LEGAL: Final = "ICP备|公网安备|网站标识码|版权所有|版权声明|Copyright|©|AllRightsReserved"
_PAGES: Final = "要闻|新闻|版|综合|副刊|广告|专版|时政|理论|民生|中缝|时评|经济|社会|国内|国际"
_ALONE: Final = re.compile(
    rf"""(?:
    ~~+.*
  | [【\[［]?(?:{_BUTTONS})[】\]］]?
  | 【?字[号体](?:大小)?：?.{{0,16}}】?
  | [】\]］|/]+
  | (?:您|你)?(?:现在|当前)?的?(?:所在|当前)?位置(?:是|：).*
  | 首页[>›»/].*
  | (?:{_COUNTERS})[：，].*
  | (?:扫一扫|扫码|微信扫).{{0,30}}
  | (?:{_PEOPLE})：.{{0,30}}
  | [（\[【](?:责任编辑|编辑|责编)：?.{{0,30}}[）\]】]
  | (?:{_RELATED})：?
  | .{{0,40}}(?:{_LEGAL}).{{0,80}}
  | (?:备案号|技术支持|联系电话|邮编)：.{{0,60}}
  | 第?\d{{1,2}}版?：.{{0,4}}(?:{_PAGES}).{{0,10}}
  | 第\d{{1,2}}版：.{{0,20}}
  | 本版(?:列表)?(?:新闻|导航|导读).{{0,10}}
  | (?:版面|标题|往期|数字报)(?:导航|目录|回顾|检索).{{0,10}}
  | \d{{4}}年\d{{1,2}}月\d{{1,2}}日(?:星期|周).{{0,40}}
  | (?:更新|发布|发稿|收录)时间：.{{0,30}}
    )\Z""",
    re.VERBOSE,
)
"""A line that is furniture whatever stands around it."""
_TAIL: Final = re.compile(
    rf"(?:{_RELATED})|[（\[【]?(?:责任)?编辑：|责编：|上一篇|下一篇|[【\[［]?(?:打印|关闭|我要纠错|纠错|返回)|分享到|分享至|"
    rf"扫一扫|扫码|.{{0,40}}(?:{_LEGAL})|网站地图|第?\d{{1,2}}版：|更新时间|报头|~~~|[（\[【]?(?:信息)?来源："
)
"""What begins the furniture below a text, when no paragraph follows it."""
_FOOTER: Final = re.compile(r"(?:主办|承办|协办|维护|地址|邮编|电话|传真|联系电话)(?:单位)?：")
"""What stands between the last paragraph and a page's legal notes: who runs the site, and where."""
_JUMP_REACH: Final = 80
"""Lines between the two halves of a text that jumps to another page."""
_SHORT: Final = 120
_PARAGRAPH: Final = 50
"""Characters from which a line with a full stop is a paragraph, never a headline."""
_ISSUER_ENDS: Final = ("委", "府", "会", "厅", "局", "办公室", "部", "院", "公署")


def set_aside(lines: list[Line]) -> None:
    """Mark the lines that are furniture, in place.

    Besides lines that are furniture by what they say, the headlines above the title of a page that shows
    furniture there, and everything below the text from the first sign that the text has ended.
    """
    for line in lines:
        if line.kind == "text" and len(line.text) <= _SHORT and _alone(line.text):
            line.kind = "furniture"
    _between(lines)
    _above(lines)
    _below(lines)


def _alone(text: str) -> bool:
    return PAGE_NUMBER_MARKED.match(text) is not None or _ALONE.match(text) is not None


def _body(line: Line) -> bool:
    """Whether a line belongs to a document's body for certain."""
    if line.kind == "furniture":
        return False
    if line.kind == "row" or line.back:
        return True
    text = line.text
    long = len(text) >= _PARAGRAPH and ("。" in text or "；" in text)
    return long or (NUMBERING.match(text) is not None and not text.startswith("——"))


def _between(lines: list[Line]) -> None:
    """Set aside what a newspaper prints between 下转第3版 and 上接第1版."""
    away: int | None = None
    for i, line in enumerate(lines):
        if line.back and away is not None and i - away <= _JUMP_REACH:
            for other in lines[away + 1 : i]:
                other.kind = "furniture"
        away = i if line.away else None if line.back else away


def _above(lines: list[Line]) -> None:
    first = next((i for i, line in enumerate(lines) if _body(line)), 0)
    titles = [i for i in range(first) if lines[i].kind == "text" and TITLE.match(lines[i].text)]
    if not titles or not any(line.kind == "furniture" for line in lines[: titles[-1]]):
        return
    top = titles[-1]
    while top and lines[top - 1].kind == "text" and lines[top - 1].text.endswith(_ISSUER_ENDS):
        top -= 1
    for line in lines[:top]:
        line.kind = "furniture"


def _below(lines: list[Line]) -> None:
    last = next((i for i in range(len(lines) - 1, -1, -1) if _body(lines[i])), len(lines))
    tail = next((i for i in range(last + 1, len(lines)) if _TAIL.match(lines[i].text)), len(lines))
    while tail - 1 > last and tail < len(lines) and _FOOTER.match(lines[tail - 1].text):
        tail -= 1
    for line in lines[tail:]:
        line.kind = "furniture"
