from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from luodi.site.ledger import sampling

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 200), min_size=1)


@given(COUNTS, st.integers(0, 300))
def test_shares_sum_to_the_sample_and_never_exceed_a_stratum(counts, size):
    shares = sampling.shares(counts, size)
    assert sum(shares.values()) == min(size, sum(counts.values()))
    assert all(0 <= shares[name] <= counts[name] for name in counts)


@given(COUNTS, st.integers(0, 300))
def test_no_stratum_is_left_out_of_a_sample_large_enough(counts, size):
    present = [name for name, count in counts.items() if count]
    shares = sampling.shares(counts, size)
    if min(size, sum(counts.values())) >= len(present):
        assert all(shares[name] >= 1 for name in present)


@given(st.integers(1, 400), st.integers(0, 2**31), st.data())
def test_a_draw_depends_on_the_list_and_the_seed_alone(count, seed, data):
    rows = [[id, f"D{id}", "abc"[id % 3]] for id in range(count)]
    size = data.draw(st.integers(1, count))
    shuffled = data.draw(st.permutations(rows)) if count < 30 else rows[::-1]
    drawn = sampling.draw(rows, size, seed)
    assert sampling.draw(shuffled, size, seed) == drawn
    assert sampling.fingerprint(shuffled) == sampling.fingerprint(rows)
    assert len(drawn) == len(set(drawn)) == size


def test_the_rule_can_be_followed_by_hand():
    rows = [[7, "D7", "red"], [8, "D8", "red"], [9, "D9", "red"]]
    order = sorted((7, 8, 9), key=lambda id: hashlib.sha256(f"42:{id}".encode()).hexdigest())
    assert sampling.draw(rows, 2, 42) == sorted(order[:2])
