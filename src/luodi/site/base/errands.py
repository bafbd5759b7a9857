"""The base room's errands: sealing the journal, sweeping orphan files."""

from __future__ import annotations

from . import store
from .clock import errand
from .journal import chain

errand("seal", 5)(chain.seal)
errand("sweep", 600)(store.sweep)
