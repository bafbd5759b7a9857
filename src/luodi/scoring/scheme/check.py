"""What must hold in a scheme beyond its form; everything that does not is named at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from luodi.core.errors import CombinedInputError, InputError
from luodi.scoring.formula import Formula
from luodi.scoring.scheme.fractions import number
from luodi.scoring.scheme.limits import ranges
from luodi.scoring.scheme.model import Group, Scheme
from luodi.scoring.scheme.steps import Aggregate, Denominate, Grade, Normalise, Screen


def check(scheme: Scheme, *, where: str = "scheme") -> None:
    """Check a scheme.

    Raises:
        InputError: the one thing that is wrong; CombinedInputError when there are several.
    """
    found = [
        *_ids(scheme),
        *_tree(scheme),
        *_weights(scheme),
        *_steps(scheme),
        *_formulas(scheme),
        *ranges(scheme),
    ]
    if len(found) == 1:
        error = found[0]
        raise InputError(
            error.what, where=f"{where}, {error.where}", accepted=error.accepted, remedy=error.remedy
        )
    if found:
        raise CombinedInputError(found, where=where)


def _ids(scheme: Scheme) -> Iterator[InputError]:
    codes = [node.id for node in scheme.nodes]
    for code, times in Counter(codes).items():
        if times > 1:
            parents = [node.parent for node in scheme.nodes if node.id == code]
            what = "has two parents" if len(set(parents)) > 1 else "comes twice"
            yield InputError(
                f"the id {code!r} {what}",
                where=f"id {code}",
                accepted="each id once, under one parent",
                remedy="to use an indicator twice, give it a second id with `column: " + code + "`",
            )
        if code != code.strip() or not code.strip():
            yield InputError(
                "an id is empty or begins or ends with white space",
                where=f"id {code!r}",
                remedy="remove the white space",
            )
    folded = Counter("".join(code.split()).casefold() for code in set(codes))
    for code in sorted(set(codes)):
        if folded["".join(code.split()).casefold()] > 1:
            yield InputError(
                "two ids differ by white space or capitals only",
                where=f"id {code!r}",
                remedy="choose ids that a reader can tell apart",
            )
    for indicator in scheme.indicators:
        if indicator.direction is None:
            yield InputError(
                "the direction is missing",
                where=f"indicator {indicator.id}",
                accepted="direction: increase (more is better) or decrease (less is better)",
                remedy="state it",
            )


def _tree(scheme: Scheme) -> Iterator[InputError]:
    groups = {group.id: group for group in scheme.groups}
    if not scheme.indicators or not scheme.groups:
        yield InputError(
            "a scheme needs at least one indicator and one group",
            where="indicators, groups",
            remedy="add the index itself as a group without parent",
        )
        return
    roots = [group.id for group in scheme.groups if group.parent is None]
    for node in scheme.nodes:
        if node.parent is not None and node.parent not in groups:
            yield InputError(
                f"the parent {node.parent!r} is not a group",
                where=f"id {node.id}",
                accepted=f"one of {', '.join(groups)}",
                remedy="correct the parent or add the group",
            )
    for indicator in scheme.indicators:
        if indicator.parent is None:
            yield InputError(
                "an indicator has no parent", where=f"indicator {indicator.id}", remedy="name its group"
            )
    circling = {group.id for group in scheme.groups if _circles(group, groups)}
    if circling:
        yield InputError(
            "groups are each other's parents: " + ", ".join(sorted(circling)),
            where="groups",
            remedy="give one of them another parent",
        )
    elif len(roots) != 1:
        yield InputError(
            f"{len(roots)} groups have no parent: {', '.join(roots)}",
            where="groups",
            accepted="exactly one, the index itself",
            remedy="give the others a parent",
        )
    with_members = {node.parent for node in scheme.nodes}
    for code in groups:
        if code not in with_members:
            yield InputError(
                "a group has no members",
                where=f"group {code}",
                remedy="remove it or name it as a parent",
            )


def _circles(group: Group, groups: dict[str, Group]) -> bool:
    seen = {group.id}
    up = group.parent
    while up is not None and up in groups:
        if up == group.id:
            return True
        if up in seen:
            return False
        seen.add(up)
        up = groups[up].parent
    return False


def _weights(scheme: Scheme) -> Iterator[InputError]:
    nodes = scheme.nodes
    given = [(f"id {node.id}", node.weight) for node in nodes]
    known = {node.id for node in nodes}
    for name, tables in scheme.weights.items():
        for position, table in enumerate(tables, start=1):
            place = f"weights {name}, table {position}"
            given += [(f"{place}, {code}", weight) for code, weight in table.values.items()]
            for code in table.values:
                if code not in known:
                    yield InputError(
                        f"{code!r} is neither indicator nor group", where=place, remedy="correct the id"
                    )
    for place, weight in given:
        value = number(weight)
        if value is None or value < 0:
            yield InputError(
                f"{weight!r} is no weight",
                where=place,
                accepted="a number from 0 on, or a fraction such as 1/3",
                remedy="correct it",
            )


def _steps(scheme: Scheme) -> Iterator[InputError]:
    kinds = [type(step) for step in scheme.steps]
    codes = {group.id for group in scheme.groups}
    if kinds.count(Aggregate) != 1:
        yield InputError(
            f"{kinds.count(Aggregate)} aggregate steps",
            where="steps",
            accepted="exactly one",
            remedy="mend it",
        )
    if Normalise not in kinds and any(node.direction == "decrease" for node in scheme.indicators):
        yield InputError(
            "without a normalise step a decreasing indicator would count the wrong way round",
            where="steps",
            accepted="{step: normalise, method: none} to turn the sign alone",
            remedy="add it",
        )
    if kinds.count(Normalise) > 1:
        yield InputError("two normalise steps", where="steps", accepted="at most one", remedy="drop one")
    order = [kind for kind in kinds if kind in (Denominate, Normalise, Aggregate)]
    if order != sorted(order, key=[Denominate, Normalise, Aggregate].index):
        yield InputError(
            "steps stand in an order that cannot be carried out",
            where="steps",
            accepted="denominate before normalise before aggregate",
            remedy="reorder them",
        )
    if Aggregate in kinds and any(kind is not Grade for kind in kinds[kinds.index(Aggregate) + 1 :]):
        yield InputError(
            "only grade may follow aggregate", where="steps", remedy="move the other steps before it"
        )
    for step in scheme.steps:
        if isinstance(step, Aggregate) and step.weights is not None and step.weights not in scheme.weights:
            yield InputError(
                f"there is no weight set {step.weights!r}",
                where="step aggregate",
                accepted=", ".join(scheme.weights) or "add it under weights",
                remedy="correct the name",
            )
        if isinstance(step, Screen):
            for code in step.within:
                if code not in codes:
                    yield InputError(
                        f"{code!r} is not a group", where="step screen, within", remedy="correct it"
                    )
        if isinstance(step, Grade):
            if bool(step.thresholds) == bool(step.quotas):
                yield InputError(
                    "grades need thresholds or quotas, not both",
                    where="step grade",
                    accepted="thresholds: {A: 80, B: 60, C: null}",
                    remedy="state one of the two",
                )
            if step.of is not None and step.of not in codes:
                yield InputError(f"{step.of!r} is not a group", where="step grade, of", remedy="correct it")


def _formulas(scheme: Scheme) -> Iterator[InputError]:
    texts = [(f"indicator {node.id}, formula", node.formula) for node in scheme.indicators]
    texts += [
        (f"indicator {node.id}, normalise", node.normalise.expression)
        for node in scheme.indicators
        if node.normalise
    ]
    texts += [
        (f"group {node.id}, aggregate", node.aggregate.expression) for node in scheme.groups if node.aggregate
    ]
    texts += [
        (f"step {type(step).__name__.lower()}", step.expression)
        for step in scheme.steps
        if isinstance(step, Normalise | Aggregate)
    ]
    texts += [
        (f"group {node.id}, rescale", node.aggregate.rescale.expression)
        for node in scheme.groups
        if node.aggregate and node.aggregate.rescale
    ]
    for place, text in texts:
        if text is not None:
            try:
                Formula(text)
            except InputError as error:
                yield InputError(error.what, where=place, accepted=error.accepted, remedy=error.remedy)
