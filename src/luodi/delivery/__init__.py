"""The verdict: a target bound to its figures gives distance, pace and status."""
