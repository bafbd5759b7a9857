"""Names of organisations and works as people write them, brought to one form for finding duplicates."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_NOISE: Final = re.compile(r"[\s\W_]+")
_FORMS: Final = (
    "股份有限责任公司",
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "股份公司",
    "公司",
)
"""Legal forms, longest first: they are written short and long."""


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """Bring a name to the form in which duplicates are looked for.

    Width, case, blanks, punctuation and the legal form at the end do not tell two names apart.

    Args:
        name: as written.

    Example:
        >>> normalise("示例 材料（集团）有限责任公司") == normalise("示例材料(集团)公司")
        True
        >>> normalise("公司")
        '公司'
    """
    bare = _NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()
    for form in _FORMS:
        if bare.endswith(form) and len(bare) > len(form):
            return bare.removesuffix(form)
    return bare
