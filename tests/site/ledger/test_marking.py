from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from luodi.site.ledger.marking import pieces, stretches
from luodi.site.ledger.models import Finding
from luodi.site.ledger.views.text import Promise

TEXT = "到2025年,建成一批创新中心;健全机制。𠮷\n" * 2
spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).filter(
    lambda span: span[0] < span[1]
)
found = st.builds(
    lambda span, kind, state: Finding(kind=kind, state=state, start=span[0], end=span[1]),
    spans, st.sampled_from(Finding.Kind.values), st.sampled_from(Finding.State.values),
)  # fmt: skip


def numbered(findings: list[Finding]) -> list[Finding]:
    for number, each in enumerate(findings, 1):
        each.pk = number
    return findings


@given(st.lists(found, max_size=8).map(numbered), spans)
def test_no_letter_is_lost_and_each_knows_the_findings_over_it(findings, window):
    start, end = window
    cut = list(stretches(TEXT, findings, start, end))
    assert "".join(each.words for each in cut) == TEXT[start:end]
    at = start
    for each in cut:
        assert each.start == at
        for place in range(at, at + len(each.words)):
            over = {
                f.pk for f in findings if f.start <= place < f.end and f.state in ("proposed", *Finding.TAKEN)
            }
            assert set(each.findings) == over
        at += len(each.words)


@given(st.lists(found, max_size=8).map(numbered))
def test_every_marked_finding_has_an_anchor_at_its_start(findings):
    anchors = {each.start for each in stretches(TEXT, findings) if each.anchor}
    assert anchors == {f.start for f in findings if f.state in ("proposed", *Finding.TAKEN)}


@given(spans)
def test_a_text_without_findings_is_one_stretch(window):
    (only,) = stretches(TEXT, [], *window)
    assert (only.words, only.findings, only.kind) == (TEXT[slice(*window)], (), "")


@given(st.lists(spans, max_size=12))
def test_pieces_of_the_adopted_text_name_the_promises_over_them(places):
    promises = [Promise(start, end, f"{number:04d}") for number, (start, end) in enumerate(places)]
    cut = list(pieces(promises, 0, len(TEXT)))
    assert [left for left, _right, _over, _begins in cut] == [
        0,
        *(right for _left, right, *_rest in cut[:-1]),
    ]
    assert cut[-1][1] == len(TEXT)
    for left, right, over, begins in cut:
        assert set(over) == {each for each in promises if each.start <= left and right <= each.end}
        assert begins == any(each.start == left for each in promises)
