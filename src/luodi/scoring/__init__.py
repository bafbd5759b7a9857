"""Scoring (综合评价): composite indices from a readable scheme, exact, explained and replayable."""
