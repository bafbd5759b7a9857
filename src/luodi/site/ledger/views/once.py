"""A form that is sent twice is answered once (防重复提交)."""

from luodi.site.base.once import once

__all__ = ["once"]
