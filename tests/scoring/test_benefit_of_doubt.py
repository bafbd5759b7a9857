"""Benefit of the doubt: bounds on shares where members are missing or at zero."""

from __future__ import annotations

import pytest
from tests.scoring.small import score

BOUNDED = """
scheme: bounded
indicators:
  - {id: a, parent: all, direction: increase}
  - {id: b, parent: all, direction: increase}
  - {id: c, parent: all, direction: increase}
groups: [{id: all}]
steps:
  - {step: normalise, method: none}
  - {step: aggregate, method: benefit_of_doubt, lowest_share: 0.2, highest_share: 0.4}
"""


def test_bounds_hold_for_the_members_that_are_there_or_it_is_told() -> None:
    """Two members cannot share out the whole at 0.4 each; three at 0.4 can."""
    made = score(BOUNDED, "unit,a,b,c\nx,4,4,4\ny,2,,4\nz,1,2,0\n")
    assert made.index.round(9).tolist() == [1, 1, 0]
    assert [(note.code, note.where) for note in made.journal] == [
        ("shares_lifted", ("y",)),
        ("shares_of_nothing", ("z",)),
    ]


def test_bounds_that_two_members_can_meet_still_hold_for_them() -> None:
    """The share of c, 0.6 at most, is 4 w_c = 1.5 (2 w_a); x holds 4 w_a + 4 w_c to 1: w_a = 1/7, w_c = 3/28."""
    wide = BOUNDED.replace("lowest_share: 0.2", "lowest_share: 0.33").replace(
        "highest_share: 0.4", "highest_share: 0.6"
    )
    made = score(wide, "unit,a,b,c\nx,4,4,4\ny,2,,4\n")
    assert [note.code for note in made.journal] == []
    assert made.index[1] == pytest.approx(2 / 7 + 3 / 7)
