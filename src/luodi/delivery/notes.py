"""What a reader of the report must know first: lost bindings, unconfirmed matches, rules, forecasts."""

from __future__ import annotations

from luodi.delivery.city import City
from luodi.delivery.match import Matched
from luodi.delivery.report import LostBinding, Promise, Words


def lost(matched: Matched) -> list[LostBinding]:
    """Give the bindings that match no promise, each with its reason."""
    absent = Words(zh="决定原文中没有这句话", en="the decision has no such sentence")
    unread = Words(
        zh="原文有这句话，但没有从中读出承诺；可在绑定中用 states 写明",
        en="the sentence stands in the decision, but no promise was read in it; the binding may state it",
    )
    return [
        *(LostBinding(id=one.id, quote=one.sentence, row=one.row, reason=absent) for one in matched.lost),
        *(
            LostBinding(id=one.id, quote=one.sentence, row=one.row, reason=unread)
            for one in matched.free
            if one.states is None
        ),
    ]


def notes(city: City, promises: list[Promise]) -> list[Words]:
    """Say what holds for the whole report."""
    notes = []
    proposed = sum(one.bound == "proposed" for one in promises)
    if city.bindings is None:
        notes.append(
            Words(
                zh="没有 bindings.yaml：指标只按名称、单位自动匹配，未经人工确认",
                en="there is no bindings.yaml: indicators were matched by name and unit only, unconfirmed",
            )
        )
    elif proposed:
        notes.append(
            Words(
                zh=f"{proposed}项承诺未绑定，按名称、单位自动匹配，未经人工确认",
                en=f"{proposed} promises without a binding were matched by name and unit, unconfirmed",
            )
        )
    if any(one.known_on_estimated for one in city.observations):
        months = city.settings.publication_lag_months
        notes.append(
            Words(
                zh=f"来源未注明公布日期的数据，按期末后{months}个月视为已知",
                en=f"figures whose source names no date count as known {months} months after their period",
            )
        )
    notes += _of_forecasts(promises)
    return notes


def _of_forecasts(promises: list[Promise]) -> list[Words]:
    bases = {one.outlook.basis for one in promises if one.outlook and one.probability is not None}
    if not bases:
        return []
    own = Words(
        zh="完成概率由各年数据外推，只供参考，不决定状态",
        en="chances extrapolate yearly figures; they inform and decide no status",
    )
    if "reference" not in bases:
        return [own]
    small = Words(
        zh="同时预测的序列不足100个，区间部分依据模拟序列；实测单个年度序列的80%区间含77%至82%",
        en="fewer than 100 series were forecast together: intervals rest partly on simulated series; "
        "on real yearly series taken alone, those of 80 % held 77 to 82 %",
    )
    return [own, small]
