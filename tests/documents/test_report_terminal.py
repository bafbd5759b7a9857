from __future__ import annotations

import io

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console
from tests.delivery.sample import sample

from luodi.documents.report import terminal
from luodi.documents.report.words import MARKS


@pytest.mark.parametrize("width", [80, 100, 132])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(cell_len(line) for line in terminal.to_text(sample(), width).splitlines()) <= width


def test_totals_come_first_with_shape_and_word() -> None:
    text = terminal.to_text(sample())
    assert text.index("15项承诺：兑现1项，滞后3项，在途3项，无法衡量8项") < text.index("第3条")
    counts = sample().totals.by_status
    assert all(f"{mark.sign} {mark.word.zh} {counts[status]}" in text for status, mark in MARKS.items())


def test_a_chance_has_a_line_of_its_own() -> None:
    lines = terminal.to_text(sample(), 132).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("预测") and "完成概率18%" in line)
    said = "".join(line.strip() for line in lines[at : at + 3])
    assert "2027年710—1290亿元（80%区间），中值1000亿元；只有3个年度数据" in said
    assert "余期所需每年+166.7亿元，+19.7%（2024—2027）" in said
    assert "完成概率—；不给出概率：只有2个年度数据，预测至少要3个" in "".join(map(str.strip, lines))


def test_what_cannot_be_told_says_what_is_missing() -> None:
    lines = [line.split() for line in terminal.to_text(sample(), 100).splitlines()]
    assert ["?", "第5条", "一总园六分园", "没有数据", "期限；分园名单"] in lines


def test_piped_output_is_plain() -> None:
    stream = io.StringIO()
    terminal.show(sample(), Console(file=stream, width=80))
    assert "\x1b" not in stream.getvalue()


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    def shown() -> str:
        stream = io.StringIO()
        console = Console(file=stream, width=80, force_terminal=True, color_system="truecolor")
        terminal.show(sample(), console)
        return stream.getvalue()

    assert "\x1b[1;38;2" in shown()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "38;2" not in shown()


def test_brackets_are_text_and_no_markup() -> None:
    first, *rest = sample().promises
    changed = msgspec.structs.replace(first, indicator="[bold]括号[/x]")
    text = terminal.to_text(msgspec.structs.replace(sample(), promises=[changed, *rest]), 132)
    assert "[bold]括号[/x]" in text.replace("\n", "")
