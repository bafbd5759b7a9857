"""How much of a decision the declarations serve (覆盖度): computed from what they answer, never typed.

>>> from luodi.coverage import declarations
>>> sorted({each.sort for each in declarations()})
['indicator', 'kind', 'lack', 'register', 'rule']
"""

from luodi.coverage.declarations import Declaration, declarations
from luodi.coverage.engine import Answer, Article, Coverage, Served, cover
from luodi.coverage.rows import Row, read_rows

__all__ = [
    "Answer",
    "Article",
    "Coverage",
    "Declaration",
    "Row",
    "Served",
    "cover",
    "declarations",
    "read_rows",
]
