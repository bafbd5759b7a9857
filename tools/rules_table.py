"""Write the table of rules in docs/methods/rules.md from the catalogue; --check only compares it."""

from __future__ import annotations

import sys
from pathlib import Path

from luodi.rules import Rule, load, names

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "rules.md"
BEGIN, END = "<!-- rules: begin -->\n", "<!-- rules: end -->\n"


def row(rule: Rule) -> str:
    """One line: the rule, its days, worked cases, how much of it is unverified, rows it answers."""
    marks = [version.mark for parameter in rule.parameters for version in parameter.versions]
    marks += [condition.mark for condition in rule.conditions if not condition.parts]
    life = f"{rule.from_} – {rule.until or ''}".strip()
    answers = " ".join(rule.answers) or "–"
    unverified = f"{marks.count('U')} of {len(marks)}" if marks else "–"
    return f"| `{rule.id}` | {rule.zh} | {life} | {len(rule.cases)} | {unverified} | {answers} |\n"


def table() -> str:
    """The table of all rules, in the order of their names."""
    head = "| rule | official name | days | cases | numbers and conditions marked U | rows answered |\n"
    rows = "".join(row(load(name)) for name in names())
    return f"{head}|---|---|---|---|---|---|\n{rows}"


def main() -> int:
    """Write the page, or compare it."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    wanted = f"{before}{BEGIN}{table()}{END}{after}"
    if "--check" in sys.argv:
        return int(text != wanted)
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
