"""Panels of the desks: drawn for who has the right, beside what is late or after the rest."""

from __future__ import annotations

from luodi.site.base import panels, rights


def test_a_panel_is_drawn_on_its_desks_for_who_has_its_right(here, monkeypatch):
    monkeypatch.setattr(panels, "PANELS", [])
    panels.add(("office",), "one.html", rights.is_office, lambda person: {"who": person})
    panels.add(("office", "leader"), "two.html", rights.sees_all, urgent=True)
    assert panels.drawn("office", here.officer) == [{"template": "one.html", "who": here.officer}]
    assert panels.drawn("office", here.leader) == panels.drawn("leader", here.officer) == []
    assert panels.drawn("leader", here.leader, urgent=True) == [{"template": "two.html"}]
