"""Published indices and the official Chinese forms, by hand-computed and published figures."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest
from tests.scoring.small import TWO, score

from luodi.scoring.engine import Result


def shipped(name: str) -> str:
    return (resources.files("luodi.catalogue") / "schemes" / name).read_text(encoding="utf-8")


def one(options: str, rows: str, direction: str = "increase") -> list[float]:
    scheme = f"""
scheme: one
indicators: [{{id: x, parent: all, direction: {direction}, normalise: {{{options}}}}}]
groups: [{{id: all}}]
steps: [{{step: normalise}}, {{step: aggregate}}]
"""
    result: Result = score(scheme, rows)
    return result.index.tolist()


def test_human_development_index_of_2021() -> None:
    """Four countries of the Human Development Report 2021/2022, table 1, from memory (unverified)."""
    result = score(
        shipped("human_development.yaml"),
        "iso3,country,life_expectancy,expected_schooling,mean_schooling,income\n"
        "CHE,Switzerland,83.9872,16.5003,13.8597,66933\n"
        "NOR,Norway,83.2339,18.1852,13.0036,64660\n"
        "ISL,Iceland,82.6782,19.1631,13.7672,55782\n"
        "CHN,China,78.2107,14.2390,7.6000,17504\n",
    )
    assert result.index.tolist() == [0.962, 0.961, 0.959, 0.768]
    assert result.rank("hdi").tolist() == [1, 2, 3, 4]
    assert result.grades["hdi"] == ("very high", "very high", "very high", "high")


def test_per_mu_performance_with_dated_benchmarks_and_group_means() -> None:
    result = score(
        shipped("per_mu_performance.yaml"),
        "firm,industry,year,tax_per_mu,value_added_per_mu,value_added_per_energy,value_added_per_emission,"
        "productivity,rd_share\n"
        "甲,机械,2021,26.01,132.27,2.54,4861.08,17.45,0.0305\n"
        "乙,机械,2021,52.02,132.27,2.54,,17.45,0.0305\n"
        "甲,机械,2022,24.097,136.16,2.694,4929.81,18.14,0.0302\n",
    )
    assert result.index.tolist() == pytest.approx([100, 130, 100])
    assert any("value_added_per_emission: filled by group_mean" in note.what for note in result.journal)


def test_value_against_standard_is_capped_and_floored() -> None:
    rows = "unit,x\np,2\nq,5\nr,-1"
    assert one("method: standard, standard: 4", rows) == [50, 100, -25]
    assert one("method: standard, standard: 4, floor: 0", rows) == [50, 100, 0]
    assert one("method: standard, standard: 4, cap: 120", rows) == [50, 120, -25]


def test_less_is_better_against_a_standard() -> None:
    rows = "unit,x\np,8\nq,2\nr,0"
    assert one("method: standard, standard: 4", rows, "decrease") == [50, 100, 100]
    assert one("method: standard, standard: 4, inverse: mirror", rows, "decrease") == [0, 100, 100]


def test_ratio_to_a_benchmark_is_open_above() -> None:
    assert one("method: benchmark, standard: 4, scale: [0, 1]", "unit,x\np,2\nq,10") == [0.5, 2.5]


def test_target_completion_with_limited_bonus() -> None:
    """Reaching the target gives full marks, above and below pro rata, at most four points more."""
    options = "method: completion, target: 50, scale: [0, 20], bonus: 4"
    assert one(options, "unit,x\np,25\nq,50\nr,55\ns,90") == [10, 20, 22, 24]


def test_target_completion_from_a_baseline() -> None:
    options = "method: completion, target: 30, baseline: 50"
    assert one(options, "unit,x\np,50\nq,40\nr,20", "decrease") == [0, 50, 100]


def test_parameters_by_class_and_date() -> None:
    scheme = """
scheme: dated
indicators:
  - {id: x, parent: all, direction: increase,
     normalise: {method: standard, standard: {城区: {2020: 10, 2022: 20}, 农区: 5}}}
groups: [{id: all}]
steps: [{step: normalise}, {step: aggregate}]
"""
    rows = "unit,class,year,x\np,城区,2020,5\np,城区,2021,5\np,城区,2022,5\nq,农区,2022,1"
    assert score(scheme, rows).index.tolist() == [50, 50, 25, 20]


def test_growth_index_on_a_base_year() -> None:
    rows = "unit,year,x\np,2020,50\np,2021,60\nq,2020,8\nq,2021,4"
    assert one("method: index, base_year: 2020", rows) == [100, 100, 120, 50]


def test_chained_growth_of_one_member_is_its_own_growth() -> None:
    scheme = TWO.replace("{step: normalise}", "{step: normalise, method: none}")
    scheme = scheme.replace("{step: aggregate}", "{step: aggregate, method: chained}")
    rows = "unit,year,a,b\np,2019,10,7\np,2020,12,\np,2021,15,\np,2022,9,"
    assert score(scheme, rows).index.tolist() == pytest.approx([100, 120, 150, 90])


def test_chained_growth_weighs_up_and_down_alike() -> None:
    scheme = TWO.replace("{step: normalise}", "{step: normalise, method: none}")
    scheme = scheme.replace("{step: aggregate}", "{step: aggregate, method: chained}")
    assert score(scheme, "unit,year,a,b\np,2019,10,20\np,2020,20,10").index.tolist() == pytest.approx(
        [100, 100]
    )


def test_qualitative_items_beside_quantitative() -> None:
    scheme = TWO.replace("id: b,", "id: b, levels: {优: 100, 良: 80, 差: 40}, normalise: {method: none},")
    result = score(scheme, "unit,a,b\nx,1,优\ny,2,良\nz,3,差")
    assert result.index.tolist() == [50, 65, 70]


def test_grades_by_quota_never_part_equal_scores() -> None:
    scheme = TWO.replace(
        "{step: aggregate}]", "{step: aggregate}, {step: grade, quotas: {A: 1, B: 0.5, C: null}}]"
    )
    result = score(scheme, "unit,a,b\nv,4,4\nw,4,4\nx,3,3\ny,2,2\nz,1,1")
    assert result.grades["all"] == ("A", "A", "B", "B", "C")
    assert any("equal scores at the edge of A" in note.what for note in result.journal)


def test_weights_by_class_and_year_and_ranks_within_class() -> None:
    scheme = """
scheme: classes
indicators:
  - {id: a, parent: all, direction: increase}
  - {id: b, parent: all, direction: increase}
groups: [{id: all}]
weights:
  main:
    - {values: {a: 1, b: 1}}
    - {classes: [城区], values: {a: 3}}
    - {classes: [城区], first_year: 2022, values: {a: 1, b: 1/3}}
steps: [{step: normalise, method: none}, {step: aggregate}]
"""
    rows = "unit,class,year,a,b\np,城区,2021,4,8\nq,城区,2021,8,4\nr,农区,2021,4,8\np,城区,2022,4,8\n"
    result = score(scheme, rows)
    assert result.index.tolist() == [5, 7, 6, 5]
    assert result.class_ranks is not None
    assert result.class_ranks[:, -1].tolist() == [2, 1, 1, 1]
    assert result.rank("all").tolist() == [3, 1, 2, 1]


def test_revisions_count_by_the_date_they_became_known() -> None:
    rows = (
        "unit,year,indicator,value,known_on,confidence\n"
        "x,2024,a,1,2025-01-20,0.5\nx,2024,a,5,2025-11-30,1\ny,2024,a,3,2025-01-20,1\n"
        "x,2024,b,1,2025-01-20,1\ny,2024,b,1,2025-01-20,1\n"
    )
    scheme = TWO.replace("{step: normalise}", "{step: normalise, method: none}")
    assert score(scheme, rows).index.tolist() == [3, 2]
    before = score(scheme, rows, as_of="2025-06-30")
    assert before.index.tolist() == [1, 2]
    assert before.confidence[:, -1].tolist() == [0.75, 1]


def test_average_of_what_is_there_but_at_least_so_many() -> None:
    scheme = TWO.replace("{step: normalise}", "{step: normalise, method: none}")
    rows = "unit,a,b\nx,1,3\ny,5,"
    assert score(scheme, rows).index.tolist() == [2, 5]
    strict = scheme.replace("{step: aggregate}", "{step: aggregate, at_least: 2}")
    assert np.isnan(score(strict, rows).index).tolist() == [False, True]
    share = scheme.replace("{step: aggregate}", "{step: aggregate, availability: 0.6}")
    assert np.isnan(score(share, rows).index).tolist() == [False, True]


def test_a_second_table_adds_columns_without_adding_units() -> None:
    scheme = TWO.replace("id: b,", "id: b, denominator: people,").replace(
        "[{step: n", "[{step: denominate}, {step: n"
    )
    result = score(scheme, "unit,a,b\nx,1,10\ny,2,10", "unit,people\ny,5\nz,9\nx,2")
    assert result.stages["denominate"].column("b").tolist() == [5, 2]
    assert result.panel.units == ("x", "y")


def test_posts_from_the_data() -> None:
    rows = "unit,x\n" + "\n".join(f"u{n},{n}" for n in range(101))
    scores = one("method: goalposts, low: p5, high: high3", rows)
    assert scores[5] == 0
    assert scores[2] == 0
    assert scores[99] == 100
    assert scores[52] == pytest.approx(100 * 47 / 94)
