"""What the journal and the simulations say, in Chinese and English (双语语句).

Sentences carry no full stop. In braces stand values; the value ``method`` is said in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One thing said in both languages."""

    zh: str
    en: str


Value = str | int | Said

STEPS: Final = {
    "data": "数据",
    "scheme": "方案",
    "screen": "筛选",
    "denominate": "强度化",
    "impute": "缺失值插补",
    "treat": "异常值处理",
    "normalise": "无量纲化",
    "aggregate": "加权合成",
    "grade": "评定等级",
    "uncertainty": "不确定性",
    "weights": "权重",
    "indicators": "指标",
    "groups": "组",
}
"""Chinese of the steps and of what else may vary."""

SENTENCES: Final[dict[str, Said]] = {
    code: Said(en=en, zh=zh)
    for code, en, zh in (
        ("no_figures", "indicators without a single figure: they do not count", "指标没有任何数据，不计入"),
        ("revised", "revised figures: the one known last counts", "数据有修订，以最后公布的为准"),
        ("unused", "figures that the scheme does not use", "方案没有用到的数据"),
        ("left_out", "left out for too few data or by the scheme's wish", "因数据不足或按方案规定不参评"),
        (
            "no_denominate",
            "denominators are named, but there is no step denominate",
            "指标写有分母，但方案没有强度化步骤",
        ),
        (
            "other_weights",
            "the nodes' own weights hold; other sets are not used",
            "采用指标自身的权重，其他权重方案未使用",
        ),
        (
            "no_denominator",
            "{indicator} counts as missing where {denominator} is missing or zero",
            "{denominator}缺失或为零时，{indicator}按缺失处理",
        ),
        ("filled", "{indicator}: filled by {method}", "{indicator}：以{method}填补"),
        ("not_filled", "{indicator}: not filled", "{indicator}：无法填补"),
        (
            "not_tested",
            "not tested: fewer than four figures or no spread",
            "未检验：不足四个数值或数值全部相同",
        ),
        ("pulled_in", "{column}: {count} points pulled in", "{column}：{count}个极端值已缩尾"),
        ("transformed", "{column}: transformed by {method}", "{column}：已作{method}变换"),
        ("still_beyond", "still beyond the limits after treatment", "处理后偏度和峰度仍超限"),
        (
            "no_spread",
            "indicator {indicator}: no spread to compare by; its score is missing",
            "指标{indicator}：数值全部相同，无从比较，不计分",
        ),
        (
            "no_spread_constant",
            "indicator {indicator}: no spread to compare by; its score is {score}",
            "指标{indicator}：数值全部相同，无从比较，统一计{score}分",
        ),
        (
            "wrong_way",
            "indicator {indicator}: as a fraction of the best of negative values the worst scores highest; "
            "state distance_to_max, or standard: min",
            "指标{indicator}：负值（逆向指标）按与最大值之比计分，最差者得分最高；宜改用其他方法",
        ),
        (
            "no_score",
            "{indicator}: no score by {method} for the figure; counts as missing",
            "{indicator}：{method}不适用于该数值，按缺失处理",
        ),
        (
            "own_function",
            "indicator {indicator}: scored by the Python function {function} ({place})",
            "指标{indicator}：由Python函数{function}计分（{place}）",
        ),
        (
            "lifted",
            "group {group}: scores below {floor} count as it",
            "{group}：低于{floor}的得分按{floor}计",
        ),
        (
            "too_few",
            "group {group}: no score, too few members have one",
            "{group}：有得分的下级指标太少，不计分",
        ),
        (
            "not_defined",
            "group {group}: no score, though members have one: it is not defined for them",
            "{group}：下级指标虽有得分，但合成方法对其无定义，不计分",
        ),
        (
            "shares_lifted",
            "group {group}: scored without the bounds on shares, which the members with a score cannot meet",
            "{group}：有得分的下级指标无法满足份额上下限，不加限制计分",
        ),
        (
            "shares_of_nothing",
            "group {group}: a member that must have a share scores zero, so that the group scores zero",
            "{group}：规定了最低份额的下级指标得零分，故总分为零",
        ),
        (
            "tied",
            "equal scores at the edge of {grade}: all get it",
            "{grade}等边界处得分相同，一并评为{grade}",
        ),
        (
            "seed_chosen",
            "no seed given: {seed} was chosen at random; state it to get the same again",
            "未指定随机种子，随机选用{seed}；写明它即可得到相同结果",
        ),
        ("seed_asked", "seed {seed}, as asked for", "随机种子{seed}（按要求）"),
        ("seed_declared", "seed {seed}, as declared", "随机种子{seed}（方案写明）"),
        (
            "mixed_scales",
            "intervals of scores span different scales ({scales}): read the ranks",
            "得分区间跨越不同的分值尺度（{scales}），应看名次",
        ),
        (
            "crossed",
            "{ways} combinations of alternatives, {runs} runs of each",
            "共{ways}种组合，每种模拟{runs}次",
        ),
        ("drawn", "{runs} runs, every choice drawn at random in each", "模拟{runs}次，每次随机抽取各项选择"),
        (
            "base_samples",
            "{runs} runs: {base} base samples, {choices} choices",
            "敏感性分析共运行{runs}次：{base}个基础样本，{choices}项选择",
        ),
        (
            "no_indices",
            "no indices for units that some variants leave without score",
            "部分变体下没有得分的对象不计算敏感性指数",
        ),
    )
}

TERMS: Final = {
    "none": "不作处理",
    "mean": "均值",
    "median": "中位数",
    "group_mean": "分组均值",
    "group_median": "分组中位数",
    "last_value": "最近一期数值",
    "interpolate": "线性插值",
    "constant": "固定值",
    "peers_mean": "同组其他指标均值",
    "em": "期望最大化法",
    "two_stage": "两步法",
    "winsorise": "缩尾",
    "transform": "变换",
    "clip": "截断",
    "minmax": "极差标准化",
    "zscore": "标准分",
    "scaled": "线性换算",
    "rank": "排名",
    "borda": "波达计数",
    "percentile_rank": "百分位排名",
    "fraction_of_max": "与最大值之比",
    "distance_to_max": "与最大值的距离",
    "distance_to_reference": "与参照对象的距离",
    "distance_to_target": "与目标的距离",
    "goalposts": "阈值法",
    "standard": "标准值法",
    "benchmark": "基准值法",
    "completion": "目标完成率",
    "index": "定基指数",
    "formula": "公式",
    "function": "自定义函数",
    "arithmetic": "算术平均",
    "sum": "求和",
    "geometric": "几何平均",
    "harmonic": "调和平均",
    "power": "幂平均",
    "minimum": "最小值",
    "maximum": "最大值",
    "copeland": "科普兰法",
    "mazziotta_pareto": "Mazziotta-Pareto法",
    "benefit_of_doubt": "最优权重法（BoD）",
    "chained": "环比链式指数",
    "skip": "跳过缺失",
    "propagate": "缺失即不计分",
    "zero": "缺失计零分",
    "log": "对数",
    "log10": "常用对数",
    "log1p": "加一对数",
    "sqrt": "平方根",
    "square": "平方",
    "reciprocal": "倒数",
    "log_min1": "移位对数",
    "log_coin": "移位对数",
    "log_gii": "GII对数",
    "box_cox": "Box-Cox",
}
"""Chinese of methods and other words of a scheme's options."""

OPTIONS: Final = {
    "method": "方法",
    "missing": "缺失规则",
    "most": "最多缩尾点数",
    "skew": "偏度界限",
    "kurtosis": "峰度界限",
    "transform": "变换",
    "scale": "分值区间",
    "low": "下阈值",
    "high": "上阈值",
    "mean": "均值",
    "deviation": "标准差",
    "cap": "封顶",
    "floor": "保底",
    "bonus": "超额加分",
    "target": "目标值",
    "standard": "标准值",
    "power": "幂次",
    "weights": "权重方案",
    "availability": "数据可得性",
    "over": "比较范围",
    "group": "分组",
    "value": "填补值",
    "penalty": "惩罚方向",
    "levels": "层级",
}
"""Chinese of options."""


def said(code: str, values: Mapping[str, Value]) -> Said:
    """Say a sentence in both languages.

    Raises:
        KeyError: there is no such sentence, or it lacks a value.

    Example:
        >>> said("filled", {"indicator": "rd", "method": "median"}).zh
        'rd：以中位数填补'
    """
    sentence = SENTENCES[code]
    english = {name: value.en if isinstance(value, Said) else value for name, value in values.items()}
    chinese = {
        name: value.zh if isinstance(value, Said) else term(value) if name == "method" else value
        for name, value in values.items()
    }
    return Said(zh=sentence.zh.format_map(chinese), en=sentence.en.format_map(english))


def term(word: object) -> str:
    """Say a word of a scheme in Chinese; what has no official word stays as written.

    >>> term("geometric"), term("oslo")
    ('几何平均', 'oslo')
    """
    return TERMS.get(str(word), str(word))


def place(what: str) -> str:
    """Say in Chinese what varies: a step, or an option of it.

    >>> place("aggregate.method"), place("weights"), place("indicators.rd.normalise.cap")
    ('加权合成·方法', '权重', '指标·rd·无量纲化·封顶')
    """
    first, *rest = what.split(".")
    return "·".join([STEPS.get(first, first), *(STEPS.get(part, OPTIONS.get(part, part)) for part in rest)])


def alternative(name: Said, value: Any) -> Said:
    """Say one alternative of a choice.

    Args:
        name: of the choice.
        value: as it stands in the scheme.

    Example:
        >>> alternative(Said(zh="合成", en="aggregation"), "geometric")
        Said(zh='合成：几何平均', en='aggregation: geometric')
    """
    if value == "kept":
        return Said(zh=f"{name.zh}按方案", en=f"{name.en} as declared")
    if value == "none":
        return Said(zh=f"不作{name.zh}", en=f"without {name.en}")
    return Said(zh=f"{name.zh}：{_chinese(value)}", en=f"{name.en}: {_english(value)}")


def _english(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(
            _english(entry) if key == "method" else f"{key} {_english(entry)}" for key, entry in value.items()
        )
    if isinstance(value, list):
        return " to ".join(_english(entry) for entry in value)
    return f"{value:g}" if isinstance(value, float) else "default" if value is None else str(value)


def _chinese(value: Any) -> str:
    if isinstance(value, dict):
        return "，".join(
            _chinese(entry) if key == "method" else f"{OPTIONS.get(key, key)}{_chinese(entry)}"
            for key, entry in value.items()
        )
    if isinstance(value, list):
        return "至".join(_chinese(entry) for entry in value)
    return f"{value:g}" if isinstance(value, float) else "默认" if value is None else term(value)
