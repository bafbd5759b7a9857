"""Every worked case of every rule, and every worked example of the reference files among them."""

import re
from pathlib import Path

import pytest

from luodi.rules import load, names
from luodi.rules.cases import differences

REFERENCE = next(
    (
        folder
        for parent in Path(__file__).resolve().parents
        if (folder := parent / "shared" / "reference").is_dir()
    ),
    None,
)
EXAMPLES = [
    ("tech_sme", ["tech_sme"]),
    ("high_tech_enterprise", ["high_tech_enterprise"]),
    (
        "rd_super_deduction",
        ["rd_extra_deduction", "technology_transfer_tax", "enterprise_income_tax", "asset_deduction"],
    ),
]
"""Reference files and the rules whose cases must hold, together, all their worked examples."""
SERVICES = {
    1: "innovation_voucher",
    3: "project_review",
    4: "result_income_share",
    5: "instrument_sharing",
    6: "incubator",
    7: "little_giant",
    8: "per_mu_evaluation",
    10: "first_set_reward",
    11: "rd_post_subsidy",
}
"""Sections of the reference file on services, and the rule whose cases hold their worked example."""
ROWS = [
    ("air_quality", ["air_quality_index", "city_air_compliance"], set()),
    ("surface_water", ["surface_water_class", "river_grade"], set()),
    # energy per output is a measure of a region, not of a project
    ("carbon_and_two_high", ["two_high_project"], {6, 7}),
]
"""Reference files whose worked examples are numbered by row, their rules, and rows that belong elsewhere."""
CASES = [(rule, case.id) for rule in names() for case in load(rule).cases]


@pytest.mark.parametrize(("name", "case_id"), CASES)
def test_case(name: str, case_id: str) -> None:
    rule = load(name)
    assert differences(rule, next(case for case in rule.cases if case.id == case_id)) == []


@pytest.mark.skipif(REFERENCE is None, reason="the reference files are not beside this checkout")
@pytest.mark.parametrize(("reference", "rules"), EXAMPLES)
def test_every_worked_example_of_the_reference_is_a_case(reference: str, rules: list[str]) -> None:
    assert REFERENCE is not None
    text = (REFERENCE / f"{reference}.md").read_text(encoding="utf-8")
    examples = re.findall(r"^\| (E\d+)\b", text, re.MULTILINE)
    sources = " ".join(case.source for name in rules for case in load(name).cases)
    stated = set(re.findall(rf"{reference}\.md (E\d+)", sources))
    assert stated == set(examples)


@pytest.mark.skipif(REFERENCE is None, reason="the reference files are not beside this checkout")
@pytest.mark.parametrize(("section", "name"), SERVICES.items())
def test_the_worked_example_of_a_service_is_a_case(section: int, name: str) -> None:
    assert REFERENCE is not None
    text = (REFERENCE / "services.md").read_text(encoding="utf-8")
    part = re.split(r"^## (\d+)\. ", text, flags=re.MULTILINE)
    assert re.search(r"(Example|Check)\b", part[part.index(str(section)) + 1])
    sources = [case.source for case in load(name).cases]
    assert [one for one in sources if re.match(rf"services\.md §{section} (example|check)", one)]


@pytest.mark.skipif(REFERENCE is None, reason="the reference files are not beside this checkout")
@pytest.mark.parametrize(("reference", "rules", "elsewhere"), ROWS)
def test_every_row_of_worked_examples_is_a_case(
    reference: str, rules: list[str], elsewhere: set[int]
) -> None:
    assert REFERENCE is not None
    text = (REFERENCE / f"{reference}.md").read_text(encoding="utf-8")
    found = re.search(r"^## (\d+)\. Worked examples.*?\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    rows = range(1, found[2].count("\n|") - 1)
    sources = " ".join(case.source for name in rules for case in load(name).cases)
    stated = {int(row) for row in re.findall(rf"{reference}\.md §{found[1]} row (\d+)", sources)}
    assert stated == set(rows) - elsewhere
