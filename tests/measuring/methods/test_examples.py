"""Every method's worked examples, on every engine, with the same results."""

from __future__ import annotations

import pytest

from luodi.measuring.methods import load
from luodi.measuring.methods.examples import differences
from luodi.measuring.methods.model import records

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Spark's gateway leaves sockets to the collector
    pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning"),  # PySpark's conversion with pandas 3
]
CASES = [
    pytest.param(method, example, id=f"{name}-{number}")
    for name, method in load().items()
    for number, example in enumerate(method.examples, 1)
]


@pytest.mark.parametrize(("method", "example"), CASES)
def test_the_example_comes_out_on_every_engine(engine, method, example):
    assert differences(method, example, engine.load(records(example))) == []
