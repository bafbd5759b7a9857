"""The words by which figures are read, by the part they play. Data: a missing word is mended here."""

from __future__ import annotations

import re
from typing import Final


def words(*groups: str) -> str:
    """Make one alternative of word lists, the longest words first, so that none hides another."""
    return "|".join(sorted({word for group in groups for word in group.split()}, key=len, reverse=True))


# --- verbs before a number ---------------------------------------------------------------------------------
REACH: Final = words(
    "达到 达 为 是 有 增至 增加到 增加至 增长到 增长至 提高到 提高至 提升到 提升至 提到 升至 升到 上升到 上升至 扩大到 扩大至",
    "降至 降到 降为 下降到 下降至 下降为 降低到 降低至 减少到 减少至 减少为 减至 压减到 压减至 压缩至 压缩到 缩短到 缩短至 缩短为",
    "缩小到 缩小至 控制到 回落到 回落至 回升到 恢复到 保持在 保持 稳定在 稳定 维持在 收窄至 收窄到 拓展到 拓展至 发展到",
    "完成 实现 增为 扩至 控制在 调整到 优化到 压降至 压降到 降低为 提高为 提升为 占 压减为 精简到 精简至 延长到 延长至 居 位居 位列",
    "排名 排 排名第 跃居 升至全球 突破性达到 成为 位于 列 进入 跻身 迈入 跃升至 上升至 前移至 跃升到 贯通 扩展到 推进到 扩容至 扩容到",
)
"""The number behind these is the level itself."""
GROW: Final = words(
    "增长 增加 提高 提升 上升 扩大 增 上涨 涨 回升 多 加快 增幅 增速 增幅达 增速达 递增 净增 增收 增产 上调 增长率 上浮 拉动 涨幅"
)
SHRINK: Final = words(
    "下降 降低 减少 压减 缩减 削减 回落 缩短 缩小 下滑 负增长 压缩 降 减 下跌 少 降幅 收窄 压降 减亏 减产 下调 精简 递减 节约 减排 减幅 放缓"
)
RELATE: Final = words("高于 低于 快于 高出 领先 优于 超过 超出 低")
HEDGE: Final = words("力争 争取 力求 努力 预计 预期 有望 基本 原则上 约 大约 左右 近")
FILLER: Final = words(
    "均 都 也 将 要 分别 已 已经 再 可 共 共计 合计 总计 稳步 逐步 同步 持续 进一步 全部 大幅 显著 实际 名义 应 须 不断 由 从 了 又 还 仅 只 "
    "每年 至少 最少 计划 需 连续 均要 能 继续 总体 各 ： 目标值 不变价 同期 同口径 可比价 可比口径 按可比价计算 按可比价格计算 扣除价格因素 "
    "累计 率先"
)
AVERAGE: Final = words("年均 年平均 年均实际 年均名义")

# --- verbs at the head of a clause -------------------------------------------------------------------------
PUSH: Final = words(
    "力争 争取 确保 努力 推动 推进 促进 进一步 实现 其中 使 持续 逐步 并 同时 还 全年 全面 加快 继续 坚持 基本 要 将 我们 预计 预期 今年 年内",
    "带动 以及 和 及 与 又 再 共 累计 已 已经 大力 着力 积极 计划 至少 重点 稳步 有序 不断 当年 年末 年底 全部 高标准 高质量 成功 力求 到 全力 保证 末 底 前",
    "分别 从而 通过 也 有 均 各 约 近 每年新 主要 有效 扎实 深入 多渠道 因地制宜 圆满 顺利 统筹 牢牢 严格 切实 底前 年底前",
)
"""Words that push on what follows and belong to no name."""
MAKE: Final = words("建成 打造 培育 形成 创建 创成 争创 达到 实现 做大 壮大 推出 涌现 拥有 培育形成 培育壮大 发展 构建 具备 取得 设立 完成 建设")
"""Verbs that only say that the thing will be there: left out of the indicator's name."""
WORK: Final = words(
    "新增 新建 新改建 新改扩建 新建改扩建 改建 扩建 改造 改造提升 提升改造 更新改造 维修改造 新建提升 新建改造 整治 治理 修复 新创建 新引进 引进 引育",
    "招引 新开工 开工 启动建设 启动改造 启动 实施 组织实施 组织 开展 举办 承办 培训 培养 招聘 招募 募集 筹集 新筹集 筹建 新认定 认定 新培育 遴选 评选",
    "选派 选育 选育或引进 制定 制订 修订 推动制定 出台 发布 提请审议 消除 淘汰 累计淘汰 化解 压减 削减 关停 退出 盘活 收储 流转 转移 安置 帮扶 救助 资助",
    "发放 争取 完成 投入 投放 投运 投产 建设 新建成 新打造 打造提升 提升 优化 更新 购置 配备 增设 增加 增配 铺设 敷设 安装 加装 建立 设置 创作 生产 种植",
    "推广 推广应用 应用 生产 供应 开通 开行 新开通 接待 累计注册 注册 入库 储备 布局 布设 落地 签约 新签约 孵化 转化 攻克 突破 研发 申请 获批 获批建设 获评",
    "入选 新当选 新入选 新获批 加固 生态化改造 疏浚 清淤 造林 新增造林 绿化 新造 抚育 办理 审结 查处 破获 排查 支持 服务 惠及 覆盖 带动 吸纳 解决 妥善解决",
    "调解 改厕 新改造 清理 拆除 腾退 开发 新开发 规划 规划建设 打通 贯通 拓宽 延伸 启用 建改 改扩建 提质 提质改造 扶持 兑现 减免 累计实施 招收 录用 补充 新注册",
    "新设立 新成立 新登记 登记 上市 新上市 培优 选树 命名 表彰 播出 演出 放映 上缴 偿还 化债 开设 创办 扩大 复垦 新发展 发展",
)
"""Verbs that say what is done to how many things: kept in the name."""

# --- what keeps a number from being a figure -----------------------------------------------------------------
CONTEXT_CLAUSE: Final = re.compile(
    r"(?:围绕|聚焦|紧扣|依托|针对|面向|根据|按照|对标|凡|对于|(?<![面相应绝针核比])对(?!全|经济|外|口|地区|[^，。]{0,12}贡献)|支持(?!建|新|打|培)|"
    r"不再|不批准|不上马|不新增|不得|禁止|严禁|不搞|不准|未|抓住|以[^，。]{1,30}为(?:重点|契机|牵引|引领|抓手|核心|主体|基础))"
)
"""A clause that begins so sets a frame, a condition or a ban."""
GRANT: Final = re.compile(
    r"给予|奖励|补助|补贴|奖补|资助|贴息|罚款|处以|罚金|最高不超过|每人每[月年]|一次性|减按|税率|费率|按.{1,20}标准|兑付|支付|缴纳|赔偿|拨付|"
    r"(?:贷款|担保)额度|扣\d|加\d|计\d|满分|并处|没收|降低.{0,6}分值"
)
"""Words of grants (奖补), penalties and tariffs; the amounts beside them promise nothing that can be counted."""
CONDITION: Final = re.compile(r"单个|单体|同一|每件|每次|申报|申请人|注册资本|资产总额|近[三两二]年|连续[三两二]年|的，|者，")
PROCEDURE: Final = re.compile(r"内(?:完成|办结|作出|答复|报|提出|予以|响应|受理|审|向|将|告知|反馈|组织|启动|公示|送达|整改|[，。；])|提前|有效期|不少于.{0,6}公示|公示")
DURATION_NAME: Final = re.compile(r"时间|时限|寿命|天数|周期|时长|年限|时效|时差|期限|工期|停电|日数|时数|耗时|用时|交通圈|达标天|通勤|小时(?:数|用水)|工时")
SCORE_NAME: Final = re.compile(r"满意度|指数|得分|评分|成绩|安全感|认可度|测评")
CONTRACTED: Final = frozenset("会议 文件".split())

HEAD: Final = re.compile(
    r"(?:人均可支配收入|可支配收入|人均消费支出|消费支出|综合生产能力|生产能力|装机容量|增加值|总产值|产值|总产量|产量|销售额|交易额|成交额|零售额|"
    r"营业收入|销售收入|收入|利润总额|利润|投资额|投资|总量|规模|面积|覆盖率|普及率|占比|比重|比例|[^，、]{2}率|密度|浓度|余额|总额|数量|水平|强度|能力|能耗|"
    r"人数|人次|里程|吞吐量|发电量|用电量|用水量|排放量?|蓄积量|拥有量|存栏量?|出栏量?|储量|运力|价格|支出|进口|出口|床位数?|单产|数)\Z"
)
"""What figures measure, at the end of a name."""
GENERIC: Final = re.compile(r"(?:(?:年均)?(?:增速|增幅)|.{0,3}率|.{0,3}水平|.?产值|营收|规模|占比|比重|面积|余额|产量|.{0,2}收入|.?能力|增加值|利润|税收|.{0,2}里程|总量|数量|单产|成交额|销售额|装机)\Z")
"""A name that says what is measured but not of what; completed from the clause before."""
