"""What the base room keeps."""

from .files import StoredFile
from .jobs import Job
from .journal import JournalContext, JournalEntry, JournalSeal
from .notices import Notice
from .organisations import Area, Organisation
from .people import Delegation, Grant, Role, User
from .receipts import Receipt
from .workspaces import Setting

__all__ = [
    "Area",
    "Delegation",
    "Grant",
    "Job",
    "JournalContext",
    "JournalEntry",
    "JournalSeal",
    "Notice",
    "Organisation",
    "Receipt",
    "Role",
    "Setting",
    "StoredFile",
    "User",
]
