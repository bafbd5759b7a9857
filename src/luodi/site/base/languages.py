"""Two languages (中英文): names that carry both, and stored sentences said again in the reader's language.

What the site itself writes into its database (notices, the reason for a light, what became of a job) is in the house's
language whoever caused it, for its next reader may read another. :func:`said` finds the sentence it was made from in the
catalogue and says that one again, with the same values in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.db.models import Choices, Model
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.utils.translation.trans_real import catalog

HAN: Final = re.compile(r"[\u3400-\u9fff]")
PLACE: Final = re.compile(r"%\((\w+)\)s|%%")
DATA: Final = frozenset(
    {"title", "duty", "node", "file", "note", "reason", "person", "name", "who", "quote", "text"}
)
"""Values that people wrote: they stay as they are in every language."""


def english() -> bool:
    """Whether the page is read in English."""
    return (translation.get_language() or "").startswith("en")


def _chosen(zh: str, en: str) -> str:
    return en if english() else zh


in_both = lazy(_chosen, str)
"""A name that carries both languages, as the catalogue files do: ``in_both(zh, en)`` prints as the page is read."""


PAIR: Final = in_both("%(name)s:%(value)s", "%(name)s: %(value)s")
BRACKETED: Final = in_both("%(what)s(%(more)s)", "%(what)s (%(more)s)")


def paired(name: object, value: object) -> str:
    """A name and what it says, with the reader's colon between them."""
    return str(PAIR) % {"name": name, "value": value}


def bracketed(what: object, more: object) -> str:
    """A thing and what is said of it in brackets."""
    return str(BRACKETED) % {"what": what, "more": more}


def joined(things: Iterable[object]) -> str:
    """Things one after the other, with the reader's comma between them."""
    return _("、").join(map(str, things))


def by_label(choices: type[Choices]) -> dict[str, Any]:
    """The values of choices by their labels in the reader's language and in the house's, as tables from either come in."""
    known = {str(label): value for value, label in choices.choices}
    with in_house_language():
        return known | {str(label): value for value, label in choices.choices}


def in_any_language(words: Iterable[str]) -> dict[str, str]:
    """Words of the catalogue by what each is called in any language of the site, as tables from any come in."""
    known = {word: word for word in words}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {_(word): word for word in list(known.values())}
    return known


@contextmanager
def in_house_language() -> Iterator[None]:
    """What is put into words inside is in the house's language: for words that are kept, and for official papers."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def label(thing: Model, name: str) -> str:
    """A field's value by its printed name, as ``get_…_display`` gives it, without going through all choices each time."""
    return _label(type(thing), name, getattr(thing, name), translation.get_language())


@lru_cache(maxsize=4096)
def _label(model: type[Model], name: str, value: Any, _language: str | None) -> str:
    return str(dict(model._meta.get_field(name).flatchoices).get(value, value))  # type: ignore[union-attr]


def said(text: str) -> str:
    """A kept sentence in the reader's language; as it stands where it is not one of the catalogue's."""
    language = translation.get_language()
    if not text or not language or language == settings.LANGUAGE_CODE or not HAN.search(text):
        return text
    return _said(text, language)


@lru_cache(maxsize=8192, typed=True)  # text that is safe equals text that is not
def _said(text: str, language: str) -> str:
    whole = _(text)
    if whole != text:
        return whole
    for sentence, pattern in _patterns(language):
        if found := pattern.fullmatch(text):
            values = found.groupdict()
            return _counted(sentence, values) % _again(values)
    return text


def _counted(sentence: str, values: Mapping[str, str]) -> str:
    """A sentence in the reader's language; where it has two forms, that of the number in it."""
    count = next((int(value) for value in values.values() if value.isdecimal()), None)
    said = ngettext(sentence, sentence, count) if count is not None else sentence
    return _(sentence) if said == sentence else said


def _again(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value if name in DATA else said(value) for name, value in values.items()}


@lru_cache(maxsize=4)
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every sentence with placeholders and what it looks like filled in; the one with most words of its own first."""
    with translation.override(language):
        keys = (key for key, _value in catalog()._catalog.items())  # type: ignore[attr-defined]
        ids = {key if isinstance(key, str) else key[0] for key in keys}  # of two forms: (id, which)
        sentences = [each for each in ids if "%(" in each]
    own = {each: PLACE.sub("", each) for each in sentences if "\x04" not in each}
    known = sorted((each for each in own if len(own[each]) > 2), key=lambda each: (-len(own[each]), each))
    return tuple((each, re.compile(_filled(each), re.DOTALL)) for each in known)


def _filled(sentence: str) -> str:
    parts, last, seen = [], 0, set()
    for place in PLACE.finditer(sentence):
        parts.append(re.escape(sentence[last : place.start()]))
        last, name = place.end(), place[1]
        parts.append("%" if name is None else f"(?P={name})" if name in seen else f"(?P<{name}>.*?)")
        seen.add(name)
    return "".join([*parts, re.escape(sentence[last:])])
