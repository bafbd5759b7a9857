"""Draw the lives of a duty and of an instruction from the code: what ``docs/guide/machine.md`` shows.

Run ``python docs/machine.py`` after changing ``machine`` or ``instructing`` of ``luodi.site.ledger``; a test
compares pictures and tables with the code.
"""

from __future__ import annotations

import os
import tempfile
from html import escape
from pathlib import Path
from typing import Any

GUIDE = Path(__file__).parent / "guide"
WIDTH, STEP, TOP, BOX_X, BOX_W, BOX_H = 760, 96, 24, 300, 150, 44
WHO = {
    "office": "督查办公室",
    "unit": "责任单位",
    "leader or office": "批示领导或督查办公室",
    "another unit": "责任单位以外的单位",
    "office of another unit": "责任单位以外的督查办公室",
    "office or unit": "督查办公室或责任单位",
    "office or evaluator": "督查办公室或第三方评估",
    "office or clock": "督查办公室或系统定时",
}


def ready() -> None:
    """Make Django usable without a site: words in Chinese, nothing written."""
    import django
    from django.conf import settings
    from django.utils import translation

    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.site.settings")
        os.environ.setdefault("LUODI_WORKSPACE", tempfile.mkdtemp(prefix="luodi-docs-"))
        django.setup()
    translation.activate("zh-hans")


def picture() -> str:
    """The life of a duty as SVG."""
    from luodi.site.ledger.machine import VERBS, S

    return _picture("责任事项的状态机", S, VERBS)


def picture_of_instructions() -> str:
    """The life of a leader's instruction as SVG."""
    from luodi.site.ledger.instructing import VERBS, S

    return _picture("批示的状态机", S, VERBS)


def _picture(title: str, named: Any, verbs: dict[str, Any]) -> str:
    """A state machine as SVG: states from top to bottom, ways on to the right, ways back to the left."""
    states = [state.value for state in named]
    middle = {value: TOP + place * STEP + BOX_H / 2 for place, value in enumerate(states)}
    ways: dict[tuple[str, str], list[str]] = {}
    for verb in verbs.values():
        for source in verb.sources:
            if verb.target:
                ways.setdefault((str(source), str(verb.target)), []).append(str(verb.title))
    parts = [
        _way(middle[a], middle[b], "、".join(titles), states.index(b) - states.index(a))
        for (a, b), titles in ways.items()
    ]
    parts += [_box(middle[state.value] - BOX_H / 2, str(state.label), state.value) for state in named]
    height = TOP * 2 + STEP * (len(states) - 1) + BOX_H
    return "\n".join([_HEAD.format(width=WIDTH, height=height, title=title), *parts, "</svg>", ""])


_FONT = "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"
_HEAD = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width}} {{height}}" width="{{width}}"
 height="{{height}}" role="img" aria-label="{{title}}" font-family="{_FONT}" font-size="14">
<title>{{title}}</title>
<rect width="100%" height="100%" fill="#ffffff"/>
<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7"
 orient="auto-start-reverse"><path d="M0,0 L10,5 L0,10 z" fill="#1f5a99"/></marker></defs>"""
_STROKE = 'stroke="#1f5a99" fill="none" marker-end="url(#tip)"'


def _box(top: float, label: str, code: str) -> str:
    centre = BOX_X + BOX_W / 2
    return (
        f'<rect x="{BOX_X}" y="{top:g}" width="{BOX_W}" height="{BOX_H}" rx="6" '
        'fill="#f1f5f9" stroke="#1d2939"/>'
        f'<text x="{centre:g}" y="{top + 19:g}" text-anchor="middle" font-weight="600">{escape(label)}</text>'
        f'<text x="{centre:g}" y="{top + 36:g}" text-anchor="middle" font-size="11" '
        f'fill="#4b5563">{escape(code)}</text>'
    )


def _way(start: float, end: float, title: str, steps: int) -> str:
    """One way: straight down to the next state, else a curve that bows out the further it leads."""
    if steps == 1:
        x, top, bottom = BOX_X + BOX_W / 2, start + BOX_H / 2, end - BOX_H / 2
        line = f'<path d="M{x:g},{top:g} L{x:g},{bottom:g}" {_STROKE}/>'
        return line + _label(x + 8, (top + bottom) / 2 + 5, title, "start")
    side = 1 if steps > 0 else -1
    edge = BOX_X + BOX_W if side > 0 else BOX_X
    bow = edge + side * (50 + 34 * abs(steps))
    off = 9 if side > 0 else -9
    start, end = start + off, end - off
    curve = f"M{edge:g},{start:g} C{bow:g},{start:g} {bow:g},{end:g} {edge:g},{end:g}"
    line = f'<path d="{curve}" {_STROKE}/>'
    reach = edge + 0.75 * (bow - edge)
    return line + _label(reach + side * 4, (start + end) / 2 + 5, title, "start" if side > 0 else "end")


def _label(x: float, y: float, title: str, anchor: str) -> str:
    halo = 'paint-order="stroke" stroke="#ffffff" stroke-width="5"'
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" {halo} fill="#1d2939">{escape(title)}</text>'


def page() -> str:
    """The page: for both lives the picture and every verb with the states in which it may be done."""
    from luodi.site.ledger import instructing, machine

    rows, also = _rows(machine.S, machine.VERBS), _rows(instructing.S, instructing.VERBS)
    return _PAGE + "\n".join(rows) + "\n" + _INSTRUCTIONS + "\n".join(also) + "\n"


def _rows(named: Any, verbs: dict[str, Any]) -> list[str]:
    def _names(states: tuple[str, ...]) -> str:
        return "、".join(str(named(each).label) for each in states)

    return [
        f"| {verb.title} | `{name}` | {WHO[verb.who]} | {_names(verb.sources)} | "
        f"{named(verb.target).label if verb.target else '不变'} |"
        for name, verb in verbs.items()
    ]


_PAGE = """# The life of a duty (责任事项的状态机)

What may be done to a duty, by whom, and where it leads. Picture and table are drawn from
`luodi.site.ledger.machine` by `python docs/machine.py`; pages and actions ask the same table.

```{image} machine.svg
:alt: the states of a duty and the verbs that lead from one to the next
```

| 动作 | verb | 谁办理 | 可办理的状态 | 办理后的状态 |
|---|---|---|---|---|
"""


_INSTRUCTIONS = """
## The life of a leader's instruction (批示的状态机)

Drawn from `luodi.site.ledger.instructing`. An instruction that is about no duty yet is placed on one
(对应到责任事项) or made a task (立为任务) before it is handed down.

```{image} instructions.svg
:alt: the states of an instruction and the verbs that lead from one to the next
```

| 动作 | verb | 谁办理 | 可办理的状态 | 办理后的状态 |
|---|---|---|---|---|
"""


def main() -> None:
    """Write all files."""
    ready()
    (GUIDE / "machine.svg").write_text(picture(), encoding="utf-8")
    (GUIDE / "instructions.svg").write_text(picture_of_instructions(), encoding="utf-8")
    (GUIDE / "machine.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
