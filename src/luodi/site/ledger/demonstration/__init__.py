"""A made-up city at work (演示城市): fills an empty generated workspace through the same actions that people use."""
