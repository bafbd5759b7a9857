"""Rows against their register: everything wrong is said, with row and column."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.core.errors import InputError
from luodi.core.registers import check, duplicates, load, validate_rows

ENTERPRISE, OTHER = "91990102MA0000015T", "91990103MA00000234"
RECOGNITION = load()["recognition"]
CERTIFICATE = RECOGNITION.kinds["high_tech_enterprise"].example
AREA_YEAR = load()["area_year"]


def said(register, rows, **options):
    return [
        (problem.row, problem.column, problem.what) for problem in check(register, rows, **options).problems
    ]


def of_area(**values):
    return {"area": "990000", "year": 2024, "source": "示例", **values}


def test_a_problem_is_told_with_file_row_column_and_what_is_accepted():
    errors = validate_rows(
        RECOGNITION, [{**CERTIFICATE, "holder": "91990102MA0000015A"}], "a.xlsx", first_row=3
    )
    assert [str(error) for error in errors] == [
        "a.xlsx row 3, column holder: not a right 统一社会信用代码. Accepted: 18 characters with a check "
        "character, GB 32100-2015."
    ]


def test_all_problems_of_all_rows_are_named_in_order():
    rows = [
        {**CERTIFICATE, "number": "GR202399000002", "holder": None},
        {**CERTIFICATE, "valid_to": "2023-01-01", "level": "乡级"},
        {**CERTIFICATE, "number": "GR202399000003", "issuer": " "},
    ]
    assert said(RECOGNITION, rows) == [
        (0, "holder", "it is missing"),
        (1, "level", "'乡级' is not one of its choices"),
        (1, "valid_to", "valid_to lies before valid_from"),
        (2, "issuer", "it is missing"),
    ]


def test_two_holders_of_one_number_point_to_each_other():
    errors = validate_rows(RECOGNITION, [CERTIFICATE, {**CERTIFICATE, "holder": OTHER}], "a.csv", first_row=2)
    assert [str(error) for error in errors] == [
        "a.csv row 3, column number: one certificate number has two holders, see row 2."
    ]


def test_an_unknown_column_is_refused_at_once():
    with pytest.raises(InputError, match="认定 has no column colour"):
        check(RECOGNITION, [{**CERTIFICATE, "colour": "red"}])


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(InputError, match="not equally long"):
        check(AREA_YEAR, {"area": ["990000"], "year": [2024, 2025]})


def test_references_are_looked_up_where_keys_are_known():
    known = {"organisation": {ENTERPRISE}}
    assert said(RECOGNITION, [CERTIFICATE], known=known) == []
    other = {**CERTIFICATE, "holder": OTHER}
    assert said(RECOGNITION, [other], known=known) == [(0, "holder", f"there is no organisation {OTHER!r}")]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-02-29", date(2024, 2, 29)), ("2024/2/29", date(2024, 2, 29)),
        ("2024.02.29", date(2024, 2, 29)),
        ("2024年2月29日", date(2024, 2, 29)), ("20240229", date(2024, 2, 29)), (20240229, date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 2, 29)), (datetime(2024, 2, 29), date(2024, 2, 29)),
        ("2024-02-29 00:00:00", date(2024, 2, 29)), ("２０２４－０２－２９", date(2024, 2, 29)),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(written, day):
    checked = check(RECOGNITION, [{**CERTIFICATE, "valid_from": written}])
    assert checked.columns["valid_from"].one(0) == day


@pytest.mark.parametrize(
    "written", ["2023-02-29", "2024-13-01", "2024", "soon", "2024-02", "1024-01-01", 45000]
)
def test_what_is_no_day_is_refused(written):
    found = check(RECOGNITION, [{**CERTIFICATE, "valid_from": written}]).problems
    assert found[0].column == "valid_from"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,234.5", Decimal("1234.5000")), ("１２３４．５", Decimal("1234.5000")),
        (1234.5, Decimal("1234.5000")),
        (" 1234.5 ", Decimal("1234.5000")), ("1e3", Decimal(1000)), (Decimal("0.1"), Decimal("0.1000")),
        ("99999999.9999", Decimal("99999999.9999")),
        ("-", None), ("", None), (None, None), (float("nan"), None),
    ],
)  # fmt: skip
def test_money_is_read_exactly(written, number):
    checked = check(AREA_YEAR, [of_area(gdp=written)])
    assert checked.problems == []
    assert checked.columns["gdp"].one(0) == number


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("1.00001", "1.00001 has more than 4 decimals"), ("12亿", "'12亿' is not a number"),
        ("1_000", "'1_000' is not a number"), ("12,34", "'12,34' is not a number"),
        ("inf", "'inf' is not a number"), (True, "'True' is not a number"), ("1e300", "'1e300' is not"),
        ("-5", "-5 lies below 0"), ("100000000", "100000000 lies above 99999999.9999"),
        (float("inf"), "'inf' is not a number"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(written, what):
    [(row, column, told)] = said(AREA_YEAR, [of_area(gdp=written)])
    assert (row, column) == (0, "gdp")
    assert told.startswith(what) or written == "1e300"


def test_a_code_that_a_spreadsheet_took_for_a_number_is_read():
    assert check(AREA_YEAR, [of_area(area=990000.0)]).columns["area"].one(0) == "990000"
    assert check(AREA_YEAR, [of_area(area=990000)]).columns["area"].one(0) == "990000"


def test_no_rows_are_no_problem():
    assert check(AREA_YEAR, []).problems == []
    assert check(AREA_YEAR, {"area": [], "year": []}).problems == []


def test_a_year_of_recognition_ends_on_the_same_day():
    leap = {**CERTIFICATE, "valid_from": "2024-02-29"}
    assert said(RECOGNITION, [{**leap, "valid_to": "2027-03-01"}]) == []
    assert said(RECOGNITION, [{**leap, "valid_to": "2027-03-02"}]) == [
        (0, "valid_to", "高新技术企业 holds for 3 years at most")
    ]


def test_duplicates_are_found_by_code_and_by_name():
    holder = load()["organisation"]
    rows = [
        {"code": ENTERPRISE, "name": "示例材料（集团）有限公司", "category": "企业", "area": "990102"},
        {"code": OTHER, "name": "示例材料(集团) 股份有限公司", "category": "企业", "area": "990102"},
    ]
    assert [one.rows for one in duplicates(check(holder, rows))] == [(0, 1)]
    again = {**CERTIFICATE, "number": "GR202499000001", "valid_from": "2024-10-16", "valid_to": "2027-10-15"}
    assert [one.rows for one in duplicates(check(RECOGNITION, [CERTIFICATE, again]))] == [(0, 1)]


def test_a_renewal_is_no_duplicate():
    renewed = {
        **CERTIFICATE,
        "number": "GR202699000001",
        "valid_from": "2026-10-16",
        "valid_to": "2029-10-15",
    }
    assert duplicates(check(RECOGNITION, [renewed, CERTIFICATE])) == []


def test_a_concentration_below_zero_or_in_the_wrong_unit_is_refused():
    day = {"station": "9900A", "area": "990000", "control": "国控", "day": "2024-01-01"}
    assert said(load()["air_day"], [{**day, "pm25": -5, "co": 900}]) == [
        (0, "pm25", "-5 lies below 0"),
        (0, "co", "900 lies above 150"),
    ]


def test_a_category_contradicts_its_code():
    row = {"code": ENTERPRISE, "name": "示例", "category": "机关", "area": "990102"}
    assert said(load()["organisation"], [row]) == [
        (0, "category", "the code begins with 91, which means 企业")
    ]


cells = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.dates(), st.decimals(),
    st.sampled_from(["2024-01-01", "是", "国家级", "1,000", ENTERPRISE, "GR202399000001", "高新技术企业"]),
)  # fmt: skip


@given(st.sampled_from(sorted(load())), st.data())
def test_any_cells_at_all_give_problems_and_never_a_crash(name, data):
    register = load()[name]
    rows = data.draw(
        st.lists(st.dictionaries(st.sampled_from(register.names), cells, max_size=6), max_size=4)
    )
    checked = check(register, rows)
    for problem in checked.problems:
        assert 0 <= problem.row < len(rows)
        assert problem.column in register.names
        assert problem.what


@given(st.lists(st.decimals(min_value=0, max_value=99_999_999, places=4), min_size=1, max_size=20))
def test_amounts_come_back_to_the_last_digit(amounts):
    rows = [of_area(year=1990 + place, gdp=str(amount)) for place, amount in enumerate(amounts)]
    checked = check(AREA_YEAR, rows)
    assert checked.problems == []
    assert list(checked.columns["gdp"].python()) == amounts


@given(st.lists(st.sampled_from(["5", "-5", "x", "", "7.5"]), min_size=1, max_size=12))
def test_a_column_is_judged_like_its_cells_one_by_one(written):
    together = {
        problem.row
        for problem in check(
            AREA_YEAR, [of_area(gdp=w, year=1990 + i) for i, w in enumerate(written)]
        ).problems
    }
    alone = {place for place, cell in enumerate(written) if check(AREA_YEAR, [of_area(gdp=cell)]).problems}
    assert together == alone


def test_a_fault_of_every_row_is_told_of_the_first_and_marks_them_all():
    rows = [of_area(year=1990 + place, gdp="-1", source="") for place in range(20)]
    checked = check(AREA_YEAR, rows, most=2)
    assert [(problem.row, problem.column) for problem in checked.problems] == [
        (0, "gdp"),
        (0, "source"),
        (1, "gdp"),
        (1, "source"),
    ]
    assert (checked.wrong.tolist(), checked.total) == ([True] * 20, 40)


def test_an_energy_carrier_is_counted_in_its_own_unit():
    row = {
        "holder": ENTERPRISE,
        "year": 2024,
        "carrier": "电力",
        "area": "990102",
        "amount": 1,
        "amount_unit": "千克",
    }
    assert said(load()["energy_use"], [row]) == [(0, "amount_unit", "电力 is not counted in 千克")]


def test_a_conversion_and_a_recognition_without_end_need_their_day():
    achievement = {
        "number": "CG-2025-000001", "title": "示例", "holder": ENTERPRISE, "area": "990102",
        "kind": "applied", "secret": "否", "registered_on": "2025-01-01", "conversion": "转让",
    }  # fmt: skip
    assert said(load()["achievement"], [achievement]) == [
        (0, "converted_on", "it was converted and no day is given")
    ]
    assert said(RECOGNITION, [{**CERTIFICATE, "valid_to": None}]) == [
        (0, "valid_to", "高新技术企业 ends after 3 years and no day is given")
    ]


def test_checked_rows_are_given_as_python_values():
    checked = check(AREA_YEAR, [of_area(gdp="1.5")])
    assert list(checked.rows()) == [
        ("990000", 2024, None, Decimal("1.5000"), None, None, None, None, None, None, "示例")
    ]


@given(st.lists(st.tuples(st.sampled_from(["990000", "990101", "990102"]), st.integers(1990, 2030))))
def test_rows_are_put_in_the_order_of_their_key_and_equal_ones_stay_as_they_are(keys):
    checked = check(AREA_YEAR, {"area": [area for area, _ in keys], "year": [year for _, year in keys]})
    order = checked.by_key()
    assert order.tolist() == sorted(range(len(keys)), key=keys.__getitem__)
    assert [row[:2] for row in checked.rows(order)] == sorted(keys)


def test_days_in_a_key_are_put_in_order_too():
    days = ["2024-03-01", "2023-12-31", "2024-02-29"]
    rows = {"station": ["9900A"] * 3, "day": days}
    assert check(load()["air_day"], rows).by_key().tolist() == [1, 2, 0]
