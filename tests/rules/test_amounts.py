"""Amounts and points of the official rules against whole fractions, many of them exactly at a limit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.rules import facts, judge, load
from luodi.rules.verdicts import Verdicts

FEN = 10**6
"""Fen of a 万元."""
fens = st.integers(0, 10**11)
few = settings(max_examples=60, deadline=None)


def judged(name: str, rows: list[dict[str, Any]], **same: Any) -> Verdicts:
    rule = load(name)
    base = {**rule.case_base, **same}
    columns = {key: [value] * len(rows) for key, value in base.items()}
    for key in rows[0]:
        columns[key] = [row[key] for row in rows]
    return judge(facts(rule, columns))


def settled(amount: Fraction) -> int:
    """Whole fen of an amount in fen, a half up."""
    return floor(amount + Fraction(1, 2))


def in_fen(verdicts: Verdicts, name: str) -> list[int]:
    return [int(Decimal(repr(float(one))) * FEN) for one in verdicts.figure(name)]


HEADS = ("staff_cost", "direct_input", "depreciation", "amortisation", "design_cost")
COST = st.fixed_dictionaries(
    dict.fromkeys((*HEADS, "other_cost", "outsourced_domestic", "outsourced_abroad"), fens)
)


@few
@given(st.lists(COST, min_size=1, max_size=20), st.sampled_from([("2021-12-31", 75), ("2024-12-31", 100)]))
def test_extra_deduction(costs: list[dict[str, int]], at: tuple[str, int]) -> None:
    day, rate = at
    rows = [{name: fen / FEN for name, fen in cost.items()} for cost in costs]
    found = judged("rd_extra_deduction", rows, incurred_on=day)
    wanted = []
    for cost in costs:
        heads = sum(cost[name] for name in HEADS)
        domestic = heads + min(Fraction(cost["other_cost"]), Fraction(heads * 10, 90))
        domestic += Fraction(cost["outsourced_domestic"] * 80, 100)
        abroad = min(Fraction(cost["outsourced_abroad"] * 80, 100), domestic * 2 / 3)
        wanted.append(settled((domestic + abroad) * rate / 100))
    assert in_fen(found, "extra") == wanted


@few
@given(st.lists(st.integers(-(10**9), 10**9).map(lambda beside: 500 * FEN + beside), min_size=1))
def test_technology_transfer(incomes: list[int]) -> None:
    found = judged("technology_transfer_tax", [{"transfer_income": one / FEN} for one in incomes])
    taxable = [settled(Fraction(max(one, 0) - min(max(one, 0), 500 * FEN), 2)) for one in incomes]
    assert in_fen(found, "taxable") == taxable
    assert in_fen(found, "tax") == [settled(Fraction(one, 4)) for one in taxable]


@few
@given(st.lists(st.integers(1, 10**12), min_size=1))
def test_first_set_reward_and_its_parts(contracts: list[int]) -> None:
    found = judged("first_set_reward", [{"contract": one / FEN} for one in contracts])
    rewards = [min(settled(Fraction(one, 20)), 1000 * FEN) for one in contracts]
    assert in_fen(found, "reward") == rewards
    makers = [settled(Fraction(one * 3, 10)) for one in rewards]
    assert in_fen(found, "to_maker") == makers
    assert in_fen(found, "to_user") == [reward - maker for reward, maker in zip(rewards, makers, strict=True)]


@few
@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=6), st.integers(0, 100))
def test_vouchers_of_a_year_never_exceed_the_cap(invoices: list[int], rate: int) -> None:
    cap, used = 10 * FEN, 0
    for invoice in invoices:
        row = {"invoice": invoice / FEN, "used": used / FEN, "rate": rate}
        paid = in_fen(judged("innovation_voucher", [row]), "payable")[0]
        assert paid == min(settled(Fraction(invoice * rate, 100)), cap - used)
        used += paid
    assert used <= cap


@few
@given(st.lists(st.tuples(fens, fens), min_size=1))
def test_post_subsidy(years: list[tuple[int, int]]) -> None:
    rows = [{"base": now / FEN, "previous": before / FEN} for now, before in years]
    wanted = [
        min(settled(Fraction(now, 100) + Fraction(max(now - before, 0), 20)), 100 * FEN)
        for now, before in years
    ]
    assert in_fen(judged("rd_post_subsidy", rows), "subsidy") == wanted


@few
@given(
    st.lists(st.tuples(st.integers(1, 10**9), st.integers(1, 3000), st.integers(0, 366)), min_size=1),
    st.integers(0, 100),
)
def test_interest_subsidy(loans: list[tuple[int, int, int]], share: int) -> None:
    rows = [
        {
            "principal": cents / 100,
            "rate": points / 100,
            "period_end": str(date(2024, 1, 1) + timedelta(days)),
        }
        for cents, points, days in loans
    ]
    found = judged("interest_subsidy", rows, period_start="2024-01-01", share=share, cap=10**9)
    for row, (cents, points, days) in enumerate(loans):
        interest = Fraction(cents, 100) * Fraction(points, 10000) * days / 360 * FEN
        assert in_fen(found, "interest")[row] == settled(interest)
        assert in_fen(found, "subsidy")[row] == settled(interest * share / 100)


SCORES = st.lists(st.integers(0, 1000), min_size=1, max_size=15)


@few
@given(st.lists(SCORES, min_size=1, max_size=10))
def test_panel_scores_without_the_ends(panels: list[list[int]]) -> None:
    rows = []
    for panel in panels:
        row: dict[str, Any] = {f"score_{at}": None for at in range(1, 16)}
        row |= {f"score_{at}": tenth / 10 for at, tenth in enumerate(panel, 1)}
        rows.append({**row, "experts": len(panel), "outside_experts": len(panel)})
    found = judged("project_review", rows).figure("score")
    for panel, score in zip(panels, found, strict=True):
        kept = sorted(panel)[1:-1] if len(panel) >= 5 else panel
        assert abs(Fraction(float(score)) - Fraction(sum(kept), 10 * len(kept))) < Fraction(1, 10**9)


NEAR = st.sampled_from([5000, 10000]).flatmap(
    lambda line: st.integers(-2, 2).map(lambda beside: line * FEN + beside)
)


@few
@given(st.lists(st.tuples(NEAR, st.sampled_from([3, 6]), st.integers(-1, 1)), min_size=1, max_size=30))
def test_little_giant_needs_the_share_of_its_revenue(firms: list[tuple[int, int, int]]) -> None:
    rows = []
    for revenue, percent, beside in firms:
        spent = -(-revenue * percent // 100) + beside
        rows.append(
            {"revenue": [revenue / FEN] * 2, "rd_spend": [spent / FEN] * 2, "main_income": [3000, 3300, 4000]}
        )
    found = judged("little_giant", rows, equity_2y=0)
    wanted = []
    for revenue, percent, beside in firms:
        spent = -(-revenue * percent // 100) + beside
        needed = 3 if revenue >= 10000 * FEN else 6
        enough = Fraction(spent, revenue) >= Fraction(needed, 100)
        wanted.append(1 if revenue >= 5000 * FEN and enough else -1)
    assert found.verdict("X_SHARE").tolist() == wanted


@few
@given(st.lists(st.integers(-100, 100), min_size=1))
def test_one_off_deduction_up_to_five_million(beside: list[int]) -> None:
    values = [500 * FEN + one for one in beside]
    found = judged("asset_deduction", [{"unit_value": one / FEN} for one in values])
    assert in_fen(found, "one_off") == [one if one <= 500 * FEN else 0 for one in values]


def test_settled_is_the_half_up_of_the_tax_office() -> None:
    halves = [Decimal("0.5"), Decimal("1.5"), Decimal("2.4999")]
    assert [settled(Fraction(one)) for one in halves] == [
        int(one.to_integral_value(ROUND_HALF_UP)) for one in halves
    ]


def test_what_is_left_of_a_cap_is_a_whole_number_of_fen() -> None:
    found = judged("innovation_voucher", [{"invoice": 14, "used": 6.999999}])
    assert found.figure("cap_left").tolist() == [3.000001]
    assert found.figure("payable").tolist() == [3.000001]
