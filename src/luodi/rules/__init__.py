"""Official rules (政策规则) as data and code: dated, judged condition by condition, exact at their limits.

>>> from luodi.rules import facts_of, judge, load
>>> rule = load("tech_sme")
>>> verdicts = judge(facts_of(rule, {"staff": 500, "filing_date": "2026-07-01"}))
>>> verdicts.words("T2a"), verdicts.words("T2b")
(['met'], ['unknown'])
"""

from luodi.rules.changing import Change, changes, next_band
from luodi.rules.given import Facts, facts, facts_of
from luodi.rules.judging import judge
from luodi.rules.loading import load, load_file, names
from luodi.rules.model import Input, Rule
from luodi.rules.tracing import Step, trace
from luodi.rules.verdicts import Finding, Verdicts

__all__ = [
    "Change",
    "Facts",
    "Finding",
    "Input",
    "Rule",
    "Step",
    "Verdicts",
    "changes",
    "facts",
    "facts_of",
    "judge",
    "load",
    "load_file",
    "names",
    "next_band",
    "trace",
]
