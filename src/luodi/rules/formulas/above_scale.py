"""Line of revenue of a group of industries (规模以上、限额以上)."""

from __future__ import annotations

from luodi.rules.figure import Figure, choose
from luodi.rules.working import Working

GROUPS = ("industry", "wholesale", "retail", "catering", "services_a", "services_b", "services_c")


def figures(working: Working) -> None:
    """Say the line of the group; construction and real-estate development have none."""
    line: Figure = Figure.constant(float("nan"))
    for group in GROUPS:
        line = choose(working.among("group", group), working.parameter(f"{group}_line"), line)
    working.say("line", line)
