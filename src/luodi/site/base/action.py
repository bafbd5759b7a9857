"""How something is done on the site (动作): the only door for writing.

An action is a function whose first argument is the :class:`Actor`, the second what it is done to. The decorator gives it a
name, a title and a right; when called it opens one transaction, asks the right, names the hand to the journal and runs.
Page, API, importer and command line call the same function.

Example::

    @action("ledger.sign", _("签收"), right=rights.works_in_the_unit)
    def sign(actor: Actor, duty: Duty, *, version: int) -> Duty:
        "Sign for a duty (签收)."
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Concatenate, Final, NamedTuple, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import Model
from rules.predicates import Predicate

from .journal.context import Hand, told
from .models import User
from .refusals import NotAllowed


@dataclass(frozen=True)
class Actor:
    """Who does something (操作人).

    Attributes:
        user: the person, or None for the system itself (reminders, sealing): it may do what no right forbids it.
        request: id that ties together what one request did.
        reason: why, where the action itself does not ask (``reason`` or ``note``).
    """

    user: User | None
    request: str = ""
    reason: str = ""

    @classmethod
    def of(cls, request: Any, reason: str = "") -> Actor:
        """The actor behind a request of the site."""
        return cls(request.user, getattr(request, "on_record", ""), reason)

    @classmethod
    def system(cls, reason: str = "") -> Actor:
        """The clock, an importer run by an administrator at the command line, a migration."""
        return cls(None, str(uuid.uuid4()), reason)


P = ParamSpec("P")
R = TypeVar("R")


class Registered(NamedTuple):
    """What is known of an action: its name, its title in Chinese and English, its right, the function."""

    name: str
    title: Any
    right: Predicate
    function: Callable[..., Any]


REGISTRY: Final[dict[str, Registered]] = {}
WHY: Final = ("reason", "note")
"""What actions call the words by which a person says why."""
_LAST: Final[list[Callable[[], object]]] = []
_inside: ContextVar[bool] = ContextVar("luodi_inside_action", default=False)


def before_commit(function: Callable[[], object]) -> None:
    """Have a function called at the end of every outermost action, in its transaction (the search index)."""
    if function not in _LAST:
        _LAST.append(function)


def action(
    name: str, title: Any, *, right: Predicate
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function an action.

    Args:
        name: room and verb, unique.
        title: what a person reads in the journal.
        right: a predicate of the person, or of the person and what it is done to.

    Raises:
        NotAllowed: from the action, when the right says no.
    """

    def wrap(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        @functools.wraps(function)
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with transaction.atomic():
                target = _as_it_stands(args[0]) if args else None
                if actor.user is not None and not right.test(actor.user, target):
                    raise NotAllowed(title)
                with told(_hand(actor, name, right, target, _why(actor, kwargs))):
                    return _to_the_end(lambda: function(actor, *args, **kwargs))

        if name in REGISTRY:
            raise ValueError(f"two actions are called {name}")
        REGISTRY[name] = Registered(name, title, right, run)
        return run

    return wrap


def _to_the_end(run: Callable[[], R]) -> R:
    """Run an action; the outermost one runs what comes last, too."""
    if _inside.get():
        return run()
    mark = _inside.set(True)
    try:
        result = run()
        for last in _LAST:
            last()
        return result
    finally:
        _inside.reset(mark)


def _as_it_stands(target: object) -> object:
    """The target read anew: a right is asked of what is in the database, not of what a caller holds in its hands."""
    if isinstance(target, Model) and target.pk is not None:
        model = target._meta.model  # not type(target): request.user is wrapped
        return model._default_manager.filter(pk=target.pk).first()
    return target


def _why(actor: Actor, said: Mapping[str, object]) -> str:
    """Why it is done, for the journal: what the actor brings along, else what the action itself was told."""
    return actor.reason or next((str(said[name]).strip() for name in WHY if said.get(name)), "")


def _hand(actor: Actor, name: str, right: Predicate, target: object, why: str) -> Hand:
    from .rights import acting_for  # rights read models, which import nothing of this

    user = actor.user
    whose = acting_for(user, right, target) if user is not None else None
    return Hand(user.pk if user else None, whose, name, why, actor.request)
