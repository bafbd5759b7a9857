"""Executable methods of indicators (指标计算方法): one Ibis expression each over registers, on any engine.

>>> from luodi.measuring.methods import load
>>> load()["high_tech_firms"].family
'standing'

``measure`` works a method on tables of DuckDB, PostgreSQL or Spark and gives observations of grade A;
``rows`` shows the records behind one of them. Ibis is imported only when an expression runs.
"""

from luodi.measuring.methods.loading import load, read
from luodi.measuring.methods.model import Example, Method

__all__ = ["Example", "Method", "load", "read"]
