"""Measures of shared instruments (大型科研仪器开放共享).

国科办基〔2022〕93号 and the yearly result notices.
"""

from __future__ import annotations

from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say the share on the network, mean hours, use rate and sharing rate."""
    by = working.number
    count = by("instruments")
    working.say("online_share", 100 * by("online") / count)
    mean = working.say("mean_hours", by("valid_hours") / count)
    working.say("mean_outside", by("outside_hours") / count)
    working.say("use_rate", 100 * mean / by("rated_hours"))
    working.say("sharing_rate", 100 * by("outside_hours") / by("valid_hours"))
