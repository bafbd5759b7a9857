"""A form that is sent twice is answered once: the base room's way, under the name the ledger's views know."""

from luodi.site.base.once import once

__all__ = ["once"]
