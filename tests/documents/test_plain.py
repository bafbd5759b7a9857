from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from luodi.core.errors import InputError
from luodi.documents.plain import check_target, clean, number, one_line, write_bytes


@given(st.text())
def test_any_cleaned_text_can_stand_in_xml(text: str) -> None:
    element = etree.Element("p")
    element.text = clean(text)
    assert etree.fromstring(etree.tostring(element, encoding="utf-8")).text in {
        clean(text).replace("\r\n", "\n").replace("\r", "\n") or None,
        clean(text) or None,
    }
    assert "\n" not in one_line(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_lose_nothing(value: float) -> None:
    assert float(number(value)) == value
    assert "e" not in number(value)


def test_a_file_keeps_its_permissions_and_a_link_its_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "b").symlink_to("a")
    write_bytes(tmp_path / "b", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "b").is_symlink()
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_devices_are_written_to_as_they_are() -> None:
    write_bytes(Path("/dev/null"), b"x")
    assert not Path("/dev/null").is_file()
    with pytest.raises(InputError, match="No space left on device"):
        write_bytes(Path("/dev/full"), b"x")


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    write_bytes(tmp_path / ("清" * 85), b"x")
    assert (tmp_path / ("清" * 85)).read_bytes() == b"x"


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write the file"):
        write_bytes(tmp_path / "none" / "a", b"x")
    with pytest.raises(InputError, match="cannot write the file"):
        write_bytes(tmp_path / ("a" * 300), b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_target_is_looked_at_beforehand(tmp_path: Path) -> None:
    check_target(tmp_path / "new.json")
    check_target(Path("/dev/null"))
    with pytest.raises(InputError, match="the output is a folder"):
        check_target(tmp_path)
    with pytest.raises(InputError, match="folder does not exist"):
        check_target(tmp_path / "none" / "new.json")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    if os.geteuid():
        with pytest.raises(InputError, match="permission denied"):
            check_target(locked / "new.json")
