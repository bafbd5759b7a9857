"""The four papers as .docx: no half-width mark in a Chinese sentence, whoever wrote it, and no figure touched."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import city
import docx
import pytest
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.ledger.actions import conferences, papers
from luodi.site.ledger.models import Duty

TITLE = '新增企业1,234家(含"专精特新"),10:30前报'
REASON = "计划进度60%,实际45%;滞后15个百分点"
WRONG = re.compile(r'[\u3400-\u9fff%][ ]?[,;:?!()"]|[,;:?!()"][ ]?[\u3400-\u9fff]')


@pytest.fixture
def late(here):
    due = timezone.localdate() - timedelta(days=9)
    duty = city.duty(here, light="red", light_reason=REASON, due_on=due)
    Duty.objects.update(title=TITLE)
    here.duty, here.actor = Duty.objects.get(pk=duty.pk), Actor(here.officer)
    return here


def order(late) -> bytes:
    return papers.laid_out(papers.draft_orders(late.actor, [late.duty])[0])


def circular(late) -> bytes:
    return papers.laid_out(papers.draft_circular(late.actor, [late.duty]))


def brief(late) -> bytes:
    return papers.laid_out(papers.draft_brief(late.actor, timezone.localdate()))


def minutes(late) -> bytes:
    sitting = conferences.call(
        late.actor, None, title="创新工作(第3次)会议", held_on=timezone.localdate(), attendees=[late.science],
        agenda=TITLE, minutes=REASON,
    )  # fmt: skip
    conferences.resolve(late.actor, sitting, text=TITLE)
    return conferences.laid_out(sitting)


@pytest.mark.parametrize("paper", [order, circular, brief, minutes])
def test_no_half_width_mark_stands_in_a_chinese_sentence_of_a_paper(late, settings, paper):
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")
    word = docx.Document(io.BytesIO(paper(late)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    lines = [each.text for each in word.paragraphs] + cells
    assert [line for line in lines if WRONG.search(line)] == []
    assert "新增企业1,234家（含“专精特新”），10:30前报" in "\n".join(lines)


@pytest.mark.parametrize("paper", [order, circular, minutes])
def test_what_is_late_is_told_in_full_width(late, paper):
    word = docx.Document(io.BytesIO(paper(late)))
    text = "\n".join(each.text for each in word.paragraphs)
    assert "计划进度60%，实际45%；滞后15个百分点" in text
