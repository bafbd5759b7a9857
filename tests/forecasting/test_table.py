"""Files of series: both shapes, both encodings, and every bad cell named at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.core.errors import CombinedInputError, InputError
from luodi.forecasting.periods import Period, parse
from luodi.forecasting.table import read_table

LONG = '指标,地区,年份,数值\nGDP,乐山市,2022,"1,308.5"\nGDP,乐山市,2024,3\nGDP,绵阳市,2023,—\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_long(encoding):
    table = read_table(LONG.encode(encoding), "a.csv")
    assert table.names == ("GDP 乐山市", "GDP 绵阳市")
    assert table.periods == ("2022", "2023", "2024")
    assert np.array_equal(table.values, [[1308.5, np.nan, 3.0], [np.nan] * 3], equal_nan=True)


def test_columns_that_name_the_series_can_be_told():
    data = b"who,what,quarter,value\na,x,2024Q4,1\na,x,2025Q1,2\n"
    table = read_table(data, "a.csv", by=["what", "who"])
    assert (table.names, table.periods) == (("x a",), ("2024Q4", "2025Q1"))


def test_wide_with_a_missing_column_and_short_rows():
    table = read_table(b"name,2021,2023\nb,1\na,2,3\n", "a.csv")
    assert table.names == ("b", "a")
    assert np.array_equal(table.values, [[1, np.nan, np.nan], [2, np.nan, 3]], equal_nan=True)


def test_every_bad_row_is_named_at_once():
    data = (
        "series,year,value\na,2020,x\na,2021,1\na,20q,2\na,2021,3\n,2022,4\na,2023Q1,5\na,2024\na,2025,inf\n"
    )
    with pytest.raises(CombinedInputError) as caught:
        read_table(data.encode(), "f.csv")
    lines = str(caught.value).splitlines()
    assert [line.split(".", 2)[1].split(":")[0] for line in lines[1:]] == [
        "csv row 2, column value",
        "csv row 4, column year",
        "csv row 5",
        "csv row 6",
        "csv row 7",
        "csv row 8",
        "csv row 9, column value",
    ]
    assert "a has a second figure for 2021, the first is at f.csv row 3" in lines[3]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "there are no figures"),
        (b"series,year,value\n", "there are no figures"),
        (b"a,b,c\n1,2,3\n", "does not tell series, period and value"),
        (b"year,value\n2020,3\n", "does not tell series, period and value"),
        (b"PK\x03\x04\0\0\0", "the file is not text"),
        (b"name,0001,9999\na,1,2\n", "the periods reach from 1 to 9999"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(data, part):
    with pytest.raises(InputError, match=part):
        read_table(data, "f.csv")


@given(st.sampled_from([1, 4, 12]), st.integers(1000, 9999), st.integers(0, 11))
def test_labels_of_periods_read_back(per_year, year, turn):
    period = Period(per_year, year * per_year + turn % per_year)
    assert parse(str(period)) == period


@pytest.mark.parametrize("label", ["", "20", "2025Q5", "2025-13", "2025-00", "二〇二五", "2025.5.1"])
def test_other_labels_are_refused(label):
    with pytest.raises(InputError, match="is not a period"):
        parse(label)
