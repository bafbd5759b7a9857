"""Verdicts of official rules (政策规则) in the terminal and in files."""
