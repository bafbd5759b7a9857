"""What is declared (声明).

Rules, registers, kinds, indicators; each with the rows it answers and a proof that runs.

A proof runs the real thing on a worked example: a rule from facts to verdicts, a method from records to a
figure, a kind
or register from a row that is accepted to one that is refused for the stated reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from luodi.core import registers
from luodi.measuring import methods
from luodi.measuring.catalogue import national
from luodi.measuring.methods.examples import differences as value_differences
from luodi.measuring.methods.loading import lacks
from luodi.rules import load as load_rule
from luodi.rules import names as rule_names
from luodi.rules.cases import differences as case_differences

Sort = Literal["rule", "register", "kind", "indicator", "lack"]
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

        def proof(rule: object = rule, name: str = name) -> list[str]:
            loaded = load_rule(name)
            return [words for case in loaded.cases for words in case_differences(loaded, case)]

        yield Declaration("rule", name, rule.zh, rule.en, tuple(rule.answers), len(rule.cases), proof)


def _registers() -> Iterator[Declaration]:
    for register in registers.load().values():
        if register.answers:
            examples = [kind.example for kind in register.kinds.values()]

            def keeps(register: registers.Register = register) -> list[str]:
                return [words for kind in register.kinds.values() for words in _kept(register, kind)]

            yield Declaration(
                "register",
                register.id,
                register.title.zh,
                register.title.en,
                tuple(register.answers),
                len(examples),
                keeps,
            )
        for kind in register.kinds.values():
            if kind.answers:

                def proof(register: registers.Register = register, kind: registers.Kind = kind) -> list[str]:
                    return _kept(register, kind)

                name = f"{register.id}.{kind.id}"
                yield Declaration("kind", name, kind.title.zh, kind.title.en, tuple(kind.answers), 1, proof)


def _kept(register: registers.Register, kind: registers.Kind) -> list[str]:
    """The right row of a kind is accepted and its wrong one refused for the stated reason."""
    accepted = registers.check(register, [kind.example]).problems
    refused = registers.check(register, [{**kind.example, **kind.wrong.set}]).errors()
    found = [f"{kind.id}: the right row is refused: {problem}" for problem in accepted]
    if not any(kind.wrong.says in str(error) for error in refused):
        found.append(f"{kind.id}: the wrong row is not refused with {kind.wrong.says!r}")
    return found


def _indicators() -> Iterator[Declaration]:
    for name, method in methods.load().items():
        indicator = national()[name]

        def proof(method: methods.Method = method) -> list[str]:
            return [words for example in method.examples for words in value_differences(method, example)]

        yield Declaration(
            "indicator",
            name,
            indicator.name_zh,
            indicator.name_en,
            tuple(method.answers),
            len(method.examples),
            proof,
        )


def _lacks() -> Iterator[Declaration]:
    for lack in lacks().values():
        yield Declaration("lack", lack.row, lack.zh, lack.en, (lack.row,), 0, list)
