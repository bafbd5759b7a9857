"""What the ledger keeps: what was promised, who must do it, what was reported, how it was pressed."""

from .decisions import Decision, DocumentVersion, Finding
from .duties import CoUnit, Duty, Node
from .editions import Edition, SavedFilter
from .progress import Check, Evidence, Extension, Figure, Report
from .promises import Commitment
from .supervision import (
    Conference,
    Inspection,
    InspectionItem,
    Pressing,
    Resolution,
    SamplingFrame,
    SupervisionPaper,
)

__all__ = [
    "Check",
    "CoUnit",
    "Commitment",
    "Conference",
    "Decision",
    "DocumentVersion",
    "Duty",
    "Edition",
    "Evidence",
    "Extension",
    "Figure",
    "Finding",
    "Inspection",
    "InspectionItem",
    "Node",
    "Pressing",
    "Report",
    "Resolution",
    "SamplingFrame",
    "SavedFilter",
    "SupervisionPaper",
]
