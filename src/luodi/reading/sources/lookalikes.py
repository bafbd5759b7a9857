"""Characters that look like others, which PDF fonts put for them: the radical ⻓ for 长, ⸺ for ——, ﬁ for fi.

A font has one glyph for 长 and for the radical ⻓; a PDF writer that goes back from glyph to character may
take the wrong one, and 增长 becomes 增⻓, which no grammar and no search finds.
"""

from __future__ import annotations

import unicodedata
from typing import Final

# those of the CJK Radicals Supplement that are words by themselves: Unicode does not decompose them, but
# names their ideographs (UCD, EquivalentUnifiedIdeograph.txt)
_SUPPLEMENT: Final = dict(
    # Unicode decomposes ⼾ to 戶, but fonts for the mainland share its glyph with 户
    zip(
        "⼾⺁⺄⺈⺊⺎⺒⺓⺝⺟⺠⺧⺩⺫⺬⺮⺶⺼⺽⻁⻃⻄⻅⻆⻉⻊⻋⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻳",
        "户厂乙刀卜兀巳幺月母民牛王目示竹羊肉臼虎覀西见角贝足车長长门阝雨青韦页风飞食首马骨鬼鱼鸟卤麦黄黾齐齿龙龜龟",
        strict=True,
    )
)
_RANGES: Final = (
    range(0x2329, 0x232B),  # angle brackets
    range(0x2F00, 0x2FD6),  # Kangxi radicals
    range(0xF900, 0xFB07),  # compatibility ideographs, Latin ligatures
    range(0xFE10, 0xFE1A),  # punctuation of vertical text
    range(0xFE30, 0xFE45),
)

LOOKALIKES: Final = {
    code: word
    for block in _RANGES
    for code in block
    if (word := unicodedata.normalize("NFKC", chr(code))) != chr(code)
} | {ord(sign): word for sign, word in (_SUPPLEMENT | {"⸺": "——"}).items()}
"""For :meth:`str.translate`.

>>> "⸺年均增⻓10%，⼀万⼾".translate(LOOKALIKES)
'——年均增长10%，一万户'
"""
