"""Signs by which a line shows what it is: numbering, labels, titles, dates.

Shared by folding, structure and heading data, so that the rooms agree on what begins a paragraph. Patterns
are written against folded text (half-width digits, full-width punctuation); none backtracks over a stretch
that it has already read.
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
  | (?P<annex>附(?:件|表|录)(?:\d{{1,2}}|[{HAN}]{{1,2}})?(?:[-—]\d{{1,2}})?)
    (?=[：:.、．\s]|$|[^\d，。；、）)》及中所和的）])
""",
    re.VERBOSE,
)
"""The numbering (序号) a line begins with; ``lastgroup`` tells which kind."""

_ROLE: Final = (
    r"(?:牵头责任|责任落实|主要责任|第一责任|总牵头|牵头|责任|主责|配合|协办|协同|协作|协助|主办|承办|参与|参加|参建|"
    r"落实|实施|负责|主管|督办|督导|支持|保障|组织|执行|完成|推进|建设|分管|包保|监管|联合|共同|任务)"
)
_BODY: Final = (
    r"(?:单位（部门）|部门（单位）|单位[和及]部门|部门[和及]单位|单位|部门|地区|主体|机构|处室|科室|股室|机关|企业|领导|人|方|"
    r"区县|县区|县市|市县|县（市、区）)"
)
LABEL: Final = re.compile(
    rf"(?P<role>{_ROLE}){_BODY}{{1,2}}(?:（[^（）：]{{1,24}}）)?(?:：|】|为：|如下：)"
    r"|(?P<bare_role>牵头|配合|责任|主办|协办|(?:责任|任务|职责)分工)："
)
"""A label before responsible units (责任单位：…), its colon or closing bracket included."""
OTHER_LABEL: Final = re.compile(
    r"(?:完成时限|完成时间|办结时限|时间要求|时限要求|时限|时间节点|完成期限|进度安排|工作目标|目标任务|主要任务|任务目标|"
    r"责任领导|联系人|备注|注|说明|投资|建设期限|实施期限|起止年限)："
)
"""A label before something else, which ends a list of units."""

_KINDS: Final = (
    "决定|决议|意见|通知|通告|公告|公报|方案|计划|规划|纲要|报告|办法|规定|条例|细则|措施|政策|清单|要点|分工表|"
    "任务表|任务书|分解表|一览表|行动|建议|批复|指南|预案|规程|规则|举措|安排|部署|任务|目标|倡议书|宣言|白皮书|"
    "情况|路线图"
)
TITLE: Final = re.compile(
    rf"(?P<name>.{{2,120}}(?:{_KINDS}))(?P<more>（[^（）]{{1,40}}）)?(?:（[^（）]{{1,30}}）)?"
    r"(?:[\[［【〔]\d{1,2}[\]］】〕]|[①-⑳*＊])?\Z"
)
"""A line that may be an official document's title (标题): it ends with a kind of document (文种)."""
STRONG_TITLE: Final = re.compile(
    r"关于|(?:工作报告|统计公报|规划|纲要|方案|计划|措施|办法|规定|条例|决定|意见|清单|分工表)[（\d]?"
)

DATE: Final = re.compile(
    r"(?P<year>\d{4}|[一二三四五六七八九〇零○Ｏ0]{4})(?:年|[-/.])(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:月|[-/.])(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})(?:日|(?!\d))"
)
_UNNAMED_DATE: Final = re.sub(r"\?P<\w+>", "?:", DATE.pattern)
DATE_LINE: Final = re.compile(rf"[（(]?(?:{_UNNAMED_DATE})(?:印发|发布)?[）)]?\Z")
"""A line that holds a date alone, as under a signature (成文日期)."""
NUMBER: Final = re.compile(
    r"(?P<office>[一-龥（）]{1,16}?)(?P<year>〔\d{4}〕|\[\d{4}\]|【\d{4}】|（\d{4}）|［\d{4}］)"
    r"(?P<first>第)?(?P<serial>\d{1,5})号"
    r"|(?:[一-龥]{2,20})?(?:令|公告)(?:（?\d{4}年）?)?第\d{1,4}号"
)
"""An official document number (发文字号): 国发〔2005〕39号 and what stands for it."""

PAGE_NUMBER: Final = re.compile(
    r"[-—–―·•~\s]*(?:第)?\d{1,4}(?:页|/\d{1,4})?(?:[，,]?共\d{1,4}页)?[-—–―·•~\s]*\Z"
)
PAGE_NUMBER_MARKED: Final = re.compile(
    r"[-—–―·•~]+\d{1,4}[-—–―·•~]+\Z|第\d{1,4}页(?:[，,/]?共?\d{1,4}页?)?\Z|\d{1,4}/\d{1,4}\Z"
)
