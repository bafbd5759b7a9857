"""Finding text (检索): words of Chinese sentences, queries, hits shown in their places."""

from .hits import Piece, pieces, snippet
from .query import Query, parse
from .words import index_tokens, normal, words

__all__ = ["Piece", "Query", "index_tokens", "normal", "parse", "pieces", "snippet", "words"]
