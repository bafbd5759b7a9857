"""Uncertainty and sensitivity of scores, ranks and grades, for every unit."""

from __future__ import annotations

from luodi.scoring.uncertainty.sensitivity import Indices, Sensitivity, sensitivity
from luodi.scoring.uncertainty.study import Study, simulate

__all__ = ["Indices", "Sensitivity", "Study", "sensitivity", "simulate"]
