from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command

from luodi.core.errors import InputError
from luodi.site.base.journal import chain, mirror
from luodi.site.base.models import Grant, Organisation, User
from luodi.site.ledger.demonstration import fill, text
from luodi.site.ledger.models import (
    Commitment,
    Conference,
    Duty,
    Edition,
    Evidence,
    Extension,
    InspectionItem,
    Report,
    SupervisionPaper,
)
from luodi.site.workspace import Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def generated(settings, tmp_path):
    settings.WORKSPACE = Workspace(tmp_path / "demo-generated", "generated")
    settings.WORKSPACE.folder.mkdir()
    settings.MEDIA_ROOT = tmp_path / "files"


def test_a_workspace_for_real_data_is_refused(settings, tmp_path):
    settings.WORKSPACE = Workspace(tmp_path, "real")
    with pytest.raises(InputError, match="real data"):
        fill.fill(1)
    assert not Organisation.objects.exists()


def test_a_workspace_with_something_in_it_is_refused(generated, here):
    with pytest.raises(InputError, match="not empty"):
        fill.fill(1)


def test_the_text_is_the_same_on_the_same_day():
    assert text.text(date(2026, 3, 5)) == text.text(date(2026, 3, 5))
    assert "到2026年11月，" in text.text(date(2026, 3, 5))


def test_a_city_at_work_fills_the_workspace(generated, monkeypatch, capsys):
    monkeypatch.setattr("luodi.site.ledger.demonstration.clock.PAUSE", 0)
    call_command("demo", seed=7)
    printed = capsys.readouterr().out.splitlines()[1:]
    assert sorted(line.split()[0] for line in printed) == sorted(
        User.objects.values_list("username", flat=True)
    )
    for line in printed:
        assert User.objects.get(username=line.split()[0]).check_password(line.split()[1])
    assert set(Grant.objects.values_list("role", flat=True)) == {
        "administrator", "office", "leader", "evaluator", "unit_lead", "unit_staff", "county",
    }  # fmt: skip
    assert Commitment.objects.count() == 47
    assert mirror.unsigned().many == 0  # everything went through the actions, and the journal names the hand
    states = Counter(Duty.objects.values_list("state", flat=True))
    assert states.total() >= 60
    assert set(states) == set(Duty.State.values) - {"draft"}
    lights = Counter(Duty.objects.values_list("light", flat=True))
    assert set(lights) == {"green", "yellow", "red", "none"}
    assert set(Report.objects.values_list("state", flat=True)) == {"submitted", "accepted", "returned"}
    assert set(Evidence.objects.values_list("state", flat=True)) == {"offered", "accepted"}
    assert Extension.objects.filter(state="asked").exists()
    assert set(SupervisionPaper.objects.values_list("kind", "state")) == {
        ("order", "issued"), ("circular", "issued"), ("brief", "issued"),
    }  # fmt: skip
    assert Conference.objects.get().resolutions.filter(duty__isnull=False).count() == 2
    assert set(InspectionItem.objects.values_list("state", flat=True)) == {"clean", "fault", "verified"}
    assert Edition.objects.get().totals
    chain.seal()
    assert chain.verify().first_break is None
