"""The words that decide what a number is (词表), by the part they play.

A missing word is added here, in one place.
"""

from __future__ import annotations

import re
from typing import Final


def _any(words: str) -> str:
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


def _last(*alternatives: str) -> frozenset[str]:
    """Give the characters that words end in: a cheap look before a search that is tied to the end."""
    return frozenset(word[-1] for words in alternatives for word in words[3:-1].split("|"))


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


DOING: Final = _any(
    "建成 新建 改建 扩建 改扩建 新改建 新建改扩建 新改扩建 续建 建设 打造 培育 引进 引育 孵化 创建"
    " 新增 净增 新开工 开工 开工建设 启动 完成 实现 推动 推进"
    " 实施 改造 更新 更新改造 整治 消除 治理 新创建 创成 认定 组建 设立 布局 制定 制修订 修订 发布"
    " 形成 开发 研制 推广 转化 突破 举办 开展 培训 培养 招引"
    " 招聘 发放 新设 安排 投入 筹集 筹建 落实 开通 开行 淘汰 关停 压减 减少 栽植 造林 修复 保障 帮扶"
    " 转移 盘活 签约 签订 落地 达产 投产 竣工 升级 提升"
    " 建立 新引进 新培育 新认定 选育 繁育 攻克 储备 招募 募集 组织 选派 引导 带动 吸引 集聚 汇聚 吸纳"
    " 加固 疏浚 清淤 硬化 绿化 美化 亮化 种植 养殖 发展"
    " 推出 建造 生产 配备 配置 增设 新设立 新登记 新注册 新获批 获批 获评 入选 争取 争创 申报 遴选"
    " 选树 评选 建好 办好 做强 壮大 扶持 改善 完善 优化"
    " 拓展 扩大 增加(?!值) 提供 供应 收储 出让 处置 清理 拆除 拆违 腾退 化解 收回 追回 退出 新退出"
    " 取得 拥有 聚集 入驻 搭建 铺设 敷设 架设 安装 购置 更换"
    " 建 修建 兴建 增开 开设 设置 成立 运营 投运 投用 接入 覆盖 惠及 服务(?!业|贸易|消费) 救助 资助"
    " 供养 复垦 新植 补植 营造 退耕 封育 轮作 高质量建成 改良 播种 收获 举行 承办"
    " 受理 办结 查处 立案 检查 抽检 排查 整改 关闭 取缔 出台 编制 印发 归集 接待 集中开工 集中签约"
    " 新签约 引入 招收 录取 新招 招商 投放 研发 获得 获 申请 授权 注册 转让 交易"
    " 新投产 新入库 入库 纳统 新纳统 新升规 升规 升规入统 上市 挂牌 新开通 新开工建设 加装 加快建设"
    " 加快推进 打通 评定 签约引进 扶持发展 对接 落户 引进培育 建成投用 改造提升 提升改造 新建提升"
    " 新建和更新 更新改造提升 维修改造 建设改造"
)
"""Verbs that say what is done and may stand before a count (行为动词)."""

TURNING: Final = _any(
    "围绕 聚焦 依托 针对 面向 按照 根据 支持 鼓励 利用 对标 结合 依据 立足 统筹 紧扣 瞄准 参照 对照"
    " 抓住 用好 联合 会同 组织实施好"
)
"""What begins with these names a means or an object of care, and its number is no goal of its own."""

HELPING: Final = _any(
    "其中 同时 并且 以及 确保 力争 争取 努力 推动 推进 促进 带动 实现 使 让 要 将 计划 预计 预期 全年"
    " 年末 年底 当年 全面 基本 加快 稳步 进一步 持续"
    " 力争实现 力争到 基本实现 大力 积极 着力 有序 全力 深入 扎实 有效 不断 高质量 高标准 高水平 成功"
    " 共 总共 合计 累计实现 全年实现 保持 保证 主要 其余 另 另有 如期 及时 切实 继续 及 和 与 或"
    " 并 且 还 也 再 已 均 各 都 至少 最少 不少于 顺利 圆满 率先 全部 普遍 总体 于 以 为 了 的 则 当中"
    " 期间 时期 以来"
)
"""Words before an indicator's name that are no part of it."""

REACHING: Final = _any(
    "达到 达 达成 达至 提高到 提高至 提升到 提升至 上升到 上升至 增加到 增加至 增长到 增长至 扩大到"
    " 扩大至 增至 升至 增到 升到 发展到 发展至 下降到 下降至"
    " 降低到 降低至 降至 降到 减少到 减少至 减至 压减到 压减至 压缩到 压缩至 缩短到 缩短至 缩小到"
    " 缩小至 缩减到 缩减至 回落到 回落至 控制在 控制到 保持在 稳定在"
    " 维持在 稳定到 保持 稳定 为 是 占 有 共有 现有 拥有 突破 超过 跃升至 跃升到 跃居 上升为 力争达到"
    " 累计达到 分别为 分别达到 分别达 分别占 均为 均达 均达到 达到了 实现 完成 仅"
    " 位居 位列 排名 排位 进入 进位至 稳居 跻身 提到 提至 增 合计 共计 总计 只有 调整为 调整到 调整至"
    " 扩至 扩到 缩至"
)
"""Verbs between an indicator and its value (达到类动词)."""

REACHED: Final = re.compile(rf"(?:{REACHING}|不低于|不少于|不超过)(?:约|近|为|了|在)?\Z")
"""The end of what stands before a number that says what level is reached."""

REACHED_ENDS: Final = _last(REACHING) | frozenset("于过约近为了在")
"""Last characters of what :data:`REACHED` finds."""

DOES: Final = re.compile(DOING)

UP: Final = _any(
    "增长 增 增加 增幅 增速 提高 提升 上升 上涨 增多 扩大 提速 上浮 涨 涨幅 翻 递增 增收 攀升 跃升"
    " 增产 净增长 正增长 新增 净增 多于上年"
)
DOWN: Final = _any(
    "下降 降低 减少 压减 缩短 压缩 回落 下滑 收窄 降 减 压降 削减 缩小 缩减 减轻 下调 跌 下跌 降幅"
    " 负增长 降耗 节约 节能 减排 减产 下浮 缩窄 精简"
)
CHANGING: Final = re.compile(
    rf"(?P<how>(?:同比|环比|比上年末?|比上年同期|较上年末?|较上年同期|年均|累计|实际|名义|平均|每年|"
    rf"(?<!当)年|净|再|分别|均|各|共|总体|同口径|可比|合计|预计|约|进一步|再次)*)"
    rf"(?:(?<!新)(?P<up>{UP})|(?P<down>{DOWN}))(?:了|约|超|幅度?为?|率?为|达到?|在|近|幅超?|速度?为?|"
    rf"保持在?|不低于|不少于|稳定在)*\Z"
)
"""The end of what stands before a number that says by how much something changed (变动类动词)."""

CHANGING_ENDS: Final = _last(UP, DOWN) | frozenset("了约超度为率达到在幅速持于定")
"""Last characters of what :data:`CHANGING` finds."""

MARGIN: Final = re.compile(
    r"(?:高于|低于|快于|超过|优于|好于)(?P<than>[^，。；、]{0,12}?(?:平均水平|平均|平均增速|水平|增速|"
    r"目标|全[国省市]|GDP|地区生产总值|经济增长|上年|目标值))\Z"
)
"""高于全省平均水平2个百分点: a relative target with a margin (相对目标)."""

RELATIVE: Final = re.compile(
    r"(?P<synced>(?:与|同|和)?(?P<with>经济(?:发展|增长)|地区生产总值|GDP|生产总值|居民收入增长|"
    r"劳动生产率(?:提高|增长)?|国民经济|全[国省市](?:平均水平)?)(?:增长|发展|提高)?(?:基本|大体|"
    r"保持)?同步(?!推进|规划|实施|建设|开展|部署|设计|落实))"
    r"|(?:增速|增幅|增长|水平|比例|比重|占比|强度|收入|指数|率|总量|质量|得分|数量)?(?:均|都|持续|"
    r"总体)?(?:明显|显著|大幅)?(?:高于|不低于|快于|优于|超过|好于|达到或超过)"
    r"(?P<average>全[国省市州县区](?:同期|总体|经济|城市)?(?:平均)(?:水平|增速|数|"
    r"值)?)(?=[，。；、）和以及]|$)"
)
"""Targets that hold something against something else and name no number (相对目标)."""

GIVEN: Final = re.compile(r"补助|补贴|奖励|奖补|资助|贴息|奖金|扶持")
"""Money given by rule, unless a sum is said to be paid out as a whole."""

PAID_OUT: Final = re.compile(
    r"发放|兑现|安排|投入|拨付|争取|落实|到位|筹集|下达|支付|累计|完成|新增|资金|建成|新建|改造"
)

CONDITION: Final = re.compile(
    r"(?:给予|罚款|处罚|违法所得|预留|比例不低于\Z(?<=份额不低于)|资助|邀请|代表占|任期|年龄|学历|职称|"
    r"信用|一次性|减按|注册资本|实缴|收费标准|缴纳|税率|起征|费率|利率|最高(?:不超过|可|给予|限额)?|"
    r"单个项目|单户|单笔|"
    r"每[家个户人项亩件次吨辆套间栋座](?:每[年月])?(?:给予|补|奖|标准|最高)|"
    r"按照?[^，。；]{0,14}(?:标准|比例)|贷款额度|授信额度|不满|未满|年满|满\d)"
)
"""What speaks of money given, fined or owed by rule, of thresholds and ages (政策条件), not of goals."""

ORGANISING: Final = re.compile(
    r"领导小组|专题研究|骗取|实习时间|投入的\Z|每亩\Z|设置了\Z|发挥好\Z|副?组长|成员由|(?:调度|联席|"
    r"协调|座谈|推进|专题)会|例会|走访|抽查|督查|通报|联系\Z|同行专家|项目管家|使用期限|延长|审理|预留|"
    r"评分|分值|权重|事项清单|代表占|资金拨付|"
    r"按\Z|标准的\Z|要求的\Z|按每|每[百千]?户不少于\Z|统计范围|是指|指(?=[^标数导])|任组长|调整周期|"
    r"上调幅度|财产价值|销售价格的|新增部分的|排名后"
)
"""How the work itself is organised: its numbers are no figures of what it brings about."""

RULING: Final = re.compile(
    r"(?:对(?!外|口|标|接|内|虾|公|华|台|俄|非|日|美|欧|比)|凡|如果|如(?!期|皋|东|意)|若(?!干)|未(?!来|"
    r"成)|经(?!营|济|贸|费|开|合)|由|因(?!地|素)|当(?!年|地|期|前)|符合|满足|属于|除(?!险|尘|湿|草)|"
    r"自(?=\d|印发|公布|施行|发布|本)|应(?!急|用|对|届|收)|可(?!再生|持续|支配|转化|视|研|靠|比)|须|"
    r"必须|不得|严禁|禁止|违反|申请|超过(?=\d+(?:日|天|个月))|单个|同一|每次|每期|逾期|成员|使用期限|"
    r"延长|处(?!理|置))"
)
"""How a rule begins (条件句): its numbers are thresholds."""

QUIET: Final = _set(
    "建成 打造 培育 建设 形成 培育形成 创建 制定 推动 推进 实现 开发 达到 拥有 覆盖 发展 服务 支持"
    " 提供 增加 组织 推动制定 高质量建成 推广 培育发展 引进 集聚 设立"
)
"""Verbs that say no more than that what is counted will be there; they are no part of its name."""

TIME_NOUN: Final = re.compile(
    r"时间|时长|时限|周期|寿命|天数|年限|用时|期限|间隔|工期|耗时|日数|年龄|学制|受教育|距离|里程|"
    r"小时数|时数|日照|停电|响应|圈"
)
"""Nouns that are measured in units of time."""

POINT_NOUN: Final = re.compile(r"满意[度率]|得分|评分|成绩|指数|安全感")
"""Nouns that are measured in points (分)."""

TIME_UNIT: Final = _set("岁 小时 分钟 秒 天 个工作日 工作日 个月 分 日 年")

PARTLESS: Final = re.compile(
    r"(?:个)?(?:方面|环节|层面|维度|阶段|原则|关系|问题|领域|要素|步骤|重点|抓手|关键|要求|意识|维护|"
    r"自信|坚持|必须|着力点|大类|等级|档次|季度|月|学期|周|角度|主题|时段|工作日|小时|部分)"
)
"""Tails after a count that only order a text: 三个方面, 四个环节."""

OWN_NUMBER: Final = re.compile(
    r"系数|指数|比|倍数|倍|值|能效|PUE|得分|恩格尔|收入比|基尼|密度|强度|率|水平|指标|总和"
)
"""Names whose values may have no unit."""

PAST: Final = re.compile(
    r"已(?!知)(?:经|累计|有|达|建|完|超)?|截至|截止|目前|去年|近年来|过去|以来|五年来|[三两]年来|"
    r"一年来|现有|累计已|上年(?!末?增长)"
)
"""Words that say something has happened."""

LOOKS_BACK: Final = re.compile(
    r"回顾|回望|现状|发展基础|基础(?:和|与)?(?:环境|形势|条件)?\Z|成效|成就|取得|形势|背景|主要成绩|"
    r"工作情况|完成情况|发展环境|发展历程|重要意义|重大意义|充分认识|必要性|紧迫|重大使命|(?:过去|上一|"
    r"一)年(?:来)?(?:的)?工作\Z|发展概况|面临|存在(?:的)?问题|规划基础|主要问题|工作总结"
)
"""Headings of parts that say what has been (回顾)."""

LOOKS_AHEAD: Final = re.compile(
    r"目标|任务|安排|计划|打算|部署|重点工作|举措|措施|展望|指标|专栏|工程|行动|思路|要求"
)
"""Headings of parts that say what will be (部署)."""

GOAL_HEADING: Final = re.compile(r"目标|指标|愿景|专栏")

AREA: Final = re.compile(r"(?:我[市省县区国]|全[市省县区国州旗域镇乡]|全自治区|本[市省县区])")
"""Words for the whole area (全市): its record, no part of the indicator's name."""

PERCENT_UNITS: Final = _set("% ‰ 个百分点 百分点 个点")

PRONOUNS: Final = _set("其 其中 全市 全县 全省 全区 总量 总数")
"""What stands for a name given before."""

HEADS: Final = _set(
    "床位 在校学生 在校生 增速 规模 产值 总产值 年产值 销售额 面积 覆盖率 机械化率 通车里程 增加值"
    " 收入 营业收入 利润 投资 总投资 基金规模 吞吐量 占比 比重 比例 交易额 服务覆盖率 总量 合计 总数"
    " 税收 人数 数量 率 普及率 余额"
)
"""Head nouns that say nothing without an owner."""
