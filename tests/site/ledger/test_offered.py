"""Page and action agree: what a person is offered is what the action would let them do, for every role, state and verb."""

from __future__ import annotations

from datetime import date

import city
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from luodi.site.base.action import REGISTRY, Actor
from luodi.site.base.models import StoredFile
from luodi.site.base.refusals import NotAllowed, NotNow, Refusal
from luodi.site.ledger.actions import duties, evidence, extensions, parts, pressing, progress, recusals
from luodi.site.ledger.actions.progress import Told
from luodi.site.ledger.machine import VERBS
from luodi.site.ledger.models import CoUnit, Duty, Evidence, Extension, Report
from luodi.site.ledger.offered import may
from luodi.site.ledger.rules import RIGHTS

PEOPLE = (
    "administrator", "officer", "science_lead", "science_staff", "economy_lead", "economy_staff", "county_contact",
    "evaluator", "leader",
)  # fmt: skip


def calls(here, duty, told, file, asked):
    """Each verb as its action is called, and what it is done to."""
    later = date(2099, 12, 31)
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1")
    return {
        "register": (duty, lambda a: duties.register_draft(a, duty)),
        "assign": (duty, lambda a: duties.assign(a, duty, lead=duty.lead, due_on=duty.due_on)),
        "hand_down": (duty, lambda a: duties.hand_down(a, duty)),
        "decline": (duty, lambda a: duties.decline(a, duty, reason="x")),
        "sign": (duty, lambda a: duties.sign(a, duty)),
        "hand_over": (duty, lambda a: pressing.hand_over(a, duty, person=here.science_lead)),
        "plan": (duty, lambda a: parts.plan(a, duty, points=[])),
        "break_down": (duty, lambda a: parts.break_down(a, duty, parts=[])),
        "move_under": (duty, lambda a: parts.move_under(a, duty, parent=None)),
        "report": (duty, lambda a: progress.report(a, duty, Told("x"))),
        "accept_report": (told, lambda a: progress.accept_report(a, told)),
        "return_report": (told, lambda a: progress.return_report(a, told, note="x")),
        "offer_evidence": (duty, lambda a: evidence.offer_evidence(a, duty, upload=upload)),
        "judge_evidence": (file, lambda a: evidence.judge_evidence(a, file, accepted=True)),
        "recuse": (duty, lambda a: recusals.recuse(a, duty, person=a.user, ground="x")),
        "remind": (duty, lambda a: pressing.remind(a, duty)),
        "chase": (duty, lambda a: pressing.chase(a, duty)),
        "ask_extension": (
            duty,
            lambda a: extensions.ask_extension(a, duty, new_due_on=later, cause="land", reason="x"),
        ),
        "decide_extension": (asked, lambda a: extensions.decide_extension(a, asked, granted=False, note="x")),
        "ask_close": (duty, lambda a: duties.ask_close(a, duty)),
        "send_back": (duty, lambda a: duties.send_back(a, duty, note="x")),
        "close": (duty, lambda a: duties.close(a, duty)),
        "reopen": (duty, lambda a: duties.reopen(a, duty, reason="x")),
        "archive": (duty, lambda a: duties.archive(a, duty)),
        "withdraw": (duty, lambda a: duties.withdraw(a, duty, reason="x")),
    }


def scene(here, state):
    duty = city.duty(here, state=state)
    CoUnit.objects.create(duty=duty, organisation=here.economy)
    told = Report.objects.create(
        duty=duty, organisation=here.science, by=here.science_staff, at=timezone.now(), percent=1, text="x"
    )
    stored = StoredFile.objects.create(sha256="0" * 64, name="a.pdf", size=1, media_type="application/pdf")
    file = Evidence.objects.create(duty=duty, file=stored, organisation=here.science)
    asked = Extension.objects.create(
        duty=duty, asked_at=timezone.now(), old_due_on=duty.due_on, new_due_on=duty.due_on.replace(year=2032),
        cause="land", reason="x",
    )  # fmt: skip
    return calls(here, duty, told, file, asked)


def lets(call, person):
    """Whether the action lets a person do it; what is refused for its content is let."""
    from django.db import transaction

    try:
        with transaction.atomic():
            call(Actor(person))
            transaction.set_rollback(True)
    except NotAllowed:
        return False
    except NotNow as refusal:
        return "目前是" not in str(refusal)
    except Refusal:
        return True
    return True


@pytest.mark.parametrize("state", Duty.State.values)
def test_what_is_offered_is_what_the_action_lets(here, state):
    found = {}
    for verb, (thing, call) in scene(here, state).items():
        for name in PEOPLE:
            person = getattr(here, name)
            found[verb, name] = (may(person, verb, thing), lets(call, person))
    assert {key: pair for key, pair in found.items() if pair[0] != pair[1]} == {}


def test_every_verb_has_a_right_and_an_action_that_asks_it():
    assert set(RIGHTS) == set(VERBS)
    assert {verb: REGISTRY[f"duty.{verb}"].right for verb in VERBS} == RIGHTS


def test_every_verb_is_tried(here):
    assert set(scene(here, "in_progress")) == set(VERBS)
