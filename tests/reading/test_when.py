"""Times: deadlines, periods and bases of comparison."""

from __future__ import annotations

import pytest

from luodi.core.record import Document
from luodi.reading.when import Calendar, calendar_of, times

IN_2022 = Calendar(issued=2022, start=2022, horizon=None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("到2025年，", [("2025", "deadline")]),
        ("到2023年末，", [("2023", "deadline")]),
        ("2024年6月底前", [("2024-06", "deadline")]),
        ("2030年前，", [("2030", "deadline")]),
        ("“十四五”末，", [("2025", "during")]),
        ("“十三五”期间，", [("2016-2020", "during")]),
        ("2022年至2024年，", [("2022-2024", "during")]),
        ("较2020年下降", [("2020", "baseline")]),
        ("在2023年基础上翻番", [("2023", "baseline")]),
        ("由2020年的36%", [("2020", "baseline")]),
        ("今后五年，", [("2022-2026", "during")]),
        ("年底前完成", [("2022", "deadline")]),
        ("去年，", [("2021", "during")]),
        ("二〇三五年，", [("2035", "during")]),
        ("三年内，", [("2022-2024", "deadline")]),
        ("五年来，", [("2017-2021", "during")]),
        ("上世纪90年代", []),
    ],
)
def test_times(text: str, found: list[tuple[str, str]]) -> None:
    assert [(time.shown, time.role) for time in times(text, 0, len(text), IN_2022)] == found


@pytest.mark.parametrize(
    ("title", "number", "adopted", "calendar"),
    [
        ("某市行动计划（2021-2023年）", None, None, (None, 2021, 2023)),
        ("某市“十四五”水利发展规划", "某政发〔2021〕27号", None, (2021, 2021, 2025)),
        ("某省国民经济和社会发展第十五个五年规划纲要", None, "2026-01-28", (2026, 2026, 2030)),
        ("某市2024年重点任务分工表", None, None, (None, 2024, 2024)),
        ("某市委关于创新的决定", None, "2021-07-06", (2021, 2021, None)),
    ],
)
def test_calendar(
    title: str, number: str | None, adopted: str | None, calendar: tuple[int | None, ...]
) -> None:
    found = calendar_of(Document(title=title, number=number, adopted_on=adopted, text_sha256=""))
    assert (found.issued, found.start, found.horizon) == calendar
