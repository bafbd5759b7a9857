"""The adopted text with its promises marked: nothing lost, each promise over its own words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from luodi.site.ledger.views.text import _cut

TEXT = "到2025年,建成一批创新中心;健全机制。𠮷\n" * 2
spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).filter(
    lambda span: span[0] < span[1]
)


@given(st.lists(spans, max_size=12))
def test_the_pieces_are_the_text_and_each_says_the_promises_over_it(places):
    ordered = sorted(places, key=lambda span: (span[0], -span[1]))
    marked = [(start, end, f"{number:04d}") for number, (start, end) in enumerate(ordered)]
    pieces = list(_cut(TEXT, marked))
    assert "".join(words for words, *_rest in pieces) == TEXT
    for words, left, begins, numbers in pieces:
        over = [number for start, end, number in marked if start <= left and left + len(words) <= end]
        assert numbers == "、".join(over)
        assert begins == any(start == left for start, _end, _number in marked)
    starts = {left for _words, left, begins, _numbers in pieces if begins}
    assert starts == {start for start, _end, _number in marked}
