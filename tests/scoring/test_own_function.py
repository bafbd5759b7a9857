"""Normalisation by a Python function: by name, journalled, and never in a bundle."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.scoring.small import score

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray
from luodi.scoring.bundle import Request, compute, seal
from luodi.scoring.normalisation.own import needed, own_function
from luodi.scoring.uncertainty import simulate

SCHEME = """
scheme: own
indicators:
  - {id: a, parent: all, direction: increase, normalise: {method: function, function: saturating, parameters: {half: 3}}}
  - {id: b, parent: all, direction: increase, normalise: {method: function, function: saturating, parameters: {half: 1}}}
groups: [{id: all}]
steps: [{step: normalise, method: minmax}, {step: aggregate}]
"""
FIGURES = "unit,a,b\nx,1,1\ny,3,3\nz,,9\n"


@own_function("saturating")
def saturating(figures: FloatArray, *, half: float) -> FloatArray:
    return np.asarray(100 * figures / (figures + half))


@own_function("centred")
def centred(figures: FloatArray) -> FloatArray:
    return np.asarray(figures - np.nanmean(figures))


@own_function("one")
def one(figures: FloatArray) -> FloatArray:
    return np.array([1.0])


@own_function("endless")
def endless(figures: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.asarray(1 / (figures - 3))


def test_each_indicator_has_its_own_parameters() -> None:
    made = score(SCHEME, FIGURES)
    np.testing.assert_array_equal(made.panel.values, [[25, 50], [50, 75], [np.nan, 90]])
    assert made.index.tolist() == [37.5, 62.5, 90]


def test_the_journal_names_the_function() -> None:
    said = [str(note) for note in score(SCHEME, FIGURES).journal]
    assert any(
        "a: scored by the Python function saturating (" in line and "test_own_function" in line
        for line in said
    )


def test_it_sees_the_rows_that_over_compares() -> None:
    scheme = """
scheme: own
indicators: [{id: a, parent: all, direction: increase}]
groups: [{id: all}]
steps: [{step: normalise, method: function, function: centred, over: year, floor: -1}, {step: aggregate}]
"""
    made = score(scheme, "unit,year,a\nx,2020,1\ny,2020,5\nx,2021,10\ny,2021,12\n")
    assert made.index.tolist() == [-1, 2, -1, 1]


def test_what_is_endless_is_missing_and_told() -> None:
    made = score(SCHEME.replace("saturating, parameters: {half: 3}", "endless"), FIGURES)
    assert np.isnan(made.panel.values[1, 0])
    assert [note.where for note in made.journal if "no score by function" in note.what] == [("y",)]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "function: saturating, parameters: {half: 3}",
            "function: fading",
            "the Python function 'fading' is not known here",
        ),
        (", function: saturating, parameters: {half: 3}", "", "`function` is missing"),
        ("{half: 3}", "{whole: 3}", "the Python function 'saturating' failed"),
        ("saturating, parameters: {half: 3}", "one", "returned shape (1,) for figures of shape (3,)"),
    ],
)
def test_what_cannot_be_called_is_named(old: str, new: str, what: str) -> None:
    with pytest.raises(InputError) as error:
        score(SCHEME.replace(old, new, 1), FIGURES)
    assert what in error.value.what
    assert error.value.where == "indicator a, normalise"


def test_a_bundle_refuses_it() -> None:
    request = Request()
    result = compute(SCHEME, {"figures.csv": FIGURES.encode()}, request)
    assert needed(result.scheme) == ("saturating",)
    with pytest.raises(InputError, match="a Python function cannot be sealed: saturating"):
        seal(SCHEME, {"figures.csv": FIGURES.encode()}, request, result)


def test_simulations_call_it_too() -> None:
    scheme = SCHEME + "uncertainty: {seed: 1, runs: 20, vary: [{what: weights, noise: 0.25}]}\n"
    made = score(scheme, FIGURES)
    found = simulate(made.scheme, made.stages["raw"])
    assert found.mean_rank.tolist() == [3, 2, 1]


def test_the_command_line_says_where_it_must_run(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from luodi.cli.main import main

    (tmp_path / "s.yaml").write_text(SCHEME.replace("saturating", "elsewhere"), encoding="utf-8")
    (tmp_path / "f.csv").write_text(FIGURES, encoding="utf-8")
    done = CliRunner().invoke(main, ["score", str(tmp_path / "s.yaml"), str(tmp_path / "f.csv")])
    assert done.exit_code == 2
    assert "run the scheme from the program that gives the function" in done.output
