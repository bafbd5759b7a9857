"""Which verbs a person is offered (可办动作): what the state allows and the right does not refuse."""

from __future__ import annotations

from typing import Any

from luodi.site.base.rights import Person

from .machine import VERBS, possible
from .models import Duty, Evidence, Extension, Report
from .rules import RIGHTS, duty_of

ON_A_REPORT = ("accept_report", "return_report")
ON_SOMETHING_ELSE = (*ON_A_REPORT, "judge_evidence", "decide_extension")
"""Verbs of a report, a file or a request; a duty's own page offers the others."""


def may(person: Person, verb: str, thing: Any) -> bool:
    """Whether a person may do a verb to a thing now; the action, asked the same moment, says the same."""
    duty = duty_of(thing)
    if duty is None:
        return RIGHTS[verb].test(person, thing)
    return duty.state in VERBS[verb].sources and RIGHTS[verb].test(person, thing)


def offered(person: Person, duty: Duty) -> list[str]:
    """The verbs a person may do to a duty now, in the machine's order."""
    return [
        verb for verb in possible(duty) if verb not in ON_SOMETHING_ELSE and RIGHTS[verb].test(person, duty)
    ]


def offered_on_report(person: Person, told: Report) -> list[str]:
    """What may be done to a report now: nothing once it was reviewed."""
    if told.state != Report.State.SUBMITTED:
        return []
    return [verb for verb in ON_A_REPORT if may(person, verb, told)]


def may_judge(person: Person, evidence: Evidence) -> bool:
    """Whether a person may judge a file now."""
    return may(person, "judge_evidence", evidence)


def may_decide(person: Person, asked: Extension) -> bool:
    """Whether a person may decide on a request for more time now."""
    return asked.state == Extension.State.ASKED and may(person, "decide_extension", asked)
