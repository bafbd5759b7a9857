"""Bringing rows in (入库): checked, compared with what is there, staged unseen in short transactions."""

from .conduct import stage
from .clearing import clear

__all__ = ["clear", "stage"]
