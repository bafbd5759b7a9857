"""Leaders' instructions that the permission tables name; "own" is the science bureau."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from matrix import Things, thing

from luodi.site.base.action import Actor
from luodi.site.ledger.actions import instructions
from luodi.site.ledger.models import Instruction


def _scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("批示.pdf", b"%PDF-1.4", "application/pdf")


def _handed_down(things: Things) -> Instruction:
    made = instructions.write(Actor(things.here.leader), things["duty"], text="请抓紧。")
    return instructions.hand_down(Actor(things.here.officer), made)


@thing
def instruction_written(things: Things):
    """An instruction on no duty, recorded with its scan, that waits to be handed down."""
    here = things.here
    return instructions.record(
        Actor(here.officer),
        None,
        leader=here.leader,
        text="请研究。",
        written_on=timezone.localdate(),
        upload=_scan(),
    )


@thing
def instruction_placed(things: Things):
    """An instruction on the own unit's duty that waits to be handed down."""
    return instructions.write(Actor(things.here.leader), things["duty"], text="请抓紧。")


@thing
def instruction(things: Things):
    """An instruction handed to the own unit, which has not signed for it."""
    return _handed_down(things)


@thing
def instruction_signed(things: Things):
    """An instruction that the own unit has signed for."""
    return instructions.sign(Actor(things.here.science_lead), _handed_down(things))


@thing
def instruction_answer(things: Things):
    """What the own unit answered, with a file; it waits for review."""
    signed = instructions.sign(Actor(things.here.science_lead), _handed_down(things))
    return instructions.answer(Actor(things.here.science_lead), signed, text="已办。", files=[_scan()])


@thing
def answer_file(things: Things):
    return things["instruction_answer"].files.get()
