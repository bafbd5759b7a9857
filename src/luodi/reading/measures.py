"""What is promised to be done (政策措施): an action and its object, clause by clause.

A measure is a clause whose verb promises a deed (实施, 建立, 支持 …). A clause that only names the wished
effect of the deed before it (…，促进产业升级) is none, nor is a quantified target or a thing that will be
there (milestone).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from luodi.core.record import Measure
from luodi.reading.clauses import Clause
from luodi.reading.page import Page

_VERBS: Final = (
    "实施|推进|支持|建立|完善|制定|制订|加强|强化|健全|优化|建设|打造|培育|引进|开展|组织|组建|设立|编制|出台|落实|推广|鼓励|指导|引导|扩大|"
    "深化|拓展|探索|发展|构建|搭建|创建|争创|争取|争建|规范|改造|改进|改革|整治|治理|清理|取缔|淘汰|关停|严控|控制|限制|禁止|严禁|"
    "保护|修复|保障|加大|增加|减少|压减|给予|发放|补助|奖励|提供|举办|承办|参与|壮大|做强|做优|做大|做好|做实|办好|用好|抓好|抓紧|"
    "管好|建好|建强|新建|扩建|改建|创新|突破|攻克|研究|研发|研制|开发|利用|运用|应用|整合|统筹|协调|畅通|打击|查处|宣传|普及|培训|"
    "培养|选派|选树|选拔|评选|申报|评估|考核|监督|督促|督查|检查|排查|公布|公开|发布|修订|废止|细化|明确|调整|布局|谋划|规划|引入|"
    "招引|对接|联动|衔接|延伸|拓宽|丰富|扶持|资助|补贴|减免|简化|取消|下放|承接|设置|配备|配置|投放|投入|安排|划定|限期|责令|追究|"
    "问责|通报|推行|试行|复制|示范|成立|普查|调查|监测|监管|防范|化解|防治|处置|储备|兑付|采集|遴选|选育|聚焦支持|升级|升级改造|加快|"
    "推动|促进|提升|提高|改善|破除|打破|整顿|吸引|聘请|邀请|启动|开通|开放|开设|开辟|试点|推出|执行|实行|采取|采用|建成|加装|更新|"
    "维修|维护|疏通|疏解|盘活|收储|流转|征收|回收|核发|颁发|授予|表彰|列入|纳入|挂钩|共建|共享|合作|联合开展|规划建设|大力开展|"
    "扩容|增设|增强|夯实|巩固|严把|严格|全面落实|认真落实|重点支持|重点发展|抓牢|带动|激发|营造|形成|突出|"
    "扶优|放宽|减轻|承担|允许|签订|签署|续建|清零|压实|压降|评定|备案|编写|举行|召开|走访|帮扶|救助|缩短|压缩|精简|清退|暂停|停止|审议|审核|审批|受理|办理|传承|弘扬|申请|申建|募集|筹集|筹建|重建|迁建|布设|部署|加速部署"
)
_VERB: Final = f"(?:{'|'.join(sorted(set(_VERBS.split('|')), key=len, reverse=True))})"
_SECOND: Final = (
    "(?:健全|完善|推广|引进|形成|优化|实施|建立|支持|引导|布局|做强|做大|做优|提升|扩大|执行|修复|整治|升级|创建|共建|制定|修订|废止|"
    "出台|组建|设立|培养|选派|选树|表彰|提高|壮大|扶持|发放|实行|推行|指导|落实|开展|拓展|发展|"
    "打造|使用|应用|引入|建设(?=一|[“全市省县区]))"
)
"""Verbs that may follow another (建立健全); any other after a verb begins its object (推动创新型企业…)."""
_ADVERB: Final = (
    "要|应当|应|将|须|可|以及|并|同时|还|也|再|且|进一步|积极|大力|全面|深入|着力|重点|切实|扎实|稳步|有序|持续|不断|努力|继续|认真|"
    "充分|主动|科学|合理|依法|及时|定期|逐步|抓紧|尽快|优先|共同|分类|分批|分步|高标准|高质量|高水平|有效|精准|协同|统一|集中|加快|加速|"
    "率先|力争|争取|确保|坚决|广泛|常态化|规范|系统|前瞻|提前|适当|大幅|着重|用心|综合|全力|奋力|有条件的?|统筹集约|"
    "配套|统筹|联合|牵头|各地要|各级要|各部门要|我们要|严格|适时|深度|按程序|及时按程序|动态|差异化|依纪依规依法|依规|积极稳妥|稳妥|聚力|合力|尤其|特别是|"
    "首先|其次|加力|从严|从快|创新性?地?|强力|高效|全程|全链条|全方位|多渠道|多措并举|因地制宜|一体化?|整体"
)
_LEAD: Final = re.compile(
    rf"(?:(?:{'|'.join(sorted(set(_ADVERB.split('|')), key=len, reverse=True))})(?!化|性))*"
)
_ACTION: Final = re.compile(
    rf"(?P<action>{_VERB}(?:(?:和|或|并|、)?{_SECOND}|[和或并、](?:{_VERB}|留住)(?!.{{0,3}}[、和])){{0,2}})(?P<object>.*)",
    re.DOTALL,
)
_SETTING: Final = re.compile(
    r"(?:在|对|向|为|与|从|通过|利用|运用|根据|按照|依托|围绕|结合|针对|面向|以|由|聚焦|把|将)[^，。]{2,40}?"
    r"(?=(?:积极|大力|逐步|持续|依法)?(?:开展|实施|建立|建设|推进|给予|设立|组织|完善|制定|加快|加强|打造|构建|推动|支持|申报|提供|落实|复制|"
    r"推广|推行|引进|培育|实行|新建|布局|取消|安排|举办|成立|组建|开设|配备|纳入|列入|予以))"
)
"""Where, for whom or by what a deed is done, before its verb: 在…建设, 对…给予."""
_NOUN_AFTER: Final = re.compile(
    r"(?:的|等|者|性|率|型|化(?![石工学解肥合])|人员|能力$|水平$|工作$|情况|方案$|计划$|规划$|目标|中|后|以来|时|前|期间)"
)
_EFFECT: Final = re.compile(
    r"(?:推动|促进|提升|提高|改善|带动|激发|营造|形成|增强|夯实|巩固|保障|满足|丰富|优化|壮大|畅通|扩大|减少|打造|实现|确保)"
)
_EFFECT_ENDS: Final = re.compile(
    r"(?:发展|升级|水平|能力|活力|质量|效率|效益|融合|转型|提升|提高|作用|氛围|环境|优势|格局|现代化|增长|增收|方式|意识|"
    r"动力|动能|竞争力|影响力|承载力|支撑力|精准化程度|效能|质效|新动能|改善|安全|需求|衔接|进程|对接|转化|应用|量产|中高端|污染|损失|排放|体系)\Z"
)
_NO_OBJECT: Final = re.compile(r"[的和与及、，：”）]|(?:以上|以下|左右)\Z")
_SHORTEST: Final = 2


def measures_of(
    page: Page, clauses: Sequence[Clause], taken: Sequence[tuple[int, int]] = ()
) -> list[Measure]:
    """Find the measures.

    Args:
        page: the folded text, its blocks told which provision they stand in.
        clauses: those that may promise something.
        taken: stretches of the text that are targets or milestones, in order.

    Returns:
        The measures in the order of the text.

    >>> from luodi.reading.clauses import promising
    >>> from luodi.reading.page import fold
    >>> from luodi.reading.structure import provisions_of
    >>> page = fold("一、任务\\n1.强化企业。支持企业设立工作站，对新认定企业给予奖励，促进产业发展。")
    >>> [(m.action, m.object) for m in measures_of(page, promising(page, provisions_of(page)))]
    [('支持', '企业设立工作站'), ('给予', '奖励')]
    """
    found: list[Measure] = []
    next_taken = 0
    for clause in clauses:
        if clause.goal:
            continue
        start, end = page.span(clause.start, clause.end)
        while next_taken < len(taken) and taken[next_taken][1] <= start:
            next_taken += 1
        if next_taken < len(taken) and taken[next_taken][0] < end:
            continue
        parts = _parts(page.flat, clause)
        if parts is None:
            continue
        action, begin = parts
        begins, ends = page.span(begin, clause.end)
        found.append(
            Measure(
                id=f"m{len(found) + 1}",
                provision=page.blocks[clause.block].provision,
                quote=page.text[start:end],
                start=start,
                end=end,
                action=action,
                object="".join(page.text[begins:ends].split()),
            )
        )
    return found


def _parts(flat: str, clause: Clause) -> tuple[str, int] | None:
    """Split a clause into its action and where its object begins; None for a clause that promises no deed."""
    at = _LEAD.match(flat, clause.start, clause.end)
    begin = at.end() if at else clause.start
    match = _ACTION.match(flat, begin, clause.end)
    if match is None or not match["object"]:
        # 大力 and 加快 may have been taken for an adverb where they are the verb
        match = _ACTION.match(flat, clause.start, clause.end) or match
    if match is None:
        setting = _SETTING.match(flat, begin, clause.end)
        if setting is None:
            return None
        lead = _LEAD.match(flat, setting.end(), clause.end)
        match = _ACTION.match(flat, lead.end() if lead else setting.end(), clause.end)
        if match is None:
            return None
    thing = match["object"].rstrip("。；")
    if len(thing) < _SHORTEST or _NO_OBJECT.match(thing) or _NOUN_AFTER.match(thing):
        return None
    action = match["action"]
    if not clause.first and _EFFECT.match(action) and _EFFECT_ENDS.search(thing):
        return None
    return action, match.start("object")
