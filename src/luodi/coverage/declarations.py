"""What is declared (声明).

Rules, registers, kinds, indicators; each with the rows it answers and a proof that runs.

A proof runs the real thing on a worked example: a rule from facts to verdicts, a method from records to a
figure, a kind
or register from a row that is accepted to one that is refused for the stated reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from luodi.core import registers
from luodi.core.registers.model import Wrong
from luodi.measuring import methods
from luodi.measuring.catalogue import national
from luodi.measuring.methods.examples import differences as value_differences
from luodi.measuring.methods.loading import lacks
from luodi.rules import Rule
from luodi.rules import load as load_rule
from luodi.rules import names as rule_names
from luodi.rules.cases import differences as case_differences

Sort = Literal["rule", "register", "kind", "indicator", "lack"]
RowOf = Mapping[str, Any]
Proof = Callable[[], list[str]]
"""Runs the examples and says what differs; nothing if all pass."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration.

    Attributes:
        sort: what it is; ``lack`` says why a row cannot be measured, which is an answer to a target only.
        id: unique among its sort.
        zh, en: its name.
        answers: rows it serves.
        examples: how many worked examples it has.
        proof: runs them.
    """

    sort: Sort
    id: str
    zh: str
    en: str
    answers: tuple[str, ...]
    examples: int
    proof: Proof


def declarations() -> list[Declaration]:
    """Everything declared that comes with Luodi."""
    return [*_rules(), *_registers(), *_indicators(), *_lacks()]


def _rules() -> Iterator[Declaration]:
    for name in rule_names():
        rule = load_rule(name)
        proof = partial(_judged, rule)
        yield Declaration("rule", name, rule.zh, rule.en, tuple(rule.answers), len(rule.cases), proof)


def _judged(rule: Rule) -> list[str]:
    return [words for case in rule.cases for words in case_differences(rule, case)]


def _registers() -> Iterator[Declaration]:
    for register in registers.load().values():
        if register.answers:
            pairs = [(kind.example, kind.wrong) for kind in register.kinds.values()]
            if register.example is not None and register.wrong is not None:
                pairs.append((register.example, register.wrong))
            proof = partial(_kept, register, pairs)
            name = register.title
            yield Declaration(
                "register", register.id, name.zh, name.en, tuple(register.answers), len(pairs), proof
            )
        for kind in register.kinds.values():
            if kind.answers:
                proof = partial(_kept, register, [(kind.example, kind.wrong)])
                name = kind.title
                yield Declaration(
                    "kind", f"{register.id}.{kind.id}", name.zh, name.en, tuple(kind.answers), 1, proof
                )


def _kept(register: registers.Register, pairs: Sequence[tuple[RowOf, Wrong]]) -> list[str]:
    """Right rows are accepted, and wrong ones refused for the stated reason."""
    found = []
    for right, wrong in pairs:
        accepted = registers.check(register, [right]).errors()
        refused = registers.check(register, [{**right, **wrong.set}]).errors()
        found += [f"{register.id}: the right row is refused: {error}" for error in accepted]
        if not any(wrong.says in str(error) for error in refused):
            found.append(f"{register.id}: the wrong row is not refused with {wrong.says!r}")
    return found


def _indicators() -> Iterator[Declaration]:
    for name, method in methods.load().items():
        indicator = national()[name]

        proof = partial(_measured, method)
        yield Declaration(
            "indicator",
            name,
            indicator.name_zh,
            indicator.name_en,
            tuple(method.answers),
            len(method.examples),
            proof,
        )


def _measured(method: methods.Method) -> list[str]:
    return [words for example in method.examples for words in value_differences(method, example)]


def _lacks() -> Iterator[Declaration]:
    for lack in lacks().values():
        yield Declaration("lack", lack.row, lack.zh, lack.en, (lack.row,), 0, list)
