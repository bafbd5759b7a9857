"""Observations and indicators: published figures, bound and comparable."""
