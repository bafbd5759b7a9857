"""Luodi (落地): from a published policy decision to delivered results, with proof."""

__version__ = "0.1.0"
