"""Official rules (政策规则) as data and code: dated, judged condition by condition, exact at their limits.

>>> from luodi.rules import facts_of, judge, load
>>> rule = load("tech_sme")
>>> verdicts = judge(facts_of(rule, {"staff": 500, "filing_date": "2026-07-01"}))
>>> verdicts.words("T2a"), verdicts.words("T2b")
(['met'], ['unknown'])
"""

from luodi.rules.facts import Facts, facts, facts_of
from luodi.rules.judging import judge
from luodi.rules.loading import load, load_file, names
from luodi.rules.model import Rule
from luodi.rules.verdicts import Finding, Verdicts

__all__ = ["Facts", "Finding", "Rule", "Verdicts", "facts", "facts_of", "judge", "load", "load_file", "names"]
