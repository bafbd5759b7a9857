"""Every kind carries a row that is accepted and one that is refused, and both are run."""

import pytest

from luodi.core.registers import check, load

KINDS = [(register, kind) for register in load().values() for kind in register.kinds.values()]


@pytest.mark.parametrize(("register", "kind"), KINDS, ids=lambda one: one.id)
def test_the_example_is_accepted(register, kind):
    assert check(register, [kind.example]).problems == []


@pytest.mark.parametrize(("register", "kind"), KINDS, ids=lambda one: one.id)
def test_the_wrong_row_is_refused_for_its_one_reason(register, kind):
    found = check(register, [{**kind.example, **kind.wrong.set}]).problems
    assert [(problem.column, problem.what) for problem in found] == [(kind.wrong.column, kind.wrong.says)]


@pytest.mark.parametrize(("register", "kind"), KINDS, ids=lambda one: one.id)
def test_a_kind_is_accepted_by_its_chinese_name(register, kind):
    checked = check(register, [{**kind.example, "kind": kind.title.zh}])
    assert checked.columns["kind"].one(0) == kind.id
