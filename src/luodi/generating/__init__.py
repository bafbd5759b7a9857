"""A made-up city (生成的示例城市): plausible registers for demonstration and load.

Never mixed with real data; deterministic by seed; written batch by batch, so that memory does not grow.
"""
