"""Check digits: the worked examples of the standards, and what every check digit must catch."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.core.identifiers import (
    CHECKS,
    complete_credit_codes,
    complete_organisation_codes,
    complete_patent_numbers,
    factorise,
    holding,
    holds,
    plain,
    section_of,
)

CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    ("check", "code", "right"),
    [
        ("credit_code", "914403001922038216", True),
        ("credit_code", "9144030071526726XG", True),
        ("credit_code", "91330100799655058B", True),
        ("credit_code", "91511100MA0000007K", True),
        ("credit_code", "125111000000000000", True),  # the sum is 0, so the check character is 0
        ("credit_code", "914403001922038215", False),
        ("credit_code", "９１４４０３００１９２２０３８２１６", True),
        ("credit_code", "91511100ma0000007k", True),
        ("credit_code", "9144030019220382160", False),
        ("credit_code", "91440300192203821", False),
        ("credit_code", "", False),
        ("credit_code", "91440300192203821中", False),
        ("organisation_code", "192203821", True),
        ("organisation_code", "71526726-X", True),
        ("organisation_code", "799655058", True),
        ("organisation_code", "192203822", False),
        ("patent_number", "200710308494.X", True),
        ("patent_number", "ZL200710308494.X", True),
        ("patent_number", "200710308494X", True),
        ("patent_number", "200710308494.1", False),
        ("patent_number", "200740308494.X", False),  # 4 is no kind of patent
        ("resident_number", "11010519491231002X", True),
        ("resident_number", "110105194912310021", False),
        ("area_code", "511102", True),
        ("area_code", "011102", False),
        ("area_code", "51110", False),
        ("industry_code", "C3825", True),
        ("industry_code", "3825", True),
        ("industry_code", "38", True),
        ("industry_code", "I3825", False),  # division 38 belongs to section C
        ("industry_code", "9801", False),
        ("digital_class", "0105", True),
        ("digital_class", "0601", False),
        ("ipc", "H01L 31/0216", True),
        ("ipc", "C01B 33/035", True),
        ("ipc", "I01L 31/0216", False),
        ("document_number", "乐府发〔2021〕7号", True),
        ("document_number", "乐府发[2021]7号", False),
        ("document_number", "乐府发〔2021〕第7号", False),
        ("document_number", "乐府发〔2021〕07号", False),
    ],
)
def test_worked_examples(check, code, right):
    assert holds(check, code) is right


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_takes_no_codes_at_all(check):
    assert CHECKS[check].holds(np.array([], dtype="U1")).tolist() == []


bodies = st.text(CREDIT, min_size=17, max_size=17)


@given(bodies)
def test_a_completed_credit_code_is_right(body):
    assert holds("credit_code", str(complete_credit_codes(np.array([body]))[0]))


@given(bodies, st.integers(0, 17), st.sampled_from(CREDIT))
def test_a_credit_code_shows_every_single_wrong_character(body, place, letter):
    code = str(complete_credit_codes(np.array([body]))[0])
    other = code[:place] + letter + code[place + 1 :]
    assert holds("credit_code", other) is (other == code)


@given(bodies, st.integers(0, 16))
def test_a_credit_code_shows_two_neighbours_in_the_wrong_order(body, place):
    code = str(complete_credit_codes(np.array([body]))[0])
    other = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert holds("credit_code", other) is (other == code)


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=8))
def test_a_completed_organisation_code_is_right(body):
    assert holds("organisation_code", str(complete_organisation_codes(np.array([body]))[0]))


patents = st.builds(
    lambda year, kind, serial: f"{year}{kind}{serial:07}",
    st.integers(2004, 2030),
    st.sampled_from("12389"),
    st.integers(0, 9_999_999),
)


@given(patents, st.integers(0, 11), st.sampled_from("0123456789"))
def test_a_patent_number_shows_every_single_wrong_digit(body, place, digit):
    code = str(complete_patent_numbers(np.array([body]))[0])
    assert holds("patent_number", code)
    other = code[:place] + digit + code[place + 1 :]
    assert not holds("patent_number", other) or other == code


@given(st.lists(st.text(max_size=3)))
def test_factorise_can_be_undone(codes):
    distinct, where = factorise(codes)
    assert [distinct[place] for place in where] == codes
    assert len(set(distinct)) == len(distinct)


@given(st.text(max_size=20))
def test_a_code_is_made_plain_once_and_for_all(text):
    assert plain(plain(text)) == plain(text) or re.search(r"[^\x00-\x7f]", plain(text))


def test_sections_cover_every_division_once():
    assert [section_of(division) for division in (1, 12, 13, 43, 63, 65, 75, 97)] == list("ABCCIIMT")
    assert section_of(0) == section_of(98) == ""


def test_very_many_codes_are_tested_like_one_by_one():
    codes = np.array(
        ["914403001922038216", "9144030071526726XG", "914403001922038215", ""] * 30_000, dtype=object
    )
    assert holding(CHECKS["credit_code"], codes).tolist() == [True, True, False, False] * 30_000
    assert holding(CHECKS["credit_code"], codes[:0]).tolist() == []
