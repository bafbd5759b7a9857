"""Arithmetic of the rules: one module per rule, named by its id, with a function ``figures(working)``."""
