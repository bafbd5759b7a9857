"""Shares of an incubator (科技企业孵化器): 国科发区〔2018〕300号."""

from __future__ import annotations

from luodi.rules.figure import rounded
from luodi.rules.working import Working


def figures(working: Working) -> None:
    """Say the shares, the density of tenants, and the professionals and mentors that they need."""
    by = working.number
    tenants = by("tenants")
    working.say("tenant_space_share", 100 * by("tenant_space") / by("space"))
    working.say("funded_share", 100 * by("funded_tenants") / tenants)
    working.say("professional_share", 100 * by("professionals") / by("team"))
    working.say("staff_needed", rounded(tenants / working.parameter("tenants_each"), 0, "up"))
    working.say("filing_share", 100 * by("filing_tenants") / tenants)
    working.say("ip_share", 100 * by("ip_tenants") / tenants)
    working.say("density", 1000 * tenants / by("space"))
    working.say("one_field_share", 100 * by("one_field_tenants") / tenants)
