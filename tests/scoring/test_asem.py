"""Every table of the ASEM reference, by name: what is not compared is a failure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pytest
from tests.scoring.asem import (
    FOLDER,
    PANEL_STEPS,
    STEPS,
    asem_panel,
    asem_scheme,
    need_folder,
    numbers,
    table,
)

from luodi.scoring.aggregation.outrank import copeland, outranking
from luodi.scoring.arrays import FloatArray
from luodi.scoring.audit.correlation import correlations
from luodi.scoring.audit.reliability import cronbach_alpha
from luodi.scoring.audit.removal import removals
from luodi.scoring.audit.statistics import statistics
from luodi.scoring.engine import Result, run
from luodi.scoring.screen import availability_of
from luodi.scoring.tables import read_sheet
from luodi.scoring.tree import tree_of
from luodi.scoring.weights_made import optimised_weights, pca_weights

CLOSE: Final = 1e-9
UNIQUE: Final = ["N.Unique", "Frc.Unique"]
PILLARS: Final = ["ConEcFin", "Environ", "Instit", "P2P", "Physical", "Political", "Social", "SusEcFin"]


@pytest.fixture(scope="module")
def result() -> Result:
    scheme = asem_scheme()
    return run(scheme, asem_panel(scheme))


def same(found: FloatArray, wanted: FloatArray) -> None:
    """Equal to 1e-9, relative to the size of numbers above one; missing where missing."""
    assert found.shape == wanted.shape
    assert np.array_equal(np.isnan(found), np.isnan(wanted))
    assert np.nanmax(np.abs(found - wanted) / np.maximum(1, np.abs(wanted)), initial=0) < CLOSE


def stage(result: Result, name: str, file: str) -> None:
    panel = result.stages[name]
    same(panel.values, numbers(file, list(panel.indicators), "uCode", list(panel.units)))


def normalised(file: str, **options: object) -> None:
    steps = [{"step": "normalise", "method": file.split("_")[2], **options}, STEPS[-1]]
    scheme = asem_scheme([*STEPS[:4], *steps])
    panel = run(scheme, asem_panel(scheme)).panel
    same(panel.values, numbers(file, list(panel.indicators), "uCode", list(panel.units)))


def ranked(file: str, method: str) -> None:
    """Ranks, exact but for TolMin.

    R held TolMin with digits beyond the fifteen that were printed, so that it told figures apart that are
    equal here: for those the printed rank must lie between the least and the greatest rank of the equal
    figures.
    """
    found = {}
    for ties in ("min", "max"):
        step = {"step": "normalise", "method": method, "scale": [0, 1], "ties": ties}
        scheme = asem_scheme([*STEPS[:4], step, STEPS[-1]])
        panel = run(scheme, asem_panel(scheme)).panel
        found[ties] = panel.values
    wanted = numbers(file, list(panel.indicators), "uCode", list(panel.units))
    other = np.array([code != "TolMin" for code in panel.indicators])
    same(found["min"][:, other], wanted[:, other])
    least, most = found["min"][:, ~other], found["max"][:, ~other]
    assert np.all((wanted[:, ~other] >= least - CLOSE) & (wanted[:, ~other] <= most + CLOSE))
    assert np.sum(np.abs(wanted[:, ~other] - least) > CLOSE) == 3


def scores(result: Result, file: str) -> None:
    codes = list(result.tree.codes)
    same(result.scores, numbers(file, codes, "uCode", list(result.panel.units)))


def pillars(result: Result) -> FloatArray:
    return np.column_stack([result.score(code) for code in PILLARS])


def inputs(result: Result) -> None:
    panel = result.stages["raw"]
    sheet = read_sheet(FOLDER / "asem_iData.csv")
    assert panel.units == tuple(row["uCode"] for row in table("asem_iData"))
    assert len(sheet.rows) == panel.rows == 51
    same(panel.values, numbers("asem_iData", list(panel.indicators)))


def metadata(result: Result) -> None:
    rows = [row for row in table("asem_iMeta") if row["Level"]]
    by_code = {node.id: node for node in result.scheme.nodes}
    assert {row["iCode"]: row["Parent"] or None for row in rows} == {
        code: node.parent for code, node in by_code.items()
    }
    levels = {code: int(level) for code, level in zip(result.tree.codes, result.tree.level, strict=True)}
    assert {row["iCode"]: int(row["Level"]) for row in rows} == levels


def lineage(result: Result) -> None:
    tree = result.tree
    for row in table("asem_lineage"):
        node = tree.position(row["Indicator"])
        for column in ("Pillar", "Sub-index", "Index"):
            node = int(tree.parent[node])
            assert tree.codes[node] == row[column]


def own_weights(result: Result) -> None:
    wanted = {row["iCode"]: float(row["Weight"]) for row in table("asem_weights_original")}
    assert dict(zip(result.tree.codes, result.weights.table[0].tolist(), strict=True)) == wanted


def external_denominators(result: Result) -> None:
    """A second table supplies denominators by unit; here it must give what it holds."""
    from tests.scoring.asem import table as rows_of

    from luodi.scoring.journal import Journal
    from luodi.scoring.tables import read_panel

    scheme = asem_scheme([*STEPS[:1], {"step": "normalise"}, {"step": "aggregate"}])
    sheet = read_sheet(FOLDER / "WorldDenoms.csv")
    main = read_sheet(FOLDER / "asem_iData.csv")
    keep = [at for at, name in enumerate(main.columns) if name not in ("GDP", "Population", "Area")]
    from luodi.scoring.tables.cells import Sheet

    part = Sheet(
        main.name, tuple(main.columns[at] for at in keep), [[row[at] for at in keep] for row in main.rows]
    )
    panel = read_panel(scheme, [part, sheet], Journal())
    world = {row["uCode"]: row for row in rows_of("WorldDenoms")}
    for name in ("GDP", "Population", "Area"):
        same(panel.measures[name], np.array([float(world[code][name]) for code in panel.units]))


def treatment(result: Result) -> None:
    rows = {row["iCode"]: row for row in table("asem_treatment_details")}
    assert set(rows) == {done.indicator for done in result.treatments}
    for done in result.treatments:
        row = rows[done.indicator]
        assert done.winsorised == int(row["winsorise.nwin"] or 0)
        for number, check in enumerate(done.checks):
            prefix = f"check_SkewKurt{number}."
            assert check.passed == (row[f"{prefix}Pass"] == "TRUE")
            found = np.array([check.skewness, check.kurtosis])
            same(found, np.array([float(row[f"{prefix}Skew"]), float(row[f"{prefix}Kurt"])]))
        assert len(done.checks) == (2 if row["check_SkewKurt1.Pass"] else 1)


def raw_statistics(result: Result) -> None:
    """All statistics; of TolMin not the number of different figures: 42 in R, 40 as printed (see ranked)."""
    columns = {
        "Min": "minimum", "Max": "maximum", "Mean": "mean", "Median": "median", "Std": "deviation",
        "Skew": "skewness", "Kurt": "kurtosis", "N.Avail": "available", "N.NonZero": "nonzero",
        "N.Unique": "unique", "N.Same": "same", "Frc.Avail": "available_share",
        "Frc.NonZero": "nonzero_share", "Frc.Unique": "unique_share", "Frc.Same": "same_share",
    }  # fmt: skip
    flags = {
        "Flag.Avail": "missing",
        "Flag.NonZero": "zeros",
        "Flag.Unique": "few_values",
        "Flag.SkewKurt": "outliers",
    }
    found = statistics(result.stages["raw"])
    rows = table("asem_stats_raw")
    assert [one.indicator for one in found] == [row["iCode"] for row in rows]
    one_by_one = np.array([[float(getattr(one, name)) for name in columns.values()] for one in found])
    wanted = numbers("asem_stats_raw", list(columns))
    lost = np.zeros_like(wanted, dtype=bool)
    lost[[row["iCode"] for row in rows].index("TolMin"), [list(columns).index(c) for c in UNIQUE]] = True
    same(np.where(lost, 0, one_by_one), np.where(lost, 0, wanted))
    assert (one_by_one[lost][0], wanted[lost][0]) == (40, 42)
    for one, row in zip(found, rows, strict=True):
        assert set(one.flags) == {name for column, name in flags.items() if row[column] != "ok"}


def data_availability(result: Result) -> None:
    panel = result.stages["raw"]
    found = availability_of(panel.values)
    same(
        np.column_stack(
            [found.missing, found.zeros, found.missing + found.zeros, found.available, found.nonzero]
        ),
        numbers(
            "asem_data_avail",
            ["N_missing", "N_zero", "N_miss_or_zero", "Dat_Avail", "Non_Zero"],
            "uCode",
            list(panel.units),
        ),
    )


def fraction_of_maximum(result: Result) -> None:
    """COINr divides by a maximum of zero; here such a column has no score, which the journal says."""
    step = {"step": "normalise", "method": "fraction_of_max", "scale": [0, 1]}
    scheme = asem_scheme([*STEPS[:4], step, STEPS[-1]])
    again = run(scheme, asem_panel(scheme))
    panel = again.panel
    wanted = numbers("asem_norm_fracmax", list(panel.indicators), "uCode", list(panel.units))
    infinite = np.isinf(wanted).any(axis=0)
    assert [code for code, no in zip(panel.indicators, infinite, strict=True) if no] == [
        "CostImpEx", "Tariff", "Poverty"
    ]  # fmt: skip
    same(panel.values[:, ~infinite], wanted[:, ~infinite])
    assert np.isnan(panel.values[:, infinite]).all()
    assert sum("no spread" in note.what for note in again.journal if note.step == "normalise") == 3


def aggregated(file: str, method: str) -> None:
    steps = [{"step": "normalise", "scale": [1, 100]}, {"step": "aggregate", "method": method}]
    scheme = asem_scheme([*STEPS[:4], *steps])
    scores(run(scheme, asem_panel(scheme)), file)


def aggregate_scores(result: Result) -> None:
    codes = ["Index", "Conn", "Sust", "Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ"]
    codes += ["Social", "SusEcFin"]
    units = list(result.panel.units)
    wanted = numbers("asem_results_aggs_scores", ["Rank", *codes], "uCode", units)
    found = np.column_stack([result.rank("Index"), *(result.score(code) for code in codes)])
    same(found, wanted)


def aggregate_ranks(result: Result) -> None:
    codes = [name for name in table("asem_results_aggs_ranks")[0] if name != "uCode"]
    wanted = numbers("asem_results_aggs_ranks", codes, "uCode", list(result.panel.units))
    assert np.array_equal(np.column_stack([result.rank(code) for code in codes]), wanted)


def full_results(result: Result) -> None:
    codes = [name for name in table("asem_results_full")[0] if name in result.tree.codes]
    assert set(codes) == set(result.tree.codes)
    wanted = numbers("asem_results_full", codes, "uCode", list(result.panel.units))
    same(np.column_stack([result.score(code) for code in codes]), wanted)
    ordered = [row["uCode"] for row in table("asem_results_full")]
    assert ordered == [result.panel.units[at] for at in np.argsort(result.rank("Index"), kind="stable")]


def copeland_scores(result: Result) -> None:
    found = copeland(pillars(result), np.ones(8))
    wanted = numbers("asem_copeland_pillars", ["copeland"], "uCode", list(result.panel.units))[:, 0]
    assert np.array_equal(found, wanted)


def outranking_matrix(result: Result) -> None:
    units = [row["uCode"] for row in table("asem_copeland_pillars")]
    order = [result.panel.units.index(code) for code in units]
    columns = list(table("asem_outrank_matrix_pillars")[0])
    wanted = numbers("asem_outrank_matrix_pillars", columns)
    same(outranking(pillars(result)[order], np.ones(8)), wanted)


def effective_weights(result: Result) -> None:
    wanted = {row["iCode"]: float(row["EffWeight"]) for row in table("asem_effective_weights")}
    found = result.weights.effective(result.tree)[0]
    same(found, np.array([wanted[code] for code in result.tree.codes]))


def principal_weights(result: Result) -> None:
    """The sign of an eigenvector is free: R printed the one whose entries sum to a positive number."""
    wanted = {row["iCode"]: float(row["Weight"]) for row in table("asem_pca_weights_sust")}
    found = pca_weights(result, "Sust")
    order = list(found)
    one, other = np.array([found[code] for code in order]), np.array([wanted[code] for code in order])
    same(one * np.sign(one @ other), other)
    assert all(weight == 1 for code, weight in wanted.items() if code not in found)


def pillar_correlations(result: Result) -> None:
    same(correlations(pillars(result)).r, numbers("asem_corr_pillars", PILLARS))


def optimal_weights(result: Result) -> None:
    """R stopped short of the optimum: its objective must be reached or bettered."""
    rows = table("asem_optweights_L3_corr")
    printed = np.array([float(row["Obtained"]) for row in rows])
    wanted = np.array([float(row["Desired"]) for row in rows])
    found = optimised_weights(result, "Index")
    assert found.codes == ("Conn", "Sust")
    assert found.objective <= ((printed - wanted) ** 2).sum()
    weights = {row["iCode"]: float(row["Weight"]) for row in table("asem_optweights_L3")}
    printed_weights = np.array([float(row["OptWeight"]) for row in rows])
    assert [weights[code] for code in found.codes] == pytest.approx(printed_weights)
    assert np.abs(found.weights - printed_weights).max() < 0.02


def removed_pillars(result: Result) -> None:
    found = {removal.without: removal for removal in removals(result, 2)}
    rows = {row["Element"]: float(row["MeanAbsDiff"]) for row in table("asem_remove_pillars_meanabsdiff")}
    assert rows.pop("Nominal") == 0
    assert {code: removal.mean_shift for code, removal in found.items()} == pytest.approx(rows, abs=CLOSE)


def removed_pillars_ranks(result: Result) -> None:
    found = {removal.without: removal.ranks for removal in removals(result, 2)}
    units = list(result.panel.units)
    columns = ["Nominal", *found]
    wanted = numbers("asem_remove_pillars_ranks", columns, "uCode", units)
    assert np.array_equal(np.column_stack([result.rank("Index"), *found.values()]), wanted)


def panel_inputs(result: Result) -> None:
    panel = asem_panel(asem_scheme(PANEL_STEPS), "asem_iData_panel")
    rows = {(row["uCode"], int(row["Time"])): row for row in table("asem_iData_panel")}
    assert len(rows) == panel.rows
    cells = [
        rows[key][code] for key in zip(panel.units, panel.years, strict=True) for code in panel.indicators
    ]  # type: ignore[index]
    wanted = np.array([float(cell) if cell not in ("", "NA") else np.nan for cell in cells])
    same(panel.values.ravel(), wanted)


def panel_scores(result: Result) -> None:
    scheme = asem_scheme(PANEL_STEPS)
    again = run(scheme, asem_panel(scheme, "asem_iData_panel"))
    rows = {(row["uCode"], int(row["Time"])): row for row in table("asem_panel_aggregated")}
    keys = list(zip(again.panel.units, again.panel.years, strict=True))
    assert set(keys) == set(rows)
    cells = [[rows[key][code] or "nan" for code in again.tree.codes] for key in keys]
    wanted = np.array(cells, dtype=np.float64)
    same(again.scores, wanted)


TABLES: Final[dict[str, Callable[[Result], None]]] = {
    "WorldDenoms": external_denominators,
    "asem_agg_a_amean": lambda _: aggregated("asem_agg_a_amean", "arithmetic"),
    "asem_agg_a_gmean": lambda _: aggregated("asem_agg_a_gmean", "geometric"),
    "asem_agg_a_hmean": lambda _: aggregated("asem_agg_a_hmean", "harmonic"),
    "asem_copeland_pillars": copeland_scores,
    "asem_corr_pillars": pillar_correlations,
    "asem_data_avail": data_availability,
    "asem_dset_Raw": lambda result: stage(result, "raw", "asem_dset_Raw"),
    "asem_dset_Denominated": lambda result: stage(result, "denominate", "asem_dset_Denominated"),
    "asem_dset_Imputed": lambda result: stage(result, "impute", "asem_dset_Imputed"),
    "asem_dset_Screened": lambda result: stage(result, "screen", "asem_dset_Screened"),
    "asem_dset_Treated": lambda result: stage(result, "treat", "asem_dset_Treated"),
    "asem_dset_Normalised": lambda result: stage(result, "normalise", "asem_dset_Normalised"),
    "asem_dset_Aggregated": lambda result: scores(result, "asem_dset_Aggregated"),
    "asem_effective_weights": effective_weights,
    "asem_iData": inputs,
    "asem_iData_panel": panel_inputs,
    "asem_iMeta": metadata,
    "asem_lineage": lineage,
    "asem_norm_borda": lambda _: ranked("asem_norm_borda", "borda"),
    "asem_norm_dist2max": lambda _: normalised("asem_norm_dist2max", method="distance_to_max", scale=[0, 1]),
    "asem_norm_fracmax": fraction_of_maximum,
    "asem_norm_minmax": lambda _: normalised("asem_norm_minmax"),
    "asem_norm_prank": lambda _: ranked("asem_norm_prank", "percentile_rank"),
    "asem_norm_rank": lambda _: ranked("asem_norm_rank", "rank"),
    "asem_norm_scaled": lambda _: normalised("asem_norm_scaled", low=0, high=1),
    "asem_norm_zscore": lambda _: normalised("asem_norm_zscore"),
    "asem_optweights_L3": optimal_weights,
    "asem_optweights_L3_corr": optimal_weights,
    "asem_outrank_matrix_pillars": outranking_matrix,
    "asem_panel_aggregated": panel_scores,
    "asem_pca_weights_sust": principal_weights,
    "asem_remove_pillars_meanabsdiff": removed_pillars,
    "asem_remove_pillars_ranks": removed_pillars_ranks,
    "asem_results_aggs_ranks": aggregate_ranks,
    "asem_results_aggs_scores": aggregate_scores,
    "asem_results_full": full_results,
    "asem_stats_raw": raw_statistics,
    "asem_treatment_details": treatment,
    "asem_weights_original": own_weights,
}
RANDOM: Final = {
    "asem_SA_N100_rankstats",
    "asem_SA_N100_sensitivity",
    "asem_SA_N500_sensitivity",
    "asem_UA_N100_rankstats",
    "asem_UA_N500_rankstats",
}
"""Results of Monte Carlo runs: compared within their errors by the tests of uncertainty and sensitivity."""


def test_no_table_is_left_out() -> None:
    need_folder()
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(TABLES) | RANDOM


@pytest.mark.parametrize("name", TABLES)
def test_table(name: str, result: Result) -> None:
    TABLES[name](result)


def test_cronbach_alpha_of_all_raw_indicators(result: Result) -> None:
    """COINr's get_cronbach, pairwise: 0.2186314."""
    assert round(cronbach_alpha(result.stages["raw"].values), 7) == 0.2186314


def test_the_tree_has_the_examples_levels() -> None:
    tree = tree_of(asem_scheme())
    assert [len(tree.at_level(level)) for level in (1, 2, 3, 4)] == [49, 8, 2, 1]
