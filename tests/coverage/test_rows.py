from __future__ import annotations

import pytest

from luodi.core.errors import CombinedInputError, InputError
from luodi.coverage import read_rows

TEXT = "一、建设平台。发放创新券。二、发放创新券。"


def test_a_row_is_tied_to_its_phrase_in_its_own_article(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("id,article,phrase,needs\nS02-01,2,发放创新券,vouchers\n", encoding="utf-8")
    (row,) = read_rows(path, TEXT, {1: (0, 13), 2: (13, 21)})
    assert (row.id, row.article, row.sort, TEXT[row.start : row.end], row.start) == (
        "S02-01",
        2,
        "S",
        "发放创新券",
        15,
    )


def test_every_wrong_row_is_named_at_once(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text(
        "id,article,phrase,needs\nZ1,1,建设平台,x\nS01-01,1,建设平台,x\nS01-01,1,建设平台,x\nS01-02,1,没有的话,x\n",
        encoding="utf-8",
    )
    with pytest.raises(CombinedInputError) as caught:
        read_rows(path, TEXT)
    said = str(caught.value)
    assert "row 2: 'Z1' in article '1' is no row" in said
    assert "row 4: S01-01 is given twice" in said
    assert "row 5, column phrase: the phrase of S01-02 does not stand in the decision" in said


def test_a_file_with_other_columns_says_which_are_accepted(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("id,text\n", encoding="utf-8")
    with pytest.raises(InputError, match="Accepted: id,article,phrase,needs"):
        read_rows(path, TEXT)
