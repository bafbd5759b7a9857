from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from luodi.matching import index_tokens, normal, parse, pieces, snippet, words
from luodi.matching.words import domain_words

TEXT = st.text(alphabet=st.sampled_from("养老服务住房光伏到2030年,。abＡ①ﬀ PM.5%\n"), max_size=40)


def test_domain_words_stay_whole():
    for word in ("专精特新", "放管服", "细颗粒物", "揭榜挂帅"):
        assert word in domain_words()
        assert word in words(f"深化{word}工作")
        assert word in index_tokens(f"深化{word}工作") or len(word) == 2


@given(text=TEXT, start=st.integers(0, 30), length=st.integers(2, 6))
def test_every_part_of_a_text_is_proposed_by_its_tokens(text, start, length):
    """What a text contains is never missed, unless it cuts a number, or begins inside a Latin word."""
    plain = normal(text)
    part = plain[start : start + length]
    before = plain[start - 1 : start] if start else ""
    after = plain[start + length : start + length + 1]
    cut = part[-1:].isdigit() and after.isascii() and after.isalnum()
    if len(part) < 2 or cut or (before.isascii() and before.isalnum()) or not part.strip() or '"' in part:
        return
    tokens = set(index_tokens(text))
    query = parse(f'"{part}"')
    for phrase, wanted in zip(query.phrases, query.conditions(), strict=True):
        assert phrase == part.strip()
        for token, open_end in wanted:
            assert token in tokens or (open_end and any(each.startswith(token) for each in tokens))


@given(text=TEXT, phrases=st.lists(TEXT.map(normal), max_size=3))
def test_pieces_joined_are_the_text_and_hits_are_what_was_looked_for(text, phrases):
    made = pieces(text, phrases)
    assert "".join(piece.text for piece in made) == text
    assert all(piece.text for piece in made)
    assert not any(a.hit and b.hit for a, b in itertools.pairwise(made))


@given(text=TEXT)
def test_any_text_can_be_asked_for_and_is_found_in_itself(text):
    query = parse(text)
    assert query.holds(text)


def test_a_snippet_shows_the_hit_and_says_what_was_left_out():
    shown = snippet("甲" * 100 + "养老" + "乙" * 300, ["养老"])
    assert [piece.text for piece in shown if piece.hit] == ["养老"]
    assert (shown[0].text, shown[-1].text) == ("…", "…")
    assert [piece.text for piece in snippet("短文", ["无"])] == ["短文"]
