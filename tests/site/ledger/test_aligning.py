"""Two sequences held against each other: as difflib does where that is cheap, and in bounded time where it is not."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.site.ledger import aligning
from luodi.site.ledger.aligning import Match, matches, stretches
from luodi.site.ledger.comparing import counts, table
from luodi.site.ledger.versions import RUN, difference, likeness_of

letters = st.text(alphabet="科技创新企业,12", max_size=60)
lists = st.lists(st.sampled_from(["甲。", "乙。", "丙;", "丁"]), max_size=12)
LONG = "".join(random.Random(8).choices([chr(0x4E00 + at) for at in range(60)], k=13_000))
"""One sentence of 13,000 letters out of sixty."""


def edited(text):
    """A letter in every 500 replaced, one stretch taken out, one put in."""
    letters = list(text)
    letters[::500] = "甲" * len(letters[::500])
    letters[7100:7200] = []
    letters[3200:3200] = "新增一句话"
    return "".join(letters)


class Counted:
    """A letter that counts how often it is asked for."""

    asked = 0

    def __init__(self, letter):
        self.letter = letter

    def __eq__(self, other):
        Counted.asked += 1
        return self.letter == other.letter

    def __hash__(self):
        Counted.asked += 1
        return hash(self.letter)


@given(letters | lists, letters | lists)
def test_what_is_cheap_is_aligned_as_difflib_does(old, new):
    expected = SequenceMatcher(None, old, new, autojunk=False)
    found = [(each.same, *each[1:]) for each in stretches(old, new, RUN)]
    told = []
    for tag, *places in expected.get_opcodes():
        told.append((tag == "equal", *places))
    assert found == told
    assert [tuple(each) for each in matches(old, new, RUN)] == [
        (each.a, each.b, each.size) for each in expected.get_matching_blocks() if each.size
    ]


@given(letters, letters, st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0]))
def test_likeness_is_the_ratio_of_difflib_or_nothing(old, new, least):
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    low = matcher.real_quick_ratio() < least or matcher.quick_ratio() < least
    assert likeness_of(old, new, least) == (0.0 if low else matcher.ratio())


@given(letters | lists, letters | lists, st.integers(1, 4), st.integers(0, 40))
def test_what_is_dear_still_gives_both_sides_back(old, new, run, most):
    i = j = 0
    for same, i1, i2, j1, j2 in stretches(old, new, run, most):
        assert (i1, j1) == (i, j)
        assert (i2, j2) > (i, j)
        assert not same or list(old[i1:i2]) == list(new[j1:j2])
        i, j = i2, j2
    assert (i, j) == (len(old), len(new))


@given(st.lists(st.integers(), unique=True, max_size=40), st.integers(0, 39), st.integers(0, 39))
def test_what_occurs_once_is_found_however_little_a_pass_may_cost(old, at, to):
    gone, new = old[at : at + 2], [*old[:at], *old[at + 2 :]]
    new[to:to] = ["新"]
    both = sum(each.length for each in matches(old, new, 1, 0))
    assert both == len(old) - len(gone)


def test_one_long_sentence_is_aligned_as_difflib_would_in_a_bounded_number_of_looks():
    old, new = LONG, edited(LONG)
    Counted.asked = 0
    found = list(matches([Counted(each) for each in old], [Counted(each) for each in new], RUN))
    assert Counted.asked < 100 * len(old)  # difflib asks thousands of times for each letter
    gone = len(old) - sum(each.length for each in found)
    assert gone == sum(len(words) for kind, words in difference(old, new) if kind == "gone") <= 126


def test_a_long_run_of_one_letter_is_held_by_its_ends():
    assert list(matches("科" * 20_000, "科" * 9_000 + "技" + "科" * 11_000, RUN)) == [
        Match(0, 0, 9_000),
        Match(9_000, 9_001, 11_000),
    ]


def test_what_is_too_much_counts_as_replaced():
    old, new = "科技" * 3_000, "技技科" * 2_000
    assert aligning._much(old, new, aligning.MOST)
    assert difference(old, new) == [("gone", old), ("new", new)]


@pytest.mark.parametrize("sign", ["", "。"])
def test_a_long_sentence_that_was_edited_is_one_that_changed(sign):
    lines = table(f"第一句。{LONG}{sign}", f"第一句。{edited(LONG)}{sign}")
    assert counts(lines) == {"same": 1, "moved": 0, "changed": 1, "new": 0, "gone": 0}
    parts = difference(LONG, edited(LONG))
    assert ("new", "新增一句话") in parts
    assert ("gone", LONG[7100:7200]) in parts
