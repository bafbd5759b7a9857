"""Simulations: the ASEM reference, agreement with the engine run by run, refusals, seeds, blocks, grades."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.scoring.asem import asem_panel, asem_scheme, table

from luodi.core.errors import InputError
from luodi.scoring.arrays import rank
from luodi.scoring.engine import run
from luodi.scoring.panel import Panel, panel_of
from luodi.scoring.scheme import Scheme, dump, parse
from luodi.scoring.uncertainty import simulate, study
from luodi.scoring.uncertainty.fast import by_unit, quantiles, ranks_of, weighted_sums

REFERENCE: dict[str, Any] = {
    "seed": 20240601,
    "vary": [
        {"what": "treat.most", "name": "Winmax", "values": [1, 2, 3, 4, 5]},
        {
            "what": "normalise",
            "name": "Normalisation",
            "values": [
                {"method": "minmax", "scale": [1, 100]},
                {"method": "zscore", "mean": 10, "deviation": 2},
            ],
        },
        {"what": "weights", "name": "Weights", "noise": 0.25, "levels": [2, 3]},
        {"what": "aggregate.method", "name": "Aggregation", "values": ["arithmetic", "geometric"]},
    ],
}


def small(vary: list[dict[str, Any]], **changes: Any) -> Scheme:
    """Three indicators in two groups."""
    raw = {
        "scheme": "small",
        "indicators": [
            {"id": "a", "parent": "g", "direction": "increase"},
            {"id": "b", "parent": "g", "direction": "increase", "weight": 2},
            {"id": "c", "parent": "all", "direction": "decrease"},
        ],
        "groups": [{"id": "all"}, {"id": "g", "parent": "all"}],
        "steps": [
            {"step": "impute", "method": "mean"},
            {"step": "normalise", "scale": [1, 100]},
            {"step": "aggregate"},
        ],
        "uncertainty": {"vary": vary, "runs": 40, "seed": 1},
    }
    return parse(yaml.safe_dump(raw | changes))


def figures(rows: int = 12, gaps: float = 0.0) -> Panel:
    random = np.random.default_rng(5)
    values = random.random((rows, 3))
    values[random.random(values.shape) < gaps] = np.nan
    return panel_of(values, [f"u{row}" for row in range(rows)], list("abc"))


TIED = [0.0, 1.0, 2.0, -3.0, float("nan")]
WEIGHTS = {"what": "weights", "noise": 0.5}
METHOD = {"what": "aggregate.method", "values": ["arithmetic", "geometric"]}


@pytest.mark.parametrize("runs", [100, 500])
def test_mean_ranks_of_the_example(runs: int) -> None:
    """Within three standard errors of the difference of two independent means."""
    scheme = asem_scheme(uncertainty=REFERENCE)
    found = simulate(scheme, asem_panel(scheme), runs=2000)
    places = np.arange(1, found.rank_counts.shape[1] + 1)
    wanted = {row["uCode"]: row for row in table(f"asem_UA_N{runs}_rankstats")}
    assert {unit for unit, _ in found.keys} == set(wanted)
    for at, (unit, _) in enumerate(found.keys):
        spread = np.sqrt((found.rank_counts[at] * (places - found.mean_rank[at]) ** 2).sum() / found.runs)
        error = spread * np.sqrt(1 / runs + 1 / found.runs)
        assert abs(found.mean_rank[at] - float(wanted[unit]["Mean"])) <= 3 * error + 1e-12, unit
        assert found.model.nominal_ranks[at] / 2 == float(wanted[unit]["Nominal"])


@pytest.mark.parametrize(
    "vary",
    [
        [WEIGHTS],
        [WEIGHTS, METHOD],
        [{"what": "weights", "dirichlet": 20}, {"what": "impute", "values": ["kept", "none"]}],
        [
            {"what": "weights", "noise": 0.3, "levels": [2]},
            {"what": "aggregate.missing", "values": ["skip", "zero"]},
        ],
        [
            {"what": "weights", "noise": 0.3},
            {"what": "aggregate.method", "values": ["copeland", "median", "power"]},
            {"what": "aggregate.power", "values": [0.5, 2]},
        ],
        [{"what": "normalise", "values": [{"method": "zscore"}, {"method": "rank"}]}, WEIGHTS],
        [WEIGHTS, {"what": "aggregate.rescale", "values": [{"method": "minmax"}, {"method": "zscore"}]}],
        [
            WEIGHTS,
            {"what": "aggregate.counted", "values": ["indicators", "weight"]},
            {"what": "aggregate.availability", "values": [0.4, 0.8]},
        ],
    ],
)  # fmt: skip
@pytest.mark.parametrize("gaps", [0.0, 0.15])
def test_every_run_is_what_the_engine_gives(vary: list[dict[str, Any]], gaps: float) -> None:
    """Rebuild the scheme of some runs by hand, with the weights drawn, and let the engine score it."""
    import msgspec

    scheme, panel = small(vary), figures(gaps=gaps)
    model = simulate(scheme, panel).model
    drawn = study.design(model, 12, journal=study.Journal())
    simulated = model.scores(drawn)
    ranks = model.ranks(simulated) / 2
    for number in range(len(drawn)):
        one = {
            at: int(drawn[number, at]) for at, factor in enumerate(model.factors) if factor.kind == "choice"
        }
        made = study_scheme(model, one)
        batch = model._batch(tuple(one.values()), ())
        tables = model._tables(batch, drawn[number : number + 1])
        weights = dict(zip(model.tree.codes, tables[0, 0].tolist(), strict=True))
        made = msgspec.structs.replace(
            made,
            indicators=tuple(msgspec.structs.replace(n, weight=weights[n.id]) for n in made.indicators),
            groups=tuple(msgspec.structs.replace(n, weight=weights[n.id]) for n in made.groups),
        )
        result = run(made, panel)
        assert simulated[number] == pytest.approx(result.index, rel=1e-9, nan_ok=True)
        assert np.array_equal(
            np.where(ranks[number] == 0, np.nan, ranks[number]), result.rank("all"), equal_nan=True
        )


def study_scheme(model: Any, drawn: dict[int, int]) -> Scheme:
    from luodi.scoring.uncertainty.factors import varied

    return varied(model.scheme, model.factors, drawn)


def test_noise_stays_in_its_bounds_and_dirichlet_keeps_sums() -> None:
    for vary, same_sum in (
        ({"what": "weights", "noise": 0.5}, False),
        ({"what": "weights", "dirichlet": 9}, True),
    ):
        model = simulate(small([vary]), figures()).model
        tables = model._tables(model._batch((), ()), np.arange(3000)[:, None])[:, 0]
        at = [model.tree.position(code) for code in "ab"]
        if same_sum:
            assert tables[:, at].sum(axis=1) == pytest.approx(3.0)
            assert tables[:, at].mean(axis=0) == pytest.approx([1, 2], abs=0.05)
        else:
            assert np.all(np.abs(tables[:, at] / [1, 2] - 1) <= 0.5)
            assert np.abs(tables[:, at] / [1, 2] - 1).max() > 0.45


def test_a_seed_repeats_and_one_not_given_is_journalled() -> None:
    scheme = small([WEIGHTS])
    first, again = simulate(scheme, figures(), seed=7), simulate(scheme, figures(), seed=7)
    assert np.array_equal(first.scores, again.scores)
    assert any("seed 7" in note.what for note in first.journal)
    bare = small([WEIGHTS], uncertainty={"vary": [WEIGHTS], "runs": 20})
    chosen = simulate(bare, figures())
    assert any(f"{chosen.seed} was chosen at random" in note.what for note in chosen.journal)
    assert np.array_equal(simulate(bare, figures(), seed=chosen.seed).scores, chosen.scores)


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rank quantiles from counts and score quantiles by blocks of units equal those taken at once."""
    scheme = small([WEIGHTS, METHOD])
    whole = simulate(scheme, figures(gaps=0.2), runs=600)
    steps: list[tuple[int, int]] = []
    monkeypatch.setattr(study, "_BLOCK_CELLS", 1000)
    parts = simulate(
        scheme, figures(gaps=0.2), runs=600, progress=lambda done, total: steps.append((done, total))
    )
    assert parts.scores == pytest.approx(whole.scores, nan_ok=True)
    assert np.array_equal(parts.ranks, whole.ranks, equal_nan=True)
    assert np.array_equal(parts.rank_counts, whole.rank_counts)
    assert steps[-1][0] == steps[-1][1] and len(steps) == steps[-1][1]


def test_grades_and_places_have_chances() -> None:
    for grade in ({"thresholds": {"A": 60, "B": 40, "C": None}}, {"quotas": {"A": 0.25, "B": 5, "C": 0}}):
        steps = [{"step": "normalise", "scale": [1, 100]}, {"step": "aggregate"}, {"step": "grade", **grade}]
        scheme = small([WEIGHTS], steps=steps)
        found = simulate(scheme, figures(), runs=300)
        assert found.grades is not None
        names, chances = found.grades
        assert names == ("A", "B", "C")
        assert chances.sum(axis=1) == pytest.approx(np.ones(12))
        assert np.all(chances >= 0)
        declared = run(scheme, figures()).grades["all"]
        assert np.mean([chances[row, names.index(declared[row])] for row in range(12)]) > 0.6
    assert found.chance_of_rank(1, 12) == pytest.approx(np.ones(12))


def test_errors_of_the_data_follow_confidence() -> None:
    panel = figures()
    panel.confidence[:, 0] = 0.5
    found = simulate(small([{"what": "data", "error": 0.4}]), panel, runs=200)
    still = simulate(small([{"what": "data", "error": 0.4, "of": "deviation"}]), panel, runs=30)
    assert np.all(found.scores[:, 0] <= found.scores[:, 2])
    assert np.any(found.scores[:, 0] < found.scores[:, 2])
    assert still.runs == 30


def test_crossed_design_goes_through_every_combination() -> None:
    scheme = small([METHOD, {"what": "normalise.method", "values": ["minmax", "zscore", "rank"]}, WEIGHTS])
    crossed = {**yaml.safe_load(dump(scheme))["uncertainty"], "design": "crossed", "runs": 5}
    crossed["vary"][1]["values"] = ["minmax", "rank", "borda"]
    crossed["vary"][0]["values"] = ["arithmetic", "median"]
    found = simulate(small([], uncertainty=crossed), figures())
    assert found.runs == 2 * 3 * 5
    assert len({tuple(line) for line in found.drawn.tolist()}) == 30
    words = found.model.say(found.drawn[-1])
    assert words == "aggregate.method: median; normalise.method: borda; weights x (1 ± 0.5), draw 5"


@pytest.mark.parametrize(
    ("vary", "what"),
    [
        ([{"what": "treat.most", "values": [1, 2]}], "has no step 'treat'"),
        ([{"what": "normalise.methd", "values": ["rank", "borda"]}], "does not fit"),
        ([{"what": "normalise.method", "values": ["rank"]}], "two or more different"),
        ([{"what": "normalise.method", "values": ["rank", "rank"]}], "two or more different"),
        ([{"what": "aggregate", "values": ["kept", "none"]}], "cannot be left out"),
        ([{"what": "weights"}], "how weights vary"),
        ([{"what": "weights", "noise": 1.5}], "noise of 1.5"),
        ([{"what": "weights", "noise": 0.2, "levels": [7]}], "no weights at level 7"),
        ([{"what": "weights", "noise": 0.2, "groups": ["x"]}], "no group 'x'"),
        ([{"what": "data", "error": 0.1}], "full confidence"),
        ([{"what": "indicators.z.normalise.cap", "values": [1, 2]}], "no indicator 'z'"),
        ([WEIGHTS, WEIGHTS], "two choices are called"),
        ([], "does not say what is uncertain"),
    ],
)
def test_refusals(vary: list[dict[str, Any]], what: str) -> None:
    with pytest.raises(InputError, match=what):
        simulate(small(vary), figures())


def test_a_variant_that_cannot_be_carried_out_is_named() -> None:
    vary = [METHOD, {"what": "normalise", "values": ["kept", {"method": "zscore"}]}]
    with pytest.raises(
        InputError, match=r"variant: aggregate.method: geometric; normalise: zscore.*not above zero"
    ):
        simulate(small(vary), figures())


@settings(max_examples=60, deadline=None)
@given(
    arrays(
        np.float64,
        st.tuples(st.integers(1, 5), st.integers(1, 9)),
        elements=st.sampled_from([0, 1, 2, -3, np.nan]),
    ),
    st.sampled_from(["min", "max", "mean", "dense"]),
)
def test_ranks_under_ties_are_the_engines(scores: np.ndarray, ties: Any) -> None:
    wanted = np.stack([rank(row, ties) for row in scores])
    assert np.array_equal(ranks_of(scores, ties) / 2, np.nan_to_num(wanted))


@settings(max_examples=40, deadline=None)
@given(arrays(np.float64, st.tuples(st.integers(1, 30), st.integers(1, 4)), elements=st.floats(-5, 5)))
def test_quantiles_are_those_of_numpy(values: np.ndarray) -> None:
    found = quantiles(by_unit(values), (0.05, 0.5, 0.95))
    assert pytest.approx(np.quantile(values, (0.05, 0.5, 0.95), axis=0)) == found.T


def test_weighted_sums_rescale_over_what_is_there() -> None:
    scores = np.array([[1.0, 3.0, np.nan], [np.nan, np.nan, np.nan], [2.0, 2.0, 8.0]])
    weights = np.array([[1.0, 1.0, 2.0], [0.0, 0.0, 1.0]])
    found = weighted_sums(scores, weights)
    assert np.array_equal(found, [[2.0, np.nan, 5.0], [np.nan, np.nan, 8.0]], equal_nan=True)


@pytest.mark.parametrize(
    ("vary", "scales"),
    [
        (
            {"what": "normalise", "values": [{"scale": [1, 100]}, {"method": "zscore"}]},
            "1 to 100; mean 0 and deviation 1",
        ),
        ({"what": "indicators.a.normalise.scale", "values": [[1, 100], [1, 10]]}, "1 to 100; 1 to 10"),
        ({"what": "groups.g.aggregate.method", "values": ["arithmetic", "sum"]}, "means; sums"),
    ],
)
def test_scores_on_different_scales_are_told(vary: dict[str, Any], scales: str) -> None:
    said = [str(note) for note in simulate(small([vary, WEIGHTS]), figures()).journal]
    told = f"intervals of scores span different scales ({scales}): read the ranks ({vary['what']})"
    assert [note for note in said if "scales" in note] == [f"uncertainty: {told}"]


def test_scores_on_one_scale_are_not_remarked_on() -> None:
    vary = {"what": "normalise.method", "values": ["minmax", "percentile_rank"]}
    assert not any(
        "scales" in str(note) for note in simulate(small([vary, METHOD, WEIGHTS]), figures()).journal
    )
