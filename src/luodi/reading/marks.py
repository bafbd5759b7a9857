"""Signs by which a line shows what it is: numbering, labels, titles, page furniture.

Shared by folding, structure and heading data, so that the rooms agree on what begins a paragraph. Patterns are
written against folded text (half-width digits, full-width punctuation) and none of them backtracks over a
stretch it has already read.
"""

from __future__ import annotations

import re
from typing import Final

HAN: Final = "一二三四五六七八九十百零〇"
_HAN_NUMBER: Final = f"[{HAN}]{{1,5}}"
NUMBERING: Final = re.compile(
    rf"""
    第(?P<unit_number>{_HAN_NUMBER}|\d{{1,3}})(?P<unit>[编篇章节条])
  | (?P<comma>{_HAN_NUMBER})(?:[、．]|\.(?!\d))
  | （(?P<bracket>{_HAN_NUMBER})）、?
  | (?P<first>[{HAN}]{{1,3}})(?:是|要|则)(?=[^，。；否不在])
  | (?P<decimals>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?=[^\d.%、，。年—\-+/倍亿万个元吨米家])
  | (?P<arabic>\d{{1,3}})(?:[、．]|\.(?!\d))
  | （(?P<arabic_bracket>\d{{1,3}})）
  | (?P<arabic_half>\d{{1,3}})）
  | (?P<circled>[①-⑳⑴-⒇❶-❿㈠-㈩])
  | (?P<dash>——)(?=[^\d—])
  | (?P<bullet>[●■◆▲★○•▪◇□])
  | (?P<box>专[栏题]\d{{1,2}}|专栏[{HAN}]{{1,2}}|专栏(?=[：\s]))
  | (?P<annex>附(?:件|表|录)(?:\d{{1,2}}|[{HAN}]{{1,2}})?(?:[-—]\d{{1,2}})?)(?=[：:.、．\s]|$|[^\d，。；、）)》及中所和的）])
""",
    re.VERBOSE,
)
"""The numbering (序号) a line begins with; ``lastgroup`` tells which kind."""

ROLE: Final = (
    r"(?:牵头|责任|主责|主要责任|第一责任|配合|协办|协同|协作|协助|主办|承办|参与|参加|参建|落实|实施|负责|主管|督办|督导|"
    r"支持|保障|组织|执行|完成|推进|建设|分管|包保|监管|联合|共同|总牵头|牵头责任|责任落实|任务)"
)
BODY: Final = (
    r"(?:单位|部门|地区|主体|机构|处室|科室|股室|机关|企业|领导|人|方|区县|县区|县市|市县|县（市、区）|"
    r"单位（部门）|部门（单位）|单位和部门|部门和单位|部门及单位|单位及部门)"
)
LABEL: Final = re.compile(
    rf"(?P<role>{ROLE}){BODY}{{1,2}}(?:：|】|为：|如下：)|(?P<bare_role>牵头|配合|责任|主办|协办)："
)
"""A label before responsible units (责任单位：…), its colon or closing bracket included."""
OTHER_LABEL: Final = re.compile(
    r"(?:完成时限|完成时间|办结时限|时间要求|时限要求|时限|时间节点|完成期限|进度安排|工作目标|目标任务|主要任务|任务目标|责任领导|联系人|备注|注|说明|投资|建设期限|实施期限|起止年限)："
)

_KINDS: Final = (
    "决定|决议|意见|通知|通告|公告|公报|方案|计划|规划|纲要|报告|办法|规定|条例|细则|措施|政策|清单|要点|分工表|"
    "任务表|任务书|分解表|一览表|行动|建议|批复|指南|预案|规程|规则|举措|安排|部署|任务|目标|倡议书|宣言|白皮书|情况|十条|若干条|路线图"
)
TITLE: Final = re.compile(
    rf"(?P<name>.{{2,120}}(?:{_KINDS}))(?P<more>（[^（）]{{1,40}}）)?(?:（[^（）]{{1,30}}）)?\Z"
)
"""A line that may be an official document's title (标题): it ends with a kind of document (文种)."""
STRONG_TITLE: Final = re.compile(
    r"关于|(?:工作报告|统计公报|规划|纲要|方案|计划|措施|办法|规定|条例|决定|意见|清单|分工表)[（\d]?"
)

DATE: Final = re.compile(
    r"(?P<year>\d{4}|[一二三四五六七八九〇零○Ｏ0]{4})(?:年|[-/.])(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:月|[-/.])(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})(?:日|(?!\d))"
)
DATE_LINE: Final = re.compile(
    rf"[（(]?(?:{DATE.pattern.replace('?P<year>', '?:').replace('?P<month>', '?:').replace('?P<day>', '?:')})(?:印发|发布)?[）)]?\Z"
)
"""A line that holds a date alone, as under a signature (成文日期)."""
NUMBER: Final = re.compile(
    r"(?P<office>[一-龥（）]{1,16}?)(?P<year>〔\d{4}〕|\[\d{4}\]|【\d{4}】|（\d{4}）|［\d{4}］)(?P<first>第)?(?P<serial>\d{1,5})号"
    r"|(?:[一-龥]{2,20})?(?:令|公告)(?:（?\d{4}年）?)?第\d{1,4}号"
)
"""An official document number (发文字号): 国发〔2005〕39号 and what stands for it."""

PAGE_NUMBER: Final = re.compile(
    r"[-—–―·•~\s]*(?:第)?\d{1,4}(?:页|/\d{1,4})?(?:[，,]?共\d{1,4}页)?[-—–―·•~\s]*\Z"
)
PAGE_NUMBER_MARKED: Final = re.compile(
    r"[-—–―·•~]+\d{1,4}[-—–―·•~]+\Z|第\d{1,4}页(?:[，,/]?共?\d{1,4}页?)?\Z|\d{1,4}/\d{1,4}\Z"
)

FURNITURE: Final = re.compile(
    r"""(?:
    ~~+.*
  | [【\[［]?(?:下载|打印|打印本页|打印文章|全屏|收藏|复制|分享|分享到|分享至|转发|纠错|我要纠错|字体|字号|字体大小|放大|缩小|默认|还原|加大|减小|
      加大字号|大|中|小|关闭|关闭窗口|关闭本页|返回|返回顶部|返回首页|首页|目录导航|朗读|语音播报|无障碍|繁體|繁体|手机版|客户端|
      上一篇|下一篇|上一页|下一页|上一版|下一版|放大缩小默认|大中小|微信|微博|QQ空间|报头|广告|中缝)[】\]］]?
  | 【?字[号体](?:大小)?：?.{0,16}】?
  | [】\]］|/]+
  | (?:您|你)?(?:现在|当前)?的?(?:位置|所在位置|当前位置)(?:是|：).*
  | 首页[>›»/].*
  | (?:上一篇|下一篇|上一条|下一条|分享到|分享至|扫一扫|扫码|浏览次数|浏览量|阅读次数|点击数|点击次数|访问量|点击率)[：，].*
  | (?:扫一扫|扫码|微信扫).{0,30}
  | (?:责任编辑|编辑|责编|审核|校对|编审|初审|终审|供稿|撰稿|记者|摄影|值班主任|作者)：.{0,30}
  | [（\[【](?:责任编辑|编辑|责编)：?.{0,30}[）\]】]
  | (?:相关(?:报道|链接|文章|新闻|阅读|稿件|解读|附件|文件|推荐|信息)|推荐阅读|热点新闻|延伸阅读|政策解读|图解|附件下载)：?
  | (?:版权|主办|承办|网站标识码|备案号|技术支持|联系电话|地址|邮编).{0,4}(?:：|所有).*(?:ICP|号|网|版权|公安|标识码|局|政府|室|公司).{0,80}
  | .{0,40}(?:ICP备|公网安备|网站标识码|版权所有|Copyright|©|AllRightsReserved).{0,80}
  | 第?\d{1,2}版?：.{0,4}(?:要闻|新闻|版|综合|副刊|广告|专版|时政|理论|民生|中缝|时评|经济|社会|国内|国际).{0,10}
  | 第\d{1,2}版：.{0,20}
  | 本版(?:列表)?(?:新闻|导航|导读).{0,10}
  | (?:版面|标题|往期|数字报)(?:导航|目录|回顾|检索).{0,10}
  | \d{4}年\d{1,2}月\d{1,2}日(?:星期|周).{0,40}
  | (?:更新|发布|发稿|收录)时间：.{0,30}
  | -{3,}|={3,}|\*{3,}|_{3,}
    )\Z""",
    re.VERBOSE,
)
"""What a page prints around its text (版面杂项), as a whole line."""
TAIL: Final = re.compile(
    r"相关(?:报道|链接|文章|新闻|阅读|稿件|解读|附件|文件|推荐|信息)|推荐阅读|延伸阅读|责任编辑|[（\[【]?(?:责任)?编辑：|责编：|上一篇|下一篇|"
    r"[【\[［]?(?:打印|关闭|我要纠错|纠错|返回)|分享到|分享至|扫一扫|扫码|版权所有|版权声明|Copyright|©|.{0,20}ICP备|主办单位：.{0,40}承办|网站地图|"
    r"第?\d{1,2}版：|更新时间|报头|网站标识码|~~~|[（\[【]来源：|来源：|信息来源："
)
"""What begins the furniture below a text, when no paragraph follows it."""
