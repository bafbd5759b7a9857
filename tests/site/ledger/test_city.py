from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from luodi.core.errors import CombinedInputError, InputError
from luodi.site.base.action import Actor
from luodi.site.base.models import Area, JournalEntry, Organisation, StoredFile
from luodi.site.ledger import city
from luodi.site.ledger.actions import adopt, review
from luodi.site.ledger.city_files import read_areas, read_units
from luodi.site.ledger.models import Commitment, Decision, DocumentVersion, Finding

LESHAN = Path(__file__).parents[3] / "examples" / "leshan"


@pytest.fixture
def folder(tmp_path):
    """A copy of the Leshan folder that a test may change."""
    return Path(shutil.copytree(LESHAN, tmp_path / "leshan"))


@pytest.mark.django_db
def test_leshan_is_loaded_once_reviewed_and_adopted():
    said = city.load(LESHAN)
    assert said[:2] == ["13 areas loaded", "15 units loaded"]
    version = DocumentVersion.objects.get()
    count = version.findings.count()
    assert said[2:] == [f"{version.decision.title}: {count} findings wait for review"]
    assert (version.state, version.number, version.decision.area.name) == ("review", 1, "乐山市")
    assert str(version.decision.adopted_on) == "2021-07-06"
    assert all(version.text[each.start : each.end] == each.quote for each in version.findings.all())
    county = Area.objects.get(name="马边彝族自治县")
    assert (county.parent.name, county.kind, Organisation.objects.get(area=county).kind) == (
        "乐山市",
        "county",
        "county",
    )
    assert {entry.user for entry in JournalEntry.objects.filter(table="ledger_finding")} == {None}

    assert city.load(LESHAN) == []
    assert (Decision.objects.count(), StoredFile.objects.count(), Area.objects.count()) == (1, 1, 13)

    assert review.accept_rest(Actor.system(), version) == count
    assert adopt.adopt(Actor.system(), version) == adopt.Adopted(count, 0, 0, 0)
    made = Commitment.objects.filter(decision=version.decision)
    assert made.count() == count and {each.article for each in made} <= {str(n) for n in range(1, 29)}
    one = made.get(indicator="国家高新技术企业")
    assert (one.article, one.article_heading, one.value, str(one.deadline)) == (
        "4", "建设四川高新技术产业带创新基地", 192, "2025-12-31",
    )  # fmt: skip
    assert Finding.objects.exclude(state="accepted").count() == 0


def test_every_unit_of_leshan_is_named_by_the_decision_in_those_words():
    text = (LESHAN / "decision.txt").read_text("utf-8")
    units = read_units(LESHAN, read_areas(LESHAN))
    assert [each.name for each in units if not each.source or each.source not in text] == []


def test_no_two_areas_share_a_tile():
    places = [(each.column, each.row) for each in read_areas(LESHAN) if each.column is not None]
    assert len(places) == len(set(places)) == 12


@pytest.mark.django_db
def test_generated_data_do_not_join_real_ones(folder):
    made = folder.rename(folder.with_name("generated_city"))
    with pytest.raises(InputError, match="this folder holds generated data"):
        city.load(made)
    assert Area.objects.count() == 0


@pytest.mark.django_db
def test_a_changed_text_is_no_second_decision(folder):
    city.load(folder)
    text = (folder / "decision.txt").read_text("utf-8").replace("192家", "200家")
    (folder / "decision.txt").write_text(text, "utf-8")
    (said,) = city.load(folder)
    assert "upload decision.txt there as a later version" in said
    assert DocumentVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_folder_without_areas_and_units_gives_the_city_alone(folder):
    (folder / "areas.yaml").unlink()
    (folder / "units.yaml").unlink()
    city.load(folder)
    assert (list(Area.objects.values_list("name", "kind")), Organisation.objects.count()) == (
        [("乐山市", "city")],
        0,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("areas.yaml", "- {name: 甲市, kind: town}\n- {name: '', kind: city}\n", ["areas.yaml row 1", "areas.yaml row 2"]),
        ("areas.yaml", "- {name: 甲市}\n- {name: 甲市}\n", ["甲市 stands twice"]),
        ("areas.yaml", "甲市", ["this is no list"]),
        ("areas.yaml", "- {name: 甲市, column: -1}\n", ["areas.yaml row 1"]),
        ("units.yaml", "- {name: 甲局, area: 丁县}\n- {name: 乙局, area: 丁县}\n", ["units.yaml row 1", "units.yaml row 2"]),
        ("units.yaml", "- {name: 甲局, phone: 1}\n", ["units.yaml row 1"]),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_by_row_and_nothing_is_written(folder, file, text, said):
    (folder / file).write_text(text, "utf-8")
    with pytest.raises(InputError) as error:
        city.load(folder)
    assert [words for words in said if words not in str(error.value)] == []
    assert len(said) == 1 or isinstance(error.value, CombinedInputError)
    assert (Area.objects.count(), Organisation.objects.count(), Decision.objects.count()) == (0, 0, 0)
