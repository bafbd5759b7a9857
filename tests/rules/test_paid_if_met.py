"""What a rule pays agrees with its verdict: nothing where it is not met, unknown where it is unknown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luodi.rules import Rule, facts_of, judge, load

PAID = [
    ("innovation_voucher", "payable", {"invoice": 10}),
    ("machine_subsidy", "subsidy", {}),
    ("upgrade_support", "support", {}),
    ("asset_deduction", "one_off", {}),
    ("rd_extra_deduction", "extra", {}),
    ("first_set_reward", "reward", {"contract": 3000}),
    ("rd_post_subsidy", "subsidy", {"base": 3000, "previous": 2400}),
    ("technology_transfer_tax", "exempt", {"transfer_income": 800}),
]


def answers(rule: Rule) -> st.SearchStrategy[dict[str, Any]]:
    """Other answers to some of the questions of yes and no or of a choice; None where left empty."""
    uses = {name: st.sampled_from([True, False, None]) for name in _asked(rule, "boolean")}
    for entry in rule.inputs:
        if entry.type == "choice":
            uses[entry.id] = st.sampled_from([*(one.id for one in entry.choices), None])
    return st.fixed_dictionaries({}, optional=uses)


def _asked(rule: Rule, kind: str) -> list[str]:
    return [entry.id for entry in rule.inputs if entry.type == kind]


@pytest.mark.parametrize(("name", "figure", "given_"), PAID)
def test_paid_only_if_met(name: str, figure: str, given_: dict[str, Any]) -> None:
    rule = load(name)

    @settings(max_examples=60, deadline=None)
    @given(answers(rule))
    def agrees(changed: dict[str, Any]) -> None:
        found = judge(facts_of(rule, {**rule.case_base, **given_, **changed}))
        amount = found.figure(figure)[0]
        assert found.outcome is not None
        verdict = found.outcome[0]
        if verdict < 0:
            assert amount == 0
        elif verdict == 0:
            assert np.isnan(amount)
        else:
            assert amount > 0 or np.isnan(amount)

    agrees()
