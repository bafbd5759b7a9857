"""What the ledger keeps: what was promised, who must do it, what was reported, how it was pressed."""

from .closing import ClosingRequest
from .decisions import Decision, DocumentVersion, Finding
from .duties import CoUnit, Duty, Node
from .editions import Edition, SavedFilter
from .feeds import CalendarToken
from .instructions import Instruction, InstructionAnswer
from .progress import Check, Evidence, Extension, Figure, Report
from .promises import Commitment
from .recusals import Recusal
from .search import SearchMark
from .supervision import (
    Conference,
    Inspection,
    InspectionItem,
    Pressing,
    Resolution,
    SamplingFrame,
    SupervisionPaper,
)
from .timing import FormTime

__all__ = [
    "CalendarToken",
    "Check",
    "ClosingRequest",
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
    "FormTime",
    "Inspection",
    "InspectionItem",
    "Instruction",
    "InstructionAnswer",
    "Node",
    "Pressing",
    "Recusal",
    "Report",
    "Resolution",
    "SamplingFrame",
    "SavedFilter",
    "SearchMark",
    "SupervisionPaper",
]
