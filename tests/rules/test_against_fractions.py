"""Both rules against the instruments in whole fractions, on firms many of which stand exactly at a limit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.rules import facts, judge, load

Firm = dict[str, Any]
PERCENT = st.sampled_from([2, 3, 4, 5, 6, 10, 15, 20, 25, 30, 35, 60])


def fen(value: float) -> Fraction:
    """An amount in 万元 as the fraction that its six decimals are."""
    return Fraction(round(value * 10**6), 10**6)


@st.composite
def part_of(draw: st.DrawFn, whole: float) -> float:
    """A part of a whole: any, exactly so many per cent of it, or a fen beside."""
    if draw(st.booleans()):
        return draw(st.integers(0, round(whole * 10**6))) / 10**6
    exact = round(whole * 10**6) * draw(PERCENT) // 100 + draw(st.integers(-1, 1))
    return min(max(exact, 0), round(whole * 10**6)) / 10**6


amounts = st.one_of(
    st.integers(1, 10**10).map(lambda cents: cents / 10**2),
    st.sampled_from([5000.0, 5000.000001, 20000.0, 20000.000001, 19999.999999]),
)


@st.composite
def sme_firm(draw: st.DrawFn) -> Firm:
    staff = draw(st.integers(1, 510))
    sales = draw(amounts)
    return {
        "staff": staff,
        "tech_staff": draw(st.one_of(st.integers(0, staff), PERCENT.map(lambda share: staff * share // 100))),
        "sales": sales,
        "assets": draw(amounts),
        "costs": draw(amounts),
        "rd_spend": draw(part_of(sales)),
        "ip_class_1": draw(st.integers(0, 1)),
        "ip_class_2": draw(st.integers(0, 5)),
    }


def band(share: Fraction, edges: Sequence[int], step: int) -> int:
    return step * sum(share >= Fraction(edge, 100) for edge in edges)


def sme(firm: Firm) -> dict[str, bool | int]:
    spend = fen(firm["rd_spend"])
    staff = band(Fraction(firm["tech_staff"], firm["staff"]), (10, 15, 20, 25, 30), 4)
    by_sales = band(spend / fen(firm["sales"]), (2, 3, 4, 5, 6), 10)
    by_cost = band(spend / fen(firm["costs"]), (10, 15, 20, 25, 30), 10)
    ip = 30 if firm["ip_class_1"] else 6 * min(firm["ip_class_2"], 4)
    points = staff + max(by_sales, by_cost) + ip
    return {
        "T2a": firm["staff"] <= 500,
        "T2b": fen(firm["sales"]) <= 20000,
        "T2c": fen(firm["assets"]) <= 20000,
        "T5a": points >= 60,
        "T5b": staff > 0,
        "points": points,
    }


@st.composite
def hnte_firm(draw: st.DrawFn) -> Firm:
    staff = draw(st.integers(1, 200))
    sales = [draw(amounts) for _ in range(3)]
    spent = [draw(part_of(one)) for one in sales]
    assets = [draw(st.integers(0, 4)) * 1000.0]
    for _ in range(2):
        assets.append(draw(st.one_of(amounts, st.just(assets[-1] * 1.35), st.just(assets[-1] * 1.05))))
    total = draw(amounts)
    return {
        "staff": staff,
        "tech_staff": draw(st.integers(0, staff)),
        "sales": sales,
        "rd_spend": spent,
        "rd_domestic": [draw(part_of(one)) for one in spent],
        "net_assets": [round(one, 6) for one in assets],
        "total_income": total,
        "high_tech_income": draw(part_of(total)),
    }


def growth_points(years: Sequence[float]) -> int:
    first, second, third = (fen(year) for year in years)
    if not second:
        return 0
    last = third / second
    rate = (last if not first else (second / first + last) / 2) - 1
    return next(
        (low for edge, low in ((35, 9), (25, 7), (15, 5), (5, 3)) if rate >= Fraction(edge, 100)),
        int(rate > 0),
    )


def hnte(firm: Firm) -> dict[str, bool | int | None]:
    spent = sum(fen(one) for one in firm["rd_spend"])
    latest = fen(firm["sales"][-1])
    needed = Fraction(5 if latest <= 5000 else 4 if latest <= 20000 else 3, 100)
    domestic = sum(fen(one) for one in firm["rd_domestic"])
    return {
        "H4": Fraction(firm["tech_staff"], firm["staff"]) >= Fraction(1, 10),
        "H5a": spent / sum(fen(one) for one in firm["sales"]) >= needed,
        "H5b": domestic / spent >= Fraction(6, 10) if spent else None,
        "H6": fen(firm["high_tech_income"]) / fen(firm["total_income"]) >= Fraction(6, 10),
        "net_asset_low": growth_points(firm["net_assets"]),
        "sales_low": growth_points(firm["sales"]),
    }


def held(name: str, day: str, firms: list[Firm], wanted: Callable[[Firm], dict[str, Any]]) -> None:
    """All verdicts and points of all firms, judged in one table, are those of the fractions."""
    rule = load(name)
    columns = {key: [firm[key] for firm in firms] for key in firms[0]}
    verdicts = judge(facts(rule, {**columns, rule.dated_by: [day] * len(firms)}))
    answers = [wanted(firm) for firm in firms]
    for key in answers[0]:
        if key in {condition.id for condition in rule.conditions}:
            found: list[Any] = [{1: True, -1: False, 0: None}[int(one)] for one in verdicts.verdict(key)]
        else:
            found = verdicts.figure(key).tolist()
        assert found == [answer[key] for answer in answers], key


@settings(max_examples=100, deadline=None)
@given(st.lists(sme_firm(), min_size=1, max_size=30))
def test_technology_sme(firms: list[Firm]) -> None:
    held("tech_sme", "2026-07-01", firms, sme)


@settings(max_examples=100, deadline=None)
@given(st.lists(hnte_firm(), min_size=1, max_size=20))
def test_high_tech_enterprise(firms: list[Firm]) -> None:
    held("high_tech_enterprise", "2025-06-01", firms, hnte)
