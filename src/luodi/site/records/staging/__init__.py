"""Bringing rows in (入库): checked, compared with what is there, staged unseen in short transactions."""

from .clearing import clear
from .conduct import stage

__all__ = ["clear", "stage"]
