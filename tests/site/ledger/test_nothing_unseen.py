"""No page, list or file says anything of a duty that its reader may not open, wherever another thing names it."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import timedelta
from decimal import Decimal

import busy
import city
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.ledger import urls
from luodi.site.ledger.actions import feeds, parts
from luodi.site.ledger.models import (
    Commitment,
    Conference,
    CoUnit,
    Decision,
    DocumentVersion,
    Duty,
    Edition,
    Evidence,
    Extension,
    Finding,
    Inspection,
    InspectionItem,
    Instruction,
    Node,
    Pressing,
    Report,
    Resolution,
    SamplingFrame,
    SupervisionPaper,
)
from luodi.site.ledger.rules import can_see_duty

WORD = "不宜外传"
"""In every title and text of what the science bureau may not see, and looked for by the search."""
LEAK = re.compile(f".{{0,40}}{WORD}(?:任务|标准|进展|节点|提醒|理由|佐证|批示|层).{{0,40}}")
"""The word as a duty says it; a page that was asked for it may say the word again by itself."""
BUDGET = 25


def secret(here, lead, **values):
    duty = city.duty(here, lead, **values)
    duty.title, duty.standard = f"{WORD}任务{duty.number}", f"{WORD}标准{duty.number}"
    duty.save()
    return duty


def told(duty, unit):
    now = timezone.now()
    Report.objects.create(duty=duty, organisation=unit, at=now, percent=7, text=f"{WORD}进展")
    Node.objects.create(duty=duty, title=f"{WORD}节点", due_on=timezone.localdate(), percent=50)
    Pressing.objects.create(
        duty=duty, kind="remind", due_on=duty.due_on, key=f"k{duty.pk}", text=f"{WORD}提醒", at=now
    )
    Extension.objects.create(
        duty=duty, asked_at=now, old_due_on=duty.due_on, new_due_on=duty.due_on + timedelta(days=1), cause="land",
        reason=f"{WORD}理由",
    )  # fmt: skip


def instructed(here, duty, unit, text=f"{WORD}批示"):
    Instruction.objects.create(
        duty=duty, leader=here.leader, text=text, written_on=timezone.localdate(), answer_by=timezone.localdate(),
        state="handed_down", unit=unit, handed_down_at=timezone.now(),
    )  # fmt: skip


def paper(kind, duties, addressee=None):
    made = SupervisionPaper.objects.create(
        kind=kind, year=2026, number=SupervisionPaper.objects.count() + 1, title=f"文书{kind}", body="正文", state="issued",
        issued_on=timezone.localdate(), addressee=addressee,
    )  # fmt: skip
    made.duties.set(duties)
    return made


@pytest.fixture
def tree(here):
    """Duties the science bureau sees, each beside, below or above others that it does not."""
    before, whole = secret(here, here.economy), secret(here, here.economy)
    own = city.duty(here, here.science, parent=before, due_on=timezone.localdate())
    parts.move_under(Actor(here.officer), own, parent=whole)  # the journal names both
    sibling = secret(here, here.economy, parent=whole, due_on=timezone.localdate())
    below = city.duty(here, here.countyhall, parent=own)
    far_below = secret(here, here.economy, parent=below)
    helped = city.duty(here, here.economy)
    CoUnit.objects.create(duty=helped, organisation=here.science)
    beside = secret(here, here.economy, parent=helped)
    here.hidden = [before, whole, sibling, far_below, beside]
    here.own, here.below, here.helped = own, below, helped
    for duty in here.hidden:
        told(duty, here.economy)
        instructed(here, duty, here.economy)
    instructed(here, own, here.science, "请抓紧")
    Evidence.objects.create(
        duty=whole, file=busy.stored(here), organisation=here.economy, title=f"{WORD}佐证"
    )
    here.papers = [
        paper("circular", [own, sibling]), paper("order", [own, sibling], here.science),
        paper("order", [own, sibling], here.economy), paper("brief", [own, sibling]),
    ]  # fmt: skip
    sitting = Conference.objects.create(title="联席会议", held_on=timezone.localdate())
    sitting.attendees.add(here.science)
    here.sitting = sitting
    Resolution.objects.create(conference=sitting, text="议定一", duty=sibling)
    Resolution.objects.create(conference=sitting, text="议定二", duty=own)
    today = timezone.localdate()
    looked = Inspection.objects.create(
        title="专项督查", starts_on=today, ends_on=today, state="concluded", concluded_on=today, conclusion="结论"
    )  # fmt: skip
    SamplingFrame.objects.create(
        inspection=looked, size=2, rows=[[own.pk, own.number, "a"], [sibling.pk, sibling.number, f"{WORD}层"]],
        listed_at=timezone.now(), sha256="0" * 64,
    )  # fmt: skip
    here.looked = looked
    for duty in (own, sibling):
        InspectionItem.objects.create(inspection=looked, duty=duty, state="clean")
    return here


PEOPLE = ("science_staff", "science_lead")


OF = {
    "duties": Duty, "commitments": Commitment, "reports": Report, "evidence": Evidence, "extensions": Extension,
    "papers": SupervisionPaper, "conferences": Conference, "resolutions": Resolution, "inspections": Inspection,
    "inspected": InspectionItem, "instructions": Instruction, "decisions": Decision, "texts": DocumentVersion, "findings": Finding, "editions": Edition,
}  # fmt: skip
"""What the number in an address is of, by the address's first word."""


def addresses(person):
    """Every address of the ledger that is read: those without arguments, and each with every thing there is."""
    plain, numbered = [], []
    for each in urls.urlpatterns:
        route = each.pattern._route
        if "<" not in route:
            plain.append(reverse(f"ledger:{each.name}"))
        elif route.count("<") == 1 and "int:pk" in route and "filters" not in route:
            keys = OF[route.partition("/")[0]].objects.values_list("pk", flat=True)
            numbered += [reverse(f"ledger:{each.name}", args=[pk]) for pk in keys]
    secret_address = feeds.open_feed(Actor(person))
    more = [
        f"{reverse('ledger:search')}?q={WORD}",
        reverse("ledger:feed", args=[secret_address]),
        *(reverse("ledger:matrix", args=[kind]) for kind in ("article", "area", "state", "unit")),
        *(f"{reverse('ledger:duties')}?q={word}" for word in (WORD, "D0")),
        "/notices/",
    ]
    return plain + numbered + more


def words(answer):
    """What an answer says: its text, that of the parts of a packed file."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return html.unescape(body.decode("utf-8", "replace"))  # workbooks write their letters as numbers


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_list_or_file_says_a_word_of_what_one_may_not_open(tree, client, who):
    person = getattr(tree, who)
    assert [can_see_duty.test(person, duty) for duty in tree.hidden] == [False] * len(tree.hidden)
    client.force_login(person)
    leaks, answered = [], set()
    for address in addresses(person):
        answer = client.get(address)
        answered.add(answer.status_code)
        leaks += [(address, found) for found in LEAK.findall(words(answer))]
    assert leaks == []
    assert {200, 403} <= answered <= {200, 302, 403, 404, 405}


def test_the_walk_finds_the_word_where_it_may_stand(tree, client):
    client.force_login(tree.officer)
    for address in (
        reverse("ledger:duty", args=[tree.own.pk]), reverse("ledger:duty_timeline", args=[tree.own.pk]),
        reverse("ledger:paper", args=[tree.papers[0].pk]), reverse("ledger:inspection", args=[tree.looked.pk]), reverse("ledger:pressings"),
        reverse("ledger:calendar"), reverse("ledger:duties_xlsx"),
    ):  # fmt: skip
        assert WORD in words(client.get(address)), address


def test_a_part_says_that_it_is_one_and_a_whole_how_many_parts_are_not_listed(tree, client):
    client.force_login(tree.science_staff)
    page = words(client.get(reverse("ledger:duty", args=[tree.own.pk])))
    assert "上级任务不在您的可见范围内" in page
    assert tree.below.title in page and "另有1项分解任务不在您的可见范围内" in page
    assert "另有1项分解任务不在您的可见范围内" in words(
        client.get(reverse("ledger:duty", args=[tree.helped.pk]))
    )
    assert "另有1项涉及事项不在您的可见范围内" in words(
        client.get(reverse("ledger:paper", args=[tree.papers[0].pk]))
    )
    assert "已转为任务,不在您的可见范围内" in words(
        client.get(reverse("ledger:conference", args=[tree.sitting.pk]))
    )


def test_a_brief_and_anothers_order_are_no_reading_for_a_unit_they_name_in_passing(tree, client):
    client.force_login(tree.science_staff)
    answers = [client.get(reverse("ledger:paper", args=[each.pk])).status_code for each in tree.papers]
    assert answers == [200, 200, 403, 403]
    assert words(client.get(reverse("ledger:papers"))).count("文书") >= 2
    assert "文书brief" not in words(client.get(reverse("ledger:papers")))
    taken_over = paper("order", [tree.own], tree.economy)
    assert client.get(reverse("ledger:paper", args=[taken_over.pk])).status_code == 200


def test_who_breaks_a_duty_down_sees_its_parts_and_who_helps_sees_how_many_there_are(here, client):
    duty = city.duty(here)
    CoUnit.objects.create(duty=duty, organisation=here.economy)
    point = parts.Part("分给县里的任务", here.countyhall, Decimal(1), duty.due_on)
    (part,) = parts.break_down(Actor(here.science_lead), duty, parts=[point])
    for person, sees in ((here.science_lead, True), (here.science_staff, True), (here.economy_staff, False)):
        client.force_login(person)
        assert client.get(reverse("ledger:duty", args=[part.pk])).status_code == (200 if sees else 403)
        for address in (reverse("ledger:duty", args=[duty.pk]), reverse("ledger:duties")):
            assert ("分给县里的任务" in words(client.get(address))) == sees, (person, address)


def test_a_part_of_ones_own_whole_waits_for_no_signature_of_ones_own(here, client):
    whole = city.duty(here)
    city.duty(here, here.countyhall, "handed_down", parent=whole)
    mine = city.duty(here, state="handed_down")
    client.force_login(here.science_lead)
    answer = client.get(reverse("ledger:mine"))
    assert [duty.pk for duty in answer.context["to_sign"]] == [mine.pk]


def test_a_stale_edit_names_a_whole_by_its_number_alone(here, client):
    duty, whole = city.duty(here), secret(here, here.economy)
    address, seen = reverse("ledger:do", args=[duty.pk, "plan"]), Duty.objects.get(pk=duty.pk).version
    parts.move_under(Actor(here.officer), duty, parent=whole)
    client.force_login(here.science_lead)
    answer = client.post(
        address, {"version": seen, "title_0": "节点", "due_on_0": "2030-01-01", "percent_0": "10"}
    )
    assert answer.status_code == 409
    assert whole.number in words(answer) and WORD not in words(answer)


@pytest.mark.parametrize("who", ["science_staff", "officer"])
def test_a_duty_in_many_parts_asks_no_more_than_one_in_three(here, client, who):
    duty = city.duty(here, parent=secret(here, here.economy))
    page, counts = reverse("ledger:duty", args=[duty.pk]), []
    client.force_login(getattr(here, who))
    for more in (1, 2, 47):
        for number in range(more):
            lead = here.countyhall if number % 2 else here.economy
            part = city.duty(here, lead, parent=duty)
            paper("circular", [duty, part])
            paper("order", [duty, part], here.economy)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        counts.append(len(asked))
    assert max(counts) <= BUDGET, counts
    assert counts[2] <= counts[1], counts
